#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/sigv4.h"

// The texts that signatures are made of.
namespace firn::wire {

inline constexpr std::string_view kSigningAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

std::string CanonicalPath(SigningStyle style, std::string_view raw_path);
// Sorted by encoded name, then value; X-Amz-Signature is left out.
std::string CanonicalQuery(std::string_view raw_query);
// "host:…\nx-amz-date:…\n": values joined by commas, trimmed, runs of spaces made one.
std::string CanonicalHeaders(const Headers& headers,
                             const std::vector<std::string>& signed_headers);
std::string JoinNames(const std::vector<std::string>& names);  // by ';'

std::string CanonicalRequest(SigningStyle style, const HttpRequest& request,
                             const std::vector<std::string>& signed_headers,
                             std::string_view payload_hash);
std::string StringToSign(std::string_view amz_date, const SigningScope& scope,
                         std::string_view canonical_request);
std::string DeriveSigningKey(std::string_view secret, const SigningScope& scope);
// HMAC in hex.
std::string SignText(std::string_view signing_key, std::string_view text);

}  // namespace firn::wire
