#include "knowledge/reconcile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <random>
#include <set>

#include "knowledge/fitting.h"
#include "text/fold.h"

namespace xinglin {
namespace {

Concept known(const std::string& id, const std::string& name, Trust trust = Trust::Curated) {
    Concept made;
    made.id = id;
    made.kind = *concept_kind_named(id.substr(0, id.find('/')));
    made.name = name;
    made.trust = trust;
    return made;
}

Concept imported(const std::string& id, const std::string& name) {
    return known(id, name, Trust::Imported);
}

Relation said(const std::string& subject, Predicate predicate, const std::string& object,
              Trust trust = Trust::Curated) {
    Relation relation;
    relation.subject = subject;
    relation.predicate = predicate;
    relation.object = object;
    relation.sources = {trust == Trust::Curated ? "source/book" : "source/portal"};
    relation.trust = trust;
    return relation;
}

Relation heard(const std::string& subject, Predicate predicate, const std::string& object) {
    return said(subject, predicate, object, Trust::Imported);
}

/// Facial spasm as a pack has it, and nothing imported.
KnowledgeData curated_world() {
    KnowledgeData data;
    data.concepts = {known("condition/hfs", "面肌痉挛"),
                     known("symptom/twitch", "面部抽搐"),
                     known("symptom/headache", "头痛"),
                     known("class/antispasmodics", "胃肠解痉药"),
                     known("substance/anisodamine", "山莨菪碱"),
                     known("condition/prostatitis", "前列腺炎"),
                     known("condition/gastric-spasm", "胃痉挛"),
                     known("department/neurology", "神经内科"),
                     known("substance/carbamazepine", "卡马西平"),
                     known("condition/facial", "面神经疾病")};
    data.concepts[0].aliases = {
        {"面肌抽搐", AliasUse::Alone}, {"HFS", AliasUse::NeedsContext}, {"半边脸抽", AliasUse::SearchOnly}};
    data.concepts[5].constraints.sex = Sex::Male;
    data.relations = {said("condition/hfs", Predicate::HasSymptom, "symptom/twitch"),
                      said("condition/hfs", Predicate::NotTreatedBy, "class/antispasmodics"),
                      said("substance/anisodamine", Predicate::IsA, "class/antispasmodics"),
                      said("condition/hfs", Predicate::OftenConfusedWith, "condition/gastric-spasm"),
                      said("condition/hfs", Predicate::TreatedBy, "substance/carbamazepine"),
                      said("condition/hfs", Predicate::IsA, "condition/facial")};
    return data;
}

std::vector<std::string> imported_keys(const KnowledgeData& data) {
    std::vector<std::string> keys;
    for (const Relation& relation : data.relations) {
        if (relation.trust == Trust::Imported) keys.push_back(key_of(relation));
    }
    return keys;
}

std::vector<std::string> imported_ids(const KnowledgeData& data) {
    std::vector<std::string> ids;
    for (const Concept& each : data.concepts) {
        if (each.trust == Trust::Imported) ids.push_back(each.id);
    }
    return ids;
}

/// The imported relations that stay when this one comes into the curated world, with some concepts of the import.
std::vector<std::string> kept_of(const Relation& relation) {
    KnowledgeData data = curated_world();
    data.concepts.push_back(imported("condition/i-1", "宫颈糜烂"));
    data.concepts.back().constraints.sex = Sex::Female;
    data.concepts.push_back(imported("condition/i-2", "面瘫"));
    data.concepts.push_back(imported("substance/i-3", "甲药"));
    data.relations.push_back(relation);
    return imported_keys(reconcile(data));
}

const std::vector<std::string> kNone;

TEST(Reconcile, LeavesWhatIsCuratedByteForByte) {
    const KnowledgeData data = curated_world();
    EXPECT_EQ(reconcile(data), data);
    EXPECT_EQ(reconcile({}), KnowledgeData{});
}

TEST(Reconcile, JoinsAnImportedConceptWithTheCuratedOneOfItsName) {
    for (const char* name : {"面肌痉挛", "面肌抽搐", "面肌痙攣"}) {
        KnowledgeData data = curated_world();
        data.concepts.push_back(imported("condition/i-1", name));
        data.concepts.back().aliases = {{"乱写", AliasUse::Alone}};
        data.concepts.push_back(imported("test/i-2", "肌电图"));
        data.relations.push_back(heard("condition/i-1", Predicate::DiagnosedBy, "test/i-2"));
        const KnowledgeData joined = reconcile(data);
        EXPECT_EQ(imported_ids(joined), std::vector<std::string>{"test/i-2"}) << name;
        EXPECT_EQ(imported_keys(joined), std::vector<std::string>{"condition/hfs diagnosed_by test/i-2"}) << name;
        EXPECT_EQ(joined.concepts[0], data.concepts[0]);
    }
}

TEST(Reconcile, JoinsAcrossKindsThatAreClose) {
    KnowledgeData data = curated_world();
    data.concepts.push_back(imported("condition/i-1", "头痛"));
    data.concepts.push_back(imported("condition/i-2", "感冒"));
    data.relations.push_back(heard("condition/i-2", Predicate::HasSymptom, "condition/i-1"));
    data.relations.push_back(heard("condition/i-1", Predicate::HasSymptom, "symptom/twitch"));
    EXPECT_EQ(imported_keys(reconcile(data)), std::vector<std::string>{"condition/i-2 has_symptom symptom/headache"})
        << "a symptom has no symptoms, so the other one does not fit any more";
}

TEST(Reconcile, TakesNoNameThatTheCuratedHaveOtherwise) {
    for (const char* name : {"神经内科", "HFS"}) {
        KnowledgeData data = curated_world();
        data.concepts.push_back(imported("condition/i-1", name));
        data.concepts.push_back(imported("condition/i-2", "感冒"));
        data.relations.push_back(heard("condition/i-2", Predicate::ComplicatedBy, "condition/i-1"));
        const KnowledgeData joined = reconcile(data);
        EXPECT_EQ(imported_ids(joined), std::vector<std::string>{"condition/i-2"}) << name;
        EXPECT_EQ(imported_keys(joined), kNone) << name;
    }
    KnowledgeData data = curated_world();
    data.concepts.push_back(imported("condition/i-1", "半边脸抽"));
    EXPECT_EQ(imported_ids(reconcile(data)).size(), 1U) << "a word for searching is not a claim";
}

TEST(Reconcile, TakesNoAliasThatTheCuratedClaim) {
    KnowledgeData data = curated_world();
    data.concepts.push_back(imported("condition/i-1", "面肌阵挛"));
    data.concepts.back().aliases = {{"面肌痙攣", AliasUse::Alone},      {"HFS", AliasUse::Alone},
                                    {"神经内科", AliasUse::SearchOnly}, {"面肌陣挛", AliasUse::Alone},
                                    {"面阵挛", AliasUse::Alone},        {"面陣挛", AliasUse::SearchOnly}};
    EXPECT_EQ(reconcile(data).concepts.back().aliases, (std::vector<Alias>{{"面阵挛", AliasUse::Alone}}));
}

TEST(Reconcile, MergesImportedConceptsOfOneName) {
    KnowledgeData data;
    data.concepts = {imported("symptom/a-1", "心悸"),   imported("condition/z-1", "心悸"),
                     imported("condition/b-1", "心悸"), imported("test/c-1", "心悸"),
                     imported("class/d-1", "他汀类"),   imported("substance/d-0", "他汀类")};
    data.concepts[0].aliases = {{"心慌", AliasUse::Alone}};
    data.concepts[1].aliases = {{"心慌", AliasUse::Alone}, {"心跳", AliasUse::NeedsContext}};
    data.concepts[1].codes = {{"ICD-10", "R00.2"}};
    data.concepts[1].english = "Palpitations";
    data.relations = {heard("condition/z-1", Predicate::DiagnosedBy, "test/c-1"),
                      heard("condition/b-1", Predicate::DiagnosedBy, "test/c-1"),
                      heard("symptom/a-1", Predicate::DiagnosedBy, "test/c-1")};
    data.relations[0].sources = {"source/z", "source/a"};
    data.relations[1].sources = {"source/m"};
    data.relations[2].sources = {"source/a"};
    data.relations[2].statement = "心悸时查。";
    const KnowledgeData joined = reconcile(data);
    EXPECT_EQ(imported_ids(joined), (std::vector<std::string>{"class/d-1", "condition/b-1", "test/c-1"}));
    EXPECT_EQ(joined.concepts[1].english, "Palpitations");
    EXPECT_EQ(joined.concepts[1].codes, data.concepts[1].codes);
    EXPECT_EQ(joined.concepts[1].aliases, data.concepts[1].aliases);
    ASSERT_EQ(imported_keys(joined), std::vector<std::string>{"condition/b-1 diagnosed_by test/c-1"});
    EXPECT_EQ(joined.relations[0].sources, (std::vector<std::string>{"source/a", "source/m", "source/z"}));
    EXPECT_EQ(joined.relations[0].statement, "心悸时查。");
}

TEST(Reconcile, DropsRelationsThatSayNothingNew) {
    EXPECT_EQ(kept_of(heard("condition/hfs", Predicate::HasSymptom, "symptom/twitch")), kNone);
    EXPECT_EQ(kept_of(heard("condition/i-2", Predicate::DiffersFrom, "condition/i-2")), kNone);
    EXPECT_EQ(kept_of(heard("condition/i-2", Predicate::DiffersFrom, "condition/nowhere")), kNone);
    EXPECT_EQ(kept_of(heard("condition/i-2", Predicate::DiffersFrom, "condition/hfs")),
              std::vector<std::string>{"condition/hfs differs_from condition/i-2"});
}

TEST(Reconcile, DropsWhatCuratedKnowledgeContradicts) {
    using enum Predicate;
    EXPECT_EQ(kept_of(heard("condition/hfs", TreatedBy, "class/antispasmodics")), kNone);
    EXPECT_EQ(kept_of(heard("condition/hfs", TreatedBy, "substance/anisodamine")), kNone) << "one of that class";
    EXPECT_EQ(kept_of(heard("condition/i-2", TreatedBy, "substance/anisodamine")).size(), 1U);
    EXPECT_EQ(kept_of(heard("condition/hfs", NotTreatedBy, "substance/carbamazepine")), kNone);
    EXPECT_EQ(kept_of(heard("substance/carbamazepine", ContraindicatedIn, "condition/hfs")), kNone);
    EXPECT_EQ(kept_of(heard("substance/carbamazepine", ContraindicatedIn, "condition/i-2")).size(), 1U);
    EXPECT_EQ(kept_of(heard("condition/gastric-spasm", ComplicatedBy, "condition/hfs")), kNone);
    EXPECT_EQ(kept_of(heard("condition/gastric-spasm", DiffersFrom, "condition/hfs")).size(), 1U);
    EXPECT_EQ(kept_of(heard("symptom/twitch", OftenConfusedWith, "condition/hfs")), kNone);
    EXPECT_EQ(kept_of(heard("condition/i-2", OftenConfusedWith, "condition/hfs")).size(), 1U);
}

TEST(Reconcile, DropsWhatPointsTheOtherWay) {
    using enum Predicate;
    KnowledgeData data = curated_world();
    data.concepts.push_back(known("condition/neuropathy", "周围神经病"));
    data.concepts.push_back(known("condition/diabetes", "糖尿病"));
    data.relations.push_back(said("condition/diabetes", ComplicatedBy, "condition/neuropathy"));
    const auto kept = [&data](const Relation& relation) {
        KnowledgeData with = data;
        with.relations.push_back(relation);
        return imported_keys(reconcile(with)).size();
    };
    EXPECT_EQ(kept(heard("condition/neuropathy", ComplicatedBy, "condition/diabetes")), 0U);
    EXPECT_EQ(kept(heard("condition/diabetes", CausedBy, "condition/neuropathy")), 0U);
    EXPECT_EQ(kept(heard("condition/neuropathy", CausedBy, "condition/diabetes")), 1U);
    EXPECT_EQ(kept(heard("condition/diabetes", IsA, "condition/neuropathy")), 0U);
    EXPECT_EQ(kept(heard("condition/hfs", ComplicatedBy, "condition/facial")), 0U) << "its own kind";
    EXPECT_EQ(kept(heard("condition/facial", DiffersFrom, "condition/hfs")), 0U);
    EXPECT_EQ(kept(heard("condition/facial", ComplicatedBy, "condition/hfs")), 1U);
}

TEST(Reconcile, DropsWhatConcernsNobody) {
    using enum Predicate;
    EXPECT_EQ(kept_of(heard("condition/prostatitis", ComplicatedBy, "condition/i-1")), kNone);
    EXPECT_EQ(kept_of(heard("condition/i-1", HasSymptom, "condition/prostatitis")), kNone);
    EXPECT_EQ(kept_of(heard("condition/prostatitis", ComplicatedBy, "condition/i-2")).size(), 1U);
}

TEST(Reconcile, DropsImportedCirclesAndKeepsCuratedSteps) {
    using enum Predicate;
    EXPECT_EQ(kept_of(heard("condition/facial", IsA, "condition/hfs")), kNone);
    KnowledgeData data = curated_world();
    data.concepts.push_back(imported("condition/i-1", "甲病"));
    data.concepts.push_back(imported("condition/i-2", "乙病"));
    data.relations.push_back(heard("condition/i-1", IsA, "condition/i-2"));
    data.relations.push_back(heard("condition/i-2", IsA, "condition/hfs"));
    EXPECT_EQ(imported_keys(reconcile(data)).size(), 2U);
    data.relations.push_back(heard("condition/facial", IsA, "condition/i-1"));
    EXPECT_EQ(imported_keys(reconcile(data)), kNone);
    EXPECT_EQ(reconcile(data).relations, curated_world().relations);
}

TEST(Reconcile, CareCardsFollowTheirConcept) {
    KnowledgeData data = curated_world();
    data.concepts.push_back(imported("condition/i-1", "面肌痉挛"));
    data.concepts.push_back(imported("condition/i-2", "神经内科"));
    const RedFlag card{"red_flag/a",
                       "condition/i-1",
                       CareLevel::Urgent,
                       SignMatch::Any,
                       {{"抽", "condition/i-2"}, {"跳", "symptom/twitch"}},
                       "就医。",
                       {"source/portal"}};
    data.red_flags = {card, card};
    data.red_flags[1].id = "red_flag/b";
    data.red_flags[1].of = "condition/i-2";
    const KnowledgeData joined = reconcile(data);
    ASSERT_EQ(joined.red_flags.size(), 1U);
    EXPECT_EQ(joined.red_flags[0].of, "condition/hfs");
    EXPECT_EQ(joined.red_flags[0].signs, (std::vector<Sign>{{"抽", ""}, {"跳", "symptom/twitch"}}));
}

// ---- the twin: the words of reconcile.h, by searching lists

const Concept* find_by_id(const std::vector<Concept>& all, const std::string& id) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Concept& each) { return each.id == id; });
    return found == all.end() ? nullptr : &*found;
}

