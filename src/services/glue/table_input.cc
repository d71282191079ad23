#include "services/glue/table_input.h"

#include <algorithm>

namespace firn::services::glue {
namespace {

bool IsLowercase(const std::string& name) {
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

Unexpected BadNames() {
  return api::glue::ValidationException(
      "Unsupported Federation Resource - Invalid table or column names.");
}

}  // namespace

Result<void> FillTable(const api::glue::TableInput& input, api::glue::Table& table) {
  if (input.view_definition) {
    return api::glue::OperationNotSupportedException(
        "Views of several dialects are not implemented");
  }
  const auto& target = input.target_table;
  if (target && (!target->catalog_id || !target->database_name || !target->name)) {
    return api::glue::InvalidInputException(
        "TargetTable must have a CatalogId, a DatabaseName and a Name");
  }
  table.description = input.description;
  table.owner = input.owner;
  table.last_access_time = input.last_access_time;
  table.last_analyzed_time = input.last_analyzed_time;
  table.retention = input.retention.value_or(0);
  table.storage_descriptor = input.storage_descriptor;
  table.partition_keys = input.partition_keys.value_or(std::vector<api::glue::Column>{});
  table.view_original_text = input.view_original_text;
  table.view_expanded_text = input.view_expanded_text;
  table.table_type = input.table_type;
  table.parameters = input.parameters;
  table.target_table = input.target_table;
  return {};
}

api::glue::Table BlankTable(const api::Call& call, const Glue::Located& located,
                            const std::string& name) {
  api::glue::Table table;
  table.name = Lowercase(name);
  table.database_name = Lowercase(located.database);
  table.catalog_id = located.catalog.account.text();
  table.create_time = table.update_time = call.now;
  table.created_by = call.principal.arn;
  table.is_registered_with_lake_formation = false;
  table.is_multi_dialect_view = false;
  table.retention = 0;
  table.partition_keys.emplace();
  table.version_id = "0";
  return table;
}

Result<api::s3tables::CreateTableInput> FederatedTableOf(const std::string& table_bucket_arn,
                                                         const std::string& namespace_name,
                                                         const api::glue::TableInput& input) {
  if (!IsLowercase(input.name)) return BadNames();
  api::s3tables::CreateTableInput request;
  request.table_bucket_arn = table_bucket_arn;
  request.namespace_ = namespace_name;
  request.name = input.name;
  request.format = "ICEBERG";
  const bool has_columns = input.storage_descriptor && input.storage_descriptor->columns &&
                           !input.storage_descriptor->columns->empty();
  if (!has_columns) return request;
  auto& schema = request.metadata.emplace().iceberg.emplace().schema_v2.emplace();
  schema.type = "struct";
  // Ids are given anew when the table is made; here they need only differ from each other.
  int32_t next = 0;
  for (const api::glue::Column& column : *input.storage_descriptor->columns) {
    if (!IsLowercase(column.name)) return BadNames();
    FIRN_TRY(const auto type, IcebergType(column.type.value_or("string")));
    iceberg::Schema one;
    iceberg::Field field;
    field.name = column.name;
    field.type = type;
    one.fields.push_back(std::move(field));
    const iceberg::Schema numbered = iceberg::WithFreshIds(one, 0, [&] { return ++next; });
    auto& wanted = schema.fields.emplace_back();
    wanted.id = numbered.fields[0].id;
    wanted.name = column.name;
    wanted.type = iceberg::TypeJson(numbered.fields[0].type);
    wanted.doc = column.comment;
    if (column.parameters) {
      const auto required = column.parameters->find("required");
      wanted.required = required != column.parameters->end() && required->second == "true";
    }
  }
  return request;
}

}  // namespace firn::services::glue
