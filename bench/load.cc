// Sends HTTP requests that were made before, as fast as answers come, and tells how long each took.
//
//   firn_bench_load PORT CONNECTIONS SECONDS < REQUESTS
//
// REQUESTS is a sequence of length (4 bytes, little-endian) and that many bytes of one HTTP/1.1
// request. With SECONDS 0 every request is sent exactly once; otherwise they are sent in turn, over
// and over, for that long. Each connection sends its next request when the last one is answered.
// Prints one JSON object; times are microseconds.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Load {
  std::vector<std::string> requests;
  int port = 0;
  double seconds = 0;
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::vector<double> micros;  // of the answers with status 200
  size_t refused = 0;          // other answers
  std::string refusal;         // the first of them
};

std::vector<std::string> ReadRequests() {
  std::vector<std::string> requests;
  unsigned char head[4];
  while (std::fread(head, 1, sizeof head, stdin) == sizeof head) {
    const uint32_t size =
        head[0] | head[1] << 8 | head[2] << 16 | static_cast<uint32_t>(head[3]) << 24;
    std::string request(size, '\0');
    if (std::fread(request.data(), 1, size, stdin) != size) break;
    requests.push_back(std::move(request));
  }
  return requests;
}

int Connect(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (socket < 0 || ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

bool SendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

size_t ContentLength(std::string_view head) {
  constexpr std::string_view kName = "content-length:";
  for (size_t line = 0; line < head.size(); line = head.find('\n', line) + 1) {
    if (head.size() - line > kName.size() &&
        ::strncasecmp(head.data() + line, kName.data(), kName.size()) == 0) {
      return std::strtoul(head.data() + line + kName.size(), nullptr, 10);
    }
    if (head.find('\n', line) == std::string_view::npos) break;
  }
  return 0;
}

// One whole answer into `answer`; false when the connection ended first.
bool Receive(int socket, std::string& answer) {
  answer.clear();
  size_t whole = 0;
  char buffer[65536];
  while (whole == 0 || answer.size() < whole) {
    const ssize_t got = ::recv(socket, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    answer.append(buffer, static_cast<size_t>(got));
    const size_t end = whole == 0 ? answer.find("\r\n\r\n") : std::string::npos;
    if (end != std::string::npos)
      whole = end + 4 + ContentLength(std::string_view(answer).substr(0, end + 2));
  }
  return true;
}

bool IsGood(std::string_view answer) {
  const bool partly = answer.find("\"FailedPutCount\":") != std::string_view::npos &&
                      answer.find("\"FailedPutCount\":0") == std::string_view::npos;
  return answer.size() > 12 && (answer.substr(9, 3) == "200" || answer.substr(9, 3) == "204") &&
         !partly;
}

void Run(Load& load, Clock::time_point end) {
  std::vector<double> micros;
  size_t refused = 0;
  std::string answer, refusal;
  int socket = Connect(load.port);
  while (true) {
    const size_t turn = load.next++;
    if (load.seconds == 0 ? turn >= load.requests.size() : Clock::now() >= end) break;
    const auto begin = Clock::now();
    const bool answered =
        SendAll(socket, load.requests[turn % load.requests.size()]) && Receive(socket, answer);
    const std::chrono::duration<double, std::micro> took = Clock::now() - begin;
    if (answered && IsGood(answer)) {
      micros.push_back(took.count());
      continue;
    }
    if (refused++ == 0) refusal = answered ? answer.substr(0, 600) : "the connection ended";
    if (!answered) {
      ::close(socket);
      socket = Connect(load.port);
    }
  }
  ::close(socket);
  const std::lock_guard lock(load.mutex);
  load.micros.insert(load.micros.end(), micros.begin(), micros.end());
  load.refused += refused;
  if (load.refusal.empty()) load.refusal = refusal;
}

double At(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: firn_bench_load PORT CONNECTIONS SECONDS < REQUESTS\n");
    return 2;
  }
  Load load;
  load.port = std::atoi(argv[1]);
  load.seconds = std::atof(argv[3]);
  load.requests = ReadRequests();
  if (load.requests.empty()) return 2;
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(load.seconds));
  std::vector<std::thread> threads;
  for (int i = 0; i < std::atoi(argv[2]); ++i) threads.emplace_back([&] { Run(load, end); });
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = Clock::now() - begin;
  std::sort(load.micros.begin(), load.micros.end());
  std::printf(
      "{\"requests\": %zu, \"seconds\": %.4f, \"p50\": %.1f, \"p99\": %.1f, \"max\": %.1f, "
      "\"refused\": %zu}\n",
      load.micros.size(), took.count(), At(load.micros, 0.5), At(load.micros, 0.99),
      load.micros.empty() ? 0 : load.micros.back(), load.refused);
  if (load.refused > 0) std::fprintf(stderr, "%s\n", load.refusal.c_str());
  return load.micros.empty() ? 1 : 0;
}