bool claims(const Concept& curated, const std::string& text, bool only_surely) {
    if (fold(curated.name) == fold(text)) return true;
    return std::any_of(curated.aliases.begin(), curated.aliases.end(), [&](const Alias& alias) {
        return fold(alias.text) == fold(text) &&
               (alias.use == AliasUse::Alone || (alias.use == AliasUse::NeedsContext && !only_surely));
    });
}

class SlowReconciler {
  public:
    explicit SlowReconciler(const KnowledgeData& data) : data_(data) {}

    KnowledgeData run() {
        out_.sources = data_.sources;
        for (const Concept& each : data_.concepts)
            (each.trust == Trust::Curated ? curated_ : imported_).push_back(each);
        std::sort(imported_.begin(), imported_.end(), [](const Concept& a, const Concept& b) {
            const bool symptom_a = a.kind == ConceptKind::Symptom;
            const bool symptom_b = b.kind == ConceptKind::Symptom;
            return symptom_a != symptom_b ? symptom_b : a.id < b.id;
        });
        for (const Concept& each : imported_) place(each);
        for (Concept& each : firsts_) tidy(each);
        out_.concepts = curated_;
        std::sort(firsts_.begin(), firsts_.end(), [](const Concept& a, const Concept& b) { return a.id < b.id; });
        out_.concepts.insert(out_.concepts.end(), firsts_.begin(), firsts_.end());
        relations();
        return out_;
    }

