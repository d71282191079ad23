#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace firn::sys {

// An open file. Threads: one at a time, except ReadAt and ReadInto, which any may call. Closes on
// destruction without syncing.
class File {
 public:
  virtual ~File() = default;
  virtual Result<void> Append(std::string_view bytes) = 0;
  // Reads up to `length` bytes at `offset`; fewer only at the end of the file.
  Result<std::string> ReadAt(uint64_t offset, size_t length) const;
  // The same into memory of the caller's; how many bytes it was.
  virtual Result<size_t> ReadInto(uint64_t offset, char* into, size_t length) const = 0;
  virtual Result<uint64_t> Size() const = 0;
  virtual Result<void> Truncate(uint64_t size) = 0;
  // Returns once data and size are durable.
  virtual Result<void> Sync() = 0;
  // The descriptor, for sendfile and mmap by readers; -1 for disks without one.
  virtual int Descriptor() const = 0;
};

// kCreatePrivate is kCreateNew for a file that only its owner may read.
enum class OpenMode { kRead, kCreateNew, kCreatePrivate, kCreateOrTruncate, kAppend };

// The file system. A full disk is Kind::kUnavailable with "no space left on device" in the message;
// a missing file is kNotFound; kCreateNew on an existing one is kExists; a directory where a file
// is wanted, or one that is not empty where an empty one is, is kConflict; a name too long for the
// file system is kInvalid. Paths are absolute. Threads: any.
class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<std::unique_ptr<File>> Open(const std::string& path, OpenMode mode) = 0;
  // Atomic within one file system. Durable only after SyncDirectory on the target's directory.
  virtual Result<void> Rename(const std::string& from, const std::string& to) = 0;
  virtual Result<void> Remove(const std::string& path) = 0;      // a file; missing is kNotFound
  virtual Result<void> RemoveTree(const std::string& path) = 0;  // missing is fine
  virtual Result<void> RemoveEmptyDirectory(const std::string& path) = 0;
  virtual Result<void> CreateDirectories(const std::string& path) = 0;
  virtual Result<void> SyncDirectory(const std::string& path) = 0;
  virtual Result<bool> Exists(const std::string& path) = 0;
  virtual Result<bool> IsDirectory(const std::string& path) = 0;  // false when missing
  virtual Result<std::vector<std::string>> List(
      const std::string& path) = 0;  // names, sorted; missing is kNotFound

  Result<std::string> ReadAll(const std::string& path);
  // Crash story: until the rename, `path` is what it was and a file "<path>.tmp…" may be left,
  // which nobody reads; after it, `path` is the new bytes whole. A failure of the last step leaves
  // the new bytes visible but perhaps not durable.
  //
  // Writes to a temporary name beside `path`, syncs, renames, syncs the directory.
  Result<void> WriteAtomically(const std::string& path, std::string_view bytes);
};

class SystemDisk final : public Disk {
 public:
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
};

// Holds a file lock while alive, so that two processes cannot open one data directory. kConflict
// when another holds it.
class DirectoryLock {
 public:
  static constexpr const char* kFile = "LOCK";  // in the directory
  static Result<std::unique_ptr<DirectoryLock>> Acquire(const std::string& directory);
  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace firn::sys
