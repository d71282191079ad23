#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// LF-tags: attributes of databases, tables and columns that grants may name instead of the things.
namespace firn::authz {

// The tags in force on a thing, value by key. A thing has the tags of what it lies in unless it has
// its own value of the same key.
using LakeTags = std::map<std::string, std::string>;

// One condition: the tag has one of the values; "*" is every value.
struct LakeTagCondition {
  std::string key;
  std::set<std::string> values;
  auto operator<=>(const LakeTagCondition&) const = default;
};

// All conditions must hold. An expression without conditions matches nothing.
using LakeTagExpression = std::vector<LakeTagCondition>;

bool Matches(const LakeTagExpression& expression, const LakeTags& tags);

// Whether a tag of this key and value meets the condition.
bool Meets(const LakeTagCondition& condition, std::string_view key, std::string_view value);

// The tags in force one level further down.
LakeTags Inherited(LakeTags above, const LakeTags& own);

// The tags in force on a database or table, and on those of a table's columns that have their own.
struct LakeTagged {
  LakeTags tags;
  std::map<std::string, LakeTags> columns;
};

// What a grant names by its tags: databases, or tables with their columns.
struct LakeTagPolicy {
  enum class Type { kDatabase, kTable };
  Type type = Type::kDatabase;
  LakeTagExpression expression;
};

}  // namespace firn::authz
