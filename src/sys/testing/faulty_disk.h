#pragma once

#include <functional>
#include <mutex>

#include "sys/disk.h"

namespace firn::sys::testing {

// A disk that fails on demand. Every call that reaches the disk or one of its files counts as one
// operation; while it fails, a read gives nothing, a change does not happen, and Append writes the
// first half of its bytes, as a disk that fills up does. Files must not outlive the disk they came
// from. Threads: any.
class FaultyDisk final : public Disk {
 public:
  // How long a failure lasts once it has begun.
  enum class Lasting { kOnce, kForGood };

  explicit FaultyDisk(Disk& under) : under_(under) {}

  // Fails the `nth` operation from now on (1 is the next), with `error`.
  void Fail(uint64_t nth, Lasting lasting, Error error);
  // The same, as a full disk would.
  void FillUp(uint64_t nth, Lasting lasting);
  // Works again and forgets what was planned.
  void Heal();
  // Operations so far, failed ones included.
  uint64_t operations() const;
  // Operations that failed on demand.
  uint64_t failures() const;

  Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) override;
  Result<void> Rename(const std::string& from, const std::string& to) override;
  Result<void> Remove(const std::string& path) override;
  Result<void> RemoveTree(const std::string& path) override;
  Result<void> RemoveEmptyDirectory(const std::string& path) override;
  Result<void> CreateDirectories(const std::string& path) override;
  Result<void> SyncDirectory(const std::string& path) override;
  Result<bool> Exists(const std::string& path) override;
  Result<bool> IsDirectory(const std::string& path) override;
  Result<std::vector<std::string>> List(const std::string& path) override;

 private:
  class FaultyFile;
  // Counts one operation; the error when it is to fail.
  Result<void> Step();

  Disk& under_;
  mutable std::mutex mutex_;
  uint64_t operations_ = 0;
  uint64_t failures_ = 0;
  uint64_t fail_at_ = 0;  // 0: never
  Lasting lasting_ = Lasting::kOnce;
  Error error_;
};

// Calls `scenario` with a faulty disk and an empty directory, again and again: the first operation
// fails once, then for good, then the second does, and so on until a run has no operation left to
// fail. A run in which nothing fails comes first. The scenario asserts what must hold whether or
// not its calls succeed. Gives the number of runs.
uint64_t ForEachFault(
    const std::function<void(FaultyDisk&, const std::string& directory)>& scenario);

}  // namespace firn::sys::testing
