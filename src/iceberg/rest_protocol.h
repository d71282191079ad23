#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/json.h"
#include "iceberg/metadata.h"
#include "iceberg/partition.h"
#include "wire/http.h"

// What every Iceberg REST catalog shares: how requests are taken apart, what they carry, and how
// answers and failures are written. Who answers them is a service's part.
namespace firn::iceberg::rest {

// An answer: a status with a JSON text, or without one.
struct Answer {
  int status = 200;
  std::string body;  // empty: no content
};

// The segments of a path behind "/iceberg/v1/": split first and decoded after, so that an encoded
// slash stays inside its segment. kInvalid when the path is not percent-encoded correctly,
// kUnsupported when it has another beginning.
Result<std::vector<std::string>> SegmentsOf(std::string_view path);

// A query parameter's value, or empty.
std::string ParameterOf(const wire::HttpRequest& request, std::string_view name);

// {"error":{"message","type","code"}}. A failure without a type of Iceberg's gets that of its kind.
wire::HttpResponse ErrorResponse(const Error& error);
// The response to a request; HEAD never has a body.
wire::HttpResponse ResponseTo(const wire::HttpRequest& request, Result<Answer> answer);

// A failure with Iceberg's own type name.
Unexpected Failure(Kind kind, std::string_view type, int status, std::string message);
Unexpected BadRequest(std::string message);
// The answer to a path or method that `who` does not offer.
Unexpected NotOffered(std::string_view who, const wire::HttpRequest& request);
// Gives a failure of a service's operation the type name it has in Iceberg REST.
Error WithType(Error error, std::string_view not_found, std::string_view conflict);

// The body as a JSON object. The failures of these are BadRequestException 400 and name the member.
Result<format::Json> BodyOf(const wire::HttpRequest& request);
// A namespace of exactly one level.
Result<std::string> NamespaceOf(const format::Json& node, std::string_view member);
// A member that must be a text.
Result<std::string> TextOf(const format::Json& object, std::string_view member);
// An object of texts; absent is empty.
Result<Properties> PropertiesOf(const format::Json& object, std::string_view member);

struct Paging {
  std::optional<std::string> token;
  std::optional<int32_t> size;
};
Result<Paging> PagingOf(const wire::HttpRequest& request);

// A request to create a table.
struct CreateRequest {
  std::string name;
  bool stage = false;
  std::optional<std::string> location;
  Schema schema;
  std::optional<PartitionSpec> spec;
  std::optional<SortOrder> order;
  Properties properties;
};
Result<CreateRequest> CreateRequestOf(const format::Json& body);

// {"metadata-location","metadata","config"}; the metadata is served as its file holds it.
std::string LoadResult(std::string_view location, std::string_view metadata_text);
// {"namespaces":[["a"],...],"next-page-token"}.
std::string NamespaceList(const std::vector<std::string>& names,
                          const std::optional<std::string>& next_page);
// {"identifiers":[{"namespace","name"},...],"next-page-token"}.
std::string TableList(std::string_view namespace_name, const std::vector<std::string>& names,
                      const std::optional<std::string>& next_page);
// {"namespace","properties"}.
std::string NamespaceResult(std::string_view name, const Properties& properties);
// {"defaults","overrides":{"prefix"},"endpoints"}.
std::string ConfigResult(std::string_view prefix, const std::vector<std::string_view>& endpoints);

}  // namespace firn::iceberg::rest
