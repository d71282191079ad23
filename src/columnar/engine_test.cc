#include "columnar/engine.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "columnar/cell.h"
#include "columnar/query.h"
#include "columnar/stats.h"
#include "sys/thread.h"

namespace firn::columnar {
namespace {

Field Named(std::string name, int id, ColumnType type, bool required = false) {
  return {std::move(name), id, required, std::move(type)};
}

// A directory of its own that goes with the test.
class Folder {
 public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "firn-columnar-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

TableSource SourceOf(const Schema& schema, std::vector<std::string> paths) {
  TableSource source;
  source.table = "t";
  for (const Field& field : schema) source.columns.push_back({field.name, field.id, field.type});
  for (std::string& path : paths) source.files.push_back({std::move(path), "", 0});
  return source;
}

Batch ReadBack(const TableSource& source, const std::string& sql = "SELECT * FROM t") {
  QueryEngine engine;
  auto result = engine.Query(sql, {&source, 1}, QueryOptions{});
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  if (!result) return Batch(Schema{});
  return std::move(result->rows);
}

Schema EveryType() {
  auto of = [](TypeId id) { return ColumnType::Of(id); };
  return {
      Named("flag", 1, of(TypeId::kBool)),
      Named("int", 2, of(TypeId::kInt32), true),
      Named("long", 3, of(TypeId::kInt64)),
      Named("float", 4, of(TypeId::kFloat)),
      Named("double", 5, of(TypeId::kDouble)),
      Named("dec4", 6, ColumnType::Decimal(4, 2)),
      Named("dec9", 7, ColumnType::Decimal(9, 2)),
      Named("dec18", 8, ColumnType::Decimal(18, 3)),
      Named("dec38", 9, ColumnType::Decimal(38, 10)),
      Named("date", 10, of(TypeId::kDate)),
      Named("time", 11, of(TypeId::kTime)),
      Named("ts", 12, of(TypeId::kTimestamp)),
      Named("tstz", 13, of(TypeId::kTimestampTz)),
      Named("a \"quoted\" name", 14, of(TypeId::kString)),
      Named("uuid", 15, of(TypeId::kUuid)),
      Named("binary", 16, of(TypeId::kBinary)),
      Named("fixed", 17, ColumnType::Fixed(3)),
      Named("list", 18, ColumnType::List(Named("", 19, of(TypeId::kString)))),
      Named("map", 20,
            ColumnType::Map(Named("", 21, of(TypeId::kString)), Named("", 22, of(TypeId::kInt64)))),
      Named("struct", 23,
            ColumnType::Struct(
                {Named("x", 24, of(TypeId::kInt32)), Named("the y", 25, of(TypeId::kString))})),
      Named("events", 26,
            ColumnType::List(Named(
                "", 27,
                ColumnType::Struct(
                    {Named("at", 28, of(TypeId::kTimestampTz)),
                     Named("tags", 29, ColumnType::List(Named("", 30, of(TypeId::kInt32))))})))),
  };
}

// Row `i` of a table with a column of every type; every seventh row is null wherever it may be.
void AppendEveryType(Batch& batch, int i) {
  auto column = [&](size_t index) -> Column& { return batch.column(index); };
  column(1).AppendInt32(i);
  if (i % 7 == 3) {
    for (size_t c = 0; c < batch.columns(); ++c) {
      if (c != 1) column(c).AppendNull();
    }
    return;
  }
  column(0).AppendBool(i % 2 == 0);
  column(2).AppendInt64(int64_t{i} * 10'000'000'000);
  column(3).AppendFloat(i % 5 == 0 ? std::nanf("") : static_cast<float>(i) / 4);
  column(4).AppendDouble(static_cast<double>(i) / -8);
  column(5).AppendDecimal(i % 9999);
  column(6).AppendDecimal(i * 100 + 25);
  column(7).AppendDecimal(Int128{i} * 1'000'000'000'000);
  column(8).AppendDecimal(Int128{i} * 1'000'000'000'000'000 * 1'000'000'000'000'000);
  column(9).AppendInt32(i - 100);
  column(10).AppendInt64(int64_t{i} * 1'000'003);
  column(11).AppendInt64(int64_t{1'760'000'000'000'000} + i);
  column(12).AppendInt64(int64_t{-1'000'000} * i);
  column(13).AppendText("row number " + std::to_string(i) +
                        (i % 2 == 0 ? " with a longer text, é" : ""));
  column(14).AppendUuid({0x8000000000000000u + static_cast<uint64_t>(i), static_cast<uint64_t>(i)});
  column(15).AppendText(std::string(static_cast<size_t>(i % 20), '\0') + "\xff");
  column(16).AppendText(std::string("\0\1", 2) + static_cast<char>(i));
  for (int k = 0; k < i % 4; ++k) {
    if (k == 2)
      column(17).child(0).AppendNull();
    else
      column(17).child(0).AppendText("element " + std::to_string(i * 10 + k));
  }
  column(17).AppendList(static_cast<size_t>(i % 4));
  for (int k = 0; k < i % 3; ++k) {
    column(18).child(0).AppendText("k" + std::to_string(k));
    column(18).child(1).AppendInt64(i + k);
  }
  column(18).AppendMap(static_cast<size_t>(i % 3));
  column(19).child(0).AppendInt32(i);
  column(19).child(1).AppendText("y" + std::to_string(i));
  column(19).AppendStruct();
  Column& events = column(20);
  for (int k = 0; k < i % 3; ++k) {
    events.child(0).child(0).AppendInt64(i);
    for (int n = 0; n < k; ++n) events.child(0).child(1).child(0).AppendInt32(n);
    events.child(0).child(1).AppendList(static_cast<size_t>(k));
    events.child(0).AppendStruct();
  }
  events.AppendList(static_cast<size_t>(i % 3));
}

Batch EveryTypeRows(int begin, int end) {
  Batch batch(EveryType());
  for (int i = begin; i < end; ++i) AppendEveryType(batch, i);
  EXPECT_TRUE(batch.Check().has_value());
  return batch;
}

void ExpectSame(const Batch& expected, const Batch& actual) {
  ASSERT_EQ(expected.rows(), actual.rows());
  ASSERT_EQ(expected.columns(), actual.columns());
  for (size_t c = 0; c < expected.columns(); ++c) {
    for (size_t row = 0; row < expected.rows(); ++row) {
      ASSERT_EQ(expected.column(c).is_null(row), actual.column(c).is_null(row)) << c << " " << row;
      ASSERT_EQ(CellText(expected.column(c), row), CellText(actual.column(c), row))
          << c << " " << row;
    }
  }
}

TEST(Engine, EveryTypeRoundTrips) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch batch = EveryTypeRows(0, 5000);  // more than two of the engine's vectors
  auto stats = engine.WriteParquet(batch, folder.File("a.parquet"), WriteOptions{});
  ASSERT_TRUE(stats.has_value()) << stats.error().message;
  EXPECT_EQ(stats->rows, 5000);
  EXPECT_EQ(stats->file_bytes,
            static_cast<int64_t>(std::filesystem::file_size(folder.File("a.parquet"))));
  EXPECT_EQ(stats->split_offsets, std::vector<int64_t>{4});
  ExpectSame(batch, ReadBack(SourceOf(EveryType(), {folder.File("a.parquet")})));
}

TEST(Engine, SeveralBatchesBecomeOneFileInOrder) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch first = EveryTypeRows(0, 2500), second = EveryTypeRows(2500, 2501),
        third = EveryTypeRows(2501, 6000);
  const Batch* all[] = {&first, &second, &third};
  WriteOptions options;
  options.row_group_rows = 2048;
  auto stats = engine.WriteParquet(all, folder.File("a.parquet"), options);
  ASSERT_TRUE(stats.has_value()) << stats.error().message;
  EXPECT_EQ(stats->split_offsets.size(), 3u);
  EXPECT_EQ(stats->split_offsets.front(), 4);
  EXPECT_TRUE(std::is_sorted(stats->split_offsets.begin(), stats->split_offsets.end()));
  ExpectSame(EveryTypeRows(0, 6000), ReadBack(SourceOf(EveryType(), {folder.File("a.parquet")})));
}

TEST(Engine, ThreadsWriteTheSameRows) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch batch = EveryTypeRows(0, 9000);
  WriteOptions options;
  options.row_group_rows = 2048;
  options.threads = 2;
  auto stats = engine.WriteParquet(batch, folder.File("a.parquet"), options);
  ASSERT_TRUE(stats.has_value()) << stats.error().message;
  ExpectSame(batch, ReadBack(SourceOf(EveryType(), {folder.File("a.parquet")}),
                             "SELECT * FROM t ORDER BY int"));
}

TEST(Engine, FilesAreWrittenSideBySide) {
  Folder folder;
  Engine engine(EngineOptions{});
  std::vector<sys::Thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back("writer", [&, t] {
      for (int i = 0; i < 5; ++i) {
        Batch batch = EveryTypeRows(t * 100, t * 100 + 100);
        std::string path = folder.File(std::to_string(t) + "-" + std::to_string(i));
        auto stats = engine.WriteParquet(batch, path, WriteOptions{});
        ASSERT_TRUE(stats.has_value()) << stats.error().message;
        EXPECT_EQ(std::get<int32_t>(*stats->columns[2].lower), t * 100);
      }
    });
  }
  for (sys::Thread& thread : threads) thread.Join();
  ExpectSame(EveryTypeRows(300, 400), ReadBack(SourceOf(EveryType(), {folder.File("3-4")})));
}

TEST(Engine, SortsByColumns) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch batch(Schema{Named("k", 1, ColumnType::Of(TypeId::kString)),
                     Named("n", 2, ColumnType::Of(TypeId::kInt32))});
  for (int i = 0; i < 3000; ++i) {
    if (i == 1500)
      batch.column(0).AppendNull();
    else
      batch.column(0).AppendText(i % 2 == 0 ? "b" : "a");
    batch.column(1).AppendInt32(i);
  }
  WriteOptions options;
  options.sort = {{"k", true, false}, {"n", true, true}};
  ASSERT_TRUE(engine.WriteParquet(batch, folder.File("a"), options).has_value());
  Batch back = ReadBack(SourceOf(batch.schema(), {folder.File("a")}));
  ASSERT_EQ(back.rows(), 3000u);
  EXPECT_EQ(back.column(1).int32_at(0), 2998);
  EXPECT_EQ(back.column(0).text_at(1498), "b");
  EXPECT_EQ(back.column(0).text_at(1499), "a");
  EXPECT_EQ(back.column(1).int32_at(2998), 1);
  EXPECT_TRUE(back.column(0).is_null(2999));
}

TEST(Engine, RefusesNullsInRequiredColumnsAndWritesNothing) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch batch(Schema{Named("k", 1, ColumnType::Of(TypeId::kString), true)});
  batch.column(0).AppendNull();
  auto stats = engine.WriteParquet(batch, folder.File("a"), WriteOptions{});
  ASSERT_FALSE(stats.has_value());
  EXPECT_EQ(stats.error().kind, Kind::kInvalid);
  EXPECT_FALSE(std::filesystem::exists(folder.File("a")));
  EXPECT_FALSE(engine.WriteParquet(Batch(Schema{}), folder.File("a"), WriteOptions{}).has_value());
  Batch fine(Schema{Named("k", 1, ColumnType::Of(TypeId::kString), true)});
  EXPECT_FALSE(engine.WriteParquet(fine, folder.File("missing/a"), WriteOptions{}).has_value());
}

