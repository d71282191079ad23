#include "state/detail/sqlite_journal.h"

#include <sqlite3.h>

#include "base/digest.h"
#include "state/key.h"
#include "state/limits.h"

namespace firn::state::detail {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

uint32_t ChecksumOf(std::string_view key, std::string_view value) {
  return Crc32c(value, Crc32c(key));
}

Kind KindOf(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM: return Kind::kUnavailable;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return Kind::kConflict;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Kind::kCorrupt;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH: return Kind::kDenied;
    default: return Kind::kInternal;
  }
}

std::string_view ColumnBlob(sqlite3_stmt* statement, int column) {
  const void* bytes = sqlite3_column_blob(statement, column);
  const int size = sqlite3_column_bytes(statement, column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(static_cast<const char*>(bytes), size);
}

int BindBlob(sqlite3_stmt* statement, int index, std::string_view bytes) {
  // A null pointer would bind NULL, which a key or value never is.
  return sqlite3_bind_blob64(statement, index, bytes.empty() ? "" : bytes.data(), bytes.size(),
                             SQLITE_STATIC);
}

class SqliteJournal final : public Journal {
 public:
  SqliteJournal(sys::Disk& disk, StoreOptions options)
      : disk_(disk), options_(std::move(options)) {}

  Result<void> Open();
  Result<std::vector<EntryPointer>> Load() override;
  Result<void> Commit(const std::vector<Change>& changes) override;
  void Tidy() override;

 private:
  Unexpected Failed(std::string_view what, int code) const;
  Result<void> Execute(const char* sql);
  Result<int64_t> Number(const char* sql);
  Result<Statement> Prepare(const char* sql);
  Result<void> PrepareLayout();
  Result<void> Apply(const Change& change);
  Result<void> Finish();

  sys::Disk& disk_;
  const StoreOptions options_;
  Database database_;
  Statement put_;
  Statement erase_;
  int log_pages_ = 0;  // of the write-ahead log after the last commit
  int tidy_at_ = kCheckpointPages;
};

Unexpected SqliteJournal::Failed(std::string_view what, int code) const {
  std::string message = "state database: " + std::string(what) + ": ";
  message += (code & 0xff) == SQLITE_FULL ? "no space left on device" : sqlite3_errstr(code);
  return Fail(KindOf(code), message + ": " + options_.path);
}

Result<void> SqliteJournal::Execute(const char* sql) {
  if (const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
      code != SQLITE_OK) {
    return Failed(sql, code);
  }
  return {};
}

Result<Statement> SqliteJournal::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr);
  if (code != SQLITE_OK) return Failed(sql, code);
  return Statement(statement);
}

Result<int64_t> SqliteJournal::Number(const char* sql) {
  FIRN_TRY(const Statement statement, Prepare(sql));
  const int code = sqlite3_step(statement.get());
  if (code != SQLITE_ROW) return Failed(sql, code);
  return sqlite3_column_int64(statement.get(), 0);
}

Result<void> SqliteJournal::Open() {
  sqlite3* database = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const char* vfs = options_.vfs.empty() ? nullptr : options_.vfs.c_str();
  const int code = sqlite3_open_v2(options_.path.c_str(), &database, flags, vfs);
  database_.reset(database);
  if (code != SQLITE_OK) return Failed("open", code);
  FIRN_OK(Execute("PRAGMA locking_mode=EXCLUSIVE"));
  FIRN_TRY(const int64_t version, Number("PRAGMA user_version"));
  if (version > kLayoutVersion) {
    return Fail(Kind::kUnsupported,
                "state database was written by a newer program: " + options_.path);
  }
  FIRN_OK(Execute("PRAGMA journal_mode=WAL"));
  FIRN_OK(Execute("PRAGMA synchronous=FULL"));
  FIRN_OK(Execute("PRAGMA cell_size_check=ON"));
  if (version == 0) FIRN_OK(PrepareLayout());
  // Replaces SQLite's own checkpointing, which would run within a commit.
  sqlite3_wal_hook(
      database_.get(),
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      &log_pages_);
  FIRN_TRY(put_, Prepare("REPLACE INTO entries(key, value, crc32c) VALUES(?1, ?2, ?3)"));
  FIRN_TRY(erase_, Prepare("DELETE FROM entries WHERE key = ?1"));
  return {};
}

