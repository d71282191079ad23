#include "services/glue/table_state.h"

#include <array>
#include <charconv>

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

constexpr uint64_t kVersionCeiling = 9'999'999'999'999'999'999ULL;
constexpr std::array kBeside = {kVersions, kPartitions, kTableStatistics, kPartitionStatistics,
                                kOptimizers};

}  // namespace

std::string BesideKey(const api::Call& call, const TablePlace& place, std::string_view what) {
  std::string key = StateKey(call, place.catalog, what);
  state::AppendKeyPart(key, place.database);
  state::AppendKeyPart(key, place.table);
  return key;
}

Result<TableRecord> LoadTable(const state::Reader& reader, const api::Call& call,
                              const TablePlace& place) {
  FIRN_TRY(auto record, state::Load<TableRecord>(
                            reader, TableKey(call, place.catalog, place.database, place.table)));
  if (!record) return NoTable(place.table);
  return *std::move(record);
}

void SaveTable(state::Transaction& transaction, const api::Call& call, const TablePlace& place,
               const TableRecord& record) {
  state::Save(transaction, TableKey(call, place.catalog, place.database, place.table), record);
}

bool EraseTable(state::Transaction& transaction, const api::Call& call, const CatalogRef& ref,
                std::string_view database, std::string_view table) {
  const TablePlace place{ref, std::string(database), std::string(table)};
  for (const std::string_view what : kBeside) {
    transaction.ErasePrefix(BesideKey(call, place, what));
  }
  return transaction.Erase(TableKey(call, ref, database, table));
}

void EraseContents(state::Transaction& transaction, const api::Call& call, const CatalogRef& ref,
                   std::string_view database) {
  transaction.ErasePrefix(TablePrefix(call, ref, database));
  const auto erase = [&](std::string_view what) {
    std::string prefix = StateKey(call, ref, what);
    state::AppendKeyPart(prefix, database);
    transaction.ErasePrefix(prefix);
  };
  for (const std::string_view what : kBeside) erase(what);
  erase(kFunctions);
}

std::string VersionKey(const api::Call& call, const TablePlace& place, int64_t version) {
  std::string key = BesideKey(call, place, kVersions);
  state::AppendKeyPart(key, std::to_string(kVersionCeiling - static_cast<uint64_t>(version)));
  return key;
}

Result<int64_t> ParseVersion(std::string_view text) {
  int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size() || version < 0) {
    return api_glue::InvalidInputException("Version ID is not an integer: " + std::string(text));
  }
  return version;
}

Result<void> Advance(state::Transaction& transaction, const api::Call& call,
                     const TablePlace& place, TableRecord& record, const NextVersion& next,
                     const std::function<Result<void>(api_glue::Table&)>& change) {
  if (next.expected && *next.expected != record.table.version_id.value_or("")) {
    return api_glue::ConcurrentModificationException(
        "Update table failed due to concurrent modifications.");
  }
  if (next.archive) {
    state::Save(transaction, VersionKey(call, place, record.version), record.table);
  }
  FIRN_OK(change(record.table));
  record.table.update_time = call.now;
  record.table.version_id = std::to_string(++record.version);
  SaveTable(transaction, call, place, record);
  return {};
}

std::optional<api_glue::ErrorDetail> DetailOf(const Error& error) {
  const bool of_entry = error.kind == Kind::kInvalid || error.kind == Kind::kNotFound ||
                        error.kind == Kind::kExists || error.kind == Kind::kConflict ||
                        error.kind == Kind::kDenied;
  if (!of_entry) return std::nullopt;
  api_glue::ErrorDetail detail;
  detail.error_code = error.code.empty() ? "AccessDeniedException" : error.code;
  detail.error_message = error.message;
  return detail;
}

}  // namespace firn::services::glue
