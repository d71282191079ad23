// CreateBucket: makes an empty bucket.
// Differs from AWS: ACLs other than private, object lock and directory buckets are refused; names are unique in this lake.

#include <algorithm>

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

// General purpose bucket naming rules of the S3 user guide.
Result<void> CheckName(const std::string& name) {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  bool good = name.size() >= 3 && name.size() <= 63 && alphanumeric(name.front()) && alphanumeric(name.back()) &&
              name.find("..") == std::string::npos &&
              std::all_of(name.begin(), name.end(),
                          [&](char c) { return alphanumeric(c) || c == '-' || c == '.'; });
  // Four groups of digits would be read as an IP address.
  const bool address = std::count(name.begin(), name.end(), '.') == 3 &&
                       std::all_of(name.begin(), name.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  for (const char* prefix : {"xn--", "sthree-", "amzn-s3-demo-"}) good = good && !name.starts_with(prefix);
  for (const char* suffix : {"-s3alias", "--ol-s3", "--x-s3", "--table-s3"}) good = good && !name.ends_with(suffix);
  if (good && !address) return {};
  auto failure = S3Error(Kind::kInvalid, "InvalidBucketName", 400, "The specified bucket is not valid.");
  failure.value().fields.emplace_back("BucketName", name);
  return failure;
}

Result<void> CheckRequest(const api::Call& call, const api_s3::CreateBucketInput& input) {
  if (input.object_lock_enabled_for_bucket.value_or(false)) return NotImplementedHere("object lock");
  if (input.acl.value_or("private") != "private" || input.grant_full_control || input.grant_read ||
      input.grant_read_acp || input.grant_write || input.grant_write_acp) {
    return NotImplementedHere("access control lists");
  }
  std::string wanted = "us-east-1";
  if (input.create_bucket_configuration) {
    if (input.create_bucket_configuration->location) return NotImplementedHere("directory buckets");
    wanted = input.create_bucket_configuration->location_constraint.value_or(wanted);
  }
  if (wanted == call.region.text()) return {};
  const bool given = input.create_bucket_configuration && input.create_bucket_configuration->location_constraint;
  return S3Error(Kind::kInvalid, "IllegalLocationConstraintException", 400,
                 given ? "The " + wanted + " location constraint is incompatible for the region specific endpoint this "
                                           "request was sent to."
                       : "The unspecified location constraint is incompatible for the region specific endpoint this "
                         "request was sent to.");
}

api_s3::CreateBucketOutput Answer(const api_s3::CreateBucketInput& input) {
  api_s3::CreateBucketOutput output;
  output.location = "/" + input.bucket;
  return output;
}

}  // namespace

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::CreateBucketInput& input) {
  return {BucketNeed("s3:CreateBucket", input.bucket)};
}

Result<api_s3::CreateBucketOutput> Handle(S3& s3, const api::Call& call, const api_s3::CreateBucketInput& input) {
  FIRN_OK(CheckRequest(call, input));
  FIRN_OK(CheckName(input.bucket));
  FIRN_TRY(const auto existing, s3.objects.FindBucket(input.bucket));
  if (existing && existing->account == call.account) {
    // In us-east-1 creating one's own bucket again succeeds, as it always has.
    if (call.region.text() == "us-east-1" && existing->region == call.region && existing->kind == objects::kOrdinary) {
      return Answer(input);
    }
    return api_s3::BucketAlreadyOwnedByYou(
        "Your previous request to create the named bucket succeeded and you already own it.");
  }
  if (existing) {
    return api_s3::BucketAlreadyExists(
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please "
        "select a different name and try again.");
  }
  objects::Bucket bucket;
  bucket.name = input.bucket;
  bucket.account = call.account;
  bucket.region = call.region;
  bucket.created = call.now;
  bucket.kind = objects::kOrdinary;
  if (input.create_bucket_configuration && input.create_bucket_configuration->tags) {
    for (const auto& tag : *input.create_bucket_configuration->tags) bucket.tags[tag.key] = tag.value;
  }
  FIRN_OK(s3.objects.CreateBucket(bucket));
  return Answer(input);
}

}  // namespace firn::services::s3
