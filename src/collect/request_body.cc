#include "collect/request_body.h"

#include <utility>

#include "collect/limits.h"
#include "format/compress.h"

namespace firn::collect {
namespace {

// `text` up to `end`, without the white space around it, in lower case.
std::string Token(std::string_view text, char end) {
  text = text.substr(0, text.find(end));
  const size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  std::string token(text.substr(from, text.find_last_not_of(" \t") - from + 1));
  for (char& c : token) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return token;
}

}  // namespace

std::string ContentTypeOf(const wire::HttpRequest& request) {
  return Token(request.headers.Get("content-type"), ';');
}

std::optional<std::string_view> ReadBody(const wire::HttpRequest& request, std::string& storage,
                                         BodyError& error) {
  if (request.body.size() > kBodyBytesMax) {
    error = {413, "the body exceeds 16 MiB"};
    return std::nullopt;
  }
  std::string read;
  std::string_view bytes = request.body.bytes();
  if (!request.body.in_memory()) {
    auto whole = request.body.Read();
    if (!whole) {
      error = {500, "the body cannot be read"};
      return std::nullopt;
    }
    read = *std::move(whole);
    bytes = read;
  }
  const std::string encoding = Token(request.headers.Get("content-encoding"), '\0');
  if (encoding.empty() || encoding == "identity") {
    if (request.body.in_memory()) return bytes;
    storage = std::move(read);
    return storage;
  }
  Result<std::string> plain;
  if (encoding == "gzip") {
    plain = format::GzipDecompress(bytes, kDecompressedBytesMax);
  } else if (encoding == "zstd") {
    plain = format::ZstdDecompress(bytes, kDecompressedBytesMax);
  } else if (encoding == "deflate") {
    plain = format::ZlibDecompress(bytes, kDecompressedBytesMax);
  } else {
    error = {415, "the content encoding is none of gzip, zstd and deflate"};
    return std::nullopt;
  }
  if (!plain) {
    error = {400, plain.error().message};
    return std::nullopt;
  }
  storage = *std::move(plain);
  return storage;
}

}  // namespace firn::collect
