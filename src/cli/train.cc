#include <boost/json.hpp>
#include <filesystem>
#include <iomanip>
#include <istream>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "app/workspace.h"
#include "base/files.h"
#include "base/json_fields.h"
#include "base/strings.h"
#include "cli/commands.h"
#include "cli/printing.h"
#include "intent/intent_training.h"

namespace xinglin {
namespace {

namespace json = boost::json;

/// The first of these fields that holds text.
std::string first_text(const json::object& object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const auto* value = object.if_contains(name);
        if (value != nullptr && value->is_string()) return std::string(value->as_string());
    }
    return {};
}

Error bad_line(std::size_t number, std::string message) {
    return {ErrorCode::InvalidInput, std::move(message), "line " + std::to_string(number)};
}

/// One JSON object a line: the question as "text" or "query", its label as "intent", "label" or "class".
Result<std::vector<LabelledQuestion>> read_labelled(const Queries& queries, std::string_view lines) {
    std::vector<LabelledQuestion> questions;
    std::size_t number = 0;
    for (const std::string_view line : split(lines, '\n')) {
        ++number;
        if (trimmed(line).empty()) continue;
        boost::system::error_code error;
        const json::value value = json::parse(line, error);
        if (error || !value.is_object()) return bad_line(number, "This line is no JSON object.");
        const std::string text = first_text(value.get_object(), {"text", "query", "question"});
        const std::string label = first_text(value.get_object(), {"intent", "label", "class"});
        if (text.empty()) return bad_line(number, "A question needs its text in \"text\" or \"query\".");
        if (label.empty()) return bad_line(number, "A question needs its kind in \"intent\" or \"label\".");
        questions.push_back({queries.read_question(text), label});
    }
    return questions;
}

std::string percent_of(std::size_t part, std::size_t whole) {
    if (whole == 0) return "-";
    std::ostringstream out;
    out << std::fixed << std::setprecision(1) << 100.0 * static_cast<double>(part) / static_cast<double>(whole) << '%';
    return out.str();
}

void print(const LabelAccuracy& accuracy, std::ostream& out) {
    out << accuracy.label << '\t' << accuracy.questions << '\t' << percent_of(accuracy.right, accuracy.questions)
        << '\t' << percent_of(accuracy.right_by_words, accuracy.questions) << '\n';
}

int print_accuracy(const std::vector<LabelledQuestion>& questions, const Streams& streams) {
    const auto accuracy = cross_validate_intents(questions);
    if (!accuracy) return print_error(accuracy.error(), streams);
    streams.out << "label\tquestions\tlearned\tshipped words\n";
    for (const LabelAccuracy& each : accuracy->labels) print(each, streams.out);
    print(accuracy->all(), streams.out);
    print(accuracy->without_other, streams.out);
    return 0;
}

}  // namespace

int run_train_intent(const TrainSettings& settings, const Streams& streams) {
    auto workspace = Workspace::open(settings.location, Workspace::Missing::Refuse);
    if (!workspace) return print_error(workspace.error(), streams);
    (*workspace)->refresh();
    const auto lines = read_file(settings.file);
    if (!lines) return print_error(lines.error(), streams);
    const auto questions = read_labelled((*workspace)->queries(), *lines);
    if (!questions) return print_error(questions.error(), streams);
    if (settings.cross_validate) return print_accuracy(*questions, streams);
    const auto model = train_intents(*questions);
    if (!model) return print_error(model.error(), streams);
    const std::filesystem::path folder(settings.location);
    if (!std::filesystem::is_directory(folder)) {
        return print_error({ErrorCode::InvalidInput, "A model is kept in a data folder.", settings.location}, streams);
    }
    const std::string bytes = model->bytes();
    const auto written = write_file(folder / kIntentModelFile, bytes);
    if (!written) return print_error(written.error(), streams);
    streams.out << "Learned from " << questions->size() << " questions with " << model->labels().size()
                << " labels: " << (folder / kIntentModelFile).string() << ", " << bytes.size()
                << " bytes. A server takes it up when it is started again.\n";
    return 0;
}

}  // namespace xinglin
