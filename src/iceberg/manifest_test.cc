#include "iceberg/manifest.h"

#include <gtest/gtest.h>

#include <limits>

#include "iceberg/avro_fields.h"

namespace firn::iceberg {
namespace {

const std::string kSync = "fedcba9876543210";

Schema Columns() {
  return ParseSchema(format::ParseJson(R"J({"type":"struct","schema-id":2,"fields":[
    {"id":1,"name":"id","required":true,"type":"long"},{"id":2,"name":"ts","required":false,"type":"timestamptz"},
    {"id":3,"name":"amount","required":false,"type":"decimal(9, 2)"},
    {"id":4,"name":"u","required":false,"type":"uuid"},{"id":5,"name":"w","required":false,"type":"uuid"},
    {"id":6,"name":"f","required":false,"type":"float"},{"id":7,"name":"b","required":false,"type":"boolean"},
    {"id":8,"name":"code","required":false,"type":"fixed[3]"},{"id":9,"name":"name","required":false,"type":"string"}
    ]})J")
                         .value())
      .value();
}

PartitionSpec EverySpec() {
  return ParsePartitionSpec(format::ParseJson(R"({"spec-id":6,"fields":[
    {"source-id":2,"field-id":1000,"name":"ts_day","transform":"day"},
    {"source-id":3,"field-id":1001,"name":"amount","transform":"identity"},
    {"source-id":4,"field-id":1002,"name":"u","transform":"identity"},
    {"source-id":5,"field-id":1003,"name":"w","transform":"identity"},
    {"source-id":6,"field-id":1004,"name":"f","transform":"identity"},
    {"source-id":7,"field-id":1005,"name":"b","transform":"identity"},
    {"source-id":8,"field-id":1006,"name":"code","transform":"identity"},
    {"source-id":9,"field-id":1007,"name":"1 odd näme","transform":"truncate[2]"}]})")
                                .value())
      .value();
}

DataFile EveryMember() {
  DataFile file;
  file.file_path = "s3://b/t/data/a.parquet";
  file.spec_id = 6;
  file.partition = {Value::Long(20778),
                    Value::Decimal(-1420),
                    Value::Bytes(std::string(16, 'u')),
                    Value::Bytes(std::string(16, 'w')),
                    Value::Double(1.5),
                    Value::Bool(true),
                    Value::Bytes("abc"),
                    Value::Bytes("a/")};
  file.record_count = 12;
  file.file_size_in_bytes = 3456;
  file.column_sizes = {{1, 10}, {2, 20}};
  file.value_counts = {{1, 12}};
  file.null_value_counts = {{1, 0}};
  file.nan_value_counts = {{6, 3}};
  file.lower_bounds = {{1, ToBinary(Type::Of(TypeId::kLong), Value::Long(-5)).value()}};
  file.upper_bounds = {{1, ToBinary(Type::Of(TypeId::kLong), Value::Long(50)).value()}, {9, ""}};
  file.key_metadata = "key";
  file.split_offsets = {4, 1000};
  file.sort_order_id = 0;
  return file;
}

DataFile AllNull() {
  DataFile file;
  file.file_path = "s3://b/t/data/b.parquet";
  file.spec_id = 6;
  file.partition.resize(8);
  file.record_count = std::numeric_limits<int64_t>::max();
  return file;
}

std::string Written(const std::vector<ManifestEntry>& entries,
                    ManifestContent content = ManifestContent::kData) {
  auto bytes = WriteManifest({Columns(), EverySpec(), content, kSync}, entries);
  EXPECT_TRUE(bytes.has_value()) << bytes.error().message;
  return bytes.value_or("");
}

ManifestFile Listed() {
  ManifestFile listed;
  listed.added_snapshot_id = 77;
  listed.sequence_number = 9;
  return listed;
}

TEST(Manifest, EntriesSurvive) {
  std::vector<ManifestEntry> entries = {{EntryStatus::kAdded, 5, {}, {}, EveryMember()},
                                        {EntryStatus::kExisting, 4, 3, 2, AllNull()},
                                        {EntryStatus::kDeleted, {}, 3, 2, EveryMember()}};
  std::string bytes = Written(entries);
  auto manifest = ReadManifest(bytes, Listed());
  ASSERT_TRUE(manifest.has_value()) << manifest.error().message;
  EXPECT_EQ(manifest->format_version, 2);
  EXPECT_EQ(manifest->spec_id, 6);
  EXPECT_EQ(manifest->content, ManifestContent::kData);
  // What was left out is inherited.
  entries[0].sequence_number = entries[0].file_sequence_number = 9;
  entries[2].snapshot_id = 77;
  EXPECT_EQ(manifest->entries, entries);
}

