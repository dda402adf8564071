#include "text/general_words.h"

#include <fstream>
#include <iterator>
#include <string_view>

#include <libime/core/languagemodel.h>

namespace xinglin {

namespace {

/// Asks the library where it has its model; only its heirs may.
class ModelFile : public libime::LanguageModelResolver {
  public:
    static std::string path() {
        const auto ask = &ModelFile::languageModelFileNameForLanguage;
        libime::LanguageModelResolver& resolver = libime::DefaultLanguageModelResolver::instance();
        return (resolver.*ask)("zh_CN");
    }
};

}  // namespace

std::vector<std::string> words_of_system_model(const GeneralModel& model) {
    // KenLM ends a file with its words in the order of their numbers, a NUL behind each, the unknown word first.
    constexpr std::string_view kFirst("<unk>\0", 6);
    std::ifstream in(ModelFile::path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::size_t begin = bytes.rfind(kFirst);
    if (begin == std::string::npos || bytes.back() != '\0') return {};
    std::vector<std::string> words;
    std::string_view rest = std::string_view(bytes).substr(begin + kFirst.size());
    for (GeneralModel::Word number = 1; !rest.empty(); ++number) {
        const std::size_t length = rest.find('\0');
        const std::string_view word = rest.substr(0, length);
        if (model.find(word) != number) return {};
        words.emplace_back(word);
        rest.remove_prefix(length + 1);
    }
    return words;
}

}  // namespace xinglin
