#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "services/iam/answers.h"

// Overviews of an account: counts, everything that bears on rights, and the credential report.
namespace firn::services::iam {

Result<std::map<std::string, int32_t>> SummaryOf(const Iam& iam, const api::Call& call);

Result<api::iam::GetAccountAuthorizationDetailsOutput> AuthorizationDetails(
    const Iam& iam, const api::Call& call,
    const api::iam::GetAccountAuthorizationDetailsInput& input);

// Comma-separated, one line per user under that of the root user.
Result<std::string> CredentialReport(const Iam& iam, const api::Call& call);

}  // namespace firn::services::iam
