// How long one whole article page takes, from the parsed request to the HTML bytes, when it is not in the page cache
// and when it is, and how long it takes to answer a description (ask). In one process, on one thread, without sockets
// (bench/http_server.py has those).
//
// Data: the knowledge of packs/neurology-zh and RECORDS generated records (fixed seed): articles and questions whose
// sentences are the pack's own statements about a condition, doctors, hospitals and drugs. Conditions are drawn by a
// Zipf law, so that the busiest have thousands of articles: a flat draw would make every page cheap and the figure
// meaningless. Uncached pages are distinct articles, each asked once; cached ones are asked again.
//
//   page_bench [RECORDS=100000] [PAGES=3000] [PACK=packs/neurology-zh]

#include <time.h>
#include <algorithm>

#include <cmath>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "api/api.h"
#include "app/ask.h"
#include "app/finder.h"
#include "app/portal.h"
#include "catalog/snapshot.h"
#include "net/router.h"
#include "pack/pack.h"
#include "triage/rule_set.h"
#include "web/site.h"

namespace xinglin {
namespace {

/// The CPU time of this thread: on a shared machine the wall clock also times the neighbours.
double thread_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double microseconds_since(double start) {
    return thread_microseconds() - start;
}

/// Makes records out of what a pack says.
class Generator {
  public:
    explicit Generator(const KnowledgeData& knowledge) : random_(1) {
        for (const Concept& each : knowledge.concepts) {
            if (each.kind == ConceptKind::Condition) conditions_.push_back(each.name);
            if (each.kind == ConceptKind::Department) departments_.push_back(each.name);
            if (each.kind == ConceptKind::Substance) substances_.push_back(each.name);
        }
        for (const Relation& each : knowledge.relations) {
            if (!each.statement.empty()) statements_.push_back(each.statement);
        }
    }

    Record make(std::size_t number) {
        switch (number % 20) {
            case 0:
            case 1:
            case 2:
                return record("doctor", number, doctor(number));
            case 3:
            case 4:
                return record("drug", number, drug(number));
            case 5:
                return record("hospital", number, hospital(number));
            default:
                break;
        }
        if (number % 20 < 12) return record("question", number, question(number));
        return record("article", number, article(number));
    }

  private:
    static Record record(const std::string& kind, std::size_t number, auto body) {
        RecordHead head;
        head.id = kind + "/g" + std::to_string(number);
        head.origin = "generated";
        return {head, std::move(body)};
    }

    const std::string& any(const std::vector<std::string>& texts) { return texts[random_() % texts.size()]; }

    /// The condition of rank k is drawn with a weight of 1 / k.
    const std::string& condition() {
        const double u = std::uniform_real_distribution<double>(0, 1)(random_);
        const auto rank = std::pow(static_cast<double>(conditions_.size()), u) - 1;
        return conditions_[std::min(conditions_.size() - 1, static_cast<std::size_t>(rank))];
    }

    std::string body(const std::string& subject, std::size_t sentences) {
        std::string text;
        for (std::size_t i = 0; i < sentences; ++i)
            text += (i % 3 ? "" : subject + "的情况因人而异。") + any(statements_);
        return text;
    }

    Article article(std::size_t number) {
        static const std::vector<std::string> kAsks{"是怎样引起的", "的症状", "怎样诊断", "的治疗", "严重吗", "的护理"};
        Article made;
        const std::string subject = condition();
        made.title = subject + any(kAsks) + "（" + std::to_string(number) + "）";
        made.body = body(subject, 12);
        made.body_is_markdown = false;
        return made;
    }

    Question question(std::size_t number) {
        Question made;
        const std::string subject = condition();
        made.title = subject + "怎么办？（" + std::to_string(number) + "）";
        Answer answer;
        answer.text = body(subject, 3);
        made.answers.push_back(answer);
        return made;
    }

    Doctor doctor(std::size_t number) {
        Doctor made;
        made.name = "医生" + std::to_string(number);
        made.titles = {"主任医师"};
        made.hospital_id = "hospital/g" + std::to_string(number / 20 * 20 + 5);
        made.department = random_() % 5 ? any(departments_) : "神经内科";
        made.specialty = "擅长" + condition() + "、" + condition() + "、" + condition() + "的诊治。";
        return made;
    }

    Drug drug(std::size_t number) {
        Drug made;
        made.generic_name = any(substances_);
        made.name = made.generic_name + "片（" + std::to_string(number) + "）";
        made.manufacturer = "第" + std::to_string(number % 97) + "厂";
        made.indications = "用于" + condition() + "、" + condition() + "。";
        return made;
    }

    Hospital hospital(std::size_t number) {
        Hospital made;
        made.name = "第" + std::to_string(number) + "医院";
        made.departments = {any(departments_), any(departments_), any(departments_), "神经内科"};
        return made;
    }

