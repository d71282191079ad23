// Grants: how they are made, listed, revoked and passed on.

#include "services/lakeformation/lakeformation_fixture.h"

namespace firn::services::lakeformation {
namespace {

TEST_F(LakeFormationTest, GrantsAreListedEnforcedKeptAndRevoked) {
  const authz::LakeResource table{kBucket, "ns", "t"};
  EXPECT_FALSE(May(Session(kRole), "SELECT", table));
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"SELECT", "INSERT"}, Words{"INSERT"}));
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"INSERT"}));  // again: nothing changes
  EXPECT_TRUE(May(Session(kRole), "SELECT", table));
  EXPECT_FALSE(May(Session(kRole), "DROP", table));
  EXPECT_FALSE(May(Session(kOther), "ANY", table));
  Reopen();
  const auto rows = Rows(Root(), Table("t"), kRole);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].resource->table->name, "t");
  EXPECT_EQ(rows[0].permissions, Words{"INSERT"});
  EXPECT_EQ(rows[0].permissions_with_grant_option, Words{"INSERT"});
  ASSERT_TRUE(rows[1].resource->table_with_columns->column_wildcard);
  EXPECT_EQ(rows[1].permissions, Words{"SELECT"});
  EXPECT_TRUE(rows[1].permissions_with_grant_option->empty());

  ExpectCode(Revoke(Root(), kRole, Table("t"), {"INSERT", "DROP"}), "InvalidInputException",
             "No permissions revoked. Grantee does not have:[DROP]");
  EXPECT_TRUE(May(Session(kRole), "INSERT", table));
  ASSERT_TRUE(Revoke(Root(), kRole, Table("t"), {"INSERT"}));
  EXPECT_FALSE(May(Session(kRole), "INSERT", table));
  ASSERT_TRUE(Revoke(Root(), kRole, Columns(std::nullopt), {"SELECT"}));
  EXPECT_TRUE(Rows(Root(), Table("t")).empty());
  ExpectCode(Revoke(Root(), kRole, Table("t"), {"INSERT"}), "InvalidInputException",
             "No permissions revoked. Grantee has no permissions on the resource.");
}

TEST_F(LakeFormationTest, EveryKindOfThingRoundTrips) {
  const std::vector<std::pair<lf::Resource, Words>> cases = {
      {Catalog(std::nullopt), {"CREATE_DATABASE"}},
      {Catalog("111122223333:s3tablescatalog"), {"ALL", "CREATE_CATALOG", "DESCRIBE"}},
      {Catalog(kBucket), {"DESCRIBE"}},
      {Catalog("111122223333:s3tablescatalog/not-there"), {"DESCRIBE"}},
      {Database("ns"), {"CREATE_TABLE", "DESCRIBE"}},
      {Table("t"), {"ALL"}},
      {Table(std::nullopt), {"DESCRIBE"}},
      {Location("arn:aws:s3:::b/p"), {"DATA_LOCATION_ACCESS"}}};
  for (const auto& [resource, words] : cases) {
    ASSERT_TRUE(Grant(Root(), kRole, resource, words));
    const auto rows = Rows(Root(), resource, kRole);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].permissions, words);
    // What a list answers can be given back.
    ASSERT_TRUE(Revoke(Root(), kRole, *rows[0].resource, words));
    EXPECT_TRUE(Rows(Root(), resource, kRole).empty());
  }
}

TEST_F(LakeFormationTest, TableWildcardCoversTheTablesAndStaysApart) {
  ASSERT_TRUE(Grant(Root(), kRole, Table(std::nullopt), {"SELECT", "DESCRIBE"}));
  EXPECT_TRUE(May(Session(kRole), "SELECT", {kBucket, "ns", "t"}));
  EXPECT_FALSE(May(Session(kRole), "SELECT", {kBucket, "other", "t"}));
  EXPECT_TRUE(Rows(Root(), Table("t"), kRole).empty());
  const auto rows = Rows(Root(), Table(std::nullopt), kRole);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_TRUE(rows[0].resource->table->table_wildcard);
  EXPECT_TRUE(rows[1].resource->table_with_columns->column_wildcard);
  EXPECT_EQ(rows[1].resource->table_with_columns->name, kAllTables);
}

TEST_F(LakeFormationTest, ColumnsAreGrantedAndRevokedOneByOne) {
  ASSERT_TRUE(Grant(Root(), kRole, Columns(Words{"id", "n"}), {"SELECT"}));
  auto rows = Rows(Root(), Table("t"), kRole);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].resource->table_with_columns->column_names, (Words{"id", "n"}));
  ASSERT_TRUE(Revoke(Root(), kRole, Columns(Words{"n"}), {"SELECT"}));
  auto rights = lake_->RightsOf(Session(kRole), {kBucket, "ns", "t"}, kRegion);
  ASSERT_TRUE(rights);
  ASSERT_TRUE(rights->columns);
  EXPECT_FALSE(rights->columns->all);
  EXPECT_EQ(rights->columns->included, Words{"id"});
  ExpectCode(Grant(Root(), kRole, Table("t"), {"INSERT"}), "AccessDeniedException",
             "Illegal combination");
  ASSERT_TRUE(Grant(Root(), kOther, Columns(std::nullopt, {"n"}), {"SELECT"}));
  rights = lake_->RightsOf(Session(kOther), {kBucket, "ns", "t"}, kRegion);
  EXPECT_EQ(rights->columns->excluded, Words{"n"});
}

