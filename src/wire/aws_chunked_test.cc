#include "wire/aws_chunked.h"

#include <gtest/gtest.h>

#include "wire/sigv4_canonical.h"

namespace firn::wire {
namespace {

// The key, scope and date of S3's documented examples.
ChunkedOptions Documented(PayloadKind kind, std::string seed) {
  ChunkedOptions options;
  options.kind = kind;
  options.scope = {"20130524", "us-east-1", "s3"};
  options.amz_date = "20130524T000000Z";
  options.signing_key = DeriveSigningKey("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", options.scope);
  options.seed_signature = std::move(seed);
  options.decoded_length = 66560;
  return options;
}

struct Decoded {
  std::string body;
  Result<Headers> trailers;
};

Decoded Decode(const ChunkedOptions& options, std::string_view bytes, size_t piece = 1 << 20) {
  Decoded out;
  AwsChunkedDecoder decoder(options, [&](std::string_view part) -> Result<void> {
    out.body += part;
    return {};
  });
  while (!bytes.empty()) {
    if (auto fed = decoder.Feed(bytes.substr(0, piece)); !fed) {
      out.trailers = Fail(fed.error());
      return out;
    }
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  out.trailers = decoder.Finish();
  return out;
}

TEST(AwsChunked, DocumentedExample) {
  const auto options =
      Documented(PayloadKind::kChunkedSigned,
                 "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  const std::string body(66560, 'a');
  const std::string encoded = EncodeAwsChunked(options, body, 65536, {});
  EXPECT_TRUE(
      encoded.starts_with("10000;chunk-signature="
                          "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"));
  EXPECT_NE(encoded.find("400;chunk-signature="
                         "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"),
            std::string::npos);
  EXPECT_TRUE(encoded.ends_with(
      "0;chunk-signature="
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n"));
  EXPECT_EQ(Decode(options, encoded).body, body);
  EXPECT_TRUE(Decode(options, encoded).trailers);
}

TEST(AwsChunked, SignedTrailersRoundTripInPiecesOfAnySize) {
  auto options = Documented(PayloadKind::kChunkedSignedTrailer, std::string(64, 'e'));
  options.trailers = {"x-amz-checksum-crc32c"};
  Headers trailers;
  trailers.Add("x-amz-checksum-crc32c", "sOO8/Q==");
  const std::string body(66560, 'a');
  const std::string encoded = EncodeAwsChunked(options, body, 65536, trailers);
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{65536}, encoded.size()}) {
    const Decoded decoded = Decode(options, encoded, piece);
    ASSERT_TRUE(decoded.trailers) << decoded.trailers.error().message;
    EXPECT_EQ(decoded.trailers->Get("X-Amz-Checksum-Crc32c"), "sOO8/Q==");
    EXPECT_EQ(decoded.body, body);
  }
  std::string forged = encoded;
  forged.replace(forged.find("sOO8"), 4, "tOO8");
  EXPECT_EQ(Decode(options, forged).trailers.error().code, "SignatureDoesNotMatch");
}

TEST(AwsChunked, RefusesChangedChunks) {
  const auto options = Documented(PayloadKind::kChunkedSigned, std::string(64, '0'));
  const std::string encoded = EncodeAwsChunked(options, std::string(66560, 'a'), 65536, {});
  std::string changed = encoded;
  changed[200] = 'b';
  EXPECT_EQ(Decode(options, changed).trailers.error().code, "SignatureDoesNotMatch");
  changed = encoded;
  changed[90] = changed[90] == '0' ? '1' : '0';
  EXPECT_FALSE(Decode(options, changed).trailers);
  auto unsigned_chunks = options;
  unsigned_chunks.kind = PayloadKind::kChunkedUnsignedTrailer;
  const std::string bare = EncodeAwsChunked(unsigned_chunks, std::string(66560, 'a'), 65536, {});
  EXPECT_EQ(Decode(options, bare).trailers.error().code, "InvalidRequest");
}

ChunkedOptions Unsigned(uint64_t length, std::vector<std::string> trailers = {}) {
  ChunkedOptions options;
  options.decoded_length = length;
  options.trailers = std::move(trailers);
  return options;
}

TEST(AwsChunked, UnsignedWithTrailer) {
  const auto options = Unsigned(5, {"x-amz-checksum-crc32"});
  const Decoded decoded =
      Decode(options, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
  ASSERT_TRUE(decoded.trailers);
  EXPECT_EQ(decoded.body, "hello");
  EXPECT_EQ(decoded.trailers->Get("x-amz-checksum-crc32"), "NhCmhg==");
  // The last empty line may be left out.
  EXPECT_TRUE(Decode(options, "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n").trailers);
}

TEST(AwsChunked, RefusesMalformedBodies) {
  const auto code = [](const ChunkedOptions& options, std::string_view bytes) {
    const auto decoded = Decode(options, bytes);
    return decoded.trailers ? std::string("decoded") : decoded.trailers.error().code;
  };
  EXPECT_EQ(code(Unsigned(5), ""), "IncompleteBody");
  EXPECT_EQ(code(Unsigned(5), "5\r\nhel"), "IncompleteBody");
  EXPECT_EQ(code(Unsigned(5), "5\r\nhello\r\n"), "IncompleteBody");
  EXPECT_EQ(code(Unsigned(6), "5\r\nhello\r\n0\r\n\r\n"), "IncompleteBody");
  EXPECT_EQ(code(Unsigned(4), "5\r\nhello\r\n0\r\n\r\n"), "IncompleteBody");
  EXPECT_EQ(code(Unsigned(5), "ffffffffffffffff\r\nhello"), "IncompleteBody");
  EXPECT_EQ(code(Unsigned(5), "10000000000000000\r\nhello"), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), "\r\nhello"), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), "x\r\nhello"), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), "-5\r\nhello"), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), "5\r\nhelloX\r\n0\r\n\r\n"), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), "5\r\nhello\r\n0\r\n\r\nmore"), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), std::string(5000, '5')), "InvalidRequest");
  EXPECT_EQ(code(Unsigned(5), "5\r\nhello\r\n0\r\nx-amz-acl:public\r\n\r\n"),
            "MalformedTrailerError");
  EXPECT_EQ(code(Unsigned(5, {"a"}), "5\r\nhello\r\n0\r\n\r\n"), "MalformedTrailerError");
  EXPECT_EQ(code(Unsigned(5, {"a"}), "5\r\nhello\r\n0\r\na\r\n\r\n"), "MalformedTrailerError");
  EXPECT_EQ(code(Unsigned(5, {"a"}), "5\r\nhello\r\n0\r\na:1\r\na:2\r\n\r\n"),
            "MalformedTrailerError");
  EXPECT_EQ(code(Unsigned(0), "0\r\n\r\n"), "decoded");
}

