#include "iceberg/update.h"

#include <gtest/gtest.h>

#include <limits>

namespace firn::iceberg {
namespace {

using format::Json;

constexpr int64_t kNowMs = 1795242540000;

Json Parse(std::string_view text) {
  auto json = format::ParseJson(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json ? *json : Json();
}

TableMetadata Base() {
  NewTable table;
  table.schema = ParseSchema(Parse(R"({"type":"struct","fields":[
    {"id":1,"name":"id","required":true,"type":"long"},
    {"id":2,"name":"ts","required":false,"type":"timestamptz"}]})"))
                     .value();
  table.spec =
      ParsePartitionSpec(Parse(R"({"fields":[{"source-id":2,"name":"ts_day","transform":"day"}]})"))
          .value();
  table.location = "s3://b/t";
  table.uuid = "9c12d441-03fe-4693-9a96-a0705ddf69c1";
  table.now = FromEpochMicros(kNowMs * 1000);
  return NewTableMetadata(table).value();
}

ApplyContext At(int64_t later_ms,
                std::string previous = "s3://b/t/metadata/00000-u.metadata.json") {
  return {FromEpochMicros((kNowMs + later_ms) * 1000), std::move(previous)};
}

// Applies updates (and requirements) given as JSON text.
Result<TableMetadata> Change(const TableMetadata* base, std::string_view updates,
                             std::string_view requirements = "[]", int64_t later_ms = 1000) {
  Json body = Json::Object{};
  body.Set("updates", Parse(updates));
  body.Set("requirements", Parse(requirements));
  FIRN_TRY(auto change, ParseTableChange(body));
  // What is written must read back as it was.
  FIRN_TRY(auto again, ParseTableChange(TableChangeJson(change)));
  EXPECT_EQ(TableChangeJson(again), TableChangeJson(change));
  return Apply(base, change, At(later_ms));
}

TableMetadata Changed(const TableMetadata& base, std::string_view updates,
                      int64_t later_ms = 1000) {
  auto next = Change(&base, updates, "[]", later_ms);
  EXPECT_TRUE(next.has_value()) << next.error().message;
  return next ? *next : base;
}

Error Refused(const TableMetadata& base, std::string_view updates,
              std::string_view requirements = "[]") {
  auto next = Change(&base, updates, requirements);
  EXPECT_FALSE(next.has_value()) << updates << requirements;
  return next ? Error() : next.error();
}

std::string AddSnapshotText(int64_t id, int64_t sequence, int64_t ms,
                            std::string_view parent = "null") {
  return R"({"action":"add-snapshot","snapshot":{"snapshot-id":)" + std::to_string(id) +
         R"(,"sequence-number":)" + std::to_string(sequence) + R"(,"parent-snapshot-id":)" +
         std::string(parent) + R"(,"timestamp-ms":)" + std::to_string(ms) +
         R"(,"manifest-list":"s3://l","summary":{"operation":"append"},"schema-id":0}})";
}

std::string SetMain(int64_t id) {
  return R"({"action":"set-snapshot-ref","ref-name":"main","type":"branch","snapshot-id":)" +
         std::to_string(id) + "}";
}

TableMetadata WithSnapshot() {
  return Changed(Base(), "[" + AddSnapshotText(11, 1, kNowMs + 500) + "," + SetMain(11) + "]", 600);
}

TEST(Requirements, HoldOrSayWhyNot) {
  TableMetadata base = WithSnapshot();
  struct Case {
    const char* holds;
    const char* fails;
    const char* message;
  };
  for (const Case& it : std::vector<Case>{
           {R"({"type":"assert-table-uuid","uuid":"9C12D441-03fe-4693-9a96-a0705ddf69c1"})",
            R"({"type":"assert-table-uuid","uuid":"other"})",
            "Requirement failed: UUID does not match: expected "
            "9c12d441-03fe-4693-9a96-a0705ddf69c1 != other"},
           {R"({"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":11})",
            R"({"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":12})",
            "Requirement failed: branch main has changed: expected id 12 != 11"},
           {R"({"type":"assert-ref-snapshot-id","ref":"new","snapshot-id":null})",
            R"({"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":null})",
            "Requirement failed: branch main was created concurrently"},
           {R"({"type":"assert-ref-snapshot-id","ref":"new"})",
            R"({"type":"assert-ref-snapshot-id","ref":"new","snapshot-id":11})",
            "Requirement failed: branch or tag new is missing, expected 11"},
           {R"({"type":"assert-last-assigned-field-id","last-assigned-field-id":2})",
            R"({"type":"assert-last-assigned-field-id","last-assigned-field-id":3})",
            "Requirement failed: last assigned field id changed: expected id 3 != 2"},
           {R"({"type":"assert-current-schema-id","current-schema-id":0})",
            R"({"type":"assert-current-schema-id","current-schema-id":1})",
            "Requirement failed: current schema changed: expected id 1 != 0"},
           {R"({"type":"assert-last-assigned-partition-id","last-assigned-partition-id":1000})",
            R"({"type":"assert-last-assigned-partition-id","last-assigned-partition-id":999})",
            "Requirement failed: last assigned partition id changed: expected id 999 != 1000"},
           {R"({"type":"assert-default-spec-id","default-spec-id":0})",
            R"({"type":"assert-default-spec-id","default-spec-id":1})",
            "Requirement failed: default partition spec changed: expected id 1 != 0"},
           {R"({"type":"assert-default-sort-order-id","default-sort-order-id":0})",
            R"({"type":"assert-default-sort-order-id","default-sort-order-id":1})",
            "Requirement failed: default sort order changed: expected id 1 != 0"}}) {
    auto same = Change(&base, "[]", "[" + std::string(it.holds) + "]");
    ASSERT_TRUE(same.has_value()) << it.holds << same.error().message;
    EXPECT_EQ(*same, base);
    Error error = Refused(base, "[]", "[" + std::string(it.fails) + "]");
    EXPECT_EQ(error.kind, Kind::kConflict);
    EXPECT_EQ(error.message, it.message);
  }
  Error exists = Refused(base, "[]", R"([{"type":"assert-create"}])");
  EXPECT_EQ(exists.kind, Kind::kConflict);
  EXPECT_EQ(exists.message, "Requirement failed: table already exists");
}

TEST(Requirements, MalformedOnesAreInvalid) {
  TableMetadata base = Base();
  for (const char* text :
       {R"([{"type":"assert-nothing"}])", R"([{}])", R"([7])", R"([{"type":"assert-table-uuid"}])",
        R"([{"type":"assert-ref-snapshot-id","snapshot-id":1}])",
        R"([{"type":"assert-ref-snapshot-id","ref":"main","snapshot-id":"1"}])",
        R"([{"type":"assert-current-schema-id","current-schema-id":"x"}])"}) {
    EXPECT_EQ(Refused(base, "[]", text).kind, Kind::kInvalid) << text;
  }
}

TEST(Updates, MalformedOnesAreInvalid) {
  TableMetadata base = Base();
  for (
      const char* text :
      {R"([{"action":"explode"}])",
       R"([{}])",
       R"([7])",
       R"([{"action":"add-schema"}])",
       R"([{"action":"set-current-schema"}])",
       R"([{"action":"add-spec","spec":{}}])",
       R"([{"action":"add-sort-order","sort-order":7}])",
       R"([{"action":"add-snapshot","snapshot":{}}])",
       R"([{"action":"set-snapshot-ref","ref-name":"x","type":"twig","snapshot-id":1}])",
       R"([{"action":"set-snapshot-ref","ref-name":"x","type":"tag","snapshot-id":1,"max-snapshot-age-ms":5}])",
       R"([{"action":"set-properties"}])",
       R"([{"action":"set-properties","updates":{"a":1}}])",
       R"([{"action":"remove-properties"}])",
       R"([{"action":"remove-snapshots"}])",
       R"([{"action":"remove-snapshots","snapshot-ids":["a"]}])",
       R"([{"action":"set-statistics"}])",
       R"([{"action":"set-statistics","statistics":{"snapshot-id":1}}])",
       R"([{"action":"set-location"}])",
       R"([{"action":"upgrade-format-version"}])",
       R"([{"action":"assign-uuid"}])"}) {
    EXPECT_EQ(Refused(base, text).kind, Kind::kInvalid) << text;
  }
  EXPECT_FALSE(ParseTableChange(Json(7)).has_value());
  EXPECT_FALSE(ParseTableChange(Parse(R"({"updates":{}})")).has_value());
}

TEST(Updates, NothingChangedIsTheBaseItself) {
  TableMetadata base = WithSnapshot();
  EXPECT_EQ(Changed(base, "[]"), base);
  EXPECT_EQ(Changed(base, R"([{"action":"remove-properties","removals":["none"]},
    {"action":"set-location","location":"s3://b/t"},{"action":"set-properties","updates":{}},
    {"action":"upgrade-format-version","format-version":2},
    {"action":"assign-uuid","uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1"}])"),
            base);
}

TEST(Updates, PropertiesAndLocation) {
  TableMetadata next = Changed(Base(), R"([{"action":"set-properties","updates":{"a":"1","b":"2"}},
    {"action":"remove-properties","removals":["b","c"]},{"action":"set-location","location":"s3://other"}])");
  EXPECT_EQ(next.properties, (Properties{{"a", "1"}}));
  EXPECT_EQ(next.location, "s3://other");
  EXPECT_EQ(next.last_updated_ms, kNowMs + 1000);
  ASSERT_EQ(next.metadata_log.size(), 1u);
  EXPECT_EQ(next.metadata_log[0].timestamp_ms, kNowMs);
  EXPECT_EQ(next.metadata_log[0].metadata_file, "s3://b/t/metadata/00000-u.metadata.json");
}

