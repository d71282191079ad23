// What happens when the file system fails under SQLite, and what a restart finds after a crash.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

#include "state/key.h"
#include "state/store.h"
#include "sys/testing/temp_directory.h"
#include "sys/thread.h"

namespace firn::state {
namespace {

// How many more operations of a kind succeed on the write-ahead log; below zero: all of them.
std::atomic<int> g_writes_left{-1};
std::atomic<int> g_syncs_left{-1};
// How many syncs fail before the log can be synced again; below zero: all of them.
std::atomic<int> g_sync_failures{-1};

bool Spend(std::atomic<int>& left) { return left < 0 || left-- > 0; }

// A file of the default file system behind one that fails.
struct FaultyFile {
  sqlite3_file base;
  bool is_log;
  sqlite3_file* Real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
FaultyFile& Faulty(sqlite3_file* file) { return *reinterpret_cast<FaultyFile*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Faulty(file).Real(); }
const sqlite3_io_methods* Methods(sqlite3_file* file) { return Real(file)->pMethods; }

const sqlite3_io_methods kMethods = {
    1,
    [](sqlite3_file* f) { return Methods(f)->xClose(Real(f)); },
    [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
      return Methods(f)->xRead(Real(f), to, n, at);
    },
    [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
      if (Faulty(f).is_log && !Spend(g_writes_left)) {
        ++g_writes_left;  // stays at zero: the disk stays full
        return SQLITE_FULL;
      }
      return Methods(f)->xWrite(Real(f), from, n, at);
    },
    [](sqlite3_file* f, sqlite3_int64 size) { return Methods(f)->xTruncate(Real(f), size); },
    [](sqlite3_file* f, int flags) {
      if (Faulty(f).is_log && !Spend(g_syncs_left)) {
        g_syncs_left = g_sync_failures > 0 && --g_sync_failures == 0 ? -1 : 0;
        return SQLITE_IOERR_FSYNC;
      }
      return Methods(f)->xSync(Real(f), flags);
    },
    [](sqlite3_file* f, sqlite3_int64* size) { return Methods(f)->xFileSize(Real(f), size); },
    [](sqlite3_file* f, int level) { return Methods(f)->xLock(Real(f), level); },
    [](sqlite3_file* f, int level) { return Methods(f)->xUnlock(Real(f), level); },
    [](sqlite3_file* f, int* held) { return Methods(f)->xCheckReservedLock(Real(f), held); },
    [](sqlite3_file* f, int op, void* arg) { return Methods(f)->xFileControl(Real(f), op, arg); },
    [](sqlite3_file* f) { return Methods(f)->xSectorSize(Real(f)); },
    [](sqlite3_file* f) { return Methods(f)->xDeviceCharacteristics(Real(f)); },
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr};

const char* FaultyVfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
    sqlite3_vfs own = *real;
    own.zName = "firn-faulty";
    own.szOsFile = static_cast<int>(sizeof(FaultyFile)) + real->szOsFile;
    own.xOpen = [](sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
      sqlite3_vfs* under = sqlite3_vfs_find("unix");
      std::memset(file, 0, sizeof(FaultyFile));
      const int code = under->xOpen(under, name, Real(file), flags, out);
      if (code == SQLITE_OK) {
        file->pMethods = &kMethods;
        Faulty(file).is_log = (flags & SQLITE_OPEN_WAL) != 0;
      }
      return code;
    };
    return own;
  }();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  EXPECT_EQ(registered, SQLITE_OK);
  return vfs.zName;
}

class SqliteFaultTest : public ::testing::Test {
 protected:
  ~SqliteFaultTest() override { Heal(); }
  static void Heal() { g_writes_left = g_syncs_left = g_sync_failures = -1; }

  Result<std::unique_ptr<Store>> Open(const std::string& directory, const std::string& vfs = {}) {
    StoreOptions options;
    options.path = directory + "/state.db";
    options.vfs = vfs;
    return Store::Open(disk_, options);
  }
  static Result<void> Put(Store& store, const std::string& key, const std::string& value) {
    return store.Write([&](Transaction& t) -> Result<void> {
      t.Put(key, value);
      return {};
    });
  }
  // What a crash now would leave.
  std::string CopyOf(const std::string& name) {
    const std::string copy = directory_ / name;
    std::filesystem::create_directory(copy);
    for (const char* file : {"state.db", "state.db-wal"}) {
      if (std::filesystem::exists(data_ + "/" + file)) {
        std::filesystem::copy_file(data_ + "/" + file, copy + "/" + file);
      }
    }
    return copy;
  }

