#include "edge/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "edge/testing/loopback.h"
#include "sys/thread.h"

namespace firn::edge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TemporaryDirectory;

std::string Request(std::string_view method, std::string_view target, std::string_view headers = {},
                    std::string_view body = {}) {
  std::string text =
      std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: lake\r\n";
  text.append(headers);
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + std::string(body);
}

// A gate that handlers wait at until the test opens it.
class Gate {
 public:
  void Open() {
    const sys::Lock lock(mutex_);
    open_ = true;
    changed_.NotifyAll();
  }
  void Pass() {
    sys::Lock lock(mutex_);
    ++arrived_;
    changed_.NotifyAll();
    changed_.WaitFor(lock, seconds(10), [this] { return open_; });
  }
  // Whether `count` handlers came.
  bool AwaitArrivals(int count) {
    sys::Lock lock(mutex_);
    return changed_.WaitFor(lock, seconds(10), [&] { return arrived_ >= count; });
  }

 private:
  sys::Mutex mutex_;
  sys::Signal changed_;
  bool open_ = false;
  int arrived_ = 0;
};

class HttpServerTest : public ::testing::Test {
 protected:
  void Start(HttpServer::Handler handler, HttpServer::Options options = {}) {
    options.disk = &disk_;
    options.spool_directory = spool_.path() + "/bodies";
    options.log = [this](std::string_view line) {
      const sys::Lock lock(mutex_);
      log_ += std::string(line) + "\n";
    };
    auto started = HttpServer::Start(std::move(options), std::move(handler));
    ASSERT_TRUE(started) << started.error().message;
    server_ = *std::move(started);
  }
  // Answers with what it was asked.
  static wire::HttpResponse Echo(wire::HttpRequest request) {
    wire::HttpResponse response;
    response.headers.Add("X-Request", request.method + " " + request.path + " " + request.query);
    response.body = request.body;
    return response;
  }
  std::string log() {
    const sys::Lock lock(mutex_);
    return log_;
  }
  int port() const { return server_->port(); }

