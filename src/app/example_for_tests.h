#pragma once

#include <memory>
#include <string>

#include "app/workspace.h"
#include "base/check.h"
#include "base/folder_for_tests.h"
#include "ingest/imports.h"

namespace xinglin {

// A small portal about facial spasm for the tests of `app` and of what stands on it: a pack and an old portal's dump.
// People, hospitals and makers are invented.

inline constexpr const char* kExampleArticle = R"(+++
id = "article/spasm-causes"
title = "面肌痉挛是怎样引起的"
source_line = "杏林编辑部"
departments = ["department/neurology"]
author = "编辑甲"
reviewer = "顾云"
reviewed_on = "2026-01-05"
next_review_on = "2027-01-05"
+++

多数面肌痉挛是血管压迫面神经引起的[@spasm-consensus]。疲劳和紧张会让抽动变明显，但不是病因。

## 怎么确定

医生会看抽动的样子，必要时做肌电图[@neurology-book]。没有耳鸣的人也可能得这种病。
)";

/// Writes the pack into the folder `name` of `folder`.
inline void write_example_pack(const FolderForTests& folder, const std::string& name = "demo-zh") {
    const auto write = [&](const std::string& file, const char* text) { folder.write(name + "/" + file, text); };
    write("pack.toml", R"(name = "demo-zh"
version = "1.0.0"
format = 1
title = "示例包"
licence = "CC-BY-4.0"
language = "zh-CN"
fictitious = true
)");
    write("sources.jsonl", R"({"id":"source/spasm-consensus","title":"面肌痉挛诊疗中国专家共识","publisher":)"
                           R"("中国微侵袭神经外科杂志","year":2014,"kind":"guideline","licence":"facts cited"}
{"id":"source/neurology-book","title":"神经病学（第8版）","publisher":"人民卫生出版社","year":2018,"kind":"textbook",)"
                           R"("licence":"facts cited"}
)");
    write("concepts/all.jsonl", R"({"id":"condition/facial-spasm","name":"面肌痉挛","english":"hemifacial spasm",)"
                                R"("aliases":["面肌抽搐",{"text":"HFS","use":"needs_context"}],)"
                                R"("codes":[{"system":"ICD-10","code":"G51.3"}],"summary":{"text":)"
                                R"("一侧面部肌肉不自主地反复抽动。","sources":["source/spasm-consensus"]}}
{"id":"condition/nerve-compression","name":"血管压迫面神经"}
{"id":"condition/facial-palsy","name":"面神经麻痹","aliases":["面瘫"]}
{"id":"condition/mitral-valve-disease","name":"二尖瓣疾病","aliases":[{"text":"MVD","use":"needs_context"}]}
{"id":"condition/bowel-spasm","name":"肠痉挛"}
{"id":"condition/cervical-spondylosis","name":"颈椎病"}
{"id":"symptom/face-twitch","name":"面部抽动"}
{"id":"symptom/tinnitus","name":"耳鸣"}
{"id":"substance/carbamazepine","name":"卡马西平","codes":[{"system":"ATC","code":"N03AF01"}]}
{"id":"substance/anisodamine","name":"山莨菪碱"}
{"id":"procedure/decompression","name":"微血管减压术","aliases":[{"text":"MVD","use":"needs_context"}]}
{"id":"test/electromyography","name":"肌电图"}
{"id":"department/internal-medicine","name":"内科"}
{"id":"department/neurology","name":"神经内科"}
{"id":"department/neurosurgery","name":"神经外科"}
{"id":"department/orthopaedics","name":"骨科"}
)");
    write("relations/all.jsonl",
          R"({"subject":"department/neurology","predicate":"part_of","object":"department/internal-medicine",)"
          R"("sources":["source/neurology-book"]}
{"subject":"condition/facial-spasm","predicate":"managed_in","object":"department/neurology","role":"first",)"
          R"("sources":["source/spasm-consensus"],"statement":"面肌痉挛先看神经内科。"}
{"subject":"condition/facial-spasm","predicate":"managed_in","object":"department/neurosurgery","role":"also",)"
          R"("sources":["source/spasm-consensus"]}
{"subject":"condition/facial-spasm","predicate":"caused_by","object":"condition/nerve-compression","role":"main",)"
          R"("sources":["source/spasm-consensus"],"evidence":"high","statement":"血管压迫面神经根部是主要原因。",)"
          R"("review":{"by":"顾云","on":"2026-01-05","how":"对照共识原文"}}
{"subject":"condition/facial-spasm","predicate":"has_symptom","object":"symptom/face-twitch","role":"core",)"
          R"("sources":["source/spasm-consensus"]}
{"subject":"condition/facial-spasm","predicate":"diagnosed_by","object":"test/electromyography","role":"core",)"
          R"("sources":["source/spasm-consensus"]}
{"subject":"condition/facial-spasm","predicate":"treated_by","object":"substance/carbamazepine",)"
          R"("role":"alternative","sources":["source/spasm-consensus"],"statement":"卡马西平可减轻抽动。"}
{"subject":"condition/facial-spasm","predicate":"treated_by","object":"procedure/decompression",)"
          R"("role":"first_line","curative":true,"sources":["source/spasm-consensus"]}
{"subject":"condition/facial-spasm","predicate":"often_confused_with","object":"condition/bowel-spasm",)"
          R"("sources":["source/neurology-book"]}
{"subject":"condition/bowel-spasm","predicate":"treated_by","object":"substance/anisodamine","role":"first_line",)"
          R"("sources":["source/neurology-book"]}
{"subject":"condition/cervical-spondylosis","predicate":"managed_in","object":"department/orthopaedics",)"
          R"("role":"first","sources":["source/neurology-book"]}
)");
    write("red_flags.jsonl",
          R"({"id":"red_flag/spasm-stroke","of":"condition/facial-spasm","level":"emergency","match":"any","signs":)"
          R"(["突然说话不清",{"text":"面部抽动同时一侧手脚无力","concept":"symptom/face-twitch"}],)"
          R"("action":"立即拨打120。","sources":["source/neurology-book"]}
)");
    write("articles/spasm-causes.md", kExampleArticle);
    write("articles/bowel.md",
          "+++\nid = \"article/bowel\"\ntitle = \"肠痉挛怎么办\"\n+++\n\n肠痉挛时腹部阵阵疼痛。\n");
    write("articles/draft.md",
          "+++\nid = \"article/draft\"\ntitle = \"面肌痉挛的未完稿\"\nstatus = \"draft\"\n+++\n\n面肌痉挛写到一半。\n");
    write("hospitals.jsonl", R"({"id":"hospital/wutong","name":"梧桐医院","level":"三级甲等","province":"示例省",)"
                             R"("city":"梧桐市","departments":["神经内科","打鼾门诊"]}
)");
    write("doctors.jsonl",
          R"({"id":"doctor/gu-yun","name":"顾云","titles":["主任医师","教授"],"hospital":"hospital/wutong",)"
          R"("department":"神经内科","specialty":"面肌痉挛的诊断和注射治疗。"}
{"id":"doctor/qin-gu","name":"秦固","titles":["主治医师"],"hospital":"hospital/wutong","department":"骨科",)"
          R"("specialty":"颈椎病。"}
)");
    write("drugs.jsonl",
          R"({"id":"drug/carbamazepine-jia","name":"卡马西平片","ingredients":"卡马西平","manufacturer":)"
          R"("甲地制药厂","classification":"prescription","indications":"用于三叉神经痛和偏侧面肌痉挛。"}
{"id":"drug/carbamazepine-yi","name":"卡马西平片","ingredients":"卡马西平","manufacturer":"乙地制药厂",)"
          R"("classification":"prescription","indications":"用于三叉神经痛和偏侧面肌痉挛。"}
{"id":"drug/anisodamine","name":"消旋山莨菪碱片","ingredients":"山莨菪碱","manufacturer":"甲地制药厂",)"
          R"("classification":"prescription","indications":"用于肠痉挛。"}
)");
    write("tests.jsonl", R"({"id":"test/electromyography","name":"肌电图","description":"记录肌肉的电活动。"}
{"id":"test/grip","name":"握力测试","description":"看手的力气。"}
)");
    write("questions.jsonl",
          R"({"id":"question/which-department","title":"面肌痉挛挂什么科？","asked_on":"2026-02-01",)"
          R"("answers":[{"text":"挂号处可以问。"},{"text":"先到神经内科看。","doctor":"doctor/gu-yun"}]}
{"id":"question/twitch-again","title":"面肌痉挛会不会复发？","answers":[{"text":"一部分人会再抽动。"}]}
)");
}

