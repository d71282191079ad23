// Databases of the default catalog as Iceberg namespaces: a location and a comment are their own
// members, every other property is a parameter.

#include "services/glue/rest/glue_rest.h"

namespace firn::services::glue {
namespace {

namespace rest = iceberg::rest;

constexpr std::string_view kNoNamespace = "NoSuchNamespaceException";
constexpr std::string_view kExists = "AlreadyExistsException";
constexpr const char* kLocation = "location";
constexpr const char* kComment = "comment";

iceberg::Properties PropertiesOf(const api::glue::Database& database) {
  iceberg::Properties properties;
  if (database.parameters) {
    properties.insert(database.parameters->begin(), database.parameters->end());
  }
  if (database.location_uri) properties[kLocation] = *database.location_uri;
  if (database.description) properties[kComment] = *database.description;
  return properties;
}

void Take(iceberg::Properties properties, api::glue::DatabaseInput& input) {
  const auto move = [&](const char* name, std::optional<std::string>& member) {
    const auto found = properties.find(name);
    if (found == properties.end()) return;
    member = found->second;
    properties.erase(found);
  };
  move(kLocation, input.location_uri);
  move(kComment, input.description);
  input.parameters = {properties.begin(), properties.end()};
}

}  // namespace

Result<rest::Answer> GlueRest::ListNamespaces(const api::Call& call, const Request& request) {
  const std::string parent = rest::ParameterOf(*request.http, "parent");
  if (!parent.empty()) {
    // Namespaces have one level, so below any of them there is nothing.
    api::glue::GetDatabaseInput input{Given(request.catalog_id), parent};
    if (auto found = service_.GetDatabase(call, input); !found) {
      return Fail(rest::WithType(std::move(found).error(), kNoNamespace, kExists));
    }
    return Answer{200, rest::NamespaceList({}, std::nullopt)};
  }
  FIRN_TRY(const rest::Paging paging, rest::PagingOf(*request.http));
  api::glue::GetDatabasesInput input;
  input.catalog_id = Given(request.catalog_id);
  input.next_token = paging.token;
  if (paging.size) input.max_results = std::min(*paging.size, 100);
  std::vector<std::string> names;
  while (true) {
    auto page = service_.GetDatabases(call, input);
    if (!page) return Fail(rest::WithType(std::move(page).error(), "NotFoundException", kExists));
    for (const auto& database : page->database_list) names.push_back(database.name);
    input.next_token = page->next_token;
    // Clients that know no pages get everything at once.
    if (paging.size || paging.token || !page->next_token) break;
  }
  return Answer{200, rest::NamespaceList(names, input.next_token)};
}

Result<rest::Answer> GlueRest::CreateNamespace(const api::Call& call, const Request& request) {
  FIRN_TRY(const format::Json body, rest::BodyOf(*request.http));
  FIRN_TRY(const std::string name, rest::NamespaceOf(body["namespace"], "namespace"));
  FIRN_TRY(const iceberg::Properties properties, rest::PropertiesOf(body, "properties"));
  api::glue::CreateDatabaseInput input;
  input.catalog_id = Given(request.catalog_id);
  input.database_input.name = name;
  Take(properties, input.database_input);
  if (auto made = service_.CreateDatabase(call, input); !made) {
    return Fail(rest::WithType(std::move(made).error(), "NotFoundException", kExists));
  }
  return Answer{200, rest::NamespaceResult(name, properties)};
}

Result<rest::Answer> GlueRest::GetNamespace(const api::Call& call, const Request& request) {
  api::glue::GetDatabaseInput input{Given(request.catalog_id), request.space()};
  auto found = service_.GetDatabase(call, input);
  if (!found) return Fail(rest::WithType(std::move(found).error(), kNoNamespace, kExists));
  if (request.http->method == "HEAD") return Answer{204, ""};
  return Answer{200, rest::NamespaceResult(found->database->name, PropertiesOf(*found->database))};
}

Result<rest::Answer> GlueRest::UpdateProperties(const api::Call& call, const Request& request) {
  using format::Json;
  FIRN_TRY(const Json body, rest::BodyOf(*request.http));
  FIRN_TRY(const iceberg::Properties updates, rest::PropertiesOf(body, "updates"));
  api::glue::GetDatabaseInput get{Given(request.catalog_id), request.space()};
  auto found = service_.GetDatabase(call, get);
  if (!found) return Fail(rest::WithType(std::move(found).error(), kNoNamespace, kExists));
  iceberg::Properties properties = PropertiesOf(*found->database);
  Json updated(Json::Array{}), removed(Json::Array{}), missing(Json::Array{});
  for (const Json& removal : body["removals"].array()) {
    if (!removal.is_string()) return rest::BadRequest("Malformed request: removals must be texts");
    const std::string name(removal.string_or(""));
    if (updates.contains(name)) {
      return rest::Failure(Kind::kInvalid, "UnprocessableEntityException", 422,
                           "A property cannot be both removed and updated: " + name);
    }
    (properties.erase(name) > 0 ? removed : missing).Append(name);
  }
  for (const auto& [name, value] : updates) {
    properties[name] = value;
    updated.Append(name);
  }
  api::glue::UpdateDatabaseInput input;
  input.catalog_id = Given(request.catalog_id);
  input.name = request.space();
  input.database_input.name = request.space();
  input.database_input.create_table_default_permissions =
      found->database->create_table_default_permissions;
  Take(std::move(properties), input.database_input);
  if (auto done = service_.UpdateDatabase(call, input); !done) {
    return Fail(rest::WithType(std::move(done).error(), kNoNamespace, kExists));
  }
  Json answer(Json::Object{});
  answer.Set("updated", std::move(updated));
  answer.Set("removed", std::move(removed));
  answer.Set("missing", std::move(missing));
  return Answer{200, answer.Text()};
}

// Glue's own DeleteDatabase takes tables with it; Iceberg's drop asks for an empty namespace.
Result<rest::Answer> GlueRest::DropNamespace(const api::Call& call, const Request& request) {
  FIRN_TRY(const auto place, PlaceOf(call, request, "glue:DeleteDatabase", "DROP"));
  if (!place.through_link) {
    const std::string prefix = TablePrefix(call, place.catalog, Lowercase(place.database));
    FIRN_TRY(const auto tables, state::List<TableRecord>(state_.store.Read(), prefix, "", 1));
    if (!tables.items.empty()) {
      return rest::Failure(Kind::kConflict, "NamespaceNotEmptyException", 409,
                           "Namespace " + request.space() + " is not empty.");
    }
  }
  api::glue::DeleteDatabaseInput input{Given(request.catalog_id), request.space()};
  if (auto dropped = service_.DeleteDatabase(call, input); !dropped) {
    return Fail(rest::WithType(std::move(dropped).error(), kNoNamespace, kExists));
  }
  return Answer{204, ""};
}

}  // namespace firn::services::glue
