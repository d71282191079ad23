// ListPermissions: who holds what, a row for each principal and thing. Administrators see
// everything of their account; others see what they hold. Reads only the grants on the thing it is
// asked about.
//
// Differs from AWS: the rights that administrators have without a grant are no rows; with Principal
// and Resource both, what the principal holds through all tables of the database or through LF-tags
// is no row; whoever holds a grant option does not see what others hold.

#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/principals.h"
#include "services/lakeformation/rows.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

// What of the account's grants is asked for.
struct Question {
  AccountId owner;
  std::string region;
  std::vector<std::string> prefixes;  // in the order of keys
  std::optional<std::string> principal;
  std::optional<std::string> type;
  std::optional<Target> target;
};

// Where the grants of a type lie, so that a list of them reads no others.
std::string PrefixOfType(const Question& question) {
  using Type = lf::DataLakeResourceType;
  const auto kind = [&](std::string_view name) {
    return GrantKindPrefix(question.owner.text(), question.region, name);
  };
  if (question.type == Type::kLfTag) return kind("tag");
  if (question.type == Type::kLfNamedTagExpression) return kind("expression");
  return GrantPrefix(question.owner.text(), question.region);
}

// Filters of a table are related to it, and listed with it when that is asked for.
Result<bool> ReadRelated(const lf::ListPermissionsInput& input) {
  if (!input.include_related) return false;
  const std::string& text = *input.include_related;
  if (text != "TRUE" && text != "FALSE") {
    return lf::InvalidInputException("IncludeRelated must be TRUE or FALSE");
  }
  if (text == "FALSE") return false;
  if (input.principal || !input.resource || !input.resource->table) {
    return lf::InvalidInputException(
        "IncludeRelated is for a table, without the Principal parameter");
  }
  return true;
}

Result<void> CheckListed(LakeFormation& lakeformation, const Question& question) {
  const Target& target = *question.target;
  if (target.kind != Target::Kind::kTable && target.kind != Target::Kind::kAllTables) return {};
  FIRN_TRY(const auto database,
           lakeformation.catalogs.FindObject(
               question.region, {target.resource.catalog, target.resource.database, ""}));
  if (database && database->link) {
    return lf::InvalidInputException(
        "Database cannot be a link for this operation when called on a table.");
  }
  return {};
}

Result<Question> ReadQuestion(LakeFormation& lakeformation, const api::Call& call,
                              const lf::ListPermissionsInput& input) {
  Question question;
  FIRN_TRY(question.owner, AccountOf(call, input.catalog_id));
  question.region = call.region.text();
  question.type = input.resource_type;
  FIRN_TRY(const bool related, ReadRelated(input));
  if (input.principal) {
    FIRN_TRY(const Grantee grantee, ParseGrantee(input.principal->data_lake_principal_identifier));
    question.principal = grantee.name;
    if (!input.resource) {
      return lf::InvalidInputException("Resource is mandatory if Principal is set in the input");
    }
  }
  if (!input.resource) {
    question.prefixes = {PrefixOfType(question)};
    return question;
  }
  if (input.resource->table_with_columns) {
    return lf::InvalidInputException("TableWithColumns cannot be listed; ask for the Table");
  }
  FIRN_TRY(question.target, ReadTarget(question.owner, *input.resource));
  const Target& target = *question.target;
  question.owner = target.owner;
  std::string prefix = GrantsOnPrefix(question.region, target);
  if (question.principal) state::AppendKeyPart(prefix, *question.principal);
  if (related && target.kind == Target::Kind::kTable) {
    authz::LakeResource filters = target.resource;
    filters.filter = std::string(1, '*');
    question.prefixes.push_back(ThingPrefix(question.region, filters, Extent::kThing));
  }
  question.prefixes.push_back(std::move(prefix));
  FIRN_OK(CheckListed(lakeformation, question));
  return question;
}

bool Takes(const Question& question, const GrantRecord& record) {
  if (question.type && !IsOfType(record, *question.type)) return false;
  if (!question.target) return true;
  const Target& target = *question.target;
  if (target.kind == Target::Kind::kFilter) return record.filter == target.resource.filter;
  if (target.kind != Target::Kind::kTag) return true;
  // Asking for a value shows the grants on it; asking for all shows all.
  for (const std::string& value : target.tag_values) {
    if (value == "*" || value == record.tag_value || record.tag_value == "*") return true;
  }
  return false;
}

// The default of catalogs in IAM mode is no record; a question about one database or table shows
// it, before everything else.
Result<std::optional<PermissionsRow>> IamDefault(const LakeFormation& lakeformation,
                                                 const Question& question) {
  std::optional<PermissionsRow> none;
  if (!question.target || !question.target->catalog_object()) return none;
  const Target& target = *question.target;
  if (target.resource.database.empty()) return none;
  if (question.principal && *question.principal != authz::kIamAllowedPrincipals) return none;
  const bool database = target.kind == Target::Kind::kDatabase;
  if (question.type && *question.type != (database ? "DATABASE" : "TABLE")) return none;
  FIRN_TRY(const bool iam_only, lakeformation.UsesIamOnly(target.Asked(), question.region));
  if (!iam_only) return none;
  GrantRecord record;
  record.principal = std::string(authz::kIamAllowedPrincipals);
  record.catalog = target.resource.catalog;
  record.database = target.resource.database;
  record.table = target.resource.table;
  record.all_tables = target.kind == Target::Kind::kAllTables;
  record.permissions = {"ALL"};
  std::string key = GrantsOnPrefix(question.region, target);
  state::AppendKeyPart(key, record.principal);
  state::AppendKeyPart(key, "");
  if (lakeformation.store.Read().Has(key)) return none;  // granted as well: it has its row
  PermissionsRow row = RowOf(record, record.permissions);
  row.last_updated.reset();
  return std::optional(std::move(row));
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::ListPermissionsInput&) {
  return {{"lakeformation:ListPermissions", "*", {}, {}}};
}

Result<lf::ListPermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                         const lf::ListPermissionsInput& input) {
  FIRN_TRY(const Question question, ReadQuestion(lakeformation, call, input));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  FIRN_TRY(const Sight sight, Sight::Of(lakeformation, call, question.owner));
  const size_t limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageRows;
  lf::ListPermissionsOutput output;
  FIRN_TRY(auto first, IamDefault(lakeformation, question));
  const bool begins = after.empty() && first.has_value();
  RowPage page(after, begins ? question.prefixes.front() : after, begins ? limit - 1 : limit);
  FIRN_OK(AddGrants(
      lakeformation, question.region, question.prefixes,
      [&](const GrantRecord& record) { return Takes(question, record) && sight.Sees(record); },
      page));
  if (begins) page.rows.insert(page.rows.begin(), *std::move(first));
  output.next_token = page.next_token();
  output.principal_resource_permissions = std::move(page.rows);
  return output;
}

}  // namespace firn::services::lakeformation
