#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "sys/thread.h"

namespace firn::server {

// Runs pieces of work on threads of its own, in the order they came. Ends what is running, and drops what waits, when
// destroyed. Threads: any may add.
class WorkQueue {
 public:
  WorkQueue(std::string name, int threads_max) : name_(std::move(name)), threads_max_(threads_max) {}
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // Threads start when there is work for them.
  void Add(std::function<void()> work);

 private:
  void Loop();

  std::string name_;
  int threads_max_;
  sys::Mutex mutex_;  // guards what follows
  sys::Signal changed_;
  std::deque<std::function<void()>> waiting_;
  std::vector<sys::Thread> threads_;
  int idle_ = 0;
  bool stopping_ = false;
};

}  // namespace firn::server
