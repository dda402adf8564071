#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace xinglin {

class ArchiveReader;
class ArchiveWriter;

/// How likely a character is after the three before it, learnt from texts: interpolated absolute discounting (Ney,
/// Essen and Kneser 1994) over folded characters. A run of digits is one token and so is a run of letters; whatever
/// else is no Chinese character parts texts. Immutable, so any number of threads may share one.
class CharacterModel {
  public:
    using Token = std::uint16_t;
    static constexpr Token kBoundary = 0;
    static constexpr Token kDigits = 1;
    static constexpr Token kLetters = 2;
    static constexpr Token kUnknown = 3;  ///< a Chinese character that no text held

    /// As many of the last three tokens as the model knows texts to go on from. At first, a boundary.
    class Context {
      public:
        friend bool operator==(const Context&, const Context&) = default;

      private:
        friend class CharacterModel;
        std::uint64_t tokens = 0xFFFF'FFFF'FFFF'0000U;  // The latest lowest; above them, none.
    };

    /// Gathers texts. Memory: eight bytes a character.
    class Builder {
      public:
        Builder();
        void add(std::string_view text, unsigned times = 1);
        std::size_t tokens() const { return windows_.size(); }
        CharacterModel build();

      private:
        Token token_of(char32_t folded);

        std::vector<std::uint64_t> windows_;  // four tokens, the last lowest
        std::vector<Token> tokens_;           // by code point
        std::size_t token_count_ = kUnknown + 1U;
    };

    CharacterModel();

    Token token(char32_t folded) const;

    /// Natural logarithm of the probability of `next`, which becomes the last token of `context`. At most seven
    /// look-ups. A run of digits or of letters is to be one token.
    float score(Context& context, Token next) const;

    /// For a file that the same build of the program reads back (base/archive.h).
    void save(ArchiveWriter& archive) const;
    static CharacterModel load(ArchiveReader& archive);

    std::size_t memory_bytes() const;

  private:
    struct Entry {
        std::uint32_t check = 0;
        std::uint16_t cost = 0;     // of the last token after the others: minus logarithm * kScale; kNoEntry: empty
        std::uint16_t backoff = 0;  // of these tokens as a context
    };

    const Entry* find(std::uint64_t hash) const;
    Entry& insert(std::uint64_t hash);
    void learn(std::vector<std::uint64_t> windows);

    std::vector<Token> tokens_;  // by code point, BMP
    std::vector<float> single_;  // by token
    std::vector<Entry> entries_;
};

}  // namespace xinglin
