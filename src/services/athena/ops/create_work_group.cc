// CreateWorkGroup: makes a work group.
// Differs from AWS: settings of Spark, Identity Center, monitoring and customer keys are refused:
// they would do nothing.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

namespace {

constexpr size_t kWorkGroupsMax = 1000;

}  // namespace

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::CreateWorkGroupInput& input) {
  authz::Needs needs{{"athena:CreateWorkGroup", WorkGroupArn(call, input.name), {}, {}}};
  if (input.tags && !input.tags->empty())
    needs.push_back({"athena:TagResource", WorkGroupArn(call, input.name), {}, {}});
  return needs;
}

Result<api_athena::CreateWorkGroupOutput> Handle(Athena& athena, const api::Call& call,
                                                 const api_athena::CreateWorkGroupInput& input) {
  WorkGroupRecord group;
  group.name = input.name;
  group.state = "ENABLED";
  group.description = input.description;
  group.created = call.now;
  if (input.configuration) group.configuration = *input.configuration;
  FIRN_OK(CompleteConfiguration(group.configuration));
  if (input.tags) FIRN_OK(MergeTags(*input.tags, group.tags));
  const std::string key = WorkGroupKey(call, group.name);
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(key) || group.name == kPrimary) {
      return api_athena::InvalidRequestException("WorkGroup already exists");
    }
    size_t groups = 0;
    transaction.ForEachPrefix(WorkGroupPrefix(call), "", [&](std::string_view, std::string_view) {
      return ++groups < kWorkGroupsMax;
    });
    if (groups >= kWorkGroupsMax) {
      return api_athena::InvalidRequestException("The limit of 1000 work groups is reached");
    }
    state::Save(transaction, key, group);
    return {};
  }));
  return api_athena::CreateWorkGroupOutput{};
}

}  // namespace firn::services::athena
