#pragma once

#include <memory>
#include <vector>

#include "converge/step.h"

// The kinds of resources a lake consists of. Each maker gives the steps of one concern.
namespace firn::converge {

using Steps = std::vector<std::unique_ptr<Step>>;

void AddIntegration(const LakeSpec& lake, Steps& steps);  // the federated catalog, and in Lake Formation mode its role
void AddStorage(const LakeSpec& lake, Steps& steps);      // table bucket, namespace, tables
void AddDelivery(const LakeSpec& lake, Steps& steps);     // error bucket, log group, role, grants, streams

// Ids that steps of other files depend on.
inline constexpr const char* kIntegrationId = "integration/s3tablescatalog";
inline constexpr const char* kTableBucketId = "table-bucket";
inline constexpr const char* kNamespaceId = "namespace";
inline constexpr const char* kErrorBucketId = "error-bucket";
inline constexpr const char* kLogGroupId = "log-group";
inline constexpr const char* kRoleId = "role/firehose";
inline constexpr const char* kGrantsId = "grants";

// The tag that says which lake made a resource; its value is the lake's base name.
inline constexpr const char* kOwnerTag = "firn:lake";

}  // namespace firn::converge
