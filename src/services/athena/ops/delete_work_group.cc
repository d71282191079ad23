// DeleteWorkGroup: removes a work group, with what it holds when asked to.

#include "services/athena/athena.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

namespace {

bool HasAny(const state::Reader& reader, const std::string& prefix) {
  bool any = false;
  reader.ForEachPrefix(prefix, "", [&](std::string_view, std::string_view) {
    any = true;
    return false;
  });
  return any;
}

}  // namespace

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::DeleteWorkGroupInput& input) {
  return {{"athena:DeleteWorkGroup", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::DeleteWorkGroupOutput> Handle(Athena& athena, const api::Call& call,
                                                 const api_athena::DeleteWorkGroupInput& input) {
  if (input.work_group == kPrimary) {
    return api_athena::InvalidRequestException("The primary WorkGroup cannot be deleted");
  }
  const bool runs = !athena.List(call, input.work_group).empty();
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindWorkGroup(transaction, call, input.work_group));
    const std::string queries = NamedQueryPrefix(call, input.work_group);
    const std::string statements = PreparedStatementPrefix(call, input.work_group);
    if (!input.recursive_delete_option.value_or(false) &&
        (runs || HasAny(transaction, queries) || HasAny(transaction, statements))) {
      return api_athena::InvalidRequestException("WorkGroup " + input.work_group + " is not empty");
    }
    FIRN_TRY(const auto page, state::List<NamedQueryRecord>(transaction, queries, "", SIZE_MAX));
    for (const auto& item : page.items) {
      transaction.Erase(NamedQueryIdKey(call, item.value->query.named_query_id.value_or("")));
    }
    transaction.ErasePrefix(queries);
    transaction.ErasePrefix(statements);
    transaction.Erase(WorkGroupKey(call, input.work_group));
    return {};
  }));
  athena.Forget(call, input.work_group);
  return api_athena::DeleteWorkGroupOutput{};
}

}  // namespace firn::services::athena
