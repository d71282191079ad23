#include "wire/document.h"

#include "format/compress.h"
#include "wire/limits.h"
#include "wire/text.h"

namespace firn::wire {

Result<Body> ReadDocument(const Headers& headers, const Body& body) {
  if (body.size() > kDocumentBytesMax)
    return Fail(Kind::kInvalid, "the body is too large for a document");
  Body text = body;
  if (!body.in_memory()) {
    FIRN_TRY(text, body.Read());
  }
  if (EqualsIgnoringCase(Trim(headers.Get("Content-Encoding")), "gzip")) {
    FIRN_TRY(text, format::GzipDecompress(text.bytes(), kDocumentBytesMax));
  }
  return text;
}

}  // namespace firn::wire
