#pragma once

#include <vector>

#include "base/result.h"
#include "state/entry.h"

namespace firn::state::detail {

// Where groups of changes become durable. Threads: one at a time.
class Journal {
 public:
  virtual ~Journal() = default;
  // Everything durable, keys ascending. kCorrupt names the key that fails its checksum.
  virtual Result<std::vector<EntryPointer>> Load() = 0;
  // Makes the changes durable, all or none, in order. kUnavailable: none was, and none will be
  // after a restart. kUnknownOutcome: a restart may find them.
  virtual Result<void> Commit(const std::vector<Change>& changes) = 0;
  // Housekeeping between commits, when it is due. Failure is no one's loss and is tried again
  // later.
  virtual void Tidy() = 0;
};

}  // namespace firn::state::detail
