#pragma once

#include "sys/thread.h"

namespace firn::server {

// Lets many in at once, or one alone. Whoever is alone waits until the others have left, and they wait for it.
// Threads: any.
class Turnstile {
 public:
  // Inside among others, until destroyed.
  class Visit {
   public:
    explicit Visit(Turnstile& turnstile) : turnstile_(turnstile) {
      sys::Lock lock(turnstile_.mutex_);
      turnstile_.changed_.Wait(lock, [&] { return !turnstile_.closed_; });
      ++turnstile_.inside_;
    }
    ~Visit() {
      sys::Lock lock(turnstile_.mutex_);
      if (--turnstile_.inside_ == 0 && turnstile_.closed_) turnstile_.changed_.NotifyAll();
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

   private:
    Turnstile& turnstile_;
  };

  // Alone, until destroyed.
  class Solitude {
   public:
    explicit Solitude(Turnstile& turnstile) : turnstile_(turnstile) {
      sys::Lock lock(turnstile_.mutex_);
      turnstile_.changed_.Wait(lock, [&] { return !turnstile_.closed_; });
      turnstile_.closed_ = true;
      turnstile_.changed_.Wait(lock, [&] { return turnstile_.inside_ == 0; });
    }
    ~Solitude() {
      sys::Lock lock(turnstile_.mutex_);
      turnstile_.closed_ = false;
      turnstile_.changed_.NotifyAll();
    }
    Solitude(const Solitude&) = delete;
    Solitude& operator=(const Solitude&) = delete;

   private:
    Turnstile& turnstile_;
  };

 private:
  sys::Mutex mutex_;  // guards what follows
  sys::Signal changed_;
  int inside_ = 0;
  bool closed_ = false;
};

}  // namespace firn::server