TEST(Updates, TimeNeverRunsBackwards) {
  TableMetadata next =
      Changed(Base(), R"([{"action":"set-properties","updates":{"a":"1"}}])", -99999);
  EXPECT_EQ(next.last_updated_ms, kNowMs);
}

TEST(Updates, TheMetadataLogIsTrimmed) {
  TableMetadata base = Changed(
      Base(),
      R"([{"action":"set-properties","updates":{"write.metadata.previous-versions-max":"3"}}])");
  for (int i = 0; i < 5; ++i) {
    base = Changed(
        base, R"([{"action":"set-properties","updates":{"n":")" + std::to_string(i) + R"("}}])", i);
  }
  EXPECT_EQ(base.metadata_log.size(), 3u);
  base.properties.erase("write.metadata.previous-versions-max");
  for (int i = 0; i < 120; ++i) base.metadata_log.push_back({i, "m" + std::to_string(i)});
  base = Changed(base, R"([{"action":"set-properties","updates":{"n":"x"}}])");
  EXPECT_EQ(base.metadata_log.size(), 100u);
  EXPECT_EQ(base.metadata_log.back().metadata_file, "s3://b/t/metadata/00000-u.metadata.json");
}

TEST(Updates, SchemasAreAddedReusedAndMadeCurrent) {
  const char* wider =
      R"([{"action":"add-schema","last-column-id":3,"schema":{"type":"struct","schema-id":77,"fields":[
    {"id":1,"name":"id","required":true,"type":"long"},{"id":2,"name":"ts","required":false,"type":"timestamptz"},
    {"id":3,"name":"extra","required":false,"type":"string"}]}},{"action":"set-current-schema","schema-id":-1}])";
  TableMetadata next = Changed(Base(), wider);
  EXPECT_EQ(next.current_schema_id, 1);
  EXPECT_EQ(next.last_column_id, 3);
  EXPECT_EQ(next.schemas.size(), 2u);
  EXPECT_EQ(Changed(next, wider), next);
  next = Changed(next, R"([{"action":"set-current-schema","schema-id":0}])");
  EXPECT_EQ(next.current_schema_id, 0);
  EXPECT_EQ(next.last_column_id, 3);
  EXPECT_EQ(Refused(next, R"([{"action":"set-current-schema","schema-id":9}])").message,
            "Cannot set current schema to unknown schema: 9");
  EXPECT_EQ(Refused(next, R"([{"action":"set-current-schema","schema-id":-1}])").message,
            "Cannot set last added schema: no schema has been added");
  EXPECT_EQ(
      Changed(
          next,
          R"([{"action":"add-schema","last-column-id":1,"schema":{"type":"struct","fields":[]}}])")
          .last_column_id,
      3);
  EXPECT_EQ(Refused(next, R"([{"action":"remove-schemas","schema-ids":[0]}])").message,
            "Cannot remove the current schema");
  EXPECT_EQ(Changed(next, R"([{"action":"remove-schemas","schema-ids":[1,5]}])").schemas.size(),
            1u);
}

