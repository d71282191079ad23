#include "columnar/detail/vectors.h"

#include <bit>
#include <cstring>

#include "base/check.h"

namespace firn::columnar::duck {
namespace {

// Text is handed over as it lies in memory.
static_assert(sizeof(Text) == sizeof(duckdb_string_t));
static_assert(sizeof(Column::Range) == sizeof(duckdb_list_entry));
static_assert(sizeof(Int128) == sizeof(duckdb_hugeint) &&
              std::endian::native == std::endian::little);

constexpr uint64_t kSignBit = uint64_t{1}
                              << 63;  // the engine sorts UUIDs as signed numbers and flips it

void EmitValidity(const Column& column, size_t first, size_t count, duckdb_vector vector) {
  if (column.null_count() == 0) return;
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* bits = duckdb_vector_get_validity(vector);
  std::span<const uint64_t> words = column.validity();
  if (first % 64 == 0) {
    for (size_t word = 0; word * 64 < count; ++word) {
      size_t from = first / 64 + word;
      bits[word] = from < words.size() ? words[from] : ~uint64_t{0};
    }
    return;
  }
  for (size_t row = 0; row < count; ++row)
    duckdb_validity_set_row_validity(bits, row, !column.is_null(first + row));
}

template <class To>
void EmitNarrow(const Column& column, size_t first, size_t count, To* out) {
  for (size_t row = 0; row < count; ++row) out[row] = static_cast<To>(column.int64_at(first + row));
}

// The children of list and map rows, which lie one after another.
void EmitRanges(const Column& column, size_t first, size_t count, duckdb_vector vector) {
  auto* entries = static_cast<duckdb_list_entry*>(duckdb_vector_get_data(vector));
  uint64_t begin = 0, end = 0;
  bool any = false;
  for (size_t row = 0; row < count; ++row) {
    if (column.is_null(first + row)) {
      entries[row] = {0, 0};
      continue;
    }
    Column::Range range = column.range_at(first + row);
    if (!any) begin = range.offset;
    any = true;
    end = range.offset + range.length;
    entries[row] = {range.offset - begin, range.length};
  }
  const size_t values = end - begin;
  FIRN_CHECK(duckdb_list_vector_reserve(vector, values) == DuckDBSuccess);
  FIRN_CHECK(duckdb_list_vector_set_size(vector, values) == DuckDBSuccess);
  duckdb_vector child = duckdb_list_vector_get_child(vector);
  if (column.type().id == TypeId::kList) return Emit(column.child(0), begin, values, child);
  for (size_t i = 0; i < 2; ++i)
    Emit(column.child(i), begin, values, duckdb_struct_vector_get_child(child, i));
}

}  // namespace

void Emit(const Column& column, size_t first, size_t count, duckdb_vector vector) {
  EmitValidity(column, first, count, vector);
  const ColumnType& type = column.type();
  switch (type.id) {
    case TypeId::kList:
    case TypeId::kMap: return EmitRanges(column, first, count, vector);
    case TypeId::kStruct:
      for (size_t i = 0; i < column.children(); ++i) {
        Emit(column.child(i), first, count, duckdb_struct_vector_get_child(vector, i));
      }
      return;
    default: break;
  }
  void* out = duckdb_vector_get_data(vector);
  if (type.id == TypeId::kDecimal && type.precision <= 4) {
    return EmitNarrow(column, first, count, static_cast<int16_t*>(out));
  }
  if (type.id == TypeId::kDecimal && type.precision <= 9) {
    return EmitNarrow(column, first, count, static_cast<int32_t*>(out));
  }
  if (type.id == TypeId::kUuid) {
    auto* values = static_cast<duckdb_hugeint*>(out);
    for (size_t row = 0; row < count; ++row) {
      Uuid uuid = column.uuid_at(first + row);
      values[row] = {uuid.low, static_cast<int64_t>(uuid.high ^ kSignBit)};
    }
    return;
  }
  std::memcpy(out, static_cast<const char*>(column.data()) + first * column.width(),
              count * column.width());
}

namespace {

constexpr int64_t kNever = 0;  // what a null's slot holds

template <class From, class Append>
void Each(duckdb_vector vector, size_t count, Column& column, Append append) {
  uint64_t* validity = duckdb_vector_get_validity(vector);
  const From* values = static_cast<const From*>(duckdb_vector_get_data(vector));
  for (size_t row = 0; row < count; ++row) {
    if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row))
      column.AppendNull();
    else
      append(values[row], row);
  }
}

