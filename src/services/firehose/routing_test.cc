#include <gtest/gtest.h>

#include "services/firehose/route.h"
#include "services/firehose/testing/firehose_fixture.h"

namespace firn::services::firehose {
namespace {

namespace api_firehose = api::firehose;

constexpr char kQuery[] = R"({destinationDatabaseName: "ns", destinationTableName: .kind})";

Result<Router> RouterOf(const api_firehose::CreateDeliveryStreamInput& input) {
  return Router::Of(*input.iceberg_destination_configuration);
}

class RouterTest : public FirehoseTest {
 protected:
  static api_firehose::CreateDeliveryStreamInput With(const std::string& query) {
    return RoutedInput(query);
  }
};

TEST_F(RouterTest, ReadsTextsAndPaths) {
  const auto router = RouterOf(With(
      R"( { "destinationDatabaseName" : .a.b , destinationTableName:.["x y"]["z"], operation: "insert" } )"));
  ASSERT_TRUE(router) << router.error().message;
  const Route route = router->For(R"({"a":{"b":"db"},"x y":{"z":"t"}})");
  EXPECT_EQ(route.database, "db");
  EXPECT_EQ(route.table, "t");
  EXPECT_EQ(route.problem_code, "");
}

TEST_F(RouterTest, FallsBackToTheOneConfiguredTable) {
  auto input = With(R"({destinationTableName: .t})");
  EXPECT_EQ(RouterOf(input).error().code, "InvalidArgumentException");
  input.iceberg_destination_configuration->destination_table_configuration_list =
      Input().iceberg_destination_configuration->destination_table_configuration_list;
  const auto router = RouterOf(input);
  ASSERT_TRUE(router);
  EXPECT_EQ(router->For(R"({"t":"other"})").table, "other");
  EXPECT_EQ(router->For(R"({})").table, "events");
  EXPECT_EQ(router->For("[]").table, "events");
}

TEST_F(RouterTest, SaysWhyARecordHasNoTable) {
  const auto router =
      RouterOf(With(R"({destinationDatabaseName: .d, destinationTableName: .t, operation: .o})"));
  ASSERT_TRUE(router);
  EXPECT_EQ(router->For("{").problem_code, "Iceberg.InvalidRecord");
  EXPECT_EQ(router->For(R"({"d":"x"})").problem_code, "Iceberg.NoSuchTable");
  EXPECT_EQ(router->For(R"({"d":"x","t":1})").problem_code, "Iceberg.NoSuchTable");
  EXPECT_EQ(router->For(R"({"d":"x","t":"a-b"})").problem_code, "Iceberg.InvalidTableName");
  EXPECT_EQ(router->For(R"({"d":"x","t":")" + std::string(256, 't') + "\"}").problem_code,
            "Iceberg.InvalidTableName");
  EXPECT_EQ(router->For(R"({"d":"x","t":"y","o":"delete"})").problem_code,
            "Iceberg.UnsupportedOperation");
  EXPECT_EQ(router->For(R"({"d":"x","t":"y","o":"insert"})").problem_code, "");
}

TEST_F(RouterTest, RefusesQueriesItDoesNotKnow) {
  for (const char* query :
       {"", "{", "{}", ".a", "{a}", "{destinationTableName}", "{destinationTableName:}",
        "{destinationTableName: .a", "{destinationTableName: .a} x", "{destinationTableName: 1}",
        "{destinationTableName: (.a)}", "{destinationTableName: .a | ascii_downcase}",
        "{destinationTableName: .a[0]}", "{destinationTableName: \"x}",
        "{destinationTableName: .a,}", "{table: .a}", "{destinationTableName: .}",
        "{destinationTableName: .[\"a\"}"}) {
    EXPECT_FALSE(RouterOf(With(query))) << query;
  }
}

TEST_F(RouterTest, RefusesOtherProcessors) {
  auto input = With(kQuery);
  auto& processors = *input.iceberg_destination_configuration->processing_configuration->processors;
  processors[0].parameters->at(1).parameter_value = "JQ-1.7";
  EXPECT_EQ(RouterOf(input).error().code, "InvalidArgumentException");
  processors[0].type = "Lambda";
  EXPECT_EQ(RouterOf(input).error().code, "NotImplemented");
  input.iceberg_destination_configuration->processing_configuration->enabled = false;
  EXPECT_EQ(RouterOf(input).error().code, "NotImplemented");
}

TEST_F(FirehoseTest, DeliversEachRecordToTheTableItNames) {
  MakeTable("a");
  MakeTable("b");
  Create(RoutedInput(kQuery));
  for (const char* table : {"a", "b", "a", "no-table"}) Put(Record(table));
  Put("not json");
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows("a"), 2);
  EXPECT_EQ(Rows("b"), 1);
  EXPECT_EQ(ErrorLines().size(), 2u);
  EXPECT_EQ(Metric("DeliveryToIceberg.SuccessfulRowCount"), 3);
  EXPECT_EQ(Metric("DeliveryToIceberg.FailedRowCount"), 2);
}

// A table that cannot be reached keeps neither the others waiting, nor does it make them twice when
// the process dies.
TEST_F(FirehoseTest, DeliversToTheOtherTablesWhileOneIsMissing) {
  MakeTable("a");
  Create(RoutedInput(kQuery));
  Put(Record("a"));
  Put(Record("later"));
  Pass(60);
  firehose_->RunOnce();
  EXPECT_EQ(Rows("a"), 1);
  Restart();
  Pass(5);
  firehose_->RunOnce();
  EXPECT_EQ(Rows("a"), 1);
  EXPECT_TRUE(Keys().empty());
  MakeTable("later");
  Pass(5);
  firehose_->RunOnce();
  EXPECT_EQ(Rows("a"), 1);
  EXPECT_EQ(Rows("later"), 1);
  Put(Record("never"));
  for (int i = 0; i < 6; ++i) {
    Pass(60);
    firehose_->RunOnce();
  }
  ASSERT_EQ(ErrorLines().size(), 1u);
  EXPECT_EQ(ErrorLines()[0]["errorCode"].string_or(""), "Iceberg.NoSuchTable");
}

}  // namespace
}  // namespace firn::services::firehose
