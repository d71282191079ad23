#pragma once

#include <string>

#include "services/athena/athena.h"
#include "services/athena/records.h"

namespace firn::services::athena {

// InvalidRequestException when nobody keeps it.
Result<api::athena::NamedQuery> FindNamedQuery(const state::Reader& reader, const api::Call& call,
                                               const std::string& id);
void SaveNamedQuery(state::Transaction& transaction, const api::Call& call,
                    const api::athena::NamedQuery& query);
// The ARN of the work group that a named query belongs to; of the primary one when there is no such
// query.
std::string NamedQueryArn(const Athena& athena, const api::Call& call, const std::string& id);

}  // namespace firn::services::athena
