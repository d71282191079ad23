#include "services/organizations/tree.h"

#include <algorithm>
#include <array>
#include <set>

#include "authz/policy.h"
#include "format/json.h"

namespace firn::services::organizations {
namespace {

namespace orgs = api::organizations;

constexpr std::array<std::string_view, 6> kPolicyTypes = {
    kServiceControl, "RESOURCE_CONTROL_POLICY",   "TAG_POLICY",
    "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "DECLARATIVE_POLICY_EC2"};

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The same look-up for reading and for changing.
template <class Row>
auto FindNode(Row& row, const std::string& id) -> decltype(&row.root) {
  if (row.root.id == id) return &row.root;
  if (auto unit = row.units.find(id); unit != row.units.end()) return &unit->second;
  if (auto member = row.members.find(id); member != row.members.end()) return &member->second.node;
  return nullptr;
}

Unexpected NoTarget() {
  return orgs::TargetNotFoundException("You specified a target that doesn't exist.");
}

std::vector<orgs::PolicyTypeSummary> ApiTypes(const std::set<std::string>& types) {
  std::vector<orgs::PolicyTypeSummary> list;
  for (const std::string& type : types) list.push_back({type, std::string("ENABLED")});
  return list;
}

}  // namespace

Result<const NodeRow*> NodeOf(const OrganizationRow& row, const std::string& id) {
  const NodeRow* node = FindNode(row, id);
  if (node == nullptr) return NoTarget();
  return node;
}

Result<NodeRow*> NodeOf(OrganizationRow& row, const std::string& id) {
  NodeRow* node = FindNode(row, id);
  if (node == nullptr) return NoTarget();
  return node;
}

Result<const NodeRow*> ParentOf(const OrganizationRow& row, const std::string& id) {
  const NodeRow* node = row.members.contains(id) ? nullptr : FindNode(row, id);
  if (node == nullptr) {
    return orgs::ParentNotFoundException("You specified parent that doesn't exist.");
  }
  return node;
}

Result<NodeRow*> UnitOf(OrganizationRow& row, const std::string& id) {
  const auto unit = row.units.find(id);
  if (unit == row.units.end()) {
    return orgs::OrganizationalUnitNotFoundException(
        "You specified an organizational unit that doesn't exist.");
  }
  return &unit->second;
}

Result<const MemberRow*> MemberOf(const OrganizationRow& row, const std::string& id) {
  const auto member = row.members.find(id);
  if (member == row.members.end()) {
    return orgs::AccountNotFoundException("You specified an account that doesn't exist.");
  }
  return &member->second;
}

Result<const PolicyRow*> PolicyOf(const OrganizationRow& row, const std::string& id) {
  if (id == kFullAccessId) return &FullAccess();
  const auto policy = row.policies.find(id);
  if (policy == row.policies.end()) {
    return orgs::PolicyNotFoundException("You specified a policy that doesn't exist.");
  }
  return &policy->second;
}

std::vector<const NodeRow*> PathTo(const OrganizationRow& row, const std::string& id) {
  std::vector<const NodeRow*> path;
  for (const NodeRow* node = FindNode(row, id); node != nullptr;
       node = FindNode(row, node->parent)) {
    path.push_back(node);
    if (node->parent.empty()) break;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

Result<void> OwnPolicy(const OrganizationRow& row, const std::string& id) {
  FIRN_OK(PolicyOf(row, id));
  if (id != kFullAccessId) return {};
  return orgs::InvalidInputException("You can't change a policy of AWS.");
}

std::vector<const NodeRow*> ChildrenOf(const OrganizationRow& row, const std::string& parent) {
  std::vector<const NodeRow*> children;
  for (const auto& [id, unit] : row.units) {
    if (unit.parent == parent) children.push_back(&unit);
  }
  for (const auto& [id, member] : row.members) {
    if (member.node.parent == parent) children.push_back(&member.node);
  }
  return children;
}

std::vector<const NodeRow*> TargetsOf(const OrganizationRow& row, const std::string& policy) {
  std::vector<const NodeRow*> targets;
  const auto add = [&](const NodeRow& node) {
    if (node.policies.contains(policy)) targets.push_back(&node);
  };
  add(row.root);
  for (const auto& [id, unit] : row.units) add(unit);
  for (const auto& [id, member] : row.members) add(member.node);
  return targets;
}

std::vector<const PolicyRow*> PoliciesOn(const OrganizationRow& row, const NodeRow& node,
                                         std::string_view type) {
  std::vector<const PolicyRow*> policies;
  for (const std::string& id : node.policies) {
    const auto policy = PolicyOf(row, id);
    if (policy && (*policy)->type == type) policies.push_back(*policy);
  }
  return policies;
}

Result<void> CheckPrincipal(const std::string& principal) {
  if (principal.ends_with(".amazonaws.com") &&
      principal.size() > std::string_view(".amazonaws.com").size()) {
    return {};
  }
  return orgs::InvalidInputException("You specified an unrecognized service principal.");
}

Result<void> CheckRoot(const OrganizationRow& row, const std::string& root,
                       const std::string& type) {
  if (row.root.id != root) {
    return orgs::RootNotFoundException("You specified a root that doesn't exist.");
  }
  if (std::find(kPolicyTypes.begin(), kPolicyTypes.end(), type) == kPolicyTypes.end()) {
    return orgs::InvalidInputException("You specified an invalid value.");
  }
  return {};
}

Result<void> CheckContent(const std::string& type, const std::string& content) {
  const auto malformed = [] {
    return orgs::MalformedPolicyDocumentException(
        "The provided policy document does not meet the requirements of the specified policy "
        "type.");
  };
  if (content.size() > kPolicyBytesMax) {
    return orgs::ConstraintViolationException("You have exceeded the policy content size limit.");
  }
  if (type == kServiceControl) {
    if (!authz::ParsePolicy(content, authz::PolicyKind::kIdentity)) return malformed();
  } else if (!format::ParseJson(content)) {
    return malformed();
  }
  return {};
}

Result<void> CheckUnitName(const OrganizationRow& row, const std::string& parent,
                           const std::string& name, const std::string& self) {
  for (const auto& [id, unit] : row.units) {
    if (id == self || unit.parent != parent || unit.name != name) continue;
    return orgs::DuplicateOrganizationalUnitException("An OU with the same name already exists.");
  }
  return {};
}

Result<std::map<std::string, std::string>*> TagsIn(OrganizationRow& row, const std::string& id) {
  if (NodeRow* node = FindNode(row, id)) return &node->tags;
  if (auto policy = row.policies.find(id); policy != row.policies.end()) {
    return &policy->second.tags;
  }
  return NoTarget();
}

Result<std::map<std::string, std::string>> TagsOf(
    const std::optional<std::vector<orgs::Tag>>& tags) {
  std::map<std::string, std::string> map;
  std::set<std::string> seen;
  for (const orgs::Tag& tag : tags.value_or(std::vector<orgs::Tag>())) {
    if (!seen.insert(Lower(tag.key)).second) {
      return orgs::InvalidInputException("Duplicate tag keys found: " + tag.key);
    }
    if (Lower(tag.key).starts_with("aws:")) {
      return orgs::InvalidInputException("Tag keys must not begin with aws: " + tag.key);
    }
    map[tag.key] = tag.value;
  }
  if (map.size() > kTagsMax) {
    return orgs::ConstraintViolationException("You have exceeded the allowed number of tags.");
  }
  return map;
}

std::string ArnOf(const OrganizationRow& row, const std::string& id) {
  if (id == kFullAccessId) {
    return "arn:aws:organizations::aws:policy/service_control_policy/" + id;
  }
  std::string kind = "account/";
  if (id == row.id)
    return Arn::Global("organizations", row.management, "organization/" + id).text();
  if (id == row.root.id) kind = "root/";
  if (row.units.contains(id)) kind = "ou/";
  std::string rest = id;
  if (auto policy = row.policies.find(id); policy != row.policies.end()) {
    kind = "policy/";
    rest = Lower(policy->second.type) + "/" + id;
  }
  return Arn::Global("organizations", row.management, kind + row.id + "/" + rest).text();
}

orgs::Organization ApiOrganization(const OrganizationRow& row) {
  orgs::Organization shape;
  shape.id = row.id;
  shape.arn = ArnOf(row, row.id);
  shape.feature_set = row.feature_set;
  shape.master_account_id = row.management.text();
  shape.master_account_arn = ArnOf(row, row.management.text());
  shape.master_account_email = row.members.at(row.management.text()).email;
  shape.available_policy_types.emplace();
  if (row.feature_set == "ALL") {
    shape.available_policy_types->push_back({std::string(kServiceControl), std::string("ENABLED")});
  }
  return shape;
}

orgs::Root ApiRoot(const OrganizationRow& row) {
  return {row.root.id, ArnOf(row, row.root.id), row.root.name, ApiTypes(row.policy_types)};
}

orgs::OrganizationalUnit ApiUnit(const OrganizationRow& row, const NodeRow& unit) {
  return {unit.id, ArnOf(row, unit.id), unit.name, std::nullopt};
}

orgs::Account ApiAccount(const OrganizationRow& row, const MemberRow& member) {
  orgs::Account shape;
  shape.id = member.node.id;
  shape.arn = ArnOf(row, member.node.id);
  shape.email = member.email;
  shape.name = member.node.name;
  shape.status = member.status;
  shape.state = member.status;
  shape.joined_method = member.joined_method;
  shape.joined_timestamp = member.joined;
  return shape;
}

orgs::PolicySummary ApiSummary(const OrganizationRow& row, const PolicyRow& policy) {
  return {policy.id,          ArnOf(row, policy.id), policy.name,
          policy.description, policy.type,           policy.id == kFullAccessId};
}

orgs::Policy ApiPolicy(const OrganizationRow& row, const PolicyRow& policy) {
  return {ApiSummary(row, policy), policy.content};
}

orgs::CreateAccountStatus ApiRequest(const RequestRow& request) {
  orgs::CreateAccountStatus shape;
  shape.id = request.id;
  shape.account_name = request.account_name;
  shape.state = "SUCCEEDED";
  shape.requested_timestamp = request.requested;
  shape.completed_timestamp = request.requested;
  shape.account_id = request.account;
  return shape;
}

authz::Needs On(const Organizations& organizations, const api::Call& call, std::string_view action,
                const std::string& id) {
  authz::Need need;
  need.action = "organizations:" + std::string(action);
  need.resource = "*";
  const auto row = organizations.Find(call.account);
  if (!id.empty() && row && *row != nullptr) {
    const bool known =
        FindNode(**row, id) != nullptr || (*row)->policies.contains(id) || id == kFullAccessId;
    if (known) need.resource = ArnOf(**row, id);
  }
  return {std::move(need)};
}

}  // namespace firn::services::organizations
