// DeleteObjects: removes up to a thousand objects or versions, each by itself.

#include "services/s3/ops.h"
#include "services/s3/remove.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr size_t kObjectsMax = 1000;

RemoveRequest RequestOf(const api_s3::DeleteObjectsInput& input,
                        const api_s3::ObjectIdentifier& object) {
  return {object.key,   object.version_id,
          object.e_tag, object.last_modified_time,
          object.size,  input.bypass_governance_retention.value_or(false)};
}

void TellDeleted(const api_s3::ObjectIdentifier& object, const objects::Removed& removed,
                 api_s3::DeleteObjectsOutput& output) {
  auto& told =
      output.deleted ? output.deleted->emplace_back() : output.deleted.emplace().emplace_back();
  told.key = object.key;
  told.version_id = object.version_id;
  if (!removed.delete_marker) return;
  told.delete_marker = true;
  told.delete_marker_version_id = removed.version_id;
}

void TellFailure(const api_s3::ObjectIdentifier& object, const Error& error,
                 api_s3::DeleteObjectsOutput& output) {
  auto& told =
      output.errors ? output.errors->emplace_back() : output.errors.emplace().emplace_back();
  told.key = object.key;
  told.version_id = object.version_id;
  told.code = !error.code.empty()           ? error.code
              : error.kind == Kind::kDenied ? "AccessDenied"
                                            : "InternalError";
  told.message = error.message;
}

}  // namespace

// Each key is allowed or refused by itself, which one refusal of the whole request could not say:
// Handle asks the gate.
authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteObjectsInput&) { return {}; }

Result<api_s3::DeleteObjectsOutput> Handle(S3& s3, const api::Call& call,
                                           const api_s3::DeleteObjectsInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (input.delete_.objects.empty() || input.delete_.objects.size() > kObjectsMax)
    return MalformedXml();
  const authz::Circumstances circumstances = api::CircumstancesOf(call);
  api_s3::DeleteObjectsOutput output;
  for (const auto& object : input.delete_.objects) {
    const RemoveRequest request = RequestOf(input, object);
    const auto allowed =
        s3.gate.Authorize(call.principal, circumstances, RemoveNeeds(input.bucket, request));
    if (!allowed) {
      TellFailure(object, allowed.error(), output);
      continue;
    }
    const auto removed = RemoveObject(s3, bucket, request, call.now);
    if (!removed) {
      TellFailure(object, removed.error(), output);
    } else if (!input.delete_.quiet.value_or(false)) {
      TellDeleted(object, *removed, output);
    }
  }
  return output;
}

}  // namespace firn::services::s3
