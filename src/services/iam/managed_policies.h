#pragma once

#include <span>
#include <string_view>

namespace firn::services::iam {

// One managed policy as AWS publishes it. Times are ISO 8601.
struct ManagedPolicy {
  std::string_view path;
  std::string_view name;
  std::string_view id;
  std::string_view version;
  std::string_view created;
  std::string_view updated;
  std::string_view document;
};

std::span<const ManagedPolicy> PublishedPolicies();

}  // namespace firn::services::iam
