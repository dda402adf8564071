#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/views.h"

namespace xinglin {

struct Snapshot;
struct AnnotatedRecord;

/// Whether the knowledge contradicts the text and nobody has answered for it.
bool is_contradicted(const AnnotatedRecord& record);

/// What readers of the article are told beside it: what it says against the knowledge, the main causes that it leaves
/// out, and, where it does neither, what the knowledge says on what its title asks. Nothing for a curated text: there
/// the editors are told. O(findings + relations of the subject).
std::vector<ReaderNote> reader_notes_of(const Snapshot& snapshot, const AnnotatedRecord& record);

/// The part of an editor's message that says what is known: behind "与已知不符：" where it stands, without the basis in
/// brackets at its end and without a full stop.
std::string known_part(std::string_view message);

}  // namespace xinglin
