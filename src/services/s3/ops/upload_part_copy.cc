// UploadPartCopy: stores a part made of an object, or of a range of one.

#include "services/s3/copy.h"
#include "services/s3/ops.h"
#include "services/s3/parts.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::UploadPartCopyInput& input) {
  authz::Needs needs = CopySourceNeeds(s3, ParseCopySource(input.copy_source));
  needs.push_back(ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite,
                             {{"s3:x-amz-copy-source", {input.copy_source}}}));
  return needs;
}

Result<api_s3::UploadPartCopyOutput> Handle(S3& s3, const api::Call& call,
                                            const api_s3::UploadPartCopyInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(RefuseCustomerKeys(input));
  FIRN_TRY(const auto opened, OpenCopySource(s3, input, call.now));
  wire::Body body = opened.body;
  if (input.copy_source_range) {
    FIRN_TRY(const ByteRange range, ParseCopyRange(*input.copy_source_range, body.size()));
    body = body.Slice(range.first, range.length);
  }
  FIRN_TRY(const auto options, PartOptions(s3, input, {}, call.now));
  FIRN_TRY(const auto part, s3.objects.UploadPart(input.bucket, input.key, input.upload_id,
                                                  input.part_number, body, options));
  api_s3::UploadPartCopyOutput output;
  auto& result = output.copy_part_result.emplace();
  result.e_tag = Quoted(part.etag);
  result.last_modified = std::chrono::floor<std::chrono::seconds>(part.modified);
  TellChecksums(part.checksums, result);
  if (!opened.info.version_id.empty()) output.copy_source_version_id = opened.info.version_id;
  output.server_side_encryption = "AES256";
  return output;
}

}  // namespace firn::services::s3
