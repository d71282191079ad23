#include "services/sts/requests.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "authz/policy.h"

namespace firn::services::sts {
namespace {

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

Unexpected InvalidParameter(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "InvalidParameterValue", 400, {}});
}

Unexpected AccessDenied(std::string message) {
  return Fail(Error{Kind::kDenied, std::move(message), "AccessDenied", 403, {}});
}

Result<std::map<std::string, std::string>> TagsOf(
    const std::optional<std::vector<api::sts::Tag>>& tags) {
  std::map<std::string, std::string> map;
  std::set<std::string> seen;
  for (const api::sts::Tag& tag : tags.value_or(std::vector<api::sts::Tag>())) {
    if (!seen.insert(Lower(tag.key)).second) {
      return InvalidParameter(
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    map[tag.key] = tag.value;
  }
  return map;
}

Result<std::vector<std::string>> SessionPoliciesOf(const Sts& sts, const std::string& account,
                                                   const std::optional<std::string>& policy,
                                                   const PolicyArns& arns) {
  std::vector<std::string> documents;
  if (policy) {
    auto parsed = authz::ParsePolicy(*policy, authz::PolicyKind::kIdentity);
    if (!parsed) return api::sts::MalformedPolicyDocumentException(parsed.error().message);
    documents.push_back(*policy);
  }
  if (!arns) return documents;
  for (const auto& descriptor : *arns) {
    const std::string arn = descriptor.arn.value_or("");
    const auto parsed = Arn::Parse(arn);
    const bool near = parsed && (parsed->account == "aws" || parsed->account == account);
    std::optional<authz::PolicyDocument> document;
    if (near) {
      FIRN_TRY(document, sts.directory().FindManagedPolicy(arn));
    }
    if (!document) {
      return InvalidParameter("Policy " + arn + " does not exist or is not attachable.");
    }
    documents.push_back(document->document);
  }
  return documents;
}

Result<std::optional<int32_t>> PackedSize(const std::optional<std::string>& policy,
                                          const PolicyArns& arns,
                                          const std::optional<std::vector<api::sts::Tag>>& tags) {
  size_t bytes = policy.value_or("").size();
  if (arns) {
    for (const auto& descriptor : *arns) bytes += descriptor.arn.value_or("").size();
  }
  if (tags) {
    for (const auto& tag : *tags) bytes += tag.key.size() + tag.value.size();
  }
  if (bytes == 0) return std::nullopt;
  const auto percent =
      static_cast<int32_t>((bytes * 100 + kSessionPolicyBytesMax - 1) / kSessionPolicyBytesMax);
  if (percent > 100) {
    return api::sts::PackedPolicyTooLargeException(
        "Packed size of session tags and policies consumes " + std::to_string(percent) +
        "% of allotted space.");
  }
  return percent;
}

api::sts::Credentials ApiCredentials(const Session& session) {
  return {session.access_key_id, session.secret, session.token, session.expiry};
}

std::chrono::seconds TokenDuration(const api::Call& call, const std::optional<int32_t>& seconds) {
  const std::chrono::seconds asked = seconds ? std::chrono::seconds(*seconds) : kTokenDefault;
  const bool root = call.principal.kind == authz::Principal::Kind::kRoot;
  return root ? std::min(asked, kRootTokenMax) : asked;
}

Result<void> CheckLongLived(const api::Call& call, const std::string& operation) {
  const bool session =
      call.principal.temporary || call.principal.kind == authz::Principal::Kind::kRoleSession;
  if (!session) return {};
  return AccessDenied("Cannot call " + operation + " with session credentials");
}

}  // namespace firn::services::sts
