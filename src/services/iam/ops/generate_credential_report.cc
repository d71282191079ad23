// GenerateCredentialReport: writes a report on the users' credentials, unless there is one of the
// last four hours.

#include "services/iam/ops.h"
#include "services/iam/summary.h"

namespace firn::services::iam {

using api::iam::GenerateCredentialReportInput;
using api::iam::GenerateCredentialReportOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GenerateCredentialReportInput&) {
  return OnAccount("iam:GenerateCredentialReport");
}

Result<GenerateCredentialReportOutput> Handle(Iam& iam, const api::Call& call,
                                              const GenerateCredentialReportInput&) {
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  if (account.reported && call.now - *account.reported < kReportKept) {
    return GenerateCredentialReportOutput{std::string("COMPLETE"), std::nullopt};
  }
  FIRN_TRY(const std::string report, CredentialReport(iam, call));
  FIRN_OK(iam.ChangeAccount(call.account, [&](AccountRow& row) -> Result<void> {
    row.report = report;
    row.reported = call.now;
    return {};
  }));
  return GenerateCredentialReportOutput{
      std::string("STARTED"),
      std::string("No report exists. Starting a new report generation task")};
}

}  // namespace firn::services::iam
