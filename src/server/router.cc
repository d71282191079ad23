#include "server/router.h"

#include <algorithm>

#include "base/log.h"
#include "wire/aws_chunked.h"

namespace firn::server {
namespace {

constexpr Duration kCallMax = std::chrono::seconds(60);
constexpr uint64_t kDecodedInMemoryMax = 1 << 20;  // a larger chunked body is decoded to a file

// Request ids are UUIDs, but for S3, whose ids are sixteen characters of its own alphabet.
constexpr std::string_view kS3IdAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// SDKs from before 2025 ask for a table by GET /tables/{bucket ARN}/{namespace}/{name}; the model has /get-table with
// the same three in the query. Whether the request was such a one and has been rewritten.
bool ModernizeGetTable(wire::HttpRequest& request) {
  constexpr std::string_view kOld = "/tables/";
  if (request.method != "GET" || !request.path.starts_with(kOld) || !request.query.empty()) return false;
  const std::string rest = request.path.substr(kOld.size());
  const size_t first = rest.find('/');
  const size_t second = first == std::string::npos ? first : rest.find('/', first + 1);
  if (second == std::string::npos || rest.find('/', second + 1) != std::string::npos) return false;
  request.path = "/get-table";
  request.query = "tableBucketARN=" + rest.substr(0, first) + "&namespace=" + rest.substr(first + 1, second - first - 1) +
                  "&name=" + rest.substr(second + 1);
  return true;
}

wire::HttpResponse Plain(int status, std::string body) {
  wire::HttpResponse response;
  response.status = status;
  response.headers.Set("Content-Type", "application/json");
  response.body = wire::Body(std::move(body));
  return response;
}

}  // namespace

Router::Router(RouterOptions options, authz::CredentialSource& credentials, const sys::Clock& clock,
               const sys::Clock& real_clock, sys::Random& random, sys::Disk& disk, Weather& weather)
    : options_(std::move(options)),
      credentials_(credentials),
      clock_(clock),
      real_clock_(real_clock),
      random_(random),
      disk_(disk),
      weather_(weather) {}

void Router::Add(Endpoint endpoint) { services_[std::string(endpoint.model->id)] = std::move(endpoint); }

void Router::Add(RawEndpoint endpoint) { raw_.push_back(std::move(endpoint)); }

wire::HttpResponse Router::Handle(wire::HttpRequest request) {
  const auto scope = wire::FindScope(request);
  for (const RawEndpoint& endpoint : raw_) {
    if (request.path.starts_with(endpoint.path_prefix) && scope && scope->service == endpoint.signing_name) {
      return ServeRaw(endpoint, request, random_.Uuid());
    }
  }
  const Endpoint* endpoint = ServiceOf(request);
  if (endpoint == nullptr) {
    return Plain(400, "{\"__type\":\"UnknownOperationException\",\"message\":\"The request names no service that is "
                      "offered here\"}");
  }
  const std::string request_id =
      endpoint->model->id == "s3" ? random_.Text(16, kS3IdAlphabet) : random_.Uuid();
  return Serve(*endpoint, request, request_id);
}

const Endpoint* Router::ServiceOf(const wire::HttpRequest& request) const {
  const auto named = [&](auto matches) -> const Endpoint* {
    for (const auto& [id, endpoint] : services_) {
      if (matches(*endpoint.model)) return &endpoint;
    }
    return nullptr;
  };
  if (const auto scope = wire::FindScope(request)) {
    return named([&](const wire::ServiceModel& model) { return model.signing_name == scope->service; });
  }
  if (const std::string_view target = request.headers.Get("X-Amz-Target"); !target.empty()) {
    const std::string_view prefix = target.substr(0, target.find('.'));
    return named([&](const wire::ServiceModel& model) { return model.target_prefix == prefix; });
  }
  // An unsigned form can only be a query service's, which its version tells; anything else is a request to S3 by nobody
  // in particular.
  if (request.headers.Get("Content-Type").starts_with("application/x-www-form-urlencoded") && request.body.in_memory()) {
    const Endpoint* const versioned = named([&](const wire::ServiceModel& model) {
      return std::ranges::find(model.protocols, wire::Protocol::kQuery) != model.protocols.end() &&
             request.body.bytes().find("Version=" + std::string(model.api_version)) != std::string_view::npos;
    });
    return versioned != nullptr ? versioned : named([](const wire::ServiceModel& model) { return model.id == "sts"; });
  }
  return named([&](const wire::ServiceModel& model) { return model.id == "s3"; });
}

Result<authz::Credential> Router::CredentialOf(const wire::SignatureClaim& claim, wire::ErrorFamily family,
                                               Time now) const {
  auto found = credentials_.FindCredential(claim.access_key_id, claim.session_token, now);
  if (found) return found;
  if (found.error().code == "ExpiredToken") return Fail(wire::ExpiredSessionToken(family));
  if (found.error().kind == Kind::kUnauthenticated) return Fail(wire::UnknownAccessKey(family, claim.access_key_id));
  return found;
}

// Keys that nobody made, as test suites invent them; never a session that is over or whose token is wrong.
bool Router::IsUnknownKey(const wire::SignatureClaim& claim, Time now) const {
  if (claim.access_key_id.starts_with("ASIA")) return false;
  const auto found = credentials_.FindCredential(claim.access_key_id, claim.session_token, now);
  return !found && found.error().code == "InvalidClientTokenId";
}

Result<Router::Identified> Router::Identify(const wire::HttpRequest& request, wire::ErrorFamily family,
                                            std::string_view service, std::string request_id) {
  Identified identified;
  api::Call& call = identified.call;
  call.now = clock_.Now();
  call.deadline = call.now + kCallMax;
  call.request_id = std::move(request_id);
  call.source_ip = request.peer;
  call.secure = request.secure;
  call.region = options_.default_region;
  call.account = options_.default_account;
  FIRN_TRY(const auto claim, wire::ReadSignature(request, family));
  if (!claim) {
    identified.anonymous = true;
    return identified;
  }
  const auto region = Region::Parse(claim->scope.region);
  if (region) call.region = *region;
  auto credential = CredentialOf(*claim, family, call.now);
  if (!credential && options_.strictness == Strictness::kLax && IsUnknownKey(*claim, call.now)) {
    call.principal = authz::RootOf(options_.default_account);
    return identified;
  }
  if (!credential) return Fail(std::move(credential).error());
  wire::VerifyOptions options;
  options.family = family;
  options.style = wire::StyleOf(service);
  options.service = service;
  options.now = real_clock_.Now();
  FIRN_TRY(identified.verified, verifier_.Verify(request, *claim, credential->secret, options));
  call.principal = credential->principal;
  call.account = credential->principal.account;
  if (!credential->expiry) NoteUse(claim->access_key_id, service, call);
  return identified;
}

// When a key was last used is worth less than the request that used it.
void Router::NoteUse(const std::string& access_key_id, std::string_view service, const api::Call& call) {
  const auto noted = credentials_.NoteKeyUse({access_key_id, std::string(service), call.region.text(), call.now});
  if (!noted) {
    Log(LogLevel::kWarning, "the use of an access key could not be noted", {{"reason", noted.error().message}});
  }
}

// S3 clients send bodies in chunks; what follows must see the body itself. Without a verified signature only chunks that
// claim none can be read.
Result<void> Router::DecodeChunks(const std::optional<wire::VerifiedSignature>& verified, wire::HttpRequest& request) {
  if (!verified && request.headers.Get("X-Amz-Content-SHA256").starts_with("STREAMING-AWS4")) {
    return Fail(Error{Kind::kUnsupported, "signed chunks need an access key that is known here", "NotImplemented", 501, {}});
  }
  FIRN_TRY(auto options, wire::ChunkedOptionsOf(request, verified.value_or(wire::VerifiedSignature())));
  if (options.decoded_length <= kDecodedInMemoryMax) {
    std::string decoded;
    decoded.reserve(options.decoded_length);
    FIRN_TRY(const auto trailers, wire::DecodeAwsChunked(request.body, std::move(options), [&](std::string_view bytes) {
               decoded += bytes;
               return Result<void>();
             }));
    wire::ReplaceChunkedBody(&request, wire::Body(std::move(decoded)), trailers);
    return {};
  }
  const std::string path = options_.temporary_directory + "/decoded-" + random_.Uuid();
  FIRN_TRY(std::shared_ptr<sys::File> file, disk_.Open(path, sys::OpenMode::kCreateNew));
  auto trailers = wire::DecodeAwsChunked(request.body, std::move(options),
                                         [&](std::string_view bytes) { return file->Append(bytes); });
  if (!trailers) {
    // The first failure is what the client must hear; a file left behind is removed at the next start.
    if (auto removed = disk_.Remove(path); !removed) return Fail(std::move(trailers).error());
    return Fail(std::move(trailers).error());
  }
  FIRN_TRY(const uint64_t size, file->Size());
  wire::ReplaceChunkedBody(&request, wire::Body::OfFile(file, 0, size, path), *trailers);
  return {};
}

// A browser's form becomes the PutObject it asks for, by whoever signed its policy.
Result<Router::Identified> Router::IdentifyForm(const wire::FormUpload& form, const wire::HttpRequest& request,
                                                const std::string& request_id) {
  FIRN_TRY(Identified identified, Identify(request, wire::ErrorFamily::kS3, "s3", request_id));
  FIRN_TRY(const auto claim, wire::ReadFormSignature(form));
  if (claim) {
    const auto region = Region::Parse(claim->scope.region);
    if (region) identified.call.region = *region;
    const auto credential = CredentialOf(*claim, wire::ErrorFamily::kS3, identified.call.now);
    if (!credential && options_.strictness == Strictness::kLax && IsUnknownKey(*claim, identified.call.now)) {
      identified.call.principal = authz::RootOf(options_.default_account);
    } else {
      if (!credential) return Fail(credential.error());
      FIRN_OK(wire::VerifyFormSignature(form, *claim, credential->secret));
      identified.call.principal = credential->principal;
      identified.call.account = credential->principal.account;
    }
  }
  FIRN_OK(wire::CheckFormPolicy(form, real_clock_.Now()));
  return identified;
}

wire::HttpResponse Router::ServeForm(const Endpoint& endpoint, const wire::HttpRequest& request,
                                     const std::string& request_id) {
  const wire::ServiceModel& model = *endpoint.model;
  wire::Route route = wire::FindRoute(model, request);
  const auto refuse = [&](const Error& error) { return wire::WriteError(model, route, error, request_id); };
  const auto form = wire::ReadFormUpload(request);
  if (!form) return refuse(form.error());
  const auto identified = IdentifyForm(*form, request, request_id);
  if (!identified) return refuse(identified.error());
  const wire::HttpRequest put = wire::PutRequestOf(*form);
  route = wire::FindRoute(model, put);
  if (route.outcome != wire::Route::Outcome::kFound) return refuse(wire::RouteError(model, route));
  const auto input = wire::ParseRequest(model, route, put);
  if (!input) return refuse(input.error());
  wire::AnyStructure output(*route.operation->output);
  const auto done = endpoint.invoke(*route.operation, identified->call, input->get(), output.get());
  if (!done) return refuse(done.error());
  return wire::FormResponse(*form, wire::WriteResponse(model, route, output.get(), request_id));
}

wire::HttpResponse Router::Serve(const Endpoint& endpoint, wire::HttpRequest& request, const std::string& request_id) {
  const wire::ServiceModel& model = *endpoint.model;
  if (model.id == "s3" && wire::IsFormUpload(request)) return ServeForm(endpoint, request, request_id);
  wire::Route route = wire::FindRoute(model, request);
  const auto refuse = [&](const Error& error) { return wire::WriteError(model, route, error, request_id); };
  const wire::ErrorFamily family = wire::FamilyOf(route.protocol);
  auto identified = Identify(request, family, model.signing_name, request_id);
  if (!identified) return refuse(identified.error());
  if (const auto struck = weather_.Strike(model.id)) return refuse(*struck);
  // Only once the signature over the path as it came is verified.
  if (model.id == "s3tables" && ModernizeGetTable(request)) route = wire::FindRoute(model, request);
  if (route.outcome != wire::Route::Outcome::kFound) return refuse(wire::RouteError(model, route));
  // S3 has buckets that are open to everybody: authorization decides about requests without a signature.
  const bool needs_signature = route.operation->authenticated && model.id != "s3";
  if (identified->anonymous && needs_signature) return refuse(wire::MissingAuthentication(family));
  std::string decoded_path;
  if (wire::IsAwsChunked(request)) {
    if (auto decoded = DecodeChunks(identified->verified, request); !decoded) return refuse(decoded.error());
    decoded_path = request.body.removable_path();
  }
  auto input = wire::ParseRequest(model, route, request);
  wire::HttpResponse response;
  if (!input) {
    response = refuse(input.error());
  } else {
    wire::AnyStructure output(*route.operation->output);
    const auto done = endpoint.invoke(*route.operation, identified->call, input->get(), output.get());
    response = done ? wire::WriteResponse(model, route, output.get(), request_id) : refuse(done.error());
  }
  // A range of an object is a partial answer; the models know only one status for success.
  if (model.id == "s3" && response.status == 200 && response.headers.Has("Content-Range")) response.status = 206;
  // A decoded body that nobody moved into place is ours to remove; when it was moved there is nothing to remove.
  if (!decoded_path.empty()) {
    const auto removed = disk_.Remove(decoded_path);
    if (!removed && removed.error().kind != Kind::kNotFound) {
      Log(LogLevel::kWarning, "a temporary file could not be removed", {{"reason", removed.error().message}});
    }
  }
  return response;
}

wire::HttpResponse Router::ServeRaw(const RawEndpoint& endpoint, const wire::HttpRequest& request,
                                    const std::string& request_id) {
  const auto identified = Identify(request, wire::ErrorFamily::kRestJson, endpoint.signing_name, request_id);
  wire::HttpResponse response;
  if (!identified) {
    response = endpoint.refuse(identified.error());
  } else if (identified->anonymous) {
    response = endpoint.refuse(wire::MissingAuthentication(wire::ErrorFamily::kRestJson));
  } else if (const auto struck = weather_.Strike(endpoint.signing_name)) {
    response = endpoint.refuse(*struck);
  } else {
    response = endpoint.handle(identified->call, request);
  }
  response.headers.Set("x-amzn-RequestId", request_id);
  return response;
}

}  // namespace firn::server
