#pragma once

#include <boost/json.hpp>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/strings.h"
#include "knowledge/knowledge.h"

namespace xinglin {

/// A place in a file; both count from 1, columns in bytes. Line 0: the file as a whole.
struct Place {
    std::size_t line = 0;
    std::size_t column = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
};

/// Where the fields of one object stand, by their path ("answers[0].text").
class FieldPlaces {
  public:
    void put(std::string path, Place place) { places_.emplace(std::move(path), place); }
    void set_start(Place start) { start_ = start; }
    Place start() const { return start_; }

    /// The place of the field, or of the nearest thing around it that is known.
    Place of(std::string_view path) const;

  private:
    StringMap<Place> places_;
    Place start_{1, 1};
};

/// A problem and its place in a file.
struct PlacedProblem {
    Problem problem;
    Place place;
};

/// What is wrong with a text before its fields can be read.
struct SyntaxFault {
    std::string rule;
    Place place;
    std::string message;
    std::string mend;
};

/// One object read from text, and where its fields stand; nothing in it when there is a fault.
struct FieldText {
    boost::json::object object;
    FieldPlaces places;
    std::optional<SyntaxFault> fault;
};

/// A syntax fault as a problem of the entity that could not be read.
PlacedProblem problem_of(const SyntaxFault& fault);

/// What a codec says of an object's fields, at the place of the field: rule unknown-field, missing-field or bad-field.
PlacedProblem problem_of(const Error& error, const FieldPlaces& places);

}  // namespace xinglin
