#include "services/glue/connections.h"

#include "services/glue/encryption.h"
#include "services/glue/members.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

constexpr const char* kPassword = "PASSWORD";

}  // namespace

Result<CatalogRef> OwnCatalog(const api::Call& call, const std::optional<std::string>& catalog_id) {
  FIRN_TRY(CatalogRef ref, DefaultCatalog(call, catalog_id));
  if (ref.account != call.account) {
    return api_glue::InvalidInputException("Connections of other accounts cannot be reached");
  }
  return ref;
}

std::string ConnectionArn(const api::Call& call, const std::optional<std::string>& catalog_id,
                          std::string_view name) {
  const auto ref = ParseCatalogId(call, catalog_id);
  return Arn::Of("glue", call.region, ref ? ref->account : call.account,
                 "connection/" + std::string(name))
      .text();
}

Result<api_glue::Connection> ConnectionOf(const Glue& glue, const api::Call& call,
                                          const CatalogRef& ref,
                                          const api_glue::ConnectionInput& input) {
  FIRN_TRY(const auto settings, EncryptionSettingsOf(glue.store.Read(), call, ref));
  const auto& encryption = settings.connection_password_encryption;
  if (encryption && encryption->return_connection_password_encrypted &&
      input.connection_properties.contains(kPassword)) {
    return api_glue::GlueEncryptionException("Passwords of connections cannot be encrypted here");
  }
  if (input.validate_credentials.value_or(false)) {
    return api_glue::OperationNotSupportedException("Credentials cannot be validated here");
  }
  FIRN_TRY(auto connection, MembersAs<api_glue::Connection>(input));
  connection.last_updated_time = call.now;
  connection.last_updated_by = call.principal.arn.substr(0, 255);
  connection.status = "READY";
  connection.connection_schema_version = 1;
  return connection;
}

void HidePassword(api_glue::Connection& connection) {
  if (connection.connection_properties) connection.connection_properties->erase(kPassword);
}

}  // namespace firn::services::glue
