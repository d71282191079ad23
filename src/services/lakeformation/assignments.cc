#include "services/lakeformation/assignments.h"

#include <algorithm>

#include "services/lakeformation/limits.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

authz::LakeResource ThingOf(const Target& target) {
  return {target.resource.catalog, target.resource.database, target.resource.table};
}

// Makes the change in every place or in none.
Result<void> ChangeOne(state::Transaction& transaction, const std::string& region,
                       const Target& target, const TagValues& tag, const TagChange& change) {
  std::vector<std::string> columns = target.included;
  if (columns.empty()) columns.emplace_back();
  std::vector<std::pair<std::string, AssignmentRecord>> changed;
  for (const std::string& column : columns) {
    std::string key = AssignmentKey(region, target.resource, column);
    FIRN_TRY(auto record, state::Load<AssignmentRecord>(transaction, key));
    if (!record) record.emplace();
    FIRN_OK(change(transaction, tag, record->tags));
    changed.emplace_back(std::move(key), *std::move(record));
  }
  for (const auto& [key, record] : changed) {
    if (record.tags.empty()) {
      transaction.Erase(key);
    } else {
      state::Save(transaction, key, record);
    }
  }
  return {};
}

// The databases that have tags anywhere in them, by catalog and name.
Result<std::set<std::pair<std::string, std::string>>> TaggedDatabases(const state::Reader& reader,
                                                                      const AccountId& owner,
                                                                      const std::string& region) {
  std::set<std::pair<std::string, std::string>> databases;
  FIRN_TRY(const auto page, state::List<AssignmentRecord>(
                                reader, AssignmentPrefix(owner.text(), region), "", SIZE_MAX));
  for (const auto& item : page.items) {
    FIRN_TRY(const auto parts, state::SplitKey(item.key));
    if (parts.size() < 8) return Fail(Kind::kCorrupt, "an assignment of LF-tags has no place");
    databases.emplace(parts[4], parts[5]);
  }
  return databases;
}

// Whether the thing's tags match, and which of the columns' own tags do.
bool MatchesAnywhere(const authz::LakeTagExpression& expression, const authz::LakeTagged& tagged,
                     Found& found) {
  for (const auto& [column, tags] : tagged.columns) {
    if (authz::Matches(expression, tags)) found.columns.push_back(column);
  }
  return authz::Matches(expression, tagged.tags) || !found.columns.empty();
}

}  // namespace

Result<Target> ReadTaggable(const api::Call& call, const std::optional<std::string>& catalog_id,
                            const lf::Resource& resource) {
  FIRN_TRY(const AccountId account, AccountOf(call, catalog_id));
  FIRN_TRY(Target target, ReadTarget(account, resource));
  const bool whole =
      (target.kind == Target::Kind::kDatabase || target.kind == Target::Kind::kTable) &&
      !target.with_columns;
  const bool columns = target.kind == Target::Kind::kTable && !target.included.empty();
  if (!whole && !columns) {
    return lf::InvalidInputException(
        "Only a database, a table, or columns named in TableWithColumns can have LF-tags");
  }
  return target;
}

Result<CatalogObject> CheckTaggable(LakeFormation& lakeformation, const api::Call& call,
                                    const Target& target) {
  FIRN_TRY(const auto object,
           lakeformation.catalogs.FindObject(call.region.text(), ThingOf(target)));
  if (!object) {
    if (!target.resource.table.empty()) return lf::EntityNotFoundException("Table not found.");
    return lf::EntityNotFoundException("Database " + target.resource.database + " not found.");
  }
  if (object->link) return lf::InvalidInputException("Resource links cannot have LF-tags");
  for (const std::string& column : target.included) {
    const auto& known = object->columns;
    if (std::find(known.begin(), known.end(), column) == known.end()) {
      return lf::EntityNotFoundException("Column not found: " + column);
    }
  }
  return *object;
}

