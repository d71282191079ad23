#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

// Authenticated encryption with AES-256-GCM, and message authentication codes. Threads: any.
namespace firn {

inline constexpr size_t kAesKeyBytes = 32;
inline constexpr size_t kGcmNonceBytes = 12;
inline constexpr size_t kGcmTagBytes = 16;

// The encrypted text with its tag behind it. `nonce` must never serve twice with one key; `bound`
// is authenticated along with the text and not part of the answer.
struct GcmText {
  std::string_view key;    // kAesKeyBytes
  std::string_view nonce;  // kGcmNonceBytes
  std::string_view bound;
  std::string_view text;
};
std::string SealGcm(const GcmText& open);

// The text back. kInvalid, without a word why, when key, nonce, bound bytes or text are not those
// of SealGcm.
Result<std::string> OpenGcm(const GcmText& sealed);

// HMAC over one of SHA's digests, raw bytes.
enum class ShaBits { k1, k224, k256, k384, k512 };
std::string Hmac(ShaBits sha, std::string_view key, std::string_view bytes);
std::string ShaDigest(ShaBits sha, std::string_view bytes);
size_t ShaBytes(ShaBits sha);

}  // namespace firn
