#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/lakeformation.h"
#include "authz/lake.h"

// What Lake Formation keeps.
namespace firn::services::lakeformation {

// One condition of an LF-tag expression, with its values in order.
struct TagCondition {
  std::string key;
  std::vector<std::string> values;
  auto operator<=>(const TagCondition&) const = default;
};

template <class A>
void Describe(A& a, TagCondition& r) {
  a("key", r.key);
  a("values", r.values);
}

// What one principal holds on one thing. Whole tables, each named column, each list of excluded
// columns, each data cells filter and each value of an LF-tag are records of their own, so that one
// can be revoked alone.
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
  std::string filter;                    // a data cells filter of the table
  std::string tag_key;                   // an LF-tag's key,
  std::string tag_value;                 // and one of its values; "*" is the key with all of them
  std::string policy_type;               // DATABASE or TABLE: everything with the right LF-tags
  std::vector<TagCondition> conditions;  // of the policy, in order of their keys
  std::string expression;  // a saved expression: the policy's, or itself when there is no type
  // Granted on by whoever received a share, and good for as long as that share.
  bool passed_on = false;

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
  a("filter", r.filter);
  a("tag_key", r.tag_key);
  a("tag_value", r.tag_value);
  a("policy_type", r.policy_type);
  a("conditions", r.conditions);
  a("expression", r.expression);
  a("passed_on", r.passed_on);
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

// An LF-tag: a key and the values it may have, in the order they were added.
struct TagRecord {
  std::string key;
  std::vector<std::string> values;
};
template <class A>
void Describe(A& a, TagRecord& r) {
  a("key", r.key);
  a("values", r.values);
}

// A saved LF-tag expression.
struct ExpressionRecord {
  std::string name;
  std::optional<std::string> description;
  std::vector<TagCondition> conditions;
};
template <class A>
void Describe(A& a, ExpressionRecord& r) {
  a("name", r.name);
  a("description", r.description);
  a("conditions", r.conditions);
}

// The LF-tags assigned to one database, table or column; without what it inherits.
struct AssignmentRecord {
  std::map<std::string, std::string> tags;
};
template <class A>
void Describe(A& a, AssignmentRecord& r) {
  a("tags", r.tags);
}

struct FilterRecord {
  api::lakeformation::DataCellsFilter filter;
};
template <class A>
void Describe(A& a, FilterRecord& r) {
  a("filter", r.filter);
}

// A principal for whom Lake Formation decides about a thing that is left to IAM for others.
struct OptInRecord {
  std::string principal;
  std::string catalog;
  std::string database;
  std::string table;
  bool all_tables = false;
  Time updated;
  std::string updated_by;
};
template <class A>
void Describe(A& a, OptInRecord& r) {
  a("principal", r.principal);
  a("catalog", r.catalog);
  a("database", r.database);
  a("table", r.table);
  a("all_tables", r.all_tables);
  a("updated", r.updated);
  a("updated_by", r.updated_by);
}

// An account's connection with IAM Identity Center.
struct IdentityCenterRecord {
  std::string instance_arn;
  std::string application_arn;
  std::string application_status;
  std::optional<api::lakeformation::ExternalFilteringConfiguration> filtering;
  std::optional<std::vector<api::lakeformation::DataLakePrincipal>> recipients;
  std::optional<std::vector<api::lakeformation::ServiceIntegrationUnion>> integrations;
};
template <class A>
void Describe(A& a, IdentityCenterRecord& r) {
  a("instance_arn", r.instance_arn);
  a("application_arn", r.application_arn);
  a("application_status", r.application_status);
  a("filtering", r.filtering);
  a("recipients", r.recipients);
  a("integrations", r.integrations);
}

}  // namespace firn::services::lakeformation
