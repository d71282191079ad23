#include "format/yaml.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <unordered_set>

#include "base/encoding.h"
#include "format/limits.h"

namespace firn::format {
namespace {

// What the library calls a value that was written without quotes, with them, and as !!str.
constexpr std::string_view kPlainTag = "?";
constexpr std::string_view kQuotedTag = "!";
constexpr std::string_view kTextTag = "tag:yaml.org,2002:str";

std::string At(const YAML::Mark& mark) {
  return "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1);
}

// The library takes the end of the text for the end of a quoted scalar that nobody closed, when
// white space stands before it. With a comment there it complains.
std::string WithEndMark(std::string_view text) {
  std::string marked(text);
  if (text.ends_with(' ') || text.ends_with('\t')) marked += '\n';
  if (marked.ends_with('\n') || marked.ends_with('\r')) marked += '#';
  return marked;
}

class Converter {
 public:
  Result<YamlNode> Convert(const YAML::Node& node, size_t depth) {
    if (depth >= kYamlDepthMax && (node.IsSequence() || node.IsMap())) {
      return Fail(Kind::kInvalid,
                  At(node.Mark()) + ": nested deeper than " + std::to_string(kYamlDepthMax));
    }
    if (++nodes_ > kYamlNodesMax)
      return Fail(Kind::kInvalid, At(node.Mark()) + ": too many values");
    const std::string& tag = node.Tag();
    if (!tag.empty() && tag != kPlainTag && tag != kQuotedTag && tag != kTextTag) {
      return Fail(Kind::kInvalid, At(node.Mark()) + ": a tag is not accepted: " + tag);
    }
    YamlNode result;
    result.line = node.Mark().line + 1;
    result.column = node.Mark().column + 1;
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null: break;
      case YAML::NodeType::Scalar:
        result.type = YamlNode::Type::kScalar;
        result.scalar = node.Scalar();
        result.quoted = node.Tag() == kQuotedTag || node.Tag() == kTextTag;
        break;
      case YAML::NodeType::Sequence:
        result.type = YamlNode::Type::kSequence;
        for (const auto& item : node) {
          FIRN_TRY(auto converted, Convert(item, depth + 1));
          result.items.push_back(std::move(converted));
        }
        break;
      case YAML::NodeType::Map: {
        result.type = YamlNode::Type::kMap;
        FIRN_OK(ConvertEntries(node, depth, result));
        break;
      }
    }
    return result;
  }

 private:
  Result<void> ConvertEntries(const YAML::Node& node, size_t depth, YamlNode& result) {
    std::unordered_set<std::string_view> seen;
    for (const auto& pair : node) {
      const YAML::Mark mark = pair.first.Mark();
      if (!pair.first.IsScalar()) return Fail(Kind::kInvalid, At(mark) + ": a key must be a text");
      const std::string& key = pair.first.Scalar();
      if (!seen.insert(key).second) {
        return Fail(Kind::kInvalid, At(mark) + ": '" + key + "' stands here twice");
      }
      FIRN_TRY(auto value, Convert(pair.second, depth + 1));
      result.entries.push_back({key, mark.line + 1, mark.column + 1, std::move(value)});
    }
    return {};
  }

  size_t nodes_ = 0;
};

bool IsAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Digits of a base after an optional prefix that is gone already.
std::optional<Json> IntegerOf(std::string_view digits, int base) {
  const char* end = digits.data() + digits.size();
  uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), end, value, base);
  if (read.ptr != end || read.ec == std::errc::invalid_argument) return {};
  if (read.ec == std::errc()) return Json(value);
  double wide = 0;
  for (const char digit : digits) {
    const int low = digit | 0x20;
    wide = wide * base + (low >= 'a' ? low - 'a' + 10 : digit - '0');
  }
  return Json(wide);
}

// A number of the core schema: [-+]? digits, 0o…, 0x…, [-+]? (.digits | digits.digits?) exponent?,
// ±.inf, .nan.
std::optional<Json> NumberOf(std::string_view text) {
  if (text.starts_with("0o")) return IntegerOf(text.substr(2), 8);
  if (text.starts_with("0x")) return IntegerOf(text.substr(2), 16);
  if (IsAny(text, {".nan", ".NaN", ".NAN"})) return Json(std::numeric_limits<double>::quiet_NaN());
  const bool negative = text.starts_with("-");
  if (negative || text.starts_with("+")) text.remove_prefix(1);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (IsAny(text, {".inf", ".Inf", ".INF"})) return Json(negative ? -kInfinity : kInfinity);
  const bool plausible = !text.empty() &&
                         text.find_first_not_of("0123456789.eE+-") == std::string_view::npos &&
                         text.find_first_of("0123456789") < 2 && text[0] != '-' && text[0] != '+';
  if (!plausible) return {};
  const std::string signed_text = (negative ? "-" : "") + std::string(text);
  const char* end = signed_text.data() + signed_text.size();
  int64_t whole = 0;
  if (const auto read = std::from_chars(signed_text.data(), end, whole);
      read.ptr == end && read.ec == std::errc()) {
    return Json(whole);
  }
  double real = 0;
  if (const auto read = std::from_chars(signed_text.data(), end, real);
      read.ptr == end && read.ec == std::errc()) {
    return Json(real);
  }
  return {};
}

Json ScalarOf(const YamlNode& node) {
  const std::string_view text = node.scalar;
  if (node.quoted) return Json(text);
  if (IsAny(text, {"", "~", "null", "Null", "NULL"})) return Json();
  if (IsAny(text, {"true", "True", "TRUE"})) return Json(true);
  if (IsAny(text, {"false", "False", "FALSE"})) return Json(false);
  if (auto number = NumberOf(text)) return *std::move(number);
  return Json(text);
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

std::string YamlNode::Place() const {
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

Json JsonOf(const YamlNode& node) {
  switch (node.type) {
    case YamlNode::Type::kNull: return Json();
    case YamlNode::Type::kScalar: return ScalarOf(node);
    case YamlNode::Type::kSequence: {
      Json::Array items;
      items.reserve(node.items.size());
      for (const YamlNode& item : node.items) items.push_back(JsonOf(item));
      return Json(std::move(items));
    }
    case YamlNode::Type::kMap: {
      Json::Object members;
      members.reserve(node.entries.size());
      for (const auto& entry : node.entries) members.emplace_back(entry.key, JsonOf(entry.value));
      return Json(std::move(members));
    }
  }
  return Json();
}

Result<YamlNode> ParseYaml(std::string_view text) {
  if (text.size() > kYamlBytesMax) {
    return Fail(Kind::kInvalid,
                "the document is beyond " + std::to_string(kYamlBytesMax) + " bytes");
  }
  if (!IsUtf8(text)) return Fail(Kind::kInvalid, "the document is not UTF-8");
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(WithEndMark(text));
    if (documents.empty()) return Fail(Kind::kInvalid, "the document is empty");
    if (documents.size() > 1) {
      return Fail(Kind::kInvalid, At(documents[1].Mark()) + ": a second document");
    }
    return Converter().Convert(documents.front(), 0);
  } catch (const YAML::Exception& error) {
    return Fail(Kind::kInvalid, At(error.mark) + ": " + error.msg);
  }
}

}  // namespace firn::format
