#include <algorithm>
#include <optional>

#include "base/budget.h"
#include "lint/checked_text.h"
#include "lint/known_causes.h"

namespace xinglin {
namespace {

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

class CauseCheck {
  public:
    CauseCheck(CheckedText& checked, ConceptIndex subject)
        : checked_(checked), subject_(subject), known_(checked.knowledge, subject) {}

    void run() {
        if (known_.main().empty() || is_cut(checked_.text)) return;
        if (const auto section = section_without()) return add(*section);
        if (names_any(checked_.read.title) || names_any(checked_.read.text)) return;
        if (paraphrases({0, static_cast<std::uint32_t>(checked_.text.size())})) return;
        // 为什么要做磁共振 asks for a purpose.
        const bool promised = std::ranges::find(checked_.read.aspects, Aspect::Cause) != checked_.read.aspects.end() &&
                              !contains_any(checked_.title, {"为什么要", "为什么不", "为何要", "为什么先"});
        if (promised) return add({0, 0});
        if (const auto statement = statement_of_cause()) add(*statement);
    }

  private:
    bool names_any(std::span<const Mention> mentions) const { return known_.names_main(mentions); }

    /// Whether one sentence there tells of a main cause in other words.
    bool paraphrases(Span span) const {
        const auto& sentences = checked_.reading.sentences();
        for (std::size_t i = checked_.reading.sentence_of(span.begin);
             i < sentences.size() && sentences[i].span.begin < span.end; ++i) {
            const std::string_view said = slice(checked_.text, sentences[i].span);
            if (!is_heading(said) && known_.are_paraphrased(said)) return true;
        }
        return false;
    }

    static bool is_heading(std::string_view line) {
        constexpr std::size_t kLongest = 90;
        return line.starts_with("#") || (line.size() <= kLongest && (line.starts_with("【") || line.ends_with("：") ||
                                                                     (line.starts_with("**") && line.ends_with("**"))));
    }

    /// The heading of the first section on causes, when neither any such section nor what stands before it (the
    /// definition) names a main cause. What comes later, such as an operation's purpose, does not list causes.
    std::optional<Span> section_without() const {
        const auto& sentences = checked_.reading.sentences();
        std::optional<Span> first;
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            check_budget();
            const std::string_view line = slice(checked_.text, sentences[i].span);
            if (!is_heading(line) || !is_on_causes(line)) continue;
            std::size_t end = i + 1;
            while (end < sentences.size() && !is_heading(slice(checked_.text, sentences[end].span))) ++end;
            if (end == i + 1) continue;
            if (!first) first = sentences[i].span;
            const std::uint32_t begin = first->begin == sentences[i].span.begin ? 0 : sentences[i].span.begin;
            const Span told{begin, sentences[end - 1].span.end};
            if (names_any(checked_.mentions_in(told)) || paraphrases(told)) return {};
            i = end - 1;
        }
        if (first && names_any(checked_.read.title)) return {};
        return first;
    }

    static bool is_on_causes(std::string_view heading) {
        constexpr std::size_t kLongest = 120;
        const std::string_view line = heading.substr(0, kLongest);
        return contains_any(line, {"病因", "原因", "引起", "怎么得的", "为什么会"}) &&
               !contains_any(line, {"诱因", "检查", "复发", "预防", "加重", "就诊", "吗", "呢", "药物"});
    }

    /// "X的原因是……", said of the subject.
    std::optional<Span> statement_of_cause() const {
        for (const Mention& mention : checked_.read.text) {
            if (mention.concept_index != subject_) continue;
            const Span clause = checked_.reading.clauses()[checked_.reading.clause_of(mention.span.begin)].span;
            constexpr std::uint32_t kReach = 60;
            const std::string_view after =
                slice(checked_.text, {mention.span.end, std::min(clause.end, mention.span.end + kReach)});
            const auto cause = std::min(after.find("原因"), after.find("病因"));
            if (cause == std::string_view::npos) continue;
            const std::string_view rest = after.substr(cause);
            if (contains_any(rest, {"不明", "未明", "不清", "尚不", "检查", "很多", "复杂"})) continue;
            if (contains_any(rest, {"是", "为", "有", "包括", "主要", "在于", "：", "与"})) return clause;
        }
        return {};
    }

    void add(Span span) {
        const std::vector<std::string>& sources = known_.main().front()->sources;
        checked_.add({"cause-missing", Severity::Warning, span,
                      "所列原因中没有主要原因" + known_.told() + checked_.basis(sources), sources});
    }

    CheckedText& checked_;
    ConceptIndex subject_;
    KnownCauses known_;
};

}  // namespace

void check_causes(CheckedText& checked) {
    if (checked.read.main.empty()) return;
    CauseCheck(checked, checked.read.main.front().concept_index).run();
}

}  // namespace xinglin
