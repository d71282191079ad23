// GetObject: reads an object or a range of it.
// Differs from AWS: versions do not exist, so a version id other than "null" is not found.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

Unexpected NoSuchKeyError(const std::string& key) {
  auto failure = api_s3::NoSuchKey("The specified key does not exist.");
  failure.value().http_status = 404;
  failure.value().fields.emplace_back("Key", key);
  return failure;
}

Result<std::optional<ByteRange>> WantedRange(const api_s3::GetObjectInput& input, const objects::ObjectInfo& info,
                                             api_s3::GetObjectOutput& output) {
  if (!input.part_number) return input.range ? ParseRange(*input.range, info.size) : std::optional<ByteRange>();
  if (input.range) {
    return S3Error(Kind::kInvalid, "InvalidRequest", 400, "Cannot specify both Range header and partNumber query parameter");
  }
  const auto number = static_cast<size_t>(*input.part_number);
  const size_t count = std::max<size_t>(info.part_sizes.size(), 1);
  if (number < 1 || number > count) {
    return S3Error(Kind::kInvalid, "InvalidPartNumber", 416, "The requested partnumber is not satisfiable");
  }
  if (info.part_sizes.empty()) return std::optional<ByteRange>();
  output.parts_count = static_cast<int32_t>(count);
  ByteRange range;
  for (size_t i = 0; i + 1 < number; ++i) range.first += info.part_sizes[i];
  range.length = info.part_sizes[number - 1];
  return std::optional<ByteRange>(range);
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::GetObjectInput& input) {
  return {ObjectNeed(s3, "s3:GetObject", input.bucket, input.key, Access::kRead)};
}

Result<api_s3::GetObjectOutput> Handle(S3& s3, const api::Call& call, const api_s3::GetObjectInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  if (input.version_id && *input.version_id != "null") {
    return S3Error(Kind::kNotFound, "NoSuchVersion", 404, "The specified version does not exist.");
  }
  FIRN_TRY(auto opened, s3.objects.Read(input.bucket, input.key));
  if (!opened) return NoSuchKeyError(input.key);
  const objects::ObjectInfo& info = opened->info;
  FIRN_OK(CheckConditions({input.if_match, input.if_none_match, input.if_modified_since, input.if_unmodified_since},
                          info));
  api_s3::GetObjectOutput output;
  Tell(info, output);
  output.body = std::move(opened->body);
  FIRN_TRY(const auto range, WantedRange(input, info, output));
  if (range) {
    output.body = output.body.Slice(range->first, range->length);
    output.content_length = static_cast<int64_t>(range->length);
    output.content_range = "bytes " + std::to_string(range->first) + "-" +
                           std::to_string(range->first + range->length - 1) + "/" + std::to_string(info.size);
  } else if (WantsChecksums(input.checksum_mode)) {
    TellChecksums(info.checksums, output);
    if (!info.checksum_type.empty()) output.checksum_type = info.checksum_type;
  }
  if (input.response_cache_control) output.cache_control = input.response_cache_control;
  if (input.response_content_disposition) output.content_disposition = input.response_content_disposition;
  if (input.response_content_encoding) output.content_encoding = input.response_content_encoding;
  if (input.response_content_language) output.content_language = input.response_content_language;
  if (input.response_content_type) output.content_type = input.response_content_type;
  if (input.response_expires) output.expires = FormatHttpDate(*input.response_expires);
  return output;
}

}  // namespace firn::services::s3
