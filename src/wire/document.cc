#include "wire/document.h"

#include "format/compress.h"
#include "wire/limits.h"
#include "wire/text.h"

namespace firn::wire {

Result<std::string> ReadDocument(const Headers& headers, const Body& body) {
  if (body.size() > kDocumentBytesMax)
    return Fail(Kind::kInvalid, "the body is too large for a document");
  FIRN_TRY(std::string bytes, body.Read());
  if (EqualsIgnoringCase(Trim(headers.Get("Content-Encoding")), "gzip")) {
    return format::GzipDecompress(bytes, kDocumentBytesMax);
  }
  return bytes;
}

}  // namespace firn::wire
