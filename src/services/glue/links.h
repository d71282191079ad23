#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// What GetTable shows of a table link: the target's storage, columns, type and parameters under the link's own names
// (Lake Formation developer guide, "How resource links work with AWS Glue APIs"). Needs rights on the target as well.
Result<api::glue::Table> FollowTableLink(const Glue& glue, const api::Call& call, const api::glue::Table& link);

}  // namespace firn::services::glue
