#include "services/s3/copy.h"

#include "base/encoding.h"

namespace firn::services::s3 {

CopySource ParseCopySource(const std::string& header) {
  CopySource source;
  std::string text = header;
  constexpr std::string_view kVersion = "?versionId=";
  if (const size_t version = text.find(kVersion); version != std::string::npos) {
    source.version_id = PercentDecode(text.substr(version + kVersion.size()));
    text.resize(version);
  }
  text = PercentDecode(text).value_or("");
  if (text.starts_with('/')) text.erase(0, 1);
  const size_t slash = text.find('/');
  if (slash == std::string::npos) return source;
  source.bucket = text.substr(0, slash);
  source.key = text.substr(slash + 1);
  return source;
}

authz::Needs CopySourceNeeds(const S3& s3, const CopySource& source) {
  return ReadNeeds(s3, kGetObject, source.bucket, source.key, source.version_id);
}

}  // namespace firn::services::s3