    std::mt19937 random_;
    std::vector<std::string> conditions_;
    std::vector<std::string> departments_;
    std::vector<std::string> substances_;
    std::vector<std::string> statements_;
};

struct Times {
    std::vector<double> microseconds;

    double at(double share) {
        std::ranges::sort(microseconds);
        return microseconds[static_cast<std::size_t>(share * static_cast<double>(microseconds.size() - 1))];
    }
};

void print(const char* what, Times times) {
    std::printf("%-28s p50 %9.1f us   p90 %9.1f us   p99 %9.1f us   max %9.1f us\n", what, times.at(0.5), times.at(0.9),
                times.at(0.99), times.at(1));
}

/// The texts that the pack's own rules of triage have as examples, each asked once.
void time_asking(const Live& live, const Knowledge& knowledge) {
    const TriageDesk asking(live);
    Times times;
    for (const TriageRule& rule : knowledge.triage_rules()) {
        for (const auto* texts : {&rule.fires, &rule.quiet}) {
            for (const std::string& text : *texts) {
                const double start = thread_microseconds();
                CHECK(asking.ask({text, {}}));
                times.microseconds.push_back(microseconds_since(start));
            }
        }
    }
    if (!times.microseconds.empty()) print("ask", times);
}

int run(std::size_t record_count, std::size_t page_count, const std::string& pack_folder) {
    PackReading reading = read_pack(pack_folder);
    if (!reading.pack) {
        std::fprintf(stderr, "%s is not a pack without errors\n", pack_folder.c_str());
        return 1;
    }
    Generator generator(reading.pack->knowledge);
    auto start = thread_microseconds();
    auto annotator = std::make_shared<const Annotator>(std::make_shared<const Knowledge>(reading.pack->knowledge));
    std::vector<std::shared_ptr<const AnnotatedRecord>> records;
    for (Record& each : reading.pack->records) {
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(each))));
    }
    std::vector<std::string> slugs;
    for (std::size_t i = 0; i < record_count; ++i) {
        Record made = generator.make(i);
        if (made.kind() == RecordKind::Article) slugs.emplace_back(slug_of(made.head.id));
        records.push_back(std::make_shared<const AnnotatedRecord>(annotate_record(*annotator, std::move(made))));
    }
    std::printf("%zu records read in %.1f s\n", records.size(), microseconds_since(start) / 1e6);
    start = thread_microseconds();
    auto corpus = std::make_shared<const Corpus>(annotator, std::move(records));
    std::printf("indexed in %.2f s\n", microseconds_since(start) / 1e6);

    Snapshot snapshot{1, {}, annotator, corpus};
    snapshot.triage = std::make_shared<const RuleSet>(std::make_shared<const Knowledge>(annotator->knowledge()));
    const Live live(std::make_shared<const Snapshot>(std::move(snapshot)));
    const Portal portal(live);
    const Readers readers(live);
    Router router;
    add_pages(router, readers);
    add_api(router, readers);
    std::mt19937 random(2);
    std::ranges::shuffle(slugs, random);
    slugs.resize(std::min(slugs.size(), page_count));

    CHECK(portal.article(slugs.front()) && !portal.navigation().departments.empty());
    Times relating;
    Times page;
    Times packed;
    Times cached;
    std::size_t bytes = 0;
    for (const std::string& slug : slugs) {
        start = thread_microseconds();
        const auto view = portal.article(slug);
        relating.microseconds.push_back(microseconds_since(start));
        CHECK(view);
    }
    for (const std::string& slug : slugs) {
        Request request;
        request.path = "/articles/" + slug;
        // The second asking packs the page for good; from the third on it is only sent.
        for (Times* times : {&page, &packed, &cached}) {
            start = thread_microseconds();
            const Response response = router.dispatch(request);
            times->microseconds.push_back(microseconds_since(start));
            CHECK(response.status == 200);
            bytes += response.content->identity.size();
        }
    }
    std::printf("%zu pages of %zu bytes on average\n", slugs.size(), bytes / slugs.size() / 3);
    print("panels (Portal::article)", relating);
    print("page, not cached", page);
    print("page, asked again (packs it)", packed);
    print("page, cached", cached);
    time_asking(live, annotator->knowledge());
    return 0;
}

}  // namespace
}  // namespace xinglin

int main(int argc, char** argv) {
    const std::size_t records = argc > 1 ? std::stoul(argv[1]) : 100'000;
    const std::size_t pages = argc > 2 ? std::stoul(argv[2]) : 3'000;
    return xinglin::run(records, pages, argc > 3 ? argv[3] : "packs/neurology-zh");
}
