#pragma once

#include <optional>
#include <string>
#include <vector>

#include "relate/constraints.h"
#include "relate/panel_search.h"

namespace xinglin {

/// Whether a product is given as the relation says: by one of its routes, or, where it names none, by one that works on
/// the whole body. A product of unknown form agrees only where nothing is said.
bool agrees(Administrations product, const Relation& treatment);

/// How the drug's label names a condition or symptom: as itself, as a kind that it belongs to (癫痫 for 失神癫痫) or as
/// one of its kinds. The strongest of all places; nothing when it names none. What was negated does not count.
std::optional<LabelUse> named_on_label(const Corpus& corpus, RecordIndex drug, ConceptIndex subject);

/// Whether the label names the subject nowhere, or says that it is not for it. A cut or missing text of indications
/// leaves nothing out.
bool is_off_label(const Corpus& corpus, RecordIndex drug, ConceptIndex subject);

/// Whether what is said of a class may be said of this member of it: the label names the subject, or was cut. A product
/// without a label says nothing, and a class has members that are not for it (地塞米松 for gout).
bool label_follows_class(const Corpus& corpus, RecordIndex drug, ConceptIndex subject);

/// Whether the label itself says that a compound treats the subject.
bool lets_compound_in(const Corpus& corpus, RecordIndex drug, ConceptIndex subject);

/// What curated relations say of giving this drug for the subject.
enum class DrugFit {
    NoRelation,  ///< none speaks of what it contains
    Fits,
    OtherRoute,  ///< the use depends on a route that the product has not
    Compound,    ///< the use is that of one of several ingredients, and the label does not name it
};
struct FoundFit {
    DrugFit fit = DrugFit::NoRelation;
    const Relation* treatment = nullptr;  ///< the one that decided; nullptr for NoRelation
};
FoundFit fit_of(const Corpus& corpus, RecordIndex drug, ConceptIndex subject);

/// Whether the drug is given otherwise than every curated treatment of the subject with a drug: all of those name a
/// route, and none agrees. Then its label alone lets it in nowhere.
bool has_foreign_route(const Corpus& corpus, RecordIndex drug, ConceptIndex subject);

/// The page's subjects for which drugs are looked for. The kind of a heavier subject is left out (癫痫 beside
/// 癫痫持续状态), and so are symptoms where a condition is a subject, which decides what may be taken, and in danger.
std::vector<PageSubject> drug_subjects_of(const Knowledge& knowledge, const PageContext& page);

/// Whether the page speaks of somebody for whom a drug has to be known to be fit: a mother, or a child with what is no
/// disease of children alone.
bool speaks_of_special_people(const Knowledge& knowledge, const PageContext& page);

/// The drugs that curated knowledge names first for the page's subjects and of which there is no product, each with the
/// care that the page's people need with it. Where `adjuncts_alone` says that nothing but adjuncts is shown and no drug
/// is first, the alternatives, and without them the procedures that come first. What an objection removes is not named;
/// to special people, of whom no label was read, only what curated knowledge says something of for them.
std::vector<NamedTreatment> without_product(const Corpus& corpus, const PageContext& page, bool adjuncts_alone);

/// "首选 阿替普酶（静脉给药，在医院内使用）：本站没有收录产品"
std::string text_of(const NamedTreatment& treatment);

/// "静脉给药、肌内注射"
std::string words_for(Administrations routes);

/// Products that are kept out although a curated relation leads to what they contain: of another route, or compounds
/// whose label does not name the use. For editors.
std::vector<Withheld> unfit(const Corpus& corpus, const PageContext& page);

/// Why a drug that does not fit is not shown; nothing when it fits or no relation speaks of it.
std::optional<Objection> objection_to_fit(const Corpus& corpus, const PageContext& page, RecordIndex drug);

}  // namespace xinglin
