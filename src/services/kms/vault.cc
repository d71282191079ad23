#include "services/kms/vault.h"

#include "base/cipher.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace firn::services::kms {
namespace {

constexpr std::string_view kHeader = "firn-kms-root-key 1 ";

// "firn-kms-root-key 1 <key> <checksum>\n", both in hexadecimal.
std::string TextOf(const std::string& key) {
  return std::string(kHeader) + HexEncode(key) + " " + HexEncode(Sha256(key)).substr(0, 16) + "\n";
}

Result<std::string> KeyOf(const std::string& text) {
  const auto key = text.starts_with(kHeader) ? HexDecode(text.substr(kHeader.size(), 2 * kAesKeyBytes)) : std::nullopt;
  if (!key || key->size() != kAesKeyBytes || TextOf(*key) != text) {
    return Fail(Kind::kCorrupt, "the file of the root key is damaged; the keys of this lake cannot be used without it");
  }
  return *key;
}

}  // namespace

Result<std::unique_ptr<Vault>> Vault::Open(sys::Disk& disk, sys::Random& random, const std::string& data_directory) {
  const std::string directory = data_directory + "/kms";
  const std::string path = directory + "/root-key", fresh = path + ".new";
  FIRN_OK(disk.CreateDirectories(directory));
  FIRN_TRY(const bool exists, disk.Exists(path));
  if (exists) {
    FIRN_TRY(const std::string text, disk.ReadAll(path));
    FIRN_TRY(std::string key, KeyOf(text));
    return std::unique_ptr<Vault>(new Vault(random, std::move(key)));
  }
  if (auto removed = disk.Remove(fresh); !removed && removed.error().kind != Kind::kNotFound) {
    return Fail(std::move(removed).error());
  }
  std::string key = random.Bytes(kAesKeyBytes);
  FIRN_TRY(auto file, disk.Open(fresh, sys::OpenMode::kCreatePrivate));
  FIRN_OK(file->Append(TextOf(key)));
  FIRN_OK(file->Sync());
  FIRN_OK(disk.Rename(fresh, path));
  FIRN_OK(disk.SyncDirectory(directory));
  FIRN_OK(disk.SyncDirectory(data_directory));
  return std::unique_ptr<Vault>(new Vault(random, std::move(key)));
}

std::string Vault::Seal(std::string_view bound, std::string_view secret) const {
  const std::string nonce = random_.Bytes(kGcmNonceBytes);
  return nonce + SealGcm({key_, nonce, bound, secret});
}

Result<std::string> Vault::Unseal(std::string_view bound, std::string_view sealed) const {
  if (sealed.size() < kGcmNonceBytes) return Fail(Kind::kCorrupt, "sealed key material is too short");
  auto secret = OpenGcm({key_, sealed.substr(0, kGcmNonceBytes), bound, sealed.substr(kGcmNonceBytes)});
  if (!secret) return Fail(Kind::kCorrupt, "key material does not open with this lake's root key");
  return secret;
}

}  // namespace firn::services::kms
