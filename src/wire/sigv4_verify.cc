#include <algorithm>
#include <mutex>
#include <unordered_map>

#include "base/digest.h"
#include "base/encoding.h"
#include "sys/thread.h"
#include "wire/limits.h"
#include "wire/sigv4_canonical.h"
#include "wire/sigv4_error.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

constexpr std::chrono::minutes kSkewMax{5};
constexpr std::chrono::minutes kS3SkewMax{15};

Result<void> CheckScope(const SignatureClaim& claim, const VerifyOptions& options) {
  if (claim.scope.service != options.service) {
    const std::string message =
        "Credential should be scoped to correct service: '" + std::string(options.service) + "'.";
    if (options.family == ErrorFamily::kS3) {
      return Fail(IncompleteSignature(
          options.family,
          "incorrect service \"" + claim.scope.service + "\". This endpoint belongs to \"s3\".",
          claim.presigned));
    }
    return Fail(WrongSignature(options.family, message));
  }
  if (!claim.amz_date.starts_with(claim.scope.date)) {
    if (options.family == ErrorFamily::kS3) {
      return Fail(IncompleteSignature(options.family,
                                      "Invalid credential date \"" + claim.scope.date +
                                          "\". This date is not the same "
                                          "as X-Amz-Date: \"" +
                                          claim.amz_date.substr(0, 8) + "\".",
                                      claim.presigned));
    }
    return Fail(WrongSignature(
        options.family,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP: '" +
            claim.scope.date + "' != '" + claim.amz_date.substr(0, 8) + "', from '" +
            claim.amz_date + "'."));
  }
  return {};
}

Error Skewed(const SignatureClaim& claim, const VerifyOptions& options) {
  Error error = S3AuthenticationError(
      "RequestTimeTooSkewed", 403,
      "The difference between the request time and the current time is too large.");
  error.fields = {
      {"RequestTime", claim.amz_date},
      {"ServerTime", FormatIso8601(std::chrono::floor<std::chrono::seconds>(options.now))},
      {"MaxAllowedSkewMilliseconds", "900000"}};
  return error;
}

// "Signature expired: A is now earlier than B (C - 5 min.)": how AWS words both directions.
Error OutOfTime(const SignatureClaim& claim, const VerifyOptions& options, bool early) {
  const Time bound = early ? Time(options.now + kSkewMax) : Time(options.now - kSkewMax);
  return WrongSignature(
      options.family,
      std::string(early ? "Signature not yet current: " : "Signature expired: ") + claim.amz_date +
          (early ? " is still later than " : " is now earlier than ") + FormatAmzDate(bound) +
          " (" + FormatAmzDate(options.now) + (early ? " + 5 min.)" : " - 5 min.)"));
}

Result<void> CheckTime(const SignatureClaim& claim, const VerifyOptions& options) {
  const bool s3 = options.family == ErrorFamily::kS3;
  const Duration skew = s3 ? Duration(kS3SkewMax) : Duration(kSkewMax);
  // Times are compared as differences: sums could leave the range for dates far off.
  const Duration age = options.now - claim.time;
  if (!claim.presigned) {
    if (age > skew || age < -skew)
      return Fail(s3 ? Skewed(claim, options) : OutOfTime(claim, options, age < -skew));
    return {};
  }
  if (age < -skew) {
    return Fail(s3 ? S3AuthenticationError("AccessDenied", 403, "Request is not valid yet")
                   : OutOfTime(claim, options, true));
  }
  if (age <= claim.expires) return {};
  if (!s3) return Fail(OutOfTime(claim, options, false));
  Error error = S3AuthenticationError("AccessDenied", 403, "Request has expired");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(claim.expires).count();
  error.fields = {
      {"X-Amz-Expires", std::to_string(seconds)},
      {"Expires", FormatIso8601(claim.time + claim.expires)},
      {"ServerTime", FormatIso8601(std::chrono::floor<std::chrono::seconds>(options.now))}};
  return Fail(std::move(error));
}

// Host and every x-amz-* header must be under the signature.
Result<void> CheckSignedHeaders(const HttpRequest& request, const SignatureClaim& claim,
                                const VerifyOptions& options) {
  const auto is_signed = [&](const std::string& name) {
    return std::ranges::find(claim.signed_headers, name) != claim.signed_headers.end();
  };
  if (!is_signed("host") && !is_signed(":authority")) {
    const std::string message =
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    return Fail(options.family == ErrorFamily::kS3
                    ? S3AuthenticationError(
                          "AccessDenied", 403,
                          "There were headers present in the request which were not signed")
                    : WrongSignature(options.family, message));
  }
  std::string unsigned_names;
  for (const auto& [name, value] : request.headers.all()) {
    const std::string lower = ToLower(name);
    if (!lower.starts_with("x-amz-") || is_signed(lower)) continue;
    unsigned_names += (unsigned_names.empty() ? "" : ", ") + lower;
  }
  if (unsigned_names.empty()) return {};
  if (options.family != ErrorFamily::kS3) {
    return Fail(WrongSignature(
        options.family,
        "Every x-amz header must be a 'SignedHeader' in the AWS Authorization: " + unsigned_names));
  }
  Error error = S3AuthenticationError(
      "AccessDenied", 403, "There were headers present in the request which were not signed");
  error.fields.emplace_back("HeadersNotSigned", unsigned_names);
  return Fail(std::move(error));
}