  private:
    void place(const Concept& each) {
        const Concept* best = nullptr;
        bool best_by_name = false;
        bool is_claimed = false;
        for (const Concept& curated : curated_) {
            is_claimed = is_claimed || claims(curated, each.name, false);
            if (!claims(curated, each.name, true) || !are_compatible(curated.kind, each.kind)) continue;
            const bool by_name = fold(curated.name) == fold(each.name);
            if (best == nullptr || (by_name && !best_by_name) || (by_name == best_by_name && curated.id < best->id)) {
                best = &curated;
                best_by_name = by_name;
            }
        }
        if (best != nullptr) {
            is_[each.id] = best->id;
            return;
        }
        is_[each.id] = "";
        if (is_claimed) return;
        for (Concept& first : firsts_) {
            if (fold(first.name) != fold(each.name) || !are_compatible(first.kind, each.kind)) continue;
            is_[each.id] = first.id;
            first.aliases.insert(first.aliases.end(), each.aliases.begin(), each.aliases.end());
            if (first.constraints.empty()) first.constraints = each.constraints;
            return;
        }
        is_[each.id] = each.id;
        firsts_.push_back(each);
    }

    void tidy(Concept& each) {
        std::vector<Alias> kept;
        for (const Alias& alias : each.aliases) {
            const auto is_same = [&](const Alias& other) { return fold(other.text) == fold(alias.text); };
            const auto is_curated = [&](const Concept& curated) { return claims(curated, alias.text, false); };
            if (fold(alias.text) == fold(each.name) || std::any_of(kept.begin(), kept.end(), is_same) ||
                std::any_of(curated_.begin(), curated_.end(), is_curated))
                continue;
            kept.push_back(alias);
        }
        each.aliases = kept;
    }

