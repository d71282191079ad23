#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

struct ssl_st;

namespace firn::edge {

// How far a transfer came. kWantRead and kWantWrite: wait until the socket is ready for that, then
// call again.
enum class Progress { kMoved, kWantRead, kWantWrite, kEnd, kFailed };

struct Moved {
  Progress progress = Progress::kFailed;
  size_t bytes = 0;  // with kMoved only
};

// A connected, non-blocking socket with or without TLS on it. Owns both. Threads: one at a time,
// except Shutdown.
class Stream {
 public:
  // `session` is null for plain text.
  Stream(int socket, ssl_st* session);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // TLS only; kMoved when it is complete.
  Progress Handshake();
  // Why the handshake failed, for people.
  std::string HandshakeFailure() const;
  Moved Read(char* into, size_t length);
  // Writes a prefix of `first` followed by `second`. `more` announces that further bytes follow at
  // once.
  enum class More { kNo, kYes };
  Moved Write(std::string_view first, std::string_view second, More more);
  // Plain text only: sends from a file without passing through this process. kEnd: the file has no
  // more bytes.
  Moved SendFile(int file, uint64_t offset, size_t length);

  // Whether a Read would give bytes that the socket no longer holds.
  bool HasBuffered() const;
  // Says goodbye in TLS, then ends our direction.
  void FinishWriting();
  bool secure() const { return session_ != nullptr; }
  int socket() const { return socket_; }

 private:
  Moved TlsResult(int result);

  int socket_;
  ssl_st* session_;
  std::string failure_;
};

}  // namespace firn::edge
