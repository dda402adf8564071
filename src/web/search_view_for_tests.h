#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/finder.h"

namespace xinglin {

/// Gives each string of a view: the text that it is asked for, or always the same hostile one.
using Words = std::function<std::string(std::string_view)>;

inline FoundItem found_with(const Words& say, const std::string& id, ItemType type, std::string_view title) {
    FoundItem item;
    item.hit.id = id;
    item.hit.type = type;
    item.hit.title = say(title);
    item.hit.title_highlights = {{0, 3}, {6, 9}};
    item.hit.excerpt = say("多数病人的面神经被一根血管压住，面肌痉挛由此而来。");
    item.hit.excerpt_highlights = {{0, 6}};
    item.hit.why = {
        {HitReason::Kind::Name, say("面肌痉挛"), "condition/hfs", "title", {}},
        {HitReason::Kind::Name, say("面肌抽搐"), "condition/hfs", "alias", {}},
        {HitReason::Kind::Title, say("面肌"), "", "title", {}},
        {HitReason::Kind::Text, say("痉挛"), "", "body", {}},
        {HitReason::Kind::Concept, say("面肌痉挛"), "condition/hfs", "specialty", {}},
        {HitReason::Kind::Concept, say("半边脸抽"), "condition/hfs", "body", {}},
        {HitReason::Kind::Narrower, say("面肌痉挛 → 运动障碍"), "condition/hfs", "is_a", {}},
        {HitReason::Kind::Relation, say("面肌痉挛 → 卡马西平"), "condition/hfs", "treated_by", {"source/consensus"}},
    };
    item.why_sources = {{}, {}, {}, {}, {}, {}, {}, {{"source/consensus", say("面肌痉挛诊疗中国专家共识")}}};
    item.card.ref = {id, item.hit.title};
    item.card.text = say("卡片自己的摘要");
    return item;
}

inline std::vector<FoundItem> found_items_with(const Words& say) {
    std::vector<FoundItem> items;
    items.push_back(found_with(say, "condition/hfs", ItemType::Condition, "面肌痉挛"));
    items.push_back(found_with(say, "doctor/lin", ItemType::Doctor, "林安平"));
    Card& doctor = items.back().card;
    doctor.titles = {say("主任医师")};
    doctor.hospital = {"hospital/brain", say("杏林示范脑科医院")};
    doctor.department = say("神经内科");
    doctor.specialty = say("面肌痉挛的诊断");
    doctor.fictitious = true;
    items.push_back(found_with(say, "hospital/brain", ItemType::Hospital, "杏林示范脑科医院"));
    items.back().card.level = say("三级甲等");
    items.back().card.region = say("示例省");
    items.push_back(found_with(say, "drug/carbamazepine", ItemType::Drug, "卡马西平片"));
    items.back().card.makers = {say("甲地制药厂"), say("乙地制药厂")};
    items.back().card.classification = DrugClassification::Prescription;
    items.push_back(found_with(say, "article/old", ItemType::Article, "面肌痉挛的原因"));
    items.back().card.trust = Trust::Imported;
    items.back().card.source_line = say("医联媒体");
    items.push_back(found_with(say, "question/which", ItemType::Question, "面肌痉挛挂什么科"));
    items.back().card.answered_by = {"doctor/lin", say("林安平")};
    items.back().card.answered_by_title = say("主任医师");
    items.back().card.answered_by_hospital = say("杏林示范脑科医院");
    return items;
}

/// The second of many pages of a narrowed, corrected search, with everything that such a page can hold.
inline SearchView search_view_with(const Words& say) {
    SearchView view;
    view.request.query = say("面肌经挛");
    view.request.offset = 10;
    view.request.with_facets = true;
    view.request.chosen = {{{"doctor"}, {"department/neurology"}, {say("示例省")}, {}, {}}};
    view.query.text = say("面肌痉挛");
    view.query.corrected = say("面肌痉挛");
    view.concepts = {{"condition/hfs", say("面肌痉挛")}};
    view.items = found_items_with(say);
    view.total = 96;
    view.facets = {
        {FacetKind::Type, {{"doctor", "doctor", 36, true}, {"article", "article", 60, false}}},
        {FacetKind::Department,
         {{"department/neurology", say("神经内科"), 30, true}, {"department/surgery", say("神经外科"), 6, false}}},
        {FacetKind::Region, {{say("示例省"), say("示例省"), 30, true}}},
        {FacetKind::Level, {{say("三级甲等"), say("三级甲等"), 30, false}}},
        {FacetKind::DoctorTitle, {{say("主任医师"), "", 20, false}, {say("副主任医师"), "", 10, false}}}};
    AnswerCard answer;
    answer.ref = Ref{"condition/hfs", say("面肌痉挛")};
    answer.trust = Trust::Imported;
    answer.summary = say("一侧面部肌肉不自主地反复抽动，多数由血管压迫面神经引起。");
    answer.summary_sources = {{"source/consensus", say("面肌痉挛诊疗中国专家共识")}};
    CareCard care;
    care.red_flag = {"red_flag/stroke",
                     "condition/hfs",
                     CareLevel::Emergency,
                     SignMatch::Any,
                     {{say("说话不清"), ""}},
                     say("立即拨打120。"),
                     {}};
    care.of = *answer.ref;
    answer.care_cards = {care};
    answer.departments = {{"department/neurology", say("神经内科")}};
    answer.entries = {{Panel::Drugs, {"drug/carbamazepine", say("卡马西平片")}, Trust::Curated},
                      {Panel::Conditions, {"condition/x", say("眼睑痉挛")}, Trust::Imported}};
    view.answer = answer;
    return view;
}

inline SearchView nothing_found_with(const Words& say) {
    SearchView view;
    view.request.query = say("面几痉挛症");
    view.query.text = view.request.query;
    view.alternatives = {
        {say("面肌痉挛"), ItemType::Condition, "condition/hfs", SuggestedBy::Corrected, say("面肌抽搐")}};
    return view;
}

}  // namespace xinglin
