// GetCredentialReport: returns the newest report, unless it is older than four hours.

#include "services/iam/ops.h"
#include "services/iam/summary.h"

namespace firn::services::iam {

using api::iam::GetCredentialReportInput;
using api::iam::GetCredentialReportOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetCredentialReportInput&) {
  return OnAccount("iam:GetCredentialReport");
}

Result<GetCredentialReportOutput> Handle(Iam& iam, const api::Call& call,
                                         const GetCredentialReportInput&) {
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  if (!account.reported) {
    return api::iam::CredentialReportNotPresentException(
        "No report exists. Please generate one first.");
  }
  if (call.now - *account.reported >= kReportKept) {
    return api::iam::CredentialReportExpiredException(
        "The credential report has expired. Please generate a new one.");
  }
  return GetCredentialReportOutput{account.report, std::string("text/csv"), account.reported};
}

}  // namespace firn::services::iam
