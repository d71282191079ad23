#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/sts.h"
#include "services/sts/limits.h"
#include "services/sts/sts.h"

// What the operations that open sessions read alike from their requests.
namespace firn::services::sts {

Unexpected InvalidParameter(std::string message);
Unexpected AccessDenied(std::string message);

// Tags of a session; keys differ by more than the case of letters.
Result<std::map<std::string, std::string>> TagsOf(
    const std::optional<std::vector<api::sts::Tag>>& tags);

using PolicyArns = std::optional<std::vector<api::sts::PolicyDescriptorType>>;
// The documents of Policy and PolicyArns; managed policies must be the account's or AWS's.
Result<std::vector<std::string>> SessionPoliciesOf(const Sts& sts, const std::string& account,
                                                   const std::optional<std::string>& policy,
                                                   const PolicyArns& arns);

// How much of what a session may carry is used, in percent; nothing when it carries nothing.
// PackedPolicyTooLarge beyond all of it.
Result<std::optional<int32_t>> PackedSize(
    const std::optional<std::string>& policy, const PolicyArns& arns,
    const std::optional<std::vector<api::sts::Tag>>& tags = std::nullopt);

api::sts::Credentials ApiCredentials(const Session& session);

// How long a user's or the root user's session lasts.
std::chrono::seconds TokenDuration(const api::Call& call, const std::optional<int32_t>& seconds);
// AccessDenied when the caller's own credentials are those of a session.
Result<void> CheckLongLived(const api::Call& call, const std::string& operation);

}  // namespace firn::services::sts
