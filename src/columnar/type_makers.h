#pragma once

#include <utility>
#include <vector>

namespace firn::columnar {

// The ways to make a type, for the types of columns and those of Iceberg's schemas: both hold an
// id, precision, scale, length and fields, and name the parts of lists and maps alike.
template <class Type, class Id, class Field>
struct TypeMakers {
  // Any type without parameters.
  static Type Of(Id id) {
    Type type;
    type.id = id;
    return type;
  }
  static Type Decimal(int precision, int scale) {
    Type type = Of(Id::kDecimal);
    type.precision = precision;
    type.scale = scale;
    return type;
  }
  static Type Fixed(int length) {
    Type type = Of(Id::kFixed);
    type.length = length;
    return type;
  }
  static Type List(Field element) {
    Type type = Of(Id::kList);
    element.name = "element";
    type.fields.push_back(std::move(element));
    return type;
  }
  static Type Map(Field key, Field value) {
    Type type = Of(Id::kMap);
    key.name = "key";
    key.required = true;
    value.name = "value";
    type.fields.push_back(std::move(key));
    type.fields.push_back(std::move(value));
    return type;
  }
  static Type Struct(std::vector<Field> members) {
    Type type = Of(Id::kStruct);
    type.fields = std::move(members);
    return type;
  }
  bool operator==(const TypeMakers&) const = default;
};

}  // namespace firn::columnar
