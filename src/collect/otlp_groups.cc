#include "collect/otlp_groups.h"

#include <algorithm>

#include "collect/limits.h"
#include "collect/otlp_text.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::ProtobufReader;

constexpr std::string_view kServiceUnknown = "unknown_service";

void AppendColumn(std::string_view name, std::string_view text, std::string& out) {
  out += ",\"";
  out += name;
  out += "\":";
  AppendString(text, out);
}

// The string under `key`, when this KeyValue has that key and a string.
bool TakeText(std::string_view key_value, std::string_view key, std::string_view& text) {
  std::string_view value;
  ProtobufReader reader(key_value);
  while (reader.Next()) {
    if (reader.field() == 1 && reader.AsBytes() != key) return false;
    if (reader.field() == 2) value = reader.AsBytes();
  }
  bool found = false;
  ProtobufReader any(value);
  while (any.Next()) {
    found = any.field() == 1 && any.type() == ProtobufReader::WireType::kBytes;
    if (found) text = any.AsBytes();
  }
  return found;
}

// service_* and resource_attributes.
bool ResourceColumns(std::string_view resource, std::string& out) {
  std::string_view name, name_space, instance;
  AttributeText attributes;
  ProtobufReader reader(resource);
  while (reader.Next()) {
    if (reader.field() != 1) continue;
    const std::string_view pair = reader.AsBytes();
    if (!attributes.Add(pair)) return false;
    TakeText(pair, "service.name", name);
    TakeText(pair, "service.namespace", name_space);
    TakeText(pair, "service.instance.id", instance);
  }
  out.clear();
  AppendColumn("service_name", name.empty() ? kServiceUnknown : name, out);
  if (!name_space.empty()) AppendColumn("service_namespace", name_space, out);
  if (!instance.empty()) AppendColumn("service_instance_id", instance, out);
  AppendColumn("resource_attributes", attributes.Close(), out);
  return reader.ok();
}

// scope_*.
bool ScopeColumns(std::string_view scope, std::string& out) {
  std::string_view name, version;
  AttributeText attributes;
  ProtobufReader reader(scope);
  while (reader.Next()) {
    switch (reader.field()) {
      case 1: name = reader.AsBytes(); break;
      case 2: version = reader.AsBytes(); break;
      case 3:
        if (!attributes.Add(reader.AsBytes())) return false;
        break;
      default: break;
    }
  }
  if (!name.empty()) AppendColumn("scope_name", name, out);
  if (!version.empty()) AppendColumn("scope_version", version, out);
  AppendColumn("scope_attributes", attributes.Close(), out);
  return reader.ok();
}

// The last field 1 of a message: a resource or a scope may follow what it describes.
bool FindFirstField(std::string_view message, std::string_view& found) {
  ProtobufReader reader(message);
  while (reader.Next()) {
    if (reader.field() == 1) found = reader.AsBytes();
  }
  return reader.ok();
}

Unexpected Malformed() {
  return Fail(Kind::kInvalid, "the protobuf of the request is malformed or nests too deeply");
}

Result<void> VisitScope(std::string_view group, std::string_view resource_columns,
                        std::string& columns, Decoded& decoded, const GroupVisitor& visitor) {
  std::string_view scope;
  columns.assign(resource_columns);
  if (!FindFirstField(group, scope) || !ScopeColumns(scope, columns)) return Malformed();
  ProtobufReader reader(group);
  while (reader.Next()) {
    if (reader.field() != 2) continue;
    const std::string_view item = reader.AsBytes();
    if (!reader.ok()) break;
    if (columns.size() > kRecordBytesMax) {
      decoded.Reject(visitor.count(item), "resource and scope attributes above 1000 KiB");
    } else if (!visitor.item(item, columns)) {
      return Malformed();
    }
    if (decoded.bytes > kDecodedBytesMax) {
      return Fail(Kind::kUnsupported, "the records of one request exceed 256 MiB");
    }
  }
  if (!reader.ok()) return Malformed();
  return {};
}

}  // namespace

int32_t IntColumn(uint32_t value) {
  constexpr uint32_t kMax = std::numeric_limits<int32_t>::max();
  return static_cast<int32_t>(std::min(value, kMax));
}

Result<void> VisitGroups(std::string_view request, Decoded& decoded, const GroupVisitor& visitor) {
  std::string resource_columns, columns;
  ProtobufReader groups(request);
  while (groups.Next()) {
    if (groups.field() != 1) continue;
    const std::string_view group = groups.AsBytes();
    std::string_view resource;
    if (!FindFirstField(group, resource) || !ResourceColumns(resource, resource_columns)) {
      return Malformed();
    }
    ProtobufReader scopes(group);
    while (scopes.Next()) {
      if (scopes.field() != 2) continue;
      FIRN_OK(VisitScope(scopes.AsBytes(), resource_columns, columns, decoded, visitor));
    }
    if (!scopes.ok()) return Malformed();
  }
  if (!groups.ok()) return Malformed();
  return {};
}

}  // namespace firn::collect
