#pragma once

#include "authz/context.h"
#include "authz/policy.h"

namespace firn::authz {

// True when every condition of the statement holds: AND over operators and keys, OR over values.
// What cannot be compared (an unknown operator, a number that is none, a variable without a value
// under a negated operator) is decided against the caller: an Allow does not match, a Deny does.
bool ConditionsHold(const Statement& statement, const Context& context, Variables variables);

}  // namespace firn::authz
