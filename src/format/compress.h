#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace firn::format {

// Compresses and decompresses whole buffers. Decompressing gives kInvalid when the bytes are
// corrupt, truncated or followed by others, or would grow beyond `size_max`; memory use follows
// what really comes out, never what a header claims.
std::string GzipCompress(std::string_view bytes);
// Several gzip members one after another are one text, as are several zstd frames.
Result<std::string> GzipDecompress(std::string_view bytes, size_t size_max);

std::string DeflateCompress(std::string_view bytes);  // raw deflate, without header
Result<std::string> DeflateDecompress(std::string_view bytes, size_t size_max);

std::string ZlibCompress(std::string_view bytes);  // what HTTP calls "deflate"
Result<std::string> ZlibDecompress(std::string_view bytes, size_t size_max);

std::string ZstdCompress(std::string_view bytes);
Result<std::string> ZstdDecompress(std::string_view bytes, size_t size_max);

}  // namespace firn::format
