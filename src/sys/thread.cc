#include "sys/thread.h"

#include <pthread.h>

namespace firn::sys {
namespace {

constexpr size_t kThreadNameMax = 15;  // the kernel's limit

}  // namespace

Thread::Thread(std::string name, std::function<void()> body)
    : thread_([name = name.substr(0, kThreadNameMax), body = std::move(body)] {
        pthread_setname_np(pthread_self(), name.c_str());
        body();
      }) {}

Thread::~Thread() { Join(); }

Thread& Thread::operator=(Thread&& other) noexcept {
  if (this != &other) {
    Join();
    thread_ = std::move(other.thread_);
  }
  return *this;
}

void Thread::Join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace firn::sys
