// CompleteMultipartUpload: joins parts into an object.

#include "services/s3/attributes.h"
#include "services/s3/conditions.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr uint64_t kPartBytesMin = 5 * 1024 * 1024;

Result<std::vector<objects::CompletedPart>> WantedParts(
    const api_s3::CompleteMultipartUploadInput& input) {
  if (!input.multipart_upload || !input.multipart_upload->parts ||
      input.multipart_upload->parts->empty()) {
    return MalformedXml();
  }
  std::vector<objects::CompletedPart> parts;
  for (const auto& part : *input.multipart_upload->parts) {
    if (!part.part_number || !part.e_tag) return MalformedXml();
    parts.push_back({*part.part_number, *part.e_tag});
  }
  return parts;
}

Result<void> CheckSizes(const api_s3::CompleteMultipartUploadInput& input,
                        const std::vector<objects::Part>& parts) {
  uint64_t total = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    total += parts[i].size;
    if (i + 1 < parts.size() && parts[i].size < kPartBytesMin) {
      auto failure = S3Error(Kind::kInvalid, "EntityTooSmall", 400,
                             "Your proposed upload is smaller than the minimum allowed size");
      failure.value().fields = {{"ProposedSize", std::to_string(parts[i].size)},
                                {"MinSizeAllowed", std::to_string(kPartBytesMin)},
                                {"PartNumber", std::to_string(parts[i].number)},
                                {"ETag", parts[i].etag}};
      return failure;
    }
  }
  if (input.mpu_object_size && static_cast<uint64_t>(*input.mpu_object_size) != total) {
    return InvalidRequest("The provided 'x-amz-mp-object-size' header value " +
                          std::to_string(*input.mpu_object_size) +
                          " does not match what was computed: " + std::to_string(total));
  }
  return {};
}

// The checksums the caller names for parts must be those that were kept.
Result<void> CheckPartChecksums(const api_s3::CompleteMultipartUploadInput& input,
                                const objects::Upload& upload,
                                const std::vector<objects::Part>& parts) {
  if (input.checksum_type && !upload.checksum_type.empty() &&
      *input.checksum_type != upload.checksum_type) {
    return InvalidRequest("The upload was created using the " + upload.checksum_type +
                          " checksum mode. The complete request must use the same checksum mode.");
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    FIRN_TRY(const auto given, GivenChecksums((*input.multipart_upload->parts)[i]));
    for (const auto& [name, value] : given) {
      const auto kept = parts[i].checksums.find(name);
      if (kept != parts[i].checksums.end() && kept->second == value) continue;
      return S3Error(Kind::kInvalid, "InvalidPart", 400,
                     "One or more of the specified parts could not be found. The part may not have "
                     "been uploaded, or the "
                     "specified entity tag may not match the part's entity tag.");
    }
    if (given.empty() && upload.checksum_type == "COMPOSITE") {
      return InvalidRequest("The upload was created using a " + upload.checksum_algorithm +
                            " checksum. The complete request must include the checksum for each "
                            "part. It was missing for "
                            "part " +
                            std::to_string(parts[i].number) + " in the request.");
    }
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::CompleteMultipartUploadInput& input) {
  Keys context;
  if (input.if_none_match) context["s3:if-none-match"] = {*input.if_none_match};
  return {
      ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite, std::move(context))};
}

Result<api_s3::CompleteMultipartUploadOutput> Handle(
    S3& s3, const api::Call& call, const api_s3::CompleteMultipartUploadInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_TRY(const auto parts, WantedParts(input));
  objects::CompleteOptions options;
  options.now = call.now;
  FIRN_TRY(options.conditions, WriteConditions(input.if_match, input.if_none_match));
  FIRN_TRY(options.expected, GivenChecksums(input));
  options.check = [&](const std::vector<objects::Part>& kept) -> Result<void> {
    FIRN_TRY(const auto upload, s3.objects.GetUpload(input.bucket, input.key, input.upload_id));
    FIRN_OK(CheckPartChecksums(input, upload, kept));
    return CheckSizes(input, kept);
  };
  FIRN_TRY(const auto info,
           s3.objects.CompleteUpload(input.bucket, input.key, input.upload_id, parts, options));
  api_s3::CompleteMultipartUploadOutput output;
  output.location =
      "https://" + input.bucket + ".s3." + bucket.region.text() + ".amazonaws.com/" + input.key;
  output.bucket = input.bucket;
  output.key = input.key;
  output.e_tag = Quoted(info.etag);
  output.server_side_encryption = "AES256";
  output.version_id = ToldVersion(bucket, info);
  TellChecksums(info.checksums, output);
  if (!info.checksum_type.empty()) output.checksum_type = info.checksum_type;
  return output;
}

}  // namespace firn::services::s3