TEST_F(LakeFormationTest, OnlyAdministratorsAndGrantorsGrant) {
  const auto grantor = As(Session(kRole));
  const std::string refusal = "requester is not authorized to access requested permissions.";
  ExpectCode(Grant(grantor, kOther, Table("t"), {"INSERT"}), "AccessDeniedException", refusal);
  ExpectCode(Grant(grantor, kOther, Table("none"), {"INSERT"}), "AccessDeniedException", refusal);
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"INSERT"}));
  ExpectCode(Grant(grantor, kOther, Table("t"), {"INSERT"}), "AccessDeniedException", refusal);
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"INSERT"}, Words{"INSERT"}));
  ASSERT_TRUE(Grant(grantor, kOther, Table("t"), {"INSERT"}));
  ExpectCode(Grant(grantor, kOther, Table("t"), {"ALTER"}), "AccessDeniedException", refusal);
  ExpectCode(Grant(grantor, kOther, Table("t"), {"ALL"}), "AccessDeniedException", refusal);
  ExpectCode(Grant(grantor, kOther, Table(std::nullopt), {"INSERT"}), "AccessDeniedException");
  ExpectCode(Revoke(As(Session(kOther)), kRole, Table("t"), {"INSERT"}), "AccessDeniedException");

  lf::PutDataLakeSettingsInput settings;
  settings.data_lake_settings.data_lake_admins = {{Who(kOther)}};
  ASSERT_TRUE(service_->PutDataLakeSettings(Root(), settings));
  EXPECT_TRUE(Grant(As(Session(kOther)), kRole, Table("t"), {"ALL"}));
  around_.actions = "lakeformation:*";  // without glue:GetTable
  EXPECT_FALSE(Grant(As(Session(kOther)), kRole, Table("t"), {"ALL"}));
}

TEST_F(LakeFormationTest, GrantOptionOnSomeColumnsDoesNotReachOthers) {
  ASSERT_TRUE(Grant(Root(), kRole, Columns(Words{"id"}), {"SELECT"}, Words{"SELECT"}));
  ExpectCode(Grant(As(Session(kRole)), kOther, Table("t"), {"SELECT"}), "AccessDeniedException");
  ExpectCode(Grant(As(Session(kRole)), kOther, Columns(Words{"n"}), {"SELECT"}),
             "AccessDeniedException");
}

TEST_F(LakeFormationTest, SharesArePassedOnInsideTheAccountOnly) {
  ASSERT_TRUE(Grant(Root(), kTheirs.text(), Table("t"), {"SELECT"}, Words{"SELECT"}));
  const auto guest = As(Session(kForeign, kTheirs));
  EXPECT_FALSE(May(Session(kForeign, kTheirs), "SELECT", {kBucket, "ns", "t"}));
  ExpectCode(Grant(guest, kForeign, Table("t"), {"SELECT"}), "AccessDeniedException");
  lf::PutDataLakeSettingsInput settings;
  settings.data_lake_settings.data_lake_admins = {{Who(kForeign)}};
  ASSERT_TRUE(service_->PutDataLakeSettings(As(authz::RootOf(kTheirs)), settings));
  ASSERT_TRUE(Grant(guest, kForeign, Table("t"), {"SELECT"}));
  EXPECT_TRUE(May(Session(kForeign, kTheirs), "SELECT", {kBucket, "ns", "t"}));
  ExpectCode(Grant(guest, kRole, Table("t"), {"SELECT"}), "AccessDeniedException");
  ExpectCode(Grant(guest, "IAM_ALLOWED_PRINCIPALS", Table("t"), {"SELECT"}),
             "AccessDeniedException");
  ExpectCode(Grant(Root(), kTheirs.text(), Database("ns"), {"DROP"}), "InvalidInputException");
}

TEST_F(LakeFormationTest, ModesFollowSettingsAndMounts) {
  const authz::LakeResource own{kOurs.text(), "ns", "t"}, mounted{kBucket, "ns", "t"};
  EXPECT_TRUE(*lake_->UsesIamOnly(own, kRegion));
  EXPECT_FALSE(*lake_->UsesIamOnly(mounted, kRegion));
  around_.governed = false;
  EXPECT_TRUE(*lake_->UsesIamOnly(mounted, kRegion));
  EXPECT_TRUE(May(Session(kRole), "SELECT", mounted));
  around_.mounted = false;
  EXPECT_FALSE(*lake_->UsesIamOnly(mounted, kRegion));
  lf::PutDataLakeSettingsInput settings;
  settings.data_lake_settings.create_database_default_permissions.emplace();
  ASSERT_TRUE(service_->PutDataLakeSettings(Root(), settings));
  EXPECT_FALSE(*lake_->UsesIamOnly(own, kRegion));
  EXPECT_TRUE(*lake_->UsesIamOnly({kTheirs.text(), "ns", ""}, kRegion));
}

