#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

struct ssl_ctx_st;
struct ssl_st;

namespace firn::edge {

// Certificates, keys and rules shared by TLS connections. TLS 1.2 and later. Threads: any.
class TlsContext {
 public:
  // For listeners. Both files are PEM; the certificate file holds the chain, leaf first. kInvalid
  // names what is wrong.
  static Result<std::unique_ptr<TlsContext>> Server(const std::string& certificate_file,
                                                    const std::string& key_file);
  // For clients. Trusts the system's authorities (SSL_CERT_FILE and SSL_CERT_DIR are honoured by
  // the library) and those in `authority_files`, PEM.
  static Result<std::unique_ptr<TlsContext>> Client(
      const std::vector<std::string>& authority_files);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // A new session over a connected socket, which it borrows.
  Result<ssl_st*> NewServerSession(int socket) const;
  // The peer must prove to be `host`, a name or an address.
  Result<ssl_st*> NewClientSession(int socket, const std::string& host) const;

 private:
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

}  // namespace firn::edge
