// CopyObject: copies an object or a version, within a bucket or between two.

#include "objects/checksum.h"
#include "services/s3/attributes.h"
#include "services/s3/copy.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr uint64_t kCopyBytesMax = 5ull << 30;

// Copying an object onto itself is how its metadata changes; a copy that would change nothing is
// refused.
Result<void> CheckChangesSomething(const api_s3::CopyObjectInput& input, const CopySource& source) {
  const bool itself =
      source.bucket == input.bucket && source.key == input.key && !source.version_id;
  const bool changes = input.metadata_directive == api_s3::MetadataDirective::kReplace ||
                       input.storage_class || input.website_redirect_location ||
                       input.server_side_encryption;
  if (!itself || changes) return {};
  return InvalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without "
      "changing the "
      "object's metadata, storage class, website redirect location or encryption attributes.");
}

// The source's own attributes where the directives say so; class, lock and access list are always
// the request's.
objects::Attributes Merged(const api_s3::CopyObjectInput& input, objects::Attributes asked,
                           const objects::Attributes& source) {
  if (input.metadata_directive != api_s3::MetadataDirective::kReplace) {
    asked.content_type = source.content_type;
    auto headers = source.headers;
    headers.erase("x-amz-website-redirect-location");
    if (input.website_redirect_location)
      headers["x-amz-website-redirect-location"] = *input.website_redirect_location;
    asked.headers = std::move(headers);
    asked.metadata = source.metadata;
  }
  if (input.tagging_directive != api_s3::TaggingDirective::kReplace) asked.tags = source.tags;
  return asked;
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::CopyObjectInput& input) {
  authz::Needs needs = CopySourceNeeds(s3, ParseCopySource(input.copy_source));
  for (authz::Need& need : WriteNeeds(s3, input)) {
    need.context["s3:x-amz-copy-source"] = {input.copy_source};
    if (input.metadata_directive)
      need.context["s3:x-amz-metadata-directive"] = {*input.metadata_directive};
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<api_s3::CopyObjectOutput> Handle(S3& s3, const api::Call& call,
                                        const api_s3::CopyObjectInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(CheckAlgorithm(input.checksum_algorithm));
  FIRN_TRY(const auto opened, OpenCopySource(s3, input, call.now));
  FIRN_OK(CheckChangesSomething(input, ParseCopySource(input.copy_source)));
  if (opened.info.size > kCopyBytesMax) {
    return InvalidRequest(
        "The specified copy source is larger than the maximum allowable size for a copy source: " +
        std::to_string(kCopyBytesMax));
  }
  objects::PutOptions options;
  options.now = call.now;
  FIRN_TRY(auto asked, AttributesOf(s3, bucket, input, call.now));
  options.attributes = Merged(input, std::move(asked), opened.info.attributes);
  FIRN_TRY(options.conditions, WriteConditions(input.if_match, input.if_none_match));
  // A copy keeps the kind of checksum its source has, unless another is asked for.
  std::string algorithm(objects::kCrc64Nvme);
  if (!opened.info.checksums.empty()) algorithm = opened.info.checksums.begin()->first;
  options.checksums.push_back(input.checksum_algorithm.value_or(algorithm));
  FIRN_TRY(const auto info, s3.objects.Put(input.bucket, input.key, opened.body, options));
  api_s3::CopyObjectOutput output;
  auto& result = output.copy_object_result.emplace();
  result.e_tag = Quoted(info.etag);
  result.last_modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  result.checksum_type = info.checksum_type;
  TellChecksums(info.checksums, result);
  output.version_id = ToldVersion(bucket, info);
  if (!opened.info.version_id.empty()) output.copy_source_version_id = opened.info.version_id;
  output.server_side_encryption = "AES256";
  return output;
}

}  // namespace firn::services::s3
