#include <algorithm>
#include <tuple>

#include "wire/protocol.h"
#include "wire/s3_host.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

bool Speaks(const ServiceModel& model, Protocol protocol) {
  return std::ranges::find(model.protocols, protocol) != model.protocols.end();
}

Protocol ProtocolOf(const ServiceModel& model, const HttpRequest& request) {
  if (model.protocols.size() == 1) return model.protocols.front();
  if (Speaks(model, Protocol::kRpcV2Cbor) &&
      (request.headers.Get("smithy-protocol") == "rpc-v2-cbor" ||
       request.path.starts_with("/service/"))) {
    return Protocol::kRpcV2Cbor;
  }
  if (Speaks(model, Protocol::kJson) && request.headers.Has("X-Amz-Target")) return Protocol::kJson;
  if (Speaks(model, Protocol::kQuery)) return Protocol::kQuery;
  return model.protocols.empty() ? Protocol::kJson : model.protocols.front();
}

// Looks an operation up by name among those we handle and those the model merely knows.
void FindByName(const ServiceModel& model, Route& route) {
  for (const Operation& operation : model.operations) {
    if (operation.name != route.name) continue;
    route.operation = &operation;
    route.outcome = Route::Outcome::kFound;
    return;
  }
  for (const OperationRoute& operation : model.unimplemented) {
    if (operation.name == route.name) route.outcome = Route::Outcome::kUnimplemented;
  }
}

void RouteJson(const ServiceModel& model, const HttpRequest& request, Route& route) {
  const std::string_view target = request.headers.Get("X-Amz-Target");
  const size_t dot = target.rfind('.');
  route.name = std::string(dot == std::string_view::npos ? target : target.substr(dot + 1));
  const std::string type = MediaType(request.headers.Get("Content-Type"));
  route.json_version = type == "application/x-amz-json-1.0"   ? "1.0"
                       : type == "application/x-amz-json-1.1" ? "1.1"
                                                              : "";
  if (dot == std::string_view::npos || target.substr(0, dot) != model.target_prefix) return;
  FindByName(model, route);
}

void RouteCbor(const ServiceModel& model, const HttpRequest& request, Route& route) {
  const auto segments = Split(request.path, '/');  // "", service, <prefix>, operation, <name>
  const size_t size = segments.size();
  if (size < 5 || segments[size - 4] != "service" || segments[size - 2] != "operation") return;
  route.name = DecodePathText(segments[size - 1]);
  // A service may be named with its namespace in front.
  const std::string_view service = segments[size - 3].substr(segments[size - 3].rfind('.') + 1);
  if (service == model.target_prefix) FindByName(model, route);
}

void RouteQuery(const ServiceModel& model, const HttpRequest& request, Route& route) {
  if (request.method == "POST" && request.body.in_memory()) {
    auto form = DecodeForm(request.body.bytes());
    std::ranges::move(form, std::back_inserter(route.parameters));
  }
  for (const QueryParameter& parameter : route.parameters) {
    if (parameter.name == "Action") route.name = parameter.value;
    if (parameter.name == "Version") route.version = parameter.value;
  }
  if (route.version != model.api_version) return;
  FindByName(model, route);
}

// Matches a raw path against "/a/{b}/{c+}". Labels are decoded after the split, so that an encoded
// '/' stays in its segment. A path may end in one more '/'.
bool MatchPath(std::string_view pattern, std::string_view path, std::vector<PathLabel>* labels,
               size_t* literals) {
  labels->clear();
  *literals = 0;
  if (path.empty()) path = "/";
  while (true) {
    if (pattern.empty() || pattern == "/") return path.empty() || path == "/";
    if (!path.starts_with('/')) return false;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    const std::string_view part = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(part.size());
    const bool label = part.starts_with('{') && part.ends_with('}');
    if (label && part.ends_with("+}")) {
      if (path.empty()) return false;
      labels->push_back({std::string(part.substr(1, part.size() - 3)), DecodePathText(path)});
      return pattern.empty();
    }
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    if (segment.empty()) return false;
    if (label) {
      labels->push_back({std::string(part.substr(1, part.size() - 2)), DecodePathText(segment)});
    } else if (DecodePathText(segment) == part) {
      ++*literals;
    } else {
      return false;
    }
  }
}

