// ListNamedQueries: ids of the statements kept in a work group.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::ListNamedQueriesInput& input) {
  return {{"athena:ListNamedQueries", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::ListNamedQueriesOutput> Handle(Athena& athena, const api::Call& call,
                                                  const api_athena::ListNamedQueriesInput& input) {
  constexpr size_t kLimit = 50;
  const std::string group = input.work_group.value_or(std::string(kPrimary));
  const state::Snapshot reader = athena.with.store.Read();
  FIRN_OK(FindWorkGroup(reader, call, group));
  FIRN_TRY(const PageOf page, PageFor(input.next_token, input.max_results, kLimit));
  const std::string after = page.after.empty() ? "" : NamedQueryKey(call, group, page.after);
  FIRN_TRY(const auto kept,
           state::List<NamedQueryRecord>(reader, NamedQueryPrefix(call, group), after, page.limit));
  api_athena::ListNamedQueriesOutput output;
  auto& ids = output.named_query_ids.emplace();
  for (const auto& item : kept.items) ids.push_back(item.value->query.named_query_id.value_or(""));
  if (kept.more) output.next_token = PageToken(ids.back());
  return output;
}

}  // namespace firn::services::athena
