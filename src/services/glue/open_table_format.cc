// OpenTableFormatInput and its update in Iceberg's own words.

#include <algorithm>

#include "services/glue/iceberg_tables.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;
using format::Json;

Unexpected Malformed(const Error& error) { return api_glue::InvalidInputException(error.message); }

Json JsonOf(const api_glue::IcebergSchema& schema) {
  Json fields(Json::Array{});
  for (const auto& field : schema.fields) {
    Json node(Json::Object{});
    node.Set("id", field.id);
    node.Set("name", field.name);
    node.Set("type", field.type);
    node.Set("required", field.required);
    if (field.doc) node.Set("doc", *field.doc);
    if (field.initial_default) node.Set("initial-default", *field.initial_default);
    if (field.write_default) node.Set("write-default", *field.write_default);
    fields.Append(std::move(node));
  }
  Json node(Json::Object{});
  node.Set("type", "struct");
  node.Set("schema-id", schema.schema_id.value_or(0));
  node.Set("fields", std::move(fields));
  if (schema.identifier_field_ids) {
    Json ids(Json::Array{});
    for (const int32_t id : *schema.identifier_field_ids) ids.Append(id);
    node.Set("identifier-field-ids", std::move(ids));
  }
  return node;
}

Json JsonOf(const api_glue::IcebergPartitionSpec& spec) {
  Json fields(Json::Array{});
  for (const auto& field : spec.fields) {
    Json node(Json::Object{});
    node.Set("source-id", field.source_id);
    node.Set("transform", field.transform);
    node.Set("name", field.name);
    if (field.field_id) node.Set("field-id", *field.field_id);
    fields.Append(std::move(node));
  }
  Json node(Json::Object{});
  node.Set("spec-id", spec.spec_id.value_or(0));
  node.Set("fields", std::move(fields));
  return node;
}

Json JsonOf(const api_glue::IcebergSortOrder& order) {
  Json fields(Json::Array{});
  for (const auto& field : order.fields) {
    Json node(Json::Object{});
    node.Set("source-id", field.source_id);
    node.Set("transform", field.transform);
    node.Set("direction", field.direction);
    node.Set("null-order", field.null_order);
    fields.Append(std::move(node));
  }
  Json node(Json::Object{});
  node.Set("order-id", order.order_id);
  node.Set("fields", std::move(fields));
  return node;
}

template <class Parsed>
Result<Parsed> OrMalformed(Result<Parsed> parsed) {
  if (!parsed) return Malformed(parsed.error());
  return parsed;
}

// A TableInput's columns as a schema, for inputs that give no schema of their own.
Result<iceberg::Schema> SchemaOf(const api_glue::TableInput& input) {
  iceberg::Schema schema;
  if (!input.storage_descriptor || !input.storage_descriptor->columns) return schema;
  for (const auto& column : *input.storage_descriptor->columns) {
    iceberg::Field field;
    field.name = column.name;
    FIRN_TRY(field.type, IcebergType(column.type.value_or("string")));
    field.doc = column.comment;
    schema.fields.push_back(std::move(field));
  }
  // Ids are given anew when the table is made; until then they need only differ.
  int32_t next = 0;
  return iceberg::WithFreshIds(schema, 0, [&] { return ++next; });
}

