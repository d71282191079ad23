#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

// What Organizations keeps: one record per organization, for an organization is small and nearly
// every change looks at several of its parts.
namespace firn::services::organizations {

// A root, unit or account: what policies hang on.
struct NodeRow {
  std::string id;
  std::string name;
  std::string parent;  // empty for the root
  std::map<std::string, std::string> tags;
  std::set<std::string> policies;  // ids
};

struct MemberRow {
  NodeRow node;
  std::string email;
  std::string status = "ACTIVE";
  std::string joined_method = "CREATED";
  Time joined;
};

struct PolicyRow {
  std::string id;
  std::string name;
  std::string description;
  std::string type;
  std::string content;
  std::map<std::string, std::string> tags;
};

// A request to create an account; it is done when it is answered.
struct RequestRow {
  std::string id;
  std::string account_name;
  std::string account;
  Time requested;
};

struct OrganizationRow {
  std::string id;
  AccountId management;
  std::string feature_set = "ALL";
  NodeRow root;
  std::map<std::string, NodeRow> units;
  std::map<std::string, MemberRow> members;
  std::map<std::string, PolicyRow> policies;
  std::map<std::string, RequestRow> requests;
  std::map<std::string, Time> services;  // principals of trusted services
  std::set<std::string> policy_types;    // enabled in the root
};

template <class A>
void Describe(A& a, NodeRow& r) {
  a("id", r.id), a("name", r.name), a("parent", r.parent), a("tags", r.tags);
  a("policies", r.policies);
}

template <class A>
void Describe(A& a, MemberRow& r) {
  a("node", r.node), a("email", r.email), a("status", r.status);
  a("joined_method", r.joined_method), a("joined", r.joined);
}

template <class A>
void Describe(A& a, PolicyRow& r) {
  a("id", r.id), a("name", r.name), a("description", r.description), a("type", r.type);
  a("content", r.content), a("tags", r.tags);
}

template <class A>
void Describe(A& a, RequestRow& r) {
  a("id", r.id), a("account_name", r.account_name), a("account", r.account);
  a("requested", r.requested);
}

template <class A>
void Describe(A& a, OrganizationRow& r) {
  a("id", r.id), a("management", r.management), a("feature_set", r.feature_set);
  a("root", r.root), a("units", r.units), a("members", r.members), a("policies", r.policies);
  a("requests", r.requests), a("services", r.services), a("policy_types", r.policy_types);
}

}  // namespace firn::services::organizations
