#include "knowledge/rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"

namespace xinglin {
namespace {

constexpr auto kError = Severity::Error;
constexpr auto kWarning = Severity::Warning;
constexpr auto kNote = Severity::Note;

constexpr auto kRules = std::to_array<Rule>({
    // Files.
    {"not-a-folder", kError, "There is no folder of this name.", "Name the folder that holds pack.toml."},
    {"missing-file", kError, "The pack has no pack.toml.", "Add it, or name the folder that has it."},
    {"newer-format", kError, "The pack has a format that this program does not read yet.", "Use a newer Xinglin."},
    {"missing-requirement", kError, "A pack that this one requires is not there, or is older.",
     "Import that pack first."},
    {"unknown-file", kError, "A pack has no file of this name.", "Rename or remove it."},
    {"not-a-file", kError, "This is no plain file.", "Put a plain file in its place."},
    {"unreadable-file", kError, "The file cannot be read to its end.", "Check its rights, and the disk."},
    {"outside-folder", kError, "A link leads out of the folder.", "Copy the file into the folder."},
    {"file-too-large", kError, "The file has more bytes than its kind may have.", "Divide it into several files."},
    {"wrong-file", kError, "The file holds, or is, something that does not belong into it.",
     "Move the line to the file of its kind."},
    {"too-many-problems", kNote, "Reading stopped after a thousand problems.", "Mend the first ones and check again."},

    // Lines and their syntax.
    {"invalid-utf8", kError, "Bytes are not valid UTF-8.", "Save the text as UTF-8, or say which encoding it has."},
    {"byte-order-mark", kError, "The text begins with a byte order mark.", "Save it as UTF-8 without one."},
    {"line-too-long", kError, "A line has more bytes than a line may have.", "Write one object a line; shorten texts."},
    {"broken-json", kError, "The line is not JSON, or it was cut.", "Mend the JSON at the place named."},
    {"not-an-object", kError, "The line is JSON, but not an object in braces.", "Write one object a line."},
    {"broken-toml", kError, "This is not the flat TOML that is read here.", "Write key = value, one a line."},
    {"broken-table", kError, "A row of the table cannot be divided into fields.",
     "Close quotation marks, and check the separator."},
    {"no-front-matter", kError, "The article does not begin with +++ lines around its fields.",
     "Write the fields between two +++ lines, then the text."},

    // Fields.
    {"unknown-field", kError, "Nobody knows a field of this name.", "Correct or remove it."},
    {"missing-field", kError, "A field that must be there is missing or empty.", "Write it."},
    {"duplicate-field", kError, "A field is there twice.", "Keep one."},
    {"bad-field", kError, "A field has a value of the wrong type, or not of its closed list.",
     "Write a value that docs/PACK.md allows."},
    {"field-too-long", kError, "A field has more bytes than a field may have.", "Shorten it."},
    {"bad-condition", kError, "A condition of a rule of triage cannot be read.",
     "Write one that docs/TRIAGE.md lists."},
    {"broken-example", kWarning, "A rule of triage does not do what its examples say.",
     "Correct the rule or the example."},
    {"missing-name", kError, "A name or title is missing or empty.", "Write it."},
    {"bad-id", kError, "This is not an id of its kind.",
     "Write kind/slug; a slug has 1 to 80 characters of a-z, 0-9 and hyphen."},
    {"bad-year", kError, "A source cannot have appeared in this year.", "Write the year with four digits."},
    {"bad-url", kError, "This is not a web address.", "Start it with https://."},
    {"bad-code", kError, "A code is empty, or of a system that is not known here.",
     "Write ICD-10, ATC, NHC-DEPT, HPO or NHSA-DRUG."},
    {"bad-constraints", kError, "The constraints leave nobody over.", "Correct the ages, the sex or the pregnancy."},
    {"date-order", kError, "A date is before one that it must follow.", "Correct one of the two."},
    {"bad-citation", kError, "A citation names no source.", "Write [@slug] with the slug of a source."},
    {"dirty-text", kError, "The text holds HTML, script or control characters.",
     "Write plain text, or Markdown in articles."},
    {"html-entity", kWarning, "The text holds an HTML entity, which readers see as it is written.",
     "Write the character itself."},
    {"lost-character", kWarning, "A character was lost before (U+FFFD).", "Write the character that was meant."},

    // What belongs together.
    {"duplicate-id", kError, "An id is defined twice.", "Keep one, or give one another id."},
    {"duplicate-relation", kError, "A relation is stated twice; from the other end of a symmetric one it is a warning.",
     "Keep one, with the sources of both."},
    {"unknown-concept", kError, "A concept is named that is not defined.", "Define it, or correct the id."},
    {"unknown-source", kError, "A source is named that is not defined.", "Add it to sources.jsonl, or correct the id."},
    {"unknown-record", kError, "A doctor or hospital is named that is not there.", "Add it, or correct the id."},
    {"wrong-kind", kError, "The predicate does not join these kinds.", "Turn the relation round, or use another."},
    {"wrong-role", kError, "The role does not go with the predicate.", "Use a role of the table in docs/PACK.md."},
    {"wrong-route", kError, "A route or setting is said of what is no treatment with a drug.",
     "Only treated_by a substance or class has them."},
    {"self-relation", kError, "A concept is related to itself.", "Remove the relation."},
    {"no-source", kError, "Nothing is named that this rests on, so it is not shown.", "Name at least one source."},
    {"withdrawn-source", kWarning, "This rests on withdrawn sources alone, so it is not shown.",
     "Name a source that is in force, or remove it."},
    {"cycle", kError, "is_a or part_of goes in a circle.", "Remove the relation that is wrong."},
    {"too-deep", kError, "Too many is_a or part_of steps follow one another.", "Leave out steps in between."},
    {"swallowed-concept", kWarning, "An alias that is read alone names something narrower, which has its own code.",
     "Make it a concept of its own with is_a, or mark the alias search_only."},
    {"name-claimed-twice", kError, "One name is claimed by two concepts.",
     "Give it to one of them, or mark it needs_context on both."},
    {"repeated-alias", kWarning, "An alias is there already.", "Remove one."},
    {"contradiction", kError,
     "A relation and a negative one contradict each other; a warning when one speaks of a kind of the other.",
     "Keep the one that its sources support, or say in the statement for whom it holds."},
    {"treats-and-contraindicated", kWarning, "What treats a condition is also contraindicated in it.",
     "Say in both statements for whom each holds."},

    // What can be, and what hardly can.
    {"sex-conflict", kError, "One end concerns men only, the other women only.",
     "Remove the relation, or correct the constraint that is wrong."},
    {"age-conflict", kError, "The two ends concern people of ages that do not meet.",
     "Remove the relation, or correct the ages that are wrong."},
    {"pregnancy-conflict", kError, "One end is only in pregnancy, the other never.",
     "Remove the relation, or correct the constraint that is wrong."},
    {"site-conflict", kWarning, "The two are local to parts of the body that have nothing to do with each other.",
     "Remove the relation; when it is true, name what joins the two."},
    {"direction", kError, "Two relations between one pair point in directions that do not go together.",
     "Keep the one whose direction the sources give."},
    {"asymmetric-edge", kNote, "A relation read in both directions says different things from its two ends.",
     "Say in one relation what holds for both."},
    {"disease-as-symptom", kNote, "A disease stands where symptoms do; it is typed as a condition.",
     "Nothing, when it is meant so."},
    {"question-as-name", kError, "A question stands where a name belongs.", "Name the thing that it asks about."},
    {"sentence-as-name", kWarning, "A sentence stands where a name belongs.",
     "Write the name alone; what is said of it belongs into a relation or a text."},
    {"cut-name", kError, "A name was cut off.", "Write the whole name."},
    {"not-a-name", kError, "This names nothing: a placeholder, a heading, digits, punctuation.",
     "Write the name of one thing, or leave it out."},
    {"unknown-department", kWarning, "This is not a department by its name.",
     "Write the department as a hospital does."},
    {"text-debris", kError, "The text holds what is left of a template, of markup or of a wrong decoding.",
     "Write the text that readers should see."},
    {"unsourced-number", kWarning, "A percentage or rate rests on no guideline, label, textbook or review.",
     "Cite where the number comes from, or leave it out."},
    {"repeated-list", kWarning, "The same list stands under many things that have nothing to do with each other.",
     "Check each; a list that was filled in for all says nothing about one."},

    // Imports.
    {"unknown-record-shape", kError, "The fields of this row fit no kind, or two.",
     "Use the field names that docs/PACK.md lists."},
    {"id-collision", kError, "Two different rows come to the same id.", "Change what tells them apart."},
    {"duplicate-row", kNote, "This row says what an earlier one said.", "Nothing; it was taken over once."},
    {"not-taken-over", kNote, "This part of the input is not taken over; said once.", "Nothing."},
    {"uncorroborated", kWarning, "A list says so, and neither its own row's texts nor rows like it do.",
     "Take it over by hand when a source says so."},
    {"contradicts-curated", kError, "Curated knowledge says the opposite.",
     "Nothing, when the pack is right; otherwise correct the pack."},
});

}  // namespace

std::span<const Rule> rules() {
    return kRules;
}

const Rule* find_rule(std::string_view id) {
    const auto found = std::find_if(kRules.begin(), kRules.end(), [id](const Rule& rule) { return rule.id == id; });
    return found == kRules.end() ? nullptr : &*found;
}

Problem make_problem(std::string_view rule, std::string_view where, std::string message, std::string mend) {
    const Rule* found = find_rule(rule);
    CHECK(found != nullptr);
    return {found->severity, std::string(rule), std::string(where), std::move(message), std::move(mend)};
}

}  // namespace xinglin
