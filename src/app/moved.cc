#include "app/moved.h"

#include <set>

#include "catalog/snapshot.h"
#include "store/store.h"

namespace xinglin {
namespace {

/// The records that lead from an old path, and which paths are claimed twice.
struct Claims {
    StringMap<std::string> records;
    std::set<std::string> shared;

    void add(const Record& record) {
        if (record.head.old_address.empty() || record.head.status != Status::Published) return;
        std::string path = old_path_of(record.head.old_address);
        // The home page of an old portal is this one's.
        if (path.empty() || path == "/") return;
        const auto [known, is_new] = records.try_emplace(std::move(path), record.head.id);
        if (is_new) return;
        shared.insert(known->first);
        if (record.head.id < known->second) known->second = record.head.id;
    }
};

}  // namespace

std::string old_path_of(std::string_view address) {
    address = trimmed(address);
    const auto scheme = address.find("://");
    if (scheme != std::string_view::npos) {
        const auto begin = address.find_first_of("/?#", scheme + 3);
        address = begin == std::string_view::npos ? "/" : address.substr(begin);
    }
    address = address.substr(0, address.find('#'));
    if (address.starts_with('?')) return "/" + std::string(address);
    return address.starts_with('/') ? std::string(address) : std::string();
}

StringMap<std::string> moved_records(const Snapshot& snapshot) {
    Claims claims;
    for (int i = 0; i < kRecordKindCount; ++i) {
        for (const RecordIndex index : snapshot.corpus->of_kind(static_cast<RecordKind>(i))) {
            claims.add(snapshot.corpus->at(index).record);
        }
    }
    return std::move(claims.records);
}

RedirectReport redirects_of(Store& store) {
    RedirectReport report;
    Claims claims;
    store.for_each_record([&](const Store::StoredRecord& stored) {
        const RecordHead& head = stored.record.head;
        if (head.old_address.empty()) return;
        claims.add(stored.record);
        report.entries.push_back({head.old_address, head.id});
    });
    for (RedirectReport::Entry& entry : report.entries) {
        const auto known = claims.records.find(old_path_of(entry.address));
        entry.record = known == claims.records.end() ? "" : known->second;
        if (entry.record.empty()) ++report.nowhere;
    }
    report.shared.assign(claims.shared.begin(), claims.shared.end());
    return report;
}

RedirectReport redirects_of(Store& store, std::string_view lines) {
    Claims claims;
    store.for_each_record([&](const Store::StoredRecord& stored) { claims.add(stored.record); });
    RedirectReport report;
    for (const std::string_view line : split(lines, '\n')) {
        const std::string path = old_path_of(line);
        if (path.empty()) continue;
        const auto known = claims.records.find(path);
        report.entries.push_back(
            {std::string(trimmed(line)), known == claims.records.end() ? std::string() : known->second});
        if (report.entries.back().record.empty()) ++report.nowhere;
    }
    report.shared.assign(claims.shared.begin(), claims.shared.end());
    return report;
}

}  // namespace xinglin
