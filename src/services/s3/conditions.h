#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/s3.h"

namespace firn::services::s3 {

// Conditions of a GET or HEAD (RFC 9110 section 13): NotModified 304 or PreconditionFailed 412.
struct ReadConditions {
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
  std::optional<Time> if_modified_since;
  std::optional<Time> if_unmodified_since;
};
Result<void> CheckConditions(const ReadConditions& conditions, const objects::ObjectInfo& info);
// The same on the source of a copy, where every failure is PreconditionFailed naming the header.
Result<void> CheckSourceConditions(const ReadConditions& conditions,
                                   const objects::ObjectInfo& info);

// Conditions of a PUT; S3 knows only If-None-Match: * and If-Match: <etag>.
Result<objects::Conditions> WriteConditions(const std::optional<std::string>& if_match,
                                            const std::optional<std::string>& if_none_match);

// The bytes a Range header asks for. Nothing when the header is malformed, which S3 ignores;
// InvalidRange 416 when it lies outside the object.
struct ByteRange {
  uint64_t first = 0;
  uint64_t length = 0;
};
Result<std::optional<ByteRange>> ParseRange(std::string_view header, uint64_t size);

// The range of UploadPartCopy, which must be "bytes=first-last" within the source.
Result<ByteRange> ParseCopyRange(std::string_view header, uint64_t size);

// What GetObject and HeadObject answer of an object of which a range or a part is asked for.
template <class Input, class Output>
Result<std::optional<ByteRange>> WantedRange(const Input& input, const objects::ObjectInfo& info,
                                             Output& output) {
  std::optional<ByteRange> wanted;
  if (input.part_number && input.range) {
    return InvalidRequest("Cannot specify both Range header and partNumber query parameter");
  }
  if (input.range) {
    FIRN_TRY(wanted, ParseRange(*input.range, info.size));
  }
  if (input.part_number) {
    const auto number = static_cast<size_t>(*input.part_number);
    if (number < 1 || number > std::max<size_t>(info.part_sizes.size(), 1)) {
      return S3Error(Kind::kInvalid, "InvalidPartNumber", 416,
                     "The requested partnumber is not satisfiable");
    }
    wanted.emplace();
    for (size_t i = 0; i + 1 < number; ++i) wanted->first += info.part_sizes[i];
    wanted->length = info.part_sizes.empty() ? info.size : info.part_sizes[number - 1];
    if (!info.part_sizes.empty()) output.parts_count = static_cast<int32_t>(info.part_sizes.size());
    if (wanted->length == 0) return std::optional<ByteRange>();
  }
  if (wanted) {
    output.content_length = static_cast<int64_t>(wanted->length);
    output.content_range = "bytes " + std::to_string(wanted->first) + "-" +
                           std::to_string(wanted->first + wanted->length - 1) + "/" +
                           std::to_string(info.size);
  }
  return wanted;
}

}  // namespace firn::services::s3
