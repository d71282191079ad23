#include "wire/sigv4_canonical.h"

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

// Removes "." and ".." segments and empty ones, as RFC 3986 does, keeping a slash at the end.
std::string NormalPath(std::string_view path) {
  std::vector<std::string_view> kept;
  const auto segments = Split(path, '/');
  for (const std::string_view segment : segments) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..")
      kept.push_back(segment);
    else if (!kept.empty())
      kept.pop_back();
  }
  std::string out;
  for (const std::string_view segment : kept) {
    out += '/';
    out += segment;
  }
  const bool slash = segments.back().empty() || segments.back() == "." || segments.back() == "..";
  if (out.empty() || slash) out += '/';
  return out;
}

}  // namespace

SigningStyle StyleOf(std::string_view signing_name) {
  return signing_name == "s3" ? SigningStyle::kS3 : SigningStyle::kStandard;
}

ErrorFamily FamilyOf(Protocol protocol) {
  switch (protocol) {
    case Protocol::kJson:
    case Protocol::kRpcV2Cbor: return ErrorFamily::kJson;
    case Protocol::kRestJson: return ErrorFamily::kRestJson;
    case Protocol::kRestXml: return ErrorFamily::kS3;
    case Protocol::kQuery: break;
  }
  return ErrorFamily::kQuery;
}

std::string SigningScope::text() const {
  return date + "/" + region + "/" + service + "/aws4_request";
}

std::string CanonicalPath(SigningStyle style, std::string_view raw_path) {
  if (raw_path.empty()) return "/";
  if (style == SigningStyle::kStandard) return PercentEncode(NormalPath(raw_path), "/");
  return PercentEncode(DecodePathText(raw_path), "/");
}

std::string CanonicalQuery(std::string_view raw_query) {
  std::vector<std::pair<std::string, std::string>> encoded;
  for (const std::string_view pair : Split(raw_query, '&')) {
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    std::string name = PercentEncode(DecodeFormText(pair.substr(0, equals)));
    if (name == "X-Amz-Signature") continue;
    encoded.emplace_back(std::move(name),
                         equals == std::string_view::npos
                             ? std::string()
                             : PercentEncode(DecodeFormText(pair.substr(equals + 1))));
  }
  std::ranges::sort(encoded);
  std::string out;
  for (const auto& [name, value] : encoded) {
    if (!out.empty()) out += '&';
    out += name;
    out += '=';
    out += value;
  }
  return out;
}

std::string CanonicalHeaders(const Headers& headers,
                             const std::vector<std::string>& signed_headers) {
  std::string out;
  for (const std::string& name : signed_headers) {
    out += name;
    out += ':';
    bool first = true;
    for (const auto& [key, value] : headers.all()) {
      if (!EqualsIgnoringCase(key, name)) continue;
      if (!first) out += ',';
      first = false;
      char last = 0;
      for (const char c : Trim(value)) {
        if (c != ' ' || last != ' ') out += c;
        last = c;
      }
    }
    out += '\n';
  }
  return out;
}

std::string JoinNames(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ';';
    out += name;
  }
  return out;
}

std::string CanonicalRequest(SigningStyle style, const HttpRequest& request,
                             const std::vector<std::string>& signed_headers,
                             std::string_view payload_hash) {
  std::string out = request.method + "\n";
  out += CanonicalPath(style, request.path) + "\n";
  out += CanonicalQuery(request.query) + "\n";
  out += CanonicalHeaders(request.headers, signed_headers) + "\n";
  out += JoinNames(signed_headers) + "\n";
  out += payload_hash;
  return out;
}

std::string StringToSign(std::string_view amz_date, const SigningScope& scope,
                         std::string_view canonical_request) {
  return std::string(kSigningAlgorithm) + "\n" + std::string(amz_date) + "\n" + scope.text() +
         "\n" + HexEncode(Sha256(canonical_request));
}

std::string DeriveSigningKey(std::string_view secret, const SigningScope& scope) {
  const std::string date_key = HmacSha256("AWS4" + std::string(secret), scope.date);
  return HmacSha256(HmacSha256(HmacSha256(date_key, scope.region), scope.service), "aws4_request");
}

std::string SignText(std::string_view signing_key, std::string_view text) {
  return HexEncode(HmacSha256(signing_key, text));
}

}  // namespace firn::wire