TEST(Manifest, HeadersTellSchemaAndSpec) {
  std::string bytes = Written({});
  auto reader = format::AvroReader::Open(bytes);
  ASSERT_TRUE(reader.has_value());
  const auto& meta = reader->metadata();
  EXPECT_EQ(meta.at("format-version"), "2");
  EXPECT_EQ(meta.at("content"), "data");
  EXPECT_EQ(meta.at("partition-spec-id"), "6");
  EXPECT_EQ(meta.at("schema-id"), "2");
  EXPECT_EQ(ParseSchema(format::ParseJson(meta.at("schema")).value()).value(), Columns());
  EXPECT_EQ(ParsePartitionFields(format::ParseJson(meta.at("partition-spec")).value()).value(),
            EverySpec().fields);
  // Two columns of one named type must not define the name twice, and odd names become Avro ones.
  const auto& partition = *reader->schema().fields[4].type->fields[3].type;
  EXPECT_NE(NonNull(*partition.fields[2].type).name, NonNull(*partition.fields[3].type).name);
  EXPECT_EQ(partition.fields[7].name, "_1_x20odd_x20n_xC3_xA4me");
  EXPECT_EQ(partition.fields[7].attributes["iceberg-field-name"].string_or(""), "1 odd n\u00e4me");
}

TEST(Manifest, DeleteFilesSurvive) {
  DataFile position = AllNull();
  position.content = FileContent::kPositionDeletes;
  position.referenced_data_file = "s3://b/t/data/a.parquet";
  DataFile equality = AllNull();
  equality.content = FileContent::kEqualityDeletes;
  equality.equality_ids = {1, 2};
  std::string bytes = Written(
      {{EntryStatus::kAdded, 5, {}, {}, position}, {EntryStatus::kAdded, 5, {}, {}, equality}},
      ManifestContent::kDeletes);
  auto manifest = ReadManifest(bytes, Listed());
  ASSERT_TRUE(manifest.has_value());
  EXPECT_EQ(manifest->content, ManifestContent::kDeletes);
  EXPECT_EQ(manifest->entries[0].file, position);
  EXPECT_EQ(manifest->entries[1].file, equality);
  EXPECT_FALSE(WriteManifest({Columns(), EverySpec(), ManifestContent::kData, kSync},
                             {{EntryStatus::kAdded, 5, {}, {}, position}})
                   .has_value());
}

TEST(Manifest, PartitionsThatDoNotFitAreRefused) {
  DataFile file = EveryMember();
  file.partition.pop_back();
  EXPECT_EQ(WriteManifest({Columns(), EverySpec(), ManifestContent::kData, kSync},
                          {{EntryStatus::kAdded, 5, {}, {}, file}})
                .error()
                .kind,
            Kind::kInvalid);
  file = EveryMember();
  file.partition[0] = Value::Bytes("day");
  EXPECT_EQ(WriteManifest({Columns(), EverySpec(), ManifestContent::kData, kSync},
                          {{EntryStatus::kAdded, 5, {}, {}, file}})
                .error()
                .kind,
            Kind::kInvalid);
}

TEST(Manifest, DescriptionsCountAndSummarize) {
  DataFile nan = EveryMember();
  nan.partition[4] = Value::Double(std::numeric_limits<double>::quiet_NaN());
  nan.partition[0] = Value::Long(20770);
  auto described = DescribeManifest(Columns(), EverySpec(),
                                    {{EntryStatus::kAdded, 5, {}, {}, EveryMember()},
                                     {EntryStatus::kExisting, 4, 3, 3, nan},
                                     {EntryStatus::kDeleted, 4, 1, 1, nan}},
                                    9);
  ASSERT_TRUE(described.has_value());
  EXPECT_EQ(described->added_files_count, 1);
  EXPECT_EQ(described->existing_files_count, 1);
  EXPECT_EQ(described->deleted_files_count, 1);
  EXPECT_EQ(described->added_rows_count, 12);
  EXPECT_EQ(described->sequence_number, 9);
  EXPECT_EQ(described->min_sequence_number, 3);
  ASSERT_EQ(described->partitions.size(), 8u);
  Type date = Type::Of(TypeId::kDate);
  EXPECT_EQ(described->partitions[0].lower_bound, ToBinary(date, Value::Long(20770)).value());
  EXPECT_EQ(described->partitions[0].upper_bound, ToBinary(date, Value::Long(20778)).value());
  EXPECT_FALSE(described->partitions[0].contains_null);
  EXPECT_EQ(described->partitions[4].contains_nan, true);
  EXPECT_EQ(described->partitions[0].contains_nan, false);
  auto nulls =
      DescribeManifest(Columns(), EverySpec(), {{EntryStatus::kAdded, 5, {}, {}, AllNull()}}, 1);
  EXPECT_TRUE(nulls->partitions[0].contains_null);
  EXPECT_FALSE(nulls->partitions[0].lower_bound.has_value());
}

