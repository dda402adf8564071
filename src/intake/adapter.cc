#include "intake/adapter.h"

namespace xinglin {

Result<std::unique_ptr<Adapter>> make_adapter(const ImportProfile& profile, const IntakeContext& context) {
    static_cast<void>(context);
    return Error{ErrorCode::InvalidInput,
                 "The adapter \"" + std::string(name_of(profile.adapter)) + "\" is not there yet.", "adapter"};
}

}  // namespace xinglin
