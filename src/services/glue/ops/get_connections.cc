// GetConnections: the connections of the account that a filter wants, by name.

#include "services/glue/connections.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

bool Passes(const api_glue::GetConnectionsFilter& filter, const api_glue::Connection& connection) {
  if (filter.connection_type && filter.connection_type != connection.connection_type) return false;
  if (filter.connection_schema_version &&
      filter.connection_schema_version != connection.connection_schema_version)
    return false;
  if (!filter.match_criteria || filter.match_criteria->empty()) return true;
  return connection.match_criteria && *connection.match_criteria == *filter.match_criteria;
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetConnectionsInput& input) {
  authz::Needs needs = NeedsOn(call, input.catalog_id, "glue:GetConnections", "", "", "");
  needs.push_back({"glue:GetConnections", ConnectionArn(call, input.catalog_id, "*"), {}, {}});
  return needs;
}

Result<api_glue::GetConnectionsOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::GetConnectionsInput& input) {
  FIRN_OK(OwnCatalog(call, input.catalog_id));
  FIRN_TRY(auto page,
           ListDocuments<api_glue::Connection>(
               glue, call, kConnection, input.next_token, input.max_results, std::nullopt,
               [](const api_glue::Connection& connection) { return connection.name.value_or(""); },
               [&](const api_glue::Connection& connection) {
                 return !input.filter || Passes(*input.filter, connection);
               }));
  api_glue::GetConnectionsOutput output;
  output.connection_list.emplace();
  for (const auto& connection : page.items) {
    output.connection_list->push_back(*connection);
    if (input.hide_password.value_or(false)) HidePassword(output.connection_list->back());
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
