#include "api/call.h"

namespace firn::api {

Call As(const Call& call, const authz::Principal& principal) {
  Call other = call;
  other.principal = principal;
  other.account = principal.account;
  return other;
}

authz::Circumstances CircumstancesOf(const Call& call) {
  return {call.now, call.region.text(), call.source_ip, call.secure};
}

}  // namespace firn::api
