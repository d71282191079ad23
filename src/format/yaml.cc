#include "format/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <sstream>
#include <unordered_map>
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

// What a value takes of the limits.
struct Extent {
  size_t nodes = 1;
  size_t depth = 0;  // of sequences and maps
};

Extent ExtentOf(const YamlNode& node) {
  Extent extent;
  if (node.type != YamlNode::Type::kSequence && node.type != YamlNode::Type::kMap) return extent;
  const auto add = [&](const YamlNode& child, size_t own_nodes) {
    const Extent below = ExtentOf(child);
    extent.nodes += below.nodes + own_nodes;
    extent.depth = std::max(extent.depth, below.depth);
  };
  for (const YamlNode& item : node.items) add(item, 0);
  for (const YamlNode::Entry& entry : node.entries) add(entry.value, 1);
  ++extent.depth;
  return extent;
}

// Builds the tree from the library's events. The first thing that is not accepted is kept and
// everything after it ignored, so that the library runs to its end without an exception of ours
// passing through it.
class Builder final : public YAML::EventHandler {
 public:
  bool started() const { return started_; }
  const YAML::Mark& start() const { return start_; }

  Result<YamlNode> Finish() {
    if (!refusal_.empty()) return Fail(Kind::kInvalid, refusal_);
    if (!root_) return Fail(Kind::kInvalid, "the document is empty");
    return *std::move(root_);
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    started_ = true;
    start_ = mark;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (Count(mark, Extent{})) Add(mark, NodeAt(mark, YamlNode::Type::kNull), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (!Accept(mark, tag) || !Count(mark, Extent{})) return;
    YamlNode node = NodeAt(mark, YamlNode::Type::kScalar);
    node.scalar = value;
    node.quoted = tag == kQuotedTag || tag == kTextTag;
    Add(mark, std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (!refusal_.empty()) return;
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) return Refuse(mark, "an alias stands inside what it names");
    if (!Count(mark, found->second.extent)) return;
    Add(mark, YamlNode(found->second.node), YAML::NullAnchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Type::kSequence);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Type::kMap);
  }
  void OnMapEnd() override { Close(); }

 private:
  // A sequence or map whose end has not come yet.
  struct Frame {
    YAML::Mark mark;
    YAML::anchor_t anchor;
    YamlNode node;
    bool has_key = false;  // the last of `node.entries` waits for its value
    std::unordered_set<std::string> keys;
  };
  struct Named {
    YamlNode node;
    Extent extent;
  };

  static YamlNode NodeAt(const YAML::Mark& mark, YamlNode::Type type) {
    YamlNode node;
    node.type = type;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  void Refuse(const YAML::Mark& mark, const std::string& reason) {
    if (refusal_.empty()) refusal_ = At(mark) + ": " + reason;
  }

  bool Accept(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != kPlainTag && tag != kQuotedTag && tag != kTextTag) {
      Refuse(mark, "a tag is not accepted: " + tag);
    }
    return refusal_.empty();
  }

  // Takes what a value needs of the limits, at the place where the builder is; whether there was as
  // much.
  bool Count(const YAML::Mark& mark, const Extent& extent) {
    if (open_.size() + extent.depth > kYamlDepthMax) {
      Refuse(mark, "nested deeper than " + std::to_string(kYamlDepthMax));
    } else if (nodes_ + extent.nodes > kYamlNodesMax) {
      Refuse(mark, "too many values");
    }
    nodes_ += extent.nodes;
    return refusal_.empty();
  }

  void Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Type type) {
    if (!Accept(mark, tag) || !Count(mark, Extent{1, 1})) return;
    open_.push_back(Frame{mark, anchor, NodeAt(mark, type), false, {}});
  }

  void Close() {
    if (!refusal_.empty()) return;
    Frame frame = std::move(open_.back());
    open_.pop_back();
    Add(frame.mark, std::move(frame.node), frame.anchor);
  }

  void Add(const YAML::Mark& mark, YamlNode node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = Named{node, ExtentOf(node)};
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = open_.back();
    if (frame.node.type == YamlNode::Type::kSequence) {
      frame.node.items.push_back(std::move(node));
    } else if (frame.has_key) {
      frame.node.entries.back().value = std::move(node);
      frame.has_key = false;
    } else {
      AddKey(mark, node, frame);
    }
  }

  void AddKey(const YAML::Mark& mark, YamlNode& node, Frame& frame) {
    if (node.type != YamlNode::Type::kScalar) return Refuse(mark, "a key must be a text");
    if (!frame.keys.insert(node.scalar).second) {
      return Refuse(mark, "'" + node.scalar + "' stands here twice");
    }
    frame.node.entries.push_back({std::move(node.scalar), node.line, node.column, {}});
    frame.has_key = true;
  }

  bool started_ = false;
  YAML::Mark start_;
  std::string refusal_;
  size_t nodes_ = 0;
  std::vector<Frame> open_;
  std::unordered_map<YAML::anchor_t, Named> anchors_;
  std::optional<YamlNode> root_;
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
    std::istringstream stream(WithEndMark(text));
    YAML::Parser parser(stream);
    Builder builder, second;
    parser.HandleNextDocument(builder);
    if (builder.started()) parser.HandleNextDocument(second);
    FIRN_TRY(auto root, builder.Finish());
    if (second.started()) {
      return Fail(Kind::kInvalid, At(second.start()) + ": a second document");
    }
    return root;
  } catch (const YAML::Exception& error) {
    return Fail(Kind::kInvalid, At(error.mark) + ": " + error.msg);
  }
}

}  // namespace firn::format
