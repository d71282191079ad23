// ListWorkGroups: the work groups of the account in this region, by name.

#include <algorithm>

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call&, const api_athena::ListWorkGroupsInput&) {
  return {{"athena:ListWorkGroups", "*", {}, {}}};
}

Result<api_athena::ListWorkGroupsOutput> Handle(Athena& athena, const api::Call& call,
                                                const api_athena::ListWorkGroupsInput& input) {
  constexpr size_t kLimit = 50;
  const state::Snapshot reader = athena.with.store.Read();
  FIRN_TRY(const PageOf page, PageFor(input.next_token, input.max_results, kLimit));
  FIRN_TRY(const auto kept,
           state::List<WorkGroupRecord>(reader, WorkGroupPrefix(call), "", SIZE_MAX));
  std::vector<WorkGroupRecord> groups;
  for (const auto& item : kept.items) groups.push_back(*item.value);
  const auto by_name = [](const WorkGroupRecord& a, const WorkGroupRecord& b) {
    return a.name < b.name;
  };
  FIRN_TRY(WorkGroupRecord primary, FindWorkGroup(reader, call, kPrimary));
  const auto place = std::lower_bound(groups.begin(), groups.end(), primary, by_name);
  if (place == groups.end() || place->name != kPrimary) groups.insert(place, std::move(primary));
  api_athena::ListWorkGroupsOutput output;
  auto& shown = output.work_groups.emplace();
  for (const WorkGroupRecord& group : groups) {
    if (group.name <= page.after) continue;
    if (shown.size() == page.limit) {
      output.next_token = PageToken(shown.back().name.value_or(""));
      break;
    }
    auto& summary = shown.emplace_back();
    summary.name = group.name;
    summary.state = group.state;
    summary.description = group.description.value_or("");
    if (group.created != Time()) summary.creation_time = group.created;
    summary.engine_version = group.configuration.engine_version;
  }
  return output;
}

}  // namespace firn::services::athena
