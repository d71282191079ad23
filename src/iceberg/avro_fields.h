#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/avro.h"
#include "iceberg/literal.h"
#include "iceberg/schema.h"

// How Iceberg lays its structures into Avro: fields found by id, types with their logical names.
// Shared by manifests and manifest lists.
namespace firn::iceberg {

using format::AvroSchema;
using format::AvroValue;
using format::Json;

// Avro schema text of a record field: required, or a union with null that defaults to it.
Json RequiredField(std::string_view name, Json type, int32_t id);
Json OptionalField(std::string_view name, Json type, int32_t id);
Json RecordSchema(std::string_view name, Json::Array fields);
Json ListSchema(Json items, int32_t element_id);
// A map with integer keys, which Avro lacks: a list of key and value records.
Json IntMapSchema(Json value, int32_t key_id, int32_t value_id);
// The Avro type of a primitive. `suffix` tells apart several named types of one schema.
// kUnsupported for types of version 3.
Result<Json> PrimitiveSchema(const Type& type, std::string_view suffix);
// A name Avro accepts; equal to `name` when that already is one.
std::string AvroName(std::string_view name);

// The value of a partition field as Avro holds it, and back. Nullable on both sides.
Result<AvroValue> ToAvro(const Type& type, const Value& value);
Result<Value> FromAvro(const AvroSchema& schema, const AvroValue& value);

// The bytes a decimal of this precision needs.
size_t DecimalWidth(int32_t precision);

// The branch of a union that is not null, or the schema itself.
const AvroSchema& NonNull(const AvroSchema& schema);

// Positions of a record's fields by Iceberg id. Fields without id are found by name.
class FieldIndex {
 public:
  FieldIndex() = default;
  explicit FieldIndex(const AvroSchema& record);
  std::optional<size_t> Find(int32_t id, std::string_view name) const;

 private:
  std::map<int32_t, size_t> by_id_;
  std::map<std::string, size_t, std::less<>> by_name_;
};

// One record and its index: typed access by id, with errors that name the field. kCorrupt when a
// value has another type or a required one is missing.
class RecordView {
 public:
  RecordView(const FieldIndex& index, const AvroValue& record) : index_(index), record_(record) {}

  const AvroValue* Find(int32_t id, std::string_view name) const;  // null when absent or null
  Result<int64_t> Long(int32_t id, std::string_view name) const;
  Result<std::string> Bytes(int32_t id, std::string_view name) const;
  Result<bool> Bool(int32_t id, std::string_view name) const;
  Result<std::optional<int64_t>> OptionalLong(int32_t id, std::string_view name) const;
  Result<std::optional<int32_t>> OptionalInt(int32_t id, std::string_view name) const;
  Result<std::optional<std::string>> OptionalBytes(int32_t id, std::string_view name) const;
  Result<std::vector<int64_t>> LongList(int32_t id, std::string_view name) const;
  Result<std::map<int32_t, int64_t>> LongMap(int32_t id, std::string_view name) const;
  Result<std::map<int32_t, std::string>> BytesMap(int32_t id, std::string_view name) const;

 private:
  const FieldIndex& index_;
  const AvroValue& record_;
};

}  // namespace firn::iceberg
