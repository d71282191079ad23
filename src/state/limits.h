#pragma once

#include <cstddef>
#include <cstdint>

namespace firn::state {

// A transaction that writes a longer key or value fails with kInvalid and changes nothing.
inline constexpr size_t kKeyBytesMax = 8 * 1024;
inline constexpr size_t kValueBytesMax = 16 * 1024 * 1024;

// Changes (writes and erasures) one transaction may make.
inline constexpr size_t kTransactionChangesMax = 1'000'000;

// Transactions that may wait for one sync. A writer beyond them is answered kThrottled.
inline constexpr size_t kGroupTransactionsMax = 4096;

// Bytes of keys and values that may wait for one sync. Beyond them a writer is answered kThrottled.
inline constexpr size_t kGroupBytesMax = 256 * 1024 * 1024;

// Pages of the write-ahead log after which it is folded into the database.
inline constexpr int kCheckpointPages = 2000;

}  // namespace firn::state
