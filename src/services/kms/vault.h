#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sys/disk.h"
#include "sys/random.h"

namespace firn::services::kms {

// The root key of a lake, which seals every key's material before it enters the state. It lies in one file that only
// its owner may read; whoever has the state without that file has no key.
//
// Crash story: the file is written under another name, synced and renamed before the first key can be made. A leftover
// of a crash before the rename is overwritten.
//
// Threads: any, once opened.
class Vault {
 public:
  // Reads the root key of a data directory, or makes it. kCorrupt when the file is not what was written.
  static Result<std::unique_ptr<Vault>> Open(sys::Disk& disk, sys::Random& random, const std::string& data_directory);

  // `bound` says what the secret is for: a sealed one opens under the same words only.
  std::string Seal(std::string_view bound, std::string_view secret) const;
  Result<std::string> Unseal(std::string_view bound, std::string_view sealed) const;

 private:
  Vault(sys::Random& random, std::string key) : random_(random), key_(std::move(key)) {}
  sys::Random& random_;
  std::string key_;
};

}  // namespace firn::services::kms
