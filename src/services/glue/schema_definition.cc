#include "services/glue/schema_definition.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "api/glue.h"
#include "format/avro.h"
#include "format/json.h"

namespace firn::services::glue {
namespace {

using format::Json;

constexpr int kDepthMax = 64;

// Braces, brackets and quotes in balance, and at least one message or enum.
std::optional<std::string> WhyNotProtobuf(std::string_view text) {
  std::string open;
  bool declares = false;
  std::string word;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (letter) {
      word += c;
      continue;
    }
    declares = declares || word == "message" || word == "enum" || word == "service";
    word.clear();
    if (text.substr(i).starts_with("//")) {
      i = std::min(text.find('\n', i), text.size());
    } else if (text.substr(i).starts_with("/*")) {
      i = text.find("*/", i);
      if (i == std::string_view::npos) return "a comment is not closed";
      ++i;
    } else if (c == '"' || c == '\'') {
      for (++i; i < text.size() && text[i] != c; ++i) {
        if (text[i] == '\\') ++i;
      }
      if (i >= text.size()) return "a text is not closed";
    } else if (c == '{' || c == '[' || c == '(') {
      open += c;
    } else if (c == '}' || c == ']' || c == ')') {
      const char expected = c == '}' ? '{' : c == ']' ? '[' : '(';
      if (open.empty() || open.back() != expected) return "brackets do not match";
      open.pop_back();
    }
  }
  if (!open.empty()) return "brackets do not match";
  if (!declares) return "it declares no message";
  return std::nullopt;
}

// Names of records, enums and fixed types under which the rest of a schema refers to them.
using Names = std::map<std::string, const Json*>;

std::string ShortName(std::string_view name) {
  return std::string(name.substr(name.rfind('.') == name.npos ? 0 : name.rfind('.') + 1));
}

void Collect(const Json& node, Names& names, int depth) {
  if (depth > kDepthMax) return;
  for (const Json& branch : node.array()) Collect(branch, names, depth + 1);
  if (!node.is_object()) return;
  if (node["name"].is_string()) names.emplace(ShortName(node["name"].string_or("")), &node);
  for (const Json& field : node["fields"].array()) Collect(field["type"], names, depth + 1);
  for (const char* inner : {"items", "values", "type"}) Collect(node[inner], names, depth + 1);
}

// Whether data of one Avro schema can be read with another.
class AvroReading {
 public:
  AvroReading(const Json& reader, const Json& writer) : reader_(reader), writer_(writer) {
    Collect(reader, reader_names_, 0);
    Collect(writer, writer_names_, 0);
  }

  bool Works() { return CanRead(reader_, writer_, 0); }

 private:
  // The definition behind a name or a nested {"type": ...}.
  static const Json& Resolved(const Json& node, const Names& names) {
    const Json* at = &node;
    for (int i = 0; i < kDepthMax; ++i) {
      if (at->is_string()) {
        const auto named = names.find(ShortName(at->string_or("")));
        if (named == names.end()) return *at;
        return *named->second;
      }
      const Json& type = (*at)["type"];
      if (!at->is_object() || type.is_string()) return *at;
      at = &type;
    }
    return *at;
  }

  static std::string TypeOf(const Json& node) {
    return std::string(node.is_string() ? node.string_or("") : node["type"].string_or(""));
  }

  bool CanRead(const Json& reader_node, const Json& writer_node, int depth) {
    if (depth > kDepthMax) return false;
    const Json& reader = Resolved(reader_node, reader_names_);
    const Json& writer = Resolved(writer_node, writer_names_);
    // A pair that is looked at already holds unless something else in it does not.
    if (!reader.is_string() && !seen_.insert({&reader, &writer}).second) return true;
    if (writer.is_array()) {
      return std::all_of(writer.array().begin(), writer.array().end(),
                         [&](const Json& branch) { return CanRead(reader, branch, depth + 1); });
    }
    if (reader.is_array()) {
      return std::any_of(reader.array().begin(), reader.array().end(),
                         [&](const Json& branch) { return CanRead(branch, writer, depth + 1); });
    }
    return CanReadType(reader, writer, depth);
  }

  bool CanReadType(const Json& reader, const Json& writer, int depth) {
    const std::string to = TypeOf(reader), from = TypeOf(writer);
    if (to != from) return Promotes(from, to);
    if (to == "record" || to == "error") return CanReadRecord(reader, writer, depth);
    if (to == "array") return CanRead(reader["items"], writer["items"], depth + 1);
    if (to == "map") return CanRead(reader["values"], writer["values"], depth + 1);
    const bool same_name =
        ShortName(reader["name"].string_or("")) == ShortName(writer["name"].string_or(""));
    if (to == "fixed") return same_name && reader["size"] == writer["size"];
    if (to == "enum") return same_name && CanReadEnum(reader, writer);
    return true;
  }

