#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"

namespace firn::services::kms {

using EncryptionContext = std::map<std::string, std::string>;

// What a symmetric ciphertext says about itself. All of it is authenticated, and so is the encryption context, which
// it does not contain.
struct Ciphertext {
  AccountId account;
  std::string key_id;
  std::string material_id;  // 64 hexadecimal digits: which version of the key
  std::string nonce;
  std::string sealed;
};

// Layout, version 1: the bytes 01 and 0a; account, key id and material id, each behind a byte of its length; nonce;
// sealed text.
std::string BlobOf(const Ciphertext& ciphertext);
// InvalidCiphertextException when the bytes are no ciphertext of ours.
Result<Ciphertext> ReadBlob(std::string_view blob);

// The authenticated bytes beside the text: the blob's own head, and the context in one canonical form.
std::string BoundBytes(const Ciphertext& ciphertext, const EncryptionContext& context);

}  // namespace firn::services::kms
