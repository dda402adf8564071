#include <elf.h>
#include <link.h>
#include <xxhash.h>

#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "catalog/model_file.h"
#include "text/general_model.h"

namespace xinglin {
namespace {

/// The build id among the notes of one segment; "" when it is not there.
std::string_view build_id_in(std::string_view notes) {
    const auto padded = [](std::size_t size) { return (size + 3) / 4 * 4; };
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note{};
        std::memcpy(&note, notes.data(), sizeof note);
        const std::size_t name = sizeof note;
        const std::size_t description = name + padded(note.n_namesz);
        const std::size_t end = description + padded(note.n_descsz);
        if (end > notes.size()) return {};
        if (note.n_type == NT_GNU_BUILD_ID && notes.substr(name, note.n_namesz) == std::string_view("GNU", 4))
            return notes.substr(description, note.n_descsz);
        notes.remove_prefix(end);
    }
    return {};
}

/// Takes the build id of the program itself, which is the first that is visited, and ends the visit.
int take_build_id(dl_phdr_info* object, std::size_t /*size*/, void* taken) {
    for (const auto& segment : std::span(object->dlpi_phdr, object->dlpi_phnum)) {
        if (segment.p_type != PT_NOTE) continue;
        const auto* notes = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
        const std::string_view id = build_id_in({notes, segment.p_filesz});
        if (!id.empty()) *static_cast<std::string*>(taken) = id;
    }
    return 1;
}

/// What the model of everyday Chinese thinks of some words: a new version of it thinks otherwise.
std::string traits_of_everyday_chinese() {
    const auto model = GeneralModel::system();
    if (!model) return "none";
    std::string traits;
    for (const std::string_view word :
         {"的", "医生", "头痛", "骨头", "手术", "昨天", "孩子", "吃", "北京", "说", "疼"}) {
        const float score = model->score(model->find(word));
        traits.append(reinterpret_cast<const char*>(&score), sizeof score);
    }
    return traits;
}

}  // namespace

std::uint64_t program_identity() {
    std::string id;
    dl_iterate_phdr(take_build_id, &id);
    if (id.empty()) return 0;
    id += traits_of_everyday_chinese();
    return XXH3_64bits(id.data(), id.size());
}

}  // namespace xinglin