    void relations() {
        std::vector<Relation> candidates;
        for (const Relation& each : data_.relations) {
            if (each.trust == Trust::Curated) {
                out_.relations.push_back(each);
                continue;
            }
            Relation moved = each;
            if (is_.contains(moved.subject)) moved.subject = is_[moved.subject];
            if (is_.contains(moved.object)) moved.object = is_[moved.object];
            if (is_symmetric(moved.predicate) && moved.object < moved.subject) std::swap(moved.subject, moved.object);
            if (stays(moved)) candidates.push_back(moved);
        }
        const std::vector<Relation> all = with_curated(candidates);
        std::erase_if(candidates, [&](const Relation& each) {
            return (each.predicate == Predicate::IsA || each.predicate == Predicate::PartOf) &&
                   above(all, each.predicate, each.object).contains(each.subject);
        });
        std::map<std::tuple<std::string, Predicate, std::string>, Relation> merged;
        for (const Relation& each : candidates) {
            const auto [found, is_new] = merged.emplace(std::tuple(each.subject, each.predicate, each.object), each);
            if (is_new) continue;
            std::set<std::string> sources(found->second.sources.begin(), found->second.sources.end());
            sources.insert(each.sources.begin(), each.sources.end());
            if (weight(each) < weight(found->second)) found->second = each;
            found->second.sources.assign(sources.begin(), sources.end());
        }
        for (const auto& entry : merged) out_.relations.push_back(entry.second);
    }

