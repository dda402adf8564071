#include "web/structured_data.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "messages/messages.h"
#include "web/urls.h"
#include "web/words.h"

namespace xinglin {
namespace {

namespace json = boost::json;

void set_text(json::object& object, std::string_view name, std::string_view text) {
    if (!text.empty()) object[name] = text;
}

void set_list(json::object& object, std::string_view name, json::array list) {
    if (!list.empty()) object[name] = std::move(list);
}

void set_date(json::object& object, std::string_view name, const Date& date) {
    if (date.known()) object[name] = date.iso();
}

json::object person(std::string_view name) {
    return {{"@type", "Person"}, {"name", name}};
}

/// The schema.org type of a concept, and of what an id names.
std::string_view type_of(ConceptKind kind) {
    switch (kind) {
        case ConceptKind::Condition:
            return "MedicalCondition";
        case ConceptKind::Symptom:
            return "MedicalSignOrSymptom";
        case ConceptKind::Test:
            return "MedicalTest";
        case ConceptKind::Procedure:
            return "MedicalProcedure";
        case ConceptKind::Substance:
            return "Drug";
        case ConceptKind::Class:
            return "DrugClass";
        case ConceptKind::Site:
            return "AnatomicalStructure";
        case ConceptKind::Department:
            return "MedicalOrganization";
        case ConceptKind::Population:
            return "MedicalAudience";
        case ConceptKind::Cause:
            return "MedicalCause";
    }
    return "MedicalEntity";
}

std::string_view type_of_id(std::string_view id) {
    const auto kind = concept_kind_named(id.substr(0, id.find('/')));
    return kind ? type_of(*kind) : std::string_view("MedicalEntity");
}

/// One page being described: a graph of its parts, the page itself first.
class Page {
  public:
    Page(const NavigationView& navigation, std::string path)
        : site_(*navigation.site), locale_(navigation.locale), path_(std::move(path)) {}

    std::string address_of(std::string_view path) const { return site_.base_address + path_in(locale_, path); }
    std::string address() const { return address_of(path_); }

    /// The page's own node, of this type.
    json::object node(std::string_view type, std::string_view name) const {
        json::object page{{"@type", type},
                          {"@id", address()},
                          {"url", address()},
                          {"name", name},
                          {"inLanguage", language_tag(locale_ == Locale::ZhHant ? Locale::ZhHant : Locale::ZhHans)}};
        page["isPartOf"] = {{"@type", "WebSite"}, {"name", site_.name}, {"url", address_of("/")}};
        return page;
    }

    /// Something by name, with its page where it has one.
    json::object thing(std::string_view type, const Ref& ref) const {
        json::object object{{"@type", type}, {"name", ref.name}};
        const std::string url = url_of(ref.id);
        if (!url.empty()) object["url"] = address_of(url);
        return object;
    }

    json::array things(const std::vector<Ref>& refs) const {
        json::array array;
        for (const Ref& ref : refs) array.push_back(thing(type_of_id(ref.id), ref));
        return array;
    }

    json::object breadcrumb(const std::vector<Ref>& refs, std::string_view own_name) const {
        json::array items;
        const auto add = [&](std::string_view name, const std::string& url) {
            json::object item{{"@type", "ListItem"}, {"position", items.size() + 1}, {"name", name}};
            if (!url.empty()) item["item"] = address_of(url);
            items.push_back(std::move(item));
        };
        add(messages_in(locale_)("frame.home"), "/");
        for (const Ref& ref : refs) add(ref.name, url_of(ref.id));
        add(own_name, path_);
        return {{"@type", "BreadcrumbList"}, {"itemListElement", std::move(items)}};
    }

    json::array cards(const std::vector<Card>& cards) const {
        json::array items;
        for (const Card& card : cards) {
            const std::string url = url_of(card.ref.id);
            if (url.empty()) continue;
            items.push_back({{"@type", "ListItem"},
                             {"position", items.size() + 1},
                             {"name", card.ref.name},
                             {"url", address_of(url)}});
        }
        return items;
    }

