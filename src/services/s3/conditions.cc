#include "services/s3/conditions.h"

#include <algorithm>
#include <charconv>

namespace firn::services::s3 {
namespace {

std::optional<uint64_t> Number(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

bool EtagListed(std::string_view list, const std::string& etag) {
  if (list == "*") return true;
  while (!list.empty()) {
    const size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (Unquoted(item) == etag) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

enum class Outcome { kHolds, kFailed, kUnchanged };
struct Judged {
  Outcome outcome = Outcome::kHolds;
  std::string_view condition;
};

Judged Judge(const ReadConditions& conditions, const objects::ObjectInfo& info) {
  const Time modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  if (conditions.if_match) {
    if (!EtagListed(*conditions.if_match, info.etag)) return {Outcome::kFailed, "If-Match"};
  } else if (conditions.if_unmodified_since && modified > *conditions.if_unmodified_since) {
    return {Outcome::kFailed, "If-Unmodified-Since"};
  }
  if (conditions.if_none_match) {
    if (EtagListed(*conditions.if_none_match, info.etag))
      return {Outcome::kUnchanged, "If-None-Match"};
  } else if (conditions.if_modified_since && modified <= *conditions.if_modified_since) {
    return {Outcome::kUnchanged, "If-Modified-Since"};
  }
  return {};
}

Unexpected PreconditionFailed(std::string condition) {
  return WithField(S3Error(Kind::kConflict, "PreconditionFailed", 412,
                           "At least one of the pre-conditions you specified did not hold"),
                   "Condition", std::move(condition));
}

}  // namespace

Result<void> CheckConditions(const ReadConditions& conditions, const objects::ObjectInfo& info) {
  const Judged judged = Judge(conditions, info);
  if (judged.outcome == Outcome::kHolds) return {};
  if (judged.outcome == Outcome::kFailed) return PreconditionFailed(std::string(judged.condition));
  auto unchanged = S3Error(Kind::kConflict, "NotModified", 304, "Not Modified");
  unchanged.value().fields = {{"@ETag", Quoted(info.etag)},
                              {"@Last-Modified", FormatHttpDate(info.modified)}};
  return unchanged;
}

Result<void> CheckSourceConditions(const ReadConditions& conditions,
                                   const objects::ObjectInfo& info) {
  const Judged judged = Judge(conditions, info);
  if (judged.outcome == Outcome::kHolds) return {};
  return PreconditionFailed("x-amz-copy-source-" + std::string(judged.condition));
}

Result<objects::Conditions> WriteConditions(const std::optional<std::string>& if_match,
                                            const std::optional<std::string>& if_none_match) {
  objects::Conditions conditions;
  if (if_none_match) {
    if (*if_none_match != "*") return NotImplementedHere("If-None-Match with an ETag");
    conditions.if_absent = true;
  }
  if (if_match && if_none_match) return NotImplementedHere("If-Match together with If-None-Match");
  if (if_match) conditions.if_match = Unquoted(*if_match);
  return conditions;
}

Result<std::optional<ByteRange>> ParseRange(std::string_view header, uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const std::optional<ByteRange> ignored;
  if (!header.starts_with(kUnit)) return ignored;
  header.remove_prefix(kUnit.size());
  const size_t dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return ignored;
  const auto first = Number(header.substr(0, dash)), last = Number(header.substr(dash + 1));
  const bool suffix = dash == 0, open = dash + 1 == header.size();
  if ((suffix && !last) || (!suffix && !first) || (!suffix && !open && !last)) return ignored;
  if (!suffix && last && *last < *first) return ignored;
  if (suffix ? *last == 0 || size == 0 : *first >= size) {
    auto failure =
        S3Error(Kind::kInvalid, "InvalidRange", 416, "The requested range is not satisfiable");
    failure.value().fields = {{"ActualObjectSize", std::to_string(size)},
                              {"RangeRequested", std::string(kUnit) + std::string(header)}};
    return failure;
  }
  if (suffix) {
    const uint64_t length = std::min(*last, size);
    return std::optional<ByteRange>({size - length, length});
  }
  const uint64_t end = open || *last >= size ? size : *last + 1;
  return std::optional<ByteRange>({*first, end - *first});
}

Result<ByteRange> ParseCopyRange(std::string_view header, uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  const std::string_view numbers =
      header.starts_with(kUnit) ? header.substr(kUnit.size()) : std::string_view();
  const size_t dash = std::min(numbers.find('-'), numbers.size());
  const auto first = Number(numbers.substr(0, dash));
  const auto last = dash < numbers.size() ? Number(numbers.substr(dash + 1)) : std::nullopt;
  if (!first || !last || *last < *first) {
    return WithField(
        WithField(InvalidArgument(
                      "The x-amz-copy-source-range value must be of the form bytes=first-last "
                      "where first and last are the zero-based offsets of the first and last "
                      "bytes to copy"),
                  "ArgumentName", "x-amz-copy-source-range"),
        "ArgumentValue", std::string(header));
  }
  if (*last >= size) {
    return InvalidArgument("Range specified is not valid for source object of size: " +
                           std::to_string(size));
  }
  return ByteRange{*first, *last - *first + 1};
}

}  // namespace firn::services::s3
