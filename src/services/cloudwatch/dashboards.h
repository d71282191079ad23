#pragma once

#include <map>
#include <string>

#include "services/cloudwatch/cloudwatch.h"

namespace firn::services::cloudwatch {

struct DashboardRecord {
  std::string name;
  std::string body;
  Time modified;
  std::map<std::string, std::string> tags;
};

template <class A>
void Describe(A& a, DashboardRecord& r) {
  a("name", r.name);
  a("body", r.body);
  a("modified", r.modified);
  a("tags", r.tags);
}

// Dashboards belong to an account, whatever the Region.
Arn DashboardArn(const api::Call& call, std::string_view name);
std::string DashboardsPrefix(const api::Call& call);
std::string DashboardKey(const api::Call& call, std::string_view name);
Result<DashboardRecord> FindDashboard(const state::Reader& reader, const api::Call& call, std::string_view name);

}  // namespace firn::services::cloudwatch
