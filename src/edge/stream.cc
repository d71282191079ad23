#include "edge/stream.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace firn::edge {
namespace {

Moved FromErrno(Progress wait) {
  if (errno == EAGAIN || errno == EWOULDBLOCK) return {wait};
  return {Progress::kFailed};
}

}  // namespace

Stream::Stream(int socket, ssl_st* session) : socket_(socket), session_(session) {}

Stream::~Stream() {
  SSL_free(session_);
  close(socket_);
}

Moved Stream::TlsResult(int result) {
  if (result > 0) return {Progress::kMoved, static_cast<size_t>(result)};
  switch (SSL_get_error(session_, result)) {
    case SSL_ERROR_WANT_READ: return {Progress::kWantRead};
    case SSL_ERROR_WANT_WRITE: return {Progress::kWantWrite};
    case SSL_ERROR_ZERO_RETURN: return {Progress::kEnd};
    default: return {Progress::kFailed};
  }
}

Progress Stream::Handshake() {
  ERR_clear_error();
  const Moved moved = TlsResult(SSL_do_handshake(session_));
  if (moved.progress == Progress::kFailed || moved.progress == Progress::kEnd) {
    const long verification = SSL_get_verify_result(session_);
    const unsigned long code = ERR_get_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    if (verification != X509_V_OK) {
      failure_ = X509_verify_cert_error_string(verification);
    } else {
      failure_ = reason == nullptr ? "the peer closed the connection" : reason;
    }
    ERR_clear_error();
    return Progress::kFailed;
  }
  return moved.progress;
}

std::string Stream::HandshakeFailure() const { return failure_; }

Moved Stream::Read(char* into, size_t length) {
  if (session_ != nullptr) {
    ERR_clear_error();
    return TlsResult(SSL_read(session_, into, static_cast<int>(std::min<size_t>(length, INT_MAX))));
  }
  while (true) {
    const ssize_t received = recv(socket_, into, length, 0);
    if (received > 0) return {Progress::kMoved, static_cast<size_t>(received)};
    if (received == 0) return {Progress::kEnd};
    if (errno != EINTR) return FromErrno(Progress::kWantRead);
  }
}

Moved Stream::Write(std::string_view first, std::string_view second, More more) {
  if (session_ != nullptr) {
    const std::string_view piece = first.empty() ? second : first;
    ERR_clear_error();
    return TlsResult(SSL_write(session_, piece.data(),
                               static_cast<int>(std::min<size_t>(piece.size(), INT_MAX))));
  }
  iovec pieces[2] = {{const_cast<char*>(first.data()), first.size()},
                     {const_cast<char*>(second.data()), second.size()}};
  msghdr message{};
  message.msg_iov = first.empty() ? pieces + 1 : pieces;
  message.msg_iovlen = first.empty() || second.empty() ? 1 : 2;
  const int flags = MSG_NOSIGNAL | (more == More::kYes ? MSG_MORE : 0);
  while (true) {
    const ssize_t sent = sendmsg(socket_, &message, flags);
    if (sent >= 0) return {Progress::kMoved, static_cast<size_t>(sent)};
    if (errno != EINTR) return FromErrno(Progress::kWantWrite);
  }
}

Moved Stream::SendFile(int file, uint64_t offset, size_t length) {
  auto position = static_cast<off_t>(offset);
  while (true) {
    const ssize_t sent = sendfile(socket_, file, &position, length);
    if (sent > 0) return {Progress::kMoved, static_cast<size_t>(sent)};
    if (sent == 0) return {Progress::kEnd};
    if (errno != EINTR) return FromErrno(Progress::kWantWrite);
  }
}

bool Stream::HasBuffered() const { return session_ != nullptr && SSL_has_pending(session_) == 1; }

void Stream::FinishWriting() {
  if (session_ != nullptr && SSL_is_init_finished(session_)) {
    ERR_clear_error();
    SSL_shutdown(session_);
    ERR_clear_error();
  }
  shutdown(socket_, SHUT_WR);
}

}  // namespace firn::edge
