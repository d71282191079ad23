// Table bucket, namespace and tables.

#include <algorithm>

#include "api/s3tables.h"
#include "converge/steps.h"

namespace firn::converge {
namespace {

namespace s3tables = api::s3tables;

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
    s3tables::ListTablesInput input;
    input.table_bucket_arn = site.names.table_bucket_arn;
    input.namespace_ = site.lake.namespace_name;
    FIRN_TRY(const auto tables, site.aws.s3tables.ListTables(site.call(), input));
    for (const auto& table : tables.tables) {
      const bool listed = std::any_of(site.lake.tables.begin(), site.lake.tables.end(),
                                      [&](const TableSpec& spec) { return spec.name == table.name; });
      if (!listed) return Change{id(), Action::kKeep, "it holds table '" + table.name + "', which is not this lake's"};
    }
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
    return Unchanged();
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

}  // namespace

void AddStorage(const LakeSpec& lake, Steps& steps) {
  steps.push_back(std::make_unique<TableBucketStep>());
  steps.push_back(std::make_unique<NamespaceStep>());
  for (const TableSpec& table : lake.tables) steps.push_back(std::make_unique<TableStep>(table));
}

}  // namespace firn::converge