ManifestFile EveryCount() {
  ManifestFile file;
  file.manifest_path = "s3://b/m.avro";
  file.manifest_length = 1234;
  file.partition_spec_id = 6;
  file.content = ManifestContent::kDeletes;
  file.sequence_number = 9;
  file.min_sequence_number = 3;
  file.added_snapshot_id = 77;
  file.added_files_count = 1;
  file.existing_files_count = 2;
  file.deleted_files_count = 3;
  file.added_rows_count = 4;
  file.existing_rows_count = 5;
  file.deleted_rows_count = 6;
  file.partitions = {{true, false, "lower", "upper"}, {false, {}, {}, {}}};
  file.key_metadata = "key";
  return file;
}

TEST(ManifestList, EntriesSurvive) {
  ManifestFile plain = EveryCount();
  plain.partitions.clear();
  plain.key_metadata.reset();
  auto bytes = WriteManifestList({5, 4, 9, kSync}, {EveryCount(), plain});
  ASSERT_TRUE(bytes.has_value()) << bytes.error().message;
  EXPECT_EQ(ReadManifestList(*bytes).value(), (std::vector<ManifestFile>{EveryCount(), plain}));
  auto reader = format::AvroReader::Open(*bytes);
  EXPECT_EQ(reader->metadata().at("parent-snapshot-id"), "4");
  EXPECT_EQ(reader->metadata().at("sequence-number"), "9");
}

TEST(ManifestList, CountsAreNeverGuessed) {
  ManifestFile file = EveryCount();
  file.existing_files_count.reset();
  EXPECT_EQ(WriteManifestList({5, {}, 9, kSync}, {file}).error().kind, Kind::kInvalid);
  EXPECT_TRUE(file.may_have_live_files());
  file.existing_files_count = 0;
  file.added_files_count = 0;
  EXPECT_FALSE(file.may_have_live_files());
}

TEST(Manifest, DamagedBytesNeverCrash) {
  std::string manifest = Written({{EntryStatus::kAdded, 5, {}, {}, EveryMember()}});
  std::string list = WriteManifestList({5, {}, 9, kSync}, {EveryCount()}).value();
  for (const std::string* bytes : {&manifest, &list}) {
    for (size_t at = 0; at < bytes->size(); ++at) {
      std::string damaged = *bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
      for (const std::string& input : {damaged, bytes->substr(0, at)}) {
        auto one = ReadManifest(input, Listed());
        auto two = ReadManifestList(input);
        for (Kind kind :
             {one ? Kind::kCorrupt : one.error().kind, two ? Kind::kCorrupt : two.error().kind}) {
          EXPECT_TRUE(kind == Kind::kCorrupt || kind == Kind::kUnsupported) << KindName(kind);
        }
      }
    }
  }
  EXPECT_EQ(ReadManifest(list, Listed()).error().kind, Kind::kCorrupt);
  EXPECT_EQ(ReadManifestList(manifest).error().kind, Kind::kCorrupt);
}

TEST(Manifest, DecimalsTakeTheWidthOfTheirPrecision) {
  EXPECT_EQ(DecimalWidth(1), 1u);
  EXPECT_EQ(DecimalWidth(2), 1u);
  EXPECT_EQ(DecimalWidth(3), 2u);
  EXPECT_EQ(DecimalWidth(9), 4u);
  EXPECT_EQ(DecimalWidth(18), 8u);
  EXPECT_EQ(DecimalWidth(38), 16u);
}

}  // namespace
}  // namespace firn::iceberg
