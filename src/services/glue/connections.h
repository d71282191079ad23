#pragma once

#include "services/glue/documents.h"

namespace firn::services::glue {

// The default catalog of the caller's account; connections of other accounts are not reached.
Result<CatalogRef> OwnCatalog(const api::Call& call, const std::optional<std::string>& catalog_id);
std::string ConnectionArn(const api::Call& call, const std::optional<std::string>& catalog_id,
                          std::string_view name);

// GlueEncryptionException for a password while the catalog's settings ask to keep it encrypted,
// which is not done here.
Result<api::glue::Connection> ConnectionOf(const Glue& glue, const api::Call& call,
                                           const CatalogRef& ref,
                                           const api::glue::ConnectionInput& input);

void HidePassword(api::glue::Connection& connection);

}  // namespace firn::services::glue
