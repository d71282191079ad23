#include "iceberg/metadata.h"

#include <gtest/gtest.h>

namespace firn::iceberg {
namespace {

using format::Json;

Json Parse(std::string_view text) {
  auto json = format::ParseJson(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json ? *json : Json();
}

// A version 2 file with every member, and one that nobody knows.
Json Full() {
  return Parse(
      R"J({"format-version":2,"table-uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1","location":"s3://b/t",
   "last-sequence-number":34,"last-updated-ms":1602638573590,"last-column-id":3,"current-schema-id":1,
   "schemas":[{"type":"struct","schema-id":0,"fields":[{"id":1,"name":"x","required":true,"type":"long"}]},
     {"type":"struct","schema-id":1,"identifier-field-ids":[1,2],"fields":[
       {"id":1,"name":"x","required":true,"type":"long"},
       {"id":2,"name":"y","required":true,"type":"long","doc":"comment"},
       {"id":3,"name":"z","required":true,"type":"decimal(9, 2)"}]}],
   "default-spec-id":0,
   "partition-specs":[{"spec-id":0,"fields":[{"name":"x","transform":"identity","source-id":1,"field-id":1000}]}],
   "last-partition-id":1000,"default-sort-order-id":3,
   "sort-orders":[{"order-id":3,"fields":[
     {"transform":"identity","source-id":2,"direction":"asc","null-order":"nulls-first"},
     {"transform":"bucket[4]","source-id":3,"direction":"desc","null-order":"nulls-last"}]}],
   "properties":{"read.split.target.size":"134217728"},"current-snapshot-id":3055729675574597004,
   "refs":{"main":{"snapshot-id":3055729675574597004,"type":"branch","min-snapshots-to-keep":2},
     "audit":{"snapshot-id":3051729675574597004,"type":"tag","max-ref-age-ms":10000000}},
   "snapshots":[
     {"sequence-number":0,"snapshot-id":3051729675574597004,"timestamp-ms":1515100955770,
      "summary":{"operation":"append"},"manifest-list":"s3://a/b/1.avro"},
     {"sequence-number":1,"snapshot-id":3055729675574597004,"parent-snapshot-id":3051729675574597004,
      "timestamp-ms":1555100955770,"summary":{"operation":"append","tag":"7"},"manifest-list":"s3://a/b/2.avro",
      "schema-id":1}],
   "statistics":[{"snapshot-id":3055729675574597004,"statistics-path":"s3://a/b/stats.puffin",
     "file-size-in-bytes":413,"file-footer-size-in-bytes":42,"blob-metadata":[{"type":"ndv","snapshot-id":1,
     "sequence-number":1,"fields":[1]}],"own-member":[1,2]}],
   "partition-statistics":[{"snapshot-id":3055729675574597004,"statistics-path":"s3://a/b/p.parquet",
     "file-size-in-bytes":43}],
   "snapshot-log":[{"timestamp-ms":1515100955770,"snapshot-id":3051729675574597004},
     {"timestamp-ms":1555100955770,"snapshot-id":3055729675574597004}],
   "metadata-log":[{"timestamp-ms":1515100,"metadata-file":"s3://bucket/.../v1.json"}],
   "x-unknown":{"kept":true}})J");
}

std::string ErrorOf(const Json& json) {
  auto metadata = ParseTableMetadata(json);
  EXPECT_FALSE(metadata.has_value());
  return metadata ? "" : metadata.error().message;
}

Json Without(std::string_view member) {
  Json json = Full();
  EXPECT_TRUE(json.Erase(member)) << member;
  return json;
}

Json With(std::string_view member, std::string_view value) {
  Json json = Full();
  json.Set(member, Parse(value));
  return json;
}

TEST(Metadata, Version2Survives) {
  auto metadata = ParseTableMetadata(Full());
  ASSERT_TRUE(metadata.has_value()) << metadata.error().message;
  EXPECT_EQ(TableMetadataJson(*metadata), Full()) << TableMetadataJson(*metadata).Text();
  EXPECT_EQ(ParseTableMetadata(TableMetadataJson(*metadata)).value(), *metadata);
  EXPECT_EQ(metadata->CurrentSchema().schema_id, 1);
  EXPECT_EQ(metadata->CurrentSnapshot()->Summary("tag"), "7");
  EXPECT_EQ(metadata->FindRef("audit")->type, SnapshotRef::Type::kTag);
  EXPECT_EQ(metadata->FindRef("nobody"), nullptr);
  EXPECT_EQ(metadata->SchemaOf(metadata->snapshots[0]).schema_id, 1);
  EXPECT_EQ(metadata->Property("read.split.target.size", ""), "134217728");
  EXPECT_EQ(metadata->MetadataFolder(), "s3://b/t/metadata");
  EXPECT_EQ(metadata->DataFolder(), "s3://b/t/data");
}

TEST(Metadata, MissingMembersAreNamed) {
  for (const char* member :
       {"format-version", "table-uuid", "location", "last-sequence-number", "last-updated-ms",
        "last-column-id", "current-schema-id", "schemas", "default-spec-id", "partition-specs",
        "last-partition-id", "default-sort-order-id", "sort-orders"}) {
    EXPECT_NE(ErrorOf(Without(member)).find(member), std::string::npos) << member;
  }
  for (const char* member : {"refs", "properties", "statistics", "metadata-log"}) {
    EXPECT_TRUE(ParseTableMetadata(Without(member)).has_value()) << member;
  }
}

TEST(Metadata, ContradictionsAreRefused) {
  EXPECT_EQ(ErrorOf(With("current-schema-id", "7")),
            "Cannot find schema with current-schema-id=7 from schemas");
  EXPECT_EQ(ErrorOf(With("default-spec-id", "7")),
            "Cannot find default-spec-id=7 in partition-specs");
  EXPECT_EQ(ErrorOf(With("default-sort-order-id", "7")),
            "Cannot find default-sort-order-id=7 in sort-orders");
  EXPECT_EQ(ErrorOf(With("current-snapshot-id", "3051729675574597004")),
            "Current snapshot ID does not match main branch");
  EXPECT_EQ(ErrorOf(With("refs", "{}")), "Current snapshot is set, but main branch does not exist");
  EXPECT_NE(
      ErrorOf(With("refs", R"({"main":{"snapshot-id":1,"type":"branch"}})")).find("does not exist"),
      std::string::npos);
  EXPECT_NE(ErrorOf(With("last-sequence-number", "0")).find("greater than last sequence number"),
            std::string::npos);
  EXPECT_EQ(ErrorOf(With("last-column-id", "\"3\"")),
            "Cannot parse to an integer value: last-column-id: \"3\"");
  EXPECT_NE(ErrorOf(With("properties", R"({"a":1})")).find("properties.a"), std::string::npos);
  EXPECT_NE(ErrorOf(With("refs", R"({"t":{"snapshot-id":3055729675574597004,"type":"twig"}})"))
                .find("twig"),
            std::string::npos);
  EXPECT_NE(ErrorOf(With("snapshots", R"([{"snapshot-id":1}])")).find("timestamp-ms"),
            std::string::npos);
  EXPECT_FALSE(ParseTableMetadata(Parse("[]")).has_value());
  EXPECT_FALSE(ParseTableMetadataText("{").has_value());
  auto newer = ParseTableMetadata(With("format-version", "4"));
  ASSERT_FALSE(newer.has_value());
  EXPECT_EQ(newer.error().kind, Kind::kUnsupported);
}

TEST(Metadata, NoCurrentSnapshotIsMinusOneNullOrAbsent) {
  for (const char* none : {"-1", "null"}) {
    Json json = With("current-snapshot-id", none);
    json.Set("refs", Json::Object{});
    auto metadata = ParseTableMetadata(json);
    ASSERT_TRUE(metadata.has_value()) << metadata.error().message;
    EXPECT_EQ(metadata->CurrentSnapshot(), nullptr);
    EXPECT_EQ(TableMetadataJson(*metadata)["current-snapshot-id"].integer_or(0), -1);
  }
}

TEST(Metadata, Version1IsReadWithItsOldMembers) {
  Json json = Parse(
      R"J({"format-version":1,"table-uuid":"d20125c8-7284-442c-9aea-15fee620737c","location":"s3://b/t",
    "last-updated-ms":1602638573874,"last-column-id":2,
    "schema":{"type":"struct","fields":[{"id":1,"name":"x","required":true,"type":"long"},
      {"id":2,"name":"y","required":false,"type":"date"}]},
    "partition-spec":[{"name":"x","transform":"identity","source-id":1},
      {"name":"y_month","transform":"month","source-id":2}],
    "properties":{},"current-snapshot-id":5,
    "snapshots":[{"snapshot-id":5,"timestamp-ms":1,"manifests":["s3://a/m0.avro"]}]})J");
  auto metadata = ParseTableMetadata(json);
  ASSERT_TRUE(metadata.has_value()) << metadata.error().message;
  EXPECT_EQ(metadata->DefaultSpec().fields[1].field_id, 1001);
  EXPECT_EQ(metadata->last_partition_id, 1001);
  EXPECT_EQ(metadata->FindRef("main")->snapshot_id, 5);
  EXPECT_EQ(metadata->snapshots[0].manifests, std::vector<std::string>{"s3://a/m0.avro"});
  EXPECT_TRUE(metadata->DefaultSortOrder().fields.empty());
  Json again = TableMetadataJson(*metadata);
  EXPECT_TRUE(again["schema"].is_object());
  EXPECT_TRUE(again["partition-spec"].is_array());
  EXPECT_EQ(ParseTableMetadata(again).value(), *metadata);
}

TEST(Metadata, Version3IsReadAndWritten) {
  Json json = With("format-version", "3");
  EXPECT_EQ(ErrorOf(json), "Cannot parse missing long: next-row-id");
  json.Set("next-row-id", 42);
  json.Set("encryption-keys", Json::Array{});
  auto metadata = ParseTableMetadata(json);
  ASSERT_TRUE(metadata.has_value()) << metadata.error().message;
  EXPECT_EQ(metadata->next_row_id, 42);
  EXPECT_EQ(TableMetadataJson(*metadata), json);
}

NewTable Table() {
  NewTable table;
  table.schema =
      ParseSchema(Parse(R"({"type":"struct","schema-id":9,"identifier-field-ids":[10],"fields":[
    {"id":10,"name":"id","required":true,"type":"long"},
    {"id":30,"name":"s","required":false,"type":{"type":"struct","fields":[
      {"id":31,"name":"ts","required":false,"type":"timestamptz"}]}},
    {"id":20,"name":"n","required":false,"type":"string"}]})"))
          .value();
  table.spec = ParsePartitionSpec(Parse(R"({"spec-id":4,"fields":[
    {"source-id":31,"field-id":2000,"name":"ts_day","transform":"day"}]})"))
                   .value();
  table.order = ParseSortOrder(Parse(R"({"order-id":7,"fields":[
    {"transform":"identity","source-id":20,"direction":"asc","null-order":"nulls-last"}]})"))
                    .value();
  table.location = "s3://b/t/";
  table.uuid = "9c12d441-03fe-4693-9a96-a0705ddf69c1";
  table.now = FromEpochMicros(1795242540123456);
  table.properties = {{"a", "b"}, {"format-version", "2"}};
  return table;
}

