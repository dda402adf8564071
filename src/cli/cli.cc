#include "cli/cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <functional>
#include <ostream>
#include <sstream>

#include "app/finder.h"
#include "base/files.h"
#include "base/strings.h"
#include "cli/commands.h"
#include "cli/printing.h"

namespace xinglin {
namespace {

constexpr std::uintmax_t kLongestLocation = 64 * 1024;

/// The options that every command with a store has.
void add_location(CLI::App& command, std::string& location) {
    location = "./data";
    command.add_option("--data", location, "Data folder, or a postgresql:// address")
        ->envname("XINGLIN_DATA")
        ->capture_default_str();
    command
        .add_option_function<std::string>(
            "--data-file",
            [&location](const std::string& file) {
                const auto text = read_file(file, kLongestLocation);
                if (!text) throw CLI::ValidationError("--data-file", text.error().message + " (" + file + ")");
                location = trimmed(text->substr(0, text->find('\n')));
            },
            "File whose first line is what --data would say, so that a password is in no list of processes")
        ->type_name("FILE");
}

/// What a command does with the read model beside the store.
void add_saved_model(CLI::App& command, ReadingSettings& reading) {
    reading.saved_model = SavedModel::Used;
    command.add_flag(
        "--rebuild", [&reading](std::int64_t) { reading.saved_model = SavedModel::Rebuilt; },
        "Build the saved read model anew from the store");
    command.add_option("--model", reading.model_folder,
                       "Folder of the saved read model; else `model` in the data folder, and none for an address");
}

/// Which panels take nothing from imported relations.
void add_curated_only(CLI::App& command, ReadingSettings& reading) {
    command
        .add_option_function<std::string>(
            "--curated-only",
            [&reading](const std::string& words) {
                const auto panels = panel_set_from(words);
                if (!panels) throw CLI::ValidationError("--curated-only", panels.error().message + " (" + words + ")");
                reading.curated_only = *panels;
            },
            "Panels that imported, unreviewed relations add nothing to: drugs,tests (the default), none, all")
        ->type_name("PANELS");
}

/// A command that finds: with its words, which are not needed with --jsonl, and how many answers it gives at most.
CLI::App& add_finding(CLI::App& app, FindSettings& settings, const char* name, const char* description,
                      const char* words, std::size_t most) {
    CLI::App& command = *app.add_subcommand(name, description);
    add_location(command, settings.location);
    add_saved_model(command, settings.reading);
    command.add_flag("--jsonl", settings.jsonl, "One JSON object a line in, one a line out");
    command.add_option(words, settings.words, "What to look for");
    command.add_option("--limit", settings.limit, "Answers at most")
        ->check(CLI::Range(std::size_t{1}, most))
        ->capture_default_str();
    return command;
}

std::vector<std::string> type_names() {
    std::vector<std::string> names;
    for (const ItemType type : kItemTypes) names.emplace_back(name_of(type));
    return names;
}

void add_reading(CLI::App& command, ReadSettings& settings, const std::string& example) {
    add_location(command, settings.location);
    add_saved_model(command, settings.reading);
    command.add_flag("--jsonl", settings.jsonl, "One JSON object a line in, one a line out");
    command.footer("Example:\n  " + example);
}

/// A list of addresses: each time it is given adds some, and the first one replaces the default.
void add_ranges(CLI::App& command, const std::string& name, std::vector<std::string>& ranges, const std::string& what) {
    command.add_option(name, ranges, what + "; may be given several times")
        ->type_name("ADDRESS[/BITS]")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->capture_default_str();
}

CLI::App& add_serve(CLI::App& app, ServeSettings& serving) {
    CLI::App& command = *app.add_subcommand("serve", "Serve the portal over HTTP until interrupted");
    // What stands later on the command line wins over the file of --config, which is put before it.
    command.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    add_location(command, serving.location);
    command.add_option("--address", serving.address, "Address to listen on")->capture_default_str();
    command.add_option("--port", serving.port, "Port; 0 takes a free one")->capture_default_str();
    command.add_option("--threads", serving.threads, "Threads that hold connections, and as many that search")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    command.add_flag("--verbose", serving.verbose, "Log every request");
    command
        .add_option("--access-log", serving.access_log, "Write a line of JSON for every answer; - is standard output")
        ->type_name("FILE");
    add_ranges(command, "--trusted-proxy", serving.trusted_proxies, "Proxies whose X-Forwarded-For is believed");
    add_ranges(command, "--unlimited", serving.unlimited, "Clients without a limit of rate");
    add_ranges(command, "--metrics-for", serving.metrics_for, "Clients that may read /metrics");
    command.add_option("--rate-limit", serving.rate_limit, "Pages that a client may ask for each second; 0: no limit")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    command.add_option("--rate-burst", serving.rate_burst, "Pages that it may ask for at once")
        ->check(CLI::Range(1.0, 1e9))
        ->capture_default_str();
    command.add_option("--work-seconds", serving.work_seconds, "What a request may take")
        ->check(CLI::Range(1, 600))
        ->capture_default_str();
    command.add_option("--site", serving.site_file,
                       "The site's name, logo, colours, footer (docs/SITE.md); else site.toml in the data folder");
    add_curated_only(command, serving.reading);
    add_saved_model(command, serving.reading);
    command.add_option("--config", serving.config, "File of these options, as TOML; SIGHUP reads it again")
        ->type_name("FILE");
    command.footer("Example:\n  xinglin serve --data ./data --port 8080 --access-log access.jsonl");
    return command;
}

/// The value of --config, which is wanted before the rest is parsed.
std::string config_path(const std::vector<std::string>& arguments) {
    constexpr std::string_view kWithValue = "--config=";
    std::string path;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--config" && i + 1 < arguments.size()) path = arguments[i + 1];
        if (arguments[i].starts_with(kWithValue)) path = arguments[i].substr(kWithValue.size());
    }
    return path;
}

/// The arguments of `serve` with those of its --config file before them. Throws as parsing does.
std::vector<std::string> with_config(const std::vector<std::string>& arguments) {
    const std::string path = arguments.empty() || arguments.front() != "serve" ? "" : config_path(arguments);
    if (path.empty()) return arguments;
    const auto text = read_file(path);
    if (!text) throw CLI::FileError(text.error().message + " (" + path + ")");
    std::istringstream in(*text);
    std::vector<std::string> all{"serve"};
    for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_config(in)) {
        if (!item.parents.empty()) throw CLI::FileError(path + " has options of serve and no tables");
        for (const std::string& value : item.inputs) all.push_back("--" + item.name + "=" + value);
    }
    all.insert(all.end(), arguments.begin() + 1, arguments.end());
    return all;
}

