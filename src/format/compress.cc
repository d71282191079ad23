#include "format/compress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "base/check.h"
#include "format/limits.h"

namespace firn::format {
namespace {

// zlib's window argument says which framing surrounds the deflate stream.
constexpr int kGzipWindow = 15 + 16;
constexpr int kZlibWindow = 15;
constexpr int kRawWindow = -15;
constexpr int kMemoryLevel = 8;  // zlib's default
constexpr size_t kChunk = 64 * 1024;
constexpr size_t kStepBytesMax = 1u << 30;  // zlib counts what is there in 32 bits

// A text that grows while something is written into it and never beyond one byte more than is
// allowed.
class Output {
 public:
  explicit Output(size_t size_max)
      : size_max_(std::min(size_max, std::numeric_limits<size_t>::max() / 2)) {}

  // Where to write next; never without room.
  char* free() {
    if (used_ == bytes_.size()) {
      bytes_.resize(std::min(std::max(kChunk, used_ * 2), size_max_ + 1));
    }
    return bytes_.data() + used_;
  }
  size_t room() const { return bytes_.size() - used_; }
  void Wrote(size_t count) { used_ += count; }
  bool too_large() const { return used_ > size_max_; }
  Unexpected TooLarge() const {
    return Fail(Kind::kInvalid,
                "decompressed size is beyond " + std::to_string(size_max_) + " bytes");
  }
  std::string Take() {
    bytes_.resize(used_);
    return std::move(bytes_);
  }

 private:
  size_t size_max_;
  size_t used_ = 0;
  std::string bytes_;
};

struct DeflateEnd {
  void operator()(z_stream* stream) const { deflateEnd(stream); }
};

struct InflateEnd {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

// Hands zlib the next piece of its input.
void Feed(z_stream& stream, std::string_view& rest) {
  if (stream.avail_in != 0) return;
  const size_t step = std::min(rest.size(), kStepBytesMax);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));
  stream.avail_in = static_cast<uInt>(step);
  rest.remove_prefix(step);
}

// Runs one step of `advance` into the output; gives its status.
template <class Advance>
int Step(z_stream& stream, Output& out, Advance advance) {
  stream.next_out = reinterpret_cast<Bytef*>(out.free());
  const size_t room = std::min(out.room(), kStepBytesMax);
  stream.avail_out = static_cast<uInt>(room);
  const int status = advance();
  out.Wrote(room - stream.avail_out);
  return status;
}

std::string Deflate(std::string_view bytes, int window) {
  z_stream stream{};
  FIRN_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, kMemoryLevel,
                          Z_DEFAULT_STRATEGY) == Z_OK);
  const std::unique_ptr<z_stream, DeflateEnd> ended(&stream);
  Output out(std::numeric_limits<size_t>::max());
  while (true) {
    Feed(stream, bytes);
    const int flush = bytes.empty() ? Z_FINISH : Z_NO_FLUSH;
    const int status = Step(stream, out, [&] { return deflate(&stream, flush); });
    if (status == Z_STREAM_END) return out.Take();
    FIRN_CHECK(status == Z_OK);
  }
}

Result<std::string> Inflate(std::string_view bytes, int window, size_t size_max) {
  z_stream stream{};
  FIRN_CHECK(inflateInit2(&stream, window) == Z_OK);
  const std::unique_ptr<z_stream, InflateEnd> ended(&stream);
  Output out(size_max);
  while (true) {
    Feed(stream, bytes);
    const int status = Step(stream, out, [&] { return inflate(&stream, Z_NO_FLUSH); });
    if (out.too_large()) return out.TooLarge();
    if (status == Z_STREAM_END) {
      if (stream.avail_in == 0 && bytes.empty()) return out.Take();
      // A gzip file may be several members one after another.
      if (window != kGzipWindow || inflateReset(&stream) != Z_OK) {
        return Fail(Kind::kInvalid, "bytes after the compressed data");
      }
      continue;
    }
    if (status != Z_OK) return Fail(Kind::kInvalid, "compressed data is corrupt or cut short");
  }
}

struct FreeZstd {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string GzipCompress(std::string_view bytes) { return Deflate(bytes, kGzipWindow); }
std::string ZlibCompress(std::string_view bytes) { return Deflate(bytes, kZlibWindow); }
std::string DeflateCompress(std::string_view bytes) { return Deflate(bytes, kRawWindow); }

Result<std::string> GzipDecompress(std::string_view bytes, size_t size_max) {
  return Inflate(bytes, kGzipWindow, size_max);
}
Result<std::string> ZlibDecompress(std::string_view bytes, size_t size_max) {
  return Inflate(bytes, kZlibWindow, size_max);
}
Result<std::string> DeflateDecompress(std::string_view bytes, size_t size_max) {
  return Inflate(bytes, kRawWindow, size_max);
}

std::string ZstdCompress(std::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const size_t size =
      ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
  FIRN_CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

Result<std::string> ZstdDecompress(std::string_view bytes, size_t size_max) {
  const std::unique_ptr<ZSTD_DCtx, FreeZstd> context(ZSTD_createDCtx());
  FIRN_CHECK(context != nullptr);
  FIRN_CHECK(
      !ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kZstdWindowLogMax)));
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  Output out(size_max);
  size_t status = 1;
  while (in.pos < in.size || status != 0) {
    char* const to = out.free();
    ZSTD_outBuffer step{to, out.room(), 0};
    const size_t consumed = in.pos;
    status = ZSTD_decompressStream(context.get(), &step, &in);
    out.Wrote(step.pos);
    if (ZSTD_isError(status)) return Fail(Kind::kInvalid, "compressed data is corrupt");
    if (out.too_large()) return out.TooLarge();
    if (status != 0 && in.pos == consumed && step.pos == 0) {
      return Fail(Kind::kInvalid, "compressed data is cut short");
    }
  }
  return out.Take();
}

}  // namespace firn::format
