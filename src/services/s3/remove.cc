#include "services/s3/remove.h"

namespace firn::services::s3 {

authz::Needs RemoveNeeds(const std::string& bucket, const RemoveRequest& request) {
  const std::string arn = Arn::S3(bucket + "/" + request.key).text();
  authz::Needs needs = {
      {request.version_id ? "s3:DeleteObjectVersion" : "s3:DeleteObject", arn, {}, {}}};
  if (request.version_id) needs.front().context["s3:VersionId"] = {*request.version_id};
  if (request.bypass_governance) needs.push_back({"s3:BypassGovernanceRetention", arn, {}, {}});
  return needs;
}

Result<objects::Removed> RemoveObject(S3& s3, const objects::Bucket& bucket,
                                      const RemoveRequest& request, Time now) {
  if (request.if_modified || request.if_size)
    return NotImplementedHere("conditions on time or size");
  if (request.version_id && request.version_id->empty()) {
    return InvalidArgument("Version id cannot be the empty string");
  }
  objects::RemoveOptions options;
  options.now = now;
  options.version_id = request.version_id;
  if (request.if_match) options.conditions.if_match = Unquoted(*request.if_match);
  options.check = [&](const objects::ObjectInfo& doomed) {
    return CheckUnlocked(
        doomed, request.bypass_governance ? Governance::kBypassed : Governance::kObeyed, now);
  };
  return s3.objects.Remove(bucket.name, request.key, options);
}

}  // namespace firn::services::s3
