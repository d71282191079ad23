// DeleteObjects: removes up to a thousand objects, each by itself.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr size_t kObjectsMax = 1000;

}  // namespace

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteObjectsInput& input) {
  authz::Needs needs;
  for (const auto& object : input.delete_.objects) {
    needs.push_back({"s3:DeleteObject", Arn::S3(input.bucket + "/" + object.key).text(), {}, {}});
  }
  return needs;
}

Result<api_s3::DeleteObjectsOutput> Handle(S3& s3, const api::Call& call, const api_s3::DeleteObjectsInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (input.delete_.objects.empty() || input.delete_.objects.size() > kObjectsMax) {
    return S3Error(Kind::kInvalid, "MalformedXML", 400,
                   "The XML you provided was not well-formed or did not validate against our published schema");
  }
  api_s3::DeleteObjectsOutput output;
  for (const auto& object : input.delete_.objects) {
    objects::Conditions conditions;
    if (object.e_tag) conditions.if_match = Unquoted(*object.e_tag);
    const auto deleted = s3.objects.Delete(input.bucket, object.key, conditions);
    if (!deleted) {
      if (!output.errors) output.errors.emplace();
      auto& failure = output.errors->emplace_back();
      failure.key = object.key;
      failure.code = deleted.error().code.empty() ? "InternalError" : deleted.error().code;
      failure.message = deleted.error().message;
    } else if (!input.delete_.quiet.value_or(false)) {
      if (!output.deleted) output.deleted.emplace();
      output.deleted->emplace_back().key = object.key;
    }
  }
  return output;
}

}  // namespace firn::services::s3
