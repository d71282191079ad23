#pragma once

#include "services/lakeformation/lakeformation.h"

// Where databases and tables have their data.
namespace firn::services::lakeformation {

// "s3://bucket/path" or its ARN as an ARN without a slash at the end. InvalidInputException for
// anything else.
Result<std::string> PlaceArn(const std::string& path_or_arn);

struct Placed {
  authz::LakeResource resource;
  std::string place;  // an ARN in S3
};

// The databases and tables of the account's default catalog whose data lies in the place, by name.
// Reads the whole catalog.
Result<std::vector<Placed>> ObjectsIn(LakeFormation& lakeformation, const api::Call& call,
                                      const AccountId& account, const std::string& place);

}  // namespace firn::services::lakeformation
