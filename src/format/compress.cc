#include "format/compress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "base/check.h"

namespace firn::format {
namespace {

// zlib's window argument says which framing surrounds the deflate stream.
constexpr int kGzipWindow = 15 + 16;
constexpr int kZlibWindow = 15;
constexpr int kRawWindow = -15;
constexpr size_t kChunk = 64 * 1024;

std::string Deflate(std::string_view bytes, int window) {
  z_stream stream{};
  FIRN_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  FIRN_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

struct InflateEnd {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

Unexpected TooLarge(size_t size_max) {
  return Fail(Kind::kInvalid, "decompressed size is beyond " + std::to_string(size_max) + " bytes");
}

Result<std::string> Inflate(std::string_view bytes, int window, size_t size_max) {
  z_stream stream{};
  FIRN_CHECK(inflateInit2(&stream, window) == Z_OK);
  const std::unique_ptr<z_stream, InflateEnd> ended(&stream);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  while (true) {
    const size_t have = out.size();
    const size_t room = std::min(std::max(kChunk, have), size_max + 1 - have);
    out.resize(have + room);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + have);
    stream.avail_out = static_cast<uInt>(room);
    const int status = inflate(&stream, Z_NO_FLUSH);
    out.resize(have + room - stream.avail_out);
    if (out.size() > size_max) return TooLarge(size_max);
    if (status == Z_STREAM_END) {
      if (stream.avail_in == 0) return out;
      // A gzip file may be several members one after another.
      if (window != kGzipWindow || inflateReset(&stream) != Z_OK) {
        return Fail(Kind::kInvalid, "bytes after the compressed data");
      }
      continue;
    }
    if (status != Z_OK) return Fail(Kind::kInvalid, "compressed data is corrupt or cut short");
    if (stream.avail_in == 0 && stream.avail_out != 0) return Fail(Kind::kInvalid, "compressed data is cut short");
  }
}

struct FreeZstd {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string GzipCompress(std::string_view bytes) { return Deflate(bytes, kGzipWindow); }
std::string DeflateCompress(std::string_view bytes) { return Deflate(bytes, kRawWindow); }

Result<std::string> GzipDecompress(std::string_view bytes, size_t size_max) {
  return Inflate(bytes, kGzipWindow, size_max);
}
Result<std::string> DeflateDecompress(std::string_view bytes, size_t size_max) {
  return Inflate(bytes, kRawWindow, size_max);
}
Result<std::string> ZlibDecompress(std::string_view bytes, size_t size_max) {
  return Inflate(bytes, kZlibWindow, size_max);
}

std::string ZstdCompress(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
  FIRN_CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

Result<std::string> ZstdDecompress(std::string_view bytes, size_t size_max) {
  const std::unique_ptr<ZSTD_DCtx, FreeZstd> context(ZSTD_createDCtx());
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  std::string out;
  size_t status = 1;
  while (in.pos < in.size || status != 0) {
    const size_t have = out.size();
    const size_t room = std::min(std::max(kChunk, have), size_max + 1 - have);
    out.resize(have + room);
    ZSTD_outBuffer to{out.data() + have, room, 0};
    const size_t consumed = in.pos;
    status = ZSTD_decompressStream(context.get(), &to, &in);
    out.resize(have + to.pos);
    if (ZSTD_isError(status)) return Fail(Kind::kInvalid, "compressed data is corrupt");
    if (out.size() > size_max) return TooLarge(size_max);
    if (status != 0 && in.pos == consumed && to.pos == 0) return Fail(Kind::kInvalid, "compressed data is cut short");
  }
  return out;
}

}  // namespace firn::format
