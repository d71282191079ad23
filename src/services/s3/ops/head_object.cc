// HeadObject: what GetObject would tell, without the bytes.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::HeadObjectInput& input) {
  return {ObjectNeed(s3, "s3:GetObject", input.bucket, input.key, Access::kRead)};
}

Result<api_s3::HeadObjectOutput> Handle(S3& s3, const api::Call& call, const api_s3::HeadObjectInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_TRY(const auto info, s3.objects.Find(input.bucket, input.key));
  const bool missing = !info || (input.version_id && *input.version_id != "null");
  if (missing) return S3Error(Kind::kNotFound, "404", 404, "Not Found");
  FIRN_OK(CheckConditions({input.if_match, input.if_none_match, input.if_modified_since, input.if_unmodified_since},
                          *info));
  api_s3::HeadObjectOutput output;
  Tell(*info, output);
  if (input.range) {
    FIRN_TRY(const auto range, ParseRange(*input.range, info->size));
    if (range) {
      output.content_length = static_cast<int64_t>(range->length);
      output.content_range = "bytes " + std::to_string(range->first) + "-" +
                             std::to_string(range->first + range->length - 1) + "/" + std::to_string(info->size);
    }
  }
  if (WantsChecksums(input.checksum_mode)) {
    TellChecksums(info->checksums, output);
    if (!info->checksum_type.empty()) output.checksum_type = info->checksum_type;
  }
  return output;
}

}  // namespace firn::services::s3