/// A command that runs by itself once the line is read: `chosen` becomes its work.
template <typename Run>
CLI::App& add_chosen(CLI::App& app, const char* name, const char* description, std::function<int()>& chosen, Run run) {
    CLI::App& command = *app.add_subcommand(name, description);
    command.callback([&chosen, run] { chosen = run; });
    return command;
}

/// Copies, and what keeps the store small. `settings` and `streams` must outlive the app.
void add_maintenance(CLI::App& app, MaintenanceSettings& settings, std::function<int()>& chosen,
                     const Streams& streams) {
    CLI::App& backup = add_chosen(app, "backup", "Copy the whole store, while it is served, and read the copy again",
                                  chosen, [&] { return run_backup(settings, streams); });
    add_location(backup, settings.location);
    backup.add_option("to", settings.to, "New file, or a folder for files named by day and revision")->required();
    backup.add_option("--keep", settings.keep, "Of a folder's backups only so many stay, the newest; 0: all")
        ->check(CLI::Range(0, 100000))
        ->capture_default_str();
    backup.footer("Example:\n  xinglin backup /var/backups/xinglin/ --keep 30 --data ./data");

    CLI::App& restore = add_chosen(app, "restore", "Bring a backup to a data folder or a database", chosen,
                                   [&] { return run_restore(settings, streams); });
    add_location(restore, settings.location);
    restore.add_option("backup", settings.from, "File that `xinglin backup` wrote")->required();
    restore.add_flag("--replace", settings.replace, "Put it in the place of the content that is there");
    restore.add_flag("--check", settings.only_check, "Read the backup and compare it with its .sums; restore nothing");
    restore.footer("Example:\n  xinglin restore backups/xinglin-2026-12-01-r000000042.db --data ./data");

    CLI::App& migrate =
        add_chosen(app, "migrate", "Copy a store to an empty place, between SQLite and PostgreSQL too, and compare",
                   chosen, [&] { return run_migrate(settings, streams); });
    migrate.add_option("from", settings.from, "Data folder, or a postgresql:// address")->required();
    migrate.add_option("to", settings.to, "Data folder, or a postgresql:// address, without content")->required();
    migrate.footer("Example:\n  xinglin migrate ./data 'postgresql:///xinglin?passfile=/etc/xinglin/pgpass'");

    CLI::App& compact = add_chosen(app, "compact", "Give the room of what was deleted back to the disk", chosen,
                                   [&] { return run_compact(settings, streams); });
    add_location(compact, settings.location);
    compact.footer("Example:\n  xinglin compact --data ./data");
}

