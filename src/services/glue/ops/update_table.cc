// UpdateTable: replaces a table's definition and archives the former one; for Iceberg tables the
// commit of engines that work through the catalog: compare-and-swap on VersionId. Through a link
// its target is changed. Differs from AWS: views of several dialects are refused.

#include "services/glue/glue.h"
#include "services/glue/iceberg_tables.h"
#include "services/glue/ops.h"
#include "services/glue/table_input.h"
#include "services/glue/table_state.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Unexpected Outdated() {
  return api_glue::ConcurrentModificationException(
      "Update table failed due to concurrent modifications.");
}

Result<void> Check(const api_glue::UpdateTableInput& input) {
  const auto& format = input.update_open_table_format_input;
  if (!input.table_input && !format)
    return api_glue::InvalidInputException("TableInput is required");
  if (input.table_input && format) {
    return api_glue::InvalidInputException(
        "TableInput and UpdateOpenTableFormatInput exclude each other");
  }
  if (format && !format->update_iceberg_input)
    return api_glue::InvalidInputException("UpdateIcebergInput is required");
  if (!input.table_input && !input.name) return api_glue::InvalidInputException("Name is required");
  if (input.table_input && input.name &&
      Lowercase(*input.name) != Lowercase(input.table_input->name)) {
    return api_glue::InvalidInputException("Name and TableInput.Name must be the same");
  }
  if (input.transaction_id)
    return api_glue::InvalidInputException("Transactions on governed tables are not supported");
  if (input.view_update_action) {
    return api_glue::OperationNotSupportedException(
        "Views of several dialects are not implemented");
  }
  return {};
}

// Moves a table of S3 Tables to the metadata file that the new parameters name.
Result<api_glue::UpdateTableOutput> CommitFederated(Glue& glue, const api::Call& call,
                                                    const TablePlace& place,
                                                    const api_glue::UpdateTableInput& input) {
  const auto& parameters = input.table_input->parameters;
  const auto location = parameters ? parameters->find(kMetadataLocation)
                                   : std::map<std::string, std::string>::const_iterator();
  if (!parameters || location == parameters->end()) {
    return api_glue::InvalidInputException("Parameters must hold metadata_location");
  }
  FIRN_TRY(const auto current, glue.FindTable(call, place.catalog, place.database, place.table));
  api::s3tables::UpdateTableMetadataLocationInput move;
  move.table_bucket_arn = TableBucketArn(call, place.catalog);
  move.namespace_ = place.database;
  move.name = place.table;
  move.version_token = input.version_id.value_or(current.version_id.value_or(""));
  move.metadata_location = location->second;
  auto moved = glue.tables.UpdateTableMetadataLocation(glue.AsOwner(call, place.catalog), move);
  if (!moved && moved.error().kind == Kind::kConflict) return Outdated();
  if (!moved)
    return FromFederation(std::move(moved).error(), "Table " + place.table + " not found.");
  return api_glue::UpdateTableOutput{};
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdateTableInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:UpdateTable", input.database_name,
                      input.table_input ? input.table_input->name : input.name.value_or(""),
                      "ALTER");
}

Result<api_glue::UpdateTableOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::UpdateTableInput& input) {
  FIRN_OK(Check(input));
  const std::string name = input.table_input ? input.table_input->name : *input.name;
  FIRN_TRY(const TablePlace place,
           FindPlace(glue, call, input.catalog_id, input.database_name, name));
  if (place.second_link) {
    return api_glue::InvalidInputException(
        "A table resource link in a database that is a resource link is not supported");
  }
  if (input.update_open_table_format_input) {
    FIRN_TRY(const auto change,
             ChangeOf(*input.update_open_table_format_input->update_iceberg_input));
    const Glue::Located where{place.catalog, place.database, false};
    if (input.version_id) {
      FIRN_TRY(const auto present,
               glue.FindTable(call, place.catalog, place.database, place.table));
      if (*input.version_id != present.version_id.value_or("")) return Outdated();
    }
    FIRN_OK(ChangeIceberg(glue, call, where, place.table, change));
    return api_glue::UpdateTableOutput{};
  }
  if (place.catalog.kind != CatalogRef::Kind::kDefault)
    return CommitFederated(glue, call, place, input);
  const NextVersion next{input.version_id, !input.skip_archive.value_or(false)};
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(TableRecord record, LoadTable(transaction, call, place));
    const auto target = record.table.target_table;
    if (input.table_input->target_table && !target &&
        place.through == TablePlace::Through::kNothing) {
      return api_glue::InvalidInputException("A table cannot become a resource link");
    }
    return Advance(transaction, call, place, record, next,
                   [&](api_glue::Table& table) -> Result<void> {
                     FIRN_OK(FillTable(*input.table_input, table));
                     table.target_table = target;
                     return {};
                   });
  }));
  return api_glue::UpdateTableOutput{};
}

}  // namespace firn::services::glue
