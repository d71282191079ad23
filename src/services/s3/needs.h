#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/s3.h"

namespace firn::services::s3 {

enum class Access { kRead, kWrite };
using Keys = std::map<std::string, std::vector<std::string>>;  // condition keys and their values

authz::Need BucketNeed(std::string_view action, std::string_view bucket, Keys context = {});

// The same for the bucket's policy, which the root of the owning account may always change: a
// policy that denies everything to everybody must not stay for good.
authz::Needs PolicyNeeds(const S3& s3, const api::Call& call, std::string_view action,
                         std::string_view bucket);

// What reading or writing an object needs: `action` on the object, or in a table's bucket the
// table's data action. With kRead the tags the object has go with it as s3:ExistingObjectTag.
authz::Need ObjectNeed(const S3& s3, std::string_view action, std::string_view bucket,
                       std::string_view key, Access access, Keys context = {});

// One of two actions on an object, by whether a version was named, which goes with it as
// s3:VersionId.
struct VersionedAction {
  std::string_view newest;
  std::string_view version;
};
authz::Need VersionedNeed(const S3& s3, const VersionedAction& action, std::string_view bucket,
                          std::string_view key, const std::optional<std::string>& version_id,
                          Access access);

// The same for reading; who may not list the bucket is not told that an object is missing.
authz::Needs ReadNeeds(const S3& s3, const VersionedAction& action, std::string_view bucket,
                       std::string_view key, const std::optional<std::string>& version_id);
inline constexpr VersionedAction kGetObject = {"s3:GetObject", "s3:GetObjectVersion"};

// What PutObject, CopyObject and CreateMultipartUpload need alike: the object written, and each
// right that a header of theirs asks for beside it.
template <class Input>
authz::Needs WriteNeeds(const S3& s3, const Input& input) {
  Keys context;
  const auto tell = [&](const char* key, const std::optional<std::string>& value) {
    if (value) context[key] = {*value};
  };
  tell("s3:x-amz-acl", input.acl);
  tell("s3:x-amz-grant-read", input.grant_read);
  tell("s3:x-amz-grant-full-control", input.grant_full_control);
  tell("s3:x-amz-server-side-encryption", input.server_side_encryption);
  tell("s3:x-amz-storage-class", input.storage_class);
  tell("s3:x-amz-website-redirect-location", input.website_redirect_location);
  tell("s3:object-lock-mode", input.object_lock_mode);
  tell("s3:object-lock-legal-hold", input.object_lock_legal_hold_status);
  if constexpr (requires { input.if_none_match; }) {
    tell("s3:if-none-match", input.if_none_match);
    tell("s3:if-match", input.if_match);
  }
  authz::Needs needs = {
      ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite, context)};
  const auto also = [&](bool asked, std::string_view action) {
    if (asked) needs.push_back(ObjectNeed(s3, action, input.bucket, input.key, Access::kWrite));
  };
  also(input.tagging.has_value(), "s3:PutObjectTagging");
  also(input.acl || input.grant_full_control || input.grant_read || input.grant_read_acp ||
           input.grant_write_acp,
       "s3:PutObjectAcl");
  also(input.object_lock_mode.has_value(), "s3:PutObjectRetention");
  also(input.object_lock_legal_hold_status.has_value(), "s3:PutObjectLegalHold");
  return needs;
}

}  // namespace firn::services::s3
