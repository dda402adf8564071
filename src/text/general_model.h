#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace xinglin {

/// How likely words of everyday Chinese follow one another: the trigram model of the input method library libime
/// (Debian's libime-data-language-model, 165,000 words, 17 MB, mapped from its file). Immutable, thread-safe.
class GeneralModel {
  public:
    using Word = std::uint32_t;
    static constexpr Word kUnknown = 0;

    /// The words before, as the library keeps them.
    using State = std::array<char, 20 + sizeof(void*)>;

    /// The system's model, opened once for all that ask at the same time; nullptr, and a line in the log, when it is
    /// not installed or cannot be read. Some milliseconds.
    static std::shared_ptr<const GeneralModel> system();

    /// As system(), but from this file.
    static std::shared_ptr<const GeneralModel> open(const std::string& file);

    ~GeneralModel();

    /// The word of exactly these characters, or kUnknown. Some 30 ns.
    Word find(std::string_view word) const;

    const State& start() const;

    /// Natural logarithm of the probability of `word` after `state`; into `after` the state that follows. An unknown
    /// word is as unlikely as the rarest.
    float score(const State& state, Word word, State& after) const;

    /// As above, whatever stands before.
    float score(Word word) const;

  private:
    class File;
    explicit GeneralModel(std::unique_ptr<File> file);

    template <typename Open>
    static std::shared_ptr<const GeneralModel> made_of(const Open& open);

    std::unique_ptr<File> file_;
};

}  // namespace xinglin