template <class From>
void EachInt64(duckdb_vector vector, size_t count, Column& column, int64_t multiplier,
               int64_t divisor) {
  Each<From>(vector, count, column, [&](From value, size_t) {
    int64_t wide = static_cast<int64_t>(value) * multiplier;
    int64_t quotient = wide / divisor;
    column.AppendInt64(wide % divisor < 0 ? quotient - 1 : quotient);
  });
}

Result<void> AbsorbHuge(duckdb_vector vector, size_t count, Column& column, bool is_signed) {
  bool fits = true;
  Each<duckdb_hugeint>(vector, count, column, [&](const duckdb_hugeint& value, size_t) {
    Int128 wide;
    std::memcpy(&wide, &value, sizeof wide);
    if (wide != static_cast<int64_t>(wide) || (!is_signed && wide < 0)) fits = false;
    column.AppendInt64(fits ? static_cast<int64_t>(wide) : kNever);
  });
  if (!fits) return Fail(Kind::kInvalid, "A number of the result is beyond the range of bigint");
  return {};
}

Result<void> AbsorbNested(duckdb_vector vector, size_t count, Column& column) {
  if (column.type().id == TypeId::kStruct) {
    // A null struct's members are null in the engine as well, and AppendNull would add them a
    // second time.
    for (size_t i = 0; i < column.children(); ++i) {
      FIRN_OK(Absorb(duckdb_struct_vector_get_child(vector, i), count, column.child(i)));
    }
    for (size_t row = 0; row < count; ++row) {
      if (NullAt(vector, row))
        column.AppendNullOverParts();
      else
        column.AppendStruct();
    }
    return {};
  }
  // Ranges may overlap or leave gaps in the engine; ours follow one another, so values are taken
  // range by range.
  LogicalType type(duckdb_vector_get_column_type(vector));
  if (duckdb_get_type_id(type.get()) == DUCKDB_TYPE_ARRAY) {
    const idx_t length = duckdb_array_type_array_size(type.get());
    Column scratch(column.type().fields[0].type, &column.arena());
    FIRN_OK(Absorb(duckdb_array_vector_get_child(vector), count * length, scratch));
    for (size_t row = 0; row < count; ++row) {
      if (NullAt(vector, row)) {
        column.AppendNull();
        continue;
      }
      for (idx_t i = 0; i < length; ++i) column.child(0).AppendFrom(scratch, row * length + i);
      column.AppendList(length);
    }
    return {};
  }
  duckdb_vector child = duckdb_list_vector_get_child(vector);
  const size_t values = duckdb_list_vector_get_size(vector);
  std::vector<Column> scratch;
  for (size_t i = 0; i < column.children(); ++i) {
    scratch.emplace_back(column.type().fields[i].type, &column.arena());
    bool map = column.type().id == TypeId::kMap;
    FIRN_OK(Absorb(map ? duckdb_struct_vector_get_child(child, i) : child, values, scratch.back()));
  }
  Each<duckdb_list_entry>(vector, count, column, [&](const duckdb_list_entry& entry, size_t) {
    for (size_t i = 0; i < scratch.size(); ++i) {
      for (idx_t at = 0; at < entry.length; ++at)
        column.child(i).AppendFrom(scratch[i], entry.offset + at);
    }
    column.AppendList(entry.length);
  });
  return {};
}

