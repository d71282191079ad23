#include "server/share_adapters.h"

namespace firn::server {

namespace lakeformation = services::lakeformation;

Result<void> ShareAdapter::Add(const api::Call& call, const std::string& thing_arn,
                               const std::string& principal) {
  return ram_.AddGranted(call, thing_arn, principal);
}

Result<void> ShareAdapter::Remove(const api::Call& call, const std::string& thing_arn,
                                  const std::string& principal) {
  return ram_.RemoveGranted(call, thing_arn, principal);
}

Result<std::optional<lakeformation::Shares::Share>> ShareAdapter::Find(
    const std::string& thing_arn, const std::string& principal) const {
  FIRN_TRY(auto granted, ram_.FindGranted(thing_arn, principal));
  if (!granted) return std::optional<Share>();
  return std::optional(Share{std::move(granted->share_arn), granted->accepted});
}

Result<std::optional<bool>> SharedResources::Exists(const api::Call&, const Arn& arn) {
  using Found = std::optional<bool>;
  if (arn.service != "glue") return Found();
  const size_t kind = arn.resource.find('/');
  if (arn.resource.starts_with("catalog") || kind == std::string::npos) return Found();
  std::string path = arn.resource.substr(kind + 1);
  authz::LakeResource object{arn.account, "", ""};
  if (arn.resource.starts_with("table/")) {
    const size_t slash = path.rfind('/');
    if (slash == std::string::npos) return Found(false);
    object.table = path.substr(slash + 1);
    if (object.table == "*") object.table.clear();
    path.erase(slash);
  }
  if (const size_t slash = path.rfind('/'); slash != std::string::npos) {
    object.catalog += ":" + path.substr(0, slash);
    path.erase(0, slash + 1);
  }
  object.database = path;
  const auto found = catalogs_.FindObject(arn.region, object);
  if (!found && found.error().kind == Kind::kNotFound) return Found(false);
  if (!found) return Fail(found.error());
  return Found(found->has_value());
}

namespace {
constexpr const char* kRamPrincipal = "ram.amazonaws.com";
}  // namespace

Result<services::ram::Organizations::Kinship> KinshipAdapter::KinshipOf(const AccountId& account,
                                                                        const AccountId& other) {
  FIRN_TRY(const auto ours, organizations_.Find(account));
  FIRN_TRY(const auto theirs, organizations_.Find(other));
  Kinship kinship;
  kinship.same = ours && theirs && ours->id == theirs->id;
  kinship.trusted = kinship.same && ours->services.contains(kRamPrincipal);
  return kinship;
}

Result<bool> KinshipAdapter::Knows(const Arn& arn) {
  const auto management = AccountId::Parse(arn.account);
  if (!management) return false;
  FIRN_TRY(const auto row, organizations_.Find(*management));
  if (!row || row->management != *management) return false;
  if (arn.resource == "organization/" + row->id) return true;
  const std::string start = "ou/" + row->id + "/";
  return arn.resource.starts_with(start) && row->units.contains(arn.resource.substr(start.size()));
}

Result<void> KinshipAdapter::Trust(const api::Call& call) {
  FIRN_TRY(const auto row, organizations_.Find(call.account));
  if (!row) return Fail(Kind::kInvalid, "the account is in no organization");
  if (row->management != call.account) {
    return Fail(Kind::kDenied, "only the management account may");
  }
  return organizations_.Change(
      call, [&](services::organizations::OrganizationRow& changed) -> Result<void> {
        changed.services.emplace(kRamPrincipal, call.now);
        return {};
      });
}

Result<lakeformation::Vended> VendorAdapter::Vend(const api::Call& call,
                                                  const std::string& role_arn,
                                                  const std::string& policy,
                                                  std::chrono::seconds duration) {
  services::sts::ServiceRequest request;
  request.role_arn = role_arn;
  request.service = "lakeformation.amazonaws.com";
  request.source_account = call.account.text();
  request.sets_source_identity = true;
  request.sets_context = true;
  FIRN_TRY(authz::Principal principal, sts_.AssumeAsService(call, request));
  principal.session_policies.push_back(policy);
  FIRN_TRY(auto session, sts_.OpenSession(call, std::move(principal), duration));
  return lakeformation::Vended{session.access_key_id, session.secret, session.token,
                               session.expiry};
}

}  // namespace firn::server
