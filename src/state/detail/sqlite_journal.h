#pragma once

#include <memory>
#include <string>

#include "state/detail/journal.h"
#include "state/store.h"
#include "sys/disk.h"

namespace firn::state::detail {

// The layout of the database file, kept in its user_version.
inline constexpr int kLayoutVersion = 1;

// A journal in a SQLite database: write-ahead log, full sync, held exclusively, each row with a
// CRC-32C over key and value.
Result<std::unique_ptr<Journal>> OpenSqliteJournal(sys::Disk& disk, const StoreOptions& options);

}  // namespace firn::state::detail
