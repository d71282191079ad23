#include "base/encoding.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace firn {
namespace {

constexpr char kHexLower[] = "0123456789abcdef";
constexpr char kHexUpper[] = "0123456789ABCDEF";
constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t kNone = 0xff;

constexpr std::array<uint8_t, 256> MakeBase64Values(char plus, char slash) {
  std::array<uint8_t, 256> values{};
  for (auto& value : values) value = kNone;
  for (uint8_t i = 0; i < 62; ++i) values[static_cast<uint8_t>(kBase64[i])] = i;
  values[static_cast<uint8_t>(plus)] = 62;
  values[static_cast<uint8_t>(slash)] = 63;
  return values;
}

constexpr auto kStandardValues = MakeBase64Values('+', '/');

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsUnreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// Decodes unpadded text of the standard alphabet; the bits left over must be zero only where
// `strict`.
std::optional<std::string> DecodeUnpadded(std::string_view text, bool strict) {
  const size_t tail = text.size() % 4;
  if (tail == 1) return {};
  std::string out(text.size() / 4 * 3 + (tail == 0 ? 0 : tail - 1), '\0');
  const auto* in = reinterpret_cast<const uint8_t*>(text.data());
  auto* to = reinterpret_cast<uint8_t*>(out.data());
  uint8_t seen = 0;
  for (size_t i = text.size() / 4; i > 0; --i, in += 4, to += 3) {
    const uint8_t a = kStandardValues[in[0]], b = kStandardValues[in[1]];
    const uint8_t c = kStandardValues[in[2]], d = kStandardValues[in[3]];
    seen |= a | b | c | d;
    to[0] = static_cast<uint8_t>(a << 2 | b >> 4);
    to[1] = static_cast<uint8_t>(b << 4 | c >> 2);
    to[2] = static_cast<uint8_t>(c << 6 | d);
  }
  if (seen & 0xc0) return {};
  if (tail == 0) return out;
  const uint8_t a = kStandardValues[in[0]], b = kStandardValues[in[1]];
  const uint8_t c = tail == 3 ? kStandardValues[in[2]] : 0;
  if ((a | b | c) & 0xc0) return {};
  to[0] = static_cast<uint8_t>(a << 2 | b >> 4);
  if (tail == 3) to[1] = static_cast<uint8_t>(b << 4 | c >> 2);
  if (strict && ((tail == 2 && (b & 0x0f)) || (tail == 3 && (c & 0x03)))) return {};
  return out;
}

}  // namespace

std::string HexEncode(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    out += kHexLower[byte >> 4];
    out += kHexLower[byte & 15];
  }
  return out;
}

std::optional<std::string> HexDecode(std::string_view text) {
  if (text.size() % 2 != 0) return {};
  std::string out;
  out.reserve(text.size() / 2);
  for (size_t i = 0; i < text.size(); i += 2) {
    const int high = HexValue(text[i]), low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string Base64Encode(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  const auto* in = reinterpret_cast<const uint8_t*>(bytes.data());
  char* to = out.data();
  for (size_t left = bytes.size() / 3; left > 0; --left, in += 3, to += 4) {
    const uint32_t group = in[0] << 16 | in[1] << 8 | in[2];
    to[0] = kBase64[group >> 18];
    to[1] = kBase64[group >> 12 & 63];
    to[2] = kBase64[group >> 6 & 63];
    to[3] = kBase64[group & 63];
  }
  const size_t rest = bytes.size() % 3;
  if (rest == 0) return out;
  const uint32_t group = in[0] << 16 | (rest == 2 ? in[1] << 8 : 0);
  to[0] = kBase64[group >> 18];
  to[1] = kBase64[group >> 12 & 63];
  if (rest == 2) to[2] = kBase64[group >> 6 & 63];
  return out;
}

std::optional<std::string> Base64Decode(std::string_view text) {
  if (text.size() % 4 != 0) return {};
  if (text.ends_with("==")) {
    text.remove_suffix(2);
  } else if (text.ends_with("=")) {
    text.remove_suffix(1);
  }
  return DecodeUnpadded(text, true);
}

std::optional<std::string> Base64DecodeLenient(std::string_view text) {
  // Most text is plain already; only the rest is worth a look at every character.
  if (auto plain = Base64Decode(text)) return plain;
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (c == '\r' || c == '\n' || c == ' ' || c == '\t') continue;
    plain += c == '-' ? '+' : c == '_' ? '/' : c;
  }
  for (int i = 0; i < 2 && plain.ends_with("="); ++i) plain.pop_back();
  return DecodeUnpadded(plain, false);
}

std::string PercentEncode(std::string_view text, std::string_view keep) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (IsUnreserved(c) || keep.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<uint8_t>(c);
    out += '%';
    out += kHexUpper[byte >> 4];
    out += kHexUpper[byte & 15];
  }
  return out;
}

std::optional<std::string> PercentDecode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = HexValue(text[i + 1]), low = HexValue(text[i + 2]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high << 4 | low);
    i += 2;
  }
  return out;
}

bool IsUtf8(std::string_view text) {
  const auto* p = reinterpret_cast<const uint8_t*>(text.data());
  const auto* end = p + text.size();
  while (p < end) {
    if (*p < 0x80) {
      ++p;
      // Most text is plain; eight such bytes are passed over at once.
      for (uint64_t word; end - p >= 8; p += 8) {
        std::memcpy(&word, p, sizeof word);
        if ((word & 0x8080808080808080ull) != 0) break;
      }
      continue;
    }
    const int length = *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : *p >= 0xc2 ? 2 : 0;
    if (length == 0 || *p > 0xf4 || end - p < length) return false;
    for (int i = 1; i < length; ++i) {
      if ((p[i] & 0xc0) != 0x80) return false;
    }
    const uint8_t second = p[1];
    if ((*p == 0xe0 && second < 0xa0) || (*p == 0xed && second > 0x9f) ||
        (*p == 0xf0 && second < 0x90) || (*p == 0xf4 && second > 0x8f)) {
      return false;
    }
    p += length;
  }
  return true;
}

}  // namespace firn
