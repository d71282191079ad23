#pragma once

#include <string>

#include "authz/gate.h"
#include "authz/principal.h"
#include "base/ids.h"
#include "base/time.h"

namespace firn::api {

// The circumstances of one operation: who asks, where, and until when. Handlers take time and identity from here and
// from nowhere else. Copies are cheap enough to make one per request; a service acting for a role makes its own with
// another principal.
struct Call {
  authz::Principal principal;
  AccountId account;       // whose resources are addressed: the principal's account
  Region region;           // from the signature's scope
  Time now;
  Time deadline = Time::max();
  std::string request_id;  // a UUID; S3 answers its own form
  std::string source_ip;
  bool secure = false;
};

// The same call made by another principal, in that principal's account.
Call As(const Call& call, const authz::Principal& principal);
authz::Circumstances CircumstancesOf(const Call& call);

}  // namespace firn::api
