#pragma once

#include <memory>
#include <string_view>

#include "intake/rows.h"

namespace xinglin {

/// Whether an input that begins so is XML, such as WordPress's export.
bool begins_xml(std::string_view beginning);

/// Reads a WordPress export (WXR, which is RSS): each published post or page is a row with the fields of a dump's
/// article: title, body, excerpt, url, published_on and, from the channel's title, source. What is no text
/// (attachments, menus) or was not public (drafts, private and protected posts) is passed over. No entity is ever
/// fetched, and a document type, which could define some, ends reading with a failure, as does XML that is not
/// well-formed. `first` is what was taken of the input already. Memory is bounded by one item.
Result<std::unique_ptr<RowReader>> open_wxr(std::unique_ptr<Input> input, std::string_view first);

}  // namespace xinglin
