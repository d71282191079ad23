#include "authz/lake_tags.h"

#include <algorithm>
#include <utility>

namespace firn::authz {

bool Meets(const LakeTagCondition& condition, std::string_view key, std::string_view value) {
  return condition.key == key &&
         (condition.values.contains("*") || condition.values.contains(std::string(value)));
}

bool Matches(const LakeTagExpression& expression, const LakeTags& tags) {
  return !expression.empty() &&
         std::all_of(expression.begin(), expression.end(), [&](const auto& condition) {
           const auto tag = tags.find(condition.key);
           return tag != tags.end() && Meets(condition, tag->first, tag->second);
         });
}

LakeTags Inherited(LakeTags above, const LakeTags& own) {
  for (const auto& [key, value] : own) above[key] = value;
  return above;
}

}  // namespace firn::authz
