#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "api/lakeformation.h"
#include "authz/lake.h"

// What Lake Formation keeps.
namespace firn::services::lakeformation {

// What one principal holds on one thing. Whole tables, each named column and each list of excluded
// columns are records of their own, so that a column can be revoked alone.
struct GrantRecord {
  std::string principal;
  std::string catalog;  // full id
  std::string database;
  std::string table;
  bool all_tables = false;
  std::string location;               // an ARN: the grant is about a data location and nothing else
  std::string column;                 // SELECT on this column only
  std::vector<std::string> excluded;  // SELECT on all columns but these
  std::set<std::string> permissions;
  std::set<std::string> grantable;
  Time updated;
  std::string updated_by;

  bool partial() const { return !column.empty() || !excluded.empty(); }
};

template <class A>
void Describe(A& a, GrantRecord& r) {
  a("principal", r.principal);
  a("catalog", r.catalog);
  a("database", r.database);
  a("table", r.table);
  a("all_tables", r.all_tables);
  a("location", r.location);
  a("column", r.column);
  a("excluded", r.excluded);
  a("permissions", r.permissions);
  a("grantable", r.grantable);
  a("updated", r.updated);
  a("updated_by", r.updated_by);
}

struct SettingsRecord {
  api::lakeformation::DataLakeSettings settings;
};
template <class A>
void Describe(A& a, SettingsRecord& r) {
  a("settings", r.settings);
}

// A registered location.
struct LocationRecord {
  api::lakeformation::ResourceInfo info;
};
template <class A>
void Describe(A& a, LocationRecord& r) {
  a("info", r.info);
}

}  // namespace firn::services::lakeformation