TEST(Metadata, ANewTableGetsFreshIds) {
  auto metadata = NewTableMetadata(Table());
  ASSERT_TRUE(metadata.has_value()) << metadata.error().message;
  EXPECT_EQ(metadata->format_version, 2);
  EXPECT_EQ(metadata->last_column_id, 4);
  const Schema& schema = metadata->CurrentSchema();
  EXPECT_EQ(schema.schema_id, 0);
  EXPECT_EQ(schema.FindField("id")->id, 1);
  EXPECT_EQ(schema.FindField("s")->id, 2);
  EXPECT_EQ(schema.FindField("n")->id, 3);
  EXPECT_EQ(schema.FindField("s.ts")->id, 4);
  EXPECT_EQ(schema.identifier_field_ids, std::vector<int32_t>{1});
  EXPECT_EQ(metadata->DefaultSpec(),
            (PartitionSpec{0, {{4, 1000, "ts_day", Transform::Of(Transform::Kind::kDay)}}}));
  EXPECT_EQ(metadata->last_partition_id, 1000);
  EXPECT_EQ(metadata->DefaultSortOrder().order_id, 1);
  EXPECT_EQ(metadata->DefaultSortOrder().fields[0].source_id, 3);
  EXPECT_EQ(metadata->properties, (Properties{{"a", "b"}}));
  EXPECT_EQ(metadata->location, "s3://b/t");
  EXPECT_EQ(metadata->last_updated_ms, 1795242540123);
  EXPECT_TRUE(metadata->snapshots.empty());
  EXPECT_EQ(ParseTableMetadata(TableMetadataJson(*metadata)).value(), *metadata);
}