TEST(Engine, WritesEmptyFiles) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch batch(EveryType());
  auto stats = engine.WriteParquet(batch, folder.File("a"), WriteOptions{});
  ASSERT_TRUE(stats.has_value()) << stats.error().message;
  EXPECT_EQ(stats->rows, 0);
  EXPECT_EQ(stats->columns[2].value_count, 0);
  EXPECT_FALSE(stats->columns[2].lower.has_value());
  EXPECT_EQ(ReadBack(SourceOf(EveryType(), {folder.File("a")})).rows(), 0u);
}

TEST(Engine, StatsAreOfTheValues) {
  Folder folder;
  Engine engine(EngineOptions{});
  Batch batch = EveryTypeRows(0, 70);  // ten rows of nulls
  auto written = engine.WriteParquet(batch, folder.File("a"), WriteOptions{});
  ASSERT_TRUE(written.has_value()) << written.error().message;
  std::map<int, ColumnStats>& stats = written->columns;
  EXPECT_EQ(stats.size(), 24u) << "leaves only";
  EXPECT_FALSE(stats.contains(18));
  for (int id : {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}) {
    EXPECT_EQ(stats[id].value_count, 70) << id;
    EXPECT_EQ(stats[id].null_count, 10) << id;
    EXPECT_GT(stats[id].column_bytes.value_or(0), 0) << id;
    EXPECT_TRUE(stats[id].lower.has_value()) << id;
  }
  EXPECT_EQ(stats[2].null_count, 0);
  EXPECT_EQ(stats[2].lower, Scalar(int32_t{0}));
  EXPECT_EQ(stats[2].upper, Scalar(int32_t{69}));
  EXPECT_EQ(stats[1].lower, Scalar(false));
  EXPECT_EQ(stats[3].upper, Scalar(int64_t{69} * 10'000'000'000));
  EXPECT_EQ(stats[4].nan_count, 12);  // 14 of 70 are divisible by five, two of them null
  EXPECT_EQ(stats[4].lower, Scalar(0.25f));
  EXPECT_EQ(stats[5].nan_count, 0);
  EXPECT_EQ(stats[5].upper, Scalar(0.0));
  EXPECT_FALSE(std::signbit(std::get<double>(*stats[5].upper)));
  EXPECT_EQ(stats[6].upper, Scalar(Int128{69}));
  EXPECT_EQ(stats[10].lower, Scalar(int32_t{-100}));
  EXPECT_EQ(stats[13].upper, Scalar(int64_t{0}));
  EXPECT_EQ(stats[14].lower, Scalar(std::string("row number 0 wit")));
  EXPECT_EQ(stats[14].upper, Scalar(std::string("row number 9")));
  EXPECT_EQ(stats[15].lower, Scalar(Uuid{0x8000000000000000u, 0}));
  EXPECT_EQ(stats[19].value_count, 0 + 15 * 1 + 16 * 2 + 13 * 3 + 0) << "elements, not lists";
  EXPECT_FALSE(stats[19].lower.has_value()) << "no bounds inside lists";
  EXPECT_EQ(stats[24].upper, Scalar(int32_t{69})) << "but inside structs";
  EXPECT_EQ(stats[24].null_count, 10);
}

TEST(Stats, TextBoundsAreCutByCharacters) {
  EXPECT_EQ(LowerTextBound("short"), "short");
  EXPECT_EQ(UpperTextBound("short"), "short");
  EXPECT_EQ(UpperTextBound("0123456789abcdef"), "0123456789abcdef");
  EXPECT_EQ(LowerTextBound("0123456789abcdefgh"), "0123456789abcdef");
  EXPECT_EQ(UpperTextBound("0123456789abcdefgh"), "0123456789abcdeg");
  std::string accents, highest;
  for (int i = 0; i < 20; ++i) accents += "é", highest += "\xf4\x8f\xbf\xbf";
  EXPECT_EQ(LowerTextBound(accents).size(), 32u);
  EXPECT_EQ(UpperTextBound(accents), accents.substr(0, 30) + "ê");
  EXPECT_EQ(UpperTextBound(highest), std::nullopt);
  EXPECT_EQ(UpperTextBound("a" + highest), "b");
  EXPECT_EQ(UpperTextBound(std::string(15, 'a') + "\xed\x9f\xbf" + "z"),
            std::string(15, 'a') + "\xee\x80\x80");
  EXPECT_EQ(UpperBytesBound(std::string(20, '\xff')), std::nullopt);
  EXPECT_EQ(UpperBytesBound(std::string(15, 'a') + "\xff\xff"), std::string(14, 'a') + "b");
}

TEST(Stats, ZerosAreWidenedAndNansLeftOut) {
  Batch batch(Schema{Named("d", 1, ColumnType::Of(TypeId::kDouble)),
                     Named("n", 2, ColumnType::Of(TypeId::kDouble))});
  for (double value : {0.0, -0.0}) {
    batch.column(0).AppendDouble(value);
    batch.column(1).AppendDouble(std::nan(""));
  }
  const Batch* one = &batch;
  auto stats = StatsOf({&one, 1}, {});
  EXPECT_TRUE(std::signbit(std::get<double>(*stats[1].lower)));
  EXPECT_FALSE(std::signbit(std::get<double>(*stats[1].upper)));
  EXPECT_EQ(stats[2].nan_count, 2);
  EXPECT_FALSE(stats[2].lower.has_value());
}

// Text bounds come from the engine where it gives them; they must be those of the values whatever
// the text.
TEST(Engine, TextBoundsAreThoseOfTheValues) {
  Folder folder;
  Engine engine(EngineOptions{});
  std::string accents, high;
  for (int i = 0; i < 300; ++i) accents += "é", high += "\xf4\x8f\xbf\xbf";
  const std::vector<std::vector<std::string>> cases = {
      {"b", "a", "c"},
      {""},
      {"", std::string(1, '\0'), std::string("\0\0x", 3)},
      {std::string("nul \0 inside", 12)},
      {"back\\slash", "back\\x00", "quote\"quote"},
      {std::string(255, 'z'), std::string(256, 'z'), std::string(257, 'z'), std::string(1000, 'z')},
      {std::string(300, '\x7f')},
      {"é", "z", "Z", "\n", "\t"},
      {accents, "a"},
      {high, accents},
      {high},
      {std::string(254, 'a') + "é", std::string(255, 'a') + "é"},
      {std::string(15, 'a') + accents, std::string(16, 'a') + "b"},
      {"null", "NULL", "'quoted'"},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    Batch batch(Schema{Named("s", 1, ColumnType::Of(TypeId::kString))});
    for (const std::string& text : cases[i]) batch.column(0).AppendText(text);
    batch.column(0).AppendNull();
    auto stats = engine.WriteParquet(batch, folder.File("a"), WriteOptions{});
    ASSERT_TRUE(stats.has_value()) << stats.error().message;
    const std::string lowest = *std::min_element(cases[i].begin(), cases[i].end());
    const std::string highest = *std::max_element(cases[i].begin(), cases[i].end());
    EXPECT_EQ(stats->columns[1].lower, Scalar(LowerTextBound(lowest))) << i;
    auto upper = UpperTextBound(highest);
    ASSERT_EQ(stats->columns[1].upper.has_value(), upper.has_value()) << i;
    if (upper && highest.size() <= 255) {
      EXPECT_EQ(stats->columns[1].upper, Scalar(*upper)) << i;
    } else if (upper) {
      EXPECT_GE(std::get<std::string>(*stats->columns[1].upper), highest)
          << i << ": rounded up by the engine";
    }
    auto rewritten = engine.RewriteParquet(SourceOf(batch.schema(), {folder.File("a")}),
                                           batch.schema(), folder.File("b"), WriteOptions{});
    ASSERT_TRUE(rewritten.has_value()) << rewritten.error().message;
    if (rewritten->columns[1].lower) {
      EXPECT_LE(std::get<std::string>(*rewritten->columns[1].lower), lowest) << i;
    }
    if (rewritten->columns[1].upper) {
      EXPECT_GE(std::get<std::string>(*rewritten->columns[1].upper), highest) << i;
    }
  }
}

TEST(Engine, RewriteMergesFilesAppliesDeletesAndKeepsFieldIds) {
  Folder folder;
  Engine engine(EngineOptions{});
  ASSERT_TRUE(
      engine.WriteParquet(EveryTypeRows(0, 50), folder.File("a"), WriteOptions{}).has_value());
  ASSERT_TRUE(
      engine.WriteParquet(EveryTypeRows(50, 100), folder.File("b"), WriteOptions{}).has_value());
  Batch positions(Schema{Named("file_path", 2147483546, ColumnType::Of(TypeId::kString), true),
                         Named("pos", 2147483545, ColumnType::Of(TypeId::kInt64), true)});
  for (int64_t pos : {0, 49}) {
    positions.column(0).AppendText("s3://bucket/b");
    positions.column(1).AppendInt64(pos);
  }
  ASSERT_TRUE(engine.WriteParquet(positions, folder.File("positions"), WriteOptions{}).has_value());
  Batch keys(Schema{Named("int", 2, ColumnType::Of(TypeId::kInt32))});
  for (int key : {1, 51}) keys.column(0).AppendInt32(key);
  ASSERT_TRUE(engine.WriteParquet(keys, folder.File("keys"), WriteOptions{}).has_value());

  TableSource source = SourceOf(EveryType(), {folder.File("a"), folder.File("b")});
  source.files[0].location = "s3://bucket/a";
  source.files[0].sequence = 1;
  source.files[1].location = "s3://bucket/b";
  source.files[1].sequence = 2;
  source.position_delete_files = {folder.File("positions")};
  source.equality_delete_files = {{folder.File("keys"), 2, {2}}};  // newer than a, as old as b
  WriteOptions options;
  options.sort = {{"int", false, true}};
  auto stats = engine.RewriteParquet(source, EveryType(), folder.File("c"), options);
  ASSERT_TRUE(stats.has_value()) << stats.error().message;
  EXPECT_EQ(stats->rows, 97);
  EXPECT_EQ(stats->columns[2].lower, Scalar(int32_t{0}));
  EXPECT_EQ(stats->columns[2].upper, Scalar(int32_t{98}));
  EXPECT_EQ(stats->columns[3].upper, Scalar(int64_t{98} * 10'000'000'000));
  EXPECT_EQ(stats->columns[12].lower, Scalar(int64_t{1'760'000'000'000'000}));
  EXPECT_EQ(stats->columns[13].upper, Scalar(int64_t{0}));
  EXPECT_EQ(stats->columns[10].lower, Scalar(int32_t{-100}));
  EXPECT_EQ(stats->columns[9].lower, Scalar(Int128{0}));
  EXPECT_EQ(stats->columns[5].nan_count, 0);
  EXPECT_FALSE(stats->columns[16].lower.has_value())
      << "binary bounds are not to be had from the engine";
  EXPECT_FALSE(stats->columns[19].lower.has_value());
  Batch expected(EveryType());
  for (int i = 0; i < 100; ++i) {
    if (i != 1 && i != 50 && i != 99) AppendEveryType(expected, i);
  }
  ExpectSame(expected, ReadBack(SourceOf(EveryType(), {folder.File("c")})));
}

}  // namespace
}  // namespace firn::columnar
