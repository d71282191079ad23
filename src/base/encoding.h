#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firn {

std::string HexEncode(std::string_view bytes);                // lower case
std::optional<std::string> HexDecode(std::string_view text);  // either case, even length

std::string Base64Encode(std::string_view bytes);  // standard alphabet, padded
std::optional<std::string> Base64Decode(
    std::string_view text);  // standard alphabet, padding required
// Accepts standard, MIME (line breaks) and URL-safe alphabets with or without padding.
std::optional<std::string> Base64DecodeLenient(std::string_view text);

// Percent-encoding of RFC 3986 with upper-case hex; everything but A-Z a-z 0-9 - . _ ~ is encoded.
// `keep` lists further characters left as they are ("/" for S3 paths).
std::string PercentEncode(std::string_view text, std::string_view keep = "");
// Decodes %XX only ('+' stays). Malformed sequences give nothing.
std::optional<std::string> PercentDecode(std::string_view text);

// True when the bytes are well-formed UTF-8 without surrogates.
bool IsUtf8(std::string_view text);

}  // namespace firn