TEST(Updates, TheDefaultSpecMustFitTheCurrentSchema) {
  Error error = Refused(Base(), R"([{"action":"add-schema","schema":{"type":"struct","fields":[
    {"id":1,"name":"id","required":true,"type":"long"}]}},{"action":"set-current-schema","schema-id":-1}])");
  EXPECT_EQ(error.kind, Kind::kInvalid);
  EXPECT_NE(error.message.find("Cannot find source column for partition field"), std::string::npos);
  EXPECT_EQ(Refused(Base(), R"([{"action":"add-schema","schema":{"type":"struct","fields":[
    {"id":3,"name":"n","required":true,"type":"timestamp_ns"}]}}])")
                .kind,
            Kind::kInvalid);
}

TEST(Updates, SpecsAreAddedReusedAndMadeDefault) {
  const char* more = R"([{"action":"add-spec","spec":{"fields":[
    {"source-id":2,"name":"ts_day","transform":"day"},{"source-id":1,"name":"id_b","transform":"bucket[4]"}]}},
    {"action":"set-default-spec","spec-id":-1}])";
  TableMetadata next = Changed(Base(), more);
  EXPECT_EQ(next.default_spec_id, 1);
  EXPECT_EQ(next.DefaultSpec().fields[0].field_id, 1000);
  EXPECT_EQ(next.DefaultSpec().fields[1].field_id, 1001);
  EXPECT_EQ(next.last_partition_id, 1001);
  EXPECT_EQ(Changed(next, more), next);
  next = Changed(next, R"([{"action":"set-default-spec","spec-id":0}])");
  EXPECT_EQ(next.default_spec_id, 0);
  EXPECT_EQ(Refused(next, R"([{"action":"remove-partition-specs","spec-ids":[0]}])").message,
            "Cannot remove the default partition spec");
  EXPECT_EQ(Changed(next, R"([{"action":"remove-partition-specs","spec-ids":[1]}])")
                .partition_specs.size(),
            1u);
  EXPECT_EQ(Refused(next, R"([{"action":"set-default-spec","spec-id":-1}])").message,
            "Cannot set last added spec: no spec has been added");
  EXPECT_EQ(Refused(next, R"([{"action":"set-default-spec","spec-id":8}])").kind, Kind::kInvalid);
  EXPECT_EQ(Refused(next, R"([{"action":"add-spec","spec":{"fields":[
    {"source-id":9,"name":"x","transform":"identity"}]}}])")
                .kind,
            Kind::kInvalid);
  // A void field keeps its id and counts as no partition.
  next = Changed(next, R"([{"action":"add-spec","spec":{"spec-id":5,"fields":[
    {"source-id":2,"field-id":1000,"name":"ts_day","transform":"void"}]}},{"action":"set-default-spec","spec-id":-1}])");
  EXPECT_TRUE(next.DefaultSpec().is_unpartitioned());
}

