#include "services/lakeformation/tags.h"

#include <algorithm>
#include <cctype>

#include "services/lakeformation/limits.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Unexpected UnknownTag() { return lf::EntityNotFoundException("Tag or tag value does not exist."); }

}  // namespace

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Result<TagValues> ReadTagValues(std::string_view key, const std::vector<std::string>& values) {
  TagValues tag{Lower(std::string(key)), {}};
  std::set<std::string> seen;
  for (const std::string& value : values) {
    std::string lower = Lower(value);
    if (lower.empty()) return lf::InvalidInputException("Tag values cannot be empty");
    if (!seen.insert(lower).second) {
      return lf::InvalidInputException("Tag value occurs twice: " + value);
    }
    tag.values.push_back(std::move(lower));
  }
  return tag;
}

Result<std::vector<TagCondition>> ReadConditions(const std::vector<lf::LFTag>& expression) {
  if (expression.empty() || expression.size() > kExpressionTagsMax) {
    return lf::InvalidInputException("Expression must have between 1 and " +
                                     std::to_string(kExpressionTagsMax) + " LF-tags");
  }
  std::vector<TagCondition> conditions;
  for (const lf::LFTag& tag : expression) {
    FIRN_TRY(TagValues read, ReadTagValues(tag.tag_key, tag.tag_values));
    std::sort(read.values.begin(), read.values.end());
    conditions.push_back({std::move(read.key), std::move(read.values)});
  }
  std::sort(conditions.begin(), conditions.end());
  for (size_t i = 1; i < conditions.size(); ++i) {
    if (conditions[i].key == conditions[i - 1].key) {
      return lf::InvalidInputException("LF-tag occurs twice in the expression: " +
                                       conditions[i].key);
    }
  }
  return conditions;
}

std::vector<lf::LFTag> ConditionsOut(const std::vector<TagCondition>& conditions) {
  std::vector<lf::LFTag> out;
  for (const TagCondition& condition : conditions) {
    lf::LFTag tag;
    tag.tag_key = condition.key;
    tag.tag_values = condition.values;
    out.push_back(std::move(tag));
  }
  return out;
}

authz::LakeTagExpression ExpressionOf(const std::vector<TagCondition>& conditions) {
  authz::LakeTagExpression expression;
  for (const TagCondition& condition : conditions) {
    expression.push_back(
        {condition.key, std::set<std::string>(condition.values.begin(), condition.values.end())});
  }
  return expression;
}

Result<TagRecord> FindTag(const state::Reader& reader, std::string_view account,
                          std::string_view region, std::string_view key) {
  FIRN_TRY(auto tag,
           state::Load<TagRecord>(reader, TagKey(account, region, Lower(std::string(key)))));
  if (!tag) return UnknownTag();
  return *std::move(tag);
}

Result<ExpressionRecord> FindExpression(const state::Reader& reader, std::string_view account,
                                        std::string_view region, std::string_view name) {
  FIRN_TRY(auto expression,
           state::Load<ExpressionRecord>(reader, ExpressionKey(account, region, name)));
  if (!expression) {
    return lf::EntityNotFoundException("LF-Tag expression " + std::string(name) + " not found.");
  }
  return *std::move(expression);
}

Result<void> CheckTagValues(const state::Reader& reader, std::string_view account,
                            std::string_view region, const TagValues& tag) {
  FIRN_TRY(const TagRecord record, FindTag(reader, account, region, tag.key));
  for (const std::string& value : tag.values) {
    const bool known = value == "*" || std::find(record.values.begin(), record.values.end(),
                                                 value) != record.values.end();
    if (!known) return UnknownTag();
  }
  return {};
}

Result<void> CheckConditions(const state::Reader& reader, std::string_view account,
                             std::string_view region, const std::vector<TagCondition>& conditions) {
  for (const TagCondition& condition : conditions) {
    FIRN_OK(CheckTagValues(reader, account, region, {condition.key, condition.values}));
  }
  return {};
}

Result<authz::LakeTags> AssignedTo(const state::Reader& reader, std::string_view region,
                                   const authz::LakeResource& resource, std::string_view column) {
  FIRN_TRY(const auto record,
           state::LoadShared<AssignmentRecord>(reader, AssignmentKey(region, resource, column)));
  return record ? record->tags : authz::LakeTags();
}

