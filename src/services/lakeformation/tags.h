#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/lakeformation.h"
#include "authz/lake_tags.h"
#include "services/lakeformation/lakeformation.h"

// LF-tags, saved expressions of them, and what they are assigned to. A tag belongs to the account
// whose catalog it is in; keys and values are kept in lower case, as Lake Formation does.
namespace firn::services::lakeformation {

std::string Lower(std::string text);

// Reads the conditions of an expression: keys once each and in order, values too.
// InvalidInputException otherwise.
Result<std::vector<TagCondition>> ReadConditions(
    const std::vector<api::lakeformation::LFTag>& expression);
std::vector<api::lakeformation::LFTag> ConditionsOut(const std::vector<TagCondition>& conditions);
authz::LakeTagExpression ExpressionOf(const std::vector<TagCondition>& conditions);

// One or more values of one tag, as a request gives them.
struct TagValues {
  std::string key;
  std::vector<std::string> values;
};
// InvalidInputException for values that occur twice.
Result<TagValues> ReadTagValues(std::string_view key, const std::vector<std::string>& values);

// EntityNotFoundException "Tag or tag value does not exist." unless every value ("*" is every one)
// is one of the tag's.
Result<void> CheckTagValues(const state::Reader& reader, std::string_view account,
                            std::string_view region, const TagValues& tag);
Result<void> CheckConditions(const state::Reader& reader, std::string_view account,
                             std::string_view region, const std::vector<TagCondition>& conditions);

// EntityNotFoundException when there is none.
Result<TagRecord> FindTag(const state::Reader& reader, std::string_view account,
                          std::string_view region, std::string_view key);
Result<ExpressionRecord> FindExpression(const state::Reader& reader, std::string_view account,
                                        std::string_view region, std::string_view name);

// The tags in force on a database or table, inherited ones included.
Result<authz::LakeTagged> TaggedOf(const state::Reader& reader, std::string_view region,
                                   const authz::LakeResource& resource);
// The tags assigned to the database, table or column itself.
Result<authz::LakeTags> AssignedTo(const state::Reader& reader, std::string_view region,
                                   const authz::LakeResource& resource, std::string_view column);

// A need for a permission on a tag: on one value, on the key as a whole ("*"), or on any ("").
authz::Need TagNeed(const api::Call& call, std::string_view action,
                    const std::optional<std::string>& catalog_id, std::string_view key,
                    std::string_view value, std::string_view permission);
authz::Need ExpressionNeed(const api::Call& call, std::string_view action,
                           const std::optional<std::string>& catalog_id, std::string_view name,
                           std::string_view permission);
// The right to grant by each tag of an expression.
authz::Needs ConditionNeeds(const api::Call& call, std::string_view action,
                            const std::optional<std::string>& catalog_id,
                            const std::vector<api::lakeformation::LFTag>& expression);

// The values of the tag that the caller may see.
Result<std::vector<std::string>> VisibleValues(const LakeFormation& lakeformation,
                                               const api::Call& call, const AccountId& owner,
                                               const TagRecord& tag);

// Tags as answers have them, without those that the caller may not see. Empty when none is left.
Result<std::optional<std::vector<api::lakeformation::LFTagPair>>> PairsOut(
    const LakeFormation& lakeformation, const api::Call& call, const AccountId& owner,
    const authz::LakeTags& tags);

// Takes the grants by policies away that `meant` names, with their index.
Result<void> ErasePolicies(state::Transaction& transaction, std::string_view account,
                           std::string_view region,
                           const std::function<bool(const GrantRecord&)>& meant);

}  // namespace firn::services::lakeformation
