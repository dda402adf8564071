// Runs a fuzz target without libFuzzer: every file of a corpus folder, then inputs made from them by a fixed-seed
// mutator, so that each change meets the same few hundred hostile inputs under any compiler and sanitizer.
// Usage: NAME_fuzz CORPUS_DIR. The number of the input is printed before a crash would lose it (--verbose).

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMutatedInputs = 400;
constexpr std::size_t kLargestInput = 64 * 1024;

/// What parsers here stumble over: broken and overlong UTF-8, quotes, markup, numbers at the edge.
// clang-format off
constexpr std::string_view kTokens[] = {
    "\xC0\xAF", "\xED\xA0\x80", "\xEF\xBB\xBF", "\xE9\x9D", "\xFF", "面肌痉挛", "…",
    "\"", "\\u0000", "{", "[[[[[[[[", "null", "99999999999",
    "<script>", "+++\n", "\r\n\r\n", "..", "%", "Content-Length: -1",
};
// clang-format on

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> inputs;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

class Mutator {
  public:
    explicit Mutator(const std::vector<std::string>& corpus) : corpus_(corpus) {}

    std::string next() {
        std::string input = any_of_corpus();
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(input);
        if (input.size() > kLargestInput) input.resize(kLargestInput);
        return input;
    }

  private:
    /// Less than `limit`; 0 when that is 0. Not a standard distribution, whose results differ between libraries.
    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

    const std::string& any_of_corpus() { return corpus_[below(corpus_.size())]; }

    void change(std::string& input) {
        const std::size_t at = below(input.size() + 1);
        const std::size_t length = 1 + below(16);
        switch (below(6)) {
            case 0:
                if (at < input.size()) input[at] = static_cast<char>(random_() & 0xFF);
                break;
            case 1:
                input.erase(at, length);
                break;
            case 2:
                input.insert(at, std::string(input.substr(at, length)));
                break;
            case 3:
                input.insert(at, kTokens[below(std::size(kTokens))]);
                break;
            case 4: {
                const std::string& other = any_of_corpus();
                input = input.substr(0, at) + other.substr(below(other.size() + 1));
                break;
            }
            case 5:
                input.resize(at);
                break;
        }
    }

    const std::vector<std::string>& corpus_;
    std::mt19937 random_{20240607};
};

void run(std::string_view input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s CORPUS_DIR [--verbose]\n", argv[0]);
        return 2;
    }
    const bool verbose = argc > 2 && std::string_view(argv[2]) == "--verbose";
    std::vector<std::string> corpus = read_corpus(argv[1]);
    corpus.emplace_back();
    Mutator mutator(corpus);
    for (std::size_t i = 0; i < corpus.size() + kMutatedInputs; ++i) {
        if (verbose) std::fprintf(stderr, "input %zu\n", i);
        run(i < corpus.size() ? corpus[i] : mutator.next());
    }
    std::printf("%zu corpus inputs and %zu mutated ones\n", corpus.size(), kMutatedInputs);
    return 0;
}
