#include "iceberg/append.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "iceberg/scan.h"

namespace firn::iceberg {
namespace {

// The files of a table in memory.
class Store {
 public:
  void Put(const PlannedFile& file) {
    EXPECT_TRUE(files_.emplace(file.location, file.bytes).second) << "overwrites " << file.location;
  }
  void Put(const AppendPlan& plan) {
    for (const auto& file : plan.manifests) Put(file);
    Put(plan.manifest_list);
  }
  FetchBytes fetch() {
    return [this](const std::string& location) -> Result<std::string> {
      ++fetched;
      auto found = files_.find(location);
      if (found == files_.end()) return Fail(Kind::kNotFound, "No such object: " + location);
      return found->second;
    };
  }
  int fetched = 0;

 private:
  std::map<std::string, std::string> files_;
};

TableMetadata Table() {
  NewTable table;
  table.schema = ParseSchema(format::ParseJson(R"({"type":"struct","fields":[
    {"id":1,"name":"id","required":true,"type":"long"},
    {"id":2,"name":"day","required":false,"type":"date"}]})")
                                 .value())
                     .value();
  table.spec =
      ParsePartitionSpec(
          format::ParseJson(R"({"fields":[{"source-id":2,"name":"day","transform":"identity"}]})")
              .value())
          .value();
  table.location = "s3://b/t";
  table.uuid = "9c12d441-03fe-4693-9a96-a0705ddf69c1";
  table.now = FromEpochMicros(1795242540000000);
  return NewTableMetadata(table).value();
}

DataFile File(const std::string& name, int64_t day, int64_t records = 10) {
  DataFile file;
  file.file_path = "s3://b/t/data/" + name;
  file.partition = {Value::Long(day)};
  file.record_count = records;
  file.file_size_in_bytes = records * 100;
  return file;
}

AppendRequest Request(int64_t id, std::vector<DataFile> files) {
  AppendRequest request;
  request.files = std::move(files);
  request.snapshot_id = id;
  request.uuid = "uuid-" + std::to_string(id);
  request.now = FromEpochMicros(1795242540000000 + id * 1'000'000);
  request.summary = {{"firn.tag", "log/" + std::to_string(id)}, {"operation", "overwrite"}};
  return request;
}

// Plans, stores and commits an append; the table after it.
TableMetadata Append(const TableMetadata& base, Store& store, const AppendRequest& request) {
  auto plan = PlanAppend(base, request, store.fetch());
  EXPECT_TRUE(plan.has_value()) << plan.error().message;
  if (!plan) return base;
  store.Put(*plan);
  auto next = Apply(&base, plan->change, {request.now, "previous"});
  EXPECT_TRUE(next.has_value()) << next.error().message;
  return next.value_or(base);
}

std::vector<std::string> Paths(const std::vector<ScanFile>& files) {
  std::vector<std::string> paths;
  for (const auto& file : files) paths.push_back(file.file.file_path.substr(14));
  return paths;
}

