// Grouping, told by a journal that stops where the test wants it to.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "state/detail/journal.h"
#include "state/limits.h"
#include "state/store.h"
#include "sys/thread.h"

namespace firn::state {
namespace {

// Holds every commit until the test lets it go, with the outcome the test gives.
struct Gate {
  sys::Mutex mutex;
  sys::Signal signal;
  std::vector<size_t> arrived;  // how many changes each commit had
  std::vector<Result<void>> outcomes;

  void WaitForCommit(size_t number) {
    sys::Lock lock(mutex);
    signal.Wait(lock, [&] { return arrived.size() >= number; });
  }
  void Let(Result<void> outcome) {
    const sys::Lock lock(mutex);
    outcomes.push_back(std::move(outcome));
    signal.NotifyAll();
  }
};

class GatedJournal final : public detail::Journal {
 public:
  explicit GatedJournal(Gate& gate) : gate_(gate) {}
  Result<std::vector<EntryPointer>> Load() override { return std::vector<EntryPointer>(); }
  Result<void> Commit(const std::vector<Change>& changes) override {
    sys::Lock lock(gate_.mutex);
    const size_t own = gate_.arrived.size();
    gate_.arrived.push_back(changes.size());
    gate_.signal.NotifyAll();
    gate_.signal.Wait(lock, [&] { return gate_.outcomes.size() > own; });
    return gate_.outcomes[own];
  }
  void Tidy() override {}

 private:
  Gate& gate_;
};

class GroupTest : public ::testing::Test {
 protected:
  GroupTest() : store_(*Store::Over(std::make_unique<GatedJournal>(gate_))) {}

  // Starts a write of one key; its outcome comes by Join and `results_`. Returns once the closure
  // has run.
  void Start(const std::string& key) {
    const size_t index = threads_.size();
    results_.push_back(std::make_unique<Result<void>>());
    threads_.emplace_back("writer", [this, key, index, result = results_[index].get()] {
      *result = store_->Write([&](Transaction& t) -> Result<void> {
        if (key.starts_with("read")) {
          seen_[index] = t.size();
        } else if (key.starts_with("refuse")) {
          started_ = index + 1;
          return Fail(Kind::kExists, "there already");
        } else {
          t.Put(key, "x");
        }
        started_ = index + 1;
        return {};
      });
    });
    while (started_ != index + 1) std::this_thread::yield();
    // The closure's transaction has joined its group once another closure can run; the writer lock
    // sees to that.
  }
  void JoinAll() {
    for (auto& thread : threads_) thread.Join();
  }

  Gate gate_;
  std::unique_ptr<Store> store_;
  std::vector<std::unique_ptr<Result<void>>> results_;
  std::vector<sys::Thread> threads_;
  std::atomic<size_t> started_{0};
  std::atomic<size_t> seen_[16] = {};
};

TEST_F(GroupTest, ThoseWhoComeMeanwhileShareTheNextSync) {
  Start("a");
  gate_.WaitForCommit(1);
  Start("b");
  Start("c");
  Start("d");
  EXPECT_EQ(store_->Read().size(), 0u) << "readers see nothing that is not durable";
  gate_.Let({});
  gate_.WaitForCommit(2);
  EXPECT_EQ(store_->Read().size(), 1u);
  gate_.Let({});
  JoinAll();
  EXPECT_EQ(gate_.arrived, (std::vector<size_t>{1, 3}));
  EXPECT_EQ(store_->Read().size(), 4u);
  for (const auto& result : results_) EXPECT_TRUE(*result);
}

TEST_F(GroupTest, AFailedGroupTakesAlongWhatWasBuiltOnIt) {
  Start("a");
  gate_.WaitForCommit(1);
  Start("b");
  Start("read");
  Start("refuse");
  EXPECT_EQ(seen_[2], 2u) << "closures see the newest state";
  gate_.Let(Fail(Kind::kUnavailable, "no space left on device"));
  JoinAll();
  for (const auto& result : results_) {
    ASSERT_FALSE(*result);
    EXPECT_EQ(result->error().kind, Kind::kUnavailable);
  }
  EXPECT_EQ(gate_.arrived.size(), 1u) << "what was built on it is not written";
  EXPECT_EQ(store_->Read().size(), 0u);
  Start("e");
  gate_.WaitForCommit(2);
  gate_.Let({});
  JoinAll();
  EXPECT_TRUE(*results_.back());
  EXPECT_FALSE(store_->Read().Has("a"));
  EXPECT_TRUE(store_->Read().Has("e"));
}

TEST_F(GroupTest, AnUnknownOutcomeIsToldToItsOwnWritersOnly) {
  Start("a");
  gate_.WaitForCommit(1);
  Start("b");
  gate_.Let(Fail(Kind::kUnknownOutcome, "sync failed"));
  JoinAll();
  EXPECT_EQ(results_[0]->error().kind, Kind::kUnknownOutcome);
  EXPECT_EQ(results_[1]->error().kind, Kind::kUnavailable) << "it was never written";
}

TEST_F(GroupTest, AnswersFromUnwrittenStateWaitForIt) {
  Start("a");
  gate_.WaitForCommit(1);
  Start("read");
  Start("refuse");
  EXPECT_EQ(seen_[1], 1u);
  gate_.Let({});
  JoinAll();
  EXPECT_TRUE(*results_[1]);
  EXPECT_EQ(results_[2]->error().kind, Kind::kExists);
  EXPECT_EQ(gate_.arrived.size(), 1u) << "reading costs no sync";
}

TEST_F(GroupTest, TooManyWaitersAreThrottled) {
  Start("a");
  gate_.WaitForCommit(1);
  std::vector<sys::Thread> waiting;
  // One transaction over the limit of bytes stands for thousands of waiters.
  std::atomic<bool> joined{false};
  waiting.emplace_back("writer", [&] {
    const auto large = store_->Write([&](Transaction& t) -> Result<void> {
      for (size_t i = 0; i <= kGroupBytesMax / kValueBytesMax; ++i) {
        t.Put("large" + std::to_string(i), std::string(kValueBytesMax, 'x'));
      }
      joined = true;
      return {};
    });
    EXPECT_TRUE(large);
  });
  while (!joined) std::this_thread::yield();
  const auto throttled = store_->Write([](Transaction& t) -> Result<void> {
    t.Put("late", "x");
    return {};
  });
  ASSERT_FALSE(throttled);
  EXPECT_EQ(throttled.error().kind, Kind::kThrottled);
  gate_.Let({});
  gate_.WaitForCommit(2);
  gate_.Let({});
  for (auto& thread : waiting) thread.Join();
  JoinAll();
  EXPECT_FALSE(store_->Read().Has("late"));
}

}  // namespace
}  // namespace firn::state
