#include "cli/gate_report.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/strings.h"
#include "html/html.h"
#include "knowledge/rules.h"

namespace xinglin {
namespace {

namespace json = boost::json;

constexpr std::string_view kPageHead =
    R"(<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>导入报告</title><style>
:root{color-scheme:light dark;--ink:#1d2422;--soft:#5a6662;--line:#d5dcd9;--card:#f4f7f6;--mark:#0b6b57;--error:#a12a1f;--warning:#7a5200}
@media(prefers-color-scheme:dark){:root{--ink:#e6ecea;--soft:#9fb0aa;--line:#37433f;--card:#1b2220;--mark:#6fd0b8;--error:#ff9c90;--warning:#f0c069}body{background:#121716}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:64rem;padding:1rem;font:16px/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;color:var(--ink);overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.3;margin:.5rem 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0}
p{margin:.25rem 0}.lead,.soft{color:var(--soft)}
dl{display:grid;grid-template-columns:minmax(5.5rem,max-content) 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0}
.counts{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:0 2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .5rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}thead th{color:var(--soft)}
td.number,th.number{text-align:right;padding-right:0;font-variant-numeric:tabular-nums;white-space:nowrap}
a{color:var(--mark)}code,pre{font-family:ui-monospace,"Noto Sans Mono CJK SC",monospace;font-size:.875rem}
.rule{background:var(--card);border-radius:.5rem;padding:.75rem 1rem;margin:.75rem 0}
.rule header{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}.rule .number{margin-left:auto;font-variant-numeric:tabular-nums}
.error{color:var(--error)}.warning{color:var(--warning)}.note{color:var(--soft)}
summary{cursor:pointer;color:var(--mark);padding:.25rem 0}
.example{border-top:1px solid var(--line);padding:.5rem 0}.example pre{margin:.25rem 0 0;white-space:pre-wrap}
</style></head><body>
)";

/// A rule in the language of the page; rules() has it in that of the command line.
struct RuleWords {
    std::string_view rule;
    std::string_view title;
    std::string_view explanation;
};

constexpr auto kRuleWords = std::to_array<RuleWords>({
    {"age-conflict", "年龄不可能", "两端所说的人，年龄对不上。"},
    {"asymmetric-edge", "两端说法不一", "同一条关系从两端读来说法不同。"},
    {"broken-json", "JSON 不完整或有错", "这一行不是完整的 JSON，整行没有收录。"},
    {"broken-table", "表格行无法拆分", "引号没有闭合，或列数与表头不符，整行没有收录。"},
    {"contradicts-curated", "与审定知识相反", "审定的知识说的正好相反，以审定的为准。"},
    {"cut-name", "名称被截断", "名称没有写完，不知道原意。"},
    {"direction", "方向颠倒", "两条关系的方向不能同时成立。"},
    {"dirty-text", "含标记或脚本", "文字里有网页标记、脚本或控制字符。"},
    {"disease-as-symptom", "疾病写在症状栏", "症状栏里写的是一种疾病，按疾病收录。"},
    {"duplicate-id", "编号重复", "同一个编号出现了两次。"},
    {"duplicate-row", "重复的行", "与前面的一行说的相同，只收录一次。"},
    {"field-too-long", "字段过长", "一个字段超过 256 KiB，多半是引号没有闭合。"},
    {"html-entity", "含网页转义符", "文字里有 &nbsp; 一类的转义符。"},
    {"id-collision", "编号相撞", "两行不同的内容得出同一个编号。"},
    {"invalid-utf8", "编码错误", "字节不是所声明的编码，整行没有收录。"},
    {"line-too-long", "行过长", "一行超过 1 MiB，没有收录。"},
    {"lost-character", "字符丢失", "原文已经丢失了字符。"},
    {"missing-field", "缺少必填内容", "必须有的字段是空的。"},
    {"swallowed-concept", "别名过宽", "别名指的是更具体、另有编码的概念。"},
    {"name-claimed-twice", "一名两用", "一个名称属于两个概念。"},
    {"not-a-name", "不是名称", "占位词、标题、数字或标点，不指任何事物。"},
    {"not-taken-over", "不收录的部分", "原文的这一部分不收录。"},
    {"pregnancy-conflict", "与妊娠矛盾", "一端只在妊娠时有，另一端在妊娠时不会有。"},
    {"question-as-name", "问句当作名称", "应当写名称的地方写了一个问句。"},
    {"repeated-list", "雷同的列表", "互不相干的许多行里出现同一份列表，说明它是套用的。"},
    {"self-relation", "与自身的关系", "一个概念与它自己相关。"},
    {"sentence-as-name", "句子当作名称", "应当写名称的地方写了一句话。"},
    {"sex-conflict", "性别不可能", "一端只见于男性，另一端只见于女性。"},
    {"site-conflict", "部位不可能", "两端各在身体互不相干的部位。"},
    {"text-debris", "文字残渣", "模板、标记或错误解码留下的残余。"},
    {"uncorroborated", "没有旁证", "列表这样说，但同一行的正文和同类疾病都不支持。"},
    {"unknown-department", "不是科室", "从名称看不是科室。"},
    {"unknown-record-shape", "看不出是什么内容", "字段不像任何一种内容，或像两种。"},
    {"unsourced-number", "没有出处的数字", "治愈率、患病率、费用等数字没有出处，不收录。"},
    {"wrong-kind", "类型不符", "这种关系不能连接这两类概念。"},
});

/// Null for a rule that this page has no words for.
const RuleWords* words_of(std::string_view rule) {
    const auto found = std::ranges::find(kRuleWords, rule, &RuleWords::rule);
    return found == kRuleWords.end() ? nullptr : &*found;
}

struct SeverityWords {
    std::string_view style;
    std::string_view word;
};

SeverityWords words_for(Severity severity) {
    switch (severity) {
        case Severity::Note:
            return {"note", "提示"};
        case Severity::Warning:
            return {"warning", "存疑"};
        case Severity::Error:
            return {"error", "错误"};
    }
    return {"note", "提示"};
}

Severity severity_of(const RuleFindings& findings) {
    const Rule* rule = find_rule(findings.rule);
    return rule == nullptr ? Severity::Error : rule->severity;
}

/// 1234567 as 1,234,567.
std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

json::object counts_json(const std::vector<SortCount>& counts) {
    json::object object;
    for (const SortCount& count : counts) object[count.sort] = count.count;
    return object;
}

json::object rule_json(const RuleFindings& findings) {
    json::array examples;
    for (const FindingExample& example : findings.examples) {
        examples.push_back({{"place", example.place}, {"message", example.message}, {"text", example.text}});
    }
    json::object object{
        {"rule", findings.rule}, {"severity", name_of(severity_of(findings))}, {"count", findings.count}};
    if (const Rule* rule = find_rule(findings.rule)) {
        object["explanation"] = rule->explanation;
        object["mend"] = rule->mend;
    }
    object["examples"] = std::move(examples);
    return object;
}

void write_source(Html& list, const Source& source) {
    list.write("<dt>名称</dt><dd>{}</dd><dt>发布者</dt><dd>{}，{}</dd>", source.title, source.publisher, source.year);
    list.write("<dt>许可</dt><dd>{}</dd>", source.licence);
    if (!source.url.empty()) list.write("<dt>网址</dt><dd><a href='{}'>{}</a></dd>", source.url, source.url);
    list.write("<dt>取得日期</dt><dd>{}</dd><dt>编号</dt><dd><code>{}</code></dd>", source.edition, source.id);
}

void write_import(Html& list, const GateReport& report) {
    const ImportReport& import = report.import;
    list.write("<dt>日期</dt><dd>{}</dd>", report.imported_on.iso());
    list.write("<dt>文件</dt><dd><code>{}</code>，{} 字节，FNV-1a {}</dd>", report.file, grouped(report.file_bytes),
               hex16(report.file_hash));
    list.write("<dt>处理步骤</dt><dd>{}</dd>", join(report.steps, " → "));
    list.write("<dt>行数</dt><dd>{}</dd>", grouped(report.rows));
    if (report.resumed_rows > 0) {
        list.write("<dt>接续</dt><dd>其中 {} 行由中断的上一次运行写入</dd>", grouped(report.resumed_rows));
    }
    if (import.stored) {
        list.write("<dt>结果</dt><dd>新增 {}，更改 {}，删除 {}，未变 {}</dd>", grouped(import.added),
                   grouped(import.changed), grouped(import.deleted), grouped(import.unchanged));
    } else {
        list.write("<dt>结果</dt><dd>没有导入：要求每一行都合格</dd>");
    }
}

void write_counts(Html& page, std::string_view title, const std::vector<SortCount>& counts) {
    if (counts.empty()) return;
    page.write(
        "<table><thead><tr><th scope='col'>{}</th><th scope='col' class='number'>数量</th></tr></thead>{}</table>",
        title, each(counts, [](Html& html, const SortCount& count) {
            html.write("<tr><th scope='row'>{}</th><td class='number'>{}</td></tr>", count.sort, grouped(count.count));
        }));
}

void write_example(Html& page, const FindingExample& example) {
    page.write("<div class='example'><p><code>{}</code></p><p lang='en'>{}</p><pre>{}</pre></div>", example.place,
               example.message, example.text);
}

void write_rule(Html& page, const RuleFindings& findings) {
    const SeverityWords words = words_for(severity_of(findings));
    page.write("<section class='rule'>{}</section>", [&](Html& section) {
        const RuleWords* known = words_of(findings.rule);
        section.write(
            "<header><h3>{}</h3><code>{}</code><span class='{}'>{}</span><span class='number'>{}</span></header>",
            known == nullptr ? std::string_view(findings.rule) : known->title, findings.rule, words.style, words.word,
            grouped(findings.count));
        if (known != nullptr) {
            section.write("<p class='soft'>{}</p>", known->explanation);
        } else if (const Rule* rule = find_rule(findings.rule)) {
            section.write("<p class='soft' lang='en'>{} {}</p>", rule->explanation, rule->mend);
        }
        section.write("<details><summary>例子（{}）</summary>{}</details>", findings.examples.size(),
                      each(findings.examples, write_example));
    });
}

}  // namespace

json::object gate_report_json(const GateReport& report) {
    const Source& source = report.source;
    const ImportReport& import = report.import;
    json::array steps;
    for (const std::string& step : report.steps) steps.emplace_back(step);
    json::array rules;
    for (const RuleFindings& findings : report.rules) rules.emplace_back(rule_json(findings));
    return {
        {"origin", import.origin},
        {"source",
         {{"id", source.id},
          {"title", source.title},
          {"publisher", source.publisher},
          {"year", source.year},
          {"licence", source.licence},
          {"url", source.url},
          {"retrieved_on", source.edition}}},
        {"imported_on", report.imported_on.iso()},
        {"stored", import.stored},
        {"adapter", report.adapter},
        {"input", {{"file", report.file}, {"bytes", report.file_bytes}, {"fnv1a", hex16(report.file_hash)}}},
        {"steps", std::move(steps)},
        {"rows", report.rows},
        {"resumed_rows", report.resumed_rows},
        {"written",
         {{"added", import.added},
          {"changed", import.changed},
          {"deleted", import.deleted},
          {"unchanged", import.unchanged}}},
        {"concepts", counts_json(report.concepts)},
        {"relations", counts_json(report.relations)},
        {"records", counts_json(report.records)},
        {"quarantined", import.quarantined},
        {"rules", std::move(rules)},
    };
}

std::string gate_report_page(const GateReport& report) {
    Html page;
    page.write("<main>{}</main>", [&](Html& main) {
        const ImportReport& import = report.import;
        main.write("<h1>导入报告：{}</h1>", report.source.title);
        main.write(
            "<p class='lead'>{} 行中收录 {} 个概念、{} 条关系、{} 条记录；质量关记下 {} 处问题。"
            "收录的内容未经审核，页面上会标明，并排在审定内容之后。</p>",
            grouped(report.rows), grouped(import.concepts), grouped(import.relations), grouped(import.records),
            grouped(import.quarantined));
        main.write("<h2>来源</h2><dl>{}</dl>", [&](Html& list) { write_source(list, report.source); });
        main.write("<h2>导入</h2><dl>{}</dl>", [&](Html& list) { write_import(list, report); });
        main.write("<h2>收录</h2><div class='counts'>{}</div>", [&](Html& counts) {
            write_counts(counts, "概念", report.concepts);
            write_counts(counts, "关系", report.relations);
            write_counts(counts, "记录", report.records);
        });
        main.write("<h2>质量关的发现，按规则</h2>");
        if (report.rules.empty()) main.write("<p>没有。</p>");
        for (const RuleFindings& findings : report.rules) write_rule(main, findings);
    });
    return std::string(kPageHead) + std::move(page).take() + "</body></html>\n";
}

}  // namespace xinglin
