#pragma once

#include "services/glue/documents.h"

// The Schema Registry: registries of schemas, each with numbered versions of a definition.
namespace firn::services::glue {

struct RegistryRecord {
  std::string name;
  std::optional<std::string> description;
  Time created;
  Time updated;
};
template <class A>
void Describe(A& a, RegistryRecord& r) {
  a("name", r.name);
  a("description", r.description);
  a("created", r.created);
  a("updated", r.updated);
}

struct SchemaRecord {
  std::string registry;
  std::string name;
  std::optional<std::string> description;
  std::string format;
  std::string compatibility;
  int64_t checkpoint = 1;  // the version that later ones are compared with first
  int64_t latest = 0;
  int64_t next = 1;  // numbers are not given again
  Time created;
  Time updated;
};
template <class A>
void Describe(A& a, SchemaRecord& r) {
  a("registry", r.registry);
  a("name", r.name);
  a("description", r.description);
  a("format", r.format);
  a("compatibility", r.compatibility);
  a("checkpoint", r.checkpoint);
  a("latest", r.latest);
  a("next", r.next);
  a("created", r.created);
  a("updated", r.updated);
}

struct MetadataEntry {
  std::string key;
  std::string value;
  Time created;
};
template <class A>
void Describe(A& a, MetadataEntry& r) {
  a("key", r.key);
  a("value", r.value);
  a("created", r.created);
}

struct SchemaVersionRecord {
  std::string id;
  std::string registry;
  std::string schema;
  int64_t number = 0;
  std::string format;
  std::string definition;
  std::string status;  // AVAILABLE or FAILURE
  Time created;
  std::vector<MetadataEntry> metadata;
};
template <class A>
void Describe(A& a, SchemaVersionRecord& r) {
  a("id", r.id);
  a("registry", r.registry);
  a("schema", r.schema);
  a("number", r.number);
  a("format", r.format);
  a("definition", r.definition);
  a("status", r.status);
  a("created", r.created);
  a("metadata", r.metadata);
}

inline constexpr const char* kDefaultRegistry = "default-registry";

// The registry's own words for texts that are too long or hold other characters: its checks come
// before the model's, so the model's are taken out by codegen/patches/glue.json.
Result<void> CheckRegistryName(const std::string& name, std::string_view parameter);
Result<void> CheckDescription(const std::optional<std::string>& description);
Result<void> CheckRegistryTags(const std::optional<Tags>& tags);
Result<void> CheckMetadata(const api::glue::MetadataKeyValuePair& pair);
Result<void> CheckFormat(const std::string& format);
Result<void> CheckCompatibility(const std::string& compatibility);

// The name a RegistryId means, the default registry's when it says nothing.
Result<std::string> RegistryNameOf(const api::Call& call,
                                   const std::optional<api::glue::RegistryId>& id);
// "<registry>/<schema>" of a SchemaId.
Result<std::string> SchemaNameOf(const api::Call& call,
                                 const std::optional<api::glue::SchemaId>& id);

std::string RegistryArn(const api::Call& call, const std::string& name);
std::string SchemaArn(const api::Call& call, const SchemaRecord& schema);

// EntityNotFoundException.
Result<RegistryRecord> FindRegistry(const state::Reader& reader, const api::Call& call,
                                    const std::string& name);
Result<SchemaRecord> FindSchema(const state::Reader& reader, const api::Call& call,
                                const std::optional<api::glue::SchemaId>& id);

std::string SchemaPrefix(const api::Call& call, const std::string& registry);
std::string VersionsPrefix(const api::Call& call, const SchemaRecord& schema);
void SaveSchema(state::Transaction& transaction, const api::Call& call, const SchemaRecord& schema);
void SaveVersion(state::Transaction& transaction, const api::Call& call,
                 const SchemaVersionRecord& version);
void EraseVersion(state::Transaction& transaction, const api::Call& call,
                  const SchemaVersionRecord& version);
// Erases a schema with its versions and tags.
Result<void> EraseSchema(state::Transaction& transaction, const api::Call& call,
                         const SchemaRecord& schema);
Result<std::vector<SchemaVersionRecord>> VersionsOf(const state::Reader& reader,
                                                    const api::Call& call,
                                                    const SchemaRecord& schema);

// One version, by its id or by its schema and number. InvalidInputException for anything else.
struct VersionChoice {
  const std::optional<api::glue::SchemaId>& schema;
  const std::optional<std::string>& id;
  const std::optional<api::glue::SchemaVersionNumber>& number;
};
Result<SchemaVersionRecord> FindVersion(const state::Reader& reader, const api::Call& call,
                                        const VersionChoice& choice);

// Adds the next version of a schema, or finds the one with the same definition. A version that
// breaks the schema's compatibility is kept with status FAILURE.
Result<SchemaVersionRecord> Register(state::Transaction& transaction, const Glue& glue,
                                     const api::Call& call, SchemaRecord& schema,
                                     const std::string& definition);

// What an action on a schema or a version of it needs; a request that names none needs it on all.
authz::Needs NeedsOnSchema(const Glue& glue, const api::Call& call, std::string_view action,
                           const VersionChoice& choice);
authz::Needs NeedsOnRegistry(const api::Call& call, std::string_view action,
                             const std::optional<api::glue::RegistryId>& id);

}  // namespace firn::services::glue
