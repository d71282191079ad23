#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edge/http_server.h"
#include "edge/testing/loopback.h"

namespace firn::edge {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using testing::RawClient;
using ::testing::StartsWith;
using testing::TemporaryDirectory;

class HttpLimitsTest : public ::testing::Test {
 protected:
  void Start(HttpLimits limits, HttpServer::Handler handler) {
    auto started = HttpServer::Start({.limits = limits,
                                      .disk = &disk_,
                                      .spool_directory = spool_.path(),
                                      .log = [](std::string_view) {}},
                                     std::move(handler));
    ASSERT_TRUE(started) << started.error().message;
    server_ = *std::move(started);
  }
  void Start(HttpLimits limits) {
    Start(limits, [](wire::HttpRequest request) {
      wire::HttpResponse response;
      response.body = request.body;
      return response;
    });
  }
  int port() const { return server_->port(); }

  sys::SystemDisk disk_;
  TemporaryDirectory spool_;
  std::unique_ptr<HttpServer> server_;
};

// A request whose head has exactly `size` bytes.
std::string HeadOfSize(size_t size) {
  const std::string start = "GET / HTTP/1.1\r\nHost: x\r\nA: ";
  return start + std::string(size - start.size() - 4, 'a') + "\r\n\r\n";
}

TEST_F(HttpLimitsTest, HeadBytes) {
  Start({.head_bytes_max = 1000});
  RawClient fits(port());
  EXPECT_THAT(fits.Ask(HeadOfSize(1000)), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(fits.Ask(HeadOfSize(1001)), StartsWith("HTTP/1.1 431"));
  EXPECT_EQ(fits.ReadToEnd(), "");
  RawClient endless(port());
  EXPECT_THAT(endless.Ask(HeadOfSize(1004).substr(0, 1000)), StartsWith("HTTP/1.1 431"));
}

TEST_F(HttpLimitsTest, DefaultHeadBytes) {
  Start({});
  RawClient client(port());
  EXPECT_THAT(client.Ask(HeadOfSize(kHeadBytesMax)), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(client.Ask(HeadOfSize(kHeadBytesMax + 1)), StartsWith("HTTP/1.1 431"));
}

TEST_F(HttpLimitsTest, TargetBytes) {
  Start({.head_bytes_max = 1000, .target_bytes_max = 100});
  const auto get = [](size_t target) {
    return "GET /" + std::string(target - 1, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
  };
  RawClient client(port());
  EXPECT_THAT(client.Ask(get(100)), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(client.Ask(get(101)), StartsWith("HTTP/1.1 414"));
  EXPECT_EQ(client.ReadToEnd(), "");
  RawClient endless(port());
  EXPECT_THAT(endless.Ask("GET /" + std::string(400, 'a')), StartsWith("HTTP/1.1 414"));
}

TEST_F(HttpLimitsTest, BodyBytes) {
  Start({.body_in_memory_max = 50, .body_bytes_max = 100});
  const auto put = [](size_t length) {
    return "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n" +
           std::string(length, 'b');
  };
  RawClient client(port());
  EXPECT_THAT(client.Ask(put(100)), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(client.Ask(put(101)), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_EQ(spool_.files(), 0u);
}

// The owner of the listener says in its own words why a body is not taken, and what is on its way
// is read and dropped meanwhile: the client hears the answer.
TEST_F(HttpLimitsTest, RefusedBodiesAreWordedByTheOwner) {
  constexpr size_t kLength = 40 << 20;  // more than sockets hold
  HttpServer::Options options{.limits = {.body_bytes_max = 100, .linger_bytes_max = kLength}};
  options.refusal = [](const wire::HttpRequest& head, int status, std::string_view reason) {
    wire::HttpResponse response;
    response.status = status;
    response.headers.Add("Content-Type", std::string(head.headers.Get("Content-Type")));
    response.body = wire::Body(head.path + ": " + std::string(reason));
    return response;
  };
  auto started = HttpServer::Start(std::move(options), [](wire::HttpRequest) {
    ADD_FAILURE() << "the body was taken";
    return wire::HttpResponse();
  });
  ASSERT_TRUE(started) << started.error().message;
  RawClient client((*started)->port());
  ASSERT_TRUE(
      client.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Type: some/type\r\nContent-Length: " +
                  std::to_string(kLength) + "\r\n\r\n"));
  EXPECT_TRUE(client.Send(std::string(kLength, 'b')));
  const std::string answer = client.ReadToEnd();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: some/type"));
  EXPECT_THAT(answer, HasSubstr("/a: the body is too large"));
}

TEST_F(HttpLimitsTest, BodyBytesWithoutAnInvitation) {
  Start({.body_bytes_max = 100});
  RawClient client(port());
  EXPECT_THAT(
      client.Ask(
          "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n"),
      StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpLimitsTest, ChunkedBodyBytes) {
  Start({.body_in_memory_max = 50, .body_bytes_max = 100});
  const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string sixty = "3c\r\n" + std::string(60, 'c') + "\r\n";
  RawClient client(port());
  EXPECT_THAT(client.Ask(head + sixty + "28\r\n" + std::string(40, 'd') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(client.Ask(head + sixty + "29\r\n" + std::string(41, 'd') + "\r\n"),
              StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_EQ(spool_.files(), 0u);
}

// The answer arrives although the client is still sending what nobody reads.
TEST_F(HttpLimitsTest, RefusalReachesAClientThatSendsOn) {
  Start({.body_bytes_max = 100});
  RawClient client(port());
  ASSERT_TRUE(client.Send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n"));
  client.Send(std::string(4000000, 'x'));
  EXPECT_THAT(client.ReadResponse(), StartsWith("HTTP/1.1 413"));
}

TEST_F(HttpLimitsTest, FullSpoolIsAnAnswer) {
  Start({.body_in_memory_max = 3});
  ASSERT_TRUE(disk_.RemoveTree(spool_.path()));
  ASSERT_TRUE(disk_.WriteAtomically(spool_.path(), "a file where the directory should be"));
  RawClient client(port());
  EXPECT_THAT(client.Ask("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde"),
              StartsWith("HTTP/1.1 503"));
}

TEST_F(HttpLimitsTest, Connections) {
  Start({.connections_max = 2});
  const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  auto first = std::make_unique<RawClient>(port());
  RawClient second(port());
  EXPECT_THAT(first->Ask(get), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(second.Ask(get), StartsWith("HTTP/1.1 200"));
  RawClient third(port());
  ASSERT_TRUE(third.Send(get));
  EXPECT_THAT(second.Ask(get), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(server_->connections(), 2u);
  first = nullptr;
  EXPECT_THAT(third.ReadResponse(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpLimitsTest, IdleTimeout) {
  Start({.idle_timeout = milliseconds(20)});
  RawClient silent(port());
  RawClient client(port());
  EXPECT_THAT(client.Ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(client.ReadToEnd(), "");
  EXPECT_EQ(silent.ReadToEnd(), "");
}

TEST_F(HttpLimitsTest, SlowHead) {
  Start({.head_timeout = milliseconds(20)});
  RawClient client(port());
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\nHo"));
  EXPECT_THAT(client.ReadToEnd(), StartsWith("HTTP/1.1 408"));
}

TEST_F(HttpLimitsTest, SlowBody) {
  bool called = false;
  Start({.stall_timeout = milliseconds(20)}, [&](wire::HttpRequest) {
    called = true;
    return wire::HttpResponse();
  });
  RawClient client(port());
  ASSERT_TRUE(client.Send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"));
  EXPECT_THAT(client.ReadToEnd(), StartsWith("HTTP/1.1 408"));
  server_->Stop(seconds(1));
  EXPECT_FALSE(called);
}

// Bytes that trickle do not count as progress.
TEST_F(HttpLimitsTest, TricklingBody) {
  Start({.stall_timeout = milliseconds(30)});
  RawClient client(port());
  ASSERT_TRUE(client.Send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n"));
  const auto start = std::chrono::steady_clock::now();
  while (!client.Answered(milliseconds(1))) {
    client.Send("x");
    ASSERT_LT(std::chrono::steady_clock::now() - start, seconds(10));
  }
  EXPECT_THAT(client.ReadToEnd(), AnyOf("", StartsWith("HTTP/1.1 408")));
}

TEST_F(HttpLimitsTest, ReaderThatDoesNotRead) {
  Start({.stall_timeout = milliseconds(20)}, [](wire::HttpRequest) {
    wire::HttpResponse response;
    response.body = wire::Body(std::string(64 << 20, 'x'));
    return response;
  });
  RawClient client(port());
  ASSERT_TRUE(client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  ASSERT_THAT(client.ReadUntil("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  const auto start = std::chrono::steady_clock::now();
  while (server_->connections() > 0)
    ASSERT_LT(std::chrono::steady_clock::now() - start, seconds(10));
  EXPECT_LT(client.ReadToEnd().size(), 64u << 20);
}

TEST_F(HttpLimitsTest, SlowHandlerIsNotASlowClient) {
  Start({.idle_timeout = milliseconds(5),
         .head_timeout = milliseconds(5),
         .stall_timeout = milliseconds(5)},
        [](wire::HttpRequest) {
          const auto start = std::chrono::steady_clock::now();
          while (std::chrono::steady_clock::now() - start < milliseconds(60)) {
          }
          return wire::HttpResponse();
        });
  RawClient client(port());
  EXPECT_THAT(client.Ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

}  // namespace
}  // namespace firn::edge