void AbsorbDecimal(duckdb_vector vector, duckdb_logical_type type, size_t count, Column& column) {
  auto append = [&](auto value, size_t) { column.AppendDecimal(value); };
  switch (duckdb_decimal_internal_type(type)) {
    case DUCKDB_TYPE_SMALLINT: return Each<int16_t>(vector, count, column, append);
    case DUCKDB_TYPE_INTEGER: return Each<int32_t>(vector, count, column, append);
    case DUCKDB_TYPE_BIGINT: return Each<int64_t>(vector, count, column, append);
    default: break;
  }
  Each<duckdb_hugeint>(vector, count, column, [&](const duckdb_hugeint& value, size_t) {
    Int128 wide;
    std::memcpy(&wide, &value, sizeof wide);
    column.AppendDecimal(wide);
  });
}

void AbsorbEnum(duckdb_vector vector, duckdb_logical_type type, size_t count, Column& column) {
  std::vector<std::string> names;
  for (uint32_t i = 0; i < duckdb_enum_dictionary_size(type); ++i) {
    names.push_back(TakeString(duckdb_enum_dictionary_value(type, i)));
  }
  auto append = [&](auto index, size_t) { column.AppendText(names[index]); };
  switch (duckdb_enum_internal_type(type)) {
    case DUCKDB_TYPE_UTINYINT: return Each<uint8_t>(vector, count, column, append);
    case DUCKDB_TYPE_USMALLINT: return Each<uint16_t>(vector, count, column, append);
    default: return Each<uint32_t>(vector, count, column, append);
  }
}

}  // namespace

