#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/facts.h"
#include "services/s3/s3.h"

// Who may reach a bucket beyond IAM: object ownership, access control lists, public access blocks
// and bucket policies.
namespace firn::services::s3 {

// The public access block in force; all four are on until they are changed.
struct PublicAccess {
  bool block_acls = true;
  bool ignore_acls = true;
  bool block_policy = true;
  bool restrict_buckets = true;
};
Result<PublicAccess> PublicAccessOf(const state::Reader& reader, std::string_view bucket);

// "BucketOwnerEnforced" until ownership controls say otherwise; "ObjectWriter" once they are
// deleted.
Result<std::string> OwnershipOf(const state::Reader& reader, std::string_view bucket);

// Access control lists as requests bring them: a canned name, grant headers, or a document.
struct AclRequest {
  std::optional<std::string> canned;
  std::vector<std::pair<std::string_view, std::string>> headers;  // permission and "id=…, uri=…"
  const api::s3::AccessControlPolicy* document = nullptr;
  bool empty() const { return !canned && headers.empty() && document == nullptr; }
};

template <class Input>
AclRequest AclRequestOf(const Input& input) {
  AclRequest request;
  request.canned = input.acl;
  const auto header = [&](std::string_view permission, const std::optional<std::string>& value) {
    if (value) request.headers.emplace_back(permission, *value);
  };
  header("FULL_CONTROL", input.grant_full_control);
  header("READ", input.grant_read);
  header("READ_ACP", input.grant_read_acp);
  if constexpr (requires { input.grant_write; }) header("WRITE", input.grant_write);
  header("WRITE_ACP", input.grant_write_acp);
  if constexpr (requires { input.access_control_policy; }) {
    if (input.access_control_policy) request.document = &*input.access_control_policy;
  }
  return request;
}

// The grants that a request for an object or a bucket comes to; empty means the owner's full
// control alone. AccessControlListNotSupported where the bucket's owner is enforced, AccessDenied
// for public ones that are blocked.
Result<std::vector<objects::Grant>> GrantsFor(const S3& s3, const objects::Bucket& bucket,
                                              const AclRequest& request);
// The same without asking what the bucket allows.
Result<std::vector<objects::Grant>> ParseAcl(const AclRequest& request, const std::string& owner);

struct BucketAcl {
  std::vector<objects::Grant> grants;
};
template <class A>
void Describe(A& a, BucketAcl& r) {
  a("grants", r.grants);
}

std::vector<api::s3::Grant> ToldGrants(const std::vector<objects::Grant>& grants,
                                       const std::string& owner);

struct BucketPolicy {
  std::string document;
  bool open = false;  // IsPublicPolicy of the document
};
template <class A>
void Describe(A& a, BucketPolicy& r) {
  a("document", r.document);
  a("open", r.open);
}

// Whether a policy opens the bucket to everybody, as S3 judges it: an Allow for "*" that no fixed
// condition narrows.
Result<bool> IsPublicPolicy(std::string_view document);
// MalformedPolicy for a document that is not a policy for this bucket.
Result<void> CheckBucketPolicy(std::string_view document, std::string_view bucket);

// What authorization asks of S3: the bucket's owner, its policy, and its access control lists told
// as policies. Threads: any.
class BucketFacts final : public authz::ResourceFacts {
 public:
  BucketFacts(const objects::ObjectStore& objects, const state::Store& store)
      : objects_(objects), store_(store) {}
  Result<std::optional<authz::ResourceRecord>> RecordOf(std::string_view arn) const override;

 private:
  const objects::ObjectStore& objects_;
  const state::Store& store_;
};

}  // namespace firn::services::s3
