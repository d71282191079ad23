#include "edge/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>

namespace firn::edge {
namespace {

// The reason of the library's last error; empties its queue.
std::string LastReason() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

// A socket BIO that writes with MSG_NOSIGNAL: the library's own raises SIGPIPE when the peer is
// gone.
int BioWrite(BIO* bio, const char* data, int length) {
  BIO_clear_retry_flags(bio);
  const int socket = static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio)));
  const ssize_t sent = send(socket, data, static_cast<size_t>(length), MSG_NOSIGNAL);
  if (sent < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int BioRead(BIO* bio, char* into, int length) {
  BIO_clear_retry_flags(bio);
  const int socket = static_cast<int>(reinterpret_cast<intptr_t>(BIO_get_data(bio)));
  const ssize_t received = recv(socket, into, static_cast<size_t>(length), 0);
  if (received < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
  return static_cast<int>(received);
}

long BioControl(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

BIO_METHOD* SocketMethod() {
  static BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "firn socket");
    if (method == nullptr) return method;
    BIO_meth_set_write(method, BioWrite);
    BIO_meth_set_read(method, BioRead);
    BIO_meth_set_ctrl(method, BioControl);
    return method;
  }();
  return kMethod;
}

Result<SSL*> NewSession(SSL_CTX* context, int socket) {
  SSL* session = SSL_new(context);
  BIO* bio = SocketMethod() == nullptr ? nullptr : BIO_new(SocketMethod());
  if (session == nullptr || bio == nullptr) {
    SSL_free(session);
    BIO_free(bio);
    return Fail(Kind::kInternal, "cannot start TLS: " + LastReason());
  }
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<intptr_t>(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(session, bio, bio);
  return session;
}

int SelectHttp11(SSL*, const unsigned char** out, unsigned char* out_length,
                 const unsigned char* offered, unsigned int offered_length, void*) {
  static const unsigned char kOurs[] = "\x08http/1.1";
  unsigned char* selected = nullptr;
  if (SSL_select_next_proto(&selected, out_length, kOurs, sizeof(kOurs) - 1, offered,
                            offered_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

void SetCommon(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  // A peer that drops the connection without a TLS goodbye is an ordinary end: HTTP messages carry
  // their own length.
  SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
}

bool IsAddress(const std::string& host) {
  unsigned char buffer[sizeof(in6_addr)];
  return inet_pton(AF_INET, host.c_str(), buffer) == 1 ||
         inet_pton(AF_INET6, host.c_str(), buffer) == 1;
}

}  // namespace

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

Result<std::unique_ptr<TlsContext>> TlsContext::Server(const std::string& certificate_file,
                                                       const std::string& key_file) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (context == nullptr) return Fail(Kind::kInternal, "cannot set up TLS: " + LastReason());
  std::unique_ptr<TlsContext> out(new TlsContext(context));
  SetCommon(context);
  SSL_CTX_set_alpn_select_cb(context, SelectHttp11, nullptr);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
    return Fail(Kind::kInvalid,
                "cannot use the TLS certificate: " + LastReason() + ": " + certificate_file);
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return Fail(Kind::kInvalid, "cannot use the TLS key: " + LastReason() + ": " + key_file);
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    return Fail(Kind::kInvalid, "the TLS key does not belong to the certificate: " + key_file);
  }
  return out;
}

Result<std::unique_ptr<TlsContext>> TlsContext::Client(
    const std::vector<std::string>& authority_files) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  if (context == nullptr) return Fail(Kind::kInternal, "cannot set up TLS: " + LastReason());
  std::unique_ptr<TlsContext> out(new TlsContext(context));
  SetCommon(context);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_default_verify_paths(context);
  for (const std::string& file : authority_files) {
    if (SSL_CTX_load_verify_locations(context, file.c_str(), nullptr) != 1) {
      return Fail(Kind::kInvalid,
                  "cannot read the certificate authorities: " + LastReason() + ": " + file);
    }
  }
  ERR_clear_error();
  return out;
}

Result<ssl_st*> TlsContext::NewServerSession(int socket) const {
  FIRN_TRY(SSL * session, NewSession(context_, socket));
  SSL_set_accept_state(session);
  return session;
}

Result<ssl_st*> TlsContext::NewClientSession(int socket, const std::string& host) const {
  FIRN_TRY(SSL * session, NewSession(context_, socket));
  SSL_set_connect_state(session);
  const bool is_address = IsAddress(host);
  const int named = is_address
                        ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str())
                        : SSL_set1_host(session, host.c_str());
  if (named != 1 || (!is_address && SSL_set_tlsext_host_name(session, host.c_str()) != 1)) {
    SSL_free(session);
    return Fail(Kind::kInvalid, "not a host name that TLS can verify: " + host);
  }
  return session;
}

}  // namespace firn::edge
