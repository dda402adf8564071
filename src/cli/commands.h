#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/cli.h"

namespace xinglin {

// One command each: parse is in cli.cc, the work in app, the printing here. All answer the exit status.

struct ReadSettings {
    std::string location;
    bool jsonl = false;
    std::string record;  ///< id, or a name for `show`
    std::string title;
    std::size_t limit = 12;
    std::size_t withheld = 50;
    ReadingSettings reading;
};

int run_annotate(const ReadSettings& settings, const Streams& streams);
int run_relate(const ReadSettings& settings, const Streams& streams);
int run_show(const ReadSettings& settings, const Streams& streams);
int run_lint(const ReadSettings& settings, const Streams& streams);
int run_held(const ReadSettings& settings, const Streams& streams);
int run_reports(const ReadSettings& settings, const Streams& streams);

struct FindSettings {
    std::string location;
    bool jsonl = false;
    std::vector<std::string> words;  ///< of the query, the prefix or the phrase
    std::vector<std::string> types;  ///< that a search is narrowed to; names of ItemType
    std::size_t limit = 10;
    ReadingSettings reading = {};
};

inline constexpr std::size_t kMostSuggestions = 20;
inline constexpr std::size_t kMostCodes = 100;

int run_search(const FindSettings& settings, const Streams& streams);
int run_suggest(const FindSettings& settings, const Streams& streams);
int run_code(const FindSettings& settings, const Streams& streams);
int run_ask(const FindSettings& settings, const Streams& streams);

struct ImportSettings {
    std::string location;
    std::string path;                  ///< a folder, or with a profile a file
    std::string profile;               ///< "" for a folder
    std::vector<std::string> reports;  ///< files to write the gate's report to, .html or .json
    bool strict = false;
    bool allow_deletions = false;
    bool dry_run = false;
    bool guess = false;  ///< prints a profile and imports nothing
};

int run_import(const ImportSettings& settings, const Streams& streams);

int run_check(const std::string& folder, const std::vector<std::string>& with, const Streams& streams);
int run_rules(const Streams& streams);

struct OriginSettings {
    std::string location;
    std::string origin;
    std::string folder;
};

struct MineSettings {
    std::string location;
    std::string report;  ///< file for the report, "" for none
    bool dry_run = false;
};

int run_mine(const MineSettings& settings, const Streams& streams);

struct TrainSettings {
    std::string location;
    std::string file;  ///< of labelled questions, JSON lines
    bool cross_validate = false;
};

int run_train_intent(const TrainSettings& settings, const Streams& streams);

struct StatsSettings {
    std::string location;
    bool coverage = false;  ///< a table of conditions in place of totals
};

int run_stats(const StatsSettings& settings, const Streams& streams);

struct SourceSettings {
    std::string location;
    std::string source;  ///< id, with or without "source/"
    std::string reason;
    bool jsonl = false;
    bool items = false;  ///< names what left and came on each page
    bool dry_run = false;
    bool undo = false;
    ReadingSettings reading;
};

int run_sources(const SourceSettings& settings, const Streams& streams);
int run_withdraw(const SourceSettings& settings, const Streams& streams);

struct NewSiteSettings {
    std::string location;
    std::string folder;
};

int run_new_site(const NewSiteSettings& settings, const Streams& streams);

struct RedirectSettings {
    std::string location;
    std::string file;  ///< of addresses, "" for those that the records have
};

int run_redirects(const RedirectSettings& settings, const Streams& streams);

struct MaintenanceSettings {
    std::string location;
    std::string from;  ///< a backup, or the store to copy
    std::string to;
    std::size_t keep = 0;
    bool replace = false;
    bool only_check = false;
};

int run_backup(const MaintenanceSettings& settings, const Streams& streams);
int run_restore(const MaintenanceSettings& settings, const Streams& streams);
int run_migrate(const MaintenanceSettings& settings, const Streams& streams);
int run_compact(const MaintenanceSettings& settings, const Streams& streams);

int run_export(const OriginSettings& settings, const Streams& streams);
int run_remove(const OriginSettings& settings, const Streams& streams);
int run_undo(const OriginSettings& settings, const Streams& streams);
int run_overrides(const OriginSettings& settings, const Streams& streams);
int run_origins(const OriginSettings& settings, const Streams& streams);
int run_quarantine(const OriginSettings& settings, const Streams& streams);

}  // namespace xinglin
