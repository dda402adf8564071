#include "knowledge/administration.h"

#include "base/name_table.h"

namespace xinglin {
namespace {

constexpr NameTable<Administration> kRoutes("oral", "sublingual", "oromucosal", "intravenous", "intramuscular",
                                            "subcutaneous", "local_injection", "intrathecal", "intravitreal", "inhaled",
                                            "nasal", "rectal", "vaginal", "topical", "transdermal", "ophthalmic",
                                            "otic");
constexpr NameTable<Administration> kChineseRoutes("口服", "舌下含服", "口腔黏膜给药", "静脉给药", "肌内注射",
                                                   "皮下注射", "局部注射", "鞘内注射", "玻璃体内注射", "吸入",
                                                   "鼻腔给药", "直肠给药", "阴道给药", "外用", "经皮贴敷", "滴眼",
                                                   "滴耳");
constexpr NameTable<CareSetting> kSettings("", "hospital");

}  // namespace

std::string_view name_of(Administration route) {
    return kRoutes.name_of(route);
}

std::optional<Administration> administration_named(std::string_view name) {
    return kRoutes.named(name);
}

std::string_view chinese_name_of(Administration route) {
    return kChineseRoutes.name_of(route);
}

std::vector<Administration> Administrations::listed() const {
    std::vector<Administration> routes;
    for (const Administration route : all_of<Administration>) {
        if (contain(route)) routes.push_back(route);
    }
    return routes;
}

std::string_view name_of(CareSetting setting) {
    return kSettings.name_of(setting);
}

std::optional<CareSetting> care_setting_named(std::string_view name) {
    return kSettings.named(name);
}

}  // namespace xinglin
