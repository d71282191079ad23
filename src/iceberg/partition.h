#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "format/json.h"
#include "iceberg/literal.h"
#include "iceberg/schema.h"
#include "iceberg/transform.h"

namespace firn::iceberg {

struct PartitionField {
  int32_t source_id = 0;
  int32_t field_id = 0;  // 0: not assigned yet
  std::string name;
  Transform transform;
  bool operator==(const PartitionField& other) const = default;
};

// How rows are divided into files.
struct PartitionSpec {
  int32_t spec_id = 0;
  std::vector<PartitionField> fields;

  bool is_unpartitioned() const;   // no field, or void ones only
  int32_t HighestFieldId() const;  // 999 without fields
  // Equal in source, transform and name of each field: partition values mean the same.
  bool SameFields(const PartitionSpec& other) const;
  bool operator==(const PartitionSpec& other) const = default;
};

struct SortField {
  int32_t source_id = 0;
  Transform transform;
  enum class Direction { kAscending, kDescending } direction = Direction::kAscending;
  enum class Nulls { kFirst, kLast } nulls = Nulls::kFirst;
  bool operator==(const SortField& other) const = default;
};

// How rows are sorted within files; order 0 has no fields.
struct SortOrder {
  int32_t order_id = 0;
  std::vector<SortField> fields;
  bool operator==(const SortOrder& other) const = default;
};

// JSON forms of appendix C. In a spec of a create or add-spec request the ids may be missing: a
// missing spec-id is 0 and a missing field-id stays unassigned.
Result<PartitionSpec> ParsePartitionSpec(const format::Json& node);
Result<SortOrder> ParseSortOrder(const format::Json& node);
// The list alone, as manifests and version 1 tables carry it. Missing field ids count from 1000.
Result<std::vector<PartitionField>> ParsePartitionFields(const format::Json& list);
format::Json PartitionSpecJson(const PartitionSpec& spec);
format::Json PartitionFieldsJson(const std::vector<PartitionField>& fields);
format::Json SortOrderJson(const SortOrder& order);

// kInvalid when a source column is missing or of a type the transform refuses, names repeat, or a
// name is that of another column. A void field may have lost its source.
Result<void> CheckSpec(const PartitionSpec& spec, const Schema& schema);
// The part of it that must still hold after the schema changed: sources exist and their types are
// accepted.
Result<void> CheckSpecSources(const PartitionSpec& spec, const Schema& schema);
Result<void> CheckSortOrder(const SortOrder& order, const Schema& schema);

// The type of each partition value, in the spec's order. A column that was dropped counts as a
// string when its transform's result depends on it.
std::vector<Type> PartitionTypes(const PartitionSpec& spec, const Schema& schema);

// The values of a row's partition fields from its source values, in the spec's order.
Result<std::vector<Value>> PartitionValues(const PartitionSpec& spec, const Schema& schema,
                                           const std::vector<Value>& sources);

// "ts_day=2026-11-21/name=a%2Fb": names and values encoded as form data, as the reference
// implementation writes paths. Empty for an unpartitioned spec.
std::string PartitionPath(const PartitionSpec& spec, const Schema& schema,
                          const std::vector<Value>& values);

}  // namespace firn::iceberg
