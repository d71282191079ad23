#include "services/s3tables/schema.h"

#include <algorithm>

#include "format/json.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;
using format::Json;

Unexpected BadRequest(const Error& error) { return api_tables::BadRequestException(error.message); }

Result<iceberg::Schema> SimpleSchema(const api_tables::IcebergSchema& given) {
  if (given.fields.empty())
    return api_tables::BadRequestException("The schema must have at least one field.");
  iceberg::Schema schema;
  int32_t next = 0;
  for (const auto& field : given.fields) {
    auto type = iceberg::ParsePrimitiveType(field.type);
    if (!type) return BadRequest(type.error());
    iceberg::Field column;
    column.id = field.id.value_or(next + 1);
    next = std::max(next, column.id);
    column.name = field.name;
    column.type = *std::move(type);
    column.required = field.required.value_or(false);
    schema.fields.push_back(std::move(column));
  }
  return schema;
}

Result<iceberg::Schema> NestedSchema(const api_tables::IcebergSchemaV2& given) {
  if (given.type != "struct")
    return api_tables::BadRequestException("The type of a schema must be struct.");
  iceberg::Schema schema;
  for (const auto& field : given.fields) {
    auto type = iceberg::ParseType(field.type);
    if (!type) return BadRequest(type.error());
    iceberg::Field column;
    column.id = field.id;
    column.name = field.name;
    column.type = *std::move(type);
    column.required = field.required;
    column.doc = field.doc;
    schema.fields.push_back(std::move(column));
  }
  if (given.identifier_field_ids) schema.identifier_field_ids = *given.identifier_field_ids;
  return schema;
}

Result<void> CheckFields(const std::vector<iceberg::Field>& fields) {
  for (const iceberg::Field& field : fields) {
    if (!field.initial_default.is_null() || !field.write_default.is_null()) {
      return api_tables::BadRequestException("Default values of columns are not supported: " +
                                             field.name);
    }
    switch (field.type.id) {
      case iceberg::TypeId::kTimestampNs:
      case iceberg::TypeId::kTimestamptzNs:
      case iceberg::TypeId::kUnknown:
      case iceberg::TypeId::kVariant:
      case iceberg::TypeId::kGeometry:
      case iceberg::TypeId::kGeography:
        return api_tables::BadRequestException("The type of a column is not supported: " +
                                               iceberg::TypeText(field.type));
      default: break;
    }
    FIRN_OK(CheckFields(field.type.fields));
  }
  return {};
}

Result<iceberg::Transform> TransformOf(const std::string& text) {
  auto transform = iceberg::Transform::Parse(text);
  if (!transform) return BadRequest(transform.error());
  if (transform->kind == iceberg::Transform::Kind::kUnknown) {
    return api_tables::BadRequestException("Unknown transform: " + text);
  }
  return *std::move(transform);
}

Result<iceberg::PartitionSpec> SpecOf(const api_tables::IcebergPartitionSpec& given) {
  iceberg::PartitionSpec spec;
  spec.spec_id = given.spec_id.value_or(0);
  for (const auto& field : given.fields) {
    FIRN_TRY(auto transform, TransformOf(field.transform));
    spec.fields.push_back(
        {field.source_id, field.field_id.value_or(0), field.name, std::move(transform)});
  }
  return spec;
}

Result<iceberg::SortOrder> OrderOf(const api_tables::IcebergSortOrder& given) {
  iceberg::SortOrder order;
  order.order_id = given.order_id;
  for (const auto& field : given.fields) {
    FIRN_TRY(auto transform, TransformOf(field.transform));
    iceberg::SortField term;
    term.source_id = field.source_id;
    term.transform = std::move(transform);
    term.direction = field.direction == "desc" ? iceberg::SortField::Direction::kDescending
                                               : iceberg::SortField::Direction::kAscending;
    term.nulls = field.null_order == "nulls-last" ? iceberg::SortField::Nulls::kLast
                                                  : iceberg::SortField::Nulls::kFirst;
    order.fields.push_back(std::move(term));
  }
  return order;
}

}  // namespace

Result<void> CheckColumns(const iceberg::Schema& schema) { return CheckFields(schema.fields); }

Result<iceberg::NewTable> NewTableOf(const api_tables::IcebergMetadata& metadata) {
  if (metadata.schema.has_value() == metadata.schema_v2.has_value()) {
    return api_tables::BadRequestException("Specify exactly one of schema and schemaV2.");
  }
  iceberg::NewTable table;
  if (metadata.schema) {
    FIRN_TRY(table.schema, SimpleSchema(*metadata.schema));
  } else {
    FIRN_TRY(table.schema, NestedSchema(*metadata.schema_v2));
  }
  FIRN_OK(CheckColumns(table.schema));
  if (metadata.partition_spec) {
    FIRN_TRY(table.spec, SpecOf(*metadata.partition_spec));
  }
  if (metadata.write_order) {
    FIRN_TRY(table.order, OrderOf(*metadata.write_order));
  }
  if (metadata.properties) {
    for (const auto& [key, value] : *metadata.properties) table.properties[key] = value;
  }
  return table;
}

}  // namespace firn::services::s3tables
