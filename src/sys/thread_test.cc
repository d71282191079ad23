#include "sys/thread.h"

#include <gtest/gtest.h>
#include <pthread.h>

#include <atomic>

#include "sys/clock.h"
#include "sys/pause.h"
#include "sys/testing/fake_pause.h"

namespace firn::sys {
namespace {

TEST(Thread, CarriesAShortenedNameAndJoins) {
  std::string name;
  {
    Thread thread("firn-delivery-worker", [&] {
      char text[16] = "";
      pthread_getname_np(pthread_self(), text, sizeof text);
      name = text;
    });
    EXPECT_TRUE(thread.joinable());
  }
  EXPECT_EQ(name, "firn-delivery-w");
}

TEST(Thread, AssignmentJoinsTheOldOne) {
  std::atomic<int> finished = 0;
  Thread thread("one", [&] { ++finished; });
  thread = Thread("two", [&] { ++finished; });
  EXPECT_GE(finished, 1);
  thread.Join();
  EXPECT_EQ(finished, 2);
  EXPECT_FALSE(thread.joinable());
  thread.Join();
}

TEST(Signal, WakesWhenThePredicateHolds) {
  Mutex mutex;
  Signal signal;
  bool ready = false;
  Thread thread("notifier", [&] {
    const Lock lock(mutex);
    ready = true;
    signal.NotifyAll();
  });
  Lock lock(mutex);
  signal.Wait(lock, [&] { return ready; });
  EXPECT_TRUE(signal.WaitFor(lock, Duration(0), [&] { return ready; }));
  EXPECT_FALSE(signal.WaitFor(lock, Duration(1), [] { return false; }));
}

TEST(Clock, TimeAndUptimeGoForward) {
  const SystemClock clock;
  EXPECT_GT(clock.Now(), *ParseIso8601("2024-01-01"));
  const Duration before = Uptime();
  EXPECT_GE(Uptime(), before);
}

TEST(FakeClock, StandsStillUntilTold) {
  testing::FakeClock clock;
  EXPECT_EQ(FormatIso8601(clock.Now()), "2026-01-01T00:00:00Z");
  clock.Advance(std::chrono::hours(1));
  EXPECT_EQ(FormatIso8601(clock.Now()), "2026-01-01T01:00:00Z");
  clock.Set(Time());
  EXPECT_EQ(clock.Now(), Time());
}

TEST(FakePause, RemembersAndAdvances) {
  testing::FakeClock clock;
  testing::FakePause pause(clock);
  const Time before = clock.Now();
  pause.For(std::chrono::seconds(5));
  pause.For(std::chrono::seconds(7));
  EXPECT_EQ(clock.Now() - before, std::chrono::seconds(12));
  EXPECT_EQ(pause.pauses().size(), 2u);
  EXPECT_EQ(pause.pauses().back(), std::chrono::seconds(7));
}

}  // namespace
}  // namespace firn::sys
