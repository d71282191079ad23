#include "edge/http_message.h"

#include <gtest/gtest.h>

namespace firn::edge {
namespace {

constexpr std::string_view kHost = "Host: lake\r\n";

std::string Head(std::string_view line, std::string_view headers = kHost) {
  return std::string(line) + "\r\n" + std::string(headers) + "\r\n";
}

int StatusOf(const std::string& head, const HttpLimits& limits = {}) {
  const auto parsed = ParseRequestHead(head, limits);
  return parsed ? 0 : parsed.error().http_status;
}

TEST(RequestHead, KeepsTargetAndHeadersAsReceived) {
  const auto head = ParseRequestHead(
      Head("PUT /buckets/arn%3Aaws%2f?list-type=2&x=%2F HTTP/1.1",
           "hOSt: lake\r\nX-Two:  a b \t\r\nx-two: second\r\nEmpty:\r\nX-High: \xc3\xa9\r\n"),
      {});
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(head->request.method, "PUT");
  EXPECT_EQ(head->request.path, "/buckets/arn%3Aaws%2f");
  EXPECT_EQ(head->request.query, "list-type=2&x=%2F");
  const std::vector<std::pair<std::string, std::string>> expected = {{"hOSt", "lake"},
                                                                     {"X-Two", "a b"},
                                                                     {"x-two", "second"},
                                                                     {"Empty", ""},
                                                                     {"X-High", "\xc3\xa9"}};
  EXPECT_EQ(head->request.headers.all(), expected);
  EXPECT_TRUE(head->keep_alive);
}

TEST(RequestHead, TakesAbsoluteAndAsteriskTargets) {
  const auto absolute = ParseRequestHead(Head("GET HTTP://lake:4566/a?b HTTP/1.1"), {});
  ASSERT_TRUE(absolute);
  EXPECT_EQ(absolute->request.path, "/a");
  EXPECT_EQ(absolute->request.query, "b");
  EXPECT_EQ(ParseRequestHead(Head("GET http://lake HTTP/1.1"), {})->request.path, "/");
  const auto only_query = ParseRequestHead(Head("GET http://lake?x HTTP/1.1"), {});
  EXPECT_EQ(only_query->request.path, "/");
  EXPECT_EQ(only_query->request.query, "x");
  EXPECT_EQ(ParseRequestHead(Head("OPTIONS * HTTP/1.1"), {})->request.path, "*");
}

TEST(RequestHead, DecidesWhetherTheConnectionStays) {
  const auto keeps = [](std::string_view version, std::string_view headers) {
    return ParseRequestHead(Head("GET / " + std::string(version), headers), {})->keep_alive;
  };
  EXPECT_TRUE(keeps("HTTP/1.1", kHost));
  EXPECT_FALSE(keeps("HTTP/1.1", "Host: x\r\nConnection: Upgrade, Close\r\n"));
  EXPECT_FALSE(keeps("HTTP/1.0", ""));
  EXPECT_TRUE(keeps("HTTP/1.0", "Connection: keep-alive\r\n"));
}

TEST(RequestHead, RefusesWhatIsMalformed) {
  for (const char* line : {"GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "G@T / HTTP/1.1",
                           " / HTTP/1.1", "GET / http/1.1", "GET relative HTTP/1.1",
                           "GET ftp://x/ HTTP/1.1", "GET http:///x HTTP/1.1", "GET /\x01 HTTP/1.1",
                           "GET /a\tb HTTP/1.1", "CONNECT lake:443 HTTP/1.1", ""}) {
    EXPECT_EQ(StatusOf(Head(line)), 400) << line;
  }
  for (const char* header : {"No colon\r\n", " folded: x\r\n", "Blank : x\r\n", ": no name\r\n",
                             "A: b\nC: d\r\n", "A: b\rc\r\n", "A: \x01\r\n", "Host: twice\r\n",
                             "Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length: -1\r\n",
                             "Content-Length: 1,1\r\n", "Content-Length: \r\n",
                             "Content-Length: 99999999999999999999\r\n", "Content-Length: 0x10\r\n",
                             "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
                             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"}) {
    EXPECT_EQ(StatusOf(Head("GET / HTTP/1.1", std::string(kHost) + header)), 400) << header;
  }
  EXPECT_EQ(StatusOf(Head("GET / HTTP/1.1", "")), 400) << "no Host";
  EXPECT_EQ(StatusOf(Head("GET / HTTP/1.0", "Transfer-Encoding: chunked\r\n")), 400);
}

TEST(RequestHead, RefusesWhatIsNotOffered) {
  EXPECT_EQ(StatusOf(Head("GET / HTTP/2.0")), 505);
  EXPECT_EQ(StatusOf(Head("GET / HTTP/1.1", "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n")),
            501);
  EXPECT_EQ(StatusOf(Head("GET / HTTP/1.1", "Host: x\r\nExpect: tea\r\n")), 417);
}

TEST(RequestHead, LimitsTargetAndHeaderCount) {
  HttpLimits limits;
  limits.target_bytes_max = 4;
  limits.headers_max = 2;
  EXPECT_EQ(StatusOf(Head("GET /abc HTTP/1.1"), limits), 0);
  EXPECT_EQ(StatusOf(Head("GET /abcd HTTP/1.1"), limits), 414);
  EXPECT_EQ(StatusOf(Head("GET / HTTP/1.1", "Host: x\r\nA: b\r\n"), limits), 0);
  EXPECT_EQ(StatusOf(Head("GET / HTTP/1.1", "Host: x\r\nA: b\r\nC: d\r\n"), limits), 431);
}

TEST(RequestHead, AnyPrefixOrMutationIsParsedOrRefused) {
  const std::string good =
      Head("POST /a?b=c HTTP/1.1", "Host: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n");
  for (size_t at = 0; at + 4 < good.size(); ++at) {
    for (const char byte : {'\0', '\r', '\n', ' ', ':', '\xff', '/'}) {
      std::string changed = good;
      changed[at] = byte;
      const auto end = FindHeadEnd(changed, 0);
      if (!end) continue;
      const auto parsed = ParseRequestHead(std::string_view(changed).substr(0, *end), {});
      EXPECT_TRUE(parsed || parsed.error().http_status >= 400);
    }
  }
}

TEST(FindHeadEnd, FindsAnEndThatArrivedInPieces) {
  const std::string text = "GET / HTTP/1.1\r\n\r\nrest";
  for (size_t scanned = 0; scanned < 18; ++scanned) {
    EXPECT_FALSE(FindHeadEnd(std::string_view(text).substr(0, 17), std::min<size_t>(scanned, 17)));
    EXPECT_EQ(FindHeadEnd(text, scanned), 18u);
  }
}

TEST(ResponseHead, ReadsStatusAndFraming) {
  const auto head = ParseResponseHead("HTTP/1.1 204\r\nX: y\r\n\r\n");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 204);
  EXPECT_FALSE(head->content_length);
  EXPECT_EQ(ParseResponseHead("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n")->content_length,
            12u);
  EXPECT_FALSE(ParseResponseHead("HTTP/1.0 200 OK\r\n\r\n")->keep_alive);
  EXPECT_TRUE(ParseResponseHead("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n")->chunked);
  for (const char* bad : {"HTTP/1.1 2x0 OK\r\n\r\n", "ICY 200 OK\r\n\r\n", "HTTP/1.1 20\r\n\r\n",
                          "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 No\r\n\r\n",
                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: zip\r\n\r\n", "\r\n\r\n"}) {
    EXPECT_FALSE(ParseResponseHead(bad)) << bad;
  }
}

TEST(AppendHeader, CannotBeMadeToAddAHeader) {
  std::string out;
  AppendHeader(out, "X", std::string("a\r\nSet-Cookie: b\0c", 18));
  EXPECT_EQ(out, "X: a  Set-Cookie: b c\r\n");
}

// Decodes `text` in pieces of `step` bytes; the rest is appended after '|'. Nothing when it is
// refused.
std::optional<std::string> Decode(std::string_view text, size_t step) {
  ChunkDecoder decoder;
  std::string out;
  while (!text.empty()) {
    std::string_view input = text.substr(0, step);
    text.remove_prefix(input.size());
    std::string_view piece;
    ChunkDecoder::Status status;
    while ((status = decoder.Next(input, piece)) == ChunkDecoder::Status::kPiece) out += piece;
    if (status == ChunkDecoder::Status::kBad) return std::nullopt;
    if (status == ChunkDecoder::Status::kDone)
      return out + "|" + std::string(input) + std::string(text);
  }
  return out + "...";
}

TEST(ChunkDecoder, DecodesInPiecesOfAnySize) {
  const std::string body =
      "4\r\nWiki\r\nA;name=\"v\"\r\n0123456789\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\nGET";
  for (size_t step = 1; step <= body.size(); ++step)
    EXPECT_EQ(Decode(body, step), "Wiki0123456789|GET") << step;
  EXPECT_EQ(Decode("0\r\n\r\n", 1), "|");
  EXPECT_EQ(Decode("3\r\nab", 2), "ab...");
}

TEST(ChunkDecoder, RefusesWhatIsMalformed) {
  for (const char* bad : {"\r\n", "x\r\n", "-1\r\n", "3\nabc\r\n", "3\r\nabcd\r\n", "3 4\r\n",
                          "1234567890abcdef\r\n", "3\r\nabc\n", "0\r\nT: x\n\r\n"}) {
    EXPECT_FALSE(Decode(bad, 1)) << bad;
    EXPECT_FALSE(Decode(bad, 100)) << bad;
  }
}

TEST(ChunkDecoder, LimitsLinesAndTrailers) {
  const auto extended = [](size_t line_bytes) {
    return "1;" + std::string(line_bytes - 4, 'x') + "\r\na\r\n0\r\n\r\n";
  };
  EXPECT_EQ(Decode(extended(kChunkLineBytesMax), 1000), "a|");
  EXPECT_FALSE(Decode(extended(kChunkLineBytesMax + 1), 1000));
  const auto trailed = [](size_t bytes) {
    return "0\r\n" + std::string(bytes - 4, 'x') + "\r\n\r\n";
  };
  EXPECT_EQ(Decode(trailed(kTrailerBytesMax), 1000), "|");
  EXPECT_FALSE(Decode(trailed(kTrailerBytesMax + 1), 1000));
}

}  // namespace
}  // namespace firn::edge
