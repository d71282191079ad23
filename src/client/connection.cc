#include "client/connection.h"

#include <algorithm>

#include "wire/protocol.h"
#include "wire/sigv4.h"

namespace firn::client {
namespace {

constexpr Duration kPauseFirst = std::chrono::milliseconds(100);
constexpr Duration kPauseMax = std::chrono::seconds(10);

// Operations that change nothing may be sent again when an answer was lost.
bool IsRead(std::string_view name) {
  for (const std::string_view prefix : {"Get", "List", "Describe", "Head", "Filter"}) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

bool MayRetry(const Error& error, const wire::Operation& operation) {
  switch (error.kind) {
    case Kind::kThrottled:
    case Kind::kUnavailable: return true;
    case Kind::kUnknownOutcome:
    case Kind::kCanceled: return IsRead(operation.name);
    case Kind::kInvalid:
    case Kind::kNotFound:
    case Kind::kExists:
    case Kind::kConflict:
    case Kind::kDenied:
    case Kind::kUnauthenticated:
    case Kind::kCorrupt:
    case Kind::kUnsupported: return false;
    case Kind::kInternal: return IsRead(operation.name);
  }
  return false;
}

}  // namespace

Connection::Connection(ConnectionOptions options, wire::Transport& transport, const sys::Clock& clock,
                       sys::Random& random, sys::Pause& pause)
    : options_(std::move(options)), transport_(transport), clock_(clock), random_(random), pause_(pause) {}

Connection::~Connection() = default;

Result<wire::HttpTarget> Connection::TargetOf(const wire::ServiceModel& model) const {
  if (!options_.endpoint.empty()) return wire::HttpTarget::Parse(options_.endpoint);
  // IAM is global and answers in one place.
  const std::string prefix(model.endpoint_prefix);
  if (model.id == "iam") return wire::HttpTarget{"https", "iam.amazonaws.com", 443};
  return wire::HttpTarget{"https", prefix + "." + options_.region.text() + ".amazonaws.com", 443};
}

Result<void> Connection::Invoke(const wire::ServiceModel& model, const wire::Operation& operation, const api::Call&,
                                const void* input, void* output) {
  FIRN_TRY(const wire::HttpTarget target, TargetOf(model));
  Duration longest = kPauseFirst;
  for (int attempt = 1;; ++attempt) {
    auto done = Attempt(model, operation, target, input, output);
    if (done || attempt >= options_.attempts_max || !MayRetry(done.error(), operation)) return done;
    // Full jitter: anything up to a bound that doubles, so that callers refused together do not return together.
    pause_.For(Duration(static_cast<int64_t>(random_.Below(static_cast<uint64_t>(longest.count()) + 1))));
    longest = std::min(longest * 2, kPauseMax);
  }
}

Result<void> Connection::Attempt(const wire::ServiceModel& model, const wire::Operation& operation,
                                 const wire::HttpTarget& target, const void* input, void* output) {
  wire::ClientOptions options;
  options.idempotency_token = random_.Uuid();
  FIRN_TRY(auto request, wire::BuildRequest(model, operation, input, options));
  const bool default_port = target.port == (target.scheme == "https" ? 443 : 80);
  request.headers.Set("Host", default_port ? target.host : target.host + ":" + std::to_string(target.port));
  if (operation.authenticated) {
    FIRN_TRY(const Credentials credentials, options_.credentials());
    wire::SigningInput signing;
    signing.access_key_id = credentials.access_key_id;
    signing.secret_access_key = credentials.secret_access_key;
    signing.session_token = credentials.session_token;
    signing.region = model.id == "iam" && options_.endpoint.empty() ? "us-east-1" : options_.region.text();
    signing.service = std::string(model.signing_name);
    signing.now = clock_.Now();
    FIRN_OK(wire::SignRequest(signing, &request));
  }
  FIRN_TRY(const auto response, transport_.Send(target, request, options_.attempt_timeout));
  return wire::ParseResponse(model, operation, response, output, options);
}

}  // namespace firn::client
