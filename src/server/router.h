#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "authz/directory.h"
#include "server/weather.h"
#include "sys/clock.h"
#include "sys/disk.h"
#include "sys/random.h"
#include "wire/http.h"
#include "wire/protocol.h"
#include "wire/s3_form.h"
#include "wire/sigv4.h"

namespace firn::server {

// A service as the router calls it.
struct Endpoint {
  const wire::ServiceModel* model = nullptr;
  std::function<Result<void>(const wire::Operation&, const api::Call&, const void* input, void* output)> invoke;
};

// Requests that no service model describes, such as Iceberg REST: called with the caller identified.
struct RawEndpoint {
  std::string signing_name;
  std::string path_prefix;  // "/iceberg/"
  std::function<wire::HttpResponse(const api::Call&, const wire::HttpRequest&)> handle;
  std::function<wire::HttpResponse(const Error&)> refuse;
};

enum class Strictness {
  kVerified,  // every signature is checked
  kLax,       // unknown access keys act as the default account's root
};

struct RouterOptions {
  AccountId default_account;
  Region default_region;
  Strictness strictness = Strictness::kVerified;
  std::string temporary_directory;  // where large chunked uploads are decoded to
};

// Finds the service a request is for, proves who sent it, and answers in the service's protocol.
//
// Services are told apart as AWS does it: by the signature's scope, then by target header, form and path. Requests under
// /_firn/ are not for it. Threads: any.
class Router {
 public:
  // Calls happen at `clock`'s time; signatures are dated by clients, whose time is `real_clock`'s.
  Router(RouterOptions options, authz::CredentialSource& credentials, const sys::Clock& clock,
         const sys::Clock& real_clock, sys::Random& random, sys::Disk& disk, Weather& weather);

  void Add(Endpoint endpoint);
  void Add(RawEndpoint endpoint);

  wire::HttpResponse Handle(wire::HttpRequest request);

 private:
  struct Identified {
    api::Call call;
    bool anonymous = false;
    std::optional<wire::VerifiedSignature> verified;
  };

  const Endpoint* ServiceOf(const wire::HttpRequest& request) const;
  Result<Identified> Identify(const wire::HttpRequest& request, wire::ErrorFamily family, std::string_view service,
                              std::string request_id);
  void NoteUse(const std::string& access_key_id, std::string_view service, const api::Call& call);
  Result<authz::Credential> CredentialOf(const wire::SignatureClaim& claim, wire::ErrorFamily family, Time now) const;
  bool IsUnknownKey(const wire::SignatureClaim& claim, Time now) const;
  Result<Identified> IdentifyForm(const wire::FormUpload& form, const wire::HttpRequest& request,
                                  const std::string& request_id);
  Result<void> DecodeChunks(const std::optional<wire::VerifiedSignature>& verified, wire::HttpRequest& request);
  wire::HttpResponse Serve(const Endpoint& endpoint, wire::HttpRequest& request, const std::string& request_id);
  wire::HttpResponse ServeForm(const Endpoint& endpoint, const wire::HttpRequest& request, const std::string& request_id);
  wire::HttpResponse ServeRaw(const RawEndpoint& endpoint, const wire::HttpRequest& request,
                              const std::string& request_id);

  RouterOptions options_;
  authz::CredentialSource& credentials_;
  const sys::Clock& clock_;
  const sys::Clock& real_clock_;
  sys::Random& random_;
  sys::Disk& disk_;
  Weather& weather_;
  wire::SignatureVerifier verifier_;
  std::map<std::string, Endpoint, std::less<>> services_;  // by our name
  std::vector<RawEndpoint> raw_;
};

}  // namespace firn::server
