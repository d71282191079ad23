#include "wire/aws_chunked.h"

#include <algorithm>
#include <charconv>

#include "base/digest.h"
#include "base/encoding.h"
#include "wire/limits.h"
#include "wire/sigv4_canonical.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

constexpr size_t kPieceBytes = 1 << 20;
constexpr std::string_view kChunkSignature = "chunk-signature=";
constexpr std::string_view kTrailerSignature = "x-amz-trailer-signature";

bool IsSignedKind(PayloadKind kind) {
  return kind == PayloadKind::kChunkedSigned || kind == PayloadKind::kChunkedSignedTrailer;
}

bool HasTrailers(PayloadKind kind) {
  return kind == PayloadKind::kChunkedSignedTrailer || kind == PayloadKind::kChunkedUnsignedTrailer;
}

Unexpected Refuse(std::string code, int status, std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), std::move(code), status, {}});
}

Unexpected Incomplete() {
  return Refuse(
      "IncompleteBody", 400,
      "You did not provide the number of bytes specified by the Content-Length HTTP header");
}

Unexpected BadFraming() {
  return Refuse("InvalidRequest", 400, "The chunked encoding of the request body is malformed.");
}

Unexpected BadTrailer() {
  return Refuse("MalformedTrailerError", 400,
                "The request contained trailing data that was not well-formed or did not conform "
                "to our published "
                "schema.");
}

Unexpected BadSignature() {
  return Fail(Error{Kind::kUnauthenticated,
                    "The request signature we calculated does not match the signature you "
                    "provided. Check your key and "
                    "signing method.",
                    "SignatureDoesNotMatch",
                    403,
                    {}});
}

std::string ChunkText(const ChunkedOptions& options, std::string_view previous,
                      std::string_view chunk_sha256_hex) {
  static const std::string empty_sha256 = HexEncode(Sha256(""));
  return "AWS4-HMAC-SHA256-PAYLOAD\n" + options.amz_date + "\n" + options.scope.text() + "\n" +
         std::string(previous) + "\n" + empty_sha256 + "\n" + std::string(chunk_sha256_hex);
}

std::string TrailerText(const ChunkedOptions& options, std::string_view previous,
                        const Headers& trailers) {
  std::string canonical;
  for (const auto& [name, value] : trailers.all())
    canonical += ToLower(name) + ":" + std::string(Trim(value)) + "\n";
  return "AWS4-HMAC-SHA256-TRAILER\n" + options.amz_date + "\n" + options.scope.text() + "\n" +
         std::string(previous) + "\n" + HexEncode(Sha256(canonical));
}

struct ChunkHeader {
  uint64_t size = 0;
  std::string signature;
};

Result<ChunkHeader> ReadChunkHeader(std::string_view line, bool wants_signature) {
  ChunkHeader out;
  const std::string_view digits = line.substr(0, line.find(';'));
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), out.size, 16);
  if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
    return BadFraming();
  std::string_view rest = line.substr(digits.size());
  if (rest.starts_with(';')) rest.remove_prefix(1);
  if (rest.starts_with(kChunkSignature))
    out.signature = std::string(rest.substr(kChunkSignature.size()));
  if (wants_signature && out.signature.empty()) return BadFraming();
  return out;
}

}  // namespace

struct AwsChunkedDecoder::State {
  enum class Step { kHeader, kData, kDataEnd, kTrailers, kDone };

  ChunkedOptions options;
  BodySink sink;
  Step step = Step::kHeader;
  std::string line;   // the piece of a line that has come
  uint64_t left = 0;  // of the current chunk
  uint64_t decoded = 0;
  size_t trailer_bytes = 0;
  bool last_chunk = false;
  std::string expected_signature;  // of the current chunk
  std::string previous;            // signature of the chunk before
  std::string trailer_signature;
  Hasher hasher{Hasher::Algorithm::kSha256};
  Headers trailers;

  // Takes a line up to CR LF from `bytes`; false when it has not come whole.
  Result<bool> TakeLine(std::string_view& bytes) {
    const size_t end = bytes.find('\n');
    const size_t taken = std::min(end, bytes.size());
    if (line.size() + taken > kChunkHeaderBytesMax) return BadFraming();
    line += bytes.substr(0, taken);
    if (end == std::string_view::npos) {
      bytes = {};
      return false;
    }
    bytes.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return true;
  }

