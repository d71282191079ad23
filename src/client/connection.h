#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/call.h"
#include "base/result.h"
#include "sys/clock.h"
#include "sys/pause.h"
#include "sys/random.h"
#include "wire/http.h"
#include "wire/shape.h"

namespace firn::client {

// The keys a request is signed with.
struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty for long-lived keys
};

// Gives the credentials to use now; asked before every attempt, so that expiring ones can be renewed.
using CredentialsSource = std::function<Result<Credentials>()>;

struct ConnectionOptions {
  // One endpoint for every service ("http://127.0.0.1:4566"), or empty for AWS's own endpoints.
  std::string endpoint;
  Region region;
  CredentialsSource credentials;
  int attempts_max = 4;                          // per call, the first included
  Duration attempt_timeout = std::chrono::seconds(60);
};

// Carries operations to an endpoint: serialises, signs, sends, retries what is safe to retry, and reads the answer.
//
// Retried: throttling and unavailability that the service says, and connections that failed before anything was sent.
// A lost answer (kUnknownOutcome) is retried only for reads, so that no write happens twice. Pauses between attempts
// grow and are drawn at random. Threads: any.
class Connection {
 public:
  Connection(ConnectionOptions options, wire::Transport& transport, const sys::Clock& clock, sys::Random& random,
             sys::Pause& pause);
  ~Connection();

  // Errors carry the service's own code, its kind and HTTP status.
  Result<void> Invoke(const wire::ServiceModel& model, const wire::Operation& operation, const api::Call& call,
                      const void* input, void* output);

  const Region& region() const { return options_.region; }
  // "http://host:port" that a service's requests go to.
  Result<wire::HttpTarget> TargetOf(const wire::ServiceModel& model) const;

 private:
  Result<void> Attempt(const wire::ServiceModel& model, const wire::Operation& operation,
                       const wire::HttpTarget& target, const void* input, void* output);

  ConnectionOptions options_;
  wire::Transport& transport_;
  const sys::Clock& clock_;
  sys::Random& random_;
  sys::Pause& pause_;
};

}  // namespace firn::client
