#include "services/iam/providers.h"

#include <algorithm>
#include <cctype>

#include "base/certificate.h"
#include "base/encoding.h"
#include "format/xml.h"

namespace firn::services::iam {
namespace {

using api::iam::InvalidInputException;

constexpr size_t kThumbprintCharacters = 40;
constexpr size_t kClientIdBytesMax = 255;
constexpr std::chrono::hours kHundredYears{24 * 36525};

// The certificates with which an identity provider signs.
bool HasSigningCertificate(const format::XmlElement& idp) {
  for (const format::XmlElement& descriptor : idp.Children("KeyDescriptor")) {
    if (descriptor.Attribute("use").value_or("signing") != "signing") continue;
    const auto info = descriptor.Child("KeyInfo");
    const auto data = info ? info->Child("X509Data") : std::nullopt;
    const auto text = data ? data->Child("X509Certificate") : std::nullopt;
    const auto der = text ? Base64DecodeLenient(text->text()) : std::nullopt;
    if (!der) continue;
    const std::string pem =
        "-----BEGIN CERTIFICATE-----\n" + Base64Encode(*der) + "\n-----END CERTIFICATE-----\n";
    if (ParseCertificate(pem)) return true;
  }
  return false;
}

}  // namespace

Result<std::string> OidcName(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  const auto invalid = [] { return InvalidInputException("Invalid Open ID Connect Provider URL"); };
  if (!url.starts_with(kScheme)) return invalid();
  std::string_view name = url.substr(kScheme.size());
  const std::string_view host = name.substr(0, name.find('/'));
  const bool good = !host.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("-._~/%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (!good) return invalid();
  while (name.ends_with('/')) name.remove_suffix(1);
  return std::string(name);
}

Result<void> CheckThumbprints(const std::vector<std::string>& thumbprints) {
  if (thumbprints.size() > kThumbprintsMax) {
    return InvalidInputException("Thumbprint list must contain fewer than 5 entries.");
  }
  for (const std::string& thumbprint : thumbprints) {
    if (thumbprint.size() != kThumbprintCharacters || !HexDecode(thumbprint)) {
      return InvalidInputException("Invalid thumbprint: " + thumbprint);
    }
  }
  return {};
}

Result<void> CheckClientIds(const std::vector<std::string>& ids) {
  if (ids.size() > kClientIdsMax) {
    return api::iam::LimitExceededException(
        "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: " +
        std::to_string(kClientIdsMax));
  }
  for (const std::string& id : ids) {
    if (id.empty() || id.size() > kClientIdBytesMax) {
      return InvalidInputException("Client ids have one to 255 characters.");
    }
  }
  return {};
}

Result<Time> CheckMetadata(std::string_view metadata, Time now) {
  const auto parsed = format::XmlDocument::Parse(metadata);
  if (!parsed) return InvalidInputException("Could not parse metadata");
  const format::XmlElement root = parsed->root();
  const auto idp = root.Child("IDPSSODescriptor");
  if (root.name() != "EntityDescriptor" || !root.Attribute("entityID") || !idp) {
    return InvalidInputException("Could not parse metadata");
  }
  if (!HasSigningCertificate(*idp)) {
    return InvalidInputException("Metadata has no certificate to verify signatures with");
  }
  const auto until = root.Attribute("validUntil");
  if (!until) return now + kHundredYears;
  const auto time = ParseIso8601(*until);
  if (!time || *time <= now) return InvalidInputException("Metadata is not valid any more");
  return *time;
}

Unexpected NoEncryption() {
  return InvalidInputException("Encrypted SAML assertions are not offered here.");
}

}  // namespace firn::services::iam