TEST(Append, FilesBecomeReadable) {
  Store store;
  TableMetadata one =
      Append(Table(), store, Request(1, {File("a", 5), File("b", 6), File("c", 5)}));
  TableMetadata two = Append(one, store, Request(2, {File("d", 7, 1)}));
  EXPECT_EQ(two.last_sequence_number, 2);
  EXPECT_EQ(two.CurrentSnapshot()->parent_snapshot_id, 1);
  EXPECT_EQ(two.CurrentSnapshot()->schema_id, 0);
  EXPECT_EQ(two.CurrentSnapshot()->manifest_list, "s3://b/t/metadata/snap-2-1-uuid-2.avro");
  EXPECT_EQ(one.CurrentSnapshot()->summary, (Properties{{"operation", "append"},
                                                        {"firn.tag", "log/1"},
                                                        {"added-data-files", "3"},
                                                        {"added-records", "30"},
                                                        {"added-files-size", "3000"},
                                                        {"changed-partition-count", "2"},
                                                        {"total-data-files", "3"},
                                                        {"total-records", "30"},
                                                        {"total-files-size", "3000"},
                                                        {"total-delete-files", "0"},
                                                        {"total-position-deletes", "0"},
                                                        {"total-equality-deletes", "0"}}));
  EXPECT_EQ(two.CurrentSnapshot()->Summary("total-records"), "31");
  EXPECT_EQ(two.CurrentSnapshot()->Summary("total-data-files"), "4");
  EXPECT_EQ(FindSnapshotBySummary(two, "firn.tag", "log/1")->snapshot_id, 1);

  auto plan = PlanScan(two, {}, store.fetch());
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  EXPECT_EQ(Paths(plan->data), (std::vector<std::string>{"d", "a", "b", "c"}));
  EXPECT_EQ(plan->data[0].sequence_number, 2);
  EXPECT_EQ(plan->data[1].sequence_number, 1);
  EXPECT_EQ(plan->data[1].snapshot_id, 1);
  EXPECT_EQ(plan->data[1].file, File("a", 5));
  EXPECT_TRUE(plan->deletes.empty());
  EXPECT_EQ(Paths(PlanScan(two, 1, store.fetch())->data),
            (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Append, LoserOfARaceIsToldToPlanAgain) {
  Store store;
  TableMetadata base = Append(Table(), store, Request(1, {File("a", 5)}));
  auto loser = PlanAppend(base, Request(2, {File("b", 5)}), store.fetch());
  ASSERT_TRUE(loser.has_value());
  TableMetadata won = Append(base, store, Request(3, {File("c", 5)}));
  auto lost = Apply(&won, loser->change, {FromEpochMicros(0), "previous"});
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().kind, Kind::kConflict);
  EXPECT_EQ(lost.error().message,
            "Requirement failed: branch main has changed: expected id 1 != 3");
  AppendRequest again = Request(2, {File("b", 5)});
  again.uuid = "fresh";
  TableMetadata both = Append(won, store, again);
  EXPECT_EQ(Paths(PlanScan(both, {}, store.fetch())->data),
            (std::vector<std::string>{"b", "c", "a"}));
}

TEST(Append, FilesOfSeveralSpecsGetAManifestEach) {
  Store store;
  TableMetadata base = Table();
  base = Apply(&base, {{}, {AddSpec{}, SetDefaultSpec{}}}, {FromEpochMicros(0), ""}).value();
  ASSERT_TRUE(base.DefaultSpec().is_unpartitioned());
  DataFile plain = File("p", 0);
  plain.spec_id = base.default_spec_id;
  plain.partition.clear();
  auto plan = PlanAppend(base, Request(1, {plain, File("a", 5)}), store.fetch());
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  EXPECT_EQ(plan->manifests.size(), 2u);
  EXPECT_NE(plan->manifests[0].location, plan->manifests[1].location);
  EXPECT_EQ(plan->snapshot.Summary("changed-partition-count"), "2");
  store.Put(*plan);
  TableMetadata next = Apply(&base, plan->change, {FromEpochMicros(0), ""}).value();
  EXPECT_EQ(PlanScan(next, {}, store.fetch())->data.size(), 2u);
}

TEST(Append, NoFilesStillMakeASnapshot) {
  Store store;
  TableMetadata next = Append(Table(), store, Request(1, {}));
  EXPECT_EQ(next.current_snapshot_id, 1);
  EXPECT_TRUE(PlanScan(next, {}, store.fetch())->data.empty());
  EXPECT_EQ(next.CurrentSnapshot()->Summary("added-records"), "");
}

TEST(Append, UnknownTotalsStayUnknown) {
  Store store;
  TableMetadata base = Append(Table(), store, Request(1, {File("a", 5)}));
  base.snapshots[0].summary.erase("total-records");
  TableMetadata next = Append(base, store, Request(2, {File("b", 5)}));
  EXPECT_EQ(next.CurrentSnapshot()->Summary("total-records"), "");
  EXPECT_EQ(next.CurrentSnapshot()->Summary("total-data-files"), "2");
}

TEST(Append, TimeNeverRunsBackwards) {
  Store store;
  TableMetadata base = Append(Table(), store, Request(50, {File("a", 5)}));
  TableMetadata next = Append(base, store, Request(2, {File("b", 5)}));
  EXPECT_EQ(next.CurrentSnapshot()->timestamp_ms, base.CurrentSnapshot()->timestamp_ms);
}

TEST(Append, WhatDoesNotFitIsRefused) {
  Store store;
  TableMetadata base = Append(Table(), store, Request(1, {File("a", 5)}));
  auto kind_of = [&](const TableMetadata& table, const AppendRequest& request) {
    auto plan = PlanAppend(table, request, store.fetch());
    EXPECT_FALSE(plan.has_value());
    return plan ? Kind::kInternal : plan.error().kind;
  };
  EXPECT_EQ(kind_of(base, Request(1, {})), Kind::kInvalid);
  EXPECT_EQ(kind_of(base, Request(0, {})), Kind::kInvalid);
  AppendRequest request = Request(2, {File("b", 5)});
  request.uuid = "";
  EXPECT_EQ(kind_of(base, request), Kind::kInvalid);
  for (auto spoil : std::vector<void (*)(DataFile&)>{
           [](DataFile& file) { file.spec_id = 9; }, [](DataFile& file) { file.partition.clear(); },
           [](DataFile& file) { file.partition = {Value::Bytes("x")}; },
           [](DataFile& file) { file.content = FileContent::kPositionDeletes; },
           [](DataFile& file) { file.record_count = -1; },
           [](DataFile& file) { file.file_path = ""; }}) {
    request = Request(2, {File("b", 5)});
    spoil(request.files[0]);
    EXPECT_EQ(kind_of(base, request), Kind::kInvalid);
  }
  AppendRequest many = Request(2, {File("b", 5), File("c", 5)});
  for (DataFile& file : many.files) file.record_count = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(kind_of(base, many), Kind::kInvalid);
  TableMetadata exhausted = base;
  exhausted.last_sequence_number = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(kind_of(exhausted, Request(2, {})), Kind::kInvalid);
  TableMetadata version3 = base;
  version3.format_version = 3;
  EXPECT_EQ(kind_of(version3, Request(2, {})), Kind::kUnsupported);
  TableMetadata lost = base;
  lost.snapshots[0].manifest_list = "s3://b/t/metadata/gone.avro";
  EXPECT_EQ(kind_of(lost, Request(2, {})), Kind::kNotFound);
}

TEST(Scan, FiltersSpareFetches) {
  Store store;
  TableMetadata table = Append(Table(), store, Request(1, {File("a", 5), File("b", 6)}));
  table = Append(table, store, Request(2, {File("c", 9)}));
  ScanFilter filter;
  filter.keep_manifest = [](const ManifestFile& manifest) {
    return manifest.added_snapshot_id != 2;
  };
  filter.keep_file = [](const DataFile& file) { return *file.partition[0].integer() == 6; };
  store.fetched = 0;
  auto plan = PlanScan(table, {}, store.fetch(), filter);
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(Paths(plan->data), std::vector<std::string>{"b"});
  EXPECT_EQ(store.fetched, 2);
}

TEST(Scan, EmptyTablesAndUnknownSnapshots) {
  Store store;
  auto plan = PlanScan(Table(), {}, store.fetch());
  ASSERT_TRUE(plan.has_value());
  EXPECT_FALSE(plan->snapshot_id.has_value());
  EXPECT_EQ(store.fetched, 0);
  auto unknown = PlanScan(Table(), 5, store.fetch());
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().kind, Kind::kNotFound);
}