  Result<void> BeginChunk() {
    FIRN_TRY(ChunkHeader header, ReadChunkHeader(line, IsSignedKind(options.kind)));
    line.clear();
    if (header.size > options.decoded_length - decoded) return Incomplete();
    left = header.size;
    last_chunk = header.size == 0;
    expected_signature = std::move(header.signature);
    if (!last_chunk) {
      step = Step::kData;
      return {};
    }
    FIRN_OK(EndChunk());
    step = Step::kTrailers;
    return {};
  }

  Result<void> TakeData(std::string_view& bytes) {
    const std::string_view piece =
        bytes.substr(0, static_cast<size_t>(std::min<uint64_t>(left, bytes.size())));
    bytes.remove_prefix(piece.size());
    left -= piece.size();
    decoded += piece.size();
    if (IsSignedKind(options.kind)) hasher.Update(piece);
    FIRN_OK(sink(piece));
    if (left > 0) return {};
    step = Step::kDataEnd;
    return EndChunk();
  }

  Result<void> EndChunk() {
    if (!IsSignedKind(options.kind)) return {};
    const std::string hash = HexEncode(hasher.Finish());
    hasher = Hasher(Hasher::Algorithm::kSha256);
    if (!EqualConstantTime(SignText(options.signing_key, ChunkText(options, previous, hash)),
                           expected_signature)) {
      return BadSignature();
    }
    previous = expected_signature;
    return {};
  }

  Result<void> TakeTrailer() {
    trailer_bytes += line.size();
    if (trailer_bytes > kChunkTrailerBytesMax) return BadTrailer();
    if (line.empty()) {
      step = Step::kDone;
      return {};
    }
    const size_t colon = line.find(':');
    if (!HasTrailers(options.kind) || colon == std::string::npos || colon == 0) return BadTrailer();
    std::string name = ToLower(Trim(std::string_view(line).substr(0, colon)));
    std::string value(Trim(std::string_view(line).substr(colon + 1)));
    line.clear();
    if (name == kTrailerSignature && IsSignedKind(options.kind)) {
      trailer_signature = std::move(value);
      return {};
    }
    const bool announced = std::ranges::find(options.trailers, name) != options.trailers.end();
    if (!announced || trailers.Has(name)) return BadTrailer();
    trailers.Add(std::move(name), std::move(value));
    return {};
  }

  Result<void> Feed(std::string_view bytes) {
    while (!bytes.empty()) {
      switch (step) {
        case Step::kData: FIRN_OK(TakeData(bytes)); break;
        case Step::kHeader:
        case Step::kDataEnd:
        case Step::kTrailers: {
          FIRN_TRY(const bool whole, TakeLine(bytes));
          if (!whole) return {};
          if (step == Step::kTrailers) {
            FIRN_OK(TakeTrailer());
          } else if (step == Step::kHeader) {
            FIRN_OK(BeginChunk());
          } else {
            if (!line.empty()) return BadFraming();
            step = Step::kHeader;
          }
          break;
        }
        case Step::kDone: return BadFraming();
      }
    }
    return {};
  }

  Result<Headers> Finish() {
    // Some clients leave out the last empty line.
    const bool ended = step == Step::kDone || (step == Step::kTrailers && line.empty());
    if (!ended || decoded != options.decoded_length) return Incomplete();
    for (const std::string& name : options.trailers) {
      if (!trailers.Has(name)) return BadTrailer();
    }
    if (options.kind == PayloadKind::kChunkedSignedTrailer &&
        !EqualConstantTime(SignText(options.signing_key, TrailerText(options, previous, trailers)),
                           trailer_signature)) {
      return BadSignature();
    }
    return trailers;
  }
};

AwsChunkedDecoder::AwsChunkedDecoder(ChunkedOptions options, BodySink sink)
    : state_(std::make_unique<State>()) {
  state_->previous = options.seed_signature;
  state_->options = std::move(options);
  state_->sink = std::move(sink);
}

AwsChunkedDecoder::~AwsChunkedDecoder() = default;