TEST_F(LakeFormationTest, IamDefaultIsTakenFromOneObject) {
  around_.governed = false;
  const Words all = {"ALL"};
  const auto rows = Rows(Root(), Table("t"));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].principal->data_lake_principal_identifier, "IAM_ALLOWED_PRINCIPALS");
  ASSERT_TRUE(Revoke(Root(), "IAM_ALLOWED_PRINCIPALS", Table("t"), all));
  EXPECT_FALSE(May(Session(kRole), "SELECT", {kBucket, "ns", "t"}));
  EXPECT_TRUE(May(Session(kRole), "SELECT", {kBucket, "ns", "u"}));
  EXPECT_TRUE(Rows(Root(), Table("t")).empty());
  ExpectCode(Revoke(Root(), "IAM_ALLOWED_PRINCIPALS", Table("t"), all), "InvalidInputException");
  ASSERT_TRUE(Revoke(Root(), "IAM_ALLOWED_PRINCIPALS", Table(std::nullopt), all));
  EXPECT_FALSE(May(Session(kRole), "SELECT", {kBucket, "ns", "u"}));
  ASSERT_TRUE(Grant(Root(), "IAM_ALLOWED_PRINCIPALS", Table(std::nullopt), all));
  EXPECT_TRUE(May(Session(kRole), "SELECT", {kBucket, "ns", "u"}));
}

TEST_F(LakeFormationTest, ForgottenObjectsLeaveNothing) {
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"ALL"}));
  ASSERT_TRUE(Grant(Root(), kRole, Database("ns"), {"ALL"}));
  ASSERT_TRUE(lake_->Forget({kBucket, "ns", "t"}, kRegion));
  EXPECT_FALSE(May(Session(kRole), "ANY", {kBucket, "ns", "t"}));
  EXPECT_TRUE(May(Session(kRole), "ALTER", {kBucket, "ns", ""}));
  ASSERT_TRUE(lake_->Forget({kBucket, "ns", ""}, kRegion));
  EXPECT_FALSE(May(Session(kRole), "ANY", {kBucket, "ns", ""}));
  EXPECT_FALSE(lake_->Forget({kBucket, "", ""}, kRegion));
}

TEST_F(LakeFormationTest, ListsShowOthersOnlyTheirOwn) {
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"INSERT"}));
  ASSERT_TRUE(Grant(Root(), kOther, Table("t"), {"INSERT"}));
  EXPECT_EQ(Rows(Root(), std::nullopt).size(), 2u);
  EXPECT_EQ(Rows(As(Session(kRole)), Table("t")).size(), 1u);
  EXPECT_TRUE(Rows(As(Session(kForeign, kTheirs)), Table("t")).empty());
  lf::ListPermissionsInput input;
  input.resource_type = "DATABASE";
  EXPECT_TRUE(service_->ListPermissions(Root(), input)->principal_resource_permissions->empty());
}

TEST_F(LakeFormationTest, BatchesNameWhatFailed) {
  lf::BatchGrantPermissionsInput input;
  for (const char* who : {kRole, "not-a-principal"}) {
    lf::BatchPermissionsRequestEntry entry;
    entry.id = who;
    entry.principal = Who(who);
    entry.resource = Table("t");
    entry.permissions = {{"INSERT"}};
    input.entries.push_back(entry);
  }
  const auto output = service_->BatchGrantPermissions(Root(), input);
  ASSERT_TRUE(output);
  ASSERT_EQ(output->failures->size(), 1u);
  EXPECT_EQ(output->failures->front().request_entry->id, "not-a-principal");
  EXPECT_EQ(output->failures->front().error->error_code, "InvalidInputException");
  EXPECT_EQ(Rows(Root(), Table("t")).size(), 1u);
  lf::BatchRevokePermissionsInput revoke{std::nullopt, {input.entries[0]}};
  EXPECT_TRUE(service_->BatchRevokePermissions(Root(), revoke)->failures->empty());
  EXPECT_EQ(service_->BatchRevokePermissions(Root(), revoke)->failures->size(), 1u);
  input.entries.assign(20, input.entries[0]);
  EXPECT_TRUE(service_->BatchGrantPermissions(Root(), input));
  input.entries.push_back(input.entries[0]);
  EXPECT_FALSE(service_->BatchGrantPermissions(Root(), input));
}

}  // namespace
}  // namespace firn::services::lakeformation
