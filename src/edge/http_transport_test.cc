#include "edge/http_transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>

#include "edge/http_server.h"
#include "edge/testing/certificate.h"
#include "edge/testing/loopback.h"

namespace firn::edge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;

// A listener that plays a script: each accepted connection is handed to it, one after the other.
class ScriptedPeer {
 public:
  explicit ScriptedPeer(std::vector<std::function<void(int socket)>> connections)
      : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    listen(listener_, 16);
    socklen_t length = sizeof(address);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, connections = std::move(connections)] {
      for (const auto& connection : connections) {
        const int socket = accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        ++accepted_;
        connection(socket);
        close(socket);
      }
    });
  }
  ~ScriptedPeer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  wire::HttpTarget target() const { return {"http", "127.0.0.1", port_}; }
  int accepted() const { return accepted_; }

  // Reads one request without a body; false when the client left.
  static bool ReadRequest(int socket) {
    std::string held;
    char byte = 0;
    while (!held.ends_with("\r\n\r\n")) {
      if (recv(socket, &byte, 1, 0) != 1) return false;
      held += byte;
    }
    return true;
  }
  static void Say(int socket, std::string_view text) {
    send(socket, text.data(), text.size(), MSG_NOSIGNAL);
  }
  // Reads one request, says `text`, and hangs up.
  static std::function<void(int)> Answer(std::string text) {
    return [text = std::move(text)](int socket) {
      ReadRequest(socket);
      Say(socket, text);
    };
  }

 private:
  int listener_;
  int port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::thread thread_;
};

class HttpTransportTest : public ::testing::Test {
 protected:
  void Serve(HttpServer::Handler handler, HttpServer::Options options = {}) {
    options.disk = &disk_;
    options.spool_directory = directory_.path() + "/bodies";
    options.log = [](std::string_view) {};
    auto started = HttpServer::Start(std::move(options), std::move(handler));
    ASSERT_TRUE(started) << started.error().message;
    server_ = *std::move(started);
  }
  void ServeEcho(HttpServer::Options options = {}) {
    Serve(
        [](wire::HttpRequest request) {
          wire::HttpResponse response;
          response.headers.Add("X-Request",
                               request.method + " " + request.path + "?" + request.query);
          response.headers.Add("X-Host", std::string(request.headers.Get("Host")));
          response.headers.Add("X-Secure", request.secure ? "yes" : "no");
          response.headers.Add(
              "X-Length", std::string(request.headers.Find("Content-Length").value_or("none")));
          response.body = request.body;
          return response;
        },
        std::move(options));
  }
  wire::HttpTarget target() const { return {"http", "127.0.0.1", server_->port()}; }
  static wire::HttpRequest Ask(std::string method, std::string path = "/", std::string body = {}) {
    wire::HttpRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    if (!body.empty()) request.body = wire::Body(std::move(body));
    return request;
  }
  Result<wire::HttpResponse> Send(const wire::HttpTarget& target,
                                  const wire::HttpRequest& request) {
    return transport_.Send(target, request, seconds(10));
  }
  // The kind of the failure; kInternal also when there is none, which the caller notices by its
  // message.
  Error Failure(const wire::HttpTarget& target, const wire::HttpRequest& request,
                Duration timeout = seconds(10)) {
    auto response = transport_.Send(target, request, timeout);
    return response ? Error{.message = "no failure"} : response.error();
  }

  sys::SystemDisk disk_;
  TemporaryDirectory directory_;
  std::unique_ptr<HttpServer> server_;
  HttpTransport transport_{{}};
};

TEST_F(HttpTransportTest, SendsTheRequestAsGiven) {
  ServeEcho();
  auto request = Ask("PUT", "/a%2Fb", "body");
  request.query = "x=%20&y";
  const auto response = Send(target(), request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->headers.Get("x-request"), "PUT /a%2Fb?x=%20&y");
  EXPECT_EQ(response->headers.Get("x-host"), "127.0.0.1:" + std::to_string(server_->port()));
  EXPECT_EQ(response->body.bytes(), "body");
  request.headers.Add("host", "other.example");
  EXPECT_EQ(Send(target(), request)->headers.Get("x-host"), "other.example");
  EXPECT_EQ(Send(target(), Ask("GET"))->headers.Get("x-length"), "none");
  EXPECT_EQ(Send(target(), Ask("POST"))->headers.Get("x-length"), "0");
  EXPECT_EQ(Send(target(), Ask("HEAD"))->body.size(), 0u);
}

TEST_F(HttpTransportTest, KeepsOneConnectionForManyRequests) {
  ServeEcho();
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(Send(target(), Ask("POST", "/", std::to_string(i))));
  EXPECT_EQ(server_->connections(), 1u);
  EXPECT_EQ(transport_.idle_connections(), 1u);
}

