#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/time.h"

namespace firn::sys {

using Mutex = std::mutex;
using Lock = std::unique_lock<std::mutex>;

// Waits for a condition or for real time to pass; the only way of waiting outside `edge`.
class Signal {
 public:
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }
  template <class Predicate>
  void Wait(Lock& lock, Predicate predicate) {
    condition_.wait(lock, predicate);
  }
  // True when the predicate holds, false when `timeout` passed first.
  template <class Predicate>
  bool WaitFor(Lock& lock, Duration timeout, Predicate predicate) {
    return condition_.wait_for(lock, timeout, predicate);
  }

 private:
  std::condition_variable condition_;
};

// A named thread that is joined on destruction.
class Thread {
 public:
  Thread() = default;
  Thread(std::string name, std::function<void()> body);
  ~Thread();
  Thread(Thread&&) noexcept = default;
  Thread& operator=(Thread&& other) noexcept;
  void Join();
  bool joinable() const { return thread_.joinable(); }

 private:
  std::thread thread_;
};

}  // namespace firn::sys
