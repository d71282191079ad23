// DecodeAuthorizationMessage: refuses every message, for no service here answers with encoded ones.

#include "services/sts/ops.h"
#include "services/sts/sts.h"

namespace firn::services::sts {

using api::sts::DecodeAuthorizationMessageInput;
using api::sts::DecodeAuthorizationMessageOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const DecodeAuthorizationMessageInput&) {
  return {{.action = "sts:DecodeAuthorizationMessage", .resource = "*"}};
}

Result<DecodeAuthorizationMessageOutput> Handle(Sts&, const api::Call&,
                                                const DecodeAuthorizationMessageInput&) {
  return api::sts::InvalidAuthorizationMessageException(
      "The message is not one that was encoded here.");
}

}  // namespace firn::services::sts