    static std::pair<int, std::string> weight(const Relation& relation) {
        return {relation.role == Role::None ? 1000 : static_cast<int>(relation.role), relation.statement};
    }

    /// A curated relation whose ends are there.
    bool is_curated_fact(const Relation& each) const {
        return each.trust == Trust::Curated && find_by_id(out_.concepts, each.subject) != nullptr &&
               find_by_id(out_.concepts, each.object) != nullptr;
    }

    std::vector<Relation> with_curated(std::vector<Relation> some) const {
        for (const Relation& each : data_.relations) {
            if (is_curated_fact(each)) some.push_back(each);
        }
        return some;
    }

    /// What lies above `from`; `from` itself only when it lies on a circle.
    static std::set<std::string> above(const std::vector<Relation>& all, Predicate predicate, const std::string& from) {
        std::set<std::string> found;
        for (bool grows = true; grows;) {
            grows = false;
            for (const Relation& each : all) {
                if (each.predicate != predicate || (each.subject != from && !found.contains(each.subject))) continue;
                grows = found.insert(each.object).second || grows;
            }
        }
        return found;
    }

    bool curated_says(const std::string& subject, Predicate predicate, const std::string& object) const {
        return std::any_of(data_.relations.begin(), data_.relations.end(), [&](const Relation& each) {
            return is_curated_fact(each) && each.predicate == predicate &&
                   ((each.subject == subject && each.object == object) ||
                    (is_symmetric(predicate) && each.subject == object && each.object == subject));
        });
    }

