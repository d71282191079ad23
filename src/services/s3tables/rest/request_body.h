#pragma once

#include <optional>
#include <string>

#include "format/json.h"
#include "wire/http.h"

// Reading what Iceberg REST requests carry. Failures are kInvalid, BadRequestException 400, naming
// the member.
namespace firn::services::s3tables {

// The body as a JSON object.
Result<format::Json> BodyOf(const wire::HttpRequest& request);

// A namespace of exactly one level.
Result<std::string> NamespaceOf(const format::Json& node, std::string_view member);

// A member that must be a text.
Result<std::string> TextOf(const format::Json& object, std::string_view member);

struct Paging {
  std::optional<std::string> token;
  std::optional<int32_t> size;
};
Result<Paging> PagingOf(const std::string& token, const std::string& size);

}  // namespace firn::services::s3tables
