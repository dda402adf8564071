#include "web/pages.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "web/about_pages.h"
#include "web/report_page.h"
#include "web/search_view_for_tests.h"
#include "web/words.h"

namespace xinglin {
namespace {

std::string as_given(std::string_view text) {
    return std::string(text);
}
std::string hostile(std::string_view) {
    return "<script>\"'&</script>";
}

NavigationView navigation_with(const Words& say) {
    NavigationView view;
    view.departments = {{{"department/internal", say("内科")},
                         {{"department/neurology", say("神经内科")}, {"department/cardiology", say("心血管内科")}}},
                        {{"department/surgery", say("外科")}, {{"department/neurosurgery", say("神经外科")}}},
                        {{"department/ent", say("耳鼻咽喉科")}, {}},
                        {{"department/ophthalmology", say("眼科")}, {}}};
    view.kinds = {{ListKind::Conditions, 21}, {ListKind::Symptoms, 34},  {ListKind::Articles, 18},
                  {ListKind::Doctors, 36},    {ListKind::Hospitals, 6},  {ListKind::Drugs, 42},
                  {ListKind::Tests, 28},      {ListKind::Procedures, 9}, {ListKind::Questions, 32}};
    view.fictitious = true;
    return view;
}

WhyView why_with(const Words& say, const std::string& item_id, const std::string& item_name) {
    WhyView why;
    why.path = {{"article/hfs-causes", say("面肌痉挛是怎样引起的"), "about", false, "condition/hemifacial-spasm",
                 say("面肌痉挛")},
                {"condition/hemifacial-spasm", say("面肌痉挛"), "treated_by", false, "substance/carbamazepine",
                 say("卡马西平")},
                {"substance/carbamazepine", say("卡马西平"), "ingredients", true, item_id, item_name}};
    why.sources = {{"source/hfs-guideline", say("面肌痉挛诊疗中国专家共识")}, {item_id, item_name}};
    why.quote = say("卡马西平可以减轻部分面肌痉挛患者的抽动，适用于症状轻或不适合手术者。");
    why.quote_of = {"source/hfs-guideline", say("面肌痉挛诊疗中国专家共识")};
    return why;
}

Card card_with(const Words& say, const std::string& id, std::string_view name) {
    Card card;
    card.ref = {id, say(name)};
    card.text =
        say("面肌痉挛多数由血管压迫面神经根部引起，一侧眼睑先跳，逐渐扩展到口角。本文介绍病因、检查和治疗的选择。");
    card.why = {why_with(say, id, say(name))};
    return card;
}

Card doctor_card(const Words& say, std::string_view name) {
    Card card = card_with(say, "doctor/lin", name);
    card.titles = {say("主任医师"), say("教授")};
    card.hospital = {"hospital/brain", say("杏林示范脑科医院（虚构）")};
    card.department = say("神经内科");
    card.specialty =
        say("面肌痉挛、眼睑痉挛、梅杰综合征、痉挛性斜颈的诊断和肉毒毒素注射治疗，也看原因不明的面部抽动。");
    card.fictitious = true;
    return card;
}

Card drug_card(const Words& say, std::string_view name, DrugClassification classification) {
    Card card = card_with(say, "drug/carbamazepine", name);
    card.makers = {say("云麓制药有限公司（虚构）"), say("青岚药业（虚构）")};
    card.classification = classification;
    card.text = say("用于癫痫的部分性发作和全身强直—阵挛发作；三叉神经痛和舌咽神经痛发作；偏侧面肌痉挛。");
    return card;
}

Card question_card(const Words& say, std::string_view name) {
    Card card = card_with(say, "question/which", name);
    card.answered_by = {"doctor/lin", say("林安平（虚构）")};
    card.answered_by_title = say("主任医师");
    card.answered_by_hospital = say("杏林示范脑科医院（虚构）");
    return card;
}

std::vector<PanelView> panels_with(const Words& say) {
    Card imported = card_with(say, "article/old", "面肌痉挛的常见原因");
    imported.trust = Trust::Imported;
    imported.source_line = say("医联媒体");
    return {
        {Panel::Doctors,
         {doctor_card(say, "林安平（虚构）"), doctor_card(say, "何婉清（虚构）"), doctor_card(say, "周沐清（虚构）")},
         true,
         {}},
        {Panel::Articles, {card_with(say, "article/a", "面肌痉挛怎么治：药物、注射和手术"), imported}, true, {}},
        {Panel::Questions,
         {question_card(say, "面肌痉挛应该挂哪个科？"), question_card(say, "眼皮一直跳是不是面肌痉挛？")},
         false,
         {}},
        {Panel::Drugs,
         {drug_card(say, "卡马西平片", DrugClassification::Prescription),
          drug_card(say, "注射用A型肉毒毒素", DrugClassification::Prescription),
          drug_card(say, "甲钴胺片", DrugClassification::OtcA), drug_card(say, "某滴剂", DrugClassification::Unknown)},
         true,
         {}},
        {Panel::Tests,
         {card_with(say, "test/emg", "肌电图"), card_with(say, "test/mri", "面神经根部磁共振（3D-TOF-MRA）")},
         false,
         {}},
        {Panel::Procedures, {card_with(say, "procedure/mvd", "显微血管减压术")}, false, {}},
        {Panel::Conditions,
         {card_with(say, "condition/blepharospasm", "眼睑痉挛"), card_with(say, "condition/meige", "梅杰综合征")},
         false,
         {}},
        {Panel::Hospitals, {card_with(say, "hospital/brain", "杏林示范脑科医院（虚构）")}, false, {}},
        {Panel::Departments, {card_with(say, "department/neurology", "神经内科")}, false, {}}};
}

std::vector<CareCard> care_cards_with(const Words& say) {
    CareCard emergency;
    emergency.red_flag = {
        "red_flag/stroke",
        "condition/hemifacial-spasm",
        CareLevel::Emergency,
        SignMatch::Any,
        {{say("突然口角歪斜，同时一侧手脚无力或说话不清"), ""}, {say("突发剧烈头痛、意识不清"), "symptom/headache"}},
        say("立即拨打120，记下发病时间，不要自行服药，不要等待缓解。"),
        {}};
    emergency.of = {"condition/hemifacial-spasm", say("面肌痉挛")};
    emergency.sources = {{"source/stroke-guideline", say("中国急性缺血性卒中诊治指南")}};
    CareCard routine = emergency;
    routine.red_flag.level = CareLevel::Routine;
    routine.red_flag.match = SignMatch::All;
    routine.red_flag.signs = {{say("眼睑跳动超过两周"), ""}, {say("逐渐扩展到同侧口角"), ""}};
    routine.red_flag.action = say("预约神经内科门诊，带上发作时的录像。");
    return {emergency, routine};
}

RecordHead head_with(const Words& say, const std::string& id) {
    RecordHead head;
    head.id = id;
    head.author = say("杏林编辑部");
    head.reviewer = say("示例审核医生（虚构）");
    head.published_on = *Date::parse("2026-03-02");
    head.reviewed_on = *Date::parse("2026-03-10");
    head.next_review_on = *Date::parse("2027-03-10");
    head.machine_written = true;
    head.fictitious = true;
    return head;
}

Source source_with(const Words& say, const std::string& id) {
    Source source;
    source.id = id;
    source.title = say("面肌痉挛诊疗中国专家共识");
    source.publisher = say("中华神经外科杂志");
    source.year = 2014;
    source.licence = say("facts cited");
    source.edition = say("第一版");
    source.url = say("https://example.org/guideline");
    source.doi = say("10.1000/182");
    source.status = SourceStatus::Superseded;
    return source;
}

ArticleView article_with(const Words& say) {
    ArticleView view;
    view.ref = {"article/hfs-causes", say("面肌痉挛是怎样引起的")};
    view.head = head_with(say, view.ref.id);
    view.head.reviewer.clear();
    view.article.title = say("面肌痉挛是怎样引起的");
    view.article.source_line = say("杏林编辑部");
    view.article.body = say(
        "面肌痉挛是一侧面部肌肉反复、不自主的抽动，通常从下眼睑开始，慢慢扩展到面颊和口角[@hfs-guideline]。\n\n"
        "## "
        "主要原因：血管压迫面神经\n\n多数病人的面神经在离开脑干的地方被一根血管压住[@hfs-guideline]"
        "。血管每一次搏动都会刺激神经，时间久了，神经的"
        "绝缘层受损，信号在纤维之间“串线”，面部肌肉就会一起抽动[@textbook]。\n\n"
        "- 最常见的责任血管是小脑前下动脉\n- 椎动脉、小脑后下动脉也可以压迫\n\n## 较少见的原因\n\n"
        "| 原因 | 提示 |\n|---|---|\n| 桥小脑角肿瘤 | 伴听力下降、面部麻木 |\n| 多发性硬化 | 年轻，伴其他神经症状 |\n\n"
        "## 会使发作加重的情况\n\n劳累、紧张、睡眠不足会使抽动更频繁，但**不是**病因。\n");
    view.breadcrumb = {{"department/internal", say("内科")}, {"department/neurology", say("神经内科")}};
    view.citations = {source_with(say, "source/hfs-guideline"), source_with(say, "source/textbook")};
    view.about = {{"condition/hemifacial-spasm", say("面肌痉挛")}, {"symptom/facial-twitch", say("面部抽动")}};
    view.care_cards = care_cards_with(say);
    view.panels = panels_with(say);
    view.findings = {{"cause-missing", Severity::Warning, 0, 0, "EDITORS-ONLY", {"source/editors-only"}, false}};
    view.characters = 900;
    return view;
}

std::vector<ReaderNote> notes_with(const Words& say) {
    ReaderNote wrong;
    wrong.kind = ReaderNote::Kind::Contradicted;
    wrong.said = say("目前没有办法");
    wrong.correct = say("手术有望治愈这种病");
    wrong.sources = {{"source/hfs-guideline", say("面肌痉挛诊疗中国专家共识")}};
    ReaderNote left_out;
    left_out.kind = ReaderNote::Kind::CauseLeftOut;
    left_out.subject = {"condition/hemifacial-spasm", say("面肌痉挛")};
    left_out.facts = {{{"condition/nvc", say("面神经血管压迫")}, say("多数由血管压迫引起。"), wrong.sources},
                      {{"condition/other", say("另一个原因")}, "", {}}};
    ReaderNote known = left_out;
    known.kind = ReaderNote::Kind::AlsoKnown;
    known.aspect = Aspect::Treatment;
    known.facts = {{{"procedure/mvd", say("显微血管减压术")}, "", wrong.sources}};
    return {wrong, left_out, known};
}

RelationView relation_with(const Words& say, const std::string& id, std::string_view name, Role role) {
    RelationView relation;
    relation.other = {id, say(name)};
    relation.kind = *concept_kind_named(std::string_view(id).substr(0, id.find('/')));
    if (relation.kind == ConceptKind::Procedure) relation.treatment = TreatmentGroup::Operation;
    if (relation.kind == ConceptKind::Substance) relation.treatment = TreatmentGroup::Drug;
    relation.role = role;
    relation.evidence = Evidence::Moderate;
    relation.statement = say("共识指出，多数面肌痉挛由责任血管压迫面神经根部引起。");
    relation.sources = {{"source/hfs-guideline", say("面肌痉挛诊疗中国专家共识")}};
    return relation;
}

ConceptView concept_with(const Words& say) {
    ConceptView view;
    view.subject.id = "condition/hemifacial-spasm";
    view.subject.kind = ConceptKind::Condition;
    view.subject.name = say("面肌痉挛");
    view.subject.english = say("hemifacial spasm");
    view.subject.aliases = {{say("偏侧面肌痉挛"), AliasUse::Alone},
                            {say("HFS"), AliasUse::NeedsContext},
                            {say("SEARCH-ONLY"), AliasUse::SearchOnly}};
    view.subject.codes = {{say("ICD-10"), say("G51.3")}};
    view.subject.constraints.min_age_years = 18;
    view.subject.summary =
        SourcedText{say("面肌痉挛是一侧面部肌肉不自主的阵发抽动，多数由血管压迫面神经根部引起，可以治疗。"),
                    {"source/hfs-guideline"}};
    view.breadcrumb = {{"department/internal", say("内科")}, {"department/neurology", say("神经内科")}};
    view.summary_sources = {{"source/hfs-guideline", say("面肌痉挛诊疗中国专家共识")}};
    RelationView reviewed = relation_with(say, "procedure/mvd", "显微血管减压术", Role::FirstLine);
    reviewed.curative = true;
    reviewed.review = Review{say("示例医生"), *Date::parse("2026-01-02"), say("逐条核对")};
    view.groups = {
        {Predicate::CausedBy,
         false,
         {relation_with(say, "condition/nvc", "面神经血管压迫", Role::Main),
          relation_with(say, "condition/cpa", "桥小脑角肿瘤", Role::Rare)}},
        {Predicate::HasSymptom, false, {relation_with(say, "symptom/twitch", "面部抽动", Role::Core)}},
        {Predicate::DiagnosedBy, false, {relation_with(say, "test/emg", "肌电图", Role::Core)}},
        {Predicate::TreatedBy, false, {reviewed, relation_with(say, "substance/cbz", "卡马西平", Role::Alternative)}},
        {Predicate::NotTreatedBy, false, {relation_with(say, "class/antispasmodic", "胃肠解痉药", Role::None)}},
        {Predicate::ManagedIn, false, {relation_with(say, "department/neurology", "神经内科", Role::First)}},
        {Predicate::OftenConfusedWith, true, {relation_with(say, "condition/intestinal-spasm", "肠痉挛", Role::None)}}};
    view.care_cards = care_cards_with(say);
    view.panels = panels_with(say);
    view.children = {{"department/child", say("神经内科亚专科")}};
    Record test;
    test.body = Test{say("肌电图"), say("记录肌肉与神经的电活动。"), say("穿宽松衣服。")};
    view.test_record = test;
    return view;
}

DoctorView doctor_with(const Words& say) {
    DoctorView view;
    view.ref = {"doctor/lin", say("林安平（虚构）")};
    view.head = head_with(say, view.ref.id);
    view.doctor = {say("林安平（虚构）"),
                   {say("主任医师"), say("教授")},
                   "hospital/brain",
                   say("杏林示范脑科医院（虚构）"),
                   say("神经内科"),
                   say("面肌痉挛、眼睑痉挛的诊断和肉毒毒素注射治疗。"),
                   say("虚构人物。主持运动障碍门诊。")};
    view.hospital = {"hospital/brain", say("杏林示范脑科医院（虚构）")};
    view.departments = {{"department/neurology", say("神经内科")}};
    view.concepts = {{"condition/hemifacial-spasm", say("面肌痉挛")}};
    view.answers = {question_card(say, "面肌痉挛应该挂哪个科？")};
    return view;
}

HospitalView hospital_with(const Words& say) {
    HospitalView view;
    view.ref = {"hospital/brain", say("杏林示范脑科医院（虚构）")};
    view.head = head_with(say, view.ref.id);
    view.hospital = {say("杏林示范脑科医院（虚构）"),
                     say("三级甲等"),
                     say("虚构省"),
                     say("杏川市"),
                     say("听泉路18号（虚构地址）"),
                     {say("神经内科")},
                     say("一家虚构的脑科医院。")};
    view.departments = {{"department/neurology", say("神经内科")}, {"", say("功能神经外科")}};
    view.doctors = {doctor_card(say, "林安平（虚构）")};
    return view;
}

DrugView drug_with(const Words& say) {
    DrugView view;
    view.ref = {"drug/carbamazepine", say("卡马西平片")};
    view.head = head_with(say, view.ref.id);
    view.drug = {say("卡马西平片"),
                 say("卡马西平片"),
                 say("每片含卡马西平"),
                 say("云麓制药有限公司（虚构）"),
                 say("片剂"),
                 say("0.1g"),
                 DrugClassification::Prescription,
                 say("用于癫痫；三叉神经痛；偏侧面肌痉挛。"),
                 say("对卡马西平过敏者禁用。"),
                 say("用药前宜检测HLA-B*15:02。"),
                 say("可使口服避孕药作用减弱。"),
                 say("头晕、嗜睡、皮疹。"),
                 say("国药准字H20059999")};
    view.substances = {{"substance/carbamazepine", say("卡马西平")}};
    view.same_product = {drug_card(say, "卡马西平片", DrugClassification::Prescription)};
    view.groups = {{Predicate::TreatedBy,
                    true,
                    {relation_with(say, "condition/hemifacial-spasm", "面肌痉挛", Role::Alternative)}}};
    view.panels = panels_with(say);
    return view;
}

TestView test_with(const Words& say) {
    return {{"test/old", say("喉肌电图")},
            head_with(say, "test/old"),
            {say("喉肌电图"), say("记录喉部肌肉的电活动。"), say("检查前不进食。")},
            panels_with(say)};
}

QuestionView question_with(const Words& say) {
    QuestionView view;
    view.ref = {"question/which", say("面肌痉挛应该挂哪个科？")};
    view.head = head_with(say, view.ref.id);
    view.head.trust = Trust::Imported;
    view.question = {say("面肌痉挛应该挂哪个科？"),
                     say("左边眼皮跳了快一年，最近嘴角也跟着一起抽。"),
                     *Date::parse("2026-03-02"),
                     {{say("可以先挂神经内科，请医生判断是不是面肌痉挛。"), "doctor/lin", say("林安平"),
                       say("主任医师"), say("杏林示范脑科医院"), *Date::parse("2026-03-03")},
                      {say("带上发作时的录像。"), "", say("孙医生"), say("主任医师"), say("某医院"), {}}}};
    view.answer_doctors = {{"doctor/lin", say("林安平（虚构）")}, {"", say("孙医生")}};
    view.breadcrumb = {{"department/neurology", say("神经内科")}};
    view.about = {{"condition/hemifacial-spasm", say("面肌痉挛")}};
    view.care_cards = care_cards_with(say);
    view.panels = panels_with(say);
    return view;
}

SourceView source_view_with(const Words& say) {
    SourceView view;
    view.source = source_with(say, "source/hfs-guideline");
    view.statements = {{{"condition/hemifacial-spasm", say("面肌痉挛")},
                        Predicate::TreatedBy,
                        {"procedure/mvd", say("显微血管减压术")},
                        say("微血管减压是可以根治面肌痉挛的手术。")}};
    view.statement_count = 31;
    return view;
}

BrowseView list_with(const Words& say) {
    BrowseView view;
    view.request.kind = ListKind::Drugs;
    view.request.page = 2;
    view.cards = {drug_card(say, "卡马西平片", DrugClassification::Prescription),
                  drug_card(say, "甲钴胺片", DrugClassification::OtcB)};
    view.page_count = 3;
    view.total = 42;
    view.letters = {{'a', 0}, {'k', 3}, {'0', 2}};
    return view;
}

BrowseView names_with(const Words& say) {
    BrowseView view = list_with(say);
    view.request.kind = ListKind::Conditions;
    view.request.letter = 'k';
    view.request.page = 1;
    view.cards = {card_with(say, "condition/hemifacial-spasm", "面肌痉挛")};
    view.page_count = 1;
    return view;
}

BrowseView doctors_with(const Words& say) {
    BrowseView view;
    view.request.kind = ListKind::Doctors;
    view.request.chosen = {"", "", "", "三级甲等", "主任医师"};
    view.chosen_names = {"", "", "", say("三级甲等"), say("主任医师")};
    view.facets[0] = {{"neurology", say("神经内科"), 7}};
    view.facets[3] = {{"三级甲等", say("三级甲等"), 9}};
    view.cards = {doctor_card(say, "林安平（虚构）")};
    view.total = 1;
    return view;
}

PanelPageView panel_page_with(const Words& say) {
    return {{"article/hfs-causes", say("面肌痉挛是怎样引起的")}, panels_with(say)[0], 2, true};
}

HomeView home_with(const Words& say) {
    const auto plain = [](Card card) {
        card.why.clear();
        return card;
    };
    HomeView view;
    view.regions = {{say("头部"), "head", {{"symptom/headache", say("头痛")}}}};
    view.conditions = {plain(card_with(say, "condition/hemifacial-spasm", "面肌痉挛")),
                       plain(card_with(say, "condition/tn", "三叉神经痛"))};
    view.articles = {plain(card_with(say, "article/a", "面肌痉挛怎么治")),
                     plain(card_with(say, "article/b", "面瘫以后怎么恢复"))};
    view.questions = {plain(question_card(say, "面肌痉挛应该挂哪个科？"))};
    view.doctors = {plain(doctor_card(say, "林安平（虚构）")), plain(doctor_card(say, "何婉清（虚构）"))};
    return view;
}

/// An imported disease on which much hangs.
ConceptView imported_concept_with(const Words& say) {
    ConceptView view = concept_with(say);
    view.subject.trust = Trust::Imported;
    view.imported_from = {source_with(say, "source/old-list")};
    RelationView relation = relation_with(say, "symptom/s", "症状", Role::None);
    RelationGroup symptoms{Predicate::HasSymptom, false, {relation}};
    relation.trust = Trust::Imported;
    for (int i = 0; i < 300; ++i) {
        relation.other = {"symptom/i" + std::to_string(i), say("导入症状")};
        symptoms.relations.push_back(relation);
    }
    RelationGroup kinds = symptoms;
    kinds.predicate = Predicate::IsA;
    kinds.inverse = true;
    view.groups = {symptoms, kinds};
    Card card = card_with(say, "condition/x", "导入的病");
    card.path_trust = Trust::Imported;
    card.why.front().trust = Trust::Imported;
    card.why.front().path.back().trust = Trust::Imported;
    view.panels = {{Panel::Conditions, {card}, true, {}}};
    return view;
}

SourceView withdrawn_source_with(const Words& say) {
    SourceView view = source_view_with(say);
    view.source.status = SourceStatus::Withdrawn;
    view.withdrawn = WithdrawnSource{*Date::parse("2026-11-23"), say("错误过多")};
    return view;
}

SearchView past_the_end_with(const Words& say) {
    SearchView view = search_view_with(say);
    view.items.clear();
    view.answer.reset();
    return view;
}

/// Every kind of page, by name.
std::map<std::string, std::string> pages_with(const Words& say) {
    const NavigationView navigation = navigation_with(say);
    ArticleView legacy = article_with(say);
    legacy.article.body_is_markdown = false;
    legacy.article.body = say(
        "面肌痉挛是一种疾病,其引起主要有以下几个因素:\n\n1.遗传因素:有研究表明,可能有一定的遗传倾向。\n\n2.心理因素");
    legacy.citations.clear();
    legacy.head.trust = Trust::Imported;
    legacy.head.machine_written = false;
    legacy.notes = notes_with(say);
    legacy.contradicted = true;
    return {{"home", home_page(home_with(say), navigation)},
            {"article", article_page(article_with(say), navigation)},
            {"article-legacy", article_page(legacy, navigation)},
            {"concept", concept_page(concept_with(say), navigation)},
            {"concept-imported", concept_page(imported_concept_with(say), navigation)},
            {"source-withdrawn", source_page(withdrawn_source_with(say), navigation)},
            {"doctor", doctor_page(doctor_with(say), navigation)},
            {"hospital", hospital_page(hospital_with(say), navigation)},
            {"drug", drug_page(drug_with(say), navigation)},
            {"test", test_page(test_with(say), navigation)},
            {"question", question_page(question_with(say), navigation)},
            {"source", source_page(source_view_with(say), navigation)},
            {"list", list_page(list_with(say), navigation)},
            {"list-names", list_page(names_with(say), navigation)},
            {"list-doctors", list_page(doctors_with(say), navigation)},
            {"report", report_form_page({"/articles/x", say("错了"), say("太长了。"), true}, navigation)},
            {"about", about_page(kAboutPages.front(), navigation)},
            {"panel", panel_page(panel_page_with(say), navigation)},
            {"departments", departments_page(navigation.departments, navigation)},
            {"search", search_page(search_view_with(say), navigation)},
            {"search-nothing", search_page(nothing_found_with(say), navigation)},
            {"search-past-the-end", search_page(past_the_end_with(say), navigation)},
            {"search-refused", refused_search_page(say("很长"), say("太长了。"), navigation)},
            {"search-start", search_start_page(home_with(say), navigation)},
            {"error-404", error_page({404, "", "", {{"condition/x", say("也许是它")}}}, navigation)},
            {"error-503", error_page({503, say("稍后再试"), say("0123456789abcdef"), {}}, navigation)}};
}

const std::map<std::string, std::string>& sample_pages() {
    static const auto pages = pages_with(as_given);
    return pages;
}

const std::string& sample(const std::string& name) {
    return sample_pages().at(name);
}

bool holds(std::string_view page, std::string_view part) {
    return page.find(part) != std::string_view::npos;
}

TEST(Pages, HostileTextInAnyFieldStaysText) {
    for (const auto& [name, page] : pages_with(hostile)) {
        EXPECT_FALSE(holds(page, "<script>")) << name;
        for (std::size_t at = page.find("<script"); at != std::string::npos; at = page.find("<script", at + 1)) {
            EXPECT_TRUE(page.substr(at).starts_with("<script type='module' src='/assets/")) << name;
        }
        EXPECT_FALSE(holds(page, "\"'&<")) << name;
        EXPECT_FALSE(holds(page, "javascript:")) << name;
        EXPECT_TRUE(holds(page, "&lt;script&gt;&quot;&#39;&amp;")) << name;
    }
}

TEST(Pages, EachIsAWholeDocumentOfThisSite) {
    for (const auto& [name, page] : sample_pages()) {
        EXPECT_TRUE(page.starts_with("<!doctype html><html lang='zh-Hans'>")) << name;
        EXPECT_TRUE(holds(page, "内容供参考，不能代替医生诊治")) << name;
        EXPECT_EQ(page.find("演示站"), page.rfind("演示站")) << name;
        EXPECT_TRUE(holds(page, "演示站：未标“转载资料”的医生、医院、厂家为虚构")) << name;
        EXPECT_FALSE(holds(page, "（虚构）")) << name;
        EXPECT_TRUE(holds(page, "<summary>全部导航</summary>")) << name;
        EXPECT_FALSE(holds(page, " style=")) << name;
        EXPECT_FALSE(holds(page, "href=''")) << name;
        EXPECT_FALSE(holds(page, "#blocked")) << name;
        EXPECT_EQ(page.find("<h1"), page.rfind("<h1")) << name;
        const bool has_address =
            name == "search-start" || !(name.starts_with("error") || name.starts_with("search") || name == "report");
        const bool is_contradicted = name == "article-legacy" || name == "list-doctors";
        EXPECT_EQ(holds(page, "<link rel='canonical' href='/"), has_address) << name;
        EXPECT_NE(holds(page, "<meta name='robots' content='noindex'>"), has_address && !is_contradicted) << name;
        EXPECT_TRUE(holds(page, "<form class='search' role='search' aria-label='站内搜索' action='/search'")) << name;
    }
}

TEST(Pages, IdsAreUniqueAndFragmentLinksLeadToThem) {
    for (const auto& [name, page] : sample_pages()) {
        std::set<std::string> ids;
        for (std::size_t at = page.find(" id='"); at != std::string::npos; at = page.find(" id='", at + 1)) {
            const std::string id = page.substr(at + 5, page.find('\'', at + 5) - at - 5);
            EXPECT_TRUE(ids.insert(id).second) << name << " " << id;
        }
        for (std::size_t at = page.find("href='#"); at != std::string::npos; at = page.find("href='#", at + 1)) {
            const std::string id = page.substr(at + 7, page.find('\'', at + 7) - at - 7);
            EXPECT_TRUE(ids.contains(id)) << name << " " << id;
        }
    }
}

TEST(ArticlePage, ShowsWhereItComesFromAndWhoReviewedIt) {
    const std::string& page = sample("article");
    EXPECT_TRUE(holds(page, "<li>来源：杏林编辑部</li>"));
    EXPECT_FALSE(holds(page, "作者：杏林编辑部")) << "the source line says it";
    EXPECT_EQ(page.find("尚未经临床医生审核"), page.rfind("尚未经临床医生审核")) << "once a page";
    EXPECT_TRUE(holds(page, "尚未经临床医生审核</span><a href='/about/editorial-policy'>"));
    EXPECT_TRUE(holds(page, "人工智能生成"));
    EXPECT_TRUE(holds(page, "约3分钟读完"));
    EXPECT_TRUE(holds(page, "<time datetime='2026-03-02'>"));
    EXPECT_TRUE(holds(sample("article-legacy"), "转载资料，未经审核"));
    EXPECT_TRUE(holds(sample("article-legacy"), "<p>1.遗传因素:有研究表明"));
    EXPECT_TRUE(holds(page, "<li id='cite-1'><a href='/sources/hfs-guideline'>"));
    EXPECT_TRUE(holds(page, "href='#cite-2' aria-label='来源2'"));
}

TEST(ArticlePage, TellsAboveTheTextWhatIsWrongWithIt) {
    const std::string& page = sample("article-legacy");
    EXPECT_TRUE(holds(
        page, "<strong>此文说法与本站查证的资料不符。</strong>文中说“目前没有办法”。本站查证：手术有望治愈这种病"));
    EXPECT_TRUE(holds(page, "（依据：<a href='/sources/hfs-guideline'>"));
    EXPECT_TRUE(holds(page, "本文没有提到<a href='/conditions/hemifacial-spasm'>面肌痉挛</a>最主要的原因："));
    EXPECT_TRUE(holds(page, "还有：<a href='/conditions/other'>另一个原因</a>。"));
    EXPECT_TRUE(holds(page, "关于<a href='/conditions/hemifacial-spasm'>面肌痉挛</a>的治疗，本站查证的资料说："));
    EXPECT_LT(page.find("class='reader-notes'"), page.find("class='prose'"));
    EXPECT_FALSE(holds(sample("article"), "reader-notes"));
}

TEST(ArticlePage, KeepsEditorsFindingsToEditors) {
    EXPECT_FALSE(holds(sample("article"), "EDITORS-ONLY"));
    EXPECT_FALSE(holds(sample("article"), "editors-only"));
    EXPECT_FALSE(holds(sample("article"), "cause-missing"));
}

TEST(ArticlePage, DangersStandBeforeTheTextBehindOneLine) {
    const std::string& page = sample("article");
    EXPECT_TRUE(holds(page,
                      "<summary><span class='care-level'>紧急</span>突然口角歪斜，同时一侧手脚无力或说话不清等情况："
                      "立即拨打120或去急诊</summary>"));
    EXPECT_TRUE(holds(page, "有下列<strong>任一</strong>情况时"));
    EXPECT_TRUE(holds(page, "下面<strong>全部</strong>同时出现"));
    EXPECT_LT(page.find("class='care-line "), page.find("class='prose'"));
}

TEST(ArticlePage, EveryPanelItemSaysWhyAndHasItsOwnPage) {
    const std::string& page = sample("article");
    EXPECT_TRUE(holds(page,
                      "本文 <span class='step'>—主题是→</span> <a href='/conditions/hemifacial-spasm'>面肌痉挛</a> "
                      "<span class='step'>—治疗药物→</span> <a href='/concepts/substance/carbamazepine'>卡马西平</a> "
                      "<span class='step'>—成分含有它→</span> <a href='/drugs/carbamazepine'>卡马西平片</a>"));
    EXPECT_TRUE(holds(page, "<p class='statement'>"));
    EXPECT_TRUE(holds(page, "<a href='/sources/hfs-guideline'>"));
    EXPECT_FALSE(holds(page, "——<a href='/sources/hfs-guideline'>")) << "a paraphrase looks like a quotation";
    EXPECT_FALSE(holds(page, "这条依据尚未经临床医生审核")) << "the page says it once";
    EXPECT_TRUE(holds(page, "<summary>为什么：含“卡马西平”，卡马西平用于治疗面肌痉挛</summary>"));
    for (const char* panel : {"doctors", "articles", "questions", "drugs", "tests", "procedures", "conditions",
                              "hospitals", "departments"}) {
        EXPECT_TRUE(holds(page, "href='/articles/hfs-causes/related/" + std::string(panel) + "'")) << panel;
    }
    std::size_t cards = 0;
    std::size_t whys = 0;
    for (std::size_t at = page.find("<li class='card'>"); at != std::string::npos;
         at = page.find("<li class='card'>", at + 1))
        ++cards;
    for (std::size_t at = page.find("<details class='why'>"); at != std::string::npos;
         at = page.find("<details class='why'>", at + 1))
        ++whys;
    EXPECT_EQ(cards, whys);
    EXPECT_EQ(cards, 18U);
}

TEST(ArticlePage, AnItemThatRestsOnItsOwnWordsIsNotCalledReviewed) {
    ArticleView view = article_with(as_given);
    WhyView own_words;
    own_words.path = {{"article/hfs-causes", "题", "about", false, "condition/x", "甲"},
                      {"condition/x", "甲", "title", true, "article/b", "乙"}};
    own_words.reviewed = true;
    view.panels = {{Panel::Articles, {card_with(as_given, "article/b", "乙")}, false, {}}};
    view.panels[0].cards[0].why = {own_words};
    const std::string page = article_page(view, {});
    EXPECT_FALSE(holds(page, "已由临床医生审核"));
}

TEST(ArticlePage, DrugsCarryTheirMarkAndWarning) {
    const std::string& page = sample("article");
    EXPECT_TRUE(holds(page, ">处方药</span>"));
    EXPECT_TRUE(holds(page, ">甲类OTC</span>"));
    EXPECT_TRUE(holds(page, ">未标明</span>"));
    EXPECT_TRUE(holds(page, "处方药须凭处方在药师指导下购买和使用"));
    EXPECT_TRUE(holds(page, "请按药品说明书或者在药师指导下购买和使用"));
}

TEST(ArticlePage, CardsAreMarkedCurativeAsTheirViewSays) {
    ArticleView view = article_with(as_given);
    Card procedure = card_with(as_given, "procedure/mvd", "显微血管减压术");
    procedure.curative = true;
    view.panels = {{Panel::Procedures, {procedure}, false, {}}};
    const std::string page = article_page(view, {});
    EXPECT_TRUE(holds(page, "<span class='mark curative'>有望治愈</span>"));
}

TEST(ArticlePage, SaysPlainlyThatConsultationIsNotOpen) {
    EXPECT_TRUE(holds(sample("article"), "在线咨询尚未开通"));
    EXPECT_EQ(sample("article").find("<button"), sample("article").rfind("<button")) << "searching alone has one";
}

TEST(ArticlePage, WithoutPanelsAndPeopleIsStillWhole) {
    ArticleView bare;
    bare.ref = {"article/x", "题"};
    bare.article.title = "题";
    const std::string page = article_page(bare, {});
    EXPECT_TRUE(holds(page, "<h1>题</h1>"));
    EXPECT_TRUE(holds(page, "在线咨询尚未开通"));
    EXPECT_FALSE(holds(page, "class='panel panel-"));
    EXPECT_FALSE(holds(page, "演示站"));
}

TEST(ConditionPage, SaysInOrderWhatAPatientAsks) {
    const std::string& page = sample("concept");
    EXPECT_TRUE(holds(page, "<h1>面肌痉挛</h1>"));
    EXPECT_FALSE(holds(page, "又叫偏侧面肌痉挛")) << "a longer form of the name itself";
    EXPECT_TRUE(holds(page, "<p class='lead'><strong>面肌痉挛是一侧面部肌肉不自主的阵发抽动"));
    EXPECT_TRUE(holds(page, "部分内容已由示例医生审核（2026-01-02）"));
    std::size_t at = 0;
    for (const char* part :
         {"class='care care-emergency'", "class='jumps'", "<h2 id='department'>看什么科</h2>",
          "<h2 id='when'>什么时候就医</h2>", "<h2 id='causes'>病因</h2>", "<h2 id='symptoms'>症状</h2>",
          "<h2 id='tests'>检查</h2>", "<h2 id='treatment'>手术和其他治疗</h2>", "<h2 id='drugs'>用药</h2>",
          "英文名、其他名称和编码", "来源（", "class='panel panel-"}) {
        const std::size_t found = page.find(part);
        ASSERT_NE(found, std::string::npos) << part;
        EXPECT_GT(found, at) << part;
        at = found;
    }
    EXPECT_FALSE(holds(page, "SEARCH-ONLY"));
    EXPECT_FALSE(holds(page, "证据强度"));
}

TEST(ConditionPage, CitesByNumberWhatStandsAtItsFoot) {
    const std::string& page = sample("concept");
    EXPECT_TRUE(holds(page, "<sup class='cite'><a href='#source-1' aria-label='来源1'>1</a></sup>"));
    EXPECT_TRUE(holds(page, "<li id='source-1'><a href='/sources/hfs-guideline'>"));
}

TEST(ConditionPage, WhatOnlyContributesIsNotCalledTheCause) {
    ConceptView view = concept_with(as_given);
    EXPECT_NE(concept_page(view, {}).find(">病因</h2>"), std::string::npos);
    std::erase_if(view.groups.front().relations, [](const auto& each) { return each.role == Role::Main; });
    const std::string page = concept_page(view, {});
    EXPECT_EQ(page.find(">病因</h2>"), std::string::npos);
    EXPECT_NE(page.find(">诱因与促成因素</h2>"), std::string::npos);
}

TEST(ConditionPage, WhatIsSaidToKeepTwoNamesApartIsNoTreatmentAdvice) {
    ConceptView view = concept_with(as_given);
    EXPECT_TRUE(holds(concept_page(view, {}), "胃肠解痉药"));
    view.groups.push_back({Predicate::OftenConfusedWith,
                           false,
                           {relation_with(as_given, "class/antispasmodic", "胃肠解痉药", Role::None)}});
    EXPECT_FALSE(holds(concept_page(view, {}), "胃肠解痉药"));
}

TEST(ConditionPage, ASentenceThatSaysNoMoreThanItsRoleIsLeftOut) {
    ConceptView view = concept_with(as_given);
    RelationView drug = relation_with(as_given, "substance/x", "某药", Role::Alternative);
    drug.statement = "某药列为口服备选药。";
    view.groups = {{Predicate::TreatedBy, false, {drug}}};
    const std::string page = concept_page(view, {});
    EXPECT_TRUE(holds(page, "<span class='tier'>也可以用：</span><a href='/concepts/substance/x'>某药</a>"));
    EXPECT_FALSE(holds(page, "列为口服备选药"));
}

TEST(ConditionPage, SaysWhatIsImportedAndKeepsListsShort) {
    const std::string& page = sample("concept-imported");
    EXPECT_TRUE(holds(page, "本页内容转载自其他资料（<a href='/sources/old-list'>"));
    EXPECT_TRUE(holds(page, "，未经本站审核。</p>"));
    EXPECT_LT(page.find("本页内容转载自"), page.find("class='lead'"));
    EXPECT_TRUE(holds(page, "<summary>未经审核的转载资料还提到（300项）</summary>"));
    EXPECT_TRUE(holds(page, "等300项"));
    EXPECT_FALSE(holds(page, "'/symptoms/i20'"));
    EXPECT_TRUE(holds(page, "<span class='mark imported'>列出的依据未经审核</span>"));
    EXPECT_TRUE(holds(page, "<span class='mark imported'>转载资料，未经审核</span>"));
    EXPECT_TRUE(holds(page, "（转载资料）→</span>"));
    EXPECT_FALSE(holds(sample("concept"), "本页内容转载自"));
}

TEST(ConditionPage, CardsOfOneLevelAreOne) {
    ConceptView view = concept_with(as_given);
    CareCard treated = view.care_cards.front();
    treated.after_treatment = true;
    treated.red_flag.signs = {{"手术后听不见", ""}};
    view.care_cards.insert(view.care_cards.begin(), treated);
    const std::string page = concept_page(view, {});
    EXPECT_EQ(page.find("class='care care-emergency'"), page.rfind("class='care care-emergency'"));
    EXPECT_TRUE(holds(page, "<p class='care-of'>治疗以后：</p>"));
    EXPECT_LT(page.find("突然口角歪斜"), page.find("手术后听不见")) << "the disease comes before its treatment";
}

TEST(SymptomPage, TellsCommonCausesFirstAndMarksWhatMustNotBeMissed) {
    ConceptView view = concept_with(as_given);
    view.subject.id = "symptom/twitch";
    view.subject.kind = ConceptKind::Symptom;
    view.groups = {{Predicate::CausedBy,
                    false,
                    {relation_with(as_given, "condition/a", "甲病", Role::Main),
                     relation_with(as_given, "condition/b", "乙病", Role::Rare)}},
                   {Predicate::RedFlagOf, true, {relation_with(as_given, "condition/b", "乙病", Role::None)}}};
    const std::string page = concept_page(view, {});
    EXPECT_TRUE(holds(page, "<h2 id='causes'>可能是什么原因</h2><p class='tier'>常见的</p>"));
    EXPECT_TRUE(holds(page, "<p class='tier'>不能漏掉的</p>"));
    EXPECT_FALSE(holds(page, "少见的")) << "what must not be missed is told once";
}

TEST(SourcePage, AWithdrawnSourceSaysSoFirst) {
    const std::string& page = sample("source-withdrawn");
    EXPECT_TRUE(holds(page, "<strong>已撤回</strong>（2026-11-23）"));
    EXPECT_TRUE(holds(page, "原因：错误过多"));
    EXPECT_LT(page.find("<strong>已撤回"), page.find("class='facts'"));
    EXPECT_FALSE(holds(sample("source"), "已撤回"));
}

TEST(SourcePage, TellsAPatientWhatItIsAndWhereToReadIt) {
    const std::string& page = sample("source");
    EXPECT_TRUE(holds(page, "<p>这是一份指南或专家共识，由中华神经外科杂志发布，2014年，第一版。</p>"));
    EXPECT_TRUE(holds(page,
                      "<a href='https://doi.org/10.1000/182' rel='nofollow noopener'>10.1000/182</a>（DOI）；"
                      "<a href='https://example.org/guideline'"));
    EXPECT_TRUE(holds(page, "这份资料已经有更新的版本。"));
    EXPECT_TRUE(holds(page, "本站只引用其中的事实"));
    EXPECT_FALSE(holds(page, "facts cited"));
    SourceView bare = source_view_with(as_given);
    bare.source.url.clear();
    bare.source.doi.clear();
    bare.source.licence = "CC-BY-4.0";
    const std::string without_links = source_page(bare, {});
    EXPECT_TRUE(holds(without_links, "没有可靠的网址，请按题名和发布者查找。"));
    EXPECT_TRUE(holds(without_links, "<dt>许可</dt><dd>CC-BY-4.0</dd>"));
}

TEST(SourcePage, SaysWhatRestsOnItInSentences) {
    SourceView view = source_view_with(as_given);
    view.statements.push_back(
        {view.statements[0].subject, Predicate::TreatedBy, {"substance/carbamazepine", "卡马西平"}, ""});
    view.statements.push_back({view.statements[0].subject, Predicate::DiffersFrom, {"condition/tic", "抽动障碍"}, ""});
    const std::string page = source_page(view, {});
    EXPECT_TRUE(holds(page, "<p>面肌痉挛的治疗有<a href='/procedures/mvd'>显微血管减压术</a>、"));
    EXPECT_TRUE(
        holds(page, "卡马西平</a>。</p><ul><li>显微血管减压术：微血管减压是可以根治面肌痉挛的手术。</li></ul>"));
    EXPECT_TRUE(holds(page, "<p>面肌痉挛要与<a href='/conditions/tic'>抽动障碍</a>区别开。</p>"));
    EXPECT_FALSE(holds(page, "<details class='why'>"));
    for (const char* name : {"甲", "乙", "丙"}) {
        view.statements.push_back(
            {{std::string("condition/") + name, name}, Predicate::ManagedIn, {"department/neurology", "神经内科"}, ""});
    }
    const std::string longer = source_page(view, {});
    EXPECT_TRUE(holds(longer, "<details class='why'><summary>面肌痉挛（3条）</summary>"));
}

TEST(ListPage, LinksToItsNeighbours) {
    EXPECT_TRUE(holds(sample("list"), "<a rel='prev' href='/drugs'>上一页</a>"));
    EXPECT_TRUE(holds(sample("list"), "<a rel='next' href='/drugs?page=3'>下一页</a>"));
    EXPECT_TRUE(holds(sample("panel"), "<a rel='next' href='/articles/hfs-causes/related/doctors?page=3'>"));
}

TEST(ListPage, LettersLeadToWhatBeginsWithThem) {
    const std::string& page = sample("list-names");
    EXPECT_TRUE(holds(page,
                      "<li><a href='/conditions'>全部</a></li><li><span>A</span></li>"
                      "<li><span aria-current='true'>K</span></li><li><a href='/conditions?letter=0'>其他</a>"));
    EXPECT_TRUE(holds(page, "<ul class='names-list'><li><a href='/conditions/hemifacial-spasm'>面肌痉挛</a>"));
    EXPECT_TRUE(holds(page, "<link rel='canonical' href='/conditions?letter=k'>"));
}

TEST(ListPage, FacetsCombineAndCanBeTakenBack) {
    const std::string& page = sample("list-doctors");
    EXPECT_TRUE(holds(page, "<h1>医生：三级甲等，主任医师</h1>"));
    EXPECT_TRUE(holds(
        page,
        "<a rel='nofollow' href='/doctors?department=neurology&amp;level=%E4%B8%89%E7%BA%A7%E7%94%B2%E7%AD%89&amp;"
        "title=%E4%B8%BB%E4%BB%BB%E5%8C%BB%E5%B8%88'>神经内科 <span class='count'>7</span></a>"));
    EXPECT_TRUE(holds(page, "<a class='remove' href='/doctors?level=%E4%B8%89%E7%BA%A7%E7%94%B2%E7%AD%89'>"));
    EXPECT_FALSE(holds(page, "<summary>医院等级</summary>")) << "it is chosen already";
}

TEST(ErrorPage, NamesWhatMayHaveBeenMeant) {
    EXPECT_TRUE(holds(sample("error-404"), "您要找的也许是</h2><ul class='chips'><li><a href='/conditions/x'>"));
    EXPECT_FALSE(holds(sample("error-503"), "您要找的也许是"));
}

TEST(SourcePage, AnUnsafeAddressIsNoLink) {
    SourceView view = source_view_with(as_given);
    view.source.url = "javascript:alert(1)";
    const std::string page = source_page(view, {});
    EXPECT_FALSE(holds(page, "href='javascript"));
    EXPECT_FALSE(holds(page, "#blocked"));
}

TEST(Words, EveryStepHasAPhraseInBothDirections) {
    for (int i = 0; i < kPredicateCount; ++i) {
        const auto predicate = static_cast<Predicate>(i);
        for (const StepDirection direction : {StepDirection::Forward, StepDirection::Inverse}) {
            EXPECT_NE(words_for_step(name_of(predicate), direction, "condition/x"), "相关") << name_of(predicate);
            EXPECT_FALSE(heading_for(predicate, direction, ConceptKind::Condition).empty());
        }
    }
    for (const char* field : {"about", "works_at", "title", "body", "department", "specialty", "biography",
                              "ingredients", "indications", "contraindications", "description"}) {
        EXPECT_NE(words_for_step(field, StepDirection::Forward, ""), "相关") << field;
        EXPECT_NE(words_for_step(field, StepDirection::Inverse, ""), "相关") << field;
    }
}

/// For looking at pages: with XINGLIN_PREVIEW_DIR set, writes them there.
TEST(Preview, WritesTheSamplePages) {
    const char* folder = std::getenv("XINGLIN_PREVIEW_DIR");
    if (folder == nullptr) GTEST_SKIP() << "XINGLIN_PREVIEW_DIR is not set";
    for (const auto& [name, page] : sample_pages()) std::ofstream(std::string(folder) + "/" + name + ".html") << page;
}

}  // namespace
}  // namespace xinglin
