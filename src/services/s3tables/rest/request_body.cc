#include "services/s3tables/rest/request_body.h"

#include <charconv>

#include "services/s3tables/limits.h"
#include "services/s3tables/rest/iceberg_rest.h"

namespace firn::services::s3tables {
namespace {

Unexpected Malformed(std::string message) {
  return IcebergFailure(Kind::kInvalid, "BadRequestException", 400,
                        "Malformed request: " + std::move(message));
}

}  // namespace

Result<format::Json> BodyOf(const wire::HttpRequest& request) {
  FIRN_TRY(const std::string text, request.body.Read());
  auto body = format::ParseJson(text);
  if (!body) return Malformed(body.error().message);
  if (!body->is_object()) return Malformed("the body is not a JSON object");
  return *std::move(body);
}

Result<std::string> NamespaceOf(const format::Json& node, std::string_view member) {
  if (!node.is_array() || node.array().empty() || !node.array().front().is_string()) {
    return Malformed(std::string(member) + " must be a list of texts");
  }
  if (node.array().size() != 1)
    return Malformed(std::string(member) + " must have one level in S3 Tables");
  return std::string(node.array().front().string_or(""));
}

Result<std::string> TextOf(const format::Json& object, std::string_view member) {
  const format::Json& value = object[member];
  if (!value.is_string()) return Malformed(std::string(member) + " must be a text");
  return std::string(value.string_or(""));
}

Result<Paging> PagingOf(const std::string& token, const std::string& size) {
  Paging paging;
  if (!token.empty()) paging.token = token;
  if (size.empty()) return paging;
  int32_t number = 0;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), number);
  if (error != std::errc() || end != size.data() + size.size() || number < 1) {
    return Malformed("pageSize must be a positive number");
  }
  paging.size = std::min(number, kPageMax);
  return paging;
}

}  // namespace firn::services::s3tables