TEST(Updates, SortOrdersAreAddedReusedAndMadeDefault) {
  const char* by_ts = R"([{"action":"add-sort-order","sort-order":{"order-id":1,"fields":[
    {"transform":"identity","source-id":2,"direction":"asc","null-order":"nulls-first"}]}},
    {"action":"set-default-sort-order","sort-order-id":-1}])";
  TableMetadata next = Changed(Base(), by_ts);
  EXPECT_EQ(next.default_sort_order_id, 1);
  EXPECT_EQ(Changed(next, by_ts), next);
  next = Changed(next, R"([{"action":"set-default-sort-order","sort-order-id":0}])");
  EXPECT_EQ(next.default_sort_order_id, 0);
  EXPECT_EQ(Refused(next, R"([{"action":"set-default-sort-order","sort-order-id":-1}])").kind,
            Kind::kInvalid);
  EXPECT_EQ(Refused(next, R"([{"action":"add-sort-order","sort-order":{"order-id":2,"fields":[
    {"transform":"identity","source-id":9,"direction":"asc","null-order":"nulls-first"}]}}])")
                .kind,
            Kind::kInvalid);
}

TEST(Updates, FormatVersionsOnlyRise) {
  EXPECT_EQ(Refused(Base(), R"([{"action":"upgrade-format-version","format-version":1}])").message,
            "Cannot downgrade v2 table to v1");
  EXPECT_EQ(Refused(Base(), R"([{"action":"upgrade-format-version","format-version":4}])").kind,
            Kind::kInvalid);
  TableMetadata next =
      Changed(Base(), R"([{"action":"upgrade-format-version","format-version":3}])");
  EXPECT_EQ(next.format_version, 3);
  EXPECT_EQ(next.next_row_id, 0);
  EXPECT_EQ(Refused(next, "[" + AddSnapshotText(1, 1, kNowMs) + "]").message,
            "Cannot add a snapshot: first-row-id is null");
  EXPECT_EQ(Refused(Base(), R"([{"action":"assign-uuid","uuid":"other"}])").kind, Kind::kInvalid);
}

