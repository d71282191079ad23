#include "services/glue/partitions.h"

#include <algorithm>
#include <array>

#include "services/glue/limits.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

using Values = std::vector<std::string>;

std::string StatisticsPrefix(const api::Call& call, const TablePlace& place, const Values& values) {
  std::string key = BesideKey(call, place, kPartitionStatistics);
  for (const std::string& value : values) state::AppendKeyPart(key, value);
  return key;
}

Result<Values> CheckedValues(const TableRecord& table, const api_glue::PartitionInput& input) {
  const Values values = input.values.value_or(Values{});
  const size_t keys = table.table.partition_keys ? table.table.partition_keys->size() : 0;
  if (values.empty() || values.size() != keys) {
    return api_glue::InvalidInputException(
        "The number of partition keys do not match the number of partition values");
  }
  return values;
}

void Fill(const api_glue::PartitionInput& input, api_glue::Partition& partition) {
  partition.values = input.values;
  partition.last_access_time = input.last_access_time;
  partition.storage_descriptor = input.storage_descriptor;
  partition.parameters = input.parameters;
  partition.last_analyzed_time = input.last_analyzed_time;
}

}  // namespace

std::string PartitionKey(const api::Call& call, const TablePlace& place, const Values& values) {
  std::string key = BesideKey(call, place, kPartitions);
  for (const std::string& value : values) state::AppendKeyPart(key, value);
  return key;
}

Result<api_glue::Partition> LoadPartition(const state::Reader& reader, const api::Call& call,
                                          const TablePlace& place, const Values& values) {
  FIRN_TRY(auto partition,
           state::Load<api_glue::Partition>(reader, PartitionKey(call, place, values)));
  if (!partition) return api_glue::EntityNotFoundException("Cannot find partition.");
  return *std::move(partition);
}

Result<void> AddPartition(state::Transaction& transaction, const api::Call& call,
                          const TablePlace& place, const TableRecord& table,
                          const api_glue::PartitionInput& input) {
  FIRN_TRY(const Values values, CheckedValues(table, input));
  const std::string key = PartitionKey(call, place, values);
  if (transaction.Has(key)) return api_glue::AlreadyExistsException("Partition already exists.");
  api_glue::Partition partition;
  Fill(input, partition);
  partition.database_name = place.database;
  partition.table_name = place.table;
  partition.catalog_id = place.catalog.account.text();
  partition.creation_time = call.now;
  state::Save(transaction, key, partition);
  return {};
}

Result<void> ReplacePartition(state::Transaction& transaction, const api::Call& call,
                              const TablePlace& place, const TableRecord& table,
                              const Values& values, const api_glue::PartitionInput& input) {
  FIRN_TRY(api_glue::Partition partition, LoadPartition(transaction, call, place, values));
  FIRN_TRY(const Values next, CheckedValues(table, input));
  if (next != values) {
    if (transaction.Has(PartitionKey(call, place, next))) {
      return api_glue::AlreadyExistsException("Partition already exists.");
    }
    FIRN_OK(DropPartition(transaction, call, place, values));
  }
  Fill(input, partition);
  state::Save(transaction, PartitionKey(call, place, next), partition);
  return {};
}

Result<void> DropPartition(state::Transaction& transaction, const api::Call& call,
                           const TablePlace& place, const Values& values) {
  if (!transaction.Erase(PartitionKey(call, place, values))) {
    return api_glue::EntityNotFoundException("Cannot find partition.");
  }
  transaction.ErasePrefix(StatisticsPrefix(call, place, values));
  return {};
}

Result<api_glue::PartitionIndexDescriptor> NewIndex(const TableRecord& table,
                                                    const api_glue::PartitionIndex& wanted) {
  api_glue::PartitionIndexDescriptor index;
  index.index_name = wanted.index_name;
  index.index_status = "ACTIVE";
  const auto& columns = table.table.partition_keys;
  for (const std::string& key : wanted.keys) {
    const auto named = [&](const auto& column) { return column.name == key; };
    const bool repeated = std::any_of(index.keys.begin(), index.keys.end(), named);
    const auto found = columns ? std::find_if(columns->begin(), columns->end(), named)
                               : std::vector<api_glue::Column>::const_iterator();
    if (repeated || !columns || found == columns->end()) {
      std::string keys;
      for (const std::string& each : wanted.keys) keys += (keys.empty() ? "" : ", ") + each;
      return api_glue::InvalidInputException(
          "IndexKeys not a part of PartitionColumns. Verify the indexKeys : [" + keys + "]");
    }
    index.keys.push_back({found->name, found->type.value_or("string")});
  }
  for (const auto& other : table.indexes) {
    if (other.index_name == index.index_name) {
      return api_glue::AlreadyExistsException("Partition Index " + index.index_name +
                                              " already exists with the same name.");
    }
    const bool same =
        std::equal(other.keys.begin(), other.keys.end(), index.keys.begin(), index.keys.end(),
                   [](const auto& a, const auto& b) { return a.name == b.name; });
    if (same) {
      return api_glue::AlreadyExistsException("Partition Index " + other.index_name +
                                              " already exists with the same keys.");
    }
  }
  if (table.indexes.size() >= kPartitionIndexesMax) {
    return api_glue::ResourceNumberLimitExceededException(
        "Partition index limit exceeded. Maximum: " + std::to_string(kPartitionIndexesMax));
  }
  return index;
}

}  // namespace firn::services::glue