TEST_F(HttpTransportTest, ServesManyThreads) {
  ServeEcho();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      const std::string body(static_cast<size_t>(t) * 5000 + 1, 'x');
      for (int i = 0; i < 50; ++i) {
        const auto response = Send(target(), Ask("POST", "/", body));
        right += response && response->body.bytes() == body ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 16 * 50);
  EXPECT_LE(transport_.idle_connections(), 16u);
}

TEST_F(HttpTransportTest, SendsBodiesFromFiles) {
  ServeEcho();
  std::string content(3 << 20, 'a');
  content += "the end";
  const std::string path = directory_.path() + "/upload";
  ASSERT_TRUE(disk_.WriteAtomically(path, content));
  auto request = Ask("PUT");
  request.body = wire::Body::OfFile(*disk_.Open(path, sys::OpenMode::kRead), 5, content.size() - 5);
  const auto response = Send(target(), request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_TRUE(response->body.bytes() == std::string_view(content).substr(5));
}

TEST_F(HttpTransportTest, ReadsEveryFraming) {
  ScriptedPeer chunked({ScriptedPeer::Answer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")});
  EXPECT_EQ(Send(chunked.target(), Ask("GET"))->body.bytes(), "abc");
  ScriptedPeer until_close({ScriptedPeer::Answer("HTTP/1.0 201 Made\r\n\r\nall of it")});
  const auto response = Send(until_close.target(), Ask("GET"));
  EXPECT_EQ(response->status, 201);
  EXPECT_EQ(response->body.bytes(), "all of it");
  ScriptedPeer interim(
      {ScriptedPeer::Answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n")});
  EXPECT_EQ(Send(interim.target(), Ask("GET"))->status, 204);
}

TEST_F(HttpTransportTest, RefusesRequestsThatCannotBeWritten) {
  ServeEcho();
  auto broken = Ask("GET");
  broken.headers.Add("X-Evil", "a\r\nX-More: b");
  EXPECT_EQ(Failure(target(), broken).kind, Kind::kInvalid);
  EXPECT_EQ(Failure(target(), Ask("GET", "/a b")).kind, Kind::kInvalid);
  EXPECT_EQ(Failure(target(), Ask("G T")).kind, Kind::kInvalid);
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(HttpTransportTest, NobodyListeningIsUnavailable) {
  wire::HttpTarget nobody;
  {
    const ScriptedPeer gone({});
    nobody = gone.target();
  }
  const Error error = Failure(nobody, Ask("POST"));
  EXPECT_EQ(error.kind, Kind::kUnavailable);
  EXPECT_THAT(error.message, HasSubstr(nobody.text()));
  EXPECT_EQ(Failure({"http", "no-such-host.invalid", 80}, Ask("POST")).kind, Kind::kUnavailable);
}

TEST_F(HttpTransportTest, ConnectionLostAfterSendingIsAnUnknownOutcome) {
  for (const char* answer :
       {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc", "nonsense\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    ScriptedPeer peer({ScriptedPeer::Answer(answer), ScriptedPeer::Answer(answer)});
    EXPECT_EQ(Failure(peer.target(), Ask("POST")).kind, Kind::kUnknownOutcome) << answer;
    EXPECT_EQ(peer.accepted(), 1) << "must not be sent twice";
  }
}

TEST_F(HttpTransportTest, PassingTheTimeoutIsCanceled) {
  ScriptedPeer silent({[](int socket) {
    while (ScriptedPeer::ReadRequest(socket)) {
    }
  }});
  const Error error = Failure(silent.target(), Ask("POST"), milliseconds(20));
  EXPECT_EQ(error.kind, Kind::kCanceled);
  EXPECT_THAT(error.message, HasSubstr("after the request was sent"));
  EXPECT_EQ(transport_.idle_connections(), 0u);
}

TEST_F(HttpTransportTest, ReplacesAPooledConnectionThatWasClosed) {
  const std::string fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  std::atomic<bool> closed = false;
  ScriptedPeer peer({[&](int socket) {
                       ScriptedPeer::ReadRequest(socket);
                       ScriptedPeer::Say(socket, fine);
                       shutdown(socket, SHUT_RDWR);
                       closed = true;
                     },
                     ScriptedPeer::Answer(fine)});
  ASSERT_TRUE(Send(peer.target(), Ask("POST")));
  while (!closed) std::this_thread::yield();
  ASSERT_TRUE(Send(peer.target(), Ask("POST")));
  EXPECT_EQ(peer.accepted(), 2);
}

// The peer hangs up on a reused connection after it has the request: reading may be asked again,
// writing may not.
TEST_F(HttpTransportTest, RepeatsOnlyReadsOnAReusedConnection) {
  const std::string fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  const auto once = [fine](int socket) {
    ScriptedPeer::ReadRequest(socket);
    ScriptedPeer::Say(socket, fine);
    ScriptedPeer::ReadRequest(socket);
  };
  ScriptedPeer reads({once, ScriptedPeer::Answer(fine)});
  ASSERT_TRUE(Send(reads.target(), Ask("POST")));
  EXPECT_TRUE(Send(reads.target(), Ask("GET")));
  EXPECT_EQ(reads.accepted(), 2);
  ScriptedPeer writes({once, ScriptedPeer::Answer(fine)});
  ASSERT_TRUE(Send(writes.target(), Ask("POST")));
  EXPECT_EQ(Failure(writes.target(), Ask("POST")).kind, Kind::kUnknownOutcome);
  EXPECT_EQ(writes.accepted(), 1);
}

TEST_F(HttpTransportTest, HearsARefusalWhileItStillSends) {
  ServeEcho({.limits = {.body_bytes_max = 100}});
  const auto response = Send(target(), Ask("PUT", "/", std::string(8 << 20, 'x')));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 413);
  EXPECT_EQ(transport_.idle_connections(), 0u);
}

TEST_F(HttpTransportTest, LimitsTheAnswer) {
  const std::vector<std::string> answers = {
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n012345",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n2\r\n45\r\n0\r\n\r\n",
      "HTTP/1.0 200 OK\r\n\r\n012345"};
  for (const std::string& answer : answers) {
    ScriptedPeer peer({ScriptedPeer::Answer(answer), ScriptedPeer::Answer(answer)});
    HttpTransport exact({.response_bytes_max = 6});
    EXPECT_EQ(exact.Send(peer.target(), Ask("GET"), seconds(10))->body.bytes(), "012345");
    HttpTransport tight({.response_bytes_max = 5});
    EXPECT_EQ(tight.Send(peer.target(), Ask("GET"), seconds(10)).error().kind, Kind::kUnsupported);
  }
}

class TlsTest : public HttpTransportTest {
 protected:
  void SetUp() override {
    const testing::CertificateFiles files{directory_.path() + "/certificate.pem",
                                          directory_.path() + "/key.pem"};
    ASSERT_TRUE(testing::WriteSelfSigned("127.0.0.1", files));
    ServeEcho({.limits = {.head_timeout = milliseconds(500)},
               .certificate_file = files.certificate,
               .key_file = files.key});
    trusting_ = std::make_unique<HttpTransport>(
        HttpTransport::Options{.authority_files = {files.certificate}});
    target_ = {"https", "127.0.0.1", server_->port()};
  }

  std::unique_ptr<HttpTransport> trusting_;
  wire::HttpTarget target_;
};

TEST_F(TlsTest, CarriesSmallAndLargeBodies) {
  for (const size_t size : {size_t{0}, size_t{10}, size_t{100000}, size_t{5} << 20}) {
    const std::string body(size, 'x');
    const auto response = trusting_->Send(target_, Ask("POST", "/", body), seconds(10));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->headers.Get("x-secure"), "yes");
    EXPECT_TRUE(response->body.bytes() == body) << size;
  }
  EXPECT_EQ(server_->connections(), 1u);
}

TEST_F(TlsTest, DistrustsWhatNobodyVouchesFor) {
  const auto response = transport_.Send(target_, Ask("POST"), seconds(10));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Kind::kUnavailable);
  EXPECT_THAT(response.error().message, HasSubstr("self-signed certificate"));
}

TEST_F(TlsTest, DistrustsACertificateForSomebodyElse) {
  target_.host = "localhost";
  const auto response = trusting_->Send(target_, Ask("POST"), seconds(10));
  ASSERT_FALSE(response);
  EXPECT_THAT(response.error().message, HasSubstr("hostname mismatch"));
}

TEST_F(TlsTest, PlainTextOnTheTlsPortIsClosed) {
  testing::RawClient client(server_->port());
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_THAT(client.ReadToEnd(), ::testing::Not(HasSubstr("HTTP/1.1 200")));
  testing::RawClient silent(server_->port());
  EXPECT_EQ(silent.ReadToEnd(), "");  // the handshake has a deadline
}

TEST_F(TlsTest, TlsToAPlainPortIsUnavailable) {
  ServeEcho();
  target_.port = server_->port();
  const auto response = trusting_->Send(target_, Ask("POST"), seconds(10));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Kind::kUnavailable);
}

TEST_F(TlsTest, NamesWhatIsWrongWithItsFiles) {
  const std::string missing = directory_.path() + "/missing.pem";
  const auto server =
      HttpServer::Start({.certificate_file = missing, .key_file = missing}, nullptr);
  EXPECT_EQ(server.error().kind, Kind::kInvalid);
  EXPECT_THAT(server.error().message, HasSubstr(missing));
  HttpTransport transport({.authority_files = {missing}});
  EXPECT_EQ(transport.Send(target_, Ask("GET"), seconds(10)).error().kind, Kind::kInvalid);
}

}  // namespace
}  // namespace firn::edge
