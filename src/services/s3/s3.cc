#include "services/s3/s3.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"

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

}  // namespace

Unexpected S3Error(Kind kind, std::string_view code, int http_status, std::string message) {
  return Fail(::firn::Error{kind, std::move(message), std::string(code), http_status, {}});
}

Unexpected NotImplementedHere(std::string_view what) {
  return S3Error(Kind::kUnsupported, "NotImplemented", 501,
                 "A header you provided implies functionality that is not implemented: " + std::string(what));
}

Result<void> CheckContentMd5(const std::optional<std::string>& content_md5) {
  constexpr size_t kMd5Bytes = 16;
  if (!content_md5) return {};
  const auto digest = Base64Decode(*content_md5);
  if (digest && digest->size() == kMd5Bytes) return {};
  return S3Error(Kind::kInvalid, "InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
}

authz::Need ObjectNeed(const S3& s3, std::string_view action, std::string_view bucket, std::string_view key,
                       Access access) {
  const auto found = s3.objects.FindBucket(bucket);
  if (found && *found && (*found)->kind == objects::kWarehouse) {
    return {access == Access::kRead ? "s3tables:GetTableData" : "s3tables:PutTableData", (*found)->arn, {}, {}};
  }
  return {std::string(action), Arn::S3(std::string(bucket) + "/" + std::string(key)).text(), {}, {}};
}

authz::Need BucketNeed(std::string_view action, std::string_view bucket) {
  return {std::string(action), Arn::S3(bucket).text(), {}, {}};
}

Result<objects::Bucket> OwnBucket(const S3& s3, const api::Call& call, std::string_view bucket,
                                  const std::optional<std::string>& expected_owner, Scope scope) {
  FIRN_TRY(auto found, s3.objects.FindBucket(bucket));
  if (!found) {
    auto failure = api::s3::NoSuchBucket("The specified bucket does not exist");
    failure.value().http_status = 404;
    failure.value().fields.emplace_back("BucketName", std::string(bucket));
    return failure;
  }
  if (found->account != call.account || (expected_owner && *expected_owner != found->account.text())) {
    return S3Error(Kind::kDenied, "AccessDenied", 403, "Access Denied");
  }
  if (found->kind == objects::kWarehouse && scope == Scope::kBucket) {
    return S3Error(Kind::kUnsupported, "MethodNotAllowed", 405,
                   "The specified method is not allowed against this resource.");
  }
  return *std::move(found);
}

bool WantsChecksums(const std::optional<std::string>& mode) {
  constexpr std::string_view kEnabled = "enabled";
  return mode && std::equal(mode->begin(), mode->end(), kEnabled.begin(), kEnabled.end(),
                            [](char a, char b) { return (a | 0x20) == b; });
}

std::string Quoted(std::string_view etag) { return "\"" + std::string(etag) + "\""; }

std::string Unquoted(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

Result<void> CheckConditions(const ReadConditions& conditions, const objects::ObjectInfo& info) {
  const Time modified = std::chrono::floor<std::chrono::seconds>(info.modified);
  const auto failed = [](std::string_view condition) {
    auto failure = S3Error(Kind::kConflict, "PreconditionFailed", 412,
                           "At least one of the pre-conditions you specified did not hold");
    failure.value().fields.emplace_back("Condition", std::string(condition));
    return failure;
  };
  const auto unchanged = [] { return S3Error(Kind::kConflict, "NotModified", 304, "Not Modified"); };
  if (conditions.if_match) {
    if (!EtagListed(*conditions.if_match, info.etag)) return failed("If-Match");
  } else if (conditions.if_unmodified_since && modified > *conditions.if_unmodified_since) {
    return failed("If-Unmodified-Since");
  }
  if (conditions.if_none_match) {
    if (EtagListed(*conditions.if_none_match, info.etag)) return unchanged();
  } else if (conditions.if_modified_since && modified <= *conditions.if_modified_since) {
    return unchanged();
  }
  return {};
}

Result<objects::Conditions> WriteConditions(const std::optional<std::string>& if_match,
                                            const std::optional<std::string>& if_none_match) {
  objects::Conditions conditions;
  if (if_none_match) {
    if (*if_none_match != "*") return NotImplementedHere("If-None-Match with an ETag");
    conditions.if_absent = true;
  }
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
    auto failure = S3Error(Kind::kInvalid, "InvalidRange", 416, "The requested range is not satisfiable");
    failure.value().fields.emplace_back("ActualObjectSize", std::to_string(size));
    failure.value().fields.emplace_back("RangeRequested", std::string(kUnit) + std::string(header));
    return failure;
  }
  if (suffix) {
    const uint64_t length = std::min(*last, size);
    return std::optional<ByteRange>({size - length, length});
  }
  const uint64_t end = open ? size : std::min(*last + 1, size);
  return std::optional<ByteRange>({*first, end - *first});
}

Result<std::map<std::string, std::string>> ParseTagging(std::string_view text) {
  std::map<std::string, std::string> tags;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    const size_t equals = std::min(pair.find('='), pair.size());
    std::string name(pair.substr(0, equals)), value(equals < pair.size() ? pair.substr(equals + 1) : "");
    for (std::string* part : {&name, &value}) {
      std::replace(part->begin(), part->end(), '+', ' ');
      const auto decoded = PercentDecode(*part);
      if (!decoded) {
        return S3Error(Kind::kInvalid, "InvalidArgument", 400, "The header 'x-amz-tagging' shall be encoded as UTF-8");
      }
      *part = *decoded;
    }
    if (!tags.emplace(name, value).second) {
      return S3Error(Kind::kInvalid, "InvalidTag", 400, "Cannot provide multiple Tags with the same key");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return tags;
}

std::string ListedKey(std::string_view key, const std::optional<std::string>& encoding_type) {
  return encoding_type == "url" ? PercentEncode(key, "/") : std::string(key);
}

}  // namespace firn::services::s3
