// HeadObject: what GetObject would tell, without the bytes.

#include "services/s3/attributes.h"
#include "services/s3/conditions.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::HeadObjectInput& input) {
  return ReadNeeds(s3, kGetObject, input.bucket, input.key, input.version_id);
}

Result<api_s3::HeadObjectOutput> Handle(S3& s3, const api::Call&,
                                        const api_s3::HeadObjectInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(RefuseCustomerKeys(input));
  FIRN_TRY(const auto info, FindObject(s3, "HEAD", input.bucket, input.key, input.version_id));
  FIRN_OK(CheckConditions(
      {input.if_match, input.if_none_match, input.if_modified_since, input.if_unmodified_since},
      info));
  api_s3::HeadObjectOutput output;
  Tell(bucket, info, output);
  FIRN_OK(WantedRange(input, info, output));
  if (WantsChecksums(input.checksum_mode)) {
    TellChecksums(info.checksums, output);
    if (!info.checksum_type.empty()) output.checksum_type = info.checksum_type;
  }
  Override(input, output);
  return output;
}

}  // namespace firn::services::s3