authz::Needs AssignmentNeeds(const api::Call& call, std::string_view action,
                             const std::optional<std::string>& catalog_id,
                             const lf::Resource& resource, const std::vector<lf::LFTagPair>& tags) {
  authz::Needs needs = {{std::string(action), "*", {}, {}}};
  const auto target = ReadTaggable(call, catalog_id, resource);
  if (!target) return needs;  // the operation refuses it
  for (auto& need : LookNeeds(call, *target)) needs.push_back(std::move(need));
  for (const lf::LFTagPair& tag : tags) {
    for (const std::string& value : tag.tag_values) {
      needs.push_back(TagNeed(call, action, target->owner.text(), tag.tag_key, value, "ASSOCIATE"));
    }
  }
  const bool columns = !target->included.empty();
  const auto& words = authz::AllPermissionsOn(authz::KindOf(target->resource));
  for (const std::string& word : columns ? std::set<std::string>{"SELECT"} : words) {
    authz::Need need{std::string(action), "*", {}, {}};
    need.lake = authz::LakeNeed{word, ThingOf(*target)};
    need.lake->hold = authz::LakeHold::kGrantable;
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<std::vector<lf::LFTagError>> ChangeTags(LakeFormation& lakeformation, const api::Call& call,
                                               const Target& target,
                                               const std::vector<lf::LFTagPair>& tags,
                                               const TagChange& change) {
  std::vector<lf::LFTagError> failures;
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    failures.clear();
    for (const lf::LFTagPair& pair : tags) {
      const auto tag = ReadTagValues(pair.tag_key, pair.tag_values);
      const bool ours = !pair.catalog_id || *pair.catalog_id == target.owner.text();
      Result<void> done = lf::EntityNotFoundException("Tag or tag value does not exist.");
      if (!tag) done = Fail(tag.error());
      if (tag && ours) done = ChangeOne(transaction, call.region.text(), target, *tag, change);
      if (done) continue;
      // Without a code it is the machine's failure, not the tag's.
      if (done.error().code.empty()) return Fail(std::move(done).error());
      lf::LFTagError failure;
      failure.lf_tag = pair;
      failure.lf_tag->catalog_id = target.owner.text();
      failure.error = lf::ErrorDetail{done.error().code, done.error().message};
      failures.push_back(std::move(failure));
    }
    return {};
  }));
  return failures;
}

Result<TagsOut> TagsOf(const LakeFormation& lakeformation, const api::Call& call,
                       const Target& target, const std::vector<std::string>& columns, Shown shown) {
  const state::Snapshot snapshot = lakeformation.store.Read();
  const std::string& region = call.region.text();
  const authz::LakeResource database{target.resource.catalog, target.resource.database, ""};
  const authz::LakeResource table = ThingOf(target);
  const bool in_force = shown == Shown::kInForce;
  TagsOut out;
  FIRN_TRY(const auto on_database, AssignedTo(snapshot, region, database, ""));
  if (in_force || table.table.empty()) {
    FIRN_TRY(out.database, PairsOut(lakeformation, call, target.owner, on_database));
  }
  if (table.table.empty()) return out;
  FIRN_TRY(auto on_table, AssignedTo(snapshot, region, table, ""));
  if (in_force) on_table = authz::Inherited(on_database, on_table);
  if (in_force || target.included.empty()) {
    FIRN_TRY(out.table, PairsOut(lakeformation, call, target.owner, on_table));
  }
  std::vector<lf::ColumnLFTag> listed;
  for (const std::string& column : columns) {
    FIRN_TRY(auto own, AssignedTo(snapshot, region, table, column));
    if (in_force) own = authz::Inherited(on_table, own);
    lf::ColumnLFTag entry;
    entry.name = column;
    FIRN_TRY(entry.lf_tags, PairsOut(lakeformation, call, target.owner, own));
    if (entry.lf_tags) listed.push_back(std::move(entry));
  }
  if (!listed.empty()) out.columns = std::move(listed);
  return out;
}

Result<FoundPage> Search(LakeFormation& lakeformation, const api::Call& call, Searched searched,
                         const std::optional<std::string>& catalog_id,
                         const std::vector<lf::LFTag>& given,
                         const std::optional<std::string>& next_token,
                         std::optional<int32_t> max_results) {
  FIRN_TRY(const AccountId owner, AccountOf(call, catalog_id));
  FIRN_TRY(const auto conditions, ReadConditions(given));
  FIRN_TRY(const std::string after, PositionOf(next_token));
  const std::string& region = call.region.text();
  const state::Snapshot snapshot = lakeformation.store.Read();
  FIRN_OK(CheckConditions(snapshot, owner.text(), region, conditions));
  const auto expression = ExpressionOf(conditions);
  const size_t limit = max_results ? static_cast<size_t>(*max_results) : kPageRows;
  FoundPage page;
  std::string last;
  FIRN_TRY(const auto databases, TaggedDatabases(snapshot, owner, region));
  for (const auto& [catalog, database] : databases) {
    std::vector<std::string> tables = {""};
    if (searched == Searched::kTables) {
      FIRN_TRY(tables, lakeformation.catalogs.ListObjects(region, {catalog, database, ""}));
    }
    for (const std::string& table : tables) {
      Found found{{catalog, database, table}, {}};
      const std::string position = AssignmentKey(region, found.resource, "");
      if (position <= after) continue;
      FIRN_TRY(const auto tagged, TaggedOf(snapshot, region, found.resource));
      if (!MatchesAnywhere(expression, tagged, found)) continue;
      FIRN_TRY(const auto rights, lakeformation.RightsOf(call.principal, found.resource, region));
      if (rights.permissions.empty()) continue;
      if (page.items.size() == limit) {
        page.next_token = TokenOf(last);
        return page;
      }
      last = position;
      page.items.push_back(std::move(found));
    }
  }
  return page;
}

}  // namespace firn::services::lakeformation
