#include "services/lakeformation/credentials.h"

#include <algorithm>

#include "format/json.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

constexpr const char* kNotAllowed = "Access is not allowed.";
constexpr const char* kCallerTag = "LakeFormationAuthorizedCaller";
constexpr int32_t kDurationSeconds = 3600;

bool Has(const std::vector<std::string>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool IsListed(const std::optional<std::vector<lf::DataLakePrincipal>>& accounts,
              const AccountId& account) {
  return accounts && std::any_of(accounts->begin(), accounts->end(), [&](const auto& entry) {
           return entry.data_lake_principal_identifier == account.text();
         });
}

format::Json Statement(const std::vector<std::string>& actions, const std::string& resource) {
  format::Json::Array list(actions.begin(), actions.end());
  return format::Json::Object{
      {"Effect", "Allow"}, {"Action", std::move(list)}, {"Resource", resource}};
}

// Reads, and where asked writes, what lies in the place and nothing else.
std::string SessionPolicy(const DataPlace& data, Scope scope) {
  std::vector<std::string> objects = {"s3:GetObject"}, tables = {"s3tables:GetTableData"};
  if (scope == Scope::kReadWrite) {
    objects.insert(objects.end(), {"s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload",
                                   "s3:ListMultipartUploadParts"});
    tables.push_back("s3tables:PutTableData");
  }
  format::Json::Array statements;
  if (!data.s3tables_arn.empty()) {
    statements.push_back(Statement(tables, data.s3tables_arn));
  } else {
    const size_t bucket = std::string_view("arn:aws:s3:::").size();
    const size_t slash = data.place.find('/', bucket);
    statements.push_back(Statement(objects, data.place + "/*"));
    format::Json list = Statement({"s3:ListBucket"}, data.place.substr(0, slash));
    if (slash != std::string::npos) {
      const std::string prefix = data.place.substr(slash + 1);
      format::Json::Array prefixes = {prefix, prefix + "/*"};
      list.Set("Condition",
               format::Json::Object{
                   {"StringLike", format::Json::Object{{"s3:prefix", std::move(prefixes)}}}});
    }
    statements.push_back(std::move(list));
  }
  return format::Json(
             format::Json::Object{{"Version", "2012-10-17"}, {"Statement", std::move(statements)}})
      .Text();
}

std::vector<std::string> PermissionsOf(const TableRequest& request) {
  if (!request.permissions || request.permissions->empty()) return {"SELECT"};
  std::set<std::string> words(request.permissions->begin(), request.permissions->end());
  if (words.erase("ALL") != 0 || words.erase("SUPER_USER") != 0) {
    words.merge(std::set<std::string>(authz::AllPermissionsOn(authz::LakeKind::kTable)));
  }
  return {words.begin(), words.end()};
}

}  // namespace

authz::Needs TableDataNeeds(const api::Call& call, const TableRequest& request) {
  constexpr const char* kAction = "lakeformation:GetDataAccess";
  authz::Needs needs = {{kAction, "*", {}, {}}};
  const auto target = ReadTableArn(call, request.table_arn);
  if (!target) return needs;  // the operation refuses it
  for (auto& need : LookNeeds(call, *target)) needs.push_back(std::move(need));
  for (const std::string& word : PermissionsOf(request)) {
    authz::Need need{kAction, "*", {}, {}};
    need.lake = authz::LakeNeed{word, target->resource};
    // What of the table the engine must leave out is compared with what it can.
    need.lake->reader = authz::LakeReader::kCells;
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<TableAccess> CheckTableAccess(LakeFormation& lakeformation, const api::Call& call,
                                     const TableRequest& request) {
  constexpr int32_t kDurationMax = 21'600;
  TableAccess access;
  FIRN_TRY(access.target, ReadTableArn(call, request.table_arn));
  if (request.duration_seconds.value_or(0) > kDurationMax) {
    return lf::InvalidInputException("DurationSeconds must be between 900 and 21600");
  }
  const authz::LakeResource& resource = access.target.resource;
  const std::string& region = call.region.text();
  FIRN_TRY(const authz::LakeReader reader,
           CheckEngine(lakeformation, call, access.target.owner,
                       request.supported.value_or(std::vector<std::string>())));
  const auto permissions = PermissionsOf(request);
  FIRN_TRY(const auto rights, lakeformation.RightsOf(call.principal, resource, region));
  if ((Has(permissions, "SELECT") || rights.reads()) && !rights.reads_by(reader)) {
    return lf::PermissionTypeMismatchException(
        "The engine does not support the permission types that the table's permissions need");
  }
  FIRN_TRY(auto table, lakeformation.catalogs.FindObject(region, resource));
  if (!table) return lf::EntityNotFoundException("Table not found.");
  access.table = *std::move(table);
  const bool writes = Has(permissions, "INSERT") || Has(permissions, "DELETE");
  access.scope = writes ? Scope::kReadWrite : Scope::kRead;
  return access;
}

Result<authz::LakeReader> CheckEngine(const LakeFormation& lakeformation, const api::Call& call,
                                      const AccountId& owner,
                                      const std::vector<std::string>& supported) {
  FIRN_TRY(const auto settings, lakeformation.FindSettings(owner, call.region.text()));
  if (settings.allow_external_data_filtering.value_or(false) &&
      IsListed(settings.external_data_filtering_allow_list, call.account)) {
    const auto tag = call.principal.session_tags.find(kCallerTag);
    const std::vector<std::string> none;
    const auto& authorized = settings.authorized_session_tag_value_list;
    const bool known = tag != call.principal.session_tags.end() &&
                       Has(authorized ? *authorized : none, tag->second);
    if (known && Has(supported, "CELL_FILTER_PERMISSION")) return authz::LakeReader::kCells;
    if (known && Has(supported, "COLUMN_PERMISSION")) return authz::LakeReader::kColumns;
    if (known) return authz::LakeReader::kWholeTable;
  }
  if (settings.allow_full_table_external_data_access.value_or(false)) {
    return authz::LakeReader::kWholeTable;
  }
  return Denied(kNotAllowed);
}

Result<Vended> VendFor(LakeFormation& lakeformation, const api::Call& call, const DataPlace& data,
                       Scope scope, std::optional<int32_t> duration_seconds) {
  // In a policy these would mean more than themselves.
  if (data.place.find_first_of("*?$") != std::string::npos) return Denied(kNotAllowed);
  std::string registered = data.place;
  if (!data.s3tables_arn.empty()) {
    registered = data.s3tables_arn.substr(0, data.s3tables_arn.find("/table/"));
  }
  FIRN_TRY(const auto role,
           lakeformation.RegisteredRole(data.owner, call.region.text(), registered));
  if (!role) return Denied(kNotAllowed);
  return lakeformation.vendor.Vend(
      call, *role, SessionPolicy(data, scope),
      std::chrono::seconds(duration_seconds.value_or(kDurationSeconds)));
}

}  // namespace firn::services::lakeformation
