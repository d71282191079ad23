// CreateNamedQuery: keeps a statement under a name.

#include "base/digest.h"
#include "base/encoding.h"
#include "services/athena/athena.h"
#include "services/athena/named_queries.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::CreateNamedQueryInput& input) {
  return {{"athena:CreateNamedQuery", WorkGroupArn(call, input.work_group), {}, {}}};
}

Result<api_athena::CreateNamedQueryOutput> Handle(Athena& athena, const api::Call& call,
                                                  const api_athena::CreateNamedQueryInput& input) {
  const std::string group = input.work_group.value_or(std::string(kPrimary));
  api_athena::NamedQuery query;
  query.name = input.name;
  query.description = input.description;
  query.database = input.database;
  query.query_string = input.query_string;
  query.work_group = group;
  query.named_query_id = athena.with.random.Uuid();
  const std::string request = Sha256(state::Key(input.name, input.description.value_or(""),
                                                input.database, input.query_string, group));
  api_athena::CreateNamedQueryOutput output;
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindWorkGroup(transaction, call, group));
    if (input.client_request_token) {
      const std::string key = TokenKey(call, "CreateNamedQuery", *input.client_request_token);
      FIRN_TRY(const auto known, state::Load<TokenRecord>(transaction, key));
      if (known && known->request != HexEncode(request)) {
        return api_athena::InvalidRequestException("Idempotent parameters do not match");
      }
      if (known) {
        output.named_query_id = known->id;
        return {};
      }
      state::Save(transaction, key, TokenRecord{HexEncode(request), *query.named_query_id});
    }
    SaveNamedQuery(transaction, call, query);
    output.named_query_id = query.named_query_id;
    return {};
  }));
  return output;
}

}  // namespace firn::services::athena
