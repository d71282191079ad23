#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/http.h"
#include "wire/sigv4.h"

// S3's chunked uploads ("aws-chunked"): chunks with or without a signature each, and trailers with
// checksums. Source: S3 developer guide, "Signature calculations for the authorization header:
// transferring payload in multiple chunks".
namespace firn::wire {

// Receives decoded bytes as they come. They are proven only when Finish succeeds.
using BodySink = std::function<Result<void>(std::string_view)>;

struct ChunkedOptions {
  PayloadKind kind = PayloadKind::kChunkedUnsignedTrailer;
  uint64_t decoded_length = 0;        // x-amz-decoded-content-length
  std::vector<std::string> trailers;  // announced by x-amz-trailer, lower case
  std::string signing_key;            // for signed kinds, as Verify gave them
  std::string seed_signature;
  std::string amz_date;
  SigningScope scope;
};

// Whether the body of a request is aws-chunked: x-amz-content-sha256 says STREAMING-… or
// Content-Encoding names it.
bool IsAwsChunked(const HttpRequest& request);

// What the request's headers and its verified signature say about the body. MissingContentLength
// 411 without a decoded length.
Result<ChunkedOptions> ChunkedOptionsOf(const HttpRequest& request,
                                        const VerifiedSignature& verified);

// Decodes a body that arrives in pieces of any size. Failures are kInvalid or kUnauthenticated with
// S3's codes: IncompleteBody for a body that ends early or has another length than announced,
// SignatureDoesNotMatch for a chunk or trailer, MalformedTrailerError, InvalidRequest for anything
// else. After a failure the decoder is spent. Threads: one.
class AwsChunkedDecoder {
 public:
  AwsChunkedDecoder(ChunkedOptions options, BodySink sink);
  ~AwsChunkedDecoder();
  Result<void> Feed(std::string_view bytes);
  // The trailers, once the body has ended properly.
  Result<Headers> Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Decodes a whole body into a sink, in pieces when it is a file.
Result<Headers> DecodeAwsChunked(const Body& body, ChunkedOptions options, BodySink sink);

// Makes the request what it would have been without chunking: the decoded body, its Content-Length,
// trailers among the headers, and no "aws-chunked" in Content-Encoding.
void ReplaceChunkedBody(HttpRequest* request, Body decoded, const Headers& trailers);

// The chunked form of a body, for tests and clients; signs chunks when the kind says so.
std::string EncodeAwsChunked(const ChunkedOptions& options, std::string_view body,
                             size_t chunk_bytes, const Headers& trailers);

}  // namespace firn::wire
