#include "state/store.h"

#include <algorithm>
#include <utility>

#include "state/detail/journal.h"
#include "state/detail/sqlite_journal.h"
#include "state/detail/tree.h"
#include "state/key.h"
#include "state/limits.h"
#include "sys/thread.h"

namespace firn::state {

using detail::NodePointer;

EntryPointer Reader::FindEntry(std::string_view key) const {
  const detail::Node* node = detail::FindNode(root_.get(), key);
  return node == nullptr ? nullptr : node->entry;
}

std::shared_ptr<const std::string> Reader::Find(std::string_view key) const {
  EntryPointer entry = FindEntry(key);
  if (entry == nullptr) return nullptr;
  const std::string* value = &entry->value();
  return std::shared_ptr<const std::string>(std::move(entry), value);
}

void Reader::ForEachEntry(std::string_view prefix, std::string_view start_at,
                          const EntryVisitor& visit) const {
  const NodePointer root = root_;  // a transaction may change its own meanwhile
  detail::Visit(root, std::max(prefix, start_at), [&](const EntryPointer& entry) {
    return entry->key().starts_with(prefix) && visit(entry);
  });
}

void Reader::ForEachPrefix(std::string_view prefix, std::string_view start_after,
                           const Visitor& visit) const {
  const std::string start_at =
      start_after.empty() ? std::string() : std::string(start_after) + '\0';
  ForEachEntry(prefix, start_at,
               [&](const EntryPointer& entry) { return visit(entry->key(), entry->value()); });
}

size_t Reader::size() const { return detail::SizeOf(root_); }

void Transaction::Record(Change change) {
  bytes_ += change.key.size() + (change.entry ? change.entry->value().size() : 0);
  if (changes_.size() == kTransactionChangesMax && !refused_) {
    refused_ = Error{Kind::kInvalid, "transaction makes too many changes", {}, 0, {}};
  }
  if (!refused_) changes_.push_back(std::move(change));
}

void Transaction::Put(std::string_view key, std::string value) {
  if (key.empty() || key.size() > kKeyBytesMax) {
    refused_ = Error{Kind::kInvalid,
                     "state key has a length out of range: " + std::to_string(key.size()),
                     {},
                     0,
                     {}};
    return;
  }
  if (value.size() > kValueBytesMax) {
    refused_ = Error{Kind::kInvalid,
                     "state value is too long: " + std::to_string(value.size()) + " bytes at key " +
                         PrintableKey(key),
                     {},
                     0,
                     {}};
    return;
  }
  auto entry = std::make_shared<const Entry>(std::string(key), std::move(value));
  root_ = detail::Inserted(root_, entry);
  Record({std::string(key), std::move(entry)});
}

bool Transaction::Erase(std::string_view key) {
  if (!Has(key)) return false;
  std::string own(key);  // `key` may lie in the entry that goes
  root_ = detail::Erased(root_, own);
  Record({std::move(own), nullptr});
  return true;
}

size_t Transaction::ErasePrefix(std::string_view prefix) {
  std::vector<std::string> keys;
  ForEachEntry(prefix, {}, [&](const EntryPointer& entry) {
    keys.push_back(entry->key());
    return true;
  });
  for (const std::string& key : keys) Erase(key);
  return keys.size();
}

void Transaction::AfterCommit(Outcome then) { callbacks_.push_back(std::move(then)); }

namespace {

// Transactions that become durable with one sync. Guarded by the writer lock, except that the
// changes of the group being written belong to its leader.
struct Group {
  std::vector<Change> changes;
  size_t transactions = 0;
  size_t bytes = 0;
  NodePointer tip;  // the state after the last of them
  bool done = false;
  Result<void> outcome;
  sys::Signal signal;
};
using GroupPointer = std::shared_ptr<Group>;

}  // namespace

struct Store::State {
  std::unique_ptr<detail::Journal> journal;  // the leader's while `leading`

  sys::Mutex writer;
  NodePointer tip;       // the newest state
  GroupPointer open;     // gathers transactions; null when there are none
  GroupPointer writing;  // on its way to the disk
  bool leading = false;

  // Guards one pointer, for the time of copying it. May be taken under `writer`, never the other
  // way round.
  mutable sys::Mutex publishing;
  NodePointer durable;

