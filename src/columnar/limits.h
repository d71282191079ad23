#pragma once

#include <cstddef>

namespace firn::columnar {

// Objects and arrays inside one another in a record, the record itself included. Firehose's own
// limit (aws.md 5.3).
constexpr size_t kRecordDepthMax = 16;
// Levels of list, map and struct in a column's type.
constexpr size_t kTypeDepthMax = 16;
// Digits of a decimal.
constexpr int kDecimalPrecisionMax = 38;
// Characters a string bound keeps, as Iceberg's default metrics mode truncate(16) does; bytes for
// binary.
constexpr size_t kBoundCharacters = 16;
// The length of an SQL statement, Athena's own limit on QueryString.
constexpr size_t kSqlBytesMax = 262144;
// Nodes in one another in a statement's syntax tree.
constexpr size_t kSqlDepthMax = 400;

}  // namespace firn::columnar