ScanFile Deletes(FileContent content, int64_t sequence, int64_t day) {
  ScanFile file{File("deletes", day), 1, sequence, sequence};
  file.file.content = content;
  return file;
}

TEST(Scan, DeletesApplyBySequenceAndPartition) {
  TableMetadata table = Table();
  ScanFile data{File("a", 5), 1, 4, 4};
  auto applies = [&](const ScanFile& deletes) {
    ScanPlan plan;
    plan.deletes = {deletes};
    return !DeletesFor(table, plan, data).empty();
  };
  EXPECT_TRUE(applies(Deletes(FileContent::kPositionDeletes, 4, 5)));
  EXPECT_TRUE(applies(Deletes(FileContent::kPositionDeletes, 5, 5)));
  EXPECT_FALSE(applies(Deletes(FileContent::kPositionDeletes, 3, 5)));
  EXPECT_FALSE(applies(Deletes(FileContent::kPositionDeletes, 5, 6)));
  EXPECT_TRUE(applies(Deletes(FileContent::kEqualityDeletes, 5, 5)));
  EXPECT_FALSE(applies(Deletes(FileContent::kEqualityDeletes, 4, 5)));
  EXPECT_FALSE(applies(Deletes(FileContent::kEqualityDeletes, 5, 6)));
  ScanFile named = Deletes(FileContent::kPositionDeletes, 5, 5);
  named.file.referenced_data_file = "s3://b/t/data/other";
  EXPECT_FALSE(applies(named));
  named.file.referenced_data_file = data.file.file_path;
  EXPECT_TRUE(applies(named));
  ScanFile everywhere = Deletes(FileContent::kEqualityDeletes, 5, 0);
  everywhere.file.spec_id = 7;
  everywhere.file.partition.clear();
  EXPECT_FALSE(applies(everywhere));
  table.partition_specs.push_back({7, {}});
  EXPECT_TRUE(applies(everywhere));
}

}  // namespace
}  // namespace firn::iceberg