    const SiteSettings& site() const { return site_; }

  private:
    const SiteSettings& site_;
    Locale locale_;
    std::string path_;
};

std::string written(json::array graph) {
    return json::serialize(json::object{{"@context", "https://schema.org"}, {"@graph", std::move(graph)}});
}

/// Who wrote and reviewed a record, and when.
void set_history(json::object& node, const RecordHead& head, const Page& page) {
    set_date(node, "datePublished", head.published_on);
    set_date(node, "dateModified", std::max(head.published_on, head.reviewed_on));
    if (!head.author.empty()) node["author"] = person(head.author);
    node["publisher"] = {{"@type", "Organization"}, {"name", page.site().name}, {"url", page.address_of("/")}};
    if (head.reviewer.empty()) return;
    node["reviewedBy"] = person(head.reviewer);
    set_date(node, "lastReviewed", head.reviewed_on);
}

void mark_invented(json::object& node, const RecordHead& head) {
    if (head.fictitious) node["disambiguatingDescription"] = messages_in(Locale::ZhHans)("facts.invented");
}

const RelationGroup* group_of(const std::vector<RelationGroup>& groups, Predicate predicate, bool inverse) {
    const auto found = std::ranges::find_if(
        groups, [&](const RelationGroup& group) { return group.predicate == predicate && group.inverse == inverse; });
    return found == groups.end() ? nullptr : &*found;
}

/// The other ends of a group of relations that curated knowledge has.
std::vector<Ref> curated_ends(const std::vector<RelationGroup>& groups, Predicate predicate, bool inverse = false) {
    constexpr std::size_t kMost = 30;
    std::vector<Ref> ends;
    const RelationGroup* group = group_of(groups, predicate, inverse);
    if (group == nullptr) return ends;
    for (const RelationView& relation : group->relations) {
        if (relation.trust == Trust::Curated && ends.size() < kMost) ends.push_back(relation.other);
    }
    return ends;
}

json::array typed(const Page& page, std::string_view type, const std::vector<Ref>& refs) {
    json::array array;
    for (const Ref& ref : refs) array.push_back(page.thing(type, ref));
    return array;
}

json::array differential(const Page& page, const std::vector<Ref>& refs) {
    json::array array;
    for (const Ref& ref : refs) {
        array.push_back({{"@type", "DDxElement"}, {"diagnosis", page.thing("MedicalCondition", ref)}});
    }
    return array;
}

/// Drugs and everything else that treats are two types.
json::array treatments(const Page& page, const std::vector<Ref>& refs) {
    json::array array;
    for (const Ref& ref : refs) {
        const bool is_drug = ref.id.starts_with("substance/");
        array.push_back(page.thing(is_drug ? "Drug" : "MedicalTherapy", ref));
    }
    return array;
}

void set_names(json::object& node, const Concept& subject) {
    json::array others;
    if (!subject.english.empty()) others.emplace_back(subject.english);
    for (const Alias& alias : subject.aliases) others.emplace_back(alias.text);
    set_list(node, "alternateName", std::move(others));
    json::array codes;
    for (const Code& code : subject.codes) {
        codes.push_back({{"@type", "MedicalCode"}, {"codeValue", code.code}, {"codingSystem", code.system}});
    }
    set_list(node, "code", std::move(codes));
    if (subject.summary) node["description"] = subject.summary->text;
}

/// What curated relations say of a concept, in the words that schema.org has for its type.
void set_knowledge(json::object& node, const Page& page, const ConceptView& view) {
    const auto ends = [&](Predicate predicate, bool inverse = false) {
        return curated_ends(view.groups, predicate, inverse);
    };
    switch (view.subject.kind) {
        case ConceptKind::Condition:
            set_list(node, "signOrSymptom", typed(page, "MedicalSignOrSymptom", ends(Predicate::HasSymptom)));
            set_list(node, "differentialDiagnosis", differential(page, ends(Predicate::DiffersFrom)));
            set_list(node, "associatedAnatomy", typed(page, "AnatomicalStructure", ends(Predicate::LocatedIn)));
            set_list(node, "typicalTest", typed(page, "MedicalTest", ends(Predicate::DiagnosedBy)));
            [[fallthrough]];
        case ConceptKind::Symptom:
            set_list(node, "possibleTreatment", treatments(page, ends(Predicate::TreatedBy)));
            break;
        case ConceptKind::Test:
            set_list(node, "usedToDiagnose", typed(page, "MedicalCondition", ends(Predicate::DiagnosedBy, true)));
            break;
        case ConceptKind::Procedure:
            set_list(node, "indication", typed(page, "MedicalIndication", ends(Predicate::TreatedBy, true)));
            break;
        case ConceptKind::Department:
            set_list(node, "department", typed(page, "MedicalOrganization", view.children));
            break;
        case ConceptKind::Substance:
        case ConceptKind::Class:
        case ConceptKind::Site:
        case ConceptKind::Population:
        case ConceptKind::Cause:
            break;
    }
}

/// The sides of a condition that its page tells of (MedicalWebPage's aspect).
json::array aspects(const ConceptView& view) {
    constexpr std::pair<Predicate, std::string_view> kAspects[] = {{Predicate::CausedBy, "Causes"},
                                                                   {Predicate::HasSymptom, "Symptoms"},
                                                                   {Predicate::DiagnosedBy, "Diagnosis"},
                                                                   {Predicate::TreatedBy, "Treatments"},
                                                                   {Predicate::ComplicatedBy, "Complications"}};
    json::array array;
    if (view.subject.summary) array.emplace_back("Overview");
    for (const auto& [predicate, name] : kAspects) {
        if (group_of(view.groups, predicate, false) != nullptr) array.emplace_back(name);
    }
    return array;
}

/// When what the page says was reviewed: the oldest review of its relations, and only where each has one.
Date reviewed_on(const ConceptView& view) {
    Date oldest;
    for (const RelationGroup& group : view.groups) {
        for (const RelationView& relation : group.relations) {
            if (!relation.review || !relation.review->on.known()) return {};
            if (!oldest.known() || relation.review->on < oldest) oldest = relation.review->on;
        }
    }
    return oldest;
}

json::object question_node(const QuestionView& view) {
    json::object question{
        {"@type", "Question"}, {"name", view.ref.name}, {"answerCount", view.question.answers.size()}};
    set_text(question, "text", view.question.body);
    json::array answers;
    for (const Answer& answer : view.question.answers) {
        json::object node{{"@type", "Answer"}, {"text", answer.text}};
        if (!answer.doctor_name.empty()) node["author"] = person(answer.doctor_name);
        set_date(node, "datePublished", answer.answered_on);
        answers.push_back(std::move(node));
    }
    set_list(question, "suggestedAnswer", std::move(answers));
    mark_invented(question, view.head);
    return question;
}

/// schema.org knows two kinds; "" when the label does not say.
std::string_view prescription_status(DrugClassification classification) {
    switch (classification) {
        case DrugClassification::Unknown:
            return "";
        case DrugClassification::Prescription:
            return "PrescriptionOnly";
        case DrugClassification::OtcA:
        case DrugClassification::OtcB:
            return "OTC";
    }
    return "";
}

json::object drug_node(const Page& page, const DrugView& view) {
    const Drug& drug = view.drug;
    json::object node{{"@type", "Drug"}, {"name", view.ref.name}, {"url", page.address()}};
    set_text(node, "nonProprietaryName", drug.generic_name);
    set_text(node, "activeIngredient", drug.ingredients);
    set_text(node, "dosageForm", drug.form);
    set_text(node, "contraindication", drug.contraindications);
    set_text(node, "warning", drug.cautions);
    const std::string_view status = prescription_status(drug.classification);
    if (!status.empty()) node["prescriptionStatus"] = "https://schema.org/" + std::string(status);
    if (!drug.manufacturer.empty()) {
        node["manufacturer"] = {{"@type", "Organization"}, {"name", drug.manufacturer}};
    }
    mark_invented(node, view.head);
    return node;
}

json::object hospital_node(const Page& page, const HospitalView& view) {
    const Hospital& hospital = view.hospital;
    json::object node{{"@type", "Hospital"}, {"name", view.ref.name}, {"url", page.address()}};
    set_text(node, "description", hospital.introduction);
    json::object address{{"@type", "PostalAddress"}, {"addressCountry", "CN"}};
    set_text(address, "addressRegion", hospital.province);
    set_text(address, "addressLocality", hospital.city);
    set_text(address, "streetAddress", hospital.address);
    node["address"] = std::move(address);
    set_list(node, "department", typed(page, "MedicalOrganization", view.departments));
    mark_invented(node, view.head);
    return node;
}

json::object doctor_node(const Page& page, const DoctorView& view) {
    json::object node{{"@type", "Physician"}, {"name", view.ref.name}, {"url", page.address()}};
    set_text(node, "description", view.doctor.specialty);
    if (!view.hospital.name.empty()) node["hospitalAffiliation"] = page.thing("Hospital", view.hospital);
    set_list(node, "knowsAbout", page.things(view.concepts));
    mark_invented(node, view.head);
    return node;
}

std::string_view type_of(SourceKind kind) {
    switch (kind) {
        case SourceKind::Guideline:
            return "MedicalScholarlyArticle";
        case SourceKind::Label:
            return "DigitalDocument";
        case SourceKind::Textbook:
            return "Book";
        case SourceKind::Review:
            return "ScholarlyArticle";
        case SourceKind::Expert:
        case SourceKind::Mined:
        case SourceKind::Portal:
            return "CreativeWork";
    }
    return "CreativeWork";
}

}  // namespace

std::string structured_data(const HomeView&, const NavigationView& navigation) {
    const Page page(navigation, "/");
    const SiteSettings& site = page.site();
    json::object node{{"@type", "WebSite"}, {"@id", page.address()}, {"url", page.address()}, {"name", site.name}};
    node["description"] = site.description;
    node["potentialAction"] = {
        {"@type", "SearchAction"},
        {"target", {{"@type", "EntryPoint"}, {"urlTemplate", page.address_of("/search") + "?q={search_term_string}"}}},
        {"query-input", "required name=search_term_string"}};
    json::object operator_node{{"@type", "Organization"}, {"name", site.name}, {"url", page.address()}};
    set_text(operator_node, "telephone", site.phone);
    set_text(operator_node, "email", site.email);
    set_text(operator_node, "address", site.address);
    return written({std::move(node), std::move(operator_node)});
}

std::string structured_data(const std::vector<NavigationView::Department>& view, const NavigationView& navigation) {
    const Page page(navigation, "/departments");
    const std::string_view name = messages_in(navigation.locale)("frame.departments");
    json::array items;
    for (const auto& department : view) items.push_back(page.thing("MedicalOrganization", department.ref));
    json::object node = page.node("CollectionPage", name);
    set_list(node, "about", std::move(items));
    return written({std::move(node), page.breadcrumb({}, name)});
}

std::string structured_data(const ArticleView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.ref.id));
    json::object node = page.node("MedicalWebPage", view.ref.name);
    node["headline"] = view.ref.name;
    set_history(node, view.head, page);
    set_list(node, "about", page.things(view.about));
    json::array citations;
    for (const Source& source : view.citations) {
        json::object citation = page.thing(type_of(source.kind), {source.id, source.title});
        citations.push_back(std::move(citation));
    }
    set_list(node, "citation", std::move(citations));
    return written({std::move(node), page.breadcrumb(view.breadcrumb, view.ref.name)});
}

