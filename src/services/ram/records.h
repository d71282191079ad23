#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/time.h"

// What Resource Access Manager keeps.
namespace firn::services::ram {

// One principal or resource of a share.
struct Association {
  std::string entity;  // an ARN, an account id or a service principal
  std::string status;
  std::string message;  // why it failed
  Time created;
  Time updated;
  bool external = false;  // a principal of another account; there are no organizations here
};

template <class A>
void Describe(A& a, Association& r) {
  a("entity", r.entity);
  a("status", r.status);
  a("message", r.message);
  a("created", r.created);
  a("updated", r.updated);
  a("external", r.external);
}

struct ShareRecord {
  std::string arn;
  std::string name;
  std::string owner;
  bool external_allowed = true;
  std::string status;
  Time created;
  Time updated;
  std::map<std::string, std::string> tags;
  std::map<std::string, std::string> permissions;  // ARN by resource type
  std::map<std::string, Association> principals;   // by entity
  std::map<std::string, Association> resources;
};

template <class A>
void Describe(A& a, ShareRecord& r) {
  a("arn", r.arn);
  a("name", r.name);
  a("owner", r.owner);
  a("external_allowed", r.external_allowed);
  a("status", r.status);
  a("created", r.created);
  a("updated", r.updated);
  a("tags", r.tags);
  a("permissions", r.permissions);
  a("principals", r.principals);
  a("resources", r.resources);
}

// Kept with the receiver.
struct InvitationRecord {
  std::string arn;
  std::string share_arn;
  std::string share_name;
  std::string sender;
  std::string receiver;   // an account
  std::string principal;  // the account, or its user or role
  std::string status;
  Time sent;
};

template <class A>
void Describe(A& a, InvitationRecord& r) {
  a("arn", r.arn);
  a("share_arn", r.share_arn);
  a("share_name", r.share_name);
  a("sender", r.sender);
  a("receiver", r.receiver);
  a("principal", r.principal);
  a("status", r.status);
  a("sent", r.sent);
}

// A request that was answered, known by its client token.
struct TokenRecord {
  std::string digest;  // of what was asked
  std::string share_arn;
};

template <class A>
void Describe(A& a, TokenRecord& r) {
  a("digest", r.digest);
  a("share_arn", r.share_arn);
}

}  // namespace firn::services::ram
