#include "iceberg/avro_fields.h"

#include <fmt/format.h>

#include <cctype>

namespace firn::iceberg {
namespace {

Unexpected Corrupt(std::string_view name, std::string_view problem) {
  return Fail(Kind::kCorrupt,
              "Manifest is malformed: " + std::string(name) + " " + std::string(problem));
}

Json Logical(std::string_view type, std::string_view logical) {
  return Json(Json::Object{{"type", Json(type)}, {"logicalType", Json(logical)}});
}

Json TimestampSchema(std::string_view logical, bool adjust_to_utc) {
  Json out = Logical("long", logical);
  out.Set("adjust-to-utc", adjust_to_utc);
  return out;
}

Json FixedSchema(std::string name, std::string_view suffix, size_t size) {
  return Json(Json::Object{{"type", "fixed"},
                           {"name", std::move(name) + std::string(suffix)},
                           {"size", static_cast<int64_t>(size)}});
}

// The pairs of a map written as a list of records, or as an Avro map with textual keys.
template <class T, class Read>
Result<std::map<int32_t, T>> IntMap(const AvroValue* value, std::string_view name, Read read) {
  std::map<int32_t, T> map;
  if (!value) return map;
  if (!value->list()) return Corrupt(name, "is not a map");
  for (const AvroValue& pair : *value->list()) {
    if (!pair.list() || pair.list()->size() != 2 || !(*pair.list())[0].integer()) {
      return Corrupt(name, "is not a map of integers");
    }
    const T* item = read((*pair.list())[1]);
    if (!item) return Corrupt(name, "has a value of another type");
    map[static_cast<int32_t>(*(*pair.list())[0].integer())] = *item;
  }
  return map;
}

}  // namespace

Json RequiredField(std::string_view name, Json type, int32_t id) {
  return Json(Json::Object{{"name", Json(name)}, {"type", std::move(type)}, {"field-id", id}});
}

Json OptionalField(std::string_view name, Json type, int32_t id) {
  Json nullable(Json::Array{Json("null"), std::move(type)});
  return Json(Json::Object{
      {"name", Json(name)}, {"type", std::move(nullable)}, {"default", nullptr}, {"field-id", id}});
}

Json RecordSchema(std::string_view name, Json::Array fields) {
  return Json(
      Json::Object{{"type", "record"}, {"name", Json(name)}, {"fields", Json(std::move(fields))}});
}

Json ListSchema(Json items, int32_t element_id) {
  return Json(
      Json::Object{{"type", "array"}, {"items", std::move(items)}, {"element-id", element_id}});
}

Json IntMapSchema(Json value, int32_t key_id, int32_t value_id) {
  Json pair = RecordSchema(
      fmt::format("k{}_v{}", key_id, value_id),
      {RequiredField("key", "int", key_id), RequiredField("value", std::move(value), value_id)});
  return Json(Json::Object{{"type", "array"}, {"items", std::move(pair)}, {"logicalType", "map"}});
}

Result<Json> PrimitiveSchema(const Type& type, std::string_view suffix) {
  switch (type.id) {
    case TypeId::kBoolean: return Json("boolean");
    case TypeId::kInt: return Json("int");
    case TypeId::kLong: return Json("long");
    case TypeId::kFloat: return Json("float");
    case TypeId::kDouble: return Json("double");
    case TypeId::kString: return Json("string");
    case TypeId::kBinary: return Json("bytes");
    case TypeId::kDate: return Logical("int", "date");
    case TypeId::kTime: return Logical("long", "time-micros");
    case TypeId::kTimestamp: return TimestampSchema("timestamp-micros", false);
    case TypeId::kTimestamptz: return TimestampSchema("timestamp-micros", true);
    case TypeId::kTimestampNs: return TimestampSchema("timestamp-nanos", false);
    case TypeId::kTimestamptzNs: return TimestampSchema("timestamp-nanos", true);
    case TypeId::kFixed:
      return FixedSchema(fmt::format("fixed_{}", type.length), suffix,
                         static_cast<size_t>(type.length));
    case TypeId::kUuid: {
      Json out = FixedSchema("uuid_fixed", suffix, 16);
      out.Set("logicalType", "uuid");
      return out;
    }
    case TypeId::kDecimal: {
      Json out = FixedSchema(fmt::format("decimal_{}_{}", type.precision, type.scale), suffix,
                             DecimalWidth(type.precision));
      out.Set("logicalType", "decimal");
      out.Set("precision", type.precision);
      out.Set("scale", type.scale);
      return out;
    }
    default:
      return Fail(Kind::kUnsupported, "Cannot store a partition value of type " + TypeText(type));
  }
}

std::string AvroName(std::string_view name) {
  std::string out;
  for (char c : name) {
    auto byte = static_cast<unsigned char>(c);
    bool digit = std::isdigit(byte) != 0;
    if (digit && out.empty()) {
      out += '_';
      out += c;
    } else if (digit || c == '_' || (byte < 0x80 && std::isalpha(byte))) {
      out += c;
    } else {
      out += fmt::format("_x{:X}", byte);
    }
  }
  return out.empty() ? "_" : out;
}

Result<AvroValue> ToAvro(const Type& type, const Value& value) {
  if (value.is_null()) return AvroValue::Null();
  if (!Holds(type, value)) {
    return Fail(Kind::kInvalid, "Partition value does not have the type " + TypeText(type));
  }
  if (value.decimal())
    return AvroValue::Bytes(DecimalBytes(*value.decimal(), DecimalWidth(type.precision)));
  if (value.boolean()) return AvroValue::Bool(*value.boolean());
  if (value.integer()) return AvroValue::Long(*value.integer());
  if (value.real()) return AvroValue::Double(*value.real());
  return AvroValue::Bytes(*value.bytes());
}

Result<Value> FromAvro(const AvroSchema& schema, const AvroValue& value) {
  if (value.is_null()) return Value::Null();
  const AvroSchema& type = NonNull(schema);
  if (value.bytes() && type.attributes["logicalType"].string_or("") == "decimal") {
    auto unscaled = DecimalFromBytes(*value.bytes());
    if (!unscaled) return Corrupt("partition", "holds a decimal of unusable width");
    return Value::Decimal(*unscaled);
  }
  if (value.boolean()) return Value::Bool(*value.boolean());
  if (value.integer()) return Value::Long(*value.integer());
  if (value.real()) return Value::Double(*value.real());
  if (value.bytes()) return Value::Bytes(*value.bytes());
  return Corrupt("partition", "holds a nested value");
}

size_t DecimalWidth(int32_t precision) {
  Int128 largest = 1;
  for (int32_t i = 0; i < precision; ++i) largest *= 10;
  size_t width = 1;
  while (width < 16 && ((static_cast<Int128>(1) << (8 * width - 1)) < largest)) ++width;
  return width;
}

const AvroSchema& NonNull(const AvroSchema& schema) {
  if (schema.kind != AvroSchema::Kind::kUnion) return schema;
  for (const auto& branch : schema.children) {
    if (branch->kind != AvroSchema::Kind::kNull) return *branch;
  }
  return schema;
}

FieldIndex::FieldIndex(const AvroSchema& record) {
  for (size_t i = 0; i < record.fields.size(); ++i) {
    const auto& field = record.fields[i];
    int64_t id = field.attributes["field-id"].integer_or(-1);
    if (id >= 0) {
      by_id_[static_cast<int32_t>(id)] = i;
    } else {
      by_name_[field.name] = i;
    }
  }
}

std::optional<size_t> FieldIndex::Find(int32_t id, std::string_view name) const {
  if (auto found = by_id_.find(id); found != by_id_.end()) return found->second;
  if (auto found = by_name_.find(name); found != by_name_.end()) return found->second;
  return std::nullopt;
}

const AvroValue* RecordView::Find(int32_t id, std::string_view name) const {
  auto at = index_.Find(id, name);
  const AvroValue::List* values = record_.list();
  if (!at || !values || *at >= values->size() || (*values)[*at].is_null()) return nullptr;
  return &(*values)[*at];
}

Result<int64_t> RecordView::Long(int32_t id, std::string_view name) const {
  FIRN_TRY(auto value, OptionalLong(id, name));
  if (!value) return Corrupt(name, "is missing");
  return *value;
}

Result<std::string> RecordView::Bytes(int32_t id, std::string_view name) const {
  FIRN_TRY(auto value, OptionalBytes(id, name));
  if (!value) return Corrupt(name, "is missing");
  return *std::move(value);
}

Result<bool> RecordView::Bool(int32_t id, std::string_view name) const {
  const AvroValue* value = Find(id, name);
  if (!value) return Corrupt(name, "is missing");
  if (!value->boolean()) return Corrupt(name, "is not a boolean");
  return *value->boolean();
}

Result<std::optional<int64_t>> RecordView::OptionalLong(int32_t id, std::string_view name) const {
  const AvroValue* value = Find(id, name);
  if (!value) return std::optional<int64_t>();
  if (!value->integer()) return Corrupt(name, "is not an integer");
  return std::optional<int64_t>(*value->integer());
}

Result<std::optional<int32_t>> RecordView::OptionalInt(int32_t id, std::string_view name) const {
  FIRN_TRY(auto value, OptionalLong(id, name));
  if (!value) return std::optional<int32_t>();
  if (*value != static_cast<int32_t>(*value)) return Corrupt(name, "does not fit 32 bits");
  return std::optional<int32_t>(static_cast<int32_t>(*value));
}

Result<std::optional<std::string>> RecordView::OptionalBytes(int32_t id,
                                                             std::string_view name) const {
  const AvroValue* value = Find(id, name);
  if (!value) return std::optional<std::string>();
  if (!value->bytes()) return Corrupt(name, "is not bytes or text");
  return std::optional<std::string>(*value->bytes());
}

Result<std::vector<int64_t>> RecordView::LongList(int32_t id, std::string_view name) const {
  std::vector<int64_t> list;
  const AvroValue* value = Find(id, name);
  if (!value) return list;
  if (!value->list()) return Corrupt(name, "is not a list");
  for (const AvroValue& item : *value->list()) {
    if (!item.integer()) return Corrupt(name, "is not a list of integers");
    list.push_back(*item.integer());
  }
  return list;
}

Result<std::map<int32_t, int64_t>> RecordView::LongMap(int32_t id, std::string_view name) const {
  return IntMap<int64_t>(Find(id, name), name,
                         [](const AvroValue& item) { return item.integer(); });
}

Result<std::map<int32_t, std::string>> RecordView::BytesMap(int32_t id,
                                                            std::string_view name) const {
  return IntMap<std::string>(Find(id, name), name,
                             [](const AvroValue& item) { return item.bytes(); });
}

}  // namespace firn::iceberg
