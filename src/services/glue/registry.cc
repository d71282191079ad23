#include "services/glue/registry.h"

#include <algorithm>
#include <array>

#include "services/glue/limits.h"
#include "services/glue/schema_definition.h"
#include "wire/pattern.h"

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

constexpr const char* kNamePattern = "[a-zA-Z0-9-_$#.]+";
constexpr const char* kMetadataPattern = "[a-zA-Z0-9+-=._./@]+";
constexpr const char* kIdPattern = "[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}";
constexpr DocumentKind kVersion = {"schema-version", "", "", ""};
constexpr DocumentKind kVersionId = {"schema-version-id", "", "", ""};

Unexpected Strange(std::string_view parameter) {
  return api_glue::InvalidInputException(
      "The parameter value contains one or more characters that are not valid. Parameter Name: " +
      std::string(parameter));
}

struct Rule {
  std::string_view parameter;
  size_t bytes_max = 255;
  const char* pattern = nullptr;
};

Result<void> CheckText(const std::string& text, const Rule& rule) {
  if ((text.empty() && rule.pattern != nullptr) || text.size() > rule.bytes_max) {
    return api_glue::InvalidInputException(
        "The resource name contains too many or too few characters. Parameter Name: " +
        std::string(rule.parameter));
  }
  if (rule.pattern != nullptr && !wire::MatchesPattern(rule.pattern, text)) {
    return Strange(rule.parameter);
  }
  return {};
}

// The name behind "<kind>/" of an ARN of this account and Region.
Result<std::string> NameIn(const api::Call& call, const std::string& arn, std::string_view kind,
                           std::string_view parameter) {
  const auto parsed = Arn::Parse(arn);
  const std::string beginning = std::string(kind) + "/";
  const bool ours = parsed && arn.starts_with("arn:") && parsed->service == "glue" &&
                    parsed->account == call.account.text() &&
                    parsed->region == call.region.text() && parsed->resource.starts_with(beginning);
  if (!ours) return Strange(parameter);
  return parsed->resource.substr(beginning.size());
}

std::string Padded(int64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 12 ? 12 - digits.size() : 0, '0') + digits;
}

std::string VersionKeyOf(const api::Call& call, const SchemaVersionRecord& version) {
  std::string key = DocumentPrefix(call, kVersion);
  state::AppendKeyPart(key, version.registry);
  state::AppendKeyPart(key, version.schema);
  state::AppendKeyPart(key, Padded(version.number));
  return key;
}

Unexpected NoSchema(const std::string& name, const std::optional<api_glue::SchemaId>& id) {
  const size_t slash = name.find('/');
  const bool by_arn = id && id->schema_arn;
  return api_glue::EntityNotFoundException(
      "Schema is not found. RegistryName: " + (by_arn ? "null" : name.substr(0, slash)) +
      ", SchemaName: " + (by_arn ? "null" : name.substr(slash + 1)) +
      ", SchemaArn: " + (by_arn ? *id->schema_arn : "null"));
}

Unexpected NoVersion(const std::string& what) {
  return api_glue::EntityNotFoundException("Schema version is not found. " + what);
}

}  // namespace

Result<void> CheckRegistryName(const std::string& name, std::string_view parameter) {
  return CheckText(name, {parameter, 255, kNamePattern});
}

Result<void> CheckDescription(const std::optional<std::string>& description) {
  return description ? CheckText(*description, {"description", 2048, nullptr}) : Result<void>();
}

Result<void> CheckRegistryTags(const std::optional<Tags>& tags) {
  if (tags && tags->size() > kTagsMax) {
    return api_glue::InvalidInputException("New Tags cannot be empty or more than 50");
  }
  return CheckNewTags(tags);
}

Result<void> CheckMetadata(const api_glue::MetadataKeyValuePair& pair) {
  if (!pair.metadata_key || !pair.metadata_value) {
    return api_glue::InvalidInputException("MetadataKey and MetadataValue are required");
  }
  FIRN_OK(CheckText(*pair.metadata_key, {"key", 128, kMetadataPattern}));
  return CheckText(*pair.metadata_value, {"value", 256, kMetadataPattern});
}

Result<void> CheckFormat(const std::string& format) {
  if (format == "AVRO" || format == "JSON" || format == "PROTOBUF") return {};
  return api_glue::InvalidInputException("Data format is not valid.");
}

Result<void> CheckCompatibility(const std::string& compatibility) {
  constexpr std::array kModes = {"NONE",    "DISABLED",    "BACKWARD", "BACKWARD_ALL",
                                 "FORWARD", "FORWARD_ALL", "FULL",     "FULL_ALL"};
  if (std::find(kModes.begin(), kModes.end(), compatibility) != kModes.end()) return {};
  return api_glue::InvalidInputException("Compatibility is not valid.");
}

