#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firn::wire {

// The bucket of a virtual-hosted request: "b.s3.us-east-1.amazonaws.com", "b.s3.localhost:4566" and
// "b.localhost:4566" give "b". Nothing for other hosts and for addresses, whose bucket is in the
// path.
std::optional<std::string> BucketOfHost(std::string_view host);

}  // namespace firn::wire