// The payload's place in the canonical request, and what it means for the body.
Result<std::string> DeclaredPayload(const HttpRequest& request, const SignatureClaim& claim,
                                    PayloadKind* kind) {
  const std::string text(Trim(request.headers.Get("X-Amz-Content-SHA256")));
  *kind = PayloadKind::kHashed;
  if (text.empty()) {
    if (claim.presigned) {
      *kind = PayloadKind::kUnsigned;
      return std::string(kUnsignedPayload);
    }
    return Fail(S3AuthenticationError(
        "InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256"));
  }
  if (text == kUnsignedPayload)
    *kind = PayloadKind::kUnsigned;
  else if (text == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")
    *kind = PayloadKind::kChunkedSigned;
  else if (text == "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER")
    *kind = PayloadKind::kChunkedSignedTrailer;
  else if (text == "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
    *kind = PayloadKind::kChunkedUnsignedTrailer;
  else if (text.size() != 64 ||
           text.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) {
    return Fail(
        Error{Kind::kInvalid,
              "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
              "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a "
              "valid sha256 "
              "value.",
              "InvalidArgument",
              400,
              {{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", text.substr(0, 128)}}});
  }
  return text;
}

Error Mismatch(const SignatureClaim& claim, const VerifyOptions& options,
               const std::string& string_to_sign, const std::string& canonical_request) {
  if (options.family != ErrorFamily::kS3) {
    return WrongSignature(
        options.family,
        "The request signature we calculated does not match the signature you provided. Check your "
        "AWS Secret Access Key and signing method. Consult the service documentation for details.");
  }
  Error error = WrongSignature(
      options.family,
      "The request signature we calculated does not match the signature you provided. Check "
      "your key and signing method.");
  error.fields = {{"AWSAccessKeyId", claim.access_key_id},
                  {"StringToSign", string_to_sign},
                  {"SignatureProvided", claim.signature},
                  {"CanonicalRequest", canonical_request}};
  return error;
}

}  // namespace

struct SignatureVerifier::Cache {
  sys::Mutex mutex;
  std::unordered_map<std::string, std::string> keys;

  std::string KeyFor(std::string_view secret, const SigningScope& scope) {
    const std::string name = scope.text() + "\n" + std::string(secret);
    {
      const sys::Lock lock(mutex);
      if (const auto found = keys.find(name); found != keys.end()) return found->second;
    }
    std::string key = DeriveSigningKey(secret, scope);
    const sys::Lock lock(mutex);
    if (keys.size() >= kSigningKeysMax) keys.clear();
    keys.emplace(name, key);
    return key;
  }
};

SignatureVerifier::SignatureVerifier() : cache_(std::make_unique<Cache>()) {}
SignatureVerifier::~SignatureVerifier() = default;

Result<VerifiedSignature> SignatureVerifier::Verify(const HttpRequest& request,
                                                    const SignatureClaim& claim,
                                                    std::string_view secret,
                                                    const VerifyOptions& options) const {
  FIRN_OK(CheckScope(claim, options));
  FIRN_OK(CheckTime(claim, options));
  FIRN_OK(CheckSignedHeaders(request, claim, options));
  VerifiedSignature verified;
  verified.scope = claim.scope;
  verified.amz_date = claim.amz_date;
  verified.signature = claim.signature;
  std::string payload;
  std::string body_sha256(options.body_sha256);
  const bool s3 = options.style == SigningStyle::kS3;
  if (s3) {
    FIRN_TRY(payload, DeclaredPayload(request, claim, &verified.payload));
    if (verified.payload == PayloadKind::kHashed) verified.declared_sha256 = ToLower(payload);
  } else {
    if (body_sha256.empty()) {
      FIRN_TRY(body_sha256, BodySha256(request.body));
    }
    payload = body_sha256;
  }
  verified.signing_key = cache_->KeyFor(secret, claim.scope);
  const std::string canonical =
      CanonicalRequest(options.style, request, claim.signed_headers, payload);
  const std::string text = StringToSign(claim.amz_date, claim.scope, canonical);
  if (!EqualConstantTime(SignText(verified.signing_key, text), claim.signature)) {
    return Fail(Mismatch(claim, options, text, canonical));
  }
  if (s3 && verified.payload == PayloadKind::kHashed && !options.body_follows) {
    if (body_sha256.empty()) {
      FIRN_TRY(body_sha256, BodySha256(request.body));
    }
    FIRN_OK(CheckDeclaredBody(verified, body_sha256));
  }
  return verified;
}

Result<void> CheckDeclaredBody(const VerifiedSignature& verified,
                               std::string_view body_sha256_hex) {
  if (verified.payload != PayloadKind::kHashed || verified.declared_sha256 == body_sha256_hex)
    return {};
  return Fail(Error{Kind::kInvalid,
                    "The provided 'x-amz-content-sha256' header does not match what was computed.",
                    "XAmzContentSHA256Mismatch",
                    400,
                    {{"ClientComputedContentSHA256", verified.declared_sha256},
                     {"S3ComputedContentSHA256", std::string(body_sha256_hex)}}});
}

}  // namespace firn::wire