    static bool is_joining(Predicate predicate) {
        return predicate != Predicate::OftenConfusedWith && predicate != Predicate::NotTreatedBy &&
               predicate != Predicate::DiffersFrom && predicate != Predicate::ContraindicatedIn &&
               predicate != Predicate::InteractsWith;
    }

    bool stays(const Relation& each) const {
        using enum Predicate;
        const Concept* subject = find_by_id(out_.concepts, each.subject);
        const Concept* object = find_by_id(out_.concepts, each.object);
        if (subject == nullptr || object == nullptr || subject == object) return false;
        if (!kinds_fit(subject->kind, each.predicate, object->kind)) return false;
        if (people_conflict(subject->constraints, each.predicate, object->constraints)) return false;
        if (curated_says(each.subject, each.predicate, each.object)) return false;
        if (is_joining(each.predicate) && curated_says(each.subject, OftenConfusedWith, each.object)) return false;
        if (each.predicate == OftenConfusedWith) {
            for (int i = 0; i < kPredicateCount; ++i) {
                const auto predicate = static_cast<Predicate>(i);
                if (is_joining(predicate) && (curated_says(each.subject, predicate, each.object) ||
                                              curated_says(each.object, predicate, each.subject)))
                    return false;
            }
        }
        const std::vector<Relation> facts = with_curated({});
        const bool is_below = above(facts, IsA, each.subject).contains(each.object);
        const bool is_above = above(facts, IsA, each.object).contains(each.subject);
        if (each.predicate == IsA && (curated_says(each.subject, DiffersFrom, each.object) ||
                                      curated_says(each.subject, CausedBy, each.object) ||
                                      curated_says(each.subject, ComplicatedBy, each.object)))
            return false;
        if (each.predicate == DiffersFrom && (is_below || is_above)) return false;
        if (each.predicate == HasSymptom || each.predicate == CausedBy || each.predicate == ComplicatedBy) {
            if (curated_says(each.object, each.predicate, each.subject)) return false;
        }
        if (each.predicate == CausedBy || each.predicate == ComplicatedBy) {
            const Predicate other = each.predicate == CausedBy ? ComplicatedBy : CausedBy;
            if (is_below || curated_says(each.subject, other, each.object)) return false;
        }
        if (each.predicate == NotTreatedBy) return !curated_says(each.subject, TreatedBy, each.object);
        if (each.predicate == ContraindicatedIn) return !curated_says(each.object, TreatedBy, each.subject);
        if (each.predicate != TreatedBy) return true;
        std::set<std::string> ills = above(facts, IsA, each.subject);
        std::set<std::string> treatments = above(facts, IsA, each.object);
        ills.insert(each.subject);
        treatments.insert(each.object);
        for (const std::string& ill : ills) {
            for (const std::string& treatment : treatments) {
                if (curated_says(ill, NotTreatedBy, treatment) || curated_says(treatment, ContraindicatedIn, ill))
                    return false;
            }
        }
        return true;
    }

