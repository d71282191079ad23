// GetAccountSummary: counts what the account has and says its quotas.

#include "services/iam/ops.h"
#include "services/iam/summary.h"

namespace firn::services::iam {

using api::iam::GetAccountSummaryInput;
using api::iam::GetAccountSummaryOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetAccountSummaryInput&) {
  return OnAccount("iam:GetAccountSummary");
}

Result<GetAccountSummaryOutput> Handle(Iam& iam, const api::Call& call,
                                       const GetAccountSummaryInput&) {
  FIRN_TRY(auto summary, SummaryOf(iam, call));
  return GetAccountSummaryOutput{std::move(summary)};
}

}  // namespace firn::services::iam
