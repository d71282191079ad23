#pragma once

#include "services/glue/links.h"

namespace firn::services::glue {

// What is kept beside a table's record, under keys that begin with its names: archived versions,
// partitions, statistics of columns and optimizers. Everything goes with the table.

// EntityNotFoundException when the table is missing.
Result<TableRecord> LoadTable(const state::Reader& reader, const api::Call& call,
                              const TablePlace& place);
void SaveTable(state::Transaction& transaction, const api::Call& call, const TablePlace& place,
               const TableRecord& record);

// Erases a table with all that belongs to it; false when there was none.
bool EraseTable(state::Transaction& transaction, const api::Call& call, const CatalogRef& ref,
                std::string_view database, std::string_view table);
// Erases all tables and functions of a database.
void EraseContents(state::Transaction& transaction, const api::Call& call, const CatalogRef& ref,
                   std::string_view database);

// A prefix over what belongs to a table: `what` is one of the kinds below.
inline constexpr std::string_view kVersions = "version";
inline constexpr std::string_view kPartitions = "partition";
inline constexpr std::string_view kTableStatistics = "table-statistics";
inline constexpr std::string_view kPartitionStatistics = "partition-statistics";
inline constexpr std::string_view kOptimizers = "optimizer";
inline constexpr std::string_view kFunctions = "function";
std::string BesideKey(const api::Call& call, const TablePlace& place, std::string_view what);

// Where a version is archived; newer versions order before older ones.
std::string VersionKey(const api::Call& call, const TablePlace& place, int64_t version);
// InvalidInputException for what is no version's number.
Result<int64_t> ParseVersion(std::string_view text);

// Replaces the definition of a table: archives the present version unless told not to, and gives
// the next number. ConcurrentModificationException when `expected` is not the present version.
struct NextVersion {
  std::optional<std::string> expected;
  bool archive = true;
};
Result<void> Advance(state::Transaction& transaction, const api::Call& call,
                     const TablePlace& place, TableRecord& record, const NextVersion& next,
                     const std::function<Result<void>(api::glue::Table&)>& change);

// How an error stands in the answer of a batch. Nothing for failures that are none of the entry's.
std::optional<api::glue::ErrorDetail> DetailOf(const Error& error);

// One page of the records under a prefix, in the order of their keys.
template <class T>
struct RecordPage {
  std::vector<std::shared_ptr<const T>> items;
  std::optional<std::string> next_token;
};

// Pages through the records under a prefix that `accept` wants. The token says the last key that
// was looked at.
template <class T>
Result<RecordPage<T>> ListPage(const state::Reader& reader, const std::string& prefix,
                               const std::optional<std::string>& token, size_t limit,
                               const std::function<Result<bool>(const T&)>& accept = {}) {
  FIRN_TRY(const std::string position, PositionOf(token));
  RecordPage<T> page;
  Result<void> outcome;
  std::string last;
  const std::string start_at = position.empty() ? std::string() : prefix + position + '\0';
  reader.ForEachEntry(prefix, start_at, [&](const state::EntryPointer& entry) {
    auto record = state::detail::DecodeEntry<T>(entry);
    auto wanted = !record  ? Result<bool>(Fail(record.error()))
                  : accept ? accept(**record)
                           : Result<bool>(true);
    if (!wanted) outcome = Fail(wanted.error());
    if (!wanted) return false;
    if (!*wanted) return true;
    if (page.items.size() == limit) {
      page.next_token = TokenOf(std::string_view(last).substr(prefix.size()));
      return false;
    }
    page.items.push_back(*std::move(record));
    last = entry->key();
    return true;
  });
  FIRN_OK(std::move(outcome));
  return page;
}

}  // namespace firn::services::glue
