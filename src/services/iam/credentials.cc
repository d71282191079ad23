#include "services/iam/credentials.h"

#include "base/certificate.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace firn::services::iam {
namespace {

using api::iam::MalformedCertificateException;

constexpr size_t kRsaBitsMin = 2048;
constexpr std::string_view kSshRsa = "ssh-rsa";
constexpr size_t kPasswordBytes = 32;

// One field of SSH's wire form: four bytes of length, then the bytes.
void AppendField(std::string& out, std::string_view bytes) {
  const auto size = static_cast<uint32_t>(bytes.size());
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift);
  out += bytes;
}

// A positive number; a leading one bit would make it negative.
void AppendNumber(std::string& out, const std::string& bytes) {
  const bool high = !bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0x80) != 0;
  AppendField(out, high ? std::string(1, '\0') + bytes : bytes);
}

std::optional<std::string> TakeField(std::string_view& bytes) {
  if (bytes.size() < 4) return std::nullopt;
  uint32_t size = 0;
  for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(4);
  if (size > bytes.size()) return std::nullopt;
  std::string field(bytes.substr(0, size));
  bytes.remove_prefix(size);
  return field;
}

std::string BlobOf(const RsaKey& key) {
  std::string blob;
  AppendField(blob, kSshRsa);
  AppendNumber(blob, key.exponent);
  AppendNumber(blob, key.modulus);
  return blob;
}

size_t BitsOf(const std::string& number) {
  if (number.empty()) return 0;
  size_t bits = number.size() * 8;
  for (unsigned char mask = 0x80; mask != 0 && (static_cast<unsigned char>(number[0]) & mask) == 0;
       mask >>= 1) {
    --bits;
  }
  return bits;
}

// "ssh-rsa AAAA… comment".
std::optional<RsaKey> ParseSsh(std::string_view body) {
  body.remove_prefix(kSshRsa.size());
  const size_t begin = body.find_first_not_of(" \t");
  if (begin == std::string_view::npos || begin == 0) return std::nullopt;
  body = body.substr(begin);
  const auto blob = Base64Decode(body.substr(0, body.find_first_of(" \t\r\n")));
  if (!blob) return std::nullopt;
  std::string_view rest = *blob;
  const auto name = TakeField(rest), exponent = TakeField(rest), modulus = TakeField(rest);
  if (!name || !exponent || !modulus || *name != kSshRsa || !rest.empty()) return std::nullopt;
  RsaKey key{*modulus, *exponent, 0};
  key.modulus.erase(0, std::min(key.modulus.find_first_not_of('\0'), key.modulus.size()));
  key.bits = BitsOf(key.modulus);
  return key;
}

std::string FingerprintOf(std::string_view blob) {
  const std::string hex = HexEncode(Md5(blob));
  std::string text;
  for (size_t i = 0; i < hex.size(); i += 2) {
    if (i > 0) text += ':';
    text += hex.substr(i, 2);
  }
  return text;
}

}  // namespace

authz::Needs OnUserOfKey(const Iam& iam, const api::Call& call, std::string_view action,
                         std::string_view access_key_id) {
  auto key = iam.FindKey(call.account, access_key_id);
  if (!key || *key == nullptr) return OnAccount(action);
  return On<UserRow>(iam, call, action, (*key)->user);
}

Result<SshKey> ParseSshKey(std::string_view body) {
  const bool pem = body.starts_with("-----BEGIN");
  if (!pem && !body.starts_with(kSshRsa)) {
    return api::iam::UnrecognizedPublicKeyEncodingException(
        "The public key encoding format is unsupported or unrecognized.");
  }
  const auto key = pem ? ParseRsaPublicKey(body) : ParseSsh(body);
  if (!key || key->bits < kRsaBitsMin) {
    return api::iam::InvalidPublicKeyException("The public key is malformed or otherwise invalid.");
  }
  const auto text = RsaPublicKeyPem(*key);
  if (!text) {
    return api::iam::InvalidPublicKeyException("The public key is malformed or otherwise invalid.");
  }
  const std::string blob = BlobOf(*key);
  return SshKey{std::string(kSshRsa) + " " + Base64Encode(blob), *text, FingerprintOf(blob)};
}

api::iam::SSHPublicKey ApiSshKey(std::string_view user, const SshKeyRow& row) {
  return {std::string(user), row.id, row.fingerprint, row.body, StatusOf(row.active), row.uploaded};
}

Result<void> CheckCertificate(std::string_view pem) {
  if (ParseCertificate(pem)) return {};
  return MalformedCertificateException(
      "Unable to parse certificate. Please ensure the certificate is in PEM format.");
}

Result<Time> CheckServerCertificate(const api::iam::UploadServerCertificateInput& input) {
  FIRN_OK(CheckCertificate(input.certificate_body));
  switch (ComparePrivateKey(input.certificate_body, input.private_key)) {
    case KeyPair::kMatches: break;
    case KeyPair::kDiffers:
      return api::iam::KeyPairMismatchException(
          "The public key in the certificate and the private key do not match.");
    case KeyPair::kUnreadable:
      return MalformedCertificateException(
          "Unable to parse key. Please ensure the key is in PEM format and not encrypted.");
  }
  if (input.certificate_chain && CountCertificates(*input.certificate_chain).value_or(0) == 0) {
    return MalformedCertificateException(
        "Unable to parse certificate chain. Please ensure the chain is in PEM format.");
  }
  return ParseCertificate(input.certificate_body)->not_after;
}

Result<std::string> CredentialService(const std::string& service) {
  if (service == "codecommit.amazonaws.com" || service == "cassandra.amazonaws.com") {
    return service;
  }
  return api::iam::ServiceNotSupportedException("No such service " + service +
                                                " is supported for Service Specific Credentials");
}

std::string NewServicePassword(Iam& iam) {
  return Base64Encode(iam.random().Bytes(kPasswordBytes));
}

api::iam::ServiceSpecificCredential ApiCredential(std::string_view user,
                                                  const ServiceCredentialRow& row,
                                                  std::string password) {
  api::iam::ServiceSpecificCredential shape;
  shape.create_date = row.created;
  shape.service_name = row.service;
  shape.service_user_name = row.service_user;
  shape.service_password = std::move(password);
  shape.service_specific_credential_id = row.id;
  shape.user_name = user;
  shape.status = StatusOf(row.active);
  return shape;
}

Unexpected NoItem(std::string_view what, std::string_view id) {
  return api::iam::NoSuchEntityException("The " + std::string(what) + " with id " +
                                         std::string(id) + " cannot be found.");
}

}  // namespace firn::services::iam
