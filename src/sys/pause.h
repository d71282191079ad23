#pragma once

#include "base/time.h"

namespace firn::sys {

// How code that polls lets time pass; tests count the pauses instead of waiting. Threads: any.
class Pause {
 public:
  virtual ~Pause() = default;
  virtual void For(Duration duration) = 0;
};

class SystemPause final : public Pause {
 public:
  void For(Duration duration) override;
};

}  // namespace firn::sys
