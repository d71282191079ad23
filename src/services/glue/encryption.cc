#include "services/glue/encryption.h"

namespace firn::services::glue {

Result<CatalogRef> DefaultCatalog(const api::Call& call,
                                  const std::optional<std::string>& catalog_id) {
  FIRN_TRY(CatalogRef ref, ParseCatalogId(call, catalog_id));
  if (ref.kind != CatalogRef::Kind::kDefault) {
    return api::glue::InvalidInputException("The catalog must be that of an account: " + ref.id());
  }
  return ref;
}

Result<api::glue::DataCatalogEncryptionSettings> EncryptionSettingsOf(const state::Reader& reader,
                                                                      const api::Call& call,
                                                                      const CatalogRef& ref) {
  FIRN_TRY(auto settings, state::Load<api::glue::DataCatalogEncryptionSettings>(
                              reader, StateKey(call, ref, kEncryption)));
  if (settings) return *std::move(settings);
  api::glue::DataCatalogEncryptionSettings plain;
  plain.encryption_at_rest.emplace().catalog_encryption_mode = "DISABLED";
  plain.connection_password_encryption.emplace().return_connection_password_encrypted = false;
  return plain;
}

}  // namespace firn::services::glue
