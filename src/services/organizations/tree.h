#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/organizations.h"
#include "authz/gate.h"
#include "base/encoding.h"
#include "services/organizations/limits.h"
#include "services/organizations/organizations.h"

// The parts of an organization, found by their ids, and the shapes that operations answer.
namespace firn::services::organizations {

// A root, unit or account; TargetNotFoundException.
Result<const NodeRow*> NodeOf(const OrganizationRow& row, const std::string& id);
Result<NodeRow*> NodeOf(OrganizationRow& row, const std::string& id);
// A root or unit; ParentNotFoundException.
Result<const NodeRow*> ParentOf(const OrganizationRow& row, const std::string& id);
// OrganizationalUnitNotFoundException.
Result<NodeRow*> UnitOf(OrganizationRow& row, const std::string& id);
// AccountNotFoundException.
Result<const MemberRow*> MemberOf(const OrganizationRow& row, const std::string& id);
// One of the organization's, or AWS's own; PolicyNotFoundException.
Result<const PolicyRow*> PolicyOf(const OrganizationRow& row, const std::string& id);
// The same for those that can be changed; InvalidInputException for AWS's own.
Result<void> OwnPolicy(const OrganizationRow& row, const std::string& id);
// Units and accounts right below.
std::vector<const NodeRow*> ChildrenOf(const OrganizationRow& row, const std::string& parent);
// What a policy is attached to, and what policies of a type are attached to a node.
std::vector<const NodeRow*> TargetsOf(const OrganizationRow& row, const std::string& policy);
std::vector<const PolicyRow*> PoliciesOn(const OrganizationRow& row, const NodeRow& node,
                                         std::string_view type);
// From the root to the node itself.
std::vector<const NodeRow*> PathTo(const OrganizationRow& row, const std::string& id);

// RootNotFoundException, or InvalidInputException for a type that AWS does not have.
Result<void> CheckRoot(const OrganizationRow& row, const std::string& root,
                       const std::string& type);
// MalformedPolicyDocumentException, ConstraintViolationException.
Result<void> CheckContent(const std::string& type, const std::string& content);
// DuplicateOrganizationalUnitException when a sibling has the name.
Result<void> CheckUnitName(const OrganizationRow& row, const std::string& parent,
                           const std::string& name, const std::string& self);
// InvalidInputException unless it is a service principal.
Result<void> CheckPrincipal(const std::string& principal);
// What carries tags: a node or a policy. TargetNotFoundException.
Result<std::map<std::string, std::string>*> TagsIn(OrganizationRow& row, const std::string& id);
Result<std::map<std::string, std::string>> TagsOf(
    const std::optional<std::vector<api::organizations::Tag>>& tags);

std::string ArnOf(const OrganizationRow& row, const std::string& id);
api::organizations::Organization ApiOrganization(const OrganizationRow& row);
api::organizations::Root ApiRoot(const OrganizationRow& row);
api::organizations::OrganizationalUnit ApiUnit(const OrganizationRow& row, const NodeRow& unit);
api::organizations::Account ApiAccount(const OrganizationRow& row, const MemberRow& member);
api::organizations::PolicySummary ApiSummary(const OrganizationRow& row, const PolicyRow& policy);
api::organizations::Policy ApiPolicy(const OrganizationRow& row, const PolicyRow& policy);
api::organizations::CreateAccountStatus ApiRequest(const RequestRow& request);

// Needs on one part of the caller's organization, or on nothing in particular.
authz::Needs On(const Organizations& organizations, const api::Call& call, std::string_view action,
                const std::string& id = "");

// One page as an operation's answer, ordered by what `name` says. The model's tokens are names.
template <class Output, class T, class Input, class Name>
Result<Output> Paged(std::optional<std::vector<T>> Output::*list, std::vector<T> all,
                     const Input& input, Name name) {
  std::sort(all.begin(), all.end(), [&](const T& a, const T& b) { return name(a) < name(b); });
  std::string after;
  if (input.next_token) {
    auto text = Base64Decode(*input.next_token);
    if (!text || text->empty()) {
      return api::organizations::InvalidInputException("You specified an invalid value.");
    }
    after = *std::move(text);
  }
  size_t limit = kPageItems;
  if constexpr (requires { input.max_results; }) {
    limit = static_cast<size_t>(input.max_results.value_or(kPageItems));
  }
  Output output;
  auto& page = (output.*list).emplace();
  for (T& item : all) {
    if (!after.empty() && name(item) <= after) continue;
    if (page.size() == limit) {
      output.next_token = Base64Encode(name(page.back()));
      break;
    }
    page.push_back(std::move(item));
  }
  return output;
}

}  // namespace firn::services::organizations
