#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mine/mine.h"
#include "mine/names.h"

namespace xinglin {

/// What a rule made of one name: a relation, or why not.
struct Claim {
    std::string_view rule;
    Predicate predicate = Predicate::TreatedBy;
    std::optional<ConceptIndex> subject;
    std::optional<ConceptIndex> object;
    Role role = Role::None;
};

/// Gathers what the rules read from one record and makes relations of it.
class Harvest {
  public:
    Harvest(const Annotator& annotator, const Record& record, std::string_view own_source);

    const Knowledge& knowledge() const { return annotator_.knowledge(); }
    const Annotator& annotator() const { return annotator_; }
    bool is_imported() const { return record_.head.trust == Trust::Imported; }

    /// A relation, unless the concepts' kinds do not fit (then nothing), they cannot belong together, or the sentence
    /// is unclean (then it is declined).
    void accept(const Claim& claim, const MinedField& field, const ReadSentence& sentence, const NameInSentence& name);
    void decline(DeclineReason reason, const Claim& claim, const MinedField& field, const ReadSentence& sentence,
                 const NameInSentence& name);

    MinedText finish() && { return std::move(mined_); }

  private:
    TextEvidence evidence(const Claim& claim, const MinedField& field, const ReadSentence& sentence,
                          const NameInSentence& name) const;
    std::string id_of(const std::optional<ConceptIndex>& index) const;

    const Annotator& annotator_;
    const Record& record_;
    std::vector<std::string> sources_;
    MinedText mined_;
};

/// What speaks against reading a name at all, whatever the rule: it is negated, suspected, about somebody else, asked
/// about, or cut. A finding that a test serves to exclude is negated and wanted, so negation can be passed over.
enum class Negations { Respect, PassOver };
std::optional<DeclineReason> objection_to(const ReadSentence& sentence, const NameInSentence& name, Negations denials);

/// Each kind of record's own rules; what is not theirs they leave.
void mine_drug(const Drug& drug, Harvest& harvest);
void mine_test(const Record& record, const Test& test, Harvest& harvest);
void mine_doctor(const Doctor& doctor, Harvest& harvest);
void mine_article(const Article& article, Harvest& harvest);

}  // namespace xinglin
