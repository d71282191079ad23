#include "services/kms/ciphertext.h"

#include "api/kms.h"
#include "base/cipher.h"

namespace firn::services::kms {
namespace {

constexpr std::string_view kMark = "\x01\x0a";

void AppendShort(std::string& out, std::string_view text) {
  out += static_cast<char>(text.size());
  out += text;
}

void AppendLong(std::string& out, std::string_view text) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(text.size() >> shift & 0xff);
  out += text;
}

std::string HeadOf(const Ciphertext& ciphertext) {
  std::string head(kMark);
  AppendShort(head, ciphertext.account.text());
  AppendShort(head, ciphertext.key_id);
  AppendShort(head, ciphertext.material_id);
  return head;
}

// The next part, or nothing when the bytes end before it does.
std::optional<std::string> TakeShort(std::string_view& rest) {
  if (rest.empty() || rest.size() <= static_cast<unsigned char>(rest[0])) return std::nullopt;
  const size_t length = static_cast<unsigned char>(rest[0]);
  std::string part(rest.substr(1, length));
  rest.remove_prefix(1 + length);
  return part;
}

}  // namespace

std::string BlobOf(const Ciphertext& ciphertext) { return HeadOf(ciphertext) + ciphertext.nonce + ciphertext.sealed; }

Result<Ciphertext> ReadBlob(std::string_view blob) {
  const auto invalid = [] { return api::kms::InvalidCiphertextException(""); };
  if (!blob.starts_with(kMark)) return invalid();
  std::string_view rest = blob.substr(kMark.size());
  const auto account = TakeShort(rest);
  auto key_id = account ? TakeShort(rest) : std::nullopt;
  auto material_id = key_id ? TakeShort(rest) : std::nullopt;
  if (!material_id || rest.size() < kGcmNonceBytes + kGcmTagBytes) return invalid();
  const auto owner = AccountId::Parse(*account);
  if (!owner) return invalid();
  return Ciphertext{*owner, *std::move(key_id), *std::move(material_id), std::string(rest.substr(0, kGcmNonceBytes)),
                    std::string(rest.substr(kGcmNonceBytes))};
}

std::string BoundBytes(const Ciphertext& ciphertext, const EncryptionContext& context) {
  std::string bytes = HeadOf(ciphertext);
  for (const auto& [key, value] : context) {
    AppendLong(bytes, key);
    AppendLong(bytes, value);
  }
  return bytes;
}

}  // namespace firn::services::kms