/// Writes an old portal's dump into the folder `name` of `folder`: seven lines that can be used (with the hospital that
/// the doctors name, eight records) and three that cannot.
inline void write_example_dump(const FolderForTests& folder, const std::string& name = "old-portal") {
    const auto write = [&](const std::string& file, const std::string& text) { folder.write(name + "/" + file, text); };
    write("articles.jsonl", R"({"title":"面肌痉挛是什么病","breadcrumb":["首页","内科","神经内科"],"source":"旧站",)"
                            R"("body":"面肌痉挛是一侧面部不自主抽动的病。精神紧张时加重。"}
{"title":"脸抽动能自己好吗","excerpt":"面肌痉挛很少自己好，多数人会..."}
{"title":"没有正文的文章"}
)");
    write("doctors.jsonl",
          R"({"name":"柳医生","titles":["主任医师"],"hospital":"梧桐市第二医院","department":"神经内科",)"
          R"("specialty":"擅长面肌痉挛..."}
{"name":"石医生","titles":["主治医师"],"hospital":"梧桐市第二医院","department":"骨科","specialty":"擅长颈椎病、面..."}
)");
    write("drugs.jsonl", R"({"name":"双面宁胶囊","manufacturer":"东坡药厂","indications":"用于肠痉挛，胃..."}
{"name":"双面宁胶囊","manufacturer":"西坡药厂","indications":"用于肠痉挛，胃..."}
)");
    write("questions.jsonl",
          R"({"question":"面肌痉挛看什么科","answer":"先看神经内科...","answered_by":{"name":"柳医生",)"
          R"("title":"主任医师","hospital":"梧桐市第二医院"}}
{"question":"没写完的
)"
          "{\"question\":\"坏字节\",\"answer\":\"\xE9\x9D\"}\n");
}

/// A portal in the folder `data` of `folder` that holds the example pack, ready to be read.
inline std::unique_ptr<Workspace> example_workspace(const FolderForTests& folder) {
    write_example_pack(folder);
    auto workspace = Workspace::open((folder.path() / "data").string(), Workspace::Missing::Create);
    CHECK(workspace);
    const auto report = import_folder((*workspace)->store(), folder.path() / "demo-zh", BadLines::Refuse);
    CHECK(report && report->stored);
    (*workspace)->refresh();
    return std::move(*workspace);
}

}  // namespace xinglin
