// Table bucket, namespace and tables.

#include <algorithm>

#include "api/s3.h"
#include "api/s3tables.h"
#include "converge/steps.h"
#include "iceberg/metadata.h"
#include "iceberg/schema.h"

namespace firn::converge {
namespace {

namespace s3tables = api::s3tables;

// A table of the lake's bucket that this lake has made, by its tag.
Result<bool> IsOurTable(const Site& site, const std::string& table_arn) {
  s3tables::ListTagsForResourceInput input;
  input.resource_arn = table_arn;
  FIRN_TRY(const auto tagged, site.aws.s3tables.ListTagsForResource(site.call(), input));
  if (!tagged.tags) return false;
  const auto tag = tagged.tags->find(kOwnerTag);
  return tag != tagged.tags->end() && tag->second == site.names.base;
}

// Tables of the lake's bucket that the lake file does not name.
Result<std::vector<s3tables::TableSummary>> UnnamedTables(const Site& site) {
  std::vector<s3tables::TableSummary> unnamed;
  s3tables::ListTablesInput input;
  input.table_bucket_arn = site.names.table_bucket_arn;
  while (true) {
    auto page = site.aws.s3tables.ListTables(site.call(), input);
    if (!page && page.error().kind == Kind::kNotFound) return unnamed;
    if (!page) return Fail(std::move(page).error());
    for (auto& table : page->tables) {
      const bool here = !table.namespace_.empty() && table.namespace_.front() == site.lake.namespace_name;
      const bool named = here && std::ranges::find(site.lake.tables, table.name, &TableSpec::name) != site.lake.tables.end();
      if (!named) unnamed.push_back(std::move(table));
    }
    if (!page->continuation_token) return unnamed;
    input.continuation_token = std::move(page->continuation_token);
  }
}

// Why the bucket must stay: a table in it that somebody else made. Empty when there is none.
Result<std::string> ForeignTable(const Site& site) {
  FIRN_TRY(const auto unnamed, UnnamedTables(site));
  for (const auto& table : unnamed) {
    FIRN_TRY(const bool ours, IsOurTable(site, table.table_arn));
    if (!ours) return "it holds table '" + table.namespace_.front() + "." + table.name + "', which this lake did not make";
  }
  return std::string();
}

// Metadata of a live table, from the object that its catalog points to.
Result<iceberg::TableMetadata> ReadMetadata(const Site& site, const std::string& location) {
  constexpr std::string_view kScheme = "s3://";
  const size_t slash = location.find('/', kScheme.size());
  if (!location.starts_with(kScheme) || slash == std::string::npos) {
    return Fail(Kind::kCorrupt, "its metadata lies at " + location + ", which is not in S3");
  }
  api::s3::GetObjectInput input;
  input.bucket = location.substr(kScheme.size(), slash - kScheme.size());
  input.key = location.substr(slash + 1);
  FIRN_TRY(const auto object, site.aws.s3.GetObject(site.call(), input));
  FIRN_TRY(const std::string text, object.body.Read());
  return iceberg::ParseTableMetadataText(text);
}

// What a live table has otherwise than the lake file says, in words; empty when nothing.
std::string DifferenceOf(const TableSpec& wanted, const iceberg::TableMetadata& live) {
  std::vector<std::string> differences;
  const iceberg::Schema& schema = live.CurrentSchema();
  for (const ColumnSpec& column : wanted.columns) {
    const auto field = std::ranges::find(schema.fields, column.name, &iceberg::Field::name);
    if (field == schema.fields.end()) {
      differences.push_back("column " + column.name + " is missing");
      continue;
    }
    const auto type = iceberg::ParsePrimitiveType(column.type);
    if (!type || field->type != *type) {
      differences.push_back("column " + column.name + " is " + iceberg::TypeText(field->type) + ", wanted " + column.type);
    } else if (field->required != column.required) {
      differences.push_back("column " + column.name + (field->required ? " is required" : " is optional"));
    }
  }
  for (const iceberg::Field& field : schema.fields) {
    const bool known = std::ranges::find(wanted.columns, field.name, &ColumnSpec::name) != wanted.columns.end();
    if (!known) differences.push_back("column " + field.name + " is not in the lake file");
  }
  std::string live_terms, wanted_terms;
  for (const iceberg::PartitionField& field : live.DefaultSpec().fields) {
    const iceberg::Field* source = schema.FindField(field.source_id);
    live_terms += " " + field.transform.Text() + "(" + (source != nullptr ? source->name : "?") + ")";
  }
  for (const PartitionSpecField& field : wanted.partition) wanted_terms += " " + field.transform + "(" + field.column + ")";
  if (live_terms != wanted_terms) {
    differences.push_back("partition is" + (live_terms.empty() ? " none" : live_terms) + ", wanted" +
                          (wanted_terms.empty() ? " none" : wanted_terms));
  }
  std::string text;
  for (const std::string& difference : differences) text += (text.empty() ? "" : ", ") + difference;
  return text;
}

class TableBucketStep final : public Step {
 public:
  std::string id() const override { return kTableBucketId; }
  std::vector<std::string> after() const override { return {}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto bucket, Find(site));
    return bucket ? Unchanged() : Create();
  }