std::string structured_data(const ConceptView& view, const NavigationView& navigation) {
    const Concept& subject = view.subject;
    const Page page(navigation, url_of(subject.id));
    json::object node = page.node("MedicalWebPage", subject.name);
    set_list(node, "aspect", aspects(view));
    set_date(node, "lastReviewed", reviewed_on(view));
    json::object about{{"@type", type_of(subject.kind)}, {"name", subject.name}, {"url", page.address()}};
    set_names(about, subject);
    set_knowledge(about, page, view);
    node["mainEntity"] = std::move(about);
    return written({std::move(node), page.breadcrumb(view.breadcrumb, subject.name)});
}

std::string structured_data(const DoctorView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.ref.id));
    json::object node = page.node("ProfilePage", view.ref.name);
    node["mainEntity"] = doctor_node(page, view);
    return written({std::move(node), page.breadcrumb({}, view.ref.name)});
}

std::string structured_data(const HospitalView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.ref.id));
    json::object node = page.node("WebPage", view.ref.name);
    node["mainEntity"] = hospital_node(page, view);
    return written({std::move(node), page.breadcrumb({}, view.ref.name)});
}

std::string structured_data(const DrugView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.ref.id));
    json::object node = page.node("MedicalWebPage", view.ref.name);
    set_history(node, view.head, page);
    node["mainEntity"] = drug_node(page, view);
    return written({std::move(node), page.breadcrumb({}, view.ref.name)});
}

