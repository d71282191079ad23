#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/athena.h"
#include "base/time.h"
#include "state/table.h"

// What Athena keeps beside its executions, by account and region.
namespace firn::services::athena {

using Tags = std::map<std::string, std::string>;

struct WorkGroupRecord {
  std::string name;
  std::string state;  // of api::athena::WorkGroupState
  std::optional<std::string> description;
  api::athena::WorkGroupConfiguration configuration;
  Time created;
  Tags tags;
};
template <class A>
void Describe(A& a, WorkGroupRecord& r) {
  a("name", r.name);
  a("state", r.state);
  a("description", r.description);
  a("configuration", r.configuration);
  a("created", r.created);
  a("tags", r.tags);
}

struct DataCatalogRecord {
  api::athena::DataCatalog catalog;
  Tags tags;
};
template <class A>
void Describe(A& a, DataCatalogRecord& r) {
  a("catalog", r.catalog);
  a("tags", r.tags);
}

struct NamedQueryRecord {
  api::athena::NamedQuery query;
};
template <class A>
void Describe(A& a, NamedQueryRecord& r) {
  a("query", r.query);
}

struct PreparedStatementRecord {
  api::athena::PreparedStatement statement;
};
template <class A>
void Describe(A& a, PreparedStatementRecord& r) {
  a("statement", r.statement);
}

// What a client's token was used for, so that a repeated request is not carried out twice.
struct TokenRecord {
  std::string request;  // a digest of what was asked
  std::string id;       // what was answered
};
template <class A>
void Describe(A& a, TokenRecord& r) {
  a("request", r.request);
  a("id", r.id);
}

std::string WorkGroupPrefix(const api::Call& call);
std::string WorkGroupKey(const api::Call& call, std::string_view name);
std::string DataCatalogPrefix(const api::Call& call);
std::string DataCatalogKey(const api::Call& call, std::string_view name);
// Named queries by work group, and the key of each by its id.
std::string NamedQueryPrefix(const api::Call& call, std::string_view work_group);
std::string NamedQueryKey(const api::Call& call, std::string_view work_group, std::string_view id);
std::string NamedQueryIdKey(const api::Call& call, std::string_view id);
std::string PreparedStatementPrefix(const api::Call& call, std::string_view work_group);
std::string PreparedStatementKey(const api::Call& call, std::string_view work_group,
                                 std::string_view name);
std::string TokenKey(const api::Call& call, std::string_view operation, std::string_view token);

// A page of a listing: where it begins, how long it is. InvalidRequestException for tokens nobody
// was given.
struct PageOf {
  std::string after;
  size_t limit = 0;
};
Result<PageOf> PageFor(const std::optional<std::string>& token, const std::optional<int32_t>& limit,
                       size_t limit_default);
std::string PageToken(std::string_view position);

// Adds tags, replacing equal keys. InvalidRequestException for repeated keys and beyond fifty.
Result<void> MergeTags(const std::vector<api::athena::Tag>& added, Tags& tags);

}  // namespace firn::services::athena
