#include "intake/generic_name.h"

#include <algorithm>
#include <array>

#include "base/strings.h"
#include "text/utf8.h"

namespace xinglin {
namespace {

/// Dosage forms, each before those that it ends with.
constexpr std::array<std::string_view, 66> kForms = {
    "口服混悬液", "氯化钠注射液", "葡萄糖注射液", "干混悬剂",   "混悬液", "口服溶液",
    "口服乳液",   "口服液",       "滴眼液",       "滴鼻液",     "滴耳液", "滴鼻剂",
    "滴耳剂",     "注射液",       "喷雾剂",       "气雾剂",     "吸入剂", "粉雾剂",
    "喷鼻剂",     "植入剂",       "透皮贴剂",     "贴剂",       "贴片",   "搽剂",
    "洗剂",       "洗液",         "灌肠剂",       "阴道泡腾片", "阴道栓", "阴道片",
    "泡腾颗粒",   "肠溶胶囊",     "缓释胶囊",     "控释胶囊",   "软胶囊", "胶囊剂",
    "胶囊",       "胶丸",         "肠溶微丸",     "肠溶片",     "缓释片", "控释片",
    "分散片",     "咀嚼片",       "泡腾片",       "口腔崩解片", "口崩片", "含片",
    "薄膜衣片",   "薄膜片",       "糖衣片",       "片剂",       "片",     "颗粒剂",
    "颗粒",       "冲剂",         "糖浆",         "乳膏",       "软膏",   "眼膏",
    "眼用凝胶",   "凝胶",         "栓剂",         "滴剂",       "溶液",   "酊"};

/// What tells what a product does, not what is in it: such a rest is no generic name.
constexpr std::array<std::string_view, 14> kEffects = {"消炎", "止咳", "止血", "止痛", "去痛", "镇痛", "退热",
                                                       "感冒", "降压", "降糖", "止泻", "安神", "复方", "小儿"};

std::string without_brackets(std::string_view name) {
    std::string kept;
    std::size_t at = 0;
    int depth = 0;
    while (at < name.size()) {
        const std::uint32_t length = decode_utf8(name, at).length;
        const std::string_view character = name.substr(at, length);
        at += length;
        if (character == "(" || character == "（") ++depth;
        if (depth == 0) kept += character;
        if ((character == ")" || character == "）") && depth > 0) --depth;
    }
    return kept;
}

bool can_stand_alone(std::string_view rest) {
    return count_characters(rest) >= 2 && std::find(kEffects.begin(), kEffects.end(), rest) == kEffects.end();
}

}  // namespace

std::string generic_name_of(std::string_view product) {
    const std::string bare = without_brackets(product);
    std::string_view name = trimmed(bare);
    constexpr std::string_view kForInjection = "注射用";
    if (name.starts_with(kForInjection) && can_stand_alone(name.substr(kForInjection.size()))) {
        name.remove_prefix(kForInjection.size());
    }
    for (const std::string_view form : kForms) {
        if (!name.ends_with(form)) continue;
        const std::string_view rest = name.substr(0, name.size() - form.size());
        if (can_stand_alone(rest)) name = rest;
        break;
    }
    return name.empty() ? std::string(trimmed(product)) : std::string(name);
}

}  // namespace xinglin
