#include "services/firehose/table_rows.h"

#include <numeric>
#include <unordered_map>

#include "services/firehose/limits.h"

namespace firn::services::firehose {
namespace {

// The 16 bytes of a UUID in network order.
std::string UuidBytes(columnar::Uuid uuid) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>(uuid.high >> shift & 0xff);
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(uuid.low >> shift & 0xff);
  return bytes;
}

iceberg::Value ValueAt(const columnar::Column& column, size_t row) {
  using iceberg::Value;
  if (column.is_null(row)) return Value::Null();
  switch (column.type().id) {
    case columnar::TypeId::kBool: return Value::Bool(column.bool_at(row));
    case columnar::TypeId::kInt32:
    case columnar::TypeId::kDate: return Value::Long(column.int32_at(row));
    case columnar::TypeId::kInt64:
    case columnar::TypeId::kTime:
    case columnar::TypeId::kTimestamp:
    case columnar::TypeId::kTimestampTz: return Value::Long(column.int64_at(row));
    case columnar::TypeId::kFloat: return Value::Double(column.float_at(row));
    case columnar::TypeId::kDouble: return Value::Double(column.double_at(row));
    case columnar::TypeId::kDecimal: return Value::Decimal(column.decimal_at(row));
    case columnar::TypeId::kUuid: return Value::Bytes(UuidBytes(column.uuid_at(row)));
    case columnar::TypeId::kString:
    case columnar::TypeId::kBinary:
    case columnar::TypeId::kFixed: return Value::Bytes(std::string(column.text_at(row)));
    case columnar::TypeId::kList:
    case columnar::TypeId::kMap:
    case columnar::TypeId::kStruct: break;
  }
  return Value::Null();
}

// A column, or a member of structs inside one: the columns from the outside in. A null anywhere
// makes a null.
using Path = std::vector<const columnar::Column*>;

bool FindPath(const columnar::Column& column, const columnar::Field& field, int id, Path& path) {
  path.push_back(&column);
  if (field.id == id) return true;
  if (field.type.id == columnar::TypeId::kStruct) {
    for (size_t i = 0; i < field.type.fields.size(); ++i) {
      if (FindPath(column.child(i), field.type.fields[i], id, path)) return true;
    }
  }
  path.pop_back();
  return false;
}

iceberg::Value ValueAt(const Path& path, size_t row) {
  if (path.empty()) return iceberg::Value::Null();
  for (const columnar::Column* column : path) {
    if (column->is_null(row)) return iceberg::Value::Null();
  }
  return ValueAt(*path.back(), row);
}

void AppendKey(const iceberg::Value& value, std::string& key) {
  key += static_cast<char>('0' + value.data.index());
  const auto fixed = [&](const auto& number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
  };
  if (const bool* boolean = value.boolean()) key += *boolean ? '1' : '0';
  if (const int64_t* integer = value.integer()) fixed(*integer);
  if (const double* real = value.real()) fixed(*real);
  if (const iceberg::Int128* decimal = value.decimal()) fixed(*decimal);
  if (const std::string* bytes = value.bytes()) {
    fixed(bytes->size());
    key += *bytes;
  }
}

iceberg::Value ValueOf(const columnar::Scalar& scalar) {
  using iceberg::Value;
  struct Visitor {
    Value operator()(bool v) const { return Value::Bool(v); }
    Value operator()(int32_t v) const { return Value::Long(v); }
    Value operator()(int64_t v) const { return Value::Long(v); }
    Value operator()(float v) const { return Value::Double(v); }
    Value operator()(double v) const { return Value::Double(v); }
    Value operator()(columnar::Int128 v) const { return Value::Decimal(v); }
    Value operator()(columnar::Uuid v) const { return Value::Bytes(UuidBytes(v)); }
    Value operator()(const std::string& v) const { return Value::Bytes(v); }
  };
  return std::visit(Visitor{}, scalar);
}

}  // namespace

