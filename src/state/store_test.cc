#include "state/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>

#include "state/limits.h"
#include "state/table.h"
#include "sys/testing/faulty_disk.h"
#include "sys/testing/temp_directory.h"
#include "sys/thread.h"

namespace firn::state {
namespace {

struct Counter {
  int64_t value = 0;
};
template <class A>
void Describe(A& a, Counter& r) {
  a("value", r.value);
}

class StoreTest : public ::testing::Test {
 protected:
  Result<std::unique_ptr<Store>> TryOpen(const std::string& name = "state.db") {
    StoreOptions options;
    options.path = directory_ / name;
    return Store::Open(disk_, options);
  }
  std::unique_ptr<Store> Open(const std::string& name = "state.db") {
    auto store = TryOpen(name);
    EXPECT_TRUE(store) << store.error().message;
    return store ? *std::move(store) : nullptr;
  }
  static Result<void> Put(Store& store, const std::string& key, const std::string& value) {
    return store.Write([&](Transaction& t) -> Result<void> {
      t.Put(key, value);
      return {};
    });
  }
  static std::map<std::string, std::string> Contents(const Reader& reader) {
    std::map<std::string, std::string> contents;
    reader.ForEachPrefix("", "", [&](std::string_view key, std::string_view value) {
      return contents.emplace(key, value).second;
    });
    return contents;
  }

  const sys::testing::TempDirectory directory_;
  sys::SystemDisk system_disk_;
  sys::testing::FaultyDisk disk_{system_disk_};
};

TEST_F(StoreTest, WhatIsWrittenIsReadAndSurvivesReopening) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, "a", "1"));
  ASSERT_TRUE(Put(*store, "b", ""));
  ASSERT_TRUE(Put(*store, "a", std::string("2\0x", 3)));
  const auto contents = Contents(store->Read());
  EXPECT_EQ(contents,
            (std::map<std::string, std::string>{{"a", std::string("2\0x", 3)}, {"b", ""}}));
  EXPECT_EQ(store->Read().size(), 2u);
  store.reset();
  store = Open();
  EXPECT_EQ(Contents(store->Read()), contents);
}

TEST_F(StoreTest, ASnapshotNeverChanges) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, "a", "1"));
  const Snapshot before = store->Read();
  const auto value = before.Find("a");
  ASSERT_TRUE(Put(*store, "a", "2"));
  ASSERT_TRUE(store->Write([](Transaction& t) -> Result<void> {
    t.ErasePrefix("");
    return {};
  }));
  EXPECT_EQ(*before.Find("a"), "1");
  EXPECT_EQ(*value, "1");
  EXPECT_EQ(store->Read().Find("a"), nullptr);
  EXPECT_EQ(store->Read().size(), 0u);
}

TEST_F(StoreTest, ATransactionReadsItsOwnWritesAndOthersDoNot) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, "p/a", "1"));
  ASSERT_TRUE(store->Write([&](Transaction& t) -> Result<void> {
    t.Put("p/b", "2");
    EXPECT_EQ(*t.Find("p/b"), "2");
    EXPECT_FALSE(store->Read().Has("p/b"));
    EXPECT_TRUE(t.Erase("p/a"));
    EXPECT_FALSE(t.Erase("p/a"));
    EXPECT_EQ(Contents(t), (std::map<std::string, std::string>{{"p/b", "2"}}));
    t.ForEachPrefix("p/", "", [&](std::string_view key, std::string_view) {
      t.Put(std::string(key) + "x", "3");  // not visited by this loop
      return true;
    });
    return {};
  }));
  EXPECT_EQ(Contents(store->Read()),
            (std::map<std::string, std::string>{{"p/b", "2"}, {"p/bx", "3"}}));
}

TEST_F(StoreTest, AnErrorOfTheClosureChangesNothing) {
  auto store = Open();
  const auto refused = store->Write([](Transaction& t) -> Result<void> {
    t.Put("a", "1");
    return Fail(Kind::kExists, "no");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kExists);
  EXPECT_EQ(store->Read().size(), 0u);
  ASSERT_TRUE(store->Write([](Transaction& t) -> Result<void> {
    EXPECT_FALSE(t.Has("a"));
    return {};
  }));
}

TEST_F(StoreTest, IteratesFromAPlaceWithinAPrefix) {
  auto store = Open();
  for (const char* key : {"a", "b/1", "b/2", "b/3", "c"}) ASSERT_TRUE(Put(*store, key, ""));
  const auto keys = [&](std::string_view prefix, std::string_view after) {
    std::string found;
    store->Read().ForEachPrefix(prefix, after, [&](std::string_view key, std::string_view) {
      found += std::string(key) + ' ';
      return true;
    });
    return found;
  };
  EXPECT_EQ(keys("b/", ""), "b/1 b/2 b/3 ");
  EXPECT_EQ(keys("b/", "b/1"), "b/2 b/3 ");
  EXPECT_EQ(keys("b/", "a"), "b/1 b/2 b/3 ");
  EXPECT_EQ(keys("b/", "b/3"), "");
  EXPECT_EQ(keys("", "b/2"), "b/3 c ");
}

TEST_F(StoreTest, LimitsRefuseTheWholeTransaction) {
  auto store = Open();
  const auto write = [&](std::string key, std::string value) {
    return store->Write([&](Transaction& t) -> Result<void> {
      t.Put("other", "x");
      t.Put(key, std::move(value));
      return {};
    });
  };
  EXPECT_TRUE(write(std::string(kKeyBytesMax, 'k'), ""));
  EXPECT_TRUE(write("v", std::string(kValueBytesMax, 'v')));
  ASSERT_TRUE(store->Write([](Transaction& t) -> Result<void> {
    t.ErasePrefix("");
    return {};
  }));
  for (const auto& [key, bytes] : std::map<std::string, size_t>{
           {std::string(kKeyBytesMax + 1, 'k'), 1}, {"", 1}, {"v", kValueBytesMax + 1}}) {
    const auto refused = write(key, std::string(bytes, 'v'));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Kind::kInvalid);
    EXPECT_EQ(store->Read().size(), 0u);
  }
}

