#pragma once

#include <string>

namespace firn::edge::testing {

// Writes a new self-signed certificate for `host` (a name or an address) and its key, PEM, valid
// for an hour. It is its own authority. False when the files cannot be written.
struct CertificateFiles {
  std::string certificate;
  std::string key;
};
bool WriteSelfSigned(const std::string& host, const CertificateFiles& files);

}  // namespace firn::edge::testing
