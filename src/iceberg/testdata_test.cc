// Tables that pyiceberg wrote (testdata/make_testdata.py) read as pyiceberg itself reads them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/encoding.h"
#include "iceberg/scan.h"

namespace firn::iceberg {
namespace {

using format::Json;

std::filesystem::path Folder(const std::string& table) {
  return std::filesystem::path(FIRN_SOURCE_DIR) / "src/iceberg/testdata" / table;
}

// Locations are of another machine; the names of the files are theirs.
FetchBytes FetchFrom(const std::string& table) {
  return [table](const std::string& location) -> Result<std::string> {
    std::ifstream in(Folder(table) / location.substr(location.rfind('/') + 1), std::ios::binary);
    if (!in) return Fail(Kind::kNotFound, "No such file: " + location);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
}

Json Expected(const std::string& table) {
  auto text = FetchFrom(table)("expected.json");
  EXPECT_TRUE(text.has_value());
  return format::ParseJson(text.value_or("{}")).value();
}

TableMetadata Metadata(const std::string& table) {
  std::string location(Expected(table)["metadata"].string_or(""));
  EXPECT_TRUE(MetadataVersion(location).has_value());
  auto metadata = ParseTableMetadataText(FetchFrom(table)(location).value());
  EXPECT_TRUE(metadata.has_value()) << metadata.error().message;
  return metadata.value_or(TableMetadata());
}

Json CountsJson(const std::map<int32_t, int64_t>& counts) {
  Json out = Json::Object{};
  for (const auto& [id, count] : counts) out.Set(std::to_string(id), count);
  return out;
}

Json BoundsJson(const std::map<int32_t, std::string>& bounds) {
  Json out = Json::Object{};
  for (const auto& [id, bytes] : bounds) out.Set(std::to_string(id), HexEncode(bytes));
  return out;
}

class Testdata : public ::testing::TestWithParam<std::string> {};

TEST_P(Testdata, PlansWhatPyicebergPlans) {
  TableMetadata metadata = Metadata(GetParam());
  Json expected = Expected(GetParam());
  EXPECT_EQ(metadata.current_snapshot_id, expected["snapshot"].integer_or(0));
  EXPECT_EQ(static_cast<int64_t>(metadata.snapshots.size()), expected["snapshots"].integer_or(0));
  EXPECT_EQ(
      static_cast<int64_t>(ManifestsOf(*metadata.CurrentSnapshot(), FetchFrom(GetParam()))->size()),
      expected["manifests"].integer_or(0));
  auto plan = PlanScan(metadata, {}, FetchFrom(GetParam()));
  ASSERT_TRUE(plan.has_value()) << plan.error().message;
  EXPECT_TRUE(plan->deletes.empty());
  std::ranges::sort(plan->data, {}, [](const ScanFile& file) { return file.file.file_path; });
  const Json::Array& files = expected["files"].array();
  ASSERT_EQ(plan->data.size(), files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    const DataFile& file = plan->data[i].file;
    EXPECT_EQ(file.file_path, files[i]["path"].string_or(""));
    EXPECT_EQ(file.record_count, files[i]["records"].integer_or(-1));
    EXPECT_EQ(file.file_size_in_bytes, files[i]["size"].integer_or(-1));
    EXPECT_EQ(file.spec_id, files[i]["spec"].integer_or(-1));
    EXPECT_EQ(
        PartitionPath(*metadata.FindSpec(file.spec_id), metadata.CurrentSchema(), file.partition),
        files[i]["partition_path"].string_or(""));
    EXPECT_EQ(CountsJson(file.value_counts), files[i]["value_counts"]);
    EXPECT_EQ(CountsJson(file.null_value_counts), files[i]["null_counts"]);
    EXPECT_EQ(BoundsJson(file.lower_bounds), files[i]["lower"]);
    EXPECT_EQ(BoundsJson(file.upper_bounds), files[i]["upper"]);
    for (const auto& [id, bytes] : file.lower_bounds) {
      const Type& type = metadata.CurrentSchema().FindField(id)->type;
      auto bound = FromBinary(type, bytes);
      ASSERT_TRUE(bound.has_value()) << bound.error().message;
      EXPECT_EQ(ToBinary(type, *bound).value(), bytes);
    }
  }
}

TEST_P(Testdata, MetadataSurvives) {
  TableMetadata metadata = Metadata(GetParam());
  EXPECT_EQ(ParseTableMetadata(TableMetadataJson(metadata)).value(), metadata);
}

// Every manifest written again holds the same entries.
TEST_P(Testdata, ManifestsSurvive) {
  TableMetadata metadata = Metadata(GetParam());
  FetchBytes fetch = FetchFrom(GetParam());
  auto manifests = ManifestsOf(*metadata.CurrentSnapshot(), fetch).value();
  for (const ManifestFile& listed : manifests) {
    auto manifest = ReadManifest(fetch(listed.manifest_path).value(), listed);
    ASSERT_TRUE(manifest.has_value()) << manifest.error().message;
    const PartitionSpec& spec = *metadata.FindSpec(manifest->spec_id);
    ManifestWriteOptions options{metadata.CurrentSchema(), spec, manifest->content,
                                 std::string(16, 's')};
    auto again = ReadManifest(WriteManifest(options, manifest->entries).value(), listed);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(again->entries, manifest->entries);
    auto described =
        DescribeManifest(metadata.CurrentSchema(), spec, manifest->entries, listed.sequence_number);
    ASSERT_TRUE(described.has_value());
    EXPECT_EQ(described->added_files_count, listed.added_files_count);
    EXPECT_EQ(described->existing_files_count, listed.existing_files_count);
    EXPECT_EQ(described->deleted_rows_count, listed.deleted_rows_count);
    ASSERT_EQ(described->partitions.size(), listed.partitions.size());
    for (size_t i = 0; i < listed.partitions.size(); ++i) {
      EXPECT_EQ(described->partitions[i].lower_bound, listed.partitions[i].lower_bound);
      EXPECT_EQ(described->partitions[i].upper_bound, listed.partitions[i].upper_bound);
      EXPECT_EQ(described->partitions[i].contains_null, listed.partitions[i].contains_null);
    }
  }
}

TEST_P(Testdata, DamagedManifestsNeverCrash) {
  TableMetadata metadata = Metadata(GetParam());
  FetchBytes fetch = FetchFrom(GetParam());
  ManifestFile listed = ManifestsOf(*metadata.CurrentSnapshot(), fetch)->front();
  std::string bytes = fetch(listed.manifest_path).value();
  for (size_t at = 0; at < bytes.size(); at += 3) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    (void)ReadManifest(damaged, listed);
    EXPECT_FALSE(ReadManifest(std::string_view(bytes).substr(0, at), listed)
                     .value_or(Manifest())
                     .entries.size() > 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, Testdata, ::testing::Values("v1", "v2"));

TEST(TestdataOfVersion2, TypesTagsAndHistoryAreThere) {
  TableMetadata metadata = Metadata("v2");
  EXPECT_EQ(metadata.format_version, 2);
  EXPECT_EQ(metadata.FindRef("first")->type, SnapshotRef::Type::kTag);
  EXPECT_NE(FindSnapshotBySummary(metadata, "writer.tag", "first"), nullptr);
  EXPECT_EQ(metadata.CurrentSchema().FindField("props.value")->type.id, TypeId::kInt);
  EXPECT_EQ(metadata.schemas.size(), 2u);
  EXPECT_EQ(metadata.DefaultSortOrder().fields[0].direction, SortField::Direction::kDescending);
  auto first = PlanScan(metadata, metadata.FindRef("first")->snapshot_id, FetchFrom("v2"));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->schema_id, 0);
  EXPECT_GT(first->data.size(), 0u);
}

}  // namespace
}  // namespace firn::iceberg