TEST(Updates, SnapshotsFollowTheSequence) {
  TableMetadata one = WithSnapshot();
  EXPECT_EQ(one.current_snapshot_id, 11);
  EXPECT_EQ(one.last_sequence_number, 1);
  EXPECT_EQ(one.last_updated_ms, kNowMs + 500);
  EXPECT_EQ(one.snapshot_log, (std::vector<SnapshotLogEntry>{{kNowMs + 500, 11}}));
  EXPECT_EQ(one.FindRef("main")->snapshot_id, 11);
  Error stale = Refused(one, "[" + AddSnapshotText(12, 1, kNowMs + 900, "11") + "]");
  EXPECT_EQ(stale.kind, Kind::kConflict);
  EXPECT_EQ(stale.message,
            "Cannot add snapshot with sequence number 1 older than last sequence number 1");
  EXPECT_EQ(Refused(one, "[" + AddSnapshotText(11, 2, kNowMs + 900) + "]").message,
            "Snapshot already exists for id: 11");
  // Added but not made current.
  TableMetadata staged = Changed(one, "[" + AddSnapshotText(12, 2, kNowMs + 900, "11") + "]");
  EXPECT_EQ(staged.current_snapshot_id, 11);
  EXPECT_EQ(staged.snapshot_log.size(), 1u);
  TableMetadata picked = Changed(staged, "[" + SetMain(12) + "]", 5000);
  EXPECT_EQ(picked.current_snapshot_id, 12);
  EXPECT_EQ(picked.snapshot_log.back(), (SnapshotLogEntry{kNowMs + 5000, 12}));
  // Back again: the log tells both moves.
  TableMetadata back = Changed(picked, "[" + SetMain(11) + "]", 6000);
  EXPECT_EQ(back.snapshot_log.size(), 3u);
  EXPECT_EQ(back.last_sequence_number, 2);
  EXPECT_EQ(ParseTableMetadata(TableMetadataJson(back)).value(), back);
}

