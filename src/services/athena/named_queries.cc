#include "services/athena/named_queries.h"

namespace firn::services::athena {

Result<api::athena::NamedQuery> FindNamedQuery(const state::Reader& reader, const api::Call& call,
                                               const std::string& id) {
  const auto key = reader.Find(NamedQueryIdKey(call, id));
  if (key != nullptr) {
    FIRN_TRY(auto record, state::Load<NamedQueryRecord>(reader, *key));
    if (record) return std::move(record->query);
  }
  return api::athena::InvalidRequestException("NamedQuery " + id + " was not found");
}

void SaveNamedQuery(state::Transaction& transaction, const api::Call& call,
                    const api::athena::NamedQuery& query) {
  const std::string id = query.named_query_id.value_or("");
  const std::string key = NamedQueryKey(call, query.work_group.value_or(std::string(kPrimary)), id);
  state::Save(transaction, key, NamedQueryRecord{query});
  transaction.Put(NamedQueryIdKey(call, id), key);
}

std::string NamedQueryArn(const Athena& athena, const api::Call& call, const std::string& id) {
  const auto query = FindNamedQuery(athena.with.store.Read(), call, id);
  return WorkGroupArn(call, query ? query->work_group : std::nullopt);
}

}  // namespace firn::services::athena
