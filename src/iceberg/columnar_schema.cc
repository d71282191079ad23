#include "iceberg/columnar_schema.h"

#include <utility>

namespace firn::iceberg {
namespace {

Result<columnar::Field> ColumnarField(const Field& field);

Result<columnar::ColumnType> ColumnarType(const Type& type) {
  using To = columnar::ColumnType;
  using From = TypeId;
  switch (type.id) {
    case From::kBoolean: return To::Of(columnar::TypeId::kBool);
    case From::kInt: return To::Of(columnar::TypeId::kInt32);
    case From::kLong: return To::Of(columnar::TypeId::kInt64);
    case From::kFloat: return To::Of(columnar::TypeId::kFloat);
    case From::kDouble: return To::Of(columnar::TypeId::kDouble);
    case From::kDecimal: return To::Decimal(type.precision, type.scale);
    case From::kDate: return To::Of(columnar::TypeId::kDate);
    case From::kTime: return To::Of(columnar::TypeId::kTime);
    case From::kTimestamp: return To::Of(columnar::TypeId::kTimestamp);
    case From::kTimestamptz: return To::Of(columnar::TypeId::kTimestampTz);
    case From::kString: return To::Of(columnar::TypeId::kString);
    case From::kUuid: return To::Of(columnar::TypeId::kUuid);
    case From::kFixed: return To::Fixed(type.length);
    case From::kBinary: return To::Of(columnar::TypeId::kBinary);
    case From::kStruct:
    case From::kList:
    case From::kMap: {
      std::vector<columnar::Field> fields;
      for (const Field& field : type.fields) {
        FIRN_TRY(auto converted, ColumnarField(field));
        fields.push_back(std::move(converted));
      }
      if (type.id == From::kStruct) return To::Struct(std::move(fields));
      if (type.id == From::kList) return To::List(std::move(fields[0]));
      return To::Map(std::move(fields[0]), std::move(fields[1]));
    }
    case From::kTimestampNs:
    case From::kTimestamptzNs:
    case From::kUnknown:
    case From::kVariant:
    case From::kGeometry:
    case From::kGeography: break;
  }
  return Fail(Kind::kUnsupported, "Not supported: a column of type " + TypeText(type));
}

Result<columnar::Field> ColumnarField(const Field& field) {
  columnar::Field converted;
  converted.name = field.name;
  converted.id = field.id;
  converted.required = field.required;
  FIRN_TRY(converted.type, ColumnarType(field.type));
  return converted;
}

}  // namespace

Result<columnar::Schema> ColumnarSchema(const Schema& schema) {
  columnar::Schema converted;
  for (const Field& field : schema.fields) {
    FIRN_TRY(auto column, ColumnarField(field));
    converted.push_back(std::move(column));
  }
  return converted;
}

}  // namespace firn::iceberg