bool HasParameter(const Route& route, std::string_view name) {
  return std::ranges::any_of(route.parameters,
                             [&](const QueryParameter& p) { return p.name == name; });
}

// Whether every "?uploads&list-type=2" of a template is in the query; counts them.
bool MatchQuery(std::string_view literals, const Route& route, size_t* count) {
  *count = 0;
  if (literals.empty()) return true;
  for (const std::string_view pair : Split(literals, '&')) {
    const size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    if (name == "x-id") continue;  // an SDK's label of the operation, which not every client sends
    const bool found = std::ranges::any_of(route.parameters, [&](const QueryParameter& p) {
      return p.name == name &&
             (equals == std::string_view::npos || p.value == pair.substr(equals + 1));
    });
    if (!found) return false;
    ++*count;
  }
  return true;
}

struct RequiredMembers {
  size_t present = 0;
  size_t absent = 0;
};

// Required query parameters and headers: what tells PutObject, UploadPart and CopyObject apart.
RequiredMembers CountRequired(const Operation& operation, const Route& route,
                              const HttpRequest& request) {
  RequiredMembers out;
  for (const Member& member : operation.input->members) {
    if (!member.required) continue;
    if (member.location == Location::kQuery)
      ++(HasParameter(route, member.wire_name) ? out.present : out.absent);
    if (member.location == Location::kHeader)
      ++(request.headers.Has(member.wire_name) ? out.present : out.absent);
  }
  return out;
}

// Higher is better: more literal query keys, more literal segments, all required members there,
// more of them, ours.
using Score = std::tuple<size_t, size_t, bool, size_t, bool>;

class RestRouter {
 public:
  RestRouter(const HttpRequest& request, Route& route)
      : request_(request), route_(route), copies_(request.headers.Has("x-amz-copy-source")) {}

  void Offer(std::string_view name, std::string_view method, std::string_view uri,
             const Operation* operation) {
    if (method != request_.method) return;
    const size_t mark = uri.find('?');
    std::vector<PathLabel> labels;
    size_t segments = 0;
    size_t keys = 0;
    if (!MatchPath(uri.substr(0, mark), route_.path, &labels, &segments)) return;
    if (!MatchQuery(mark == std::string_view::npos ? "" : uri.substr(mark + 1), route_, &keys))
      return;
    RequiredMembers required;
    if (operation != nullptr) required = CountRequired(*operation, route_, request_);
    if (route_.protocol == Protocol::kRestXml) {
      // In S3 the header alone tells copies from uploads, and a request without the parameters of
      // one operation is another operation.
      if (keys == 0 && method == "PUT") {
        if (copies_ != (name.find("Copy") != std::string_view::npos)) return;
        if (copies_ && HasParameter(route_, "partNumber") != (name == "UploadPartCopy")) return;
      }
      if (required.absent > 0) return;
    }
    const Score score(keys, segments, required.absent == 0, required.present, operation != nullptr);
    if (found_ && score <= best_) return;
    found_ = true;
    best_ = score;
    route_.name = std::string(name);
    route_.operation = operation;
    route_.labels = std::move(labels);
    route_.outcome = operation != nullptr ? Route::Outcome::kFound : Route::Outcome::kUnimplemented;
  }

 private:
  const HttpRequest& request_;
  Route& route_;
  const bool copies_;
  bool found_ = false;
  Score best_;
};

