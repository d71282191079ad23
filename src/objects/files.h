#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "objects/checksum.h"
#include "sys/disk.h"
#include "sys/random.h"
#include "sys/thread.h"
#include "wire/body.h"

namespace firn::objects {

// The files of the object store. Knows names, syncing and digests, and nothing of records. Paths in
// and out are relative to the data directory. Threads: any.
class Files {
 public:
  Files(sys::Disk& disk, sys::Random& random, std::string data_directory);

  // Makes the directories and empties the temporary one.
  Result<void> Prepare();

  struct Written {
    std::string path;
    uint64_t size = 0;
    Digests::Values digests;
  };
  // Makes a durable file under `directory` at a path as close to `key` as is free. A body that is a
  // whole removable file is moved, everything else copied. On failure nothing is left, and a
  // removable file stays where it was.
  Result<Written> Write(const std::string& directory, std::string_view key, const wire::Body& body,
                        const std::vector<std::string>& algorithms);

  // The same for bytes that the producer hands out piece by piece.
  using Sink = std::function<Result<void>(std::string_view bytes)>;
  using Producer = std::function<Result<void>(const Sink& sink)>;
  Result<Written> Write(const std::string& directory, std::string_view key, const Producer& produce,
                        const std::vector<std::string>& algorithms);

  // kCorrupt when the file has another size.
  Result<wire::Body> Open(const std::string& path, uint64_t size) const;

  // Removes a file that no record names any more. A failure leaves it to the next sweep.
  void Remove(const std::string& path);

  // Removes every file under `directory` whose path `is_known` denies, and directories that are
  // empty then.
  Result<void> Sweep(const std::string& directory,
                     const std::function<bool(const std::string& path)>& is_known);

  std::string Absolute(std::string_view path) const;
  const std::string& temporary_directory() const { return temporary_; }

 private:
  Result<Written> Place(const std::string& directory, std::string_view key,
                        const std::string& temporary, Written written);
  Result<std::string> EnsureDirectory(const std::string& directory,
                                      const std::vector<std::string>& components);
  Result<bool> TryDirectory(const std::string& parent, const std::string& path);
  Result<bool> TryPlace(const std::string& temporary, const std::string& directory,
                        const std::string& path);
  bool Reserve(const std::string& path);
  void Release(const std::string& path);

  sys::Disk& disk_;
  sys::Random& random_;
  const std::string root_;
  const std::string temporary_;
  std::atomic<uint64_t> next_temporary_{0};

  sys::Mutex mutex_;                          // never held across I/O
  std::unordered_set<std::string> reserved_;  // file names chosen and not yet on disk
  std::unordered_set<std::string> known_;     // directories known to be durable
};

}  // namespace firn::objects
