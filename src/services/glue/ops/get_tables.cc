// GetTables: the tables of a database that the caller may see, by name; links of a local database
// show their targets. Differs from AWS: the state of tables at an earlier time is not kept.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/links.h"
#include "services/glue/name_pattern.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<wire::TextMatcher> Matcher(const api_glue::GetTablesInput& input) {
  if (input.query_as_of_time || input.transaction_id) {
    return api_glue::InvalidInputException("Transactions on governed tables are not supported");
  }
  if (!input.expression || input.expression->empty()) {
    return wire::TextMatcher([](std::string_view) { return true; });
  }
  return CompileNamePattern(*input.expression);
}

Result<std::vector<std::string>> Names(const Glue& glue, const api::Call& call,
                                       const Glue::Located& located) {
  std::vector<std::string> names;
  if (located.catalog.kind == CatalogRef::Kind::kDefault) {
    FIRN_TRY(const auto page,
             state::List<TableRecord>(
                 glue.store.Read(), TablePrefix(call, located.catalog, Lowercase(located.database)),
                 "", SIZE_MAX));
    for (const auto& item : page.items) names.push_back(item.value->table.name);
    return names;
  }
  api::s3tables::ListTablesInput input;
  input.table_bucket_arn = TableBucketArn(call, located.catalog);
  input.namespace_ = located.database;
  while (true) {
    auto page = glue.tables.ListTables(glue.AsOwner(call, located.catalog), input);
    if (!page)
      return FromFederation(std::move(page).error(),
                            "Database " + located.database + " not found.");
    for (const auto& table : page->tables) names.push_back(table.name);
    if (!page->continuation_token) return names;
    input.continuation_token = std::move(page->continuation_token);
  }
}

// The attributes that the request asks for; all unless it names some. The name is always there.
api_glue::Table Chosen(const api_glue::GetTablesInput& input, api_glue::Table table) {
  if (!input.attributes_to_get || input.attributes_to_get->empty()) return table;
  api_glue::Table chosen;
  chosen.name = table.name;
  for (const std::string& attribute : *input.attributes_to_get) {
    if (attribute == "TABLE_TYPE") chosen.table_type = table.table_type;
  }
  return chosen;
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetTablesInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:GetTables", input.database_name, "", "");
}

Result<api_glue::GetTablesOutput> Handle(Glue& glue, const api::Call& call,
                                         const api_glue::GetTablesInput& input) {
  FIRN_TRY(const auto matches, Matcher(input));
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  FIRN_OK(glue.FindDatabase(call, located.catalog, located.database));
  FIRN_TRY(const auto names, Names(glue, call, located));
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  api_glue::GetTablesOutput output;
  output.table_list.emplace();
  for (const std::string& name : names) {
    if (name <= after || !matches(name)) continue;
    if (!MaySee(glue, call, located.catalog, located.database, name)) continue;
    if (output.table_list->size() == limit) {
      output.next_token = TokenOf(output.table_list->back().name);
      break;
    }
    auto table = glue.FindTable(call, located.catalog, located.database, name);
    // A table that went away since its name was read is not listed.
    if (!table && table.error().kind == Kind::kNotFound) continue;
    if (!table) return Fail(std::move(table).error());
    if (table->target_table && !located.through_link) {
      auto followed = FollowTableLink(glue, call, *table);
      if (followed) table = std::move(followed);
    }
    output.table_list->push_back(Chosen(input, *std::move(table)));
  }
  return output;
}

}  // namespace firn::services::glue
