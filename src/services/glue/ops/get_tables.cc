// GetTables: the tables of a database that the caller may see, by name.
// Differs from AWS: Expression knows literal text, * for any text, and | between alternatives.

#include "services/glue/links.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<std::vector<std::string>> Names(const Glue& glue, const api::Call& call, const Glue::Located& located) {
  std::vector<std::string> names;
  if (located.catalog.kind == CatalogRef::Kind::kDefault) {
    FIRN_TRY(const auto page, state::List<TableRecord>(
                                  glue.store.Read(), TablePrefix(call, located.catalog, located.database), "", SIZE_MAX));
    for (const auto& item : page.items) names.push_back(item.value->table.name);
    return names;
  }
  api::s3tables::ListTablesInput input;
  input.table_bucket_arn = TableBucketArn(call, located.catalog);
  input.namespace_ = located.database;
  while (true) {
    auto page = glue.tables.ListTables(glue.AsOwner(call, located.catalog), input);
    if (!page) return FromFederation(std::move(page).error(), "Database " + located.database + " not found.");
    for (const auto& table : page->tables) names.push_back(table.name);
    if (!page->continuation_token) return names;
    input.continuation_token = std::move(page->continuation_token);
  }
}

// Whole-name match of alternatives in which * stands for any text, as the Data Catalog's consoles write them.
bool MatchesOne(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.starts_with(".*")) pattern.remove_prefix(1);
  if (pattern.front() == '*') {
    for (size_t i = 0; i <= name.size(); ++i) {
      if (MatchesOne(pattern.substr(1), name.substr(i))) return true;
    }
    return false;
  }
  return !name.empty() && pattern.front() == name.front() && MatchesOne(pattern.substr(1), name.substr(1));
}

bool MatchesExpression(std::string_view expression, std::string_view name) {
  while (true) {
    const size_t bar = expression.find('|');
    if (MatchesOne(expression.substr(0, bar), name)) return true;
    if (bar == std::string_view::npos) return false;
    expression.remove_prefix(bar + 1);
  }
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call, const api_glue::GetTablesInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:GetTables", input.database_name, "", "");
}

Result<api_glue::GetTablesOutput> Handle(Glue& glue, const api::Call& call, const api_glue::GetTablesInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  FIRN_OK(glue.FindDatabase(call, located.catalog, located.database));
  FIRN_TRY(const auto names, Names(glue, call, located));
  const auto limit = static_cast<size_t>(input.max_results.value_or(100));
  api_glue::GetTablesOutput output;
  output.table_list.emplace();
  for (const std::string& name : names) {
    if (name <= after || (input.expression && !MatchesExpression(*input.expression, name))) continue;
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
    output.table_list->push_back(*std::move(table));
  }
  return output;
}

}  // namespace firn::services::glue
