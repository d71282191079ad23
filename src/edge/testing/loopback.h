#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace firn::edge::testing {

// A directory of its own that goes with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "firn-edge-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const { return path_; }
  size_t files() const {
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry :
         std::filesystem::recursive_directory_iterator(path_)) {
      count += entry.is_regular_file() ? 1 : 0;
    }
    return count;
  }

 private:
  std::string path_;
};

// A plain blocking socket to a port of this machine; every wait ends after ten seconds.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval ten_seconds{10, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &ten_seconds, sizeof(ten_seconds));
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &ten_seconds, sizeof(ten_seconds));
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawClient() { Close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  // False once the peer takes no more.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  // Whether the peer has answered or hung up, waiting for it no longer than `patience`.
  bool Answered(std::chrono::milliseconds patience) {
    pollfd waiting{socket_, POLLIN, 0};
    return poll(&waiting, 1, static_cast<int>(patience.count())) > 0;
  }
  // Everything up to and including `mark`, or to the end when that comes first.
  std::string ReadUntil(std::string_view mark) {
    while (held_.find(mark) == std::string::npos && Receive()) {
    }
    const size_t at = held_.find(mark);
    return Take(at == std::string::npos ? held_.size() : at + mark.size());
  }
  std::string ReadBytes(size_t count) {
    while (held_.size() < count && Receive()) {
    }
    return Take(std::min(count, held_.size()));
  }
  std::string ReadToEnd() {
    while (Receive()) {
    }
    return Take(held_.size());
  }
  // One answer with Content-Length, head and body.
  std::string ReadResponse() {
    std::string out = ReadUntil("\r\n\r\n");
    const size_t at = out.find("Content-Length: ");
    if (at != std::string::npos)
      out += ReadBytes(std::strtoull(out.c_str() + at + 16, nullptr, 10));
    return out;
  }
  // Sends and waits for one answer.
  std::string Ask(std::string_view request) { return Send(request) ? ReadResponse() : ""; }
  void FinishWriting() { shutdown(socket_, SHUT_WR); }
  void Close() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

 private:
  bool Receive() {
    char buffer[65536];
    const ssize_t count = recv(socket_, buffer, sizeof(buffer), 0);
    if (count > 0) held_.append(buffer, static_cast<size_t>(count));
    return count > 0;
  }
  std::string Take(size_t count) {
    std::string out = held_.substr(0, count);
    held_.erase(0, count);
    return out;
  }

  int socket_;
  bool connected_ = false;
  std::string held_;
};

}  // namespace firn::edge::testing
