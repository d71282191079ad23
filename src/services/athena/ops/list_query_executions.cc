// ListQueryExecutions: ids of the statements that ran in a work group, the newest first.
// Differs from AWS: the last 256 executions of all work groups are known, and none from before the
// server started.

#include <algorithm>

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::ListQueryExecutionsInput& input) {
  return {{"athena:ListQueryExecutions", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::ListQueryExecutionsOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::ListQueryExecutionsInput& input) {
  constexpr size_t kLimit = 50;
  const std::string group = input.work_group.value_or(std::string(kPrimary));
  FIRN_OK(FindWorkGroup(athena.with.store.Read(), call, group));
  FIRN_TRY(const PageOf page, PageFor(input.next_token, input.max_results, kLimit));
  const std::vector<std::string> all = athena.List(call, group);
  auto next = all.begin();
  if (!page.after.empty()) {
    next = std::find(all.begin(), all.end(), page.after);
    if (next == all.end()) return api_athena::InvalidRequestException("Invalid NextToken");
    ++next;
  }
  api_athena::ListQueryExecutionsOutput output;
  auto& ids = output.query_execution_ids.emplace();
  while (next != all.end() && ids.size() < page.limit) ids.push_back(*next++);
  if (next != all.end()) output.next_token = PageToken(ids.back());
  return output;
}

}  // namespace firn::services::athena