std::string structured_data(const TestView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.ref.id));
    json::object node = page.node("MedicalWebPage", view.ref.name);
    set_history(node, view.head, page);
    json::object test{{"@type", "MedicalTest"}, {"name", view.ref.name}, {"url", page.address()}};
    set_text(test, "description", view.test.description);
    node["mainEntity"] = std::move(test);
    return written({std::move(node), page.breadcrumb({}, view.ref.name)});
}

std::string structured_data(const QuestionView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.ref.id));
    json::object node = page.node("QAPage", view.ref.name);
    set_list(node, "about", page.things(view.about));
    node["mainEntity"] = question_node(view);
    return written({std::move(node), page.breadcrumb(view.breadcrumb, view.ref.name)});
}

std::string structured_data(const SourceView& view, const NavigationView& navigation) {
    const Page page(navigation, url_of(view.source.id));
    json::object node = page.node("WebPage", view.source.title);
    json::object work{{"@type", type_of(view.source.kind)}, {"name", view.source.title}};
    if (!view.source.publisher.empty()) {
        work["publisher"] = {{"@type", "Organization"}, {"name", view.source.publisher}};
    }
    if (view.source.year != 0) work["datePublished"] = std::to_string(view.source.year);
    set_text(work, "url", view.source.url);
    set_text(work, "identifier", view.source.doi);
    node["mainEntity"] = std::move(work);
    return written({std::move(node), page.breadcrumb({}, view.source.title)});
}

std::string structured_data(const BrowseView& view, const NavigationView& navigation) {
    const Page page(navigation, browse_url(view.request));
    const std::string_view name = words_for(view.request.kind, messages_in(navigation.locale));
    json::object node = page.node("CollectionPage", name);
    node["mainEntity"] = {
        {"@type", "ItemList"}, {"numberOfItems", view.total}, {"itemListElement", page.cards(view.cards)}};
    return written({std::move(node), page.breadcrumb({}, name)});
}

std::string structured_data(const PanelPageView& view, const NavigationView& navigation) {
    const Page page(navigation, related_url(view.page_of.id, view.panel.panel, view.page));
    const std::string_view name = words_for(view.panel.panel, messages_in(navigation.locale));
    json::object node = page.node("CollectionPage", view.page_of.name + " " + std::string(name));
    node["mainEntity"] = {{"@type", "ItemList"}, {"itemListElement", page.cards(view.panel.cards)}};
    return written({std::move(node), page.breadcrumb({view.page_of}, name)});
}

}  // namespace xinglin
