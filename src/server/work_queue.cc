#include "server/work_queue.h"

namespace firn::server {

WorkQueue::~WorkQueue() {
  {
    const sys::Lock lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  changed_.NotifyAll();
  threads_.clear();
}

void WorkQueue::Add(std::function<void()> work) {
  const sys::Lock lock(mutex_);
  if (stopping_) return;
  waiting_.push_back(std::move(work));
  const bool needs_thread = idle_ < static_cast<int>(waiting_.size());
  if (needs_thread && static_cast<int>(threads_.size()) < threads_max_) {
    threads_.emplace_back(name_, [this] { Loop(); });
  }
  changed_.NotifyOne();
}

void WorkQueue::Loop() {
  sys::Lock lock(mutex_);
  while (true) {
    ++idle_;
    changed_.Wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    --idle_;
    if (stopping_) return;
    const std::function<void()> work = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

}  // namespace firn::server
