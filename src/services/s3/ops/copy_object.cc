// CopyObject: copies an object within the lake.

#include "base/encoding.h"
#include "objects/checksum.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

struct Source {
  std::string bucket;
  std::string key;
};

// "/bucket/key" or "bucket/key", percent-encoded, perhaps with a version that we do not have.
Source SourceOf(const api_s3::CopyObjectInput& input) {
  std::string text = PercentDecode(input.copy_source).value_or("");
  if (text.starts_with('/')) text.erase(0, 1);
  if (const size_t version = text.find("?versionId="); version != std::string::npos) text.resize(version);
  const size_t slash = text.find('/');
  if (slash == std::string::npos) return {};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::CopyObjectInput& input) {
  return {ObjectNeed(s3, "s3:GetObject", SourceOf(input).bucket, SourceOf(input).key, Access::kRead),
          ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::CopyObjectOutput> Handle(S3& s3, const api::Call& call, const api_s3::CopyObjectInput& input) {
  const Source source = SourceOf(input);
  if (source.bucket.empty() || source.key.empty()) {
    return S3Error(Kind::kInvalid, "InvalidArgument", 400, "Invalid copy source object key");
  }
  FIRN_OK(RefuseUnsupported(input));
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(OwnBucket(s3, call, source.bucket, input.expected_source_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto opened, s3.objects.Read(source.bucket, source.key));
  if (!opened) return api_s3::NoSuchKey("The specified key does not exist.");
  const auto checked = CheckConditions({input.copy_source_if_match, input.copy_source_if_none_match,
                                        input.copy_source_if_modified_since, input.copy_source_if_unmodified_since},
                                       opened->info);
  if (!checked) {
    return S3Error(Kind::kConflict, "PreconditionFailed", 412,
                   "At least one of the pre-conditions you specified did not hold");
  }
  const bool replace = input.metadata_directive.value_or("COPY") == "REPLACE";
  if (!replace && source.bucket == input.bucket && source.key == input.key && !input.storage_class) {
    return S3Error(Kind::kInvalid, "InvalidRequest", 400,
                   "This copy request is illegal because it is trying to copy an object to itself without changing the "
                   "object's metadata, storage class, website redirect location or encryption attributes.");
  }
  objects::PutOptions options;
  options.now = call.now;
  FIRN_TRY(options.attributes, AttributesOf(input));
  const auto tags = options.attributes.tags;
  if (!replace) {
    const std::string storage_class = options.attributes.storage_class;
    options.attributes = opened->info.attributes;
    options.attributes.storage_class = storage_class;
  }
  options.attributes.tags =
      input.tagging_directive.value_or("COPY") == "REPLACE" ? tags : opened->info.attributes.tags;
  FIRN_TRY(options.conditions, WriteConditions(input.if_match, input.if_none_match));
  options.checksums.push_back(input.checksum_algorithm.value_or(std::string(objects::kCrc64Nvme)));
  FIRN_TRY(const auto info, s3.objects.Put(input.bucket, input.key, opened->body, options));
  api_s3::CopyObjectOutput output;
  auto& result = output.copy_object_result.emplace();
  result.e_tag = Quoted(info.etag);
  result.last_modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  TellChecksums(info.checksums, result);
  output.server_side_encryption = "AES256";
  return output;
}

}  // namespace firn::services::s3
