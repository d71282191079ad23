// PutDataCatalogEncryptionSettings: sets how the catalog is to be encrypted.
// Differs from AWS: the settings are kept and shown, and metadata lies on this disk as it is. Once
// passwords of connections are to be returned encrypted, connections with passwords are refused
// instead of kept in the clear.

#include "services/glue/encryption.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::PutDataCatalogEncryptionSettingsInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:PutDataCatalogEncryptionSettings", "", "", "");
}

Result<api_glue::PutDataCatalogEncryptionSettingsOutput> Handle(
    Glue& glue, const api::Call& call,
    const api_glue::PutDataCatalogEncryptionSettingsInput& input) {
  FIRN_TRY(const CatalogRef ref, DefaultCatalog(call, input.catalog_id));
  const auto& settings = input.data_catalog_encryption_settings;
  const auto& password = settings.connection_password_encryption;
  if (password && password->return_connection_password_encrypted && !password->aws_kms_key_id) {
    return api_glue::InvalidInputException(
        "AwsKmsKeyId is required to encrypt connection passwords");
  }
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    state::Save(transaction, StateKey(call, ref, kEncryption), settings);
    return {};
  }));
  return api_glue::PutDataCatalogEncryptionSettingsOutput{};
}

}  // namespace firn::services::glue
