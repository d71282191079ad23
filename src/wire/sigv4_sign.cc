#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "wire/sigv4_canonical.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

constexpr size_t kHashedPieceBytes = 1 << 20;
constexpr std::chrono::seconds kPresignedMax{604800};

// Headers that a proxy or an HTTP library may still change are not signed.
bool IsSigned(std::string_view lower_name) {
  for (const char* skipped :
       {"authorization", "connection", "content-length", "expect", "keep-alive", "te",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"}) {
    if (lower_name == skipped) return false;
  }
  return true;
}

std::vector<std::string> SignedHeadersOf(const Headers& headers) {
  std::vector<std::string> names;
  for (const auto& [name, value] : headers.all()) {
    std::string lower = ToLower(name);
    if (IsSigned(lower)) names.push_back(std::move(lower));
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

SigningScope ScopeOf(const SigningInput& input, std::string_view amz_date) {
  return {std::string(amz_date.substr(0, 8)), input.region, input.service};
}

}  // namespace

Result<std::string> BodySha256(const Body& body) {
  if (body.in_memory()) return HexEncode(Sha256(body.bytes()));
  Hasher hasher(Hasher::Algorithm::kSha256);
  for (uint64_t at = 0; at < body.size();) {
    FIRN_TRY(const std::string piece, body.ReadAt(at, kHashedPieceBytes));
    hasher.Update(piece);
    at += piece.size();
  }
  return HexEncode(hasher.Finish());
}

Result<void> SignRequest(const SigningInput& input, HttpRequest* request) {
  if (!request->headers.Has("Host"))
    return Fail(Kind::kInvalid, "a request is signed with its Host header");
  const SigningStyle style = StyleOf(input.service);
  const std::string amz_date = FormatAmzDate(input.now);
  std::string payload_hash = input.payload_hash;
  if (payload_hash.empty()) {
    FIRN_TRY(payload_hash, BodySha256(request->body));
  }
  request->headers.Set("X-Amz-Date", amz_date);
  if (!input.session_token.empty())
    request->headers.Set("X-Amz-Security-Token", input.session_token);
  if (style == SigningStyle::kS3) request->headers.Set("X-Amz-Content-SHA256", payload_hash);
  const SigningScope scope = ScopeOf(input, amz_date);
  const auto names = SignedHeadersOf(request->headers);
  const std::string text =
      StringToSign(amz_date, scope, CanonicalRequest(style, *request, names, payload_hash));
  const std::string signature = SignText(DeriveSigningKey(input.secret_access_key, scope), text);
  request->headers.Set("Authorization", std::string(kSigningAlgorithm) +
                                            " Credential=" + input.access_key_id + "/" +
                                            scope.text() + ", SignedHeaders=" + JoinNames(names) +
                                            ", Signature=" + signature);
  return {};
}

Result<void> PresignRequest(const SigningInput& input, std::chrono::seconds expires,
                            HttpRequest* request) {
  if (!request->headers.Has("Host"))
    return Fail(Kind::kInvalid, "a request is signed with its Host header");
  if (expires.count() < 1 || expires > kPresignedMax) {
    return Fail(Kind::kInvalid, "a presigned request is valid for a second to a week");
  }
  const SigningStyle style = StyleOf(input.service);
  const std::string amz_date = FormatAmzDate(input.now);
  const SigningScope scope = ScopeOf(input, amz_date);
  const auto names = SignedHeadersOf(request->headers);
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!request->query.empty()) request->query += '&';
    request->query += std::string(name) + "=" + PercentEncode(value);
  };
  add("X-Amz-Algorithm", kSigningAlgorithm);
  add("X-Amz-Credential", input.access_key_id + "/" + scope.text());
  add("X-Amz-Date", amz_date);
  add("X-Amz-Expires", std::to_string(expires.count()));
  add("X-Amz-SignedHeaders", JoinNames(names));
  if (!input.session_token.empty()) add("X-Amz-Security-Token", input.session_token);
  std::string payload_hash = input.payload_hash;
  if (payload_hash.empty() && style == SigningStyle::kS3) payload_hash = kUnsignedPayload;
  if (payload_hash.empty()) {
    FIRN_TRY(payload_hash, BodySha256(request->body));
  }
  const std::string text =
      StringToSign(amz_date, scope, CanonicalRequest(style, *request, names, payload_hash));
  add("X-Amz-Signature", SignText(DeriveSigningKey(input.secret_access_key, scope), text));
  return {};
}

}  // namespace firn::wire