Result<void> AwsChunkedDecoder::Feed(std::string_view bytes) { return state_->Feed(bytes); }

Result<Headers> AwsChunkedDecoder::Finish() { return state_->Finish(); }

bool IsAwsChunked(const HttpRequest& request) {
  if (Trim(request.headers.Get("X-Amz-Content-SHA256")).starts_with("STREAMING-")) return true;
  for (const std::string_view coding : Split(request.headers.Get("Content-Encoding"), ',')) {
    if (EqualsIgnoringCase(Trim(coding), "aws-chunked")) return true;
  }
  return false;
}

Result<ChunkedOptions> ChunkedOptionsOf(const HttpRequest& request,
                                        const VerifiedSignature& verified) {
  ChunkedOptions out;
  // A body that is chunked though its signature does not say so is read as chunks without
  // signatures.
  const bool streaming = IsSignedKind(verified.payload) || HasTrailers(verified.payload);
  out.kind = streaming ? verified.payload : PayloadKind::kChunkedUnsignedTrailer;
  out.signing_key = verified.signing_key;
  out.seed_signature = verified.signature;
  out.amz_date = verified.amz_date;
  out.scope = verified.scope;
  const std::string_view length = Trim(request.headers.Get("X-Amz-Decoded-Content-Length"));
  const auto [end, error] =
      std::from_chars(length.data(), length.data() + length.size(), out.decoded_length);
  if (length.empty() || error != std::errc() || end != length.data() + length.size()) {
    return Refuse("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
  }
  for (const std::string_view name : Split(request.headers.Get("X-Amz-Trailer"), ',')) {
    if (!Trim(name).empty()) out.trailers.push_back(ToLower(Trim(name)));
  }
  return out;
}

Result<Headers> DecodeAwsChunked(const Body& body, ChunkedOptions options, BodySink sink) {
  AwsChunkedDecoder decoder(std::move(options), std::move(sink));
  if (body.in_memory()) {
    FIRN_OK(decoder.Feed(body.bytes()));
    return decoder.Finish();
  }
  for (uint64_t at = 0; at < body.size();) {
    FIRN_TRY(const std::string piece, body.ReadAt(at, kPieceBytes));
    FIRN_OK(decoder.Feed(piece));
    at += piece.size();
  }
  return decoder.Finish();
}

void ReplaceChunkedBody(HttpRequest* request, Body decoded, const Headers& trailers) {
  std::string codings;
  for (const std::string_view coding : Split(request->headers.Get("Content-Encoding"), ',')) {
    if (Trim(coding).empty() || EqualsIgnoringCase(Trim(coding), "aws-chunked")) continue;
    codings += (codings.empty() ? "" : ",") + std::string(Trim(coding));
  }
  if (codings.empty())
    request->headers.Remove("Content-Encoding");
  else
    request->headers.Set("Content-Encoding", codings);
  request->headers.Set("Content-Length", std::to_string(decoded.size()));
  for (const auto& [name, value] : trailers.all()) request->headers.Set(name, value);
  request->body = std::move(decoded);
}

std::string EncodeAwsChunked(const ChunkedOptions& options, std::string_view body,
                             size_t chunk_bytes, const Headers& trailers) {
  std::string out;
  std::string previous = options.seed_signature;
  while (true) {
    const std::string_view chunk = body.substr(0, chunk_bytes);
    body.remove_prefix(chunk.size());
    char digits[32];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, chunk.size(), 16);
    out.append(digits, end);
    if (IsSignedKind(options.kind)) {
      previous =
          SignText(options.signing_key, ChunkText(options, previous, HexEncode(Sha256(chunk))));
      out += ";" + std::string(kChunkSignature) + previous;
    }
    out += "\r\n";
    if (chunk.empty()) break;
    out += chunk;
    out += "\r\n";
  }
  for (const auto& [name, value] : trailers.all()) out += name + ":" + value + "\r\n";
  if (options.kind == PayloadKind::kChunkedSignedTrailer) {
    out += std::string(kTrailerSignature) + ":" +
           SignText(options.signing_key, TrailerText(options, previous, trailers)) + "\r\n";
  }
  return out + "\r\n";
}

}  // namespace firn::wire