TEST(Updates, ASnapshotThatWasCurrentOnlyWithinTheChangeIsNotLogged) {
  TableMetadata next =
      Changed(Base(), "[" + AddSnapshotText(1, 1, kNowMs + 10) + "," + SetMain(1) + "," +
                          AddSnapshotText(2, 2, kNowMs + 20, "1") + "," + SetMain(2) + "]");
  EXPECT_EQ(next.snapshots.size(), 2u);
  EXPECT_EQ(next.snapshot_log, (std::vector<SnapshotLogEntry>{{kNowMs + 20, 2}}));
}

TEST(Updates, RefsAreSetAndRemoved) {
  TableMetadata base = WithSnapshot();
  EXPECT_EQ(Refused(base, "[" + SetMain(99) + "]").message,
            "Cannot set main to unknown snapshot: 99");
  EXPECT_EQ(
      Refused(base,
              R"([{"action":"set-snapshot-ref","ref-name":"main","type":"tag","snapshot-id":11}])")
          .kind,
      Kind::kInvalid);
  TableMetadata tagged =
      Changed(base, R"([{"action":"set-snapshot-ref","ref-name":"v1","type":"tag",
    "snapshot-id":11,"max-ref-age-ms":9}])");
  EXPECT_EQ(tagged.FindRef("v1")->max_ref_age_ms, 9);
  EXPECT_EQ(tagged.snapshot_log.size(), 1u);
  TableMetadata untagged = Changed(tagged, R"([{"action":"remove-snapshot-ref","ref-name":"v1"},
    {"action":"remove-snapshot-ref","ref-name":"never"}])");
  EXPECT_EQ(untagged.FindRef("v1"), nullptr);
  TableMetadata headless =
      Changed(tagged, R"([{"action":"remove-snapshot-ref","ref-name":"main"}])");
  EXPECT_EQ(headless.CurrentSnapshot(), nullptr);
  EXPECT_TRUE(ParseTableMetadata(TableMetadataJson(headless)).has_value());
}

TEST(Updates, RemovedSnapshotsTakeWhatHangsOnThem) {
  TableMetadata base = WithSnapshot();
  base = Changed(base, "[" + AddSnapshotText(12, 2, kNowMs + 900, "11") + "," + SetMain(12) + R"(,
    {"action":"set-snapshot-ref","ref-name":"old","type":"tag","snapshot-id":11},
    {"action":"set-statistics","snapshot-id":11,"statistics":{"snapshot-id":11,"statistics-path":"p",
      "file-size-in-bytes":1,"file-footer-size-in-bytes":1,"blob-metadata":[]}},
    {"action":"set-partition-statistics","partition-statistics":{"snapshot-id":12,"statistics-path":"p",
      "file-size-in-bytes":1}}])");
  EXPECT_EQ(base.statistics.size(), 1u);
  TableMetadata next =
      Changed(base, R"([{"action":"remove-snapshots","snapshot-ids":[11,5]}])", 2000);
  EXPECT_EQ(next.snapshots.size(), 1u);
  EXPECT_EQ(next.FindRef("old"), nullptr);
  EXPECT_TRUE(next.statistics.empty());
  EXPECT_EQ(next.partition_statistics.size(), 1u);
  EXPECT_EQ(next.current_snapshot_id, 12);
  EXPECT_EQ(next.snapshot_log, (std::vector<SnapshotLogEntry>{{kNowMs + 900, 12}}));
  TableMetadata empty =
      Changed(next, R"([{"action":"remove-snapshots","snapshot-ids":[12]}])", 3000);
  EXPECT_EQ(empty.CurrentSnapshot(), nullptr);
  EXPECT_TRUE(empty.refs.empty());
  EXPECT_TRUE(empty.snapshot_log.empty());
  EXPECT_EQ(empty.last_sequence_number, 2);
}

