#include "services/athena/catalogs.h"

#include <algorithm>

namespace firn::services::athena {
namespace {

namespace api_athena = api::athena;

constexpr size_t kNameMax = 127;
constexpr std::string_view kCatalogId = "catalog-id";

bool IsDefault(std::string_view name) {
  return std::equal(name.begin(), name.end(), kDefaultCatalog.begin(), kDefaultCatalog.end(),
                    [](char a, char b) {
                      const auto lower = [](char c) {
                        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
                      };
                      return lower(a) == lower(b);
                    });
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '@' || c == '-';
}

std::vector<api_athena::Column> ColumnsOf(const std::vector<api::glue::Column>& columns) {
  std::vector<api_athena::Column> shown;
  for (const api::glue::Column& column : columns)
    shown.push_back({column.name, column.type, column.comment});
  return shown;
}

}  // namespace

std::string DataCatalogArn(const api::Call& call, std::string_view name) {
  return Arn::Of("athena", call.region, call.account, "datacatalog/" + std::string(name)).text();
}

Result<api_athena::DataCatalog> FindDataCatalog(const state::Reader& reader, const api::Call& call,
                                                std::string_view name) {
  if (IsDefault(name)) {
    api_athena::DataCatalog catalog;
    catalog.name = std::string(kDefaultCatalog);
    catalog.type = "GLUE";
    catalog.parameters.emplace()[std::string(kCatalogId)] = call.account.text();
    return catalog;
  }
  FIRN_TRY(auto record, state::Load<DataCatalogRecord>(reader, DataCatalogKey(call, name)));
  if (!record) {
    return api_athena::InvalidRequestException("Data catalog " + std::string(name) +
                                               " is not found.");
  }
  return std::move(record->catalog);
}

Result<void> CheckDataCatalog(const api_athena::DataCatalog& catalog) {
  if (IsDefault(catalog.name)) {
    return api_athena::InvalidRequestException("Data catalog name " + catalog.name +
                                               " is reserved");
  }
  if (catalog.name.size() > kNameMax ||
      !std::all_of(catalog.name.begin(), catalog.name.end(), IsNameCharacter)) {
    return api_athena::InvalidRequestException(
        "Data catalog name must have at most 127 letters, digits, underscores, at signs and "
        "hyphens");
  }
  if (catalog.type != "GLUE") return NotImplementedHere("A data catalog of type " + catalog.type);
  const auto parameters = catalog.parameters.value_or(std::map<std::string, std::string>{});
  for (const auto& [name, value] : parameters) {
    if (name != kCatalogId) {
      return api_athena::InvalidRequestException("Parameter " + name +
                                                 " is not supported for data catalog type GLUE");
    }
  }
  if (!parameters.contains(std::string(kCatalogId))) {
    return api_athena::InvalidRequestException(
        "Parameter catalog-id is required for data catalog type GLUE");
  }
  return {};
}

Result<std::optional<std::string>> GlueCatalogOf(const state::Reader& reader, const api::Call& call,
                                                 const std::string& name) {
  if (name.empty() || IsDefault(name)) return std::optional<std::string>();
  FIRN_TRY(const auto record,
           state::LoadShared<DataCatalogRecord>(reader, DataCatalogKey(call, name)));
  if (record == nullptr) return std::optional<std::string>(name);
  const auto parameters = record->catalog.parameters.value_or(std::map<std::string, std::string>{});
  const auto id = parameters.find(std::string(kCatalogId));
  if (id == parameters.end()) return std::optional<std::string>();
  return std::optional<std::string>(id->second);
}

std::string LowerName(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

Unexpected MetadataFailure(Error error, std::string_view missing) {
  if (error.kind == Kind::kNotFound)
    return api_athena::MetadataException(std::string(missing) + " not found.");
  if (error.kind == Kind::kDenied || error.kind == Kind::kInvalid) {
    return api_athena::MetadataException(error.message);
  }
  return Fail(std::move(error));
}

api_athena::Database DatabaseOf(const api::glue::Database& database) {
  api_athena::Database shown;
  shown.name = database.name;
  if (database.description && !database.description->empty())
    shown.description = database.description;
  shown.parameters = database.parameters;
  return shown;
}

api_athena::TableMetadata TableMetadataOf(const api::glue::Table& table) {
  api_athena::TableMetadata shown;
  shown.name = table.name;
  shown.create_time = table.create_time;
  shown.last_access_time = table.last_access_time;
  shown.table_type = table.table_type;
  if (table.storage_descriptor) {
    shown.columns =
        ColumnsOf(table.storage_descriptor->columns.value_or(std::vector<api::glue::Column>{}));
  }
  shown.partition_keys = ColumnsOf(table.partition_keys.value_or(std::vector<api::glue::Column>{}));
  shown.parameters = table.parameters;
  return shown;
}

}  // namespace firn::services::athena
