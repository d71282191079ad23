#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "state/entry.h"
#include "sys/disk.h"

namespace firn::state {

namespace detail {
struct Node;
class Journal;
}  // namespace detail

// What snapshots and transactions read alike: one moment of an ordered space of keys. Keys order by
// bytes; make them with state/key.h. Typed access is in state/table.h.
class Reader {
 public:
  // The value, or null when the key is absent. It stays valid for as long as it is held.
  std::shared_ptr<const std::string> Find(std::string_view key) const;
  bool Has(std::string_view key) const { return FindEntry(key) != nullptr; }
  EntryPointer FindEntry(std::string_view key) const;

  // Visits the keys that begin with `prefix` and are greater than `start_after` (empty: all of
  // them) in order, until the visitor answers false. Changes made meanwhile are not seen.
  using Visitor = std::function<bool(std::string_view key, std::string_view value)>;
  void ForEachPrefix(std::string_view prefix, std::string_view start_after,
                     const Visitor& visit) const;

  // The same for the keys that begin with `prefix` and are not less than `start_at`.
  using EntryVisitor = std::function<bool(const EntryPointer& entry)>;
  void ForEachEntry(std::string_view prefix, std::string_view start_at,
                    const EntryVisitor& visit) const;

  // How many keys there are in all.
  size_t size() const;

 protected:
  Reader() = default;
  explicit Reader(std::shared_ptr<const detail::Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const detail::Node> root_;
};

// The durable state at one moment. Threads: a value; reading takes no lock.
class Snapshot final : public Reader {
 public:
  Snapshot() = default;  // no keys

 private:
  friend class Store;
  using Reader::Reader;
};

// The newest state, changed privately until the closure that received it returns. Reads see its own
// writes. Threads: the one that runs the closure.
class Transaction final : public Reader {
 public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Limits (state/limits.h) are reported by Store::Write, kInvalid, and nothing is changed then.
  void Put(std::string_view key, std::string value);
  // False when the key was absent.
  bool Erase(std::string_view key);
  // Erases every key that begins with `prefix`; how many there were.
  size_t ErasePrefix(std::string_view prefix);

  // Calls `then` with what Store::Write is about to return, in its thread, with no lock held and,
  // on success, after readers see the change. Callbacks run in the order they were added.
  using Outcome = std::function<void(const Result<void>& outcome)>;
  void AfterCommit(Outcome then);

 private:
  friend class Store;
  using Reader::Reader;
  void Record(Change change);

  std::vector<Change> changes_;
  std::vector<Outcome> callbacks_;
  std::optional<Error> refused_;
  size_t bytes_ = 0;
};

struct StoreOptions {
  std::string path;  // absolute path of the database file; its directory is created
  std::string vfs;   // a registered SQLite file system in place of the default; for tests
};

// A durable ordered space of keys: SQLite keeps it, memory serves it.
//
// Transactions run one after another on the newest state, which may not be durable yet, and gather
// in a group. Whoever finds no group being written writes the gathered one with a single sync;
// those who come meanwhile form the next. Readers see a group after its sync and never before, and
// Write returns after that.
//
// Crash story: a group is one SQLite transaction with a synced write-ahead log, so after a crash
// each group is there whole or not at all, and every group whose Write returned is there. When a
// group cannot be written, it and the group that built on it fail with kUnavailable, the newest
// state falls back to the durable one, reads go on, and later writes are tried afresh. When it is
// not known whether the group reached the disk, Write returns kUnknownOutcome: this process goes on
// without it, a restart may find it.
//
// Threads: any. Closures run under the writer lock: they compute, and neither wait, nor read files,
// nor call Write.
class Store {
 public:
  // Before each group is written, the disk is asked whether the database is still there: a removed
  // one must not swallow writes, and a disk that fails in a test fails them. The disk outlives the
  // store.
  //
  // kConflict when another process holds the database, kCorrupt naming the key whose row fails its
  // checksum, kUnsupported when a newer program wrote it.
  static Result<std::unique_ptr<Store>> Open(sys::Disk& disk, StoreOptions options);
  // Over a journal of the caller's; for tests.
  static Result<std::unique_ptr<Store>> Over(std::unique_ptr<detail::Journal> journal);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // What is durable now.
  Snapshot Read() const;

  // Runs `change` alone on the newest state and returns after its changes are durable and readable.
  // When the closure returns an error, nothing changes and that error is returned. A closure that
  // only reads still waits until what it read is durable. kThrottled when too much waits for one
  // sync.
  Result<void> Write(const std::function<Result<void>(Transaction&)>& change);

  // The same for a closure that returns a value: Result<T>(Transaction&).
  template <class T, class Change>
  Result<T> WriteReturning(Change&& change) {
    std::optional<T> value;
    FIRN_OK(Write([&](Transaction& transaction) -> Result<void> {
      FIRN_TRY(value, change(transaction));
      return {};
    }));
    return *std::move(value);
  }

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  Result<void> Run(const std::function<Result<void>(Transaction&)>& change,
                   std::vector<Transaction::Outcome>& callbacks);
  std::unique_ptr<State> state_;
};

}  // namespace firn::state
