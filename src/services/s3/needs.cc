#include "services/s3/needs.h"

namespace firn::services::s3 {

authz::Need BucketNeed(std::string_view action, std::string_view bucket, Keys context) {
  return {std::string(action), Arn::S3(bucket).text(), std::move(context), {}};
}

authz::Needs PolicyNeeds(const S3& s3, const api::Call& call, std::string_view action,
                         std::string_view bucket) {
  const auto found = s3.objects.FindBucket(bucket);
  const bool owner = found && *found && (*found)->account == call.principal.account;
  if (owner && call.principal.kind == authz::Principal::Kind::kRoot) return {};
  return {BucketNeed(action, bucket)};
}

authz::Need ObjectNeed(const S3& s3, std::string_view action, std::string_view bucket,
                       std::string_view key, Access access, Keys context) {
  const auto found = s3.objects.FindBucket(bucket);
  if (found && *found && (*found)->kind == objects::kWarehouse) {
    return {access == Access::kRead ? "s3tables:GetTableData" : "s3tables:PutTableData",
            (*found)->arn,
            {},
            {}};
  }
  return {std::string(action),
          Arn::S3(std::string(bucket) + "/" + std::string(key)).text(),
          std::move(context),
          {}};
}

authz::Need VersionedNeed(const S3& s3, const VersionedAction& action, std::string_view bucket,
                          std::string_view key, const std::optional<std::string>& version_id,
                          Access access) {
  Keys context;
  if (version_id) context["s3:VersionId"] = {*version_id};
  if (access == Access::kRead) {
    const auto info = s3.objects.FindVersion(bucket, key, version_id);
    if (info && *info) {
      for (const auto& [name, value] : (*info)->attributes.tags)
        context["s3:ExistingObjectTag/" + name] = {value};
    }
  }
  return ObjectNeed(s3, version_id ? action.version : action.newest, bucket, key, access,
                    std::move(context));
}

authz::Needs ReadNeeds(const S3& s3, const VersionedAction& action, std::string_view bucket,
                       std::string_view key, const std::optional<std::string>& version_id) {
  authz::Needs needs = {VersionedNeed(s3, action, bucket, key, version_id, Access::kRead)};
  const auto kept = s3.objects.FindBucket(bucket);
  if (!kept || !*kept || (*kept)->kind != objects::kOrdinary || version_id) return needs;
  const auto info = s3.objects.Find(bucket, key);
  if (info && !*info) needs.push_back(BucketNeed("s3:ListBucket", bucket));
  return needs;
}

}  // namespace firn::services::s3
