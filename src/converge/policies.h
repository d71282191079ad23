#pragma once

#include "converge/step.h"
#include "format/json.h"

// The policy documents that a lake's roles carry.
namespace firn::converge {

// Lets Firehose assume the delivery role, for streams of this account only.
format::Json FirehoseTrust(const Site& site);
// What the delivery role may do, by access mode (Firehose developer guide, "Controlling access", S3 Tables).
format::Json FirehosePolicy(const Site& site);
// Lets Lake Formation assume the role registered for table buckets, with the two context actions it insists on.
format::Json LakeFormationTrust(const Site& site);
format::Json LakeFormationPolicy(const Site& site);

}  // namespace firn::converge
