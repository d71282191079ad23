#include "services/glue/statistics.h"

#include <algorithm>

#include "services/glue/partitions.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

// Whether exactly the member that the type names is there.
bool IsOfItsType(const api_glue::ColumnStatisticsData& data) {
  const std::pair<std::string_view, bool> members[] = {
      {"BOOLEAN", data.boolean_column_statistics_data.has_value()},
      {"DATE", data.date_column_statistics_data.has_value()},
      {"DECIMAL", data.decimal_column_statistics_data.has_value()},
      {"DOUBLE", data.double_column_statistics_data.has_value()},
      {"LONG", data.long_column_statistics_data.has_value()},
      {"STRING", data.string_column_statistics_data.has_value()},
      {"BINARY", data.binary_column_statistics_data.has_value()},
  };
  return std::all_of(std::begin(members), std::end(members), [&](const auto& member) {
    return member.second == (member.first == data.type);
  });
}

std::string KeyOf(const StatisticsPlace& place, const std::string& column) {
  std::string key = place.prefix;
  state::AppendKeyPart(key, column);
  return key;
}

Unexpected None(const std::string& column) {
  return api_glue::EntityNotFoundException("No statistics of column " + column + " found.");
}

}  // namespace

Result<void> StatisticsPlace::Keep(state::Transaction& transaction,
                                   const api_glue::ColumnStatistics& column) const {
  if (std::find(columns.begin(), columns.end(), column.column_name) == columns.end()) {
    return api_glue::EntityNotFoundException("Column " + column.column_name + " not found.");
  }
  if (!IsOfItsType(column.statistics_data)) {
    return api_glue::InvalidInputException("Statistics of column " + column.column_name +
                                           " must hold the data of type " +
                                           column.statistics_data.type + " and no other");
  }
  state::Save(transaction, KeyOf(*this, column.column_name), column);
  return {};
}

Result<api_glue::ColumnStatistics> StatisticsPlace::Find(const state::Reader& reader,
                                                         const std::string& column) const {
  FIRN_TRY(auto found, state::Load<api_glue::ColumnStatistics>(reader, KeyOf(*this, column)));
  if (!found) return None(column);
  return *std::move(found);
}

Result<void> StatisticsPlace::Drop(state::Transaction& transaction,
                                   const std::string& column) const {
  if (!transaction.Erase(KeyOf(*this, column))) return None(column);
  return {};
}

Result<StatisticsPlace> FindStatistics(const state::Reader& reader, const api::Call& call,
                                       const TablePlace& place,
                                       const std::optional<std::vector<std::string>>& partition) {
  FIRN_TRY(const TableRecord table, LoadTable(reader, call, place));
  StatisticsPlace found;
  found.prefix = BesideKey(call, place, partition ? kPartitionStatistics : kTableStatistics);
  const auto add = [&](const std::optional<std::vector<api_glue::Column>>& columns) {
    if (!columns) return;
    for (const auto& column : *columns) found.columns.push_back(column.name);
  };
  if (table.table.storage_descriptor) add(table.table.storage_descriptor->columns);
  add(table.table.partition_keys);
  if (!partition) return found;
  FIRN_TRY(const auto record, LoadPartition(reader, call, place, *partition));
  if (record.storage_descriptor) add(record.storage_descriptor->columns);
  for (const std::string& value : *partition) state::AppendKeyPart(found.prefix, value);
  return found;
}

}  // namespace firn::services::glue
