#pragma once

// The engine's C interface behind owners and Results. Included by .cc files of this room only.

#include <duckdb.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "columnar/type.h"

namespace firn::columnar::duck {

// Owns one of the C interface's handles, each of which has its own destroy function.
template <class T, void (*kDestroy)(T*)>
class Owner {
 public:
  Owner() = default;
  explicit Owner(T handle) : handle_(handle) {}
  ~Owner() {
    if (handle_ != nullptr) kDestroy(&handle_);
  }
  Owner(Owner&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Owner& operator=(Owner&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  T get() const { return handle_; }
  T* out() { return &handle_; }
  explicit operator bool() const { return handle_ != nullptr; }

 private:
  T handle_ = nullptr;
};

using LogicalType = Owner<duckdb_logical_type, duckdb_destroy_logical_type>;
using Prepared = Owner<duckdb_prepared_statement, duckdb_destroy_prepare>;
using Pending = Owner<duckdb_pending_result, duckdb_destroy_pending>;
using Chunk = Owner<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using Database = Owner<duckdb_database, duckdb_close>;
using Connection = Owner<duckdb_connection, duckdb_disconnect>;
using Config = Owner<duckdb_config, duckdb_destroy_config>;
using Value = Owner<duckdb_value, duckdb_destroy_value>;

// A finished statement's result.
class Outcome {
 public:
  Outcome() = default;
  ~Outcome() {
    if (owned_) duckdb_destroy_result(&result_);
  }
  Outcome(Outcome&& other) noexcept
      : result_(other.result_), owned_(std::exchange(other.owned_, false)) {}
  Outcome& operator=(Outcome&&) = delete;
  duckdb_result* out() {
    owned_ = true;
    return &result_;
  }
  // The next rows, or nothing after the last.
  Chunk Fetch() { return Chunk(duckdb_fetch_chunk(result_)); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_{};
  bool owned_ = false;
};

// Takes over a string the C interface allocated.
std::string TakeString(char* text);

// Opens a database in memory that loads and downloads nothing of its own accord. `settings` are
// further ones by name. Fails with kInternal when the library at hand is not the version the
// headers describe.
Result<Database> Open(const std::vector<std::pair<std::string, std::string>>& settings);
Result<Connection> Connect(const Database& database);

// Runs one statement to its end. Errors keep the engine's message: kInvalid for what the
// statement's author can mend, kUnavailable for exhausted memory or disk, unreadable files
// included, kCanceled after an interrupt.
Result<Outcome> Run(const Connection& connection, const std::string& sql);
Result<void> Execute(const Connection& connection, const std::string& sql);
Error ErrorOf(duckdb_error_type type, const char* message);
// The same where the C interface gives a message only: its first words name the type.
Error ErrorOf(const char* message);

// "name" with its quotes doubled, and 'text'.
std::string QuoteName(std::string_view name);
std::string QuoteText(std::string_view text);

// The engine's type of a column: as SQL and as a handle.
std::string SqlType(const ColumnType& type);
LogicalType TypeHandle(const ColumnType& type);

// Reads strings and 64-bit counts out of a result's vectors.
std::string_view TextAt(duckdb_vector vector, idx_t row);
bool NullAt(duckdb_vector vector, idx_t row);
template <class T>
const T& At(duckdb_vector vector, idx_t row) {
  return static_cast<const T*>(duckdb_vector_get_data(vector))[row];
}

}  // namespace firn::columnar::duck
