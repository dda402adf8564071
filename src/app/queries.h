#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.h"
#include "app/portal.h"
#include "app/views.h"
#include "base/result.h"
#include "intent/intent_features.h"
#include "knowledge/knowledge.h"
#include "lint/lint.h"
#include "relate/relate.h"

namespace xinglin {

/// A text given by the caller, or a record of the store: exactly one of the two.
struct TextOrRecord {
    std::string record;  ///< record id, or ""
    std::string title;
    std::string text;
};

struct AnnotatedText {
    struct NamedMention {
        Mention mention;
        std::string text;  ///< the characters of the caller's text
        Concept named;
    };
    struct NamedMain {
        Ref concept_ref;
        double weight = 0;
    };
    std::vector<NamedMention> mentions;
    std::vector<NamedMain> main;
};

/// Panels as tools get them: every card with its whys in names, and what was withheld.
struct RelatedPanels {
    std::vector<PanelView> panels;  ///< all nine, in the order of Panel, empty ones too
    std::vector<Withheld> withheld;
};

/// A shown record or concept: exactly one is set.
struct Shown {
    std::optional<Record> record;
    std::optional<ConceptView> concept_view;
};

/// An imported text that is held back from readers, and for what.
struct HeldText {
    std::string id;
    std::string title;
    Finding reason;
};

/// The same knowledge for tools: what `xinglin annotate|relate|show|lint` and /api/v1 answer. As Portal: one snapshot a
/// call, no database, thread-safe.
class Queries {
  public:
    explicit Queries(const PublishedState& published, const ReadingSettings& settings = {})
        : live_(published), settings_(settings) {}

    AnnotatedText annotate(std::string_view text) const;

    /// A question as models of questions learn it.
    IntentFeatures read_question(std::string_view text) const;

    /// NotFound when the record is not there; InvalidInput when neither or both are given. Which panels are for curated
    /// relations only is the operator's setting, whatever `options` say.
    Result<RelatedPanels> relate(const TextOrRecord& input, const RelateOptions& options) const;
    /// Also of a record that is held back from readers.
    Result<std::vector<Finding>> lint(const TextOrRecord& input) const;
    /// The imported texts that readers do not see because they could hurt, by id.
    std::vector<HeldText> held() const;

    /// By record or concept id. NotFound with the mend.
    Result<Shown> show_id(std::string_view id) const;
    /// By a concept's name or alias, compared folded; Conflict when it names several (`where` lists their ids).
    Result<Shown> show_name(std::string_view name) const;

  private:
    PublishedState live_;
    ReadingSettings settings_;
};

}  // namespace xinglin