Result<std::vector<PartitionRows>> SplitByPartition(const columnar::Batch& batch, const iceberg::Schema& schema,
                                                    const iceberg::PartitionSpec& spec) {
  std::vector<PartitionRows> partitions;
  const auto rows = static_cast<uint32_t>(batch.rows());
  if (spec.fields.empty()) {
    if (rows == 0) return partitions;
    partitions.emplace_back().rows.resize(rows);
    std::iota(partitions[0].rows.begin(), partitions[0].rows.end(), 0);
    return partitions;
  }
  std::vector<Path> paths(spec.fields.size());
  for (size_t f = 0; f < spec.fields.size(); ++f) {
    for (size_t c = 0; c < batch.columns(); ++c) {
      if (FindPath(batch.column(c), batch.schema()[c], spec.fields[f].source_id, paths[f])) break;
    }
  }
  std::unordered_map<std::string, size_t> by_source;  // what was transformed already
  std::unordered_map<std::string, size_t> by_partition;
  std::vector<iceberg::Value> sources(spec.fields.size());
  std::string key;
  for (uint32_t row = 0; row < rows; ++row) {
    key.clear();
    for (size_t f = 0; f < paths.size(); ++f) {
      sources[f] = ValueAt(paths[f], row);
      AppendKey(sources[f], key);
    }
    auto known = by_source.find(key);
    if (known == by_source.end()) {
      FIRN_TRY(auto values, iceberg::PartitionValues(spec, schema, sources));
      std::string partition_key;
      for (const iceberg::Value& value : values) AppendKey(value, partition_key);
      const auto [partition, fresh] =
          by_partition.emplace(std::move(partition_key), partitions.size());
      if (fresh) {
        if (partitions.size() == kPartitionsMax)
          return Fail(Kind::kThrottled, "Too many partitions in one flush");
        partitions.push_back({std::move(values), {}});
      }
      known = by_source.emplace(key, partition->second).first;
    }
    partitions[known->second].rows.push_back(row);
  }
  return partitions;
}

std::vector<columnar::SortKey> SortKeysOf(const iceberg::TableMetadata& metadata) {
  std::vector<columnar::SortKey> keys;
  for (const iceberg::SortField& field : metadata.DefaultSortOrder().fields) {
    const iceberg::Field* column = nullptr;
    for (const iceberg::Field& candidate : metadata.CurrentSchema().fields) {
      if (candidate.id == field.source_id) column = &candidate;
    }
    if (column == nullptr || field.transform.kind != iceberg::Transform::Kind::kIdentity) return {};
    keys.push_back({column->name, field.direction == iceberg::SortField::Direction::kDescending,
                    field.nulls == iceberg::SortField::Nulls::kFirst});
  }
  return keys;
}

Result<iceberg::DataFile> DataFileOf(const columnar::FileStats& stats,
                                     const iceberg::Schema& schema) {
  iceberg::DataFile file;
  file.record_count = stats.rows;
  file.file_size_in_bytes = stats.file_bytes;
  file.split_offsets = stats.split_offsets;
  for (const auto& [id, column] : stats.columns) {
    if (column.column_bytes) file.column_sizes[id] = *column.column_bytes;
    if (column.value_count) file.value_counts[id] = *column.value_count;
    if (column.null_count) file.null_value_counts[id] = *column.null_count;
    if (column.nan_count) file.nan_value_counts[id] = *column.nan_count;
    const iceberg::Field* field = schema.FindField(id);
    if (field == nullptr || !field->type.is_primitive()) continue;
    if (column.lower) {
      FIRN_TRY(file.lower_bounds[id], iceberg::ToBinary(field->type, ValueOf(*column.lower)));
    }
    if (column.upper) {
      FIRN_TRY(file.upper_bounds[id], iceberg::ToBinary(field->type, ValueOf(*column.upper)));
    }
  }
  return file;
}

}  // namespace firn::services::firehose
