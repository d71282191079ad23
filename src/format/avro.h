#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "format/json.h"

namespace firn::format {

// Limits of the Avro reader. Bytes from outside never make it allocate more than these allow.
inline constexpr size_t kAvroBlockBytesMax = 64u << 20;    // one block, inflated
inline constexpr size_t kAvroRecordValuesMax = 4'000'000;  // values inside one top-level datum
inline constexpr size_t kAvroSchemaNodesMax = 10'000;      // with named types expanded
inline constexpr size_t kAvroSchemaDepthMax = 64;
inline constexpr size_t kAvroSyncBytes = 16;

struct AvroSchema;
using AvroSchemaPtr = std::shared_ptr<const AvroSchema>;

// A field of a record with the attributes Avro itself does not know ("field-id").
struct AvroField {
  std::string name;
  AvroSchemaPtr type;
  Json attributes;  // an object
};

// One node of an Avro schema. Immutable; nodes are shared where the text refers to a named type.
struct AvroSchema {
  enum class Kind {
    kNull,
    kBoolean,
    kInt,
    kLong,
    kFloat,
    kDouble,
    kBytes,
    kString,
    kRecord,
    kEnum,
    kArray,
    kMap,
    kUnion,
    kFixed
  };
  Kind kind = Kind::kNull;
  std::string name;                     // full name of a record, enum or fixed
  std::vector<AvroField> fields;        // record
  std::vector<AvroSchemaPtr> children;  // union: branches; array and map: the one item type
  std::vector<std::string> symbols;     // enum
  size_t size = 0;                      // fixed
  Json attributes;                      // an object: "logicalType", "element-id" and the like
  size_t nodes = 1;                     // of the tree below, named types expanded
  size_t depth = 1;
};

// Reads a schema. kInvalid when it is malformed; recursive types are kUnsupported.
Result<AvroSchemaPtr> ParseAvroSchema(const Json& schema);

// One Avro datum. Records are lists in the order of the schema's fields; a union is the value of
// its branch, null being the empty variant; enums are their symbol; bytes, strings and fixed are
// strings.
struct AvroValue {
  using List = std::vector<AvroValue>;
  using Map = std::vector<std::pair<std::string, AvroValue>>;
  std::variant<std::monostate, bool, int64_t, double, std::string, List, Map> data;

  static AvroValue Null() { return {}; }
  static AvroValue Bool(bool value) { return {value}; }
  static AvroValue Long(int64_t value) { return {value}; }
  static AvroValue Double(double value) { return {value}; }
  static AvroValue Bytes(std::string value) { return {std::move(value)}; }
  static AvroValue Of(List value) { return {std::move(value)}; }
  static AvroValue Of(Map value) { return {std::move(value)}; }

  bool is_null() const { return std::holds_alternative<std::monostate>(data); }
  // The value, or nothing when it has another type.
  const bool* boolean() const { return std::get_if<bool>(&data); }
  const int64_t* integer() const { return std::get_if<int64_t>(&data); }
  const double* real() const { return std::get_if<double>(&data); }
  const std::string* bytes() const { return std::get_if<std::string>(&data); }
  const List* list() const { return std::get_if<List>(&data); }
  const Map* map() const { return std::get_if<Map>(&data); }
};

// Reads an object container file that lies in memory. The bytes must outlive the reader. Threads:
// one.
class AvroReader {
 public:
  // kCorrupt when the header is malformed, kUnsupported for a codec other than null, deflate and
  // zstandard.
  static Result<AvroReader> Open(std::string_view bytes);

  const AvroSchema& schema() const { return *schema_; }
  // The header's key/values, avro.schema and avro.codec included.
  const std::map<std::string, std::string>& metadata() const { return metadata_; }

  // The next datum, or nothing after the last one. kCorrupt when the bytes are not what a writer
  // made.
  Result<std::optional<AvroValue>> Next();

 private:
  AvroReader() = default;
  Result<void> NextBlock();

  std::string_view bytes_;
  size_t position_ = 0;
  std::string_view sync_;
  bool compressed_ = false;
  bool zstandard_ = false;  // otherwise deflate
  AvroSchemaPtr schema_;
  std::map<std::string, std::string> metadata_;
  std::string inflated_;
  std::string_view stored_;  // the block, when it is not compressed
  size_t block_position_ = 0;
  int64_t block_left_ = 0;  // data not yet read from the block
};

enum class AvroCodec { kNull, kDeflate };

struct AvroWriterOptions {
  Json schema;  // written verbatim, custom attributes included
  std::vector<std::pair<std::string, std::string>> metadata;  // beside avro.schema and avro.codec
  AvroCodec codec = AvroCodec::kDeflate;
  std::string sync;  // kAvroSyncBytes bytes, different in every file
};

// Writes an object container file into memory. Threads: one.
class AvroWriter {
 public:
  // kInvalid when the schema or the sync marker is malformed.
  static Result<AvroWriter> Open(AvroWriterOptions options);

  // kInvalid when the datum does not fit the schema; the writer is unchanged then.
  Result<void> Append(const AvroValue& datum);

  // The whole file. The writer is spent.
  Result<std::string> Finish();

  // Bytes so far, without the block being filled.
  size_t size() const { return out_.size(); }

 private:
  AvroWriter() = default;
  Result<void> Flush();

  AvroSchemaPtr schema_;
  AvroCodec codec_ = AvroCodec::kNull;
  std::string sync_;
  std::string out_;
  std::string block_;
  int64_t block_count_ = 0;
};

}  // namespace firn::format
