#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/box.h"
#include "base/time.h"
#include "format/json.h"
#include "wire/body.h"

// Descriptors of AWS shapes. The generator emits one constant table per shape; the protocol interpreters, the validator
// and the record codec walk values through them without knowing their C++ types.
namespace firn::wire {

// How a value lies in memory: kBoolean bool, kInteger int32_t, kLong int64_t, kFloat float, kDouble double, kString and
// kBlob std::string, kTimestamp Time, kDocument format::Json, kStream Body, kList std::vector<T>, kMap
// std::map<std::string, T>, kStructure the generated struct. An optional member is std::optional of these, or a Box where a
// structure holds its own kind.
enum class ShapeType : uint8_t {
  kBoolean, kInteger, kLong, kFloat, kDouble, kString, kBlob, kTimestamp, kDocument, kStream, kList, kMap, kStructure,
};

enum class TimestampFormat : uint8_t { kProtocolDefault, kIso8601, kEpochSeconds, kHttpDate };

// Where a member travels. kBody covers JSON members, XML elements and form parameters; kPayload is the whole body.
enum class Location : uint8_t { kBody, kPayload, kHeader, kHeaderPrefix, kQuery, kQueryMap, kPath, kStatusCode };

struct Shape;

struct OptionalAccess {
  bool (*has)(const void* optional);
  const void* (*get)(const void* optional);
  void* (*emplace)(void* optional);  // a fresh value, replacing any
};

struct ListAccess {
  size_t (*size)(const void* list);
  const void* (*at)(const void* list, size_t index);
  void* (*append)(void* list);  // a fresh element at the end
};

struct MapAccess {
  size_t (*size)(const void* map);
  void (*each)(const void* map, void* context,
               void (*visit)(void* context, const std::string& key, const void* value));
  void* (*insert)(void* map, const std::string& key);  // a fresh value under the key
};

struct Member {
  std::string_view name;       // the model's member name: "DatabaseInput"
  std::string_view wire_name;  // the name on the wire: locationName, or the member name
  const Shape* shape;
  size_t offset;               // of the field (or its optional) in the struct
  const OptionalAccess* optional;  // null when the field is held by value
  Location location = Location::kBody;
  bool required = false;
  bool flattened = false;        // XML and query lists or maps without a wrapper element
  bool xml_attribute = false;
  bool idempotency_token = false;
  TimestampFormat timestamp = TimestampFormat::kProtocolDefault;
  std::string_view query_name;   // name in query requests; same as wire_name unless the model says otherwise
};

struct Shape {
  ShapeType type;
  std::string_view name;
  // Constraints; unset when the model has none. For strings and blobs lengths, for lists and maps counts, for numbers values.
  std::optional<int64_t> min;
  std::optional<int64_t> max;
  std::string_view pattern;
  std::span<const std::string_view> values;  // of an enum
  // Lists: element. Maps: value, with the key's shape in `key`.
  const Shape* element = nullptr;
  const Shape* key = nullptr;
  std::string_view element_name;  // XML/query name of a list's elements ("member" unless given)
  std::string_view key_name;      // of a map's keys ("key" unless given)
  std::string_view value_name;    // of a map's values ("value" unless given)
  bool flattened = false;
  const ListAccess* list = nullptr;
  const MapAccess* map = nullptr;
  // Structures.
  std::span<const Member> members;
  bool is_union = false;
  std::string_view xml_namespace;
  std::string_view xml_namespace_prefix;
  TimestampFormat timestamp = TimestampFormat::kProtocolDefault;
  bool sensitive = false;  // never logged
  void* (*create)() = nullptr;           // structures: a value-initialised struct
  void (*destroy)(void*) = nullptr;
};

// One error an operation may answer, as the model declares it.
struct ErrorShape {
  std::string_view name;        // shape name: "NoSuchEntityException"
  std::string_view code;        // what query and XML protocols print: "NoSuchEntity"
  int http_status;              // 400 unless the model says otherwise
  bool sender_fault;
};

struct Operation {
  std::string_view name;
  std::string_view method;      // of HTTP
  std::string_view uri;         // "/tables/{tableBucketARN}/{namespace}" with literal query such as "?uploads"
  int success_status;           // 200 unless the model says otherwise
  const Shape* input;           // never null: empty structures stand for absent ones
  const Shape* output;
  std::string_view input_element;     // XML root of a rest-xml request body when the whole input is the body
  std::string_view input_namespace;   // its xmlns
  std::string_view output_element;    // XML root of a rest-xml response body without payload member
  std::string_view result_wrapper;    // query: "GetRoleResult"; empty when the output is unwrapped or absent
  bool authenticated = true;
  bool http_checksum_required = false;
  std::string_view host_prefix;
};

enum class Protocol : uint8_t { kJson, kRestJson, kRestXml, kQuery, kRpcV2Cbor };

// What a model knows of an operation we do not implement: enough to recognise it and to say its name.
struct OperationRoute {
  std::string_view name;
  std::string_view method;
  std::string_view uri;
};

struct ServiceModel {
  std::string_view id;              // our name: "glue", also the folder under services/
  std::string_view service_id;      // the model's: "Glue"
  std::string_view signing_name;
  std::string_view endpoint_prefix;
  std::string_view api_version;
  std::string_view target_prefix;   // json and rpc: "AWSGlue"
  std::string_view json_version;    // "1.1"
  std::string_view xml_namespace;
  std::span<const Protocol> protocols;   // the first is the one our client speaks
  bool query_compatible = false;         // errors carry x-amzn-query-error
  std::span<const Operation> operations;         // implemented
  std::span<const OperationRoute> unimplemented; // the rest of the model
  std::span<const ErrorShape> errors;            // of all implemented operations
};

// An owned structure value of any shape.
class AnyStructure {
 public:
  explicit AnyStructure(const Shape& shape) : shape_(&shape), value_(shape.create()) {}
  ~AnyStructure() { if (value_ != nullptr) shape_->destroy(value_); }
  AnyStructure(AnyStructure&& other) noexcept : shape_(other.shape_), value_(other.value_) { other.value_ = nullptr; }
  AnyStructure& operator=(AnyStructure&&) = delete;
  AnyStructure(const AnyStructure&) = delete;
  AnyStructure& operator=(const AnyStructure&) = delete;
  const Shape& shape() const { return *shape_; }
  void* get() { return value_; }
  const void* get() const { return value_; }

