// Reads lake files. Every message says where in the file, what, and what would be right.

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>

#include "converge/lake.h"
#include "format/yaml.h"
#include "iceberg/schema.h"
#include "iceberg/transform.h"

namespace firn::converge {
namespace {

using format::YamlNode;

constexpr int kVersion = 1;

Unexpected Wrong(const std::string& place, std::string message) {
  return Fail(Kind::kInvalid, place + ": " + std::move(message));
}
Unexpected Wrong(const YamlNode& node, std::string message) { return Wrong(node.Place(), std::move(message)); }

// How many letters must be changed, added or removed to make one word the other.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

// A sentence naming the known word that was probably meant, or all of them when none is near.
std::string Nearest(std::string_view word, const std::vector<std::string_view>& known) {
  const auto best = std::min_element(known.begin(), known.end(), [&](std::string_view a, std::string_view b) {
    return EditDistance(word, a) < EditDistance(word, b);
  });
  constexpr size_t kNearMax = 3;  // letters; more are another word
  if (EditDistance(word, *best) <= std::min(kNearMax, word.size() / 2 + 1)) return "did you mean '" + std::string(*best) + "'?";
  std::string all = "there are";
  for (const std::string_view one : known) all += (one == known.front() ? " " : ", ") + std::string(one);
  return all;
}

// The keys one map may hold, each with what reads its value.
using Readers = std::vector<std::pair<std::string_view, std::function<Result<void>(const YamlNode&)>>>;

Result<void> ReadMap(const YamlNode& node, std::string_view what, const Readers& readers) {
  if (node.type != YamlNode::Type::kMap) return Wrong(node, std::string(what) + " must be a map of keys and values");
  for (const YamlNode::Entry& entry : node.entries) {
    const auto reader = std::find_if(readers.begin(), readers.end(),
                                     [&](const auto& candidate) { return candidate.first == entry.key; });
    if (reader == readers.end()) {
      std::vector<std::string_view> known;
      for (const auto& [key, read] : readers) known.push_back(key);
      return Wrong("line " + std::to_string(entry.line) + ", column " + std::to_string(entry.column),
                   "unknown key '" + entry.key + "' in " + std::string(what) + "; " + Nearest(entry.key, known));
    }
    FIRN_OK(reader->second(entry.value));
  }
  return {};
}

Result<std::string> Text(const YamlNode& node, std::string_view what) {
  if (node.type != YamlNode::Type::kScalar || node.scalar.empty()) {
    return Wrong(node, std::string(what) + " must be a text");
  }
  return node.scalar;
}

Result<int> Number(const YamlNode& node, std::string_view what, int low, int high) {
  int value = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto [stopped, error] = std::from_chars(node.scalar.data(), end, value);
  const bool number = node.type == YamlNode::Type::kScalar && !node.quoted && error == std::errc() && stopped == end;
  if (!number || value < low || value > high) {
    return Wrong(node, std::string(what) + " must be a whole number from " + std::to_string(low) + " to " +
                           std::to_string(high));
  }
  return value;
}

Result<bool> Truth(const YamlNode& node, std::string_view what) {
  if (node.type == YamlNode::Type::kScalar && !node.quoted) {
    if (node.scalar == "true") return true;
    if (node.scalar == "false") return false;
  }
  return Wrong(node, std::string(what) + " must be true or false");
}

Result<std::vector<std::string>> Texts(const YamlNode& node, std::string_view what) {
  if (node.type != YamlNode::Type::kSequence) return Wrong(node, std::string(what) + " must be a list");
  std::vector<std::string> texts;
  for (const YamlNode& item : node.items) {
    FIRN_TRY(auto text, Text(item, "each item of " + std::string(what)));
    texts.push_back(std::move(text));
  }
  return texts;
}

bool IsTableName(std::string_view name) {
  return !name.empty() && name.size() <= 255 && name.front() != '_' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Result<void> CheckTableName(const YamlNode& node, std::string_view what, std::string_view name) {
  if (IsTableName(name)) return {};
  return Wrong(node, std::string(what) + " '" + std::string(name) +
                         "' may have lower-case letters, digits and underscores only, because Glue and Firehose see no "
                         "others, and begins with a letter or digit");
}

// CloudWatch Logs knows these periods and no others.
Result<int> RetentionDays(const YamlNode& node) {
  constexpr std::array kDays = {1,   3,   5,   7,   14,  30,   60,   90,   120,  150,  180, 365,
                                400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
  FIRN_TRY(const int days, Number(node, "retention_days", 1, 3653));
  if (std::ranges::find(kDays, days) != kDays.end()) return days;
  const auto above = std::ranges::upper_bound(kDays, days);
  return Wrong(node, "CloudWatch Logs keeps no log for " + std::to_string(days) + " days; the next period is " +
                         std::to_string(*above));
}

// "day(timestamp)", "bucket[16](id)", or a bare column for identity.
Result<PartitionSpecField> ParsePartition(const YamlNode& node) {
  FIRN_TRY(const std::string text, Text(node, "a partition term"));
  PartitionSpecField field;
  const size_t open = text.find('(');
  if (open == std::string::npos) {
    field.transform = "identity";
    field.column = text;
    field.name = text;
    return field;
  }
  if (!text.ends_with(')')) return Wrong(node, "'" + text + "' lacks its closing parenthesis");
  field.transform = text.substr(0, open);
  field.column = text.substr(open + 1, text.size() - open - 2);
  const std::string kind = field.transform.substr(0, field.transform.find('['));
  constexpr std::array kKinds = {"identity", "year", "month", "day", "hour", "bucket", "truncate", "void"};
  if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
    return Wrong(node, "unknown partition transform '" + kind + "': there are identity, year, month, day, hour, "
                                                                "bucket[n], truncate[n] and void");
  }
  field.name = kind == "identity" ? field.column : field.column + "_" + (kind == "truncate" ? "trunc" : kind);
  return field;
}

Result<std::vector<ColumnSpec>> ParseColumns(const YamlNode& node) {
  if (node.type == YamlNode::Type::kScalar) {
    auto columns = BuiltInSchema(node.scalar);
    if (!columns) return Wrong(node, columns.error().message);
    return columns;
  }
  if (node.type != YamlNode::Type::kMap) {
    return Wrong(node, "schema must be the name of a built-in schema, or a map of column names to types");
  }
  std::vector<ColumnSpec> columns;
  for (const YamlNode::Entry& entry : node.entries) {
    ColumnSpec column;
    column.name = entry.key;
    FIRN_OK(CheckTableName(entry.value, "column", column.name));
    FIRN_TRY(column.type, Text(entry.value, "the type of column " + column.name));
    // "string!" is a column that is never null.
    if (column.type.ends_with('!')) {
      column.type.pop_back();
      column.required = true;
    }
    if (auto type = iceberg::ParsePrimitiveType(column.type); !type) {
      return Wrong(entry.value, "column " + column.name + ": " + type.error().message +
                                    "; a type in brackets needs quotes, as in \"decimal(10,2)\"");
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

Result<void> CheckPartition(const TableSpec& table, size_t index, const YamlNode& node) {
  const PartitionSpecField& field = table.partition[index];
  const auto column = std::ranges::find(table.columns, field.column, &ColumnSpec::name);
  if (column == table.columns.end()) {
    return Wrong(node, "table " + table.name + " is partitioned by '" + field.column + "', which it does not have");
  }
  const auto transform = iceberg::Transform::Parse(field.transform);
  if (!transform) return Wrong(node, transform.error().message);
  FIRN_TRY(const auto type, iceberg::ParsePrimitiveType(column->type));
  if (!transform->Accepts(type)) {
    return Wrong(node, "column " + column->name + " is a " + column->type + ", which " + field.transform +
                           " cannot be taken of");
  }
  for (size_t i = 0; i < index; ++i) {
    if (table.partition[i].name == field.name) return Wrong(node, "the partition has this term twice");
  }
  return {};
}

Result<TableSpec> ParseTable(const std::string& name, const YamlNode& node) {
  TableSpec table;
  table.name = name;
  std::vector<const YamlNode*> terms;  // of the partition
  FIRN_OK(CheckTableName(node, "table", name));
  FIRN_OK(ReadMap(node, "table " + name,
                  {{"schema", [&](const YamlNode& value) -> Result<void> {
                      FIRN_TRY(table.columns, ParseColumns(value));
                      return {};
                    }},
                   {"partition", [&](const YamlNode& value) -> Result<void> {
                      if (value.type != YamlNode::Type::kSequence) return Wrong(value, "partition must be a list");
                      for (const YamlNode& item : value.items) {
                        FIRN_TRY(auto field, ParsePartition(item));
                        table.partition.push_back(std::move(field));
                        terms.push_back(&item);
                      }
                      return {};
                    }},
                   {"properties", [&](const YamlNode& value) -> Result<void> {
                      if (value.type != YamlNode::Type::kMap) return Wrong(value, "properties must be a map");
                      for (const auto& entry : value.entries) {
                        FIRN_TRY(table.properties[entry.key], Text(entry.value, "property " + entry.key));
                      }
                      return {};
                    }}}));
  if (table.columns.empty()) return Wrong(node, "table " + name + " has no schema");
  for (size_t i = 0; i < terms.size(); ++i) FIRN_OK(CheckPartition(table, i, *terms[i]));
  return table;
}

Result<StreamSpec> ParseStream(const std::string& name, const YamlNode& node) {
  StreamSpec stream;
  stream.name = name;
  stream.table = name;
  FIRN_OK(ReadMap(
      node, "stream " + name,
      {{"table", [&](const YamlNode& value) -> Result<void> {
          FIRN_TRY(stream.table, Text(value, "table"));
          return {};
        }},
       {"append_only", [&](const YamlNode& value) -> Result<void> {
          FIRN_TRY(stream.append_only, Truth(value, "append_only"));
          return {};
        }},
       {"retry_s", [&](const YamlNode& value) -> Result<void> {
          FIRN_TRY(stream.retry_s, Number(value, "retry_s", 0, 7200));
          return {};
        }},
       {"buffering", [&](const YamlNode& value) -> Result<void> {
          return ReadMap(value, "buffering", {{"size_mb", [&](const YamlNode& inner) -> Result<void> {
                                                 FIRN_TRY(stream.buffer_size_mb, Number(inner, "size_mb", 1, 128));
                                                 return {};
                                               }},
                                              {"interval_s", [&](const YamlNode& inner) -> Result<void> {
                                                 FIRN_TRY(stream.buffer_interval_s, Number(inner, "interval_s", 0, 900));
                                                 return {};
                                               }}});
        }}}));
  return stream;
}

Result<GrantSpec> ParseGrant(const YamlNode& node) {
  GrantSpec grant;
  FIRN_OK(ReadMap(node, "a grant",
                  {{"principal", [&](const YamlNode& value) -> Result<void> {
                      FIRN_TRY(grant.principal, Text(value, "principal"));
                      if (!Arn::Parse(grant.principal)) return Wrong(value, "principal must be an ARN");
                      return {};
                    }},
                   {"table", [&](const YamlNode& value) -> Result<void> {
                      FIRN_TRY(grant.table, Text(value, "table"));
                      return {};
                    }},
                   {"permissions", [&](const YamlNode& value) -> Result<void> {
                      FIRN_TRY(grant.permissions, Texts(value, "permissions"));
                      return {};
                    }}}));
  if (grant.principal.empty() || grant.permissions.empty()) {
    return Wrong(node, "a grant names a principal and permissions");
  }
  return grant;
}

// Keys whose values are short enough to read in place.
Readers SmallReaders(LakeSpec& lake) {
  return {{"lake", [&](const YamlNode& value) -> Result<void> {
             FIRN_TRY(lake.lake, Text(value, "lake"));
             const bool good = std::all_of(lake.lake.begin(), lake.lake.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
             });
             if (!good || lake.lake.front() == '-') {
               return Wrong(value, "lake may have lower-case letters, digits and inner hyphens only");
             }
             return {};
           }},
          {"region", [&](const YamlNode& value) -> Result<void> {
             FIRN_TRY(lake.region, Text(value, "region"));
             if (!Region::Parse(lake.region)) return Wrong(value, "region must be one such as us-east-1");
             return {};
           }},
          {"access", [&](const YamlNode& value) -> Result<void> {
             if (value.scalar == "iam") lake.access = AccessMode::kIam;
             else if (value.scalar == "lakeformation") lake.access = AccessMode::kLakeFormation;
             else return Wrong(value, "access must be iam or lakeformation");
             return {};
           }},
          {"namespace", [&](const YamlNode& value) -> Result<void> {
             FIRN_TRY(lake.namespace_name, Text(value, "namespace"));
             if (lake.namespace_name.starts_with("aws")) return Wrong(value, "a namespace must not begin with aws");
             return CheckTableName(value, "namespace", lake.namespace_name);
           }},
          {"admins", [&](const YamlNode& value) -> Result<void> {
             FIRN_TRY(lake.admins, Texts(value, "admins"));
             return {};
           }},
          {"tags", [&](const YamlNode& value) -> Result<void> {
             if (value.type != YamlNode::Type::kMap) return Wrong(value, "tags must be a map");
             for (const auto& entry : value.entries) {
               FIRN_TRY(lake.tags[entry.key], Text(entry.value, "tag " + entry.key));
             }
             return {};
           }},
          {"error_bucket", [&](const YamlNode& value) -> Result<void> {
             return ReadMap(value, "error_bucket", {{"prefix", [&](const YamlNode& inner) -> Result<void> {
                                                       FIRN_TRY(lake.error_prefix, Text(inner, "prefix"));
                                                       return {};
                                                     }}});
           }},
          {"log_group", [&](const YamlNode& value) -> Result<void> {
             return ReadMap(value, "log_group", {{"retention_days", [&](const YamlNode& inner) -> Result<void> {
                                                    FIRN_TRY(lake.log_retention_days,
                                                             RetentionDays(inner));
                                                    return {};
                                                  }}});
           }}};
}

Result<void> CheckWhole(const YamlNode& root, const LakeSpec& lake, const std::vector<const YamlNode*>& stream_nodes) {
  if (lake.lake.empty()) return Wrong(root, "the key 'lake' is missing: the name that all others derive from");
  if (lake.tables.empty()) return Wrong(root, "the key 'tables' is missing or empty");
  const auto known = [&](const std::string& name) {
    return std::any_of(lake.tables.begin(), lake.tables.end(),
                       [&](const TableSpec& table) { return table.name == name; });
  };
  for (size_t i = 0; i < lake.streams.size(); ++i) {
    const StreamSpec& stream = lake.streams[i];
    if (!known(stream.table)) {
      return Wrong(*stream_nodes[i], "stream " + stream.name + " delivers to table '" + stream.table + "', which is not in tables");
    }
  }
  for (const GrantSpec& grant : lake.grants) {
    if (!grant.table.empty() && !known(grant.table)) {
      return Wrong(root, "a grant names table '" + grant.table + "', which is not in tables");
    }
  }
  if (lake.access == AccessMode::kIam && (!lake.grants.empty() || !lake.admins.empty())) {
    return Wrong(root, "grants and admins need `access: lakeformation`; in iam mode IAM policies decide alone");
  }
  return {};
}

}  // namespace

Result<LakeSpec> ParseLake(std::string_view yaml) {
  FIRN_TRY(const YamlNode root, format::ParseYaml(yaml));
  LakeSpec lake;
  bool versioned = false;
  std::vector<const YamlNode*> stream_nodes;
  Readers readers = SmallReaders(lake);
  readers.push_back({"firn", [&](const YamlNode& value) -> Result<void> {
                       FIRN_TRY(const int version, Number(value, "firn", 1, 1'000'000));
                       if (version != kVersion) {
                         return Wrong(value, "this is a lake file of version " + std::to_string(version) +
                                                 ", and this firn reads version " + std::to_string(kVersion));
                       }
                       versioned = true;
                       return {};
                     }});
  readers.push_back({"tables", [&](const YamlNode& value) -> Result<void> {
                       if (value.type != YamlNode::Type::kMap) return Wrong(value, "tables must be a map");
                       for (const auto& entry : value.entries) {
                         FIRN_TRY(auto table, ParseTable(entry.key, entry.value));
                         lake.tables.push_back(std::move(table));
                       }
                       return {};
                     }});
  readers.push_back({"streams", [&](const YamlNode& value) -> Result<void> {
                       if (value.type != YamlNode::Type::kMap) return Wrong(value, "streams must be a map");
                       for (const auto& entry : value.entries) {
                         FIRN_TRY(auto stream, ParseStream(entry.key, entry.value));
                         stream_nodes.push_back(&entry.value);
                         lake.streams.push_back(std::move(stream));
                       }
                       return {};
                     }});
  readers.push_back({"grants", [&](const YamlNode& value) -> Result<void> {
                       if (value.type != YamlNode::Type::kSequence) return Wrong(value, "grants must be a list");
                       for (const YamlNode& item : value.items) {
                         FIRN_TRY(auto grant, ParseGrant(item));
                         lake.grants.push_back(std::move(grant));
                       }
                       return {};
                     }});
  FIRN_OK(ReadMap(root, "the lake file", readers));
  if (!versioned) return Wrong(root, "the key 'firn' is missing: write `firn: 1`, the version of this file's format");
  FIRN_OK(CheckWhole(root, lake, stream_nodes));
  return lake;
}

}  // namespace firn::converge