  static bool Promotes(const std::string& from, const std::string& to) {
    static const std::map<std::string, std::set<std::string>> kPromotions = {
        {"int", {"long", "float", "double"}},
        {"long", {"float", "double"}},
        {"float", {"double"}},
        {"string", {"bytes"}},
        {"bytes", {"string"}},
    };
    const auto found = kPromotions.find(from);
    return found != kPromotions.end() && found->second.contains(to);
  }

  static bool CanReadEnum(const Json& reader, const Json& writer) {
    if (!reader["default"].is_null()) return true;
    const auto& known = reader["symbols"].array();
    const auto& written = writer["symbols"].array();
    return std::all_of(written.begin(), written.end(), [&](const Json& symbol) {
      return std::find(known.begin(), known.end(), symbol) != known.end();
    });
  }

  bool CanReadRecord(const Json& reader, const Json& writer, int depth) {
    if (ShortName(reader["name"].string_or("")) != ShortName(writer["name"].string_or(""))) {
      return false;
    }
    const auto& written = writer["fields"].array();
    for (const Json& field : reader["fields"].array()) {
      const auto found = std::find_if(written.begin(), written.end(), [&](const Json& other) {
        const auto& aliases = field["aliases"].array();
        return other["name"] == field["name"] ||
               std::find(aliases.begin(), aliases.end(), other["name"]) != aliases.end();
      });
      if (found == written.end()) {
        if (field.Find("default") == nullptr) return false;
      } else if (!CanRead(field["type"], (*found)["type"], depth + 1)) {
        return false;
      }
    }
    return true;
  }

  const Json& reader_;
  const Json& writer_;
  Names reader_names_;
  Names writer_names_;
  std::set<std::pair<const Json*, const Json*>> seen_;
};

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

bool CanRead(const Json& reader, const Json& writer) { return AvroReading(reader, writer).Works(); }

}  // namespace

Result<void> CheckDefinition(std::string_view data_format, std::string_view definition) {
  const auto invalid = [&](const std::string& why) {
    return api::glue::InvalidInputException("Schema definition of " + std::string(data_format) +
                                            " data format is invalid: " + why);
  };
  if (data_format == "PROTOBUF") {
    const auto why = WhyNotProtobuf(definition);
    return why ? Result<void>(invalid(*why)) : Result<void>();
  }
  const auto json = format::ParseJson(definition);
  if (!json) return invalid(json.error().message);
  if (data_format == "JSON") {
    if (!json->is_object() && !json->is_bool()) return invalid("it is no JSON schema");
    return {};
  }
  const auto schema = format::ParseAvroSchema(*json);
  // Types that hold themselves are Avro, though our own reader of files does not take them.
  if (!schema && schema.error().kind != Kind::kUnsupported) return invalid(schema.error().message);
  return {};
}

bool IsSameDefinition(std::string_view data_format, std::string_view a, std::string_view b) {
  if (a == b) return true;
  if (data_format == "PROTOBUF") return false;
  const auto one = format::ParseJson(a), other = format::ParseJson(b);
  return one && other && *one == *other;
}

bool IsCompatible(std::string_view data_format, std::string_view mode,
                  const std::vector<std::string>& earlier, std::string_view definition) {
  if (data_format != "AVRO" || mode == "NONE" || earlier.empty()) return true;
  const auto next = format::ParseJson(definition);
  if (!next) return false;
  const bool all = mode.ends_with("_ALL");
  const bool backward = mode.starts_with("BACKWARD") || mode.starts_with("FULL");
  const bool forward = mode.starts_with("FORWARD") || mode.starts_with("FULL");
  for (auto at = all ? earlier.begin() : earlier.end() - 1; at != earlier.end(); ++at) {
    const auto former = format::ParseJson(*at);
    if (!former) return false;
    if (backward && !CanRead(*next, *former)) return false;
    if (forward && !CanRead(*former, *next)) return false;
  }
  return true;
}

std::string LineDiff(std::string_view first, std::string_view second) {
  const std::vector<std::string_view> a = Lines(first), b = Lines(second);
  // What the definitions share at both ends is common; between, the first's lines go and the
  // second's come. It is no shortest difference, which would cost the product of the lengths.
  size_t head = 0, tail = 0;
  while (head < a.size() && head < b.size() && a[head] == b[head]) ++head;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::string diff;
  const auto add = [&](char mark, const std::vector<std::string_view>& lines, size_t from,
                       size_t to) {
    for (size_t i = from; i < to; ++i) diff += mark + std::string(lines[i]) + '\n';
  };
  add(' ', a, 0, head);
  add('-', a, head, a.size() - tail);
  add('+', b, head, b.size() - tail);
  add(' ', a, a.size() - tail, a.size());
  return diff;
}

}  // namespace firn::services::glue