Result<std::string> RegistryNameOf(const api::Call& call,
                                   const std::optional<api_glue::RegistryId>& id) {
  if (!id || (!id->registry_name && !id->registry_arn)) return std::string(kDefaultRegistry);
  if (id->registry_name && id->registry_arn) {
    return api_glue::InvalidInputException(
        "One of registryName or registryArn has to be provided, both cannot be provided.");
  }
  std::string name;
  if (id->registry_arn) {
    FIRN_TRY(name, NameIn(call, *id->registry_arn, "registry", "registryArn"));
  } else {
    name = *id->registry_name;
  }
  FIRN_OK(CheckRegistryName(name, "registryName"));
  return name;
}

Result<std::string> SchemaNameOf(const api::Call& call,
                                 const std::optional<api_glue::SchemaId>& id) {
  if (!id || (!id->schema_arn && !id->schema_name)) {
    return api_glue::InvalidInputException(
        "At least one of (registryName and schemaName) or schemaArn has to be provided.");
  }
  if (id->schema_arn && (id->schema_name || id->registry_name)) {
    return api_glue::InvalidInputException(
        "One of (registryName and schemaName) or schemaArn has to be provided, both cannot be "
        "provided.");
  }
  if (id->schema_arn) {
    FIRN_TRY(std::string name, NameIn(call, *id->schema_arn, "schema", "schemaArn"));
    if (std::count(name.begin(), name.end(), '/') != 1) return Strange("schemaArn");
    return name;
  }
  FIRN_OK(CheckRegistryName(*id->schema_name, "schemaName"));
  const std::string registry = id->registry_name.value_or(kDefaultRegistry);
  FIRN_OK(CheckRegistryName(registry, "registryName"));
  return registry + "/" + *id->schema_name;
}

std::string RegistryArn(const api::Call& call, const std::string& name) {
  return DocumentArn(call, kRegistry, name);
}

std::string SchemaArn(const api::Call& call, const SchemaRecord& schema) {
  return DocumentArn(call, kSchema, schema.registry + "/" + schema.name);
}

Result<RegistryRecord> FindRegistry(const state::Reader& reader, const api::Call& call,
                                    const std::string& name) {
  FIRN_TRY(auto found, state::Load<RegistryRecord>(reader, DocumentKey(call, kRegistry, name)));
  if (!found) {
    return api_glue::EntityNotFoundException("Registry is not found. RegistryName: " + name +
                                             ", RegistryArn: null");
  }
  return *std::move(found);
}

Result<SchemaRecord> FindSchema(const state::Reader& reader, const api::Call& call,
                                const std::optional<api_glue::SchemaId>& id) {
  FIRN_TRY(const std::string name, SchemaNameOf(call, id));
  FIRN_TRY(auto found, state::Load<SchemaRecord>(reader, DocumentKey(call, kSchema, name)));
  if (!found) return NoSchema(name, id);
  return *std::move(found);
}

std::string SchemaPrefix(const api::Call& call, const std::string& registry) {
  std::string prefix = DocumentPrefix(call, kSchema);
  state::AppendKeyPart(prefix, registry);
  return prefix;
}

std::string VersionsPrefix(const api::Call& call, const SchemaRecord& schema) {
  std::string prefix = DocumentPrefix(call, kVersion);
  state::AppendKeyPart(prefix, schema.registry);
  state::AppendKeyPart(prefix, schema.name);
  return prefix;
}

void SaveSchema(state::Transaction& transaction, const api::Call& call,
                const SchemaRecord& schema) {
  state::Save(transaction, DocumentKey(call, kSchema, schema.registry + "/" + schema.name), schema);
}

void SaveVersion(state::Transaction& transaction, const api::Call& call,
                 const SchemaVersionRecord& version) {
  const std::string key = VersionKeyOf(call, version);
  state::Save(transaction, key, version);
  transaction.Put(DocumentKey(call, kVersionId, version.id), key);
}

void EraseVersion(state::Transaction& transaction, const api::Call& call,
                  const SchemaVersionRecord& version) {
  transaction.Erase(VersionKeyOf(call, version));
  transaction.Erase(DocumentKey(call, kVersionId, version.id));
}

Result<void> EraseSchema(state::Transaction& transaction, const api::Call& call,
                         const SchemaRecord& schema) {
  FIRN_TRY(const auto versions, VersionsOf(transaction, call, schema));
  for (const auto& version : versions) EraseVersion(transaction, call, version);
  transaction.Erase(TagsKey(call, SchemaArn(call, schema)));
  transaction.Erase(DocumentKey(call, kSchema, schema.registry + "/" + schema.name));
  return {};
}