Result<iceberg::Update> UpdateOf(const api_glue::IcebergTableUpdate& update) {
  const std::string action = update.action.value_or("");
  if (action == "add-schema") {
    FIRN_TRY(auto schema, OrMalformed(iceberg::ParseSchema(JsonOf(update.schema))));
    return iceberg::AddSchema{std::move(schema), std::nullopt};
  }
  if (action == "set-current-schema") {
    return iceberg::SetCurrentSchema{update.schema.schema_id.value_or(iceberg::kLastAdded)};
  }
  if (action == "set-location") return iceberg::SetLocation{update.location};
  const bool of_spec = action == "add-spec" || action == "set-default-spec";
  if (of_spec && update.partition_spec) {
    if (action == "set-default-spec") {
      return iceberg::SetDefaultSpec{update.partition_spec->spec_id.value_or(iceberg::kLastAdded)};
    }
    FIRN_TRY(auto spec, OrMalformed(iceberg::ParsePartitionSpec(JsonOf(*update.partition_spec))));
    return iceberg::AddSpec{std::move(spec)};
  }
  const bool of_order = action == "add-sort-order" || action == "set-default-sort-order";
  if (of_order && update.sort_order) {
    if (action == "set-default-sort-order") {
      return iceberg::SetDefaultSortOrder{update.sort_order->order_id};
    }
    FIRN_TRY(auto order, OrMalformed(iceberg::ParseSortOrder(JsonOf(*update.sort_order))));
    return iceberg::AddSortOrder{std::move(order)};
  }
  const auto properties = update.properties.value_or(std::map<std::string, std::string>{});
  if (action == "set-properties") {
    return iceberg::SetProperties{iceberg::Properties(properties.begin(), properties.end())};
  }
  if (action == "remove-properties") {
    iceberg::RemoveProperties removal;
    for (const auto& [name, value] : properties) removal.removals.push_back(name);
    return removal;
  }
  return api_glue::InvalidInputException("The update does not hold what its action needs: " +
                                         action);
}

}  // namespace

Result<iceberg::NewTable> NewTableOf(const api_glue::IcebergInput& input,
                                     const api_glue::TableInput* table_input) {
  iceberg::NewTable table;
  if (const auto& create = input.create_iceberg_table_input) {
    FIRN_TRY(table.schema, OrMalformed(iceberg::ParseSchema(JsonOf(create->schema))));
    if (create->partition_spec) {
      FIRN_TRY(table.spec,
               OrMalformed(iceberg::ParsePartitionSpec(JsonOf(*create->partition_spec))));
    }
    if (create->write_order) {
      FIRN_TRY(table.order, OrMalformed(iceberg::ParseSortOrder(JsonOf(*create->write_order))));
    }
    table.location = create->location;
    if (create->properties)
      table.properties = {create->properties->begin(), create->properties->end()};
  } else if (table_input != nullptr) {
    FIRN_TRY(table.schema, SchemaOf(*table_input));
    if (table_input->storage_descriptor) {
      table.location = table_input->storage_descriptor->location.value_or("");
    }
  }
  if (table.schema.fields.empty()) {
    return api_glue::InvalidInputException("An Iceberg table must have at least one column");
  }
  if (table.location.empty()) {
    return api_glue::InvalidInputException(
        "Location information cannot be null while creating an iceberg table");
  }
  if (input.version) table.properties["format-version"] = *input.version;
  return table;
}

Result<api::s3tables::IcebergMetadata> FederatedMetadataOf(
    const api_glue::CreateIcebergTableInput& input) {
  api::s3tables::IcebergMetadata metadata;
  auto& schema = metadata.schema_v2.emplace();
  schema.type = "struct";
  schema.schema_id = input.schema.schema_id;
  schema.identifier_field_ids = input.schema.identifier_field_ids;
  for (const auto& field : input.schema.fields) {
    schema.fields.push_back({field.id, field.name, field.type, field.required, field.doc});
    const bool lower = std::none_of(field.name.begin(), field.name.end(),
                                    [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!lower) {
      return api_glue::ValidationException(
          "Unsupported Federation Resource - Invalid table or column names.");
    }
  }
  if (input.partition_spec) {
    auto& spec = metadata.partition_spec.emplace();
    spec.spec_id = input.partition_spec->spec_id;
    for (const auto& field : input.partition_spec->fields) {
      spec.fields.push_back({field.source_id, field.transform, field.name, field.field_id});
    }
  }
  if (input.write_order) {
    auto& order = metadata.write_order.emplace();
    order.order_id = input.write_order->order_id;
    for (const auto& field : input.write_order->fields) {
      order.fields.push_back({field.source_id, field.transform, field.direction, field.null_order});
    }
  }
  metadata.properties = input.properties;
  return metadata;
}

Result<iceberg::TableChange> ChangeOf(const api_glue::UpdateIcebergInput& input) {
  iceberg::TableChange change;
  for (const auto& update : input.update_iceberg_table_input.updates) {
    FIRN_TRY(auto next, UpdateOf(update));
    change.updates.push_back(std::move(next));
  }
  return change;
}

}  // namespace firn::services::glue