    const KnowledgeData& data_;
    std::vector<Concept> curated_;
    std::vector<Concept> imported_;
    std::vector<Concept> firsts_;
    std::map<std::string, std::string> is_;
    KnowledgeData out_;
};

/// Knowledge with few names and few ids, so that everything collides.
KnowledgeData random_knowledge(std::mt19937& random) {
    constexpr const char* kKinds[] = {"condition", "symptom", "substance", "class", "test", "site"};
    constexpr const char* kNames[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "臺", "台"};
    const auto pick = [&](const auto& list) { return std::string(list[random() % std::size(list)]); };
    KnowledgeData data;
    const std::size_t count = 4 + random() % 16;
    for (std::size_t i = 0; i < count; ++i) {
        const auto trust = random() % 3 == 0 ? Trust::Curated : Trust::Imported;
        Concept each =
            known(pick(kKinds) + "/" + std::to_string(random() % 1000) + "-" + std::to_string(i), pick(kNames), trust);
        for (auto n = random() % 3; n > 0; --n) {
            each.aliases.push_back({pick(kNames), static_cast<AliasUse>(random() % 3)});
        }
        if (random() % 5 == 0) each.constraints.sex = random() % 2 == 0 ? Sex::Male : Sex::Female;
        if (random() % 6 == 0) each.constraints.max_age_years = 6;
        if (random() % 6 == 0) each.constraints.min_age_years = 12;
        data.concepts.push_back(each);
    }
    std::set<std::string> curated_keys;
    for (auto n = random() % 60; n > 0; --n) {
        const Concept& subject = data.concepts[random() % count];
        const Concept& object = data.concepts[random() % count];
        const auto trust = random() % 3 == 0 ? Trust::Curated : Trust::Imported;
        Relation each = said(subject.id, static_cast<Predicate>(random() % kPredicateCount), object.id, trust);
        if (random() % 8 == 0) each.predicate = Predicate::IsA;
        if (random() % 8 == 0) each.predicate = Predicate::TreatedBy;
        if (trust == Trust::Curated && !curated_keys.insert(key_of(each)).second) continue;
        each.sources = {"source/" + std::to_string(random() % 3)};
        if (random() % 2 == 0) each.role = static_cast<Role>(random() % 4);
        each.statement = std::to_string(n);
        data.relations.push_back(each);
    }
    return data;
}

TEST(Reconcile, EqualsTheSlowTwinOnRandomKnowledgeInAnyOrder) {
    std::size_t kept = 0;
    for (std::uint32_t seed = 0; seed < 1500; ++seed) {
        SCOPED_TRACE(testing::Message() << "seed " << seed);
        std::mt19937 random(seed);
        KnowledgeData data = random_knowledge(random);
        const KnowledgeData expected = SlowReconciler(data).run();
        const KnowledgeData joined = reconcile(data);
        ASSERT_EQ(imported_ids(joined), imported_ids(expected));
        ASSERT_TRUE(joined.concepts == expected.concepts);
        ASSERT_EQ(imported_keys(joined), imported_keys(expected));
        ASSERT_TRUE(joined.relations == expected.relations);
        kept += imported_keys(joined).size();
        ASSERT_TRUE(reconcile(joined) == joined) << "once is enough";

        const auto is_curated = [](const auto& each) { return each.trust == Trust::Curated; };
        const auto concepts = std::stable_partition(data.concepts.begin(), data.concepts.end(), is_curated);
        std::shuffle(concepts, data.concepts.end(), random);
        const auto relations = std::stable_partition(data.relations.begin(), data.relations.end(), is_curated);
        std::shuffle(relations, data.relations.end(), random);
        ASSERT_TRUE(reconcile(data) == joined);
    }
    EXPECT_GT(kept, 1500U) << "the random worlds are too poor to show anything";
}

