// TagResource: adds tags to a log group.

#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::TagResourceInput& input) {
  return {{"logs:TagResource", GroupArn(call, GroupNameOf(input.resource_arn)).text(), {}, {}}};
}

Result<api_logs::TagResourceOutput> Handle(Logs& logs, const api::Call& call, const api_logs::TagResourceInput& input) {
  constexpr size_t kTagsMax = 50;
  FIRN_OK(logs.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string name = GroupNameOf(input.resource_arn);
    FIRN_TRY(auto group, FindGroup(transaction, call, name));
    for (const auto& [key, value] : input.tags) group.tags[key] = value;
    if (group.tags.size() > kTagsMax) {
      return Fail(Error{Kind::kInvalid, "A resource can have no more than 50 tags.", "TooManyTagsException", 400, {}});
    }
    state::Save(transaction, GroupKey(call, name), group);
    return {};
  }));
  return api_logs::TagResourceOutput{};
}

}  // namespace firn::services::logs
