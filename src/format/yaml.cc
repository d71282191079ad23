#include "format/yaml.h"

#include <yaml-cpp/yaml.h>

#include "format/limits.h"

namespace firn::format {
namespace {

std::string At(const YAML::Mark& mark) {
  return "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1);
}

class Converter {
 public:
  Result<YamlNode> Convert(const YAML::Node& node, size_t depth) {
    if (depth > kYamlDepthMax) {
      return Fail(Kind::kInvalid, At(node.Mark()) + ": nested deeper than " + std::to_string(kYamlDepthMax));
    }
    if (++nodes_ > kYamlNodesMax) return Fail(Kind::kInvalid, At(node.Mark()) + ": too many values");
    YamlNode result;
    result.line = node.Mark().line + 1;
    result.column = node.Mark().column + 1;
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null: break;
      case YAML::NodeType::Scalar:
        result.type = YamlNode::Type::kScalar;
        result.scalar = node.Scalar();
        result.quoted = node.Tag() == "!";
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
    for (const auto& pair : node) {
      const YAML::Mark mark = pair.first.Mark();
      if (!pair.first.IsScalar()) return Fail(Kind::kInvalid, At(mark) + ": a key must be a text");
      const std::string& key = pair.first.Scalar();
      if (result.Find(key) != nullptr) return Fail(Kind::kInvalid, At(mark) + ": '" + key + "' stands here twice");
      FIRN_TRY(auto value, Convert(pair.second, depth + 1));
      result.entries.push_back({key, mark.line + 1, mark.column + 1, std::move(value)});
    }
    return {};
  }

  size_t nodes_ = 0;
};

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

Result<YamlNode> ParseYaml(std::string_view text) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.empty()) return Fail(Kind::kInvalid, "the document is empty");
    if (documents.size() > 1) return Fail(Kind::kInvalid, At(documents[1].Mark()) + ": a second document");
    return Converter().Convert(documents.front(), 0);
  } catch (const YAML::Exception& error) {
    return Fail(Kind::kInvalid, At(error.mark) + ": " + error.msg);
  }
}

}  // namespace firn::format