Result<void> Absorb(duckdb_vector vector, size_t count, Column& column) {
  LogicalType type(duckdb_vector_get_column_type(vector));
  auto int32 = [&](auto value, size_t) { column.AppendInt32(static_cast<int32_t>(value)); };
  switch (duckdb_get_type_id(type.get())) {
    case DUCKDB_TYPE_BOOLEAN:
      Each<bool>(vector, count, column, [&](bool value, size_t) { column.AppendBool(value); });
      return {};
    case DUCKDB_TYPE_TINYINT: Each<int8_t>(vector, count, column, int32); return {};
    case DUCKDB_TYPE_SMALLINT: Each<int16_t>(vector, count, column, int32); return {};
    case DUCKDB_TYPE_UTINYINT: Each<uint8_t>(vector, count, column, int32); return {};
    case DUCKDB_TYPE_USMALLINT: Each<uint16_t>(vector, count, column, int32); return {};
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE: Each<int32_t>(vector, count, column, int32); return {};
    case DUCKDB_TYPE_UINTEGER: EachInt64<uint32_t>(vector, count, column, 1, 1); return {};
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_TIME:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ: EachInt64<int64_t>(vector, count, column, 1, 1); return {};
    case DUCKDB_TYPE_TIMESTAMP_S:
      EachInt64<int64_t>(vector, count, column, 1'000'000, 1);
      return {};
    case DUCKDB_TYPE_TIMESTAMP_MS: EachInt64<int64_t>(vector, count, column, 1'000, 1); return {};
    case DUCKDB_TYPE_TIMESTAMP_NS: EachInt64<int64_t>(vector, count, column, 1, 1'000); return {};
    case DUCKDB_TYPE_UBIGINT:
      Each<uint64_t>(vector, count, column,
                     [&](uint64_t value, size_t) { column.AppendDecimal(value); });
      return {};
    case DUCKDB_TYPE_HUGEINT: return AbsorbHuge(vector, count, column, true);
    case DUCKDB_TYPE_UHUGEINT: return AbsorbHuge(vector, count, column, false);
    case DUCKDB_TYPE_FLOAT:
      Each<float>(vector, count, column, [&](float value, size_t) { column.AppendFloat(value); });
      return {};
    case DUCKDB_TYPE_DOUBLE:
      Each<double>(vector, count, column,
                   [&](double value, size_t) { column.AppendDouble(value); });
      return {};
    case DUCKDB_TYPE_DECIMAL: AbsorbDecimal(vector, type.get(), count, column); return {};
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_BLOB:
      Each<duckdb_string_t>(vector, count, column, [&](const duckdb_string_t&, size_t row) {
        column.AppendText(TextAt(vector, row));
      });
      return {};
    case DUCKDB_TYPE_UUID:
      Each<duckdb_hugeint>(vector, count, column, [&](const duckdb_hugeint& value, size_t) {
        column.AppendUuid({static_cast<uint64_t>(value.upper) ^ kSignBit, value.lower});
      });
      return {};
    case DUCKDB_TYPE_ENUM: AbsorbEnum(vector, type.get(), count, column); return {};
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_MAP:
    case DUCKDB_TYPE_ARRAY:
    case DUCKDB_TYPE_STRUCT: return AbsorbNested(vector, count, column);
    case DUCKDB_TYPE_SQLNULL:
      for (size_t row = 0; row < count; ++row) column.AppendNull();
      return {};
    default: return Fail(Kind::kInternal, "A result has a type that should have been cast");
  }
}

std::optional<ColumnType> AbsorbedType(duckdb_logical_type type) {
  auto part = [](std::string name, const ColumnType& inner) {
    return Field{.name = std::move(name), .id = 0, .required = false, .type = inner};
  };
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN: return ColumnType::Of(TypeId::kBool);
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_INTEGER: return ColumnType::Of(TypeId::kInt32);
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT: return ColumnType::Of(TypeId::kInt64);
    case DUCKDB_TYPE_UBIGINT: return ColumnType::Decimal(20, 0);
    case DUCKDB_TYPE_FLOAT: return ColumnType::Of(TypeId::kFloat);
    case DUCKDB_TYPE_DOUBLE: return ColumnType::Of(TypeId::kDouble);
    case DUCKDB_TYPE_DECIMAL:
      return ColumnType::Decimal(duckdb_decimal_width(type), duckdb_decimal_scale(type));
    case DUCKDB_TYPE_DATE: return ColumnType::Of(TypeId::kDate);
    case DUCKDB_TYPE_TIME: return ColumnType::Of(TypeId::kTime);
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS: return ColumnType::Of(TypeId::kTimestamp);
    case DUCKDB_TYPE_TIMESTAMP_TZ: return ColumnType::Of(TypeId::kTimestampTz);
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_ENUM:
    case DUCKDB_TYPE_SQLNULL: return ColumnType::Of(TypeId::kString);
    case DUCKDB_TYPE_BLOB: return ColumnType::Of(TypeId::kBinary);
    case DUCKDB_TYPE_UUID: return ColumnType::Of(TypeId::kUuid);
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_ARRAY: {
      bool list = duckdb_get_type_id(type) == DUCKDB_TYPE_LIST;
      LogicalType inner(list ? duckdb_list_type_child_type(type)
                             : duckdb_array_type_child_type(type));
      auto element = AbsorbedType(inner.get());
      if (!element) return std::nullopt;
      return ColumnType::List(part("element", *element));
    }
    case DUCKDB_TYPE_MAP: {
      auto key = AbsorbedType(LogicalType(duckdb_map_type_key_type(type)).get());
      auto value = AbsorbedType(LogicalType(duckdb_map_type_value_type(type)).get());
      if (!key || !value) return std::nullopt;
      return ColumnType::Map(part("key", *key), part("value", *value));
    }
    case DUCKDB_TYPE_STRUCT: {
      std::vector<Field> members;
      for (idx_t i = 0; i < duckdb_struct_type_child_count(type); ++i) {
        auto inner = AbsorbedType(LogicalType(duckdb_struct_type_child_type(type, i)).get());
        if (!inner) return std::nullopt;
        members.push_back(part(TakeString(duckdb_struct_type_child_name(type, i)), *inner));
      }
      return ColumnType::Struct(std::move(members));
    }
    default: return std::nullopt;
  }
}

}  // namespace firn::columnar::duck
