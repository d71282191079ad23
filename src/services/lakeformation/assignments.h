#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/lakeformation/tags.h"
#include "services/lakeformation/target.h"

// LF-tags on databases, tables and columns.
namespace firn::services::lakeformation {

// A database, a named table, or named columns of one. InvalidInputException for anything else.
Result<Target> ReadTaggable(const api::Call& call, const std::optional<std::string>& catalog_id,
                            const api::lakeformation::Resource& resource);

// EntityNotFoundException unless the Data Catalog has it, with all the columns.
Result<CatalogObject> CheckTaggable(LakeFormation& lakeformation, const api::Call& call,
                                    const Target& target);

// Whoever changes what a thing is tagged with may associate each tag, and grants on the thing
// whatever there is to grant: its creator or an administrator.
authz::Needs AssignmentNeeds(const api::Call& call, std::string_view action,
                             const std::optional<std::string>& catalog_id,
                             const api::lakeformation::Resource& resource,
                             const std::vector<api::lakeformation::LFTagPair>& tags);

// Changes the tags of one thing or column; answers why it cannot be.
using TagChange =
    std::function<Result<void>(state::Transaction&, const TagValues& tag, authz::LakeTags& tags)>;

// Applies the change for each tag by itself to the thing or to each of the columns; the tags for
// which it could not be done.
Result<std::vector<api::lakeformation::LFTagError>> ChangeTags(
    LakeFormation& lakeformation, const api::Call& call, const Target& target,
    const std::vector<api::lakeformation::LFTagPair>& tags, const TagChange& change);

// What AddLFTagsToResource and RemoveLFTagsFromResource do but for the change.
template <class Output, class Input>
Result<Output> HandleTagChange(LakeFormation& lakeformation, const api::Call& call,
                               const Input& input, const TagChange& change) {
  FIRN_TRY(const Target target, ReadTaggable(call, input.catalog_id, input.resource));
  FIRN_OK(CheckTaggable(lakeformation, call, target));
  Output output;
  FIRN_TRY(output.failures, ChangeTags(lakeformation, call, target, input.lf_tags, change));
  return output;
}

// The tags in force on a database or table and its columns, as answers have them.
struct TagsOut {
  std::optional<std::vector<api::lakeformation::LFTagPair>> database;
  std::optional<std::vector<api::lakeformation::LFTagPair>> table;
  std::optional<std::vector<api::lakeformation::ColumnLFTag>> columns;
};
enum class Shown { kInForce, kAssigned };
Result<TagsOut> TagsOf(const LakeFormation& lakeformation, const api::Call& call,
                       const Target& target, const std::vector<std::string>& columns, Shown shown);

// The databases or tables of an account whose tags, inherited ones included, match, and that the
// caller may see: those after the token's position.
struct Found {
  authz::LakeResource resource;
  std::vector<std::string> columns;
};
enum class Searched { kDatabases, kTables };
struct FoundPage {
  std::vector<Found> items;
  std::optional<std::string> next_token;
};
Result<FoundPage> Search(LakeFormation& lakeformation, const api::Call& call, Searched searched,
                         const std::optional<std::string>& catalog_id,
                         const std::vector<api::lakeformation::LFTag>& expression,
                         const std::optional<std::string>& next_token,
                         std::optional<int32_t> max_results);

}  // namespace firn::services::lakeformation