 private:
  const Shape* shape_;
  void* value_;
};

// Accessors that the generated tables take the address of.
template <class T>
struct OptionalOf {
  static bool Has(const void* o) { return static_cast<const std::optional<T>*>(o)->has_value(); }
  static const void* Get(const void* o) { return &**static_cast<const std::optional<T>*>(o); }
  static void* Emplace(void* o) { return &static_cast<std::optional<T>*>(o)->emplace(); }
  static constexpr OptionalAccess kAccess{&Has, &Get, &Emplace};
};

template <class T>
struct BoxOf {
  static bool Has(const void* b) { return static_cast<const Box<T>*>(b)->has_value(); }
  static const void* Get(const void* b) { return &**static_cast<const Box<T>*>(b); }
  static void* Emplace(void* b) { return &static_cast<Box<T>*>(b)->emplace(); }
  static constexpr OptionalAccess kAccess{&Has, &Get, &Emplace};
};

template <class T>
struct ListOf {
  static size_t Size(const void* l) { return static_cast<const std::vector<T>*>(l)->size(); }
  static const void* At(const void* l, size_t i) { return &(*static_cast<const std::vector<T>*>(l))[i]; }
  static void* Append(void* l) { return &static_cast<std::vector<T>*>(l)->emplace_back(); }
  static constexpr ListAccess kAccess{&Size, &At, &Append};
};

template <class T>
struct MapOf {
  static size_t Size(const void* m) { return static_cast<const std::map<std::string, T>*>(m)->size(); }
  static void Each(const void* m, void* context, void (*visit)(void*, const std::string&, const void*)) {
    for (const auto& [key, value] : *static_cast<const std::map<std::string, T>*>(m)) visit(context, key, &value);
  }
  static void* Insert(void* m, const std::string& key) {
    return &(*static_cast<std::map<std::string, T>*>(m))[key];
  }
  static constexpr MapAccess kAccess{&Size, &Each, &Insert};
};

template <class T>
struct StructureOf {
  static void* Create() { return new T(); }
  static void Destroy(void* value) { delete static_cast<T*>(value); }
};

}  // namespace firn::wire