TEST(Reconcile, TakesLittleTimeForAWholeCollection) {
    std::mt19937 random(1);
    KnowledgeData data = curated_world();
    constexpr std::size_t kConcepts = 20'000;
    for (std::size_t i = 0; i < kConcepts; ++i) {
        const std::string number = std::to_string(i);
        const bool is_condition = i < kConcepts / 2;
        data.concepts.push_back(imported((is_condition ? "condition/i-" : "symptom/i-") + number,
                                         "名称" + std::to_string(i % (kConcepts - 3'000)) + "号"));
        data.concepts.back().aliases = {{"别名" + number, AliasUse::Alone}};
    }
    for (std::size_t i = 0; i < 100'000; ++i) {
        data.relations.push_back(heard("condition/i-" + std::to_string(random() % (kConcepts / 2)),
                                       random() % 2 == 0 ? Predicate::HasSymptom : Predicate::IsA,
                                       "symptom/i-" + std::to_string(kConcepts / 2 + random() % (kConcepts / 2))));
    }
    const std::clock_t begin = std::clock();
    const KnowledgeData joined = reconcile(std::move(data));
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    RecordProperty("milliseconds", static_cast<int>(seconds * 1000));
    EXPECT_EQ(joined.concepts.size(), curated_world().concepts.size() + kConcepts - 3'000);
    EXPECT_LT(seconds, 10.0) << "work of n log n; the bound leaves room for sanitizers, none for n squared";
}

Concept with_code(Concept concept_known, const std::string& code) {
    concept_known.codes = {{"ICD-10", code}};
    return concept_known;
}

TEST(Reconcile, AnAliasTakesNothingThatIsFiledElsewhere) {
    KnowledgeData data;
    data.concepts = {with_code(known("condition/anaemia", "贫血"), "D64.9"),
                     with_code(imported("condition/table-1", "缺铁性贫血"), "D50.901"),
                     with_code(imported("condition/table-2", "贫血症"), "D64.902"),
                     with_code(imported("condition/table-3", "贫血"), "D64.900")};
    data.concepts[0].aliases = {{"缺铁性贫血", AliasUse::Alone}, {"贫血症", AliasUse::Alone}};
    const KnowledgeData joined = reconcile(data);
    ASSERT_EQ(joined.concepts.size(), 2U);
    EXPECT_EQ(joined.concepts[0].codes, (std::vector<Code>{{"ICD-10", "D64.9"}}));
    EXPECT_EQ(joined.concepts[1].id, "condition/table-1");
    EXPECT_EQ(joined.concepts[1].name, "缺铁性贫血（D50.901）") << "texts go on meaning the curated one";
}

TEST(Reconcile, AnAliasOfAnotherSubcategoryKeepsItsCode) {
    KnowledgeData data;
    data.concepts = {with_code(known("condition/gastritis", "慢性胃炎"), "K29.5"),
                     with_code(imported("condition/table-1", "萎缩性胃炎"), "K29.401"),
                     with_code(imported("condition/table-2", "慢性胃窦炎"), "K29.502")};
    data.concepts[0].aliases = {{"萎缩性胃炎", AliasUse::Alone}, {"慢性胃窦炎", AliasUse::Alone}};
    const KnowledgeData joined = reconcile(data);
    ASSERT_EQ(joined.concepts.size(), 2U);
    EXPECT_EQ(joined.concepts[1].name, "萎缩性胃炎（K29.401）");
}

TEST(Reconcile, ACuratedConceptWithoutACodeGetsTheImportedOnes) {
    KnowledgeData data;
    data.concepts = {known("symptom/cough", "咳嗽"), with_code(imported("condition/table-1", "咳嗽"), "R05.x01")};
    const KnowledgeData joined = reconcile(data);
    ASSERT_EQ(joined.concepts.size(), 1U);
    EXPECT_EQ(joined.concepts[0].codes, (std::vector<Code>{{"ICD-10", "R05.x01"}}));
}

}  // namespace
}  // namespace xinglin
