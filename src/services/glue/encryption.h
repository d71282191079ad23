#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

inline constexpr std::string_view kEncryption = "encryption";

// The default catalog of an account. InvalidInputException for catalogs below it.
Result<CatalogRef> DefaultCatalog(const api::Call& call,
                                  const std::optional<std::string>& catalog_id);

// The settings as they were put, or those of a new account: nothing is encrypted.
Result<api::glue::DataCatalogEncryptionSettings> EncryptionSettingsOf(const state::Reader& reader,
                                                                      const api::Call& call,
                                                                      const CatalogRef& ref);

}  // namespace firn::services::glue
