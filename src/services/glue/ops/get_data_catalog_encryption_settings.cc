// GetDataCatalogEncryptionSettings: how the catalog is to be encrypted; not at all until somebody
// asks for it.

#include "services/glue/encryption.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::GetDataCatalogEncryptionSettingsInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:GetDataCatalogEncryptionSettings", "", "", "");
}

Result<api_glue::GetDataCatalogEncryptionSettingsOutput> Handle(
    Glue& glue, const api::Call& call,
    const api_glue::GetDataCatalogEncryptionSettingsInput& input) {
  FIRN_TRY(const CatalogRef ref, DefaultCatalog(call, input.catalog_id));
  api_glue::GetDataCatalogEncryptionSettingsOutput output;
  FIRN_TRY(output.data_catalog_encryption_settings,
           EncryptionSettingsOf(glue.store.Read(), call, ref));
  return output;
}

}  // namespace firn::services::glue