  const sys::testing::TempDirectory directory_;
  const std::string data_ = directory_ / "data";
  sys::SystemDisk disk_;
};

TEST_F(SqliteFaultTest, AFullDiskIsUnavailableAndLeavesNothing) {
  auto store = Open(data_, FaultyVfs());
  ASSERT_TRUE(store) << store.error().message;
  ASSERT_TRUE(Put(**store, "a", "1"));
  for (int writes = 0; writes < 2; ++writes) {
    g_writes_left = writes;
    const auto failed = Put(**store, "a", "2");
    ASSERT_FALSE(failed) << writes;
    EXPECT_EQ(failed.error().kind, Kind::kUnavailable);
    EXPECT_NE(failed.error().message.find("no space left on device"), std::string::npos);
    EXPECT_EQ(*(*store)->Read().Find("a"), "1");
    const auto reopened = Open(CopyOf("crash" + std::to_string(writes)));
    ASSERT_TRUE(reopened) << reopened.error().message;
    EXPECT_EQ(*(*reopened)->Read().Find("a"), "1");
  }
  Heal();
  ASSERT_TRUE(Put(**store, "b", "3"));
  store->reset();
  const auto reopened = Open(data_);
  ASSERT_TRUE(reopened);
  EXPECT_EQ(*(*reopened)->Read().Find("a"), "1");
  EXPECT_EQ(*(*reopened)->Read().Find("b"), "3");
}

TEST_F(SqliteFaultTest, AFailedSyncThatIsOverwrittenDidNotHappen) {
  auto store = Open(data_, FaultyVfs());
  ASSERT_TRUE(store);
  ASSERT_TRUE(Put(**store, "a", "1"));
  g_syncs_left = 0;
  g_sync_failures = 1;  // the overwriting commit succeeds
  const auto failed = Put(**store, "a", "2");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, Kind::kUnavailable);
  EXPECT_EQ(*(*store)->Read().Find("a"), "1");
  const auto reopened = Open(CopyOf("crash"));
  ASSERT_TRUE(reopened) << reopened.error().message;
  EXPECT_EQ(*(*reopened)->Read().Find("a"), "1") << "the failed commit was written over";
}

TEST_F(SqliteFaultTest, WhileSyncingFailsTheOutcomeIsUnknown) {
  auto store = Open(data_, FaultyVfs());
  ASSERT_TRUE(store);
  ASSERT_TRUE(Put(**store, "a", "1"));
  g_syncs_left = 0;
  const auto failed = Put(**store, "a", "2");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, Kind::kUnknownOutcome);
  EXPECT_EQ(*(*store)->Read().Find("a"), "1");
  Heal();
  ASSERT_TRUE(Put(**store, "b", "3"));
  const auto reopened = Open(CopyOf("crash"));
  ASSERT_TRUE(reopened) << reopened.error().message;
  EXPECT_EQ(*(*reopened)->Read().Find("a"), "1")
      << "the next commit is written over the failed one";
  EXPECT_EQ(*(*reopened)->Read().Find("b"), "3");
}

// Copies the files while writers run. Whatever the copy caught, it holds whole transactions in
// order.
TEST_F(SqliteFaultTest, ACrashAtAnyMomentLeavesWholeTransactions) {
  auto store = Open(data_);
  ASSERT_TRUE(store);
  std::atomic<bool> stop{false};
  std::atomic<int> acknowledged{0};
  std::atomic<int> allowed{0};  // keeps the log short of being folded
  sys::Thread writer("writer", [&] {
    for (int i = 1; !stop; ++i) {
      while (i > allowed && !stop) std::this_thread::yield();
      const auto done = (*store)->Write([&](Transaction& t) -> Result<void> {
        t.Put("first", std::to_string(i));
        t.Put("padding", std::string(5000, 'x'));
        t.Put("second", std::to_string(i));
        return {};
      });
      ASSERT_TRUE(done);
      acknowledged = i;
    }
  });
  for (int round = 0; round < 20; ++round) {
    const int least = acknowledged;
    allowed = least + 10;
    while (acknowledged < least + 5) std::this_thread::yield();
    const int before = acknowledged;
    const std::string copy = directory_ / ("crash" + std::to_string(round));
    std::filesystem::create_directory(copy);
    // The database changes only while the log is folded into it, which so few writes do not cause.
    std::filesystem::copy_file(data_ + "/state.db-wal", copy + "/state.db-wal");
    std::filesystem::copy_file(data_ + "/state.db", copy + "/state.db");
    const auto reopened = Open(copy);
    ASSERT_TRUE(reopened) << reopened.error().message;
    const auto first = (*reopened)->Read().Find("first");
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(*first, *(*reopened)->Read().Find("second"));
    EXPECT_GE(std::stoi(*first), before) << "what was acknowledged is there";
  }
  stop = true;
  writer.Join();
}

TEST_F(SqliteFaultTest, ATornLogTailLosesOnlyTheTail) {
  auto store = Open(data_);
  ASSERT_TRUE(store);
  constexpr int kWrites = 20;
  for (int i = 0; i < kWrites; ++i) ASSERT_TRUE(Put(**store, Key(std::to_string(100 + i)), "x"));
  const std::string whole = CopyOf("whole");
  const auto size = std::filesystem::file_size(whole + "/state.db-wal");
  size_t previous = 0;
  int number = 0;
  for (uintmax_t length = 0; length <= size; length += 1777) {
    const std::string torn = CopyOf("torn" + std::to_string(number++));
    std::filesystem::resize_file(torn + "/state.db-wal", length);
    std::ofstream(torn + "/state.db-wal", std::ios::app | std::ios::binary)
        << std::string(3000, '\x5a');
    const auto reopened = Open(torn);
    ASSERT_TRUE(reopened) << length << ": " << reopened.error().message;
    const Snapshot snapshot = (*reopened)->Read();
    EXPECT_GE(snapshot.size(), previous);
    previous = snapshot.size();
    for (size_t i = 0; i < snapshot.size(); ++i)
      EXPECT_TRUE(snapshot.Has(Key(std::to_string(100 + i))));
  }
  const auto reopened = Open(whole);
  ASSERT_TRUE(reopened);
  EXPECT_EQ((*reopened)->Read().size(), static_cast<size_t>(kWrites));
}

}  // namespace
}  // namespace firn::state