  sys::SystemDisk disk_;
  TemporaryDirectory spool_;
  sys::Mutex mutex_;
  std::string log_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, GivesTheHandlerWhatWasReceived) {
  wire::HttpRequest seen;
  Start([&](wire::HttpRequest request) {
    seen = std::move(request);
    return wire::HttpResponse();
  });
  RawClient client(port());
  EXPECT_THAT(
      client.Ask(Request("POST", "/a%2Fb?x=%20&y", "X-B: 1\r\nx-a: 2\r\nX-B: 3\r\n", "body")),
      StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(seen.path, "/a%2Fb");
  EXPECT_EQ(seen.query, "x=%20&y");
  EXPECT_EQ(seen.body.bytes(), "body");
  EXPECT_EQ(seen.peer, "127.0.0.1");
  EXPECT_FALSE(seen.secure);
  ASSERT_EQ(seen.headers.all().size(), 5u);
  EXPECT_EQ(seen.headers.all()[1].first, "X-B");
  EXPECT_EQ(seen.headers.all()[2].first, "x-a");
  EXPECT_EQ(seen.headers.all()[3].second, "3");
}

TEST_F(HttpServerTest, AnswersManyRequestsOnOneConnection) {
  Start(Echo);
  RawClient client(port());
  for (int i = 0; i < 2000; ++i) {
    const std::string answer =
        client.Ask(Request("PUT", "/" + std::to_string(i), {}, "n" + std::to_string(i)));
    ASSERT_THAT(answer, HasSubstr("X-Request: PUT /" + std::to_string(i) + " \r\n"));
    ASSERT_THAT(answer, EndsWith("\r\n\r\nn" + std::to_string(i)));
  }
  EXPECT_EQ(server_->connections(), 1u);
}

TEST_F(HttpServerTest, ServesManyConnectionsAtOnce) {
  Start(Echo);
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  for (int c = 0; c < 64; ++c) {
    clients.emplace_back([&, c] {
      RawClient client(port());
      const std::string body(static_cast<size_t>(c) * 100 + 1, 'x');
      for (int i = 0; i < 50; ++i)
        right += client.Ask(Request("POST", "/", {}, body)).ends_with("\r\n\r\n" + body);
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 64 * 50);
}

TEST_F(HttpServerTest, RunsBlockedHandlersSideBySide) {
  Gate gate;
  Start(
      [&](wire::HttpRequest) {
        gate.Pass();
        return wire::HttpResponse();
      },
      {.workers_max = 8});
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 8; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    ASSERT_TRUE(clients.back()->Send(Request("GET", "/")));
  }
  EXPECT_TRUE(gate.AwaitArrivals(8));
  gate.Open();
  for (auto& client : clients) EXPECT_THAT(client->ReadResponse(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, AnswersPipelinedRequestsInOrder) {
  Start(Echo);
  RawClient client(port());
  std::string all;
  for (int i = 0; i < 300; ++i)
    all += Request(i % 2 == 0 ? "GET" : "PUT", "/" + std::to_string(i), {}, i % 2 == 0 ? "" : "b");
  ASSERT_TRUE(client.Send(all));
  for (int i = 0; i < 300; ++i)
    ASSERT_THAT(client.ReadResponse(), HasSubstr(" /" + std::to_string(i) + " "));
}

TEST_F(HttpServerTest, TakesARequestInSingleBytes) {
  Start(Echo);
  RawClient client(port());
  for (const char byte : Request("PUT", "/slow", {}, "abc")) ASSERT_TRUE(client.Send({&byte, 1}));
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\nabc"));
}

TEST_F(HttpServerTest, InvitesTheBodyOnlyWhenAsked) {
  Start(Echo);
  RawClient client(port());
  ASSERT_TRUE(client.Send(
      "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"));
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(client.Ask("abc"), EndsWith("\r\n\r\nabc"));
  // The body is there already, or there is none: no invitation.
  EXPECT_THAT(client.Ask(Request("PUT", "/", "Expect: 100-continue\r\n", "xyz")),
              StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(client.Ask(Request("PUT", "/", "Expect: 100-continue\r\nContent-Length: 0\r\n")),
              StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, DecodesChunkedBodies) {
  Start(Echo);
  RawClient client(port());
  const std::string head = Request("PUT", "/", "Transfer-Encoding: chunked\r\n");
  EXPECT_THAT(client.Ask(head + "3\r\nabc\r\n2;x\r\nde\r\n0\r\nX-Trailer: y\r\n\r\n"),
              EndsWith("\r\n\r\nabcde"));
  EXPECT_THAT(client.Ask(head + "0\r\n\r\n"), HasSubstr("Content-Length: 0\r\n"));
  ASSERT_TRUE(client.Send(head + "1\r\na\r\n0\r\n\r\n" + Request("GET", "/next")));
  EXPECT_THAT(client.ReadResponse(), EndsWith("\r\n\r\na"));
  EXPECT_THAT(client.ReadResponse(), HasSubstr("GET /next"));
  EXPECT_THAT(client.Ask(head + "zz\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST_F(HttpServerTest, AnswersHeadWithoutABody) {
  Start([](wire::HttpRequest request) {
    wire::HttpResponse response;
    if (request.path == "/stated") {
      response.headers.Add("Content-Length", "5000000000");
    } else {
      response.body = wire::Body("hello");
    }
    return response;
  });
  RawClient client(port());
  ASSERT_TRUE(client.Send(Request("HEAD", "/")));
  EXPECT_THAT(client.ReadUntil("\r\n\r\n"), HasSubstr("Content-Length: 5\r\n"));
  ASSERT_TRUE(client.Send(Request("HEAD", "/stated")));
  EXPECT_THAT(client.ReadUntil("\r\n\r\n"), HasSubstr("Content-Length: 5000000000\r\n"));
  EXPECT_THAT(client.Ask(Request("GET", "/")), StartsWith("HTTP/1.1 200"));
  // Only an answer to HEAD may promise more than it brings.
  EXPECT_THAT(client.Ask(Request("GET", "/stated")), HasSubstr("Content-Length: 0\r\n"));
}

TEST_F(HttpServerTest, WritesTheHeadersThatAreItsOwn) {
  Start([](wire::HttpRequest request) {
    wire::HttpResponse response;
    response.status = request.path == "/none" ? 204 : 200;
    response.headers.Add("Content-Length", "77");
    response.headers.Add("Transfer-Encoding", "chunked");
    response.headers.Add("X-Meta", "a\r\nX-Injected: b");
    response.headers.Add("Bad Name", "c");
    if (request.path == "/date") response.headers.Add("Date", "Sat, 01 Jan 2000 00:00:00 GMT");
    if (request.path == "/close") response.headers.Add("Connection", "close");
    return response;
  });
  RawClient client(port());
  const std::string answer = client.Ask(Request("GET", "/"));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 0\r\n"));
  EXPECT_THAT(answer, HasSubstr("X-Meta: a  X-Injected: b\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
  EXPECT_THAT(answer, Not(HasSubstr("chunked")));
  EXPECT_THAT(answer, Not(HasSubstr("Bad Name")));
  EXPECT_THAT(client.Ask(Request("GET", "/date")),
              HasSubstr("\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\n"));
  const std::string none = client.Ask(Request("GET", "/none"));
  EXPECT_THAT(none, StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_THAT(none, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(client.Ask(Request("GET", "/close")), HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST_F(HttpServerTest, ClosesAfterHttp10UnlessAsked) {
  Start(Echo);
  RawClient client(port());
  EXPECT_THAT(client.Ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
              HasSubstr("Connection: keep-alive\r\n"));
  EXPECT_THAT(client.Ask("GET / HTTP/1.0\r\n\r\n"), HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(client.ReadToEnd(), "");
}

TEST_F(HttpServerTest, SpoolsLargeBodiesAndRemovesThem) {
  std::string path;
  bool there = false;
  Start([&](wire::HttpRequest request) {
    path = request.body.removable_path();
    there = std::filesystem::exists(path);
    return Echo(std::move(request));
  });
  const std::string large(kBodyInMemoryMax + 1, 'l');
  RawClient client(port());
  EXPECT_THAT(client.Ask(Request("PUT", "/", {}, large)), EndsWith("\r\n\r\n" + large));
  EXPECT_TRUE(there);
  EXPECT_THAT(path, StartsWith(spool_.path() + "/bodies/"));
  EXPECT_EQ(spool_.files(), 0u);
  const std::string fits(kBodyInMemoryMax, 'f');
  EXPECT_THAT(client.Ask(Request("PUT", "/", {}, fits)), EndsWith("\r\n\r\n" + fits));
  EXPECT_EQ(path, "");
}

TEST_F(HttpServerTest, SpoolsChunkedBodiesOnceTheyAreLarge) {
  Start(Echo, {.limits = {.body_in_memory_max = 10}});
  RawClient client(port());
  const std::string answer = client.Ask(Request("PUT", "/", "Transfer-Encoding: chunked\r\n") +
                                        "8\r\n01234567\r\n8\r\nabcdefgh\r\n1\r\nZ\r\n0\r\n\r\n");
  EXPECT_THAT(answer, EndsWith("\r\n\r\n01234567abcdefghZ"));
  EXPECT_EQ(spool_.files(), 0u);
}

TEST_F(HttpServerTest, LetsTheHandlerKeepASpooledFile) {
  const std::string kept = spool_.path() + "/kept";
  Start(
      [&](wire::HttpRequest request) {
        EXPECT_TRUE(disk_.Rename(request.body.removable_path(), kept));
        return wire::HttpResponse();
      },
      {.limits = {.body_in_memory_max = 3}});
  RawClient client(port());
  EXPECT_THAT(client.Ask(Request("PUT", "/", {}, "0123456789")), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(*disk_.ReadAll(kept), "0123456789");
  EXPECT_EQ(spool_.files(), 1u);
}

TEST_F(HttpServerTest, RemovesTheFileOfAnAbandonedUpload) {
  std::atomic<int> calls = 0;
  Start(
      [&](wire::HttpRequest) {
        ++calls;
        return wire::HttpResponse();
      },
      {.limits = {.body_in_memory_max = 3}});
  {
    RawClient client(port());
    ASSERT_TRUE(client.Send(Request("PUT", "/", "Content-Length: 100\r\n") + "only a part"));
    RawClient other(port());
    while (spool_.files() == 0)
      ASSERT_THAT(other.Ask(Request("GET", "/")), StartsWith("HTTP/1.1 200"));
  }
  server_->Stop(seconds(5));
  EXPECT_EQ(spool_.files(), 0u);
}

TEST_F(HttpServerTest, SendsSlicesOfFiles) {
  std::string content;
  for (int i = 0; content.size() < (5u << 20); ++i) content += std::to_string(i) + ",";
  const std::string path = spool_.path() + "/object";
  ASSERT_TRUE(disk_.WriteAtomically(path, content));
  std::shared_ptr<sys::File> file = *disk_.Open(path, sys::OpenMode::kRead);
  Start([&](wire::HttpRequest request) {
    wire::HttpResponse response;
    response.body = wire::Body::OfFile(file, 0, content.size());
    if (request.path == "/range") response.body = wire::Body::OfFile(file, 1000, 4321);
    if (request.path == "/beyond") response.body = wire::Body::OfFile(file, 0, content.size() + 1);
    return response;
  });
  RawClient client(port());
  EXPECT_TRUE(client.Ask(Request("GET", "/")).ends_with("\r\n\r\n" + content));
  EXPECT_TRUE(
      client.Ask(Request("GET", "/range")).ends_with("\r\n\r\n" + content.substr(1000, 4321)));
  ASSERT_TRUE(client.Send(Request("HEAD", "/range")));
  EXPECT_THAT(client.ReadUntil("\r\n\r\n"), HasSubstr("Content-Length: 4321\r\n"));
  // A file shorter than promised cannot be mended; the client sees a broken answer rather than a
  // wrong one.
  EXPECT_TRUE(client.Ask(Request("GET", "/beyond")).ends_with("\r\n\r\n" + content));
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_THAT(log(), HasSubstr("shrunk"));
}

TEST_F(HttpServerTest, TurnsAnExceptionIntoAnAnswer) {
  Start([](wire::HttpRequest request) -> wire::HttpResponse {
    if (request.path == "/int") throw 7;
    if (request.path == "/throw") throw std::runtime_error("the secret reason");
    return Echo(std::move(request));
  });
  RawClient client(port());
  const std::string answer = client.Ask(Request("GET", "/throw"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(answer, HasSubstr("x-amzn-RequestId: "));
  EXPECT_THAT(answer, Not(HasSubstr("secret")));
  EXPECT_THAT(log(), HasSubstr("the secret reason"));
  const size_t id = answer.find("x-amzn-RequestId: ") + 18;
  EXPECT_THAT(log(), HasSubstr(answer.substr(id, 36)));
  EXPECT_THAT(client.Ask(Request("GET", "/int")), StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(client.Ask(Request("GET", "/fine")), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, SurvivesNoiseAndSuddenLeave) {
  Start(Echo);
  const std::string good = Request("PUT", "/", {}, std::string(100000, 'x'));
  for (size_t cut = 0; cut < 200; cut += 7) {
    RawClient client(port());
    ASSERT_TRUE(client.Send(good.substr(0, cut)));
  }
  for (const std::string& noise :
       {std::string("\x16\x03\x01\x02\x00\x01\x00", 7), std::string("GET / HTTP/1.1\nHost: x\n\n"),
        std::string(5, '\0'), std::string("\r\n\r\n\r\n:")}) {
    RawClient client(port());
    ASSERT_TRUE(client.Send(noise));
    EXPECT_THAT(client.ReadToEnd(), StartsWith("HTTP/1.1 400")) << noise;
  }
  RawClient client(port());
  EXPECT_THAT(client.Ask(good), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, SaysPlainlyThatThePortIsTaken) {
  Start(Echo);
  const auto second = HttpServer::Start({.port = port()}, Echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, Kind::kConflict);
  EXPECT_EQ(second.error().message, "port " + std::to_string(port()) + " on 127.0.0.1 is in use");
}

TEST_F(HttpServerTest, RefusesAddressesItCannotUse) {
  EXPECT_EQ(HttpServer::Start({.address = "lake.example"}, Echo).error().kind, Kind::kInvalid);
  EXPECT_EQ(HttpServer::Start({.address = "192.0.2.1"}, Echo).error().kind, Kind::kInvalid);
  EXPECT_EQ(HttpServer::Start({.port = 65536}, Echo).error().kind, Kind::kInvalid);
  EXPECT_EQ(HttpServer::Start({.certificate_file = "only.pem"}, Echo).error().kind, Kind::kInvalid);
}

TEST_F(HttpServerTest, ServesLaterWhoeverConnectedEarlier) {
  Start(Echo, {.begin = HttpServer::Begin::kLater});
  RawClient client(port());
  ASSERT_TRUE(client.connected());
  ASSERT_TRUE(client.Send(Request("GET", "/early")));
  EXPECT_EQ(server_->connections(), 0u);
  ASSERT_TRUE(server_->Serve());
  EXPECT_THAT(client.ReadResponse(), HasSubstr("GET /early"));
}

TEST_F(HttpServerTest, FinishesWhatIsInFlightWhenStopped) {
  Gate gate;
  Start([&](wire::HttpRequest) {
    gate.Pass();
    return wire::HttpResponse();
  });
  RawClient idle(port());
  RawClient busy(port());
  ASSERT_TRUE(busy.Send(Request("GET", "/")));
  ASSERT_TRUE(gate.AwaitArrivals(1));
  std::thread stopper([&] { server_->Stop(seconds(10)); });
  EXPECT_EQ(idle.ReadToEnd(), "");  // closed at once, while the other still runs
  EXPECT_FALSE(RawClient(port()).connected());
  gate.Open();
  const std::string answer = busy.ReadResponse();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  stopper.join();
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(HttpServerTest, CutsOffWhoeverOutlastsTheGrace) {
  Start(Echo);
  RawClient client(port());
  ASSERT_TRUE(client.Send(Request("PUT", "/", "Expect: 100-continue\r\nContent-Length: 10\r\n")));
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  server_->Stop(milliseconds(20));
  EXPECT_EQ(client.ReadToEnd(), "");
  server_->Stop(milliseconds(20));  // again is nothing
}

}  // namespace
}  // namespace firn::edge
