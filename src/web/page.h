#pragma once

#include <string>
#include <utility>

namespace xinglin {

/// A whole HTML document that every reader gets alike: made of a Reader, which knows no user, and of the address alone.
/// The page cache takes nothing else.
struct PublicPage {
    explicit PublicPage(std::string document) : html(std::move(document)) {}
    std::string html;
};

/// A whole HTML document that is for one person, because of what they asked or who they are. No cache that others read
/// takes it, and no proxy may keep it.
struct PersonalPage {
    explicit PersonalPage(std::string document) : html(std::move(document)) {}
    std::string html;
};

}  // namespace xinglin