Result<authz::LakeTagged> TaggedOf(const state::Reader& reader, std::string_view region,
                                   const authz::LakeResource& resource) {
  authz::LakeTagged tagged;
  FIRN_TRY(tagged.tags, AssignedTo(reader, region, {resource.catalog, resource.database, ""}, ""));
  if (resource.table.empty()) return tagged;
  const authz::LakeResource table{resource.catalog, resource.database, resource.table};
  FIRN_TRY(const auto page,
           state::List<AssignmentRecord>(reader, AssignmentPrefix(region, table), "", SIZE_MAX));
  std::map<std::string, authz::LakeTags> columns;
  for (const auto& item : page.items) {
    FIRN_TRY(const auto parts, state::SplitKey(item.key));
    if (parts.back().empty()) {
      tagged.tags = authz::Inherited(std::move(tagged.tags), item.value->tags);
    } else {
      columns[parts.back()] = item.value->tags;
    }
  }
  for (const auto& [column, own] : columns) {
    tagged.columns[column] = authz::Inherited(tagged.tags, own);
  }
  return tagged;
}

authz::Need TagNeed(const api::Call& call, std::string_view action,
                    const std::optional<std::string>& catalog_id, std::string_view key,
                    std::string_view value, std::string_view permission) {
  authz::Need need = CatalogNeed(call, action, catalog_id, permission);
  if (!need.lake) return need;
  need.lake->resource.tag_key = Lower(std::string(key));
  need.lake->resource.tag_value = Lower(std::string(value));
  return need;
}

authz::Need ExpressionNeed(const api::Call& call, std::string_view action,
                           const std::optional<std::string>& catalog_id, std::string_view name,
                           std::string_view permission) {
  authz::Need need = CatalogNeed(call, action, catalog_id, permission);
  if (need.lake) need.lake->resource.expression = name;
  return need;
}

authz::Needs ConditionNeeds(const api::Call& call, std::string_view action,
                            const std::optional<std::string>& catalog_id,
                            const std::vector<lf::LFTag>& expression) {
  authz::Needs needs;
  if (expression.size() > kExpressionTagsMax) return needs;  // refused anyway
  for (const lf::LFTag& tag : expression) {
    for (const std::string& value : tag.tag_values) {
      needs.push_back(
          TagNeed(call, action, catalog_id, tag.tag_key, value, "GRANT_WITH_LF_TAG_EXPRESSION"));
    }
  }
  return needs;
}

Result<std::vector<std::string>> VisibleValues(const LakeFormation& lakeformation,
                                               const api::Call& call, const AccountId& owner,
                                               const TagRecord& tag) {
  std::vector<std::string> values;
  authz::LakeResource resource{owner.text(), "", ""};
  resource.tag_key = tag.key;
  for (const std::string& value : tag.values) {
    resource.tag_value = value;
    FIRN_TRY(const auto rights,
             lakeformation.RightsOf(call.principal, resource, call.region.text()));
    if (rights.permissions.contains("DESCRIBE")) values.push_back(value);
  }
  return values;
}

Result<std::optional<std::vector<lf::LFTagPair>>> PairsOut(const LakeFormation& lakeformation,
                                                           const api::Call& call,
                                                           const AccountId& owner,
                                                           const authz::LakeTags& tags) {
  std::vector<lf::LFTagPair> pairs;
  for (const auto& [key, value] : tags) {
    FIRN_TRY(const auto visible, VisibleValues(lakeformation, call, owner, {key, {value}}));
    if (!visible.empty()) pairs.push_back({owner.text(), key, visible});
  }
  if (pairs.empty()) return std::optional<std::vector<lf::LFTagPair>>();
  return std::optional(std::move(pairs));
}

Result<void> ErasePolicies(state::Transaction& transaction, std::string_view account,
                           std::string_view region,
                           const std::function<bool(const GrantRecord&)>& meant) {
  for (const char* kind : {"policy", "policy-name"}) {
    FIRN_TRY(const auto page,
             state::List<GrantRecord>(transaction, GrantKindPrefix(account, region, kind), "",
                                      SIZE_MAX));
    for (const auto& item : page.items) {
      if (!meant(*item.value)) continue;
      for (const std::string& key : PolicyIndexKeys(account, region, *item.value)) {
        transaction.Erase(key);
      }
      transaction.Erase(item.key);
    }
  }
  return {};
}

}  // namespace firn::services::lakeformation