TEST_F(StoreTest, TooManyChangesAreRefused) {
  auto store = Open();
  const auto refused = store->Write([](Transaction& t) -> Result<void> {
    for (size_t i = 0; i <= kTransactionChangesMax; ++i) t.Put("same", "");
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kInvalid);
  EXPECT_FALSE(store->Read().Has("same"));
}

TEST_F(StoreTest, WriteReturningGivesTheValueOrTheError) {
  auto store = Open();
  const auto value = store->WriteReturning<int>([](Transaction& t) -> Result<int> {
    t.Put("a", "1");
    return 7;
  });
  ASSERT_TRUE(value);
  EXPECT_EQ(*value, 7);
  EXPECT_FALSE(store->WriteReturning<int>(
      [](Transaction&) -> Result<int> { return Fail(Kind::kInvalid, ""); }));
}

TEST_F(StoreTest, CallbacksHearTheOutcomeAfterReadersSeeIt) {
  auto store = Open();
  std::vector<std::string> heard;
  const auto write = [&](bool refuse) {
    return store->Write([&, refuse](Transaction& t) -> Result<void> {
      t.Put("a", "1");
      t.AfterCommit([&](const Result<void>& outcome) {
        heard.push_back(outcome ? (store->Read().Has("a") ? "seen" : "unseen")
                                : outcome.error().message);
      });
      t.AfterCommit([&](const Result<void>&) { heard.push_back("second"); });
      if (refuse) return Fail(Kind::kInvalid, "refused");
      return {};
    });
  };
  EXPECT_FALSE(write(true));
  EXPECT_TRUE(write(false));
  disk_.Fail(1, sys::testing::FaultyDisk::Lasting::kOnce,
             Error{Kind::kUnavailable, "full", {}, 0, {}});
  EXPECT_FALSE(write(false));
  EXPECT_EQ(heard,
            (std::vector<std::string>{"refused", "second", "seen", "second", "full", "second"}));
}

TEST_F(StoreTest, ADiskThatRefusesLosesNothingAndIsTriedAgain) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, "a", "1"));
  disk_.FillUp(1, sys::testing::FaultyDisk::Lasting::kForGood);
  for (int i = 0; i < 3; ++i) {
    const auto failed = Put(*store, "a", "2");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, Kind::kUnavailable);
    EXPECT_EQ(*store->Read().Find("a"), "1");
  }
  disk_.Heal();
  ASSERT_TRUE(store->Write([](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.Find("a"), "1");
    t.Put("b", "3");
    return {};
  }));
  store.reset();
  EXPECT_EQ(Contents(Open()->Read()), (std::map<std::string, std::string>{{"a", "1"}, {"b", "3"}}));
}

TEST_F(StoreTest, ARemovedDatabaseDoesNotSwallowWrites) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, "a", "1"));
  std::filesystem::rename(directory_ / "state.db", directory_ / "elsewhere.db");
  const auto lost = Put(*store, "b", "2");
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, Kind::kUnavailable);
  std::filesystem::rename(directory_ / "elsewhere.db", directory_ / "state.db");
  EXPECT_TRUE(Put(*store, "b", "2"));
}

TEST_F(StoreTest, ASecondOpenerIsRefused) {
  auto store = Open();
  const auto second = TryOpen();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, Kind::kConflict) << second.error().message;
  EXPECT_TRUE(Put(*store, "a", "1"));
}

// Changes the database as damage would.
void Execute(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

TEST_F(StoreTest, ADamagedRowIsCorruptAndNamed) {
  auto store = Open();
  ASSERT_TRUE(Put(*store, Key("glue", "events"), "value"));
  ASSERT_TRUE(Put(*store, Key("glue", "other"), "value"));
  store.reset();
  Execute(directory_ / "state.db",
          "UPDATE entries SET value = x'00' WHERE hex(key) LIKE '%6576656E7473%'");
  const auto damaged = TryOpen();
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().kind, Kind::kCorrupt);
  EXPECT_NE(damaged.error().message.find("glue/events"), std::string::npos)
      << damaged.error().message;
}

