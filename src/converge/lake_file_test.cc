#include <gtest/gtest.h>

#include "converge/lake.h"

namespace firn::converge {
namespace {

const AccountId kAccount = *AccountId::Parse("111122223333");
const Region kRegion = *Region::Parse("us-east-1");

constexpr char kWhole[] = R"yaml(firn: 1
lake: shop
region: eu-west-1
access: lakeformation
namespace: web
tables:
  orders:
    schema: { id: "long!", at: timestamp, what: string }
    partition: [day(at), "bucket[8](id)", what]
    properties: { write.parquet.compression-codec: zstd }
  logs: { schema: otlp/logs }
streams:
  orders: { append_only: false, retry_s: 5, buffering: { size_mb: 1, interval_s: 0 } }
  copies: { table: orders }
grants:
  - { principal: "arn:aws:iam::111122223333:role/reader", table: orders, permissions: [SELECT, DESCRIBE] }
admins: ["arn:aws:iam::111122223333:role/admin"]
tags: { team: data }
error_bucket: { prefix: bad/ }
log_group: { retention_days: 3 }
)yaml";

TEST(LakeFileTest, ReadsEveryKey) {
  const auto lake = ParseLake(kWhole);
  ASSERT_TRUE(lake) << lake.error().message;
  EXPECT_EQ(lake->lake, "shop");
  EXPECT_EQ(lake->region, "eu-west-1");
  EXPECT_EQ(lake->access, AccessMode::kLakeFormation);
  EXPECT_EQ(lake->namespace_name, "web");
  ASSERT_EQ(lake->tables.size(), 2u);
  const TableSpec& orders = lake->tables[0];
  EXPECT_EQ(orders.columns[0], (ColumnSpec{"id", "long", true, ""}));
  EXPECT_EQ(orders.partition, (std::vector<PartitionSpecField>{{"day", "at", "at_day"},
                                                               {"bucket[8]", "id", "id_bucket"},
                                                               {"identity", "what", "what"}}));
  EXPECT_EQ(orders.properties.at("write.parquet.compression-codec"), "zstd");
  EXPECT_GT(lake->tables[1].columns.size(), 5u);
  ASSERT_EQ(lake->streams.size(), 2u);
  EXPECT_FALSE(lake->streams[0].append_only);
  EXPECT_EQ(lake->streams[0].buffer_interval_s, 0);
  EXPECT_EQ(lake->streams[1].table, "orders");
  EXPECT_EQ(lake->streams[1].buffer_size_mb, 5);
  EXPECT_EQ(lake->grants[0].permissions, (std::vector<std::string>{"SELECT", "DESCRIBE"}));
  EXPECT_EQ(lake->error_prefix, "bad/");
  EXPECT_EQ(lake->log_retention_days, 3);
}

// What is wrong, and a part of what must be said about it.
struct Mistake {
  const char* yaml;
  const char* said;
};

constexpr char kStart[] = "firn: 1\nlake: shop\ntables:\n  t: { schema: { id: long } }\n";

TEST(LakeFileTest, NamesPlaceAndNearestKey) {
  for (const Mistake& mistake : {
           Mistake{
               "strems: {}\n",
               "line 5, column 1: unknown key 'strems' in the lake file; did you mean 'streams'?"},
           Mistake{
               "streams:\n  t: { bufering: {} }\n",
               "line 6, column 8: unknown key 'bufering' in stream t; did you mean 'buffering'?"},
           Mistake{"streams: { t: { buffering: { size: 3 } } }\n", "did you mean 'size_mb'?"},
           Mistake{"streams: { t: { buffering: { size_mb: 0 } } }\n",
                   "line 5, column 39: size_mb must be a whole number from 1 to 128"},
           Mistake{"streams: { t: { buffering: { interval_s: \"9\" } } }\n",
                   "interval_s must be a whole number from 0 to 900"},
           Mistake{"streams: { t: { retry_s: 7201 } }\n", "from 0 to 7200"},
           Mistake{"streams: { t: { append_only: yes } }\n", "append_only must be true or false"},
           Mistake{"streams: { other: {} }\n",
                   "stream other delivers to table 'other', which is not in tables"},
           Mistake{"streams: [t]\n", "streams must be a map"},
           Mistake{"access: open\n", "line 5, column 9: access must be iam or lakeformation"},
           Mistake{"region: The Moon\n", "region must be one such as us-east-1"},
           Mistake{"namespace: Web\n", "namespace 'Web' may have lower-case letters"},
           Mistake{"namespace: awsthing\n", "must not begin with aws"},
           Mistake{"grants: []\nadmins: [\"arn:aws:iam::111122223333:role/a\"]\n",
                   "need `access: lakeformation`"},
           Mistake{"access: lakeformation\ngrants: [{ principal: me, permissions: [SELECT] }]\n",
                   "principal must be an ARN"},
           Mistake{"access: lakeformation\ngrants: [{ permissions: [SELECT] }]\n",
                   "a grant names a principal and permissions"},
           Mistake{"access: lakeformation\ngrants: [{ principal: "
                   "\"arn:aws:iam::111122223333:role/a\", table: x, permissions: [ALL] }]\n",
                   "a grant names table 'x', which is not in tables"},
           Mistake{"log_group: { retention_days: 0 }\n", "from 1 to 3653"},
           Mistake{"error_bucket: bad/\n", "error_bucket must be a map of keys and values"},
           Mistake{"tags: [a]\n", "tags must be a map"},
           Mistake{"admins: me\n", "admins must be a list"},
           Mistake{"lake: again\n", "line 5"},
       }) {
    const auto lake = ParseLake(std::string(kStart) + mistake.yaml);
    ASSERT_FALSE(lake) << mistake.yaml;
    EXPECT_EQ(lake.error().kind, Kind::kInvalid);
    EXPECT_NE(lake.error().message.find(mistake.said), std::string::npos)
        << mistake.yaml << "said: " << lake.error().message;
  }
}

TEST(LakeFileTest, NamesWhatIsWrongWithTables) {
  for (const Mistake& mistake : {
           Mistake{"lake: shop\ntables: { t: { schema: { id: long } } }\n", "write `firn: 1`"},
           Mistake{"firn: 2\nlake: shop\n",
                   "line 1, column 7: this is a lake file of version 2, and this firn reads version 1"},
           Mistake{"firn: 1\ntables: { t: { schema: { id: long } } }\n",
                   "the key 'lake' is missing"},
           Mistake{"firn: 1\nlake: shop\n", "the key 'tables' is missing or empty"},
           Mistake{"firn: 1\nlake: Shop\n", "lake may have lower-case letters"},
           Mistake{"firn: 1\nlake: \"\"\n", "lake must be a text"},
           Mistake{"firn: 1\nlake: shop\ntables: { T: { schema: { id: long } } }\n",
                   "table 'T' may have"},
           Mistake{"firn: 1\nlake: shop\ntables: { t: {} }\n", "table t has no schema"},
           Mistake{"firn: 1\nlake: shop\ntables: { t: { schema: otlp/lgs } }\n", "otlp/logs"},
           Mistake{"firn: 1\nlake: shop\ntables: { t: { schema: { Id: long } } }\n",
                   "column 'Id' may have"},
           Mistake{"firn: 1\nlake: shop\ntables: { t: { schema: { id: long }, partition: [day(at)] "
                   "} }\n",
                   "partitioned by 'at'"},
           Mistake{"firn: 1\nlake: shop\ntables: { t: { schema: { id: long }, partition: [day(id] "
                   "} }\n",
                   ""},
           Mistake{"firn: 1\nlake: shop\ntables: { t: { schema: { id: long }, partition: "
                   "[week(id)] } }\n",
                   "unknown partition transform 'week'"},
           Mistake{"firn: 1\nlake: shop\ntables: { t: { schema: { id: long }, partition: id } }\n",
                   "partition must be a list"},
           Mistake{"- firn\n", "the lake file must be a map of keys and values"},
           Mistake{"", ""},
           Mistake{"a: [\n", ""},
       }) {
    const auto lake = ParseLake(mistake.yaml);
    ASSERT_FALSE(lake) << mistake.yaml;
    EXPECT_NE(lake.error().message.find(mistake.said), std::string::npos)
        << mistake.yaml << "said: " << lake.error().message;
  }
}

TEST(NamesTest, DeriveFromLakeAndEnvironment) {
  const auto lake = ParseLake(kWhole);
  const auto names = NamesOf(*lake, "prod", kAccount, kRegion);
  ASSERT_TRUE(names) << names.error().message;
  EXPECT_EQ(names->base, "shop-prod");
  EXPECT_EQ(names->table_bucket, "shop-prod");
  EXPECT_EQ(names->error_bucket, "shop-prod-errors-111122223333-us-east-1");
  EXPECT_EQ(names->role_arn, "arn:aws:iam::111122223333:role/shop-prod-firehose");
  EXPECT_EQ(names->catalog_id, "111122223333:s3tablescatalog/shop-prod");
  EXPECT_EQ(names->catalog_arn,
            "arn:aws:glue:us-east-1:111122223333:catalog/s3tablescatalog/shop-prod");
  EXPECT_EQ(names->StreamName(lake->streams[1]), "shop-prod-copies");
}

TEST(NamesTest, RefusesWhatAwsWould) {
  const auto lake = ParseLake(kWhole);
  for (const char* environment : {"", "Prod", "-a", "a-", "a_b", "a.b"}) {
    EXPECT_FALSE(NamesOf(*lake, environment, kAccount, kRegion)) << environment;
  }
  const auto longest = NamesOf(*lake, std::string(28, 'e'), kAccount, kRegion);
  EXPECT_TRUE(longest) << longest.error().message;
  const auto longer = NamesOf(*lake, std::string(29, 'e'), kAccount, kRegion);
  ASSERT_FALSE(longer);
  EXPECT_NE(
      longer.error().message.find("64 characters, and AWS allows 63: shorten `lake` or --env"),
      std::string::npos)
      << longer.error().message;
}

}  // namespace
}  // namespace firn::converge
