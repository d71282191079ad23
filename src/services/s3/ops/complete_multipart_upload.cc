// CompleteMultipartUpload: joins parts into an object.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr uint64_t kPartBytesMin = 5 * 1024 * 1024;

Unexpected Malformed() {
  return S3Error(Kind::kInvalid, "MalformedXML", 400,
                 "The XML you provided was not well-formed or did not validate against our published schema");
}

Result<std::vector<objects::CompletedPart>> WantedParts(const api_s3::CompleteMultipartUploadInput& input) {
  if (!input.multipart_upload || !input.multipart_upload->parts || input.multipart_upload->parts->empty()) {
    return Malformed();
  }
  std::vector<objects::CompletedPart> parts;
  for (const auto& part : *input.multipart_upload->parts) {
    if (!part.part_number || !part.e_tag) return Malformed();
    parts.push_back({*part.part_number, *part.e_tag});
  }
  return parts;
}

Result<void> CheckSizes(const api_s3::CompleteMultipartUploadInput& input, const std::vector<objects::Part>& parts) {
  uint64_t total = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    total += parts[i].size;
    if (i + 1 < parts.size() && parts[i].size < kPartBytesMin) {
      auto failure = S3Error(Kind::kInvalid, "EntityTooSmall", 400,
                             "Your proposed upload is smaller than the minimum allowed size");
      failure.value().fields.emplace_back("ProposedSize", std::to_string(parts[i].size));
      failure.value().fields.emplace_back("MinSizeAllowed", std::to_string(kPartBytesMin));
      failure.value().fields.emplace_back("PartNumber", std::to_string(parts[i].number));
      failure.value().fields.emplace_back("ETag", parts[i].etag);
      return failure;
    }
  }
  if (input.mpu_object_size && static_cast<uint64_t>(*input.mpu_object_size) != total) {
    return S3Error(Kind::kInvalid, "InvalidRequest", 400,
                   "The provided 'x-amz-mp-object-size' header value does not match what was computed.");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::CompleteMultipartUploadInput& input) {
  return {ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::CompleteMultipartUploadOutput> Handle(S3& s3, const api::Call& call, const api_s3::CompleteMultipartUploadInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_TRY(const auto parts, WantedParts(input));
  objects::CompleteOptions options;
  options.now = call.now;
  FIRN_TRY(options.conditions, WriteConditions(input.if_match, input.if_none_match));
  FIRN_TRY(options.expected, GivenChecksums(input));
  options.check = [&](const std::vector<objects::Part>& kept) { return CheckSizes(input, kept); };
  FIRN_TRY(const auto info, s3.objects.CompleteUpload(input.bucket, input.key, input.upload_id, parts, options));
  api_s3::CompleteMultipartUploadOutput output;
  output.location = "http://" + input.bucket + ".s3.amazonaws.com/" + input.key;
  output.bucket = input.bucket;
  output.key = input.key;
  output.e_tag = Quoted(info.etag);
  output.server_side_encryption = "AES256";
  TellChecksums(info.checksums, output);
  if (!info.checksum_type.empty()) output.checksum_type = info.checksum_type;
  return output;
}

}  // namespace firn::services::s3