TEST(Updates, StatisticsAreReplacedAndRemoved) {
  TableMetadata base = WithSnapshot();
  auto set = [](const char* path) {
    return R"([{"action":"set-statistics","snapshot-id":11,"statistics":{"snapshot-id":11,"statistics-path":")" +
           std::string(path) +
           R"(","file-size-in-bytes":1,"file-footer-size-in-bytes":1,"blob-metadata":[]}}])";
  };
  base = Changed(Changed(base, set("a")), set("b"));
  ASSERT_EQ(base.statistics.size(), 1u);
  EXPECT_EQ(base.statistics[0].json["statistics-path"].string_or(""), "b");
  EXPECT_TRUE(
      Changed(base, R"([{"action":"remove-statistics","snapshot-id":11}])").statistics.empty());
  EXPECT_EQ(Changed(base, R"([{"action":"remove-partition-statistics","snapshot-id":11}])"), base);
}

const char* kCreate = R"([{"action":"assign-uuid","uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1"},
  {"action":"upgrade-format-version","format-version":2},
  {"action":"add-schema","schema":{"type":"struct","schema-id":0,"fields":[
    {"id":1,"name":"id","required":true,"type":"long"}]},"last-column-id":1},
  {"action":"set-current-schema","schema-id":-1},
  {"action":"add-spec","spec":{"spec-id":0,"fields":[]}},{"action":"set-default-spec","spec-id":-1},
  {"action":"add-sort-order","sort-order":{"order-id":0,"fields":[]}},
  {"action":"set-default-sort-order","sort-order-id":-1},
  {"action":"set-location","location":"s3://b/t"},{"action":"set-properties","updates":{"a":"b"}}])";

TEST(Updates, ATableIsCreatedFromUpdatesAlone) {
  auto created = Change(nullptr, kCreate, R"([{"type":"assert-create"}])");
  ASSERT_TRUE(created.has_value()) << created.error().message;
  EXPECT_EQ(created->format_version, 2);
  EXPECT_EQ(created->last_partition_id, 999);
  EXPECT_TRUE(created->metadata_log.empty());
  EXPECT_EQ(ParseTableMetadata(TableMetadataJson(*created)).value(), *created);
  auto missing = Change(nullptr, R"([{"action":"set-location","location":"s3://b"}])");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().kind, Kind::kInvalid);
  auto gone = Change(nullptr, kCreate, R"([{"type":"assert-table-uuid","uuid":"x"}])");
  ASSERT_FALSE(gone.has_value());
  EXPECT_EQ(gone.error().kind, Kind::kConflict);
}

TEST(Updates, Version1TablesKeepTheirRules) {
  NewTable table;
  table.schema = Base().CurrentSchema();
  table.location = "s3://b/t";
  table.uuid = "u";
  table.properties = {{"format-version", "1"}};
  TableMetadata one = NewTableMetadata(table).value();
  EXPECT_EQ(one.format_version, 1);
  EXPECT_EQ(Refused(one, R"([{"action":"add-spec","spec":{"fields":[
    {"source-id":1,"field-id":1005,"name":"x","transform":"bucket[2]"}]}}])")
                .message,
            "Spec does not use sequential IDs that are required in v1");
  TableMetadata next = Changed(one, "[" + AddSnapshotText(1, 0, kNowMs) + "," + SetMain(1) + "]");
  EXPECT_EQ(next.last_sequence_number, 0);
  TableMetadata two = Changed(next, R"([{"action":"upgrade-format-version","format-version":2}])");
  EXPECT_EQ(ParseTableMetadata(TableMetadataJson(two)).value(), two);
}

}  // namespace
}  // namespace firn::iceberg