void RouteRest(const ServiceModel& model, const HttpRequest& request, Route& route) {
  if (route.protocol == Protocol::kRestXml) {
    if (const auto bucket = BucketOfHost(request.headers.Get("Host"))) {
      route.path = "/" + *bucket + (request.path == "/" ? "" : request.path);
    }
  }
  RestRouter router(request, route);
  for (const Operation& operation : model.operations) {
    router.Offer(operation.name, operation.method, operation.uri, &operation);
  }
  for (const OperationRoute& operation : model.unimplemented) {
    router.Offer(operation.name, operation.method, operation.uri, nullptr);
  }
}

Error Unknown(const Route& route) {
  switch (route.protocol) {
    case Protocol::kQuery:
      if (route.name.empty()) return {Kind::kInvalid, "Missing Action", "MissingAction", 400, {}};
      return {Kind::kInvalid,
              "Could not find operation " + route.name + " for version " +
                  (route.version.empty() ? "NO_VERSION_SPECIFIED" : route.version),
              "InvalidAction",
              400,
              {}};
    case Protocol::kRestXml:
      return {Kind::kUnsupported,
              "The specified method is not allowed against this resource.",
              "MethodNotAllowed",
              405,
              {{"Method", route.method}, {"ResourceType", "BUCKET"}}};
    case Protocol::kJson:
    case Protocol::kRpcV2Cbor:
      return {Kind::kUnsupported,
              "Unknown operation: " + route.name,
              "UnknownOperationException",
              400,
              {}};
    case Protocol::kRestJson: break;
  }
  return {Kind::kUnsupported,
          "Unknown operation: " + route.method + " " + route.path,
          "UnknownOperationException",
          404,
          {}};
}

}  // namespace

std::optional<std::string> BucketOfHost(std::string_view host) {
  if (host.starts_with('[')) return std::nullopt;
  std::string name = ToLower(host.substr(0, host.find(':')));
  if (name.ends_with('.')) name.pop_back();
  const auto before = [&](size_t at) -> std::optional<std::string> {
    if (at == std::string::npos || at == 0) return std::nullopt;
    return name.substr(0, at);
  };
  if (name.ends_with(".localhost")) {
    if (name.ends_with(".s3.localhost")) return before(name.size() - 13);
    const auto bucket = before(name.size() - 10);
    return bucket == "s3" ? std::nullopt : bucket;
  }
  if (!name.ends_with(".amazonaws.com") && !name.ends_with(".amazonaws.com.cn"))
    return std::nullopt;
  const size_t dotted = name.rfind(".s3.");
  return before(dotted != std::string::npos ? dotted : name.rfind(".s3-"));
}

Route FindRoute(const ServiceModel& model, const HttpRequest& request) {
  Route route;
  route.protocol = ProtocolOf(model, request);
  route.method = request.method;
  route.path = request.path;
  route.json_version = std::string(model.json_version);
  if (route.protocol != Protocol::kJson && route.protocol != Protocol::kRpcV2Cbor) {
    route.parameters = request.QueryParameters();
  }
  switch (route.protocol) {
    case Protocol::kJson: RouteJson(model, request, route); break;
    case Protocol::kRpcV2Cbor: RouteCbor(model, request, route); break;
    case Protocol::kQuery: RouteQuery(model, request, route); break;
    case Protocol::kRestJson:
    case Protocol::kRestXml: RouteRest(model, request, route); break;
  }
  if (route.json_version.empty())
    route.json_version = model.json_version.empty() ? "1.1" : std::string(model.json_version);
  return route;
}

Error RouteError(const ServiceModel& model, const Route& route) {
  if (route.outcome != Route::Outcome::kUnimplemented) return Unknown(route);
  if (route.protocol == Protocol::kRestXml) {
    return {Kind::kUnsupported,
            "A header you provided implies functionality that is not implemented: " + route.name,
            "NotImplemented",
            501,
            {}};
  }
  return {Kind::kUnsupported,
          "The operation " + route.name + " of " + std::string(model.service_id) +
              " is not implemented.",
          route.protocol == Protocol::kQuery ? "NotImplemented" : "NotImplementedException",
          501,
          {}};
}

}  // namespace firn::wire
