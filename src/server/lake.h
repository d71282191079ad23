#pragma once

#include <memory>
#include <string>

#include "api/call.h"
#include "api/services.h"
#include "base/result.h"
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
  bool strict_purge = false;   // dropping a table without asking for a purge is refused, as AWS does
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
  explicit Lake(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firn::server