void parse(CLI::App& app, const std::vector<std::string>& arguments) {
    const auto all = with_config(arguments);
    app.parse(std::vector<std::string>(all.rbegin(), all.rend()));
}

/// The settings of `serve` from the same arguments, later.
Result<ServeSettings> read_serve_settings(const std::vector<std::string>& arguments) {
    CLI::App app;
    ServeSettings serving;
    add_serve(app, serving);
    try {
        parse(app, arguments);
    } catch (const CLI::Error& error) {
        return Error{ErrorCode::InvalidInput, error.what(), config_path(arguments)};
    }
    return serving;
}

/// The settings of `serve` that stand in the file, tried as far as a start goes without listening.
int run_check_config(const std::string& config, bool lists_settings, const Streams& streams, const Serve& serve) {
    if (lists_settings) {
        CLI::App app;
        ServeSettings serving;
        for (const CLI::Option* option : add_serve(app, serving).get_options()) {
            const std::string& name = option->get_lnames().front();
            if (name == "help" || name == "config") continue;
            streams.out << "# " << option->get_description() << "\n# " << name << " = " << option->get_default_str()
                        << "\n\n";
        }
        return 0;
    }
    if (config.empty()) {
        streams.err << "xinglin check-config: name the file, or --list.\n";
        return 2;
    }
    auto serving = read_serve_settings({"serve", "--config", config});
    if (!serving) return print_error(serving.error(), streams);
    serving->only_check = true;
    return serve(*serving, streams);
}

}  // namespace

