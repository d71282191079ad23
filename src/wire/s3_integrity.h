#pragma once

#include "base/result.h"
#include "wire/http.h"

namespace firn::wire {

// Whether a document is the one its sender made: S3's Content-MD5 and x-amz-checksum-* headers.
// BadDigest or InvalidDigest when it is not. Objects, whose checksums are kept, are checked where
// they are stored.
Result<void> CheckDocumentIntegrity(const HttpRequest& request);

}  // namespace firn::wire