TEST(Metadata, ANewTableIsChecked) {
  NewTable table = Table();
  table.properties["format-version"] = "9";
  EXPECT_EQ(NewTableMetadata(table).error().kind, Kind::kUnsupported);
  table.properties["format-version"] = "two";
  EXPECT_EQ(NewTableMetadata(table).error().kind, Kind::kInvalid);
  table = Table();
  table.spec.fields[0].source_id = 99;
  EXPECT_EQ(NewTableMetadata(table).error().kind, Kind::kInvalid);
  table = Table();
  table.location = "";
  EXPECT_EQ(NewTableMetadata(table).error().kind, Kind::kInvalid);
  table = Table();
  table.schema.fields[2].type = Type::Of(TypeId::kTimestampNs);
  table.order = {};
  EXPECT_EQ(NewTableMetadata(table).error().kind, Kind::kInvalid);
  table.properties["format-version"] = "3";
  EXPECT_EQ(NewTableMetadata(table)->next_row_id, 0);
}

TEST(Metadata, FileNamesCarryTheVersion) {
  EXPECT_EQ(MetadataFileName(1, "u-1"), "00001-u-1.metadata.json");
  EXPECT_EQ(MetadataFileName(1234567, "u"), "1234567-u.metadata.json");
  EXPECT_EQ(MetadataVersion("s3://b/t/metadata/00012-aa-bb.metadata.json"), 12);
  EXPECT_EQ(MetadataVersion("00000-x.metadata.json.gz"), 0);
  for (const char* other :
       {"", "s3://b/v3.metadata.json", "s3://b/-x.metadata.json", "s3://b/12-x.json",
        "s3://b/1a-x.metadata.json", "s3://b/99999999999999999999-x.metadata.json"}) {
    EXPECT_FALSE(MetadataVersion(other).has_value()) << other;
  }
}

TEST(Metadata, ASnapshotIsFoundByItsSummary) {
  TableMetadata metadata = ParseTableMetadata(Full()).value();
  EXPECT_EQ(FindSnapshotBySummary(metadata, "tag", "7"), metadata.CurrentSnapshot());
  EXPECT_EQ(FindSnapshotBySummary(metadata, "tag", "8"), nullptr);
  EXPECT_EQ(FindSnapshotBySummary(metadata, "operation", "append"), metadata.CurrentSnapshot());
  metadata.snapshots[0].summary["tag"] = "old";
  EXPECT_EQ(FindSnapshotBySummary(metadata, "tag", "old"), &metadata.snapshots[0]);
  metadata.snapshots[0].parent_snapshot_id = metadata.snapshots[1].snapshot_id;  // a cycle
  EXPECT_EQ(FindSnapshotBySummary(metadata, "tag", "none"), nullptr);
}

}  // namespace
}  // namespace firn::iceberg
