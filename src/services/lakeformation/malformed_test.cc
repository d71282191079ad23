// Requests that are refused, and change nothing.

#include "services/lakeformation/lakeformation_fixture.h"

namespace firn::services::lakeformation {
namespace {

struct Malformed {
  const char* name;
  std::string principal;
  lf::Resource resource;
  Words permissions;
  std::optional<Words> option = {};
  const char* code = "InvalidInputException";
};

std::vector<Malformed> MalformedGrants() {
  lf::Resource both = Table("t");
  both.database = Database("ns").database;
  lf::Resource named_wildcard = Table("t");
  named_wildcard.table->table_wildcard.emplace();
  lf::Resource neither = Table("t");
  neither.table->name.reset();
  lf::Resource column_twice = Columns(Words{"id"});
  column_twice.table_with_columns->column_wildcard.emplace();
  lf::Resource cells;
  cells.data_cells_filter.emplace();
  const Words insert = {"INSERT"}, describe = {"DESCRIBE"}, select = {"SELECT"};
  const std::string account = "111122223333";
  return {
      {"plain name", "not-a-principal", Table("t"), insert},
      {"short account", "12345", Table("t"), insert},
      {"not of IAM", "arn:aws:s3:::bucket", Table("t"), insert},
      {"session", "arn:aws:sts::" + account + ":assumed-role/r/s", Table("t"), insert},
      {"root", "arn:aws:iam::" + account + ":root", Table("t"), insert},
      {"nameless role", "arn:aws:iam::" + account + ":role/", Table("t"), insert},
      {"wildcard role", "arn:aws:iam::" + account + ":role/*", Table("t"), insert},
      {"missing role", "arn:aws:iam::" + account + ":role/missing", Table("t"), insert},
      {"group of nobody", "123:IAMPrincipals", Table("t"), insert},
      {"organization", "arn:aws:organizations::" + account + ":root/o-1", Table("t"), insert},
      {"no member", kRole, {}, describe},
      {"two members", kRole, both, describe},
      {"name and wildcard", kRole, named_wildcard, describe},
      {"neither name nor wildcard", kRole, neither, describe},
      {"columns twice", kRole, column_twice, select},
      {"no columns", kRole, Columns(Words{}), select},
      {"columns of all tables", kRole, Columns(Words{"id"}, {}, "ALL_TABLES"), select},
      {"unknown column", kRole, Columns(Words{"nope"}), select},
      {"excluded unknown column", kRole, Columns(std::nullopt, {"nope"}), select},
      {"insert on columns", kRole, Columns(Words{"id"}), insert},
      {"select on database", kRole, Database("ns"), select},
      {"create table on table", kRole, Table("t"), {"CREATE_TABLE"}},
      {"location on table", kRole, Table("t"), {"DATA_LOCATION_ACCESS"}},
      {"select on default catalog", kRole, Catalog(std::nullopt), select},
      {"create catalog on bucket", kRole, Catalog(kBucket), {"CREATE_CATALOG"}},
      {"no permissions", kRole, Table("t"), {}},
      {"option beyond", kRole, Table("t"), insert, Words{"ALTER"}},
      {"option on super user", kRole, Catalog(kBucket), {"SUPER_USER"}, Words{"SUPER_USER"}},
      {"option on exclusion", kRole, Columns(std::nullopt, {"n"}), select, select},
      {"bad catalog", kRole, Table("t", "ns", account + ":"), describe},
      {"deep catalog", kRole, Table("t", "ns", std::string(kBucket) + "/c"), describe},
      {"database in mount", kRole, Database("ns", account + ":s3tablescatalog"), describe},
      {"bad location", kRole, Location("b/p"), {"DATA_LOCATION_ACCESS"}},
      {"create table on link", kRole, Database("link"), {"CREATE_TABLE"}},
      {"select on table link", kRole, Table("tlink"), select},
      {"tables of a link", kRole, Table(std::nullopt, "link"), describe},
      {"missing table", kRole, Table("none"), describe, {}, "EntityNotFoundException"},
      {"missing database", kRole, Database("none"), describe, {}, "EntityNotFoundException"},
      {"missing tag", kRole, Tag("none", {"v"}), describe, {}, "EntityNotFoundException"},
      {"missing tag value", kRole, Tag("team", {"none"}), describe, {}, "EntityNotFoundException"},
      {"alter on a tag value", kRole, Tag("team", {"red"}), {"ALTER"}},
      {"select on tag", kRole, Tag("team", {"red"}), select},
      {"tag value twice", kRole, Tag("team", {"red", "RED"}), describe},
      {"tag of everyone", "IAM_ALLOWED_PRINCIPALS", Tag("team", {"red"}), describe},
      {"tag of a nested catalog", kRole, Tag("team", {"red"}, kBucket), describe},
      {"nameless data cells filter", kRole, cells, select},
      {"missing data cells filter", kRole, Cells("none"), select, {}, "EntityNotFoundException"},
      {"insert on data cells filter", kRole, Cells("none"), insert},
      {"policy without expression", kRole, Policy("TABLE", {}), select},
      {"select on databases by tags", kRole, Policy("DATABASE", {{"team", {"red"}}}), select},
      {"create table on tables by tags",
       kRole,
       Policy("TABLE", {{"team", {"red"}}}),
       {"CREATE_TABLE"}},
      {"policy of a missing tag",
       kRole,
       Policy("TABLE", {{"none", {"red"}}}),
       select,
       {},
       "EntityNotFoundException"},
      {"policy with a tag twice", kRole, Policy("TABLE", {{"team", {"red"}}, {"TEAM", {"red"}}}),
       select},
      {"policy by a missing expression",
       kRole,
       NamedPolicy("TABLE", "none"),
       select,
       {},
       "EntityNotFoundException"},
      {"missing expression", kRole, Expression("none"), describe, {}, "EntityNotFoundException"},
      {"select on expression", kRole, Expression("none"), select},
      {"organization without any", "arn:aws:organizations::" + account + ":organization/o-abc",
       Table("t"), insert},
  };
}

TEST_F(LakeFormationTest, MalformedGrantsAreRefusedAndChangeNothing) {
  MakeTag("team", {"red", "blue"});
  for (const Malformed& bad : MalformedGrants()) {
    SCOPED_TRACE(bad.name);
    ExpectCode(Grant(Root(), bad.principal, bad.resource, bad.permissions, bad.option), bad.code);
  }
  EXPECT_TRUE(Rows(Root(), std::nullopt).empty());
}

TEST_F(LakeFormationTest, MalformedListsAndIdsAreRefused) {
  lf::GrantPermissionsInput grant;
  grant.catalog_id = kBucket;
  grant.principal = Who(kRole);
  grant.resource = Table("t");
  grant.permissions = {"SELECT"};
  EXPECT_EQ(service_->GrantPermissions(Root(), grant).error().message,
            "Catalog id must be a valid AWS account id.");
  lf::ListPermissionsInput list;
  list.principal = Who(kRole);
  EXPECT_EQ(service_->ListPermissions(Root(), list).error().message,
            "Resource is mandatory if Principal is set in the input");
  list.resource = Columns(Words{"id"});
  EXPECT_EQ(service_->ListPermissions(Root(), list).error().code, "InvalidInputException");
  list.resource = Table(std::nullopt, "link");
  EXPECT_EQ(service_->ListPermissions(Root(), list).error().message,
            "Database cannot be a link for this operation when called on a table.");
  list.resource = Table("t");
  list.next_token = "%";
  EXPECT_EQ(service_->ListPermissions(Root(), list).error().code, "InvalidInputException");
  lf::RegisterResourceInput input;
  input.role_arn = kRole;
  for (const char* arn : {"bucket", "arn:aws:glue:us-east-1:111122223333:catalog",
                          "arn:aws:s3tables:eu-west-1:111122223333:bucket/*",
                          "arn:aws:s3tables:us-east-1:444455556666:bucket/*",
                          "arn:aws:s3tables:us-east-1:111122223333:bucket/b/table/x"}) {
    input.resource_arn = arn;
    EXPECT_FALSE(open_->RegisterResource(Root(), input)) << arn;
  }
  input.resource_arn = kBuckets;
  input.role_arn = "arn:aws:iam::111122223333:role/missing";
  EXPECT_FALSE(open_->RegisterResource(Root(), input));
  input.role_arn.reset();
  EXPECT_FALSE(open_->RegisterResource(Root(), input));
  input.use_service_linked_role = true;
  EXPECT_FALSE(open_->RegisterResource(Root(), input));  // table buckets need a role of one's own
}

}  // namespace
}  // namespace firn::services::lakeformation
