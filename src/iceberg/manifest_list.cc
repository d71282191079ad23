#include "iceberg/avro_fields.h"
#include "iceberg/avro_records.h"
#include "iceberg/limits.h"
#include "iceberg/manifest.h"

namespace firn::iceberg {
namespace {

Json ListSchemaOfVersion2() {
  Json summary = RecordSchema("r508", {RequiredField("contains_null", "boolean", 509),
                                       OptionalField("contains_nan", "boolean", 518),
                                       OptionalField("lower_bound", "bytes", 510),
                                       OptionalField("upper_bound", "bytes", 511)});
  return RecordSchema(
      "manifest_file",
      {RequiredField("manifest_path", "string", 500), RequiredField("manifest_length", "long", 501),
       RequiredField("partition_spec_id", "int", 502), RequiredField("content", "int", 517),
       RequiredField("sequence_number", "long", 515),
       RequiredField("min_sequence_number", "long", 516),
       RequiredField("added_snapshot_id", "long", 503),
       RequiredField("added_files_count", "int", 504),
       RequiredField("existing_files_count", "int", 505),
       RequiredField("deleted_files_count", "int", 506),
       RequiredField("added_rows_count", "long", 512),
       RequiredField("existing_rows_count", "long", 513),
       RequiredField("deleted_rows_count", "long", 514),
       OptionalField("partitions", ListSchema(std::move(summary), 508), 507),
       OptionalField("key_metadata", "bytes", 519)});
}

AvroValue SummariesToAvro(const std::vector<PartitionSummary>& summaries) {
  AvroValue::List list;
  for (const PartitionSummary& summary : summaries) {
    list.push_back(AvroValue::Of(AvroValue::List{
        AvroValue::Bool(summary.contains_null),
        summary.contains_nan ? AvroValue::Bool(*summary.contains_nan) : AvroValue::Null(),
        OrNull(summary.lower_bound), OrNull(summary.upper_bound)}));
  }
  return AvroValue::Of(std::move(list));
}

Result<AvroValue> ManifestToAvro(const ManifestFile& manifest) {
  if (!manifest.added_files_count || !manifest.existing_files_count ||
      !manifest.deleted_files_count || !manifest.added_rows_count ||
      !manifest.existing_rows_count || !manifest.deleted_rows_count) {
    return Fail(Kind::kInvalid,
                "Manifest list of version 2 needs every count: " + manifest.manifest_path);
  }
  return AvroValue::Of(AvroValue::List{
      AvroValue::Bytes(manifest.manifest_path), AvroValue::Long(manifest.manifest_length),
      AvroValue::Long(manifest.partition_spec_id),
      AvroValue::Long(static_cast<int64_t>(manifest.content)),
      AvroValue::Long(manifest.sequence_number), AvroValue::Long(manifest.min_sequence_number),
      AvroValue::Long(manifest.added_snapshot_id), AvroValue::Long(*manifest.added_files_count),
      AvroValue::Long(*manifest.existing_files_count),
      AvroValue::Long(*manifest.deleted_files_count), AvroValue::Long(*manifest.added_rows_count),
      AvroValue::Long(*manifest.existing_rows_count), AvroValue::Long(*manifest.deleted_rows_count),
      SummariesToAvro(manifest.partitions), OrNull(manifest.key_metadata)});
}

class ListReader {
 public:
  explicit ListReader(const AvroSchema& schema) : manifest_(schema) {
    auto at = manifest_.Find(507, "partitions");
    if (!at) return;
    const AvroSchema& list = NonNull(*schema.fields[*at].type);
    if (list.kind == AvroSchema::Kind::kArray) summary_ = FieldIndex(NonNull(*list.children[0]));
  }