  Result<void> Act(const Site& site, const Change&) override {
    s3tables::CreateTableBucketInput input;
    input.name = site.names.table_bucket;
    input.tags = site.lake.tags;
    (*input.tags)[kOwnerTag] = site.names.base;
    FIRN_OK(site.aws.s3tables.CreateTableBucket(site.call(), input));
    return {};
  }

  Result<bool> Settled(const Site& site) override {
    FIRN_TRY(const auto bucket, Find(site));
    return bucket.has_value();
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto bucket, Find(site));
    if (!bucket) return Unchanged();
    FIRN_TRY(const bool ours, IsOurs(site));
    if (!ours) return Change{id(), Action::kKeep, "it does not carry this lake's tag"};
    FIRN_TRY(const std::string foreign, ForeignTable(site));
    if (!foreign.empty()) return Change{id(), Action::kKeep, foreign};
    return Change{id(), Action::kDelete, "made by this lake"};
  }

  Result<void> Remove(const Site& site) override {
    s3tables::DeleteTableBucketInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    FIRN_OK(site.aws.s3tables.DeleteTableBucket(site.call(), input));
    return {};
  }

 private:
  static Result<std::optional<s3tables::GetTableBucketOutput>> Find(const Site& site) {
    s3tables::GetTableBucketInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    return Found(site.aws.s3tables.GetTableBucket(site.call(), input));
  }

  static Result<bool> IsOurs(const Site& site) {
    s3tables::ListTagsForResourceInput input;
    input.resource_arn = site.names.table_bucket_arn;
    FIRN_TRY(const auto tagged, site.aws.s3tables.ListTagsForResource(site.call(), input));
    if (!tagged.tags) return false;
    const auto tag = tagged.tags->find(kOwnerTag);
    return tag != tagged.tags->end() && tag->second == site.names.base;
  }
};

class NamespaceStep final : public Step {
 public:
  std::string id() const override { return kNamespaceId; }
  std::vector<std::string> after() const override { return {kTableBucketId}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    return found ? Unchanged() : Create();
  }

  Result<void> Act(const Site& site, const Change&) override {
    s3tables::CreateNamespaceInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = {site.lake.namespace_name};
    FIRN_OK(site.aws.s3tables.CreateNamespace(site.call(), input));
    return {};
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    if (!found) return Unchanged();
    FIRN_TRY(const std::string foreign, ForeignTable(site));
    if (!foreign.empty()) return Change{id(), Action::kKeep, foreign};
    return Change{id(), Action::kDelete, "made by this lake"};
  }

  Result<void> Remove(const Site& site) override {
    s3tables::DeleteNamespaceInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = site.lake.namespace_name;
    FIRN_OK(site.aws.s3tables.DeleteNamespace(site.call(), input));
    return {};
  }

 private:
  static Result<std::optional<s3tables::GetNamespaceOutput>> Find(const Site& site) {
    s3tables::GetNamespaceInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = site.lake.namespace_name;
    return Found(site.aws.s3tables.GetNamespace(site.call(), input));
  }
};

class TableStep final : public Step {
 public:
  explicit TableStep(const TableSpec& table) : table_(table) {}
  std::string id() const override { return "table/" + table_.name; }
  std::vector<std::string> after() const override { return {kNamespaceId}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    if (!found) return Create();
    if (!found->metadata_location) {
      return Fail(Kind::kConflict, "the table exists without a schema, so nothing can write to it; delete it first "
                                   "(aws s3tables delete-table) and deploy again");
    }
    FIRN_TRY(const auto metadata, ReadMetadata(site, *found->metadata_location));
    const std::string difference = DifferenceOf(table_, metadata);
    return difference.empty() ? Unchanged() : Differ(difference + "; tables are not changed by this version of firn");
  }

