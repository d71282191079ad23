#pragma once

namespace firn::cli {

// Holds back SIGTERM and SIGINT for the whole process, so that Wait can receive them. Made before
// any thread is.
class StopSignal {
 public:
  StopSignal();
  // Returns when one of them arrives.
  void Wait();
  // Whether one of them has arrived and waits to be received.
  bool Asked() const;
};

}  // namespace firn::cli