  NodePointer Durable() const {
    const sys::Lock lock(publishing);
    return durable;
  }
  GroupPointer Join(std::vector<Change> changes, size_t bytes, NodePointer root);
  Result<void> Await(sys::Lock& lock, const GroupPointer& group);
  void Lead(sys::Lock& lock);
  void Settle(const GroupPointer& group, Result<void> outcome);
};

// Adds a transaction's changes to the open group.
GroupPointer Store::State::Join(std::vector<Change> changes, size_t bytes, NodePointer root) {
  if (open == nullptr) open = std::make_shared<Group>();
  if (open->changes.empty()) {
    open->changes = std::move(changes);
  } else {
    open->changes.insert(open->changes.end(), std::make_move_iterator(changes.begin()),
                         std::make_move_iterator(changes.end()));
  }
  ++open->transactions;
  open->bytes += bytes;
  tip = root;
  open->tip = std::move(root);
  return open;
}

// Waits until the group is durable or has failed, writing it when nobody else writes.
Result<void> Store::State::Await(sys::Lock& lock, const GroupPointer& group) {
  while (!group->done) {
    if (!leading) {
      Lead(lock);
    } else {
      group->signal.Wait(lock, [&] { return group->done || !leading; });
    }
  }
  return group->outcome;
}

// Ends a group. When it failed, everything built on it fails too and the newest state is the
// durable one again.
void Store::State::Settle(const GroupPointer& group, Result<void> outcome) {
  writing = nullptr;
  if (!outcome) {
    tip = Durable();
    if (const GroupPointer built_on_it = std::exchange(open, nullptr)) {
      built_on_it->outcome = Fail(
          Kind::kUnavailable, "an earlier change could not be written: " + outcome.error().message);
      built_on_it->done = true;
      built_on_it->signal.NotifyAll();
    }
  }
  group->outcome = std::move(outcome);
  group->done = true;
  group->signal.NotifyAll();
}

// Writes the open group. Entered and left with the lock, which is free during all I/O.
void Store::State::Lead(sys::Lock& lock) {
  leading = true;
  const GroupPointer group = writing = std::exchange(open, nullptr);
  lock.unlock();
  Result<void> outcome = journal->Commit(group->changes);
  if (outcome) {
    const sys::Lock publish(publishing);
    durable.swap(group->tip);
  }
  if (!outcome && outcome.error().kind != Kind::kUnknownOutcome)
    outcome.error().kind = Kind::kUnavailable;
  lock.lock();
  Settle(group, std::move(outcome));
  lock.unlock();
  journal->Tidy();
  group->changes.clear();
  lock.lock();
  leading = false;
  if (open) open->signal.NotifyOne();
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::Open(sys::Disk& disk, StoreOptions options) {
  const std::string directory = options.path.substr(0, options.path.rfind('/'));
  FIRN_OK(disk.CreateDirectories(directory));
  FIRN_TRY(auto journal, detail::OpenSqliteJournal(disk, options));
  FIRN_OK(disk.SyncDirectory(directory));
  return Over(std::move(journal));
}

Result<std::unique_ptr<Store>> Store::Over(std::unique_ptr<detail::Journal> journal) {
  FIRN_TRY(auto entries, journal->Load());
  auto state = std::make_unique<State>();
  state->journal = std::move(journal);
  state->durable = state->tip = detail::Built(std::move(entries));
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Snapshot Store::Read() const { return Snapshot(state_->Durable()); }

Result<void> Store::Write(const std::function<Result<void>(Transaction&)>& change) {
  std::vector<Transaction::Outcome> callbacks;
  Result<void> outcome = Run(change, callbacks);
  for (const auto& then : callbacks) then(outcome);
  return outcome;
}

Result<void> Store::Run(const std::function<Result<void>(Transaction&)>& change,
                        std::vector<Transaction::Outcome>& callbacks) {
  State& state = *state_;
  sys::Lock lock(state.writer);
  if (state.open &&
      (state.open->transactions >= kGroupTransactionsMax || state.open->bytes >= kGroupBytesMax)) {
    return Fail(Kind::kThrottled, "too many changes wait for the disk");
  }
  Transaction transaction(state.tip);
  Result<void> decided = change(transaction);
  callbacks = std::move(transaction.callbacks_);
  if (decided && transaction.refused_) decided = Fail(*std::move(transaction.refused_));

  const bool changes = decided && !transaction.changes_.empty();
  GroupPointer group;
  if (changes) {
    group = state.Join(std::move(transaction.changes_), transaction.bytes_,
                       std::move(transaction.root_));
  } else {
    // The answer may rest on changes that are not durable yet: it holds only if they become so.
    group = state.open ? state.open : state.writing;
    if (group == nullptr) return decided;
  }
  Result<void> durable = state.Await(lock, group);
  if (!durable && !changes) durable.error().kind = Kind::kUnavailable;
  return durable ? decided : durable;
}

}  // namespace firn::state
