#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/services.h"
#include "client/connection.h"
#include "converge/step.h"
#include "sys/clock.h"
#include "sys/pause.h"
#include "sys/random.h"
#include "wire/http.h"

namespace firn::cli {

// What commands that talk to a lake take alike.
struct TargetOptions {
  std::string region;    // empty: as the AWS CLI finds it, else us-east-1
  std::string endpoint;  // empty: AWS, or AWS_ENDPOINT_URL
  bool local = false;    // the embedded lake on this machine's default port
};

// The services of an endpoint, signed with the caller's credentials, found where the AWS CLI finds
// them: the environment, then the profile of the shared credentials and config files. With --local
// and nothing found, access key "test".
class Remote {
 public:
  static Result<std::unique_ptr<Remote>> Open(const TargetOptions& options);
  ~Remote();
  Remote(const Remote&) = delete;
  Remote& operator=(const Remote&) = delete;

  const api::Services& services() const;
  const Region& region() const;
  const std::string& endpoint() const;  // empty for AWS
  api::Call Call() const;
  const sys::Clock& clock() const;
  sys::Pause& pause();
  sys::Random& random();

  struct Identity {
    AccountId account;
    std::string arn;      // as GetCallerIdentity says
    std::string iam_arn;  // the user or role behind a session
  };
  Result<Identity> WhoAmI() const;

 private:
  struct State;
  explicit Remote(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The user, role or root that policies name for a caller: sessions give their role.
std::string IamArnOf(const std::string& caller_arn);

}  // namespace firn::cli