  Result<ManifestFile> Read(const AvroValue& record) const {
    RecordView view(manifest_, record);
    ManifestFile out;
    FIRN_TRY(out.manifest_path, view.Bytes(500, "manifest_path"));
    FIRN_TRY(out.manifest_length, view.Long(501, "manifest_length"));
    FIRN_TRY(auto spec, view.OptionalInt(502, "partition_spec_id"));
    out.partition_spec_id = spec.value_or(0);
    FIRN_TRY(auto content, view.OptionalLong(517, "content"));
    if (content.value_or(0) < 0 || content.value_or(0) > 1) {
      return Fail(Kind::kCorrupt, "Manifest is malformed: content is unknown");
    }
    out.content = static_cast<ManifestContent>(content.value_or(0));
    FIRN_TRY(auto sequence, view.OptionalLong(515, "sequence_number"));
    out.sequence_number = sequence.value_or(0);
    FIRN_TRY(auto lowest, view.OptionalLong(516, "min_sequence_number"));
    out.min_sequence_number = lowest.value_or(0);
    FIRN_TRY(auto added_by, view.OptionalLong(503, "added_snapshot_id"));
    out.added_snapshot_id = added_by.value_or(0);
    FIRN_OK(ReadCounts(view, out));
    FIRN_OK(ReadSummaries(view, out));
    FIRN_TRY(out.key_metadata, view.OptionalBytes(519, "key_metadata"));
    FIRN_TRY(out.first_row_id, view.OptionalLong(520, "first_row_id"));
    return out;
  }

 private:
  // Version 1 had "added_data_files_count" and the like; the ids stayed.
  static Result<void> ReadCounts(const RecordView& view, ManifestFile& out) {
    FIRN_TRY(out.added_files_count, view.OptionalInt(504, "added_files_count"));
    FIRN_TRY(out.existing_files_count, view.OptionalInt(505, "existing_files_count"));
    FIRN_TRY(out.deleted_files_count, view.OptionalInt(506, "deleted_files_count"));
    FIRN_TRY(out.added_rows_count, view.OptionalLong(512, "added_rows_count"));
    FIRN_TRY(out.existing_rows_count, view.OptionalLong(513, "existing_rows_count"));
    FIRN_TRY(out.deleted_rows_count, view.OptionalLong(514, "deleted_rows_count"));
    return {};
  }

  Result<void> ReadSummaries(const RecordView& view, ManifestFile& out) const {
    const AvroValue* list = view.Find(507, "partitions");
    if (!list) return {};
    if (!list->list())
      return Fail(Kind::kCorrupt, "Manifest is malformed: partitions is not a list");
    for (const AvroValue& item : *list->list()) {
      RecordView summary(summary_, item);
      PartitionSummary read;
      FIRN_TRY(read.contains_null, summary.Bool(509, "contains_null"));
      if (const AvroValue* nan = summary.Find(518, "contains_nan"); nan && nan->boolean()) {
        read.contains_nan = *nan->boolean();
      }
      FIRN_TRY(read.lower_bound, summary.OptionalBytes(510, "lower_bound"));
      FIRN_TRY(read.upper_bound, summary.OptionalBytes(511, "upper_bound"));
      out.partitions.push_back(std::move(read));
    }
    return {};
  }

  FieldIndex manifest_;
  FieldIndex summary_;
};

}  // namespace

Result<std::string> WriteManifestList(const ManifestListWriteOptions& options,
                                      const std::vector<ManifestFile>& manifests) {
  format::AvroWriterOptions file;
  file.schema = ListSchemaOfVersion2();
  file.metadata = {
      {"snapshot-id", std::to_string(options.snapshot_id)},
      {"parent-snapshot-id",
       options.parent_snapshot_id ? std::to_string(*options.parent_snapshot_id) : "null"},
      {"sequence-number", std::to_string(options.sequence_number)},
      {"format-version", "2"}};
  file.codec = options.codec;
  file.sync = options.sync;
  return WriteAvroRecords(std::move(file), manifests, ManifestToAvro);
}

Result<std::vector<ManifestFile>> ReadManifestList(std::string_view bytes) {
  FIRN_TRY(auto reader, OpenAvroRecords(bytes, "Manifest list"));
  ListReader manifests(reader.schema());
  std::vector<ManifestFile> out;
  FIRN_OK(ForEachAvroRecord(reader, [&](const AvroValue& record) -> Result<void> {
    if (out.size() == kManifestsPerSnapshotMax) {
      return Fail(Kind::kCorrupt, "Manifest list has too many manifests");
    }
    FIRN_TRY(auto manifest, manifests.Read(record));
    out.push_back(std::move(manifest));
    return {};
  }));
  return out;
}

}  // namespace firn::iceberg
