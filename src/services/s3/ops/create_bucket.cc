// CreateBucket: makes an empty bucket whose owner is enforced and which nobody else may reach.
// Differs from AWS: directory buckets are refused; names are unique in this lake.

#include <algorithm>

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"
#include "services/s3/tags.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

// General purpose bucket naming rules of the S3 user guide.
Result<void> CheckName(const std::string& name) {
  const auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  bool good = name.size() >= 3 && name.size() <= 63 && alphanumeric(name.front()) &&
              alphanumeric(name.back()) && name.find("..") == std::string::npos &&
              std::all_of(name.begin(), name.end(),
                          [&](char c) { return alphanumeric(c) || c == '-' || c == '.'; });
  // Four groups of digits would be read as an IP address.
  const bool address = std::count(name.begin(), name.end(), '.') == 3 &&
                       std::all_of(name.begin(), name.end(),
                                   [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
  for (const char* prefix : {"xn--", "sthree-", "amzn-s3-demo-"})
    good = good && !name.starts_with(prefix);
  for (const char* suffix : {"-s3alias", "--ol-s3", "--x-s3", "--table-s3"})
    good = good && !name.ends_with(suffix);
  if (good && !address) return {};
  return WithField(
      S3Error(Kind::kInvalid, "InvalidBucketName", 400, "The specified bucket is not valid."),
      "BucketName", name);
}

// Whether the text has the form of a Region: "eu-west-1", "us-gov-east-1".
bool IsRegionName(std::string_view text) {
  const size_t dash = text.rfind('-');
  return text.size() >= 9 && text[2] == '-' && dash != std::string_view::npos &&
         dash + 2 == text.size() && text.back() >= '1' && text.back() <= '9' && Region::Parse(text);
}

// The Region the bucket will lie in. A request to us-east-1 may choose any; elsewhere it must name
// the Region it is sent to.
Result<Region> WantedRegion(const api::Call& call, const api_s3::CreateBucketInput& input) {
  const auto& configuration = input.create_bucket_configuration;
  if (configuration && configuration->location) return NotImplementedHere("directory buckets");
  std::string wanted = configuration ? configuration->location_constraint.value_or("") : "";
  if (wanted == "EU") wanted = "eu-west-1";
  const bool classic = call.region.text() == "us-east-1";
  if (classic && wanted.empty()) return call.region;
  if (classic && (wanted == "us-east-1" || !IsRegionName(wanted))) {
    return S3Error(Kind::kInvalid, "InvalidLocationConstraint", 400,
                   "The specified location-constraint is not valid");
  }
  if (classic || wanted == call.region.text()) return Region::Parse(wanted);
  return S3Error(Kind::kInvalid, "IllegalLocationConstraintException", 400,
                 "The " + (wanted.empty() ? "unspecified" : wanted) +
                     " location constraint is incompatible for the region specific endpoint this "
                     "request was sent to.");
}

// Names in the account's own namespace end in the account and Region.
Result<void> CheckNamespace(const api::Call& call, const api_s3::CreateBucketInput& input,
                            const Region& region) {
  if (input.bucket_namespace != api_s3::BucketNamespace::kAccountRegional) return {};
  if (input.bucket.ends_with("-" + call.account.text() + "-" + region.text() + "-an")) return {};
  return S3Error(
      Kind::kInvalid, "InvalidNamespaceHeader", 400,
      "The requested bucket name does not have the suffix of the account regional namespace.");
}

Result<std::vector<objects::Grant>> AskedGrants(const api::Call& call,
                                                const api_s3::CreateBucketInput& input) {
  FIRN_TRY(auto grants, ParseAcl(AclRequestOf(input), CanonicalId(call.account)));
  if (!grants.empty() &&
      input.object_ownership.value_or("BucketOwnerEnforced") == "BucketOwnerEnforced") {
    return S3Error(
        Kind::kInvalid, "InvalidBucketAclWithObjectOwnership", 400,
        "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  }
  for (const objects::Grant& grant : grants) {
    if (grant.grantee.find("/groups/global/") != std::string::npos)
      return AccessDenied();  // public lists are blocked at first
  }
  return grants;
}

Result<void> CheckFree(const S3& s3, const api::Call& call, const std::string& name) {
  FIRN_TRY(const auto existing, s3.objects.FindBucket(name));
  if (!existing) return {};
  const bool own = existing->account == call.account;
  return WithField(
      S3Error(
          Kind::kExists, own ? "BucketAlreadyOwnedByYou" : "BucketAlreadyExists", 409,
          own ? "Your previous request to create the named bucket succeeded and you already own it."
              : "The requested bucket name is not available. The bucket namespace is shared by all "
                "users of the system. "
                "Please select a different name and try again."),
      "BucketName", name);
}

api_s3::CreateBucketOutput Answer(const api::Call& call, const api_s3::CreateBucketInput& input) {
  api_s3::CreateBucketOutput output;
  const bool classic = call.region.text() == "us-east-1";
  output.location = classic ? "/" + input.bucket : "http://" + input.bucket + ".s3.amazonaws.com/";
  output.bucket_arn = Arn::S3(input.bucket).text();
  return output;
}

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call& call, const api_s3::CreateBucketInput& input) {
  // A name that is somebody else's is refused as taken; their policies have no say in that.
  const auto existing = s3.objects.FindBucket(input.bucket);
  if (existing && *existing && (*existing)->account != call.account) {
    return {{"s3:CreateBucket", "*", {}, {}}};
  }
  Keys context;
  if (input.acl) context["s3:x-amz-acl"] = {*input.acl};
  if (input.object_ownership) context["s3:x-amz-object-ownership"] = {*input.object_ownership};
  authz::Needs needs = {BucketNeed("s3:CreateBucket", input.bucket, std::move(context))};
  if (!AclRequestOf(input).empty()) needs.push_back(BucketNeed("s3:PutBucketAcl", input.bucket));
  if (input.object_ownership)
    needs.push_back(BucketNeed("s3:PutBucketOwnershipControls", input.bucket));
  if (input.object_lock_enabled_for_bucket.value_or(false)) {
    needs.push_back(BucketNeed("s3:PutBucketObjectLockConfiguration", input.bucket));
    needs.push_back(BucketNeed("s3:PutBucketVersioning", input.bucket));
  }
  if (input.create_bucket_configuration && input.create_bucket_configuration->tags) {
    needs.push_back(BucketNeed("s3:TagResource", input.bucket));
  }
  return needs;
}

Result<api_s3::CreateBucketOutput> Handle(S3& s3, const api::Call& call,
                                          const api_s3::CreateBucketInput& input) {
  FIRN_TRY(const Region region, WantedRegion(call, input));
  FIRN_OK(CheckName(input.bucket));
  FIRN_OK(CheckNamespace(call, input, region));
  FIRN_TRY(const auto existing, s3.objects.FindBucket(input.bucket));
  // In us-east-1 creating one's own bucket again succeeds, as it always has.
  if (existing && existing->account == call.account && call.region.text() == "us-east-1" &&
      existing->region == region && existing->kind == objects::kOrdinary) {
    return Answer(call, input);
  }
  FIRN_OK(CheckFree(s3, call, input.bucket));
  FIRN_TRY(const auto grants, AskedGrants(call, input));
  objects::Bucket bucket;
  bucket.name = input.bucket;
  bucket.account = call.account;
  bucket.region = region;
  bucket.created = call.now;
  bucket.kind = objects::kOrdinary;
  bucket.object_lock = input.object_lock_enabled_for_bucket.value_or(false);
  if (bucket.object_lock) bucket.versioning = objects::kVersioned;
  if (input.create_bucket_configuration && input.create_bucket_configuration->tags) {
    FIRN_TRY(bucket.tags, CheckedTags(*input.create_bucket_configuration->tags, Tagged::kBucket));
  }
  FIRN_OK(s3.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(s3.objects.CreateBucket(transaction, bucket));
    if (input.object_ownership) {
      state::Save(transaction, SettingKey(bucket.name, kOwnership),
                  api_s3::OwnershipControls{{{*input.object_ownership}}});
    }
    if (!grants.empty()) state::Save(transaction, SettingKey(bucket.name, kAcl), BucketAcl{grants});
    return {};
  }));
  return Answer(call, input);
}

}  // namespace firn::services::s3