Result<std::vector<SchemaVersionRecord>> VersionsOf(const state::Reader& reader,
                                                    const api::Call& call,
                                                    const SchemaRecord& schema) {
  FIRN_TRY(const auto page,
           state::List<SchemaVersionRecord>(reader, VersionsPrefix(call, schema), "", SIZE_MAX));
  std::vector<SchemaVersionRecord> versions;
  for (const auto& item : page.items) versions.push_back(*item.value);
  return versions;
}

Result<SchemaVersionRecord> FindVersion(const state::Reader& reader, const api::Call& call,
                                        const VersionChoice& choice) {
  if (choice.id) {
    if (choice.schema || choice.number) {
      return api_glue::InvalidInputException(
          "No other input parameters can be specified when fetching by SchemaVersionId.");
    }
    if (!wire::MatchesPattern(kIdPattern, *choice.id)) return Strange("SchemaVersionId");
    const auto key = reader.Find(DocumentKey(call, kVersionId, *choice.id));
    if (key == nullptr) return NoVersion("SchemaVersionId: " + *choice.id);
    FIRN_TRY(auto found, state::Load<SchemaVersionRecord>(reader, *key));
    if (!found) return NoVersion("SchemaVersionId: " + *choice.id);
    return *std::move(found);
  }
  FIRN_OK(SchemaNameOf(call, choice.schema));
  const auto& number = choice.number;
  const bool latest = number && number->latest_version.value_or(false);
  if (!number || (!latest && !number->version_number)) {
    return api_glue::InvalidInputException(
        "One of version number (or) latest version is required.");
  }
  if (latest && number->version_number) {
    return api_glue::InvalidInputException(
        "Only one of VersionNumber or LatestVersion is required.");
  }
  FIRN_TRY(const SchemaRecord schema, FindSchema(reader, call, choice.schema));
  SchemaVersionRecord wanted;
  wanted.registry = schema.registry;
  wanted.schema = schema.name;
  wanted.number = latest ? schema.latest : *number->version_number;
  FIRN_TRY(auto found, state::Load<SchemaVersionRecord>(reader, VersionKeyOf(call, wanted)));
  if (!found) {
    return NoVersion("RegistryName: " + schema.registry + ", SchemaName: " + schema.name +
                     ", VersionNumber: " + std::to_string(wanted.number));
  }
  return *std::move(found);
}

Result<SchemaVersionRecord> Register(state::Transaction& transaction, const Glue& glue,
                                     const api::Call& call, SchemaRecord& schema,
                                     const std::string& definition) {
  FIRN_OK(CheckDefinition(schema.format, definition));
  FIRN_TRY(const auto versions, VersionsOf(transaction, call, schema));
  std::vector<std::string> available;
  for (const auto& version : versions) {
    if (version.status != "AVAILABLE") continue;
    if (IsSameDefinition(schema.format, version.definition, definition)) return version;
    available.push_back(version.definition);
  }
  SchemaVersionRecord version;
  version.id = glue.random.Uuid();
  version.registry = schema.registry;
  version.schema = schema.name;
  version.number = schema.next++;
  version.format = schema.format;
  version.definition = definition;
  version.created = call.now;
  const bool fits = IsCompatible(schema.format, schema.compatibility, available, definition);
  version.status = fits ? "AVAILABLE" : "FAILURE";
  if (fits) schema.latest = version.number;
  schema.updated = call.now;
  SaveVersion(transaction, call, version);
  SaveSchema(transaction, call, schema);
  return version;
}

authz::Needs NeedsOnSchema(const Glue& glue, const api::Call& call, std::string_view action,
                           const VersionChoice& choice) {
  std::string name = "*";
  if (choice.id) {
    const auto found = FindVersion(glue.store.Read(), call, choice);
    if (found) name = found->registry + "/" + found->schema;
  } else if (const auto found = SchemaNameOf(call, choice.schema)) {
    name = *found;
  }
  const std::string registry = name.substr(0, name.find('/'));
  return {{std::string(action), DocumentArn(call, kSchema, name), {}, {}},
          {std::string(action), DocumentArn(call, kRegistry, registry), {}, {}}};
}

authz::Needs NeedsOnRegistry(const api::Call& call, std::string_view action,
                             const std::optional<api_glue::RegistryId>& id) {
  const auto name = RegistryNameOf(call, id);
  return NeedsOnDocument(call, action, kRegistry, name ? *name : "*");
}

}  // namespace firn::services::glue
