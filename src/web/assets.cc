#include "web/assets.h"

#include <vector>

#include "base/check.h"
#include "base/strings.h"
#include "web/embedded_assets.h"

namespace xinglin {
namespace {

struct Asset {
    std::string name;
    std::string hashed_name;
    std::string url;
    std::shared_ptr<const Content> content;
};

std::string type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    if (name.ends_with(".png")) return "image/png";
    return "application/octet-stream";
}

Asset make_asset(const EmbeddedAsset& embedded) {
    const std::string name(embedded.name);
    const std::size_t dot = name.rfind('.');
    CHECK(dot != std::string::npos);
    const std::string hashed_name = name.substr(0, dot) + "." + hex16(fnv1a(embedded.bytes)) + name.substr(dot);
    return {name, hashed_name, "/assets/" + hashed_name,
            make_content(type_of(name), std::string(embedded.bytes), Packing::Smallest)};
}

const std::vector<Asset>& assets() {
    static const std::vector<Asset> all = [] {
        std::vector<Asset> made;
        for (const EmbeddedAsset& embedded : embedded_assets()) made.push_back(make_asset(embedded));
        return made;
    }();
    return all;
}

}  // namespace

const std::string& asset_url(std::string_view name) {
    const Asset* found = nullptr;
    for (const Asset& asset : assets()) {
        if (asset.name == name) found = &asset;
    }
    CHECK(found != nullptr);
    return found->url;
}

std::shared_ptr<const Content> asset_content(std::string_view hashed_name) {
    for (const Asset& asset : assets()) {
        if (asset.hashed_name == hashed_name) return asset.content;
    }
    return nullptr;
}

}  // namespace xinglin
