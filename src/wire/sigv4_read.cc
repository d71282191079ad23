#include <algorithm>
#include <charconv>

#include "wire/limits.h"
#include "wire/sigv4_canonical.h"
#include "wire/sigv4_error.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

constexpr int64_t kExpiresMax = 604800;  // a week, in seconds

struct HeaderFields {
  std::string_view algorithm;
  std::optional<std::string_view> credential;
  std::optional<std::string_view> signed_headers;
  std::optional<std::string_view> signature;
};

HeaderFields ReadFields(std::string_view header) {
  HeaderFields out;
  header = Trim(header);
  const size_t space = header.find(' ');
  out.algorithm = header.substr(0, space);
  if (space == std::string_view::npos) return out;
  for (const std::string_view piece : Split(header.substr(space + 1), ',')) {
    const std::string_view field = Trim(piece);
    const size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = field.substr(0, equals);
    const std::string_view value = field.substr(equals + 1);
    if (name == "Credential") out.credential = value;
    if (name == "SignedHeaders") out.signed_headers = value;
    if (name == "Signature") out.signature = value;
  }
  return out;
}

// "AKID/20150830/us-east-1/iam/aws4_request". The key id itself may hold slashes nowhere.
bool ReadCredential(std::string_view credential, std::string* access_key_id, SigningScope* scope,
                    std::string_view* terminator) {
  const auto parts = Split(credential, '/');
  if (parts.size() != 5) return false;
  *access_key_id = std::string(parts[0]);
  *scope = {std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
  *terminator = parts[4];
  return !parts[0].empty();
}

bool IsDate(std::string_view text) {
  return text.size() == 8 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsSignature(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// The one value of a query parameter; the second of a name is refused by the caller.
const std::string* FindParameter(const std::vector<QueryParameter>& parameters,
                                 std::string_view name) {
  const auto at = std::ranges::find(parameters, name, &QueryParameter::name);
  return at == parameters.end() ? nullptr : &at->value;
}

Result<void> FillScope(ErrorFamily family, std::string_view credential, SignatureClaim* claim) {
  std::string_view terminator;
  if (!ReadCredential(credential, &claim->access_key_id, &claim->scope, &terminator)) {
    return Fail(IncompleteSignature(family,
                                    "Credential must have exactly 5 slash-delimited elements, e.g. "
                                    "keyid/date/region/service/term, got '" +
                                        std::string(credential.substr(0, 256)) + "'",
                                    claim->presigned));
  }
  if (!IsDate(claim->scope.date)) {
    return Fail(
        IncompleteSignature(family, "Date in Credential scope must be YYYYMMDD", claim->presigned));
  }
  if (claim->scope.region.empty() || claim->scope.service.empty()) {
    return Fail(IncompleteSignature(family, "Credential must name a region and a service",
                                    claim->presigned));
  }
  if (terminator != "aws4_request") {
    return Fail(WrongSignature(
        family, "Credential should be scoped with a valid terminator: 'aws4_request', not '" +
                    std::string(terminator.substr(0, 64)) + "'."));
  }
  return {};
}

Result<void> FillSignedHeaders(ErrorFamily family, std::string_view text, SignatureClaim* claim) {
  for (const std::string_view name : Split(text, ';')) {
    std::string lower = ToLower(name);
    const bool repeated =
        std::ranges::find(claim->signed_headers, lower) != claim->signed_headers.end();
    if (name.empty() || repeated || claim->signed_headers.size() >= kSignedHeadersMax ||
        name.find_first_of(" \t\r\n:") != std::string_view::npos) {
      return Fail(IncompleteSignature(family, "SignedHeaders must be a list of header names",
                                      claim->presigned));
    }
    claim->signed_headers.push_back(std::move(lower));
  }
  return {};
}

Result<void> FillHeaderDate(ErrorFamily family, const HttpRequest& request, SignatureClaim* claim) {
  const auto amz_date = request.headers.Find("X-Amz-Date");
  const std::string_view text = Trim(amz_date ? *amz_date : request.headers.Get("Date"));
  if (text.empty()) {
    if (family == ErrorFamily::kS3) {
      return Fail(S3AuthenticationError(
          "AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header"));
    }
    return Fail(IncompleteSignature(
        family,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        false));
  }
  auto time = ParseAmzDate(text);
  if (!time && !amz_date) time = ParseHttpDate(text);
  if (!time) {
    if (family == ErrorFamily::kS3) {
      return Fail(S3AuthenticationError(
          "AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header"));
    }
    return Fail(IncompleteSignature(
        family,
        "Date must be in ISO-8601 'basic format'. Got '" + std::string(text.substr(0, 64)) + "'.",
        false));
  }
  claim->time = *time;
  claim->amz_date = FormatAmzDate(*time);
  return {};
}

Result<SignatureClaim> ReadHeader(const HttpRequest& request, std::string_view header,
                                  ErrorFamily family) {
  SignatureClaim claim;
  const HeaderFields fields = ReadFields(header);
  if (fields.algorithm != kSigningAlgorithm) {
    if (family == ErrorFamily::kS3) {
      return Fail(S3AuthenticationError(
          "InvalidRequest", 400,
          "The authorization mechanism you have provided is not supported. Please use "
          "AWS4-HMAC-SHA256."));
    }
    return Fail(IncompleteSignature(
        family,
        "Unsupported AWS 'algorithm': '" + std::string(fields.algorithm.substr(0, 64)) + "'.",
        false));
  }
  std::string absent;
  const auto need = [&](const auto& field, std::string_view name) {
    if (!field || field->empty())
      absent += "Authorization header requires '" + std::string(name) + "' parameter. ";
  };
  need(fields.credential, "Credential");
  need(fields.signature, "Signature");
  need(fields.signed_headers, "SignedHeaders");
  if (!absent.empty()) {
    absent.pop_back();
    return Fail(IncompleteSignature(family, std::move(absent), false));
  }
  FIRN_OK(FillScope(family, *fields.credential, &claim));
  FIRN_OK(FillSignedHeaders(family, *fields.signed_headers, &claim));
  FIRN_OK(FillHeaderDate(family, request, &claim));
  if (!IsSignature(*fields.signature)) {
    return Fail(IncompleteSignature(family, "Signature must be 64 hexadecimal digits in lower case",
                                    false));
  }
  claim.signature = std::string(*fields.signature);
  claim.session_token = std::string(Trim(request.headers.Get("X-Amz-Security-Token")));
  return claim;
}

Result<void> FillExpiry(ErrorFamily family, const std::string* text, SignatureClaim* claim) {
  if (text == nullptr) {
    // Outside S3 a presigned request without X-Amz-Expires is good for as long as a signed header.
    claim->expires = std::chrono::minutes(5);
    return {};
  }
  int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc() || end != text->data() + text->size()) {
    return Fail(IncompleteSignature(family, "X-Amz-Expires should be a number", true));
  }
  if (seconds < 0)
    return Fail(IncompleteSignature(family, "X-Amz-Expires must be non-negative", true));
  if (seconds > kExpiresMax) {
    return Fail(IncompleteSignature(
        family,
        "X-Amz-Expires must be less than a week (in seconds); that is, the given "
        "X-Amz-Expires must be less than 604800 seconds",
        true));
  }
  claim->expires = std::chrono::seconds(seconds);
  return {};
}

Result<SignatureClaim> ReadQuery(const std::vector<QueryParameter>& parameters,
                                 ErrorFamily family) {
  SignatureClaim claim;
  claim.presigned = true;
  const std::string* algorithm = FindParameter(parameters, "X-Amz-Algorithm");
  const std::string* credential = FindParameter(parameters, "X-Amz-Credential");
  const std::string* signature = FindParameter(parameters, "X-Amz-Signature");
  const std::string* date = FindParameter(parameters, "X-Amz-Date");
  const std::string* headers = FindParameter(parameters, "X-Amz-SignedHeaders");
  const std::string* expires = FindParameter(parameters, "X-Amz-Expires");
  if (algorithm == nullptr || credential == nullptr || signature == nullptr || date == nullptr ||
      headers == nullptr || (expires == nullptr && family == ErrorFamily::kS3)) {
    return Fail(IncompleteSignature(
        family,
        "Query-string authentication version 4 requires the X-Amz-Algorithm, "
        "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
        "X-Amz-Expires parameters.",
        true));
  }
  if (*algorithm != kSigningAlgorithm) {
    return Fail(
        IncompleteSignature(family, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"", true));
  }
  FIRN_OK(FillScope(family, *credential, &claim));
  FIRN_OK(FillSignedHeaders(family, *headers, &claim));
  FIRN_OK(FillExpiry(family, expires, &claim));
  const auto time = ParseAmzDate(*date);
  if (!time) {
    return Fail(IncompleteSignature(
        family, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"", true));
  }
  claim.time = *time;
  claim.amz_date = FormatAmzDate(*time);
  if (!IsSignature(*signature)) {
    return Fail(IncompleteSignature(
        family, "X-Amz-Signature must be 64 hexadecimal digits in lower case", true));
  }
  claim.signature = *signature;
  if (const std::string* token = FindParameter(parameters, "X-Amz-Security-Token"))
    claim.session_token = *token;
  return claim;
}

bool IsSigV4Parameter(std::string_view name) {
  return name == "X-Amz-Algorithm" || name == "X-Amz-Credential" || name == "X-Amz-Signature" ||
         name == "X-Amz-SignedHeaders" || name == "X-Amz-Date" || name == "X-Amz-Expires" ||
         name == "X-Amz-Security-Token";
}

bool HasRepeatedParameter(const std::vector<QueryParameter>& parameters) {
  std::vector<std::string_view> seen;
  for (const QueryParameter& parameter : parameters) {
    if (!IsSigV4Parameter(parameter.name)) continue;
    if (std::ranges::find(seen, parameter.name) != seen.end()) return true;
    seen.push_back(parameter.name);
  }
  return false;
}

}  // namespace

std::optional<SigningScope> FindScope(const HttpRequest& request) {
  std::string access_key_id;
  SigningScope scope;
  std::string_view terminator;
  if (const auto header = request.headers.Find("Authorization")) {
    const HeaderFields fields = ReadFields(*header);
    if (fields.credential &&
        ReadCredential(*fields.credential, &access_key_id, &scope, &terminator))
      return scope;
    return std::nullopt;
  }
  if (request.query.find("X-Amz-Credential") == std::string::npos) return std::nullopt;
  const auto parameters = request.QueryParameters();
  const std::string* credential = FindParameter(parameters, "X-Amz-Credential");
  if (credential != nullptr && ReadCredential(*credential, &access_key_id, &scope, &terminator))
    return scope;
  return std::nullopt;
}

Result<std::optional<SignatureClaim>> ReadSignature(const HttpRequest& request,
                                                    ErrorFamily family) {
  const auto count = std::ranges::count_if(request.headers.all(), [](const auto& header) {
    return EqualsIgnoringCase(header.first, "Authorization");
  });
  std::vector<QueryParameter> parameters;
  if (request.query.find("X-Amz-") != std::string::npos) parameters = request.QueryParameters();
  const bool in_query = FindParameter(parameters, "X-Amz-Algorithm") != nullptr ||
                        FindParameter(parameters, "X-Amz-Signature") != nullptr ||
                        FindParameter(parameters, "X-Amz-Credential") != nullptr;
  if (count > 1 || (count == 1 && in_query) || HasRepeatedParameter(parameters)) {
    const std::string message =
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
        "query string parameter or "
        "the Authorization header should be specified";
    if (family == ErrorFamily::kS3)
      return Fail(S3AuthenticationError("InvalidArgument", 400, message));
    return Fail(IncompleteSignature(family, message, in_query));
  }
  if (in_query) {
    FIRN_TRY(SignatureClaim claim, ReadQuery(parameters, family));
    return std::optional<SignatureClaim>(std::move(claim));
  }
  const auto header = request.headers.Find("Authorization");
  if (!header) return std::optional<SignatureClaim>();
  FIRN_TRY(SignatureClaim claim, ReadHeader(request, *header, family));
  return std::optional<SignatureClaim>(std::move(claim));
}

}  // namespace firn::wire