  Result<void> Act(const Site& site, const Change&) override {
    s3tables::CreateTableInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = site.lake.namespace_name;
    input.name = table_.name;
    input.format = "ICEBERG";
    s3tables::IcebergMetadata iceberg;
    iceberg.schema.emplace();
    int32_t next_id = 0;
    for (const ColumnSpec& column : table_.columns) {
      s3tables::SchemaField field;
      field.id = ++next_id;
      field.name = column.name;
      field.type = column.type;
      field.required = column.required;
      iceberg.schema->fields.push_back(std::move(field));
    }
    if (!table_.partition.empty()) iceberg.partition_spec = Partition();
    if (!table_.properties.empty()) iceberg.properties = table_.properties;
    input.metadata.emplace().iceberg = std::move(iceberg);
    input.tags = site.lake.tags;
    (*input.tags)[kOwnerTag] = site.names.base;
    FIRN_OK(site.aws.s3tables.CreateTable(site.call(), input));
    return {};
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto found, Find(site));
    return found ? Change{id(), Action::kDelete, "made by this lake"} : Unchanged();
  }

  Result<void> Remove(const Site& site) override {
    s3tables::DeleteTableInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = site.lake.namespace_name;
    input.name = table_.name;
    FIRN_OK(site.aws.s3tables.DeleteTable(site.call(), input));
    return {};
  }

 private:
  Result<std::optional<s3tables::GetTableOutput>> Find(const Site& site) const {
    s3tables::GetTableInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = site.lake.namespace_name;
    input.name = table_.name;
    return Found(site.aws.s3tables.GetTable(site.call(), input));
  }

  s3tables::IcebergPartitionSpec Partition() const {
    constexpr int32_t kFirstPartitionFieldId = 1000;
    s3tables::IcebergPartitionSpec spec;
    spec.spec_id = 0;
    for (const PartitionSpecField& field : table_.partition) {
      const auto column = std::find_if(table_.columns.begin(), table_.columns.end(),
                                       [&](const ColumnSpec& candidate) { return candidate.name == field.column; });
      s3tables::IcebergPartitionField term;
      term.source_id = static_cast<int32_t>(column - table_.columns.begin()) + 1;
      term.transform = field.transform;
      term.name = field.name;
      term.field_id = kFirstPartitionFieldId + static_cast<int32_t>(spec.fields.size());
      spec.fields.push_back(std::move(term));
    }
    return spec;
  }

  TableSpec table_;
};

// Tables that this lake has made and its file names no longer: told, kept by deploy, and removed by destroy.
class RetiredTablesStep final : public Step {
 public:
  std::string id() const override { return "tables no longer named"; }
  bool is_resource() const override { return false; }
  std::vector<std::string> after() const override { return {kNamespaceId}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto retired, Find(site));
    if (retired.empty()) return Unchanged();
    return Differ(NamesOf(retired) + ": made by this lake, and its file names it no longer; name it again, or delete it "
                                     "(aws s3tables delete-table)");
  }
  Result<void> Act(const Site&, const Change&) override { return {}; }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto retired, Find(site));
    if (retired.empty()) return Unchanged();
    return Change{id(), Action::kDelete, NamesOf(retired) + ": made by this lake"};
  }

  Result<void> Remove(const Site& site) override {
    FIRN_TRY(const auto retired, Find(site));
    for (const auto& table : retired) {
      s3tables::DeleteTableInput input;
      input.table_bucket_arn = site.names.table_bucket_arn;
      input.namespace_ = table.namespace_.front();
      input.name = table.name;
      FIRN_OK(site.aws.s3tables.DeleteTable(site.call(), input));
    }
    return {};
  }

 private:
  static Result<std::vector<s3tables::TableSummary>> Find(const Site& site) {
    FIRN_TRY(auto tables, UnnamedTables(site));
    std::vector<s3tables::TableSummary> retired;
    for (auto& table : tables) {
      FIRN_TRY(const bool ours, IsOurTable(site, table.table_arn));
      if (ours) retired.push_back(std::move(table));
    }
    return retired;
  }

  static std::string NamesOf(const std::vector<s3tables::TableSummary>& tables) {
    std::string names;
    for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table.name;
    return names;
  }
};

}  // namespace

void AddStorage(const LakeSpec& lake, Steps& steps) {
  steps.push_back(std::make_unique<TableBucketStep>());
  steps.push_back(std::make_unique<NamespaceStep>());
  steps.push_back(std::make_unique<RetiredTablesStep>());
  for (const TableSpec& table : lake.tables) steps.push_back(std::make_unique<TableStep>(table));
}

}  // namespace firn::converge