TEST(AwsChunked, ReadsTheRequestAndReplacesItsBody) {
  HttpRequest request;
  EXPECT_FALSE(IsAwsChunked(request));
  request.headers.Add("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  EXPECT_TRUE(IsAwsChunked(request));
  request.headers.Add("Content-Encoding", "gzip, aws-chunked");
  request.headers.Add("X-Amz-Trailer", "x-amz-checksum-CRC32");
  VerifiedSignature verified;
  verified.payload = PayloadKind::kChunkedUnsignedTrailer;
  EXPECT_EQ(ChunkedOptionsOf(request, verified).error().code, "MissingContentLength");
  request.headers.Set("x-amz-decoded-content-length", "5x");
  EXPECT_EQ(ChunkedOptionsOf(request, verified).error().code, "MissingContentLength");
  request.headers.Set("x-amz-decoded-content-length", "5");
  const auto options = ChunkedOptionsOf(request, verified);
  ASSERT_TRUE(options);
  EXPECT_EQ(options->decoded_length, 5u);
  EXPECT_EQ(options->trailers, std::vector<std::string>{"x-amz-checksum-crc32"});
  Headers trailers;
  trailers.Add("x-amz-checksum-crc32", "NhCmhg==");
  ReplaceChunkedBody(&request, Body("hello"), trailers);
  EXPECT_EQ(request.headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(request.headers.Get("Content-Length"), "5");
  EXPECT_EQ(request.headers.Get("x-amz-checksum-crc32"), "NhCmhg==");
  EXPECT_EQ(request.body.bytes(), "hello");
}

}  // namespace
}  // namespace firn::wire
