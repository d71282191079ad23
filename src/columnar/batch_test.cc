#include "columnar/batch.h"

#include <gtest/gtest.h>

namespace firn::columnar {
namespace {

Field Named(std::string name, int id, ColumnType type, bool required = false) {
  return {std::move(name), id, required, std::move(type)};
}

Schema NestedSchema() {
  return {Named("id", 1, ColumnType::Of(TypeId::kInt64), true),
          Named("name", 2, ColumnType::Of(TypeId::kString)),
          Named("tags", 3, ColumnType::List(Named("", 4, ColumnType::Of(TypeId::kString)))),
          Named("point", 5,
                ColumnType::Struct({Named("x", 6, ColumnType::Of(TypeId::kInt32), true),
                                    Named("y", 7, ColumnType::Of(TypeId::kInt32))}))};
}

void AppendRow(Batch& batch, int64_t id, std::string_view name, std::vector<std::string> tags) {
  batch.column(0).AppendInt64(id);
  batch.column(1).AppendText(name);
  for (const std::string& tag : tags) batch.column(2).child(0).AppendText(tag);
  batch.column(2).AppendList(tags.size());
  batch.column(3).child(0).AppendInt32(static_cast<int32_t>(id));
  batch.column(3).child(1).AppendNull();
  batch.column(3).AppendStruct();
}

TEST(Type, TextsAreIcebergs) {
  EXPECT_EQ(ColumnType::Decimal(9, 2).text(), "decimal(9,2)");
  EXPECT_EQ(ColumnType::Fixed(4).text(), "fixed[4]");
  EXPECT_EQ(NestedSchema()[2].type.text(), "list<string>");
  EXPECT_EQ(NestedSchema()[3].type.text(), "struct<x: int, y: int>");
  EXPECT_EQ(ColumnType::Map(Named("", 1, ColumnType::Of(TypeId::kString)),
                            Named("", 2, ColumnType::Of(TypeId::kUuid)))
                .text(),
            "map<string, uuid>");
}

TEST(Type, DecimalsKeepTheirZeros) {
  EXPECT_EQ(DecimalText(0, 0), "0");
  EXPECT_EQ(DecimalText(0, 2), "0.00");
  EXPECT_EQ(DecimalText(5, 2), "0.05");
  EXPECT_EQ(DecimalText(-12345, 2), "-123.45");
  EXPECT_EQ(DecimalText(100, 2), "1.00");
  EXPECT_EQ(DecimalText(7, 0), "7");
  EXPECT_EQ(DecimalText(-5, 1), "-0.5");
}

TEST(Batch, HoldsShortAndLongTextAndNulls) {
  Batch batch(Schema{Named("s", 1, ColumnType::Of(TypeId::kString))});
  const std::string twelve(12, 'a'), thirteen(13, 'b'), large(3 << 20, 'c');
  for (const std::string& text : {std::string(), twelve, thirteen, large})
    batch.column(0).AppendText(text);
  batch.column(0).AppendNull();
  ASSERT_EQ(batch.rows(), 5u);
  EXPECT_EQ(batch.column(0).text_at(0), "");
  EXPECT_EQ(batch.column(0).text_at(1), twelve);
  EXPECT_EQ(batch.column(0).text_at(2), thirteen);
  EXPECT_EQ(batch.column(0).text_at(3), large);
  EXPECT_FALSE(batch.column(0).is_null(0));
  EXPECT_TRUE(batch.column(0).is_null(4));
  EXPECT_EQ(batch.column(0).text_at(4), "");
  EXPECT_GT(batch.bytes(), large.size());
}

TEST(Batch, TruncateForgetsRowsAndTheirParts) {
  Batch batch(NestedSchema());
  AppendRow(batch, 1, "one", {"a", "b"});
  AppendRow(batch, 2, "two", {});
  // A row that was begun: a list's elements and a struct's members without the list and the struct.
  batch.column(2).child(0).AppendText("orphan");
  batch.column(3).child(0).AppendInt32(9);
  batch.column(0).AppendInt64(3);
  batch.Truncate(2);
  EXPECT_EQ(batch.column(0).size(), 2u);
  EXPECT_EQ(batch.column(2).child(0).size(), 2u);
  EXPECT_EQ(batch.column(3).child(0).size(), 2u);
  AppendRow(batch, 4, "four", {"c"});
  ASSERT_TRUE(batch.Check().has_value());
  EXPECT_EQ(batch.column(2).child(0).text_at(batch.column(2).range_at(2).offset), "c");
  batch.Truncate(0);
  EXPECT_EQ(batch.rows(), 0u);
  EXPECT_EQ(batch.column(2).child(0).size(), 0u);
}

TEST(Batch, TruncateCountsNullsAgain) {
  const ColumnType type = ColumnType::Of(TypeId::kString);
  Column column(type, nullptr);
  for (int i = 0; i < 200; ++i) {
    if (i % 3 == 0)
      column.AppendNull();
    else
      column.AppendBorrowedText("x");
  }
  EXPECT_EQ(column.null_count(), 67u);
  column.Truncate(100);
  EXPECT_EQ(column.null_count(), 34u);
  column.AppendBorrowedText("y");  // where a null was dropped or not, the new value is one
  EXPECT_FALSE(column.is_null(100));
  column.AppendBorrowedText("z");
  EXPECT_FALSE(column.is_null(101));
  EXPECT_FALSE(column.is_null(102)) << "rows that do not exist are not null";
}

TEST(Batch, GatherTakesRowsInOrderAndOutlivesItsSource) {
  auto source = std::make_unique<Batch>(NestedSchema());
  AppendRow(*source, 1, "a name of more than twelve bytes", {"first tag, quite long", "b"});
  AppendRow(*source, 2, "two", {});
  AppendRow(*source, 3, "three", {"c"});
  const uint32_t rows[] = {2, 0, 0};
  Batch taken = source->Gather(rows);
  source.reset();
  ASSERT_EQ(taken.rows(), 3u);
  EXPECT_EQ(taken.column(0).int64_at(0), 3);
  EXPECT_EQ(taken.column(1).text_at(2), "a name of more than twelve bytes");
  EXPECT_EQ(taken.column(2).range_at(1).length, 2u);
  EXPECT_EQ(taken.column(2).child(0).text_at(taken.column(2).range_at(1).offset),
            "first tag, quite long");
  EXPECT_EQ(taken.column(3).child(0).int32_at(0), 3);
  EXPECT_TRUE(taken.column(3).child(1).is_null(0));
  EXPECT_TRUE(taken.Check().has_value());
}

TEST(Batch, ClearKeepsTheMemoryUnlessGatheredRowsNeedIt) {
  Batch batch(NestedSchema());
  const std::string long_name(5000, 'n');
  for (int round = 0; round < 3; ++round) {
    size_t before = batch.bytes();
    for (int i = 0; i < 1000; ++i)
      AppendRow(batch, i, long_name, {"a tag of more than twelve bytes"});
    EXPECT_EQ(batch.rows(), 1000u);
    EXPECT_EQ(batch.column(1).text_at(999), long_name);
    if (round > 0) {
      EXPECT_EQ(batch.bytes(), before);
    }
    batch.Clear();
    EXPECT_EQ(batch.rows(), 0u);
  }
  AppendRow(batch, 1, "the name that stays", {});
  const uint32_t rows[] = {0};
  Batch taken = batch.Gather(rows);
  batch.Clear();
  for (int i = 0; i < 1000; ++i) AppendRow(batch, i, long_name, {});
  EXPECT_EQ(taken.column(1).text_at(0), "the name that stays");
  taken.Clear();
  EXPECT_EQ(taken.rows(), 0u);
}

TEST(Batch, CheckNamesRequiredColumnsWithNulls) {
  Batch batch(NestedSchema());
  AppendRow(batch, 1, "one", {});
  EXPECT_TRUE(batch.Check().has_value());
  batch.column(0).AppendInt64(2);
  batch.column(1).AppendNull();
  batch.column(2).AppendNull();
  EXPECT_FALSE(batch.Check().has_value()) << "the last column is shorter";
  batch.column(3).AppendNull();
  EXPECT_TRUE(batch.Check().has_value()) << "a required member under a null struct is nobody's";
  batch.column(0).AppendInt64(3);
  batch.column(1).AppendNull();
  batch.column(2).AppendNull();
  batch.column(3).child(0).AppendNull();
  batch.column(3).child(1).AppendNull();
  batch.column(3).AppendStruct();
  auto checked = batch.Check();
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().kind, Kind::kInvalid);
  EXPECT_NE(checked.error().message.find("point.x"), std::string::npos);
}

}  // namespace
}  // namespace firn::columnar