TEST_F(StoreTest, ADamagedFileIsCorrupt) {
  Open();
  std::ofstream(directory_ / "state.db", std::ios::trunc) << std::string(10'000, 'x');
  const auto damaged = TryOpen();
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().kind, Kind::kCorrupt) << damaged.error().message;
}

TEST_F(StoreTest, ANewerLayoutIsRefused) {
  Open();
  Execute(directory_ / "state.db", "PRAGMA user_version=2");
  const auto newer = TryOpen();
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().kind, Kind::kUnsupported);
}

TEST_F(StoreTest, WritersInterleaveWithoutLosingAnything) {
  auto store = Open();
  constexpr int kThreads = 8;
  constexpr int kWrites = 100;
  std::vector<sys::Thread> threads;
  std::atomic<bool> writing{true};
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back("writer", [&, i] {
      for (int n = 0; n < kWrites; ++n) {
        const auto total = store->WriteReturning<int64_t>([&](Transaction& t) -> Result<int64_t> {
          FIRN_TRY(auto counter, Load<Counter>(t, Key("counter")));
          const Counter next{(counter ? counter->value : 0) + 1};
          Save(t, Key("counter"), next);
          t.Put(Key("row", std::to_string(i), std::to_string(n)), std::to_string(next.value));
          return next.value;
        });
        ASSERT_TRUE(total);
        // What Write returned is readable.
        EXPECT_GE((*Load<Counter>(store->Read(), Key("counter")))->value, *total);
      }
    });
  }
  sys::Thread reader("reader", [&] {
    while (writing) {
      const Snapshot snapshot = store->Read();
      size_t rows = 0;
      snapshot.ForEachPrefix(Key("row"), "",
                             [&](std::string_view, std::string_view) { return ++rows > 0; });
      const auto counter = *Load<Counter>(snapshot, Key("counter"));
      EXPECT_EQ(rows, counter ? static_cast<size_t>(counter->value) : 0u)
          << "a snapshot holds whole transactions";
    }
  });
  for (auto& thread : threads) thread.Join();
  writing = false;
  reader.Join();
  EXPECT_EQ((*Load<Counter>(store->Read(), Key("counter")))->value, kThreads * kWrites);
  store.reset();
  EXPECT_EQ(Open()->Read().size(), kThreads * kWrites + 1u);
}

TEST_F(StoreTest, AManyPagesLogIsFoldedAndAllOfItReadsBack) {
  auto store = Open();
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(store->Write([&](Transaction& t) -> Result<void> {
      for (int n = 0; n < 10; ++n)
        t.Put(Key(std::to_string(i), std::to_string(n)), std::string(64 * 1024, 'x'));
      return {};
    }));
  }
  const auto log = std::filesystem::file_size(directory_ / "state.db-wal");
  EXPECT_LT(log, 3ull * kCheckpointPages * 4096) << "the log is reused";
  store.reset();
  EXPECT_EQ(Open()->Read().size(), 400u);
}

TEST_F(StoreTest, TypedRecordsAreDecodedOncePerWrite) {
  auto store = Open();
  ASSERT_TRUE(store->Write([](Transaction& t) -> Result<void> {
    Save(t, "a", Counter{1});
    t.Put("bad", "{");
    return {};
  }));
  const auto first = LoadShared<Counter>(store->Read(), "a");
  const auto second = LoadShared<Counter>(store->Read(), "a");
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->get(), second->get());
  EXPECT_EQ((*LoadShared<Counter>(store->Read(), "absent")), nullptr);
  EXPECT_EQ(*Load<Counter>(store->Read(), "absent"), std::nullopt);
  const auto other_type = LoadShared<format::Json>(store->Read(), "a");
  ASSERT_TRUE(other_type) << "another type decodes beside the kept one";
  const auto bad = Load<Counter>(store->Read(), "bad");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind, Kind::kCorrupt);
  EXPECT_NE(bad.error().message.find("bad"), std::string::npos);
  ASSERT_TRUE(Put(*store, "a", Encode(Counter{2})));
  EXPECT_EQ((*LoadShared<Counter>(store->Read(), "a"))->value, 2);
  EXPECT_EQ((*first)->value, 1) << "held records stay";
}

TEST_F(StoreTest, ListsInPages) {
  auto store = Open();
  ASSERT_TRUE(store->Write([](Transaction& t) -> Result<void> {
    for (int i = 0; i < 5; ++i) Save(t, Key("c", std::to_string(i)), Counter{i});
    return {};
  }));
  const auto first = List<Counter>(store->Read(), Key("c"), "", 3);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->items.size(), 3u);
  EXPECT_TRUE(first->more);
  const auto rest = List<Counter>(store->Read(), Key("c"), first->items.back().key, 2);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->items.size(), 2u);
  EXPECT_FALSE(rest->more);
  EXPECT_EQ(rest->items.front().value->value, 3);
}

}  // namespace
}  // namespace firn::state
