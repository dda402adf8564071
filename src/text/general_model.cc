#include "text/general_model.h"

#include <exception>
#include <type_traits>
#include <utility>

#include <libime/core/languagemodel.h>
#include <libime/core/lattice.h>

#include "base/guarded.h"
#include "base/log.h"

namespace xinglin {
namespace {

constexpr float kNaturalOfTen = 2.302585F;
constexpr float kUnknownCost = 18.5F;

}  // namespace

class GeneralModel::File {
  public:
    explicit File(std::shared_ptr<const libime::StaticLanguageModelFile> file) : model(std::move(file)) {}

    libime::LanguageModel model;
};

GeneralModel::GeneralModel(std::unique_ptr<File> file) : file_(std::move(file)) {}
GeneralModel::~GeneralModel() = default;

template <typename Open>
std::shared_ptr<const GeneralModel> GeneralModel::made_of(const Open& open) {
    try {
        return std::shared_ptr<const GeneralModel>(new GeneralModel(std::make_unique<File>(open())));
    } catch (const std::exception& error) {
        log(LogLevel::Warning,
            std::string(
                "text: without a model of everyday Chinese (package libime-data-language-model) names are torn out "
                "of longer words, and fewer typing errors are mended: ") +
                error.what());
        return nullptr;
    }
}

std::shared_ptr<const GeneralModel> GeneralModel::open(const std::string& file) {
    return made_of([&] { return std::make_shared<const libime::StaticLanguageModelFile>(file.c_str()); });
}

std::shared_ptr<const GeneralModel> GeneralModel::system() {
    static Guarded<std::weak_ptr<const GeneralModel>> opened;
    return opened.with([](std::weak_ptr<const GeneralModel>& known) {
        auto model = known.lock();
        if (!model) {
            model = made_of(
                [] { return libime::DefaultLanguageModelResolver::instance().languageModelFileForLanguage("zh_CN"); });
            known = model;
        }
        return model;
    });
}

GeneralModel::Word GeneralModel::find(std::string_view word) const {
    return file_->model.index(word);
}

const GeneralModel::State& GeneralModel::start() const {
    return file_->model.beginState();
}

float GeneralModel::score(const State& state, Word word, State& after) const {
    static_assert(std::is_same_v<State, libime::State>);
    if (word == kUnknown) {
        after = file_->model.nullState();
        return -kUnknownCost;
    }
    return file_->model.score(state, libime::WordNode({}, word), after) * kNaturalOfTen;
}

float GeneralModel::score(Word word) const {
    State after{};
    return score(file_->model.nullState(), word, after);
}

}  // namespace xinglin