// Makes the table and the version in one step, so that a crash leaves an empty database or a whole
// one.
Result<void> SqliteJournal::PrepareLayout() {
  const std::string sql =
      "BEGIN IMMEDIATE;"
      "CREATE TABLE entries(key BLOB PRIMARY KEY NOT NULL, value BLOB NOT NULL, crc32c INTEGER NOT "
      "NULL) WITHOUT ROWID;"
      "PRAGMA user_version=" +
      std::to_string(kLayoutVersion) + "; COMMIT";
  return Execute(sql.c_str());
}

Result<std::vector<EntryPointer>> SqliteJournal::Load() {
  FIRN_TRY(const Statement rows, Prepare("SELECT key, value, crc32c FROM entries ORDER BY key"));
  std::vector<EntryPointer> entries;
  int code = SQLITE_OK;
  while ((code = sqlite3_step(rows.get())) == SQLITE_ROW) {
    const std::string_view key = ColumnBlob(rows.get(), 0);
    const std::string_view value = ColumnBlob(rows.get(), 1);
    if (sqlite3_column_int64(rows.get(), 2) != ChecksumOf(key, value)) {
      return Fail(Kind::kCorrupt,
                  "state database: checksum does not match at key " + PrintableKey(key));
    }
    if (!entries.empty() && entries.back()->key() >= key) {
      return Fail(Kind::kCorrupt,
                  "state database: keys are out of order at key " + PrintableKey(key));
    }
    entries.push_back(std::make_shared<const Entry>(std::string(key), std::string(value)));
  }
  if (code != SQLITE_DONE) return Failed("read", code);
  return entries;
}

Result<void> SqliteJournal::Apply(const Change& change) {
  sqlite3_stmt* statement = change.entry ? put_.get() : erase_.get();
  int code = BindBlob(statement, 1, change.key);
  if (change.entry && code == SQLITE_OK) code = BindBlob(statement, 2, change.entry->value());
  if (change.entry && code == SQLITE_OK) {
    code = sqlite3_bind_int64(statement, 3, ChecksumOf(change.key, change.entry->value()));
  }
  if (code == SQLITE_OK) code = sqlite3_step(statement);
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (code != SQLITE_DONE) return Failed("write", code);
  return {};
}

// A commit that fails for want of space has not written its last frame, so it did not happen. After
// any other failure its frames may lie whole in the log and be found by a restart. A further commit
// is written over the same place of the log: when it succeeds, the failed one is gone for good.
Result<void> SqliteJournal::Finish() {
  const int code = sqlite3_exec(database_.get(), "COMMIT", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  auto failure = Failed("commit", code);
  if (sqlite3_get_autocommit(database_.get()) == 0) static_cast<void>(Execute("ROLLBACK"));
  if ((code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_BUSY) return failure;
  const std::string overwrite = "PRAGMA user_version=" + std::to_string(kLayoutVersion);
  if (Execute(overwrite.c_str())) return failure;
  failure.value().kind = Kind::kUnknownOutcome;
  return failure;
}

Result<void> SqliteJournal::Commit(const std::vector<Change>& changes) {
  FIRN_TRY(const bool exists, disk_.Exists(options_.path));
  if (!exists) return Fail(Kind::kUnavailable, "state database was removed: " + options_.path);
  FIRN_OK(Execute("BEGIN IMMEDIATE"));
  Result<void> outcome;
  for (const Change& change : changes) {
    if (outcome = Apply(change); !outcome) break;
  }
  if (outcome) outcome = Finish();
  if (!outcome && sqlite3_get_autocommit(database_.get()) == 0)
    static_cast<void>(Execute("ROLLBACK"));
  return outcome;
}

void SqliteJournal::Tidy() {
  if (log_pages_ < tidy_at_) {
    if (log_pages_ < kCheckpointPages) tidy_at_ = kCheckpointPages;  // the log began anew
    return;
  }
  sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  tidy_at_ = log_pages_ + kCheckpointPages;
}

}  // namespace

Result<std::unique_ptr<Journal>> OpenSqliteJournal(sys::Disk& disk, const StoreOptions& options) {
  auto journal = std::make_unique<SqliteJournal>(disk, options);
  FIRN_OK(journal->Open());
  return std::unique_ptr<Journal>(std::move(journal));
}

}  // namespace firn::state::detail