int run_cli(const std::vector<std::string>& arguments, const Streams& streams, const Serve& serve) {
    CLI::App app("Xinglin: an engine for trustworthy Chinese-language health portals.", "xinglin");
    app.require_subcommand(1);
    app.set_version_flag("--version", "xinglin " + std::string(kVersion));

    ServeSettings serving;
    CLI::App& serve_command = add_serve(app, serving);

    ImportSettings importing;
    CLI::App& import_command =
        *app.add_subcommand("import", "Load a content pack, a dump of an old portal, or a collection in a file");
    add_location(import_command, importing.location);
    import_command.add_option("path", importing.path, "Folder of the pack or dump, or a file (also .gz)")->required();
    import_command.add_option("--profile", importing.profile, "How to read the file (docs/IMPORT.md)");
    import_command.add_option("--report", importing.reports, "Write the quality gate's report, .html or .json")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    import_command.add_flag("--strict", importing.strict, "Refuse everything when one line is bad");
    import_command.add_flag("--allow-deletions", importing.allow_deletions,
                            "Let an import take away more than a tenth of what its origin brought before");
    import_command.add_flag("--dry-run", importing.dry_run, "Say what would come, change and go, and store nothing");
    import_command.add_flag("--guess", importing.guess,
                            "Print a profile for a table (CSV, .xlsx, .ods) as its header and first rows suggest");
    import_command.footer(
        "Examples:\n  xinglin import packs/neurology-zh --data ./data\n"
        "  xinglin import diseases.jsonl.gz --profile diseases.toml --report gate.html --data ./data\n"
        "  xinglin import 医生.xlsx --guess > doctors.toml\n"
        "Exit status:\n  0 everything was taken over; 1 refused, and the store is as it was; 2 the command line is "
        "wrong;\n"
        "  3 the disk or the database failed; 4 stored, and something was found (`xinglin quarantine` lists it)");

    std::string checked;
    std::vector<std::string> checked_with;
    bool lists_rules = false;
    CLI::App& check_command =
        *app.add_subcommand("check", "Report what is wrong with a content pack, or a site.toml, like a compiler");
    CLI::Option& checked_option = *check_command.add_option("pack", checked, "Folder of the pack, or a site.toml");
    check_command.add_option("--with", checked_with, "Folder of a pack that this one requires")
        ->type_name("FOLDER")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    check_command.add_flag("--rules", lists_rules, "List every rule, how grave it is and how to mend it")
        ->excludes(&checked_option);
    check_command.footer(
        "Examples:\n  xinglin check packs/neurology-zh\n  xinglin check data/site.toml\n  xinglin check --rules");

    OriginSettings origin;
    const auto add_origin_command = [&](const char* name, const char* description,
                                        const std::string& example) -> CLI::App& {
        CLI::App& command = *app.add_subcommand(name, description);
        add_location(command, origin.location);
        command.footer("Example:\n  " + example);
        return command;
    };
    CLI::App& export_command = add_origin_command("export", "Write what an origin brought as a content pack",
                                                  "xinglin export neurology-zh ./copy --data ./data");
    export_command.add_option("origin", origin.origin, "Name of a pack or dump")->required();
    export_command.add_option("folder", origin.folder, "Empty or new folder")->required();
    CLI::App& origins_command =
        add_origin_command("origins", "List the imported packs and dumps", "xinglin origins --data ./data");
    CLI::App& overrides_command =
        add_origin_command("overrides", "List the corrections that packs lay over others, and what changed below them",
                           "xinglin overrides --data ./data");
    CLI::App& quarantine_command =
        add_origin_command("quarantine", "What an import could not use: counts by rule, then each line",
                           "xinglin quarantine seed-page --data ./data");
    quarantine_command.add_option("origin", origin.origin, "Name of a pack or dump")->required();
    CLI::App& remove_command = add_origin_command("remove", "Take an origin and all that it brought out of the store",
                                                  "xinglin remove seed-page --data ./data");
    remove_command.add_option("origin", origin.origin, "Name of a pack or dump")->required();

    CLI::App& undo_command = add_origin_command("undo", "Make an origin what it was before its last import",
                                                "xinglin undo yunling-doctors --data ./data");
    undo_command.add_option("origin", origin.origin, "Name of a pack or dump")->required();

    StatsSettings counting;
    MineSettings mining;
    CLI::App& mine_command = *app.add_subcommand("mine", "Read relations from the texts of records, by rules");
    add_location(mine_command, mining.location);
    mine_command.add_flag("--dry-run", mining.dry_run, "Report what would be written, and write nothing");
    mine_command.add_option("--report", mining.report, "File to write the report to, with every relation (JSON)");
    mine_command.footer("Example:\n  xinglin mine --data ./data --dry-run --report mined.json");

    TrainSettings training;
    CLI::App& train_command = *app.add_subcommand("train", "Learn from an operator's labelled examples");
    train_command.require_subcommand(1);
    CLI::App& train_intent_command =
        *train_command.add_subcommand("intent", "Learn what questions ask for, for this data folder");
    add_location(train_intent_command, training.location);
    train_intent_command.add_option("file", training.file, "JSON lines with \"text\" and \"intent\"")->required();
    train_intent_command.add_flag("--cross-validate", training.cross_validate,
                                  "Measure on questions that were left out, and write nothing");
    train_intent_command.footer("Example:\n  xinglin train intent labelled.jsonl --cross-validate --data ./data");

    CLI::App& stats_command = *app.add_subcommand("stats", "How much the data holds");
    add_location(stats_command, counting.location);
    stats_command.add_flag("--coverage", counting.coverage,
                           "A table of what curated knowledge says of each condition, in Markdown");
    stats_command.footer("Example:\n  xinglin stats --coverage --data ./data");

    SourceSettings source;
    CLI::App& sources_command =
        *app.add_subcommand("sources", "List the sources, and how much rests on each and on it alone");
    add_location(sources_command, source.location);
    sources_command.add_flag("--jsonl", source.jsonl, "One JSON object a line");
    sources_command.footer("Example:\n  xinglin sources --data ./data");
    CLI::App& withdraw_command = *app.add_subcommand(
        "withdraw", "Take a source back with all that rests on it alone, and list the pages whose panels change");
    add_location(withdraw_command, source.location);
    withdraw_command.add_option("source", source.source, "Id of the source")->required();
    withdraw_command.add_option("--reason", source.reason, "Why, for readers of the source's page");
    CLI::Option* dry_run =
        withdraw_command.add_flag("--dry-run", source.dry_run, "Say what would change and write nothing");
    withdraw_command.add_flag("--undo", source.undo, "Make the source count again")->excludes(dry_run);
    withdraw_command.add_flag("--items", source.items, "Name what left and what came on each page");
    withdraw_command.add_flag("--jsonl", source.jsonl, "One JSON object a changed page");
    add_curated_only(withdraw_command, source.reading);
    withdraw_command.footer("Example:\n  xinglin withdraw disease-kb --reason 数据错误过多 --dry-run --data ./data");

    MaintenanceSettings maintaining;
    std::function<int()> chosen;
    NewSiteSettings new_site;
    CLI::App& new_command = *app.add_subcommand("new", "Write what something new begins with");
    new_command.require_subcommand(1);
    new_command.footer("Example:\n  xinglin new site yunling --data ./data");
    CLI::App& new_site_command =
        add_chosen(new_command, "site", "A folder with an own pack and profiles, and a site.toml in the data folder",
                   chosen, [&] { return run_new_site(new_site, streams); });
    add_location(new_site_command, new_site.location);
    new_site_command.add_option("folder", new_site.folder, "New folder; its name names the pack")->required();
    new_site_command.footer("Example:\n  xinglin new site yunling --data ./data");
    RedirectSettings redirecting;
    CLI::App& redirects_command =
        add_chosen(app, "redirects", "Where the addresses of old portals lead, and which of them nowhere", chosen,
                   [&] { return run_redirects(redirecting, streams); });
    add_location(redirects_command, redirecting.location);
    redirects_command.add_option("file", redirecting.file,
                                 "Addresses to look up, one a line; without it those that the records came with");
    redirects_command.footer("Example:\n  xinglin redirects old-addresses.txt --data ./data");
    add_maintenance(app, maintaining, chosen, streams);

    std::string config;
    bool lists_settings = false;
    CLI::App& check_config_command =
        *app.add_subcommand("check-config", "Check a configuration of `serve` as a start would, and start nothing");
    CLI::Option& config_option =
        *check_config_command.add_option("config", config, "File of the options of serve, as TOML");
    check_config_command.add_flag("--list", lists_settings, "Print every setting with its meaning and default")
        ->excludes(&config_option);
    check_config_command.footer("Examples:\n  xinglin check-config xinglin.toml\n  xinglin check-config --list");

    ReadSettings reading;
    CLI::App& annotate_command =
        *app.add_subcommand("annotate", "Find the concepts that a text on standard input names");
    add_reading(annotate_command, reading,
                R"(echo '{"id":1,"text":"我妈没有头痛，右侧面肌抽搐两年"}' | xinglin annotate --jsonl)");
    CLI::App& relate_command = *app.add_subcommand("relate", "The panels of a record, or of a text on standard input");
    add_reading(relate_command, reading, "xinglin relate --title 面肌痉挛是怎样引起的 < article.txt");
    relate_command.add_option("record", reading.record, "Record or concept id");
    relate_command.add_option("--title", reading.title, "Title of the text on standard input");
    relate_command.add_option("--limit", reading.limit, "Items a panel")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    relate_command.add_option("--withheld", reading.withheld, "Withheld items a panel")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    add_curated_only(relate_command, reading.reading);
    CLI::App& show_command = *app.add_subcommand("show", "A whole record, or what is known of a concept");
    add_reading(show_command, reading, "xinglin show 面肌痉挛");
    show_command.add_option("what", reading.record, "Record or concept id, or a concept's name");
    CLI::App& lint_command =
        *app.add_subcommand("lint", "What an editor should look at in a record or a text on standard input");
    add_reading(lint_command, reading, "xinglin lint --title 面肌痉挛的症状 < article.txt");
    lint_command.add_option("record", reading.record, "Record id");
    lint_command.add_option("--title", reading.title, "Title of the text on standard input");

    CLI::App& held_command =
        *app.add_subcommand("held", "Imported texts that readers do not see because they could hurt");
    add_location(held_command, reading.location);
    add_saved_model(held_command, reading.reading);
    held_command.footer("Example:\n  xinglin held --data ./data");
    CLI::App& reports_command =
        *app.add_subcommand("reports", "Mistakes that readers reported, with page and revision");
    add_location(reports_command, reading.location);
    reports_command.add_flag("--jsonl", reading.jsonl, "One JSON object a line");
    reports_command.footer("Example:\n  xinglin reports --data ./data");

    FindSettings finding;
    CLI::App& search_command =
        add_finding(app, finding, "search", "Find articles, conditions, doctors, drugs and all else that has a page",
                    "query", kMaxPageHits);
    search_command.add_option("--type", finding.types, "Only hits of this type; may be given several times")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->check(CLI::IsMember(type_names()));
    search_command.footer("Example:\n  xinglin search 面肌痉挛怎么治 --type article --data ./data");
    CLI::App& suggest_command = add_finding(app, finding, "suggest", "Complete what is being typed, also as pinyin",
                                            "prefix", kMostSuggestions);
    suggest_command.footer("Example:\n  xinglin suggest mianji --data ./data");
    CLI::App& code_command =
        add_finding(app, finding, "code", "The ICD-10 codes that a clinical phrase may mean", "phrase", kMostCodes);
    CLI::App& ask_command =
        add_finding(app, finding, "ask", "Dangers, level of care and where to go for what somebody describes",
                    "description", kMostCodes);
    ask_command.footer("Example:\n  xinglin ask 我爸昨天开始右边嘴歪了 --data ./data");
    code_command.footer("Example:\n  xinglin code 左侧面肌抽搐 --data ./data");

    try {
        parse(app, arguments);
    } catch (const CLI::Error& error) {
        return app.exit(error, streams.out, streams.err) == 0 ? 0 : 2;
    }

    if (serve_command.parsed()) {
        serving.read_again = [arguments] { return read_serve_settings(arguments); };
        return serve(serving, streams);
    }
    if (chosen) return chosen();
    if (check_config_command.parsed()) return run_check_config(config, lists_settings, streams, serve);
    if (import_command.parsed()) return run_import(importing, streams);
    if (check_command.parsed() && lists_rules) return run_rules(streams);
    if (check_command.parsed() && checked.empty()) {
        streams.err << "xinglin check: name the folder of a pack, or --rules.\n";
        return 2;
    }
    if (check_command.parsed()) return run_check(checked, checked_with, streams);
    if (export_command.parsed()) return run_export(origin, streams);
    if (overrides_command.parsed()) return run_overrides(origin, streams);
    if (origins_command.parsed()) return run_origins(origin, streams);
    if (quarantine_command.parsed()) return run_quarantine(origin, streams);
    if (undo_command.parsed()) return run_undo(origin, streams);
    if (remove_command.parsed()) return run_remove(origin, streams);
    if (mine_command.parsed()) return run_mine(mining, streams);
    if (train_intent_command.parsed()) return run_train_intent(training, streams);
    if (stats_command.parsed()) return run_stats(counting, streams);
    if (sources_command.parsed()) return run_sources(source, streams);
    if (withdraw_command.parsed()) return run_withdraw(source, streams);
    if (annotate_command.parsed()) return run_annotate(reading, streams);
    if (relate_command.parsed()) return run_relate(reading, streams);
    if (lint_command.parsed()) return run_lint(reading, streams);
    if (held_command.parsed()) return run_held(reading, streams);
    if (reports_command.parsed()) return run_reports(reading, streams);
    for (const CLI::App* command : {&search_command, &suggest_command, &code_command, &ask_command}) {
        if (!command->parsed() || finding.jsonl || !finding.words.empty()) continue;
        streams.err << "xinglin " << command->get_name()
                    << ": say what to look for, or --jsonl with one on each line.\n";
        return 2;
    }
    if (search_command.parsed()) return run_search(finding, streams);
    if (suggest_command.parsed()) return run_suggest(finding, streams);
    if (code_command.parsed()) return run_code(finding, streams);
    if (ask_command.parsed()) return run_ask(finding, streams);
    if (!reading.jsonl && reading.record.empty()) {
        streams.err << "xinglin show: give an id or a name, or --jsonl with one on each line.\n";
        return 2;
    }
    return run_show(reading, streams);
}

}  // namespace xinglin
