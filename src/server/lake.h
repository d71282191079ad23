#pragma once

#include <memory>
#include <string>

#include "api/call.h"
#include "api/services.h"
#include "base/result.h"
#include "server/controls.h"
#include "server/shifted_clock.h"
#include "server/turnstile.h"
#include "server/weather.h"
#include "sys/clock.h"
#include "sys/disk.h"
#include "sys/random.h"
#include "wire/http.h"

namespace firn::server {

struct LakeOptions {
  std::string data_directory;  // absolute; made when missing
  AccountId account;           // of access key "test"
  Region region;               // of requests that name none
  bool lax = false;            // unknown access keys act as the account's root
  size_t table_buckets_max = 10;  // per account and Region, as AWS's default quota
  bool strict_purge = false;   // dropping a table without asking for a purge is refused, as AWS does
  bool controls = false;       // /_firn/reset, /_firn/clock and /_firn/faults are open to whoever reaches the port
};

// An embedded lake: every service over one data directory.
//
// Crash story: whatever was answered is durable; opening the directory again goes on from there. Stop delivers what
// streams hold first, but nothing is lost without it.
// Threads: any.
class Lake {
 public:
  // kConflict when another process has the directory open; kCorrupt when its state cannot be read. Starts the delivery
  // of streams.
  static Result<std::unique_ptr<Lake>> Open(LakeOptions options, sys::Disk& disk, sys::Clock& clock,
                                            sys::Random& random);
  ~Lake();
  Lake(const Lake&) = delete;
  Lake& operator=(const Lake&) = delete;

  // Answers one HTTP request of any service.
  wire::HttpResponse Handle(wire::HttpRequest request);

  // Removes everything the lake holds: waits for the requests that have begun, lets later ones wait, and goes on with an
  // empty directory. What `services` gave before is gone with it.
  //
  // Crash story: the state's database goes first; what a crash leaves of the rest is named by nothing.
  Result<void> Reset();

  // The services in process, with the same checks as over HTTP.
  const api::Services& services() const;
  // A call by the root of the lake's account.
  api::Call RootCall() const;

  // Where an HTTP listener may spool large bodies.
  const std::string& spool_directory() const;

  // Delivers what the streams hold and ends the background work. The failure to deliver is returned; the records stay.
  Result<void> Stop();

 private:
  struct State;
  struct Surroundings;
  Lake(LakeOptions options, sys::Disk& disk, sys::Clock& clock, sys::Random& random,
       std::unique_ptr<sys::DirectoryLock> lock);
  Result<void> OpenState();
  Result<void> EmptyDirectory();

  LakeOptions options_;
  sys::Disk& disk_;
  sys::Clock& real_clock_;
  sys::Random& random_;
  std::unique_ptr<sys::DirectoryLock> lock_;
  ShiftedClock clock_;
  Weather weather_;
  Controls controls_;
  Turnstile turnstile_;
  std::unique_ptr<State> state_;  // null only when a reset failed halfway
};

}  // namespace firn::server
