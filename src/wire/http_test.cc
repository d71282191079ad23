#include "wire/http.h"

#include <gtest/gtest.h>

#include "wire/limits.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

// Serves at most three bytes a read, as a file may.
class SlowFile final : public sys::File {
 public:
  explicit SlowFile(std::string bytes) : bytes_(std::move(bytes)) {}
  Result<void> Append(std::string_view) override { return Fail(Kind::kUnsupported, "read only"); }
  Result<size_t> ReadInto(uint64_t offset, char* into, size_t length) const override {
    return offset >= bytes_.size() ? 0 : bytes_.copy(into, std::min<size_t>(length, 3), offset);
  }
  Result<uint64_t> Size() const override { return bytes_.size(); }
  Result<void> Truncate(uint64_t) override { return Fail(Kind::kUnsupported, "read only"); }
  Result<void> Sync() override { return {}; }
  int Descriptor() const override { return -1; }

 private:
  std::string bytes_;
};

TEST(Body, BytesAndSlices) {
  EXPECT_TRUE(Body().empty());
  const Body body("0123456789");
  EXPECT_EQ(body.size(), 10u);
  EXPECT_TRUE(body.in_memory());
  EXPECT_EQ(*body.ReadAt(8, 5), "89");
  EXPECT_EQ(*body.ReadAt(10, 5), "");
  EXPECT_EQ(body.Slice(3, 4).bytes(), "3456");
  EXPECT_EQ(body.Slice(8, 100).bytes(), "89");
  EXPECT_EQ(body.Slice(100, 1).size(), 0u);
}

TEST(Body, Files) {
  const auto file = std::make_shared<SlowFile>("0123456789");
  const Body body = Body::OfFile(file, 2, 6, "spooled");
  EXPECT_FALSE(body.in_memory());
  EXPECT_EQ(*body.Read(), "234567");
  EXPECT_EQ(*body.ReadAt(4, 100), "67");
  EXPECT_EQ(body.removable_path(), "spooled");
  const Body slice = body.Slice(1, 3);
  EXPECT_EQ(*slice.Read(), "345");
  EXPECT_EQ(slice.removable_path(), "");  // a part must not be moved as the whole
  EXPECT_EQ(Body::OfFile(file, 8, 6).Read().error().kind, Kind::kCorrupt);
}

TEST(Headers, CompareWithoutCaseAndKeepRepetition) {
  Headers headers;
  headers.Add("A", "1");
  headers.Add("a", "2");
  EXPECT_EQ(headers.Get("a"), "1");
  EXPECT_EQ(headers.all().size(), 2u);
  headers.Set("a", "3");
  EXPECT_EQ(headers.all().size(), 1u);
  EXPECT_TRUE(headers.Has("A"));
  headers.Remove("A");
  EXPECT_FALSE(headers.Find("a"));
  EXPECT_EQ(headers.Get("a"), "");
}

TEST(HttpRequest, DecodesTheQuery) {
  HttpRequest request;
  request.query = "uploads&a=1&a=2&b=%2F+x&c=%zz%4&=v&&d==";
  const std::vector<QueryParameter> expected = {
      {"uploads", ""}, {"a", "1"}, {"a", "2"}, {"b", "/ x"}, {"c", "%zz%4"}, {"", "v"}, {"d", "="}};
  EXPECT_EQ(request.QueryParameters(), expected);
  std::string many;
  for (size_t i = 0; i <= kFormParametersMax; ++i) many += "a&";
  EXPECT_EQ(DecodeForm(many).size(), kFormParametersMax);
}

TEST(HttpTarget, Parses) {
  const auto plain = HttpTarget::Parse("http://127.0.0.1:4566/path?x");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 4566);
  EXPECT_EQ(plain->text(), "http://127.0.0.1:4566");
  EXPECT_EQ(HttpTarget::Parse("HTTPS://glue.us-east-1.amazonaws.com")->text(),
            "https://glue.us-east-1.amazonaws.com");
  EXPECT_EQ(HttpTarget::Parse("https://[::1]:8443")->host, "[::1]");
  EXPECT_EQ(HttpTarget::Parse("https://[::1]")->port, 443);
  for (const char* bad :
       {"", "localhost:4566", "ftp://x", "http://", "http://:80", "http://x:", "http://x:0",
        "http://x:65536", "http://x:8o", "http://user:secret@x", "http://[::1", "http://[::1]x"}) {
    EXPECT_FALSE(HttpTarget::Parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace firn::wire
