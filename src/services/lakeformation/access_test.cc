// What decisions make of filters, opt-ins, locations, shares and creators, and credentials for
// data.

#include "services/lakeformation/lakeformation_fixture.h"
#include "services/lakeformation/predicate.h"

namespace firn::services::lakeformation {
namespace {

const authz::LakeResource kTable{kBucket, "ns", "t"};

class AccessTest : public LakeFormationTest {
 protected:
  lf::DataCellsFilter Filter(std::string name, std::optional<std::string> rows, Words columns) {
    lf::DataCellsFilter filter;
    filter.table_catalog_id = kBucket;
    filter.database_name = "ns";
    filter.table_name = "t";
    filter.name = std::move(name);
    auto& row_filter = filter.row_filter.emplace();
    if (rows) row_filter.filter_expression = std::move(rows);
    if (!row_filter.filter_expression) row_filter.all_rows_wildcard.emplace();
    if (columns.empty()) {
      filter.column_wildcard.emplace();
    } else {
      filter.column_names = std::move(columns);
    }
    return filter;
  }
  Result<void> Make(const lf::DataCellsFilter& filter) {
    FIRN_OK(service_->CreateDataCellsFilter(Root(), {filter}));
    return {};
  }
  void OptIn(std::string who, lf::Resource resource) {
    lf::CreateLakeFormationOptInInput input;
    input.principal = Who(std::move(who));
    input.resource = std::move(resource);
    const auto done = service_->CreateLakeFormationOptIn(Root(), input);
    ASSERT_TRUE(done) << done.error().message;
  }
};

TEST_F(AccessTest, FiltersShowSomeCells) {
  ASSERT_TRUE(Make(Filter("cheap", "n < 10 and id <> 'x'", {"id"})));
  ExpectCode(Make(Filter("cheap", "n < 10", {})), "AlreadyExistsException");
  ASSERT_TRUE(Grant(Root(), kRole, Cells("cheap"), {"SELECT"}));
  auto rights = RightsOf(Session(kRole), kTable);
  EXPECT_FALSE(rights.columns);
  ASSERT_EQ(rights.filters.size(), 1u);
  EXPECT_EQ(rights.filters[0].rows, "n < 10 and id <> 'x'");
  EXPECT_EQ(rights.filters[0].columns.included, Words{"id"});
  EXPECT_TRUE(May(Session(kRole), "DESCRIBE", kTable));
  EXPECT_FALSE(May(Session(kRole), "SELECT", kTable));
  authz::LakeNeed need{"SELECT", kTable, kRegion};
  need.reader = authz::LakeReader::kCells;
  EXPECT_TRUE(gate_->AuthorizeLake(Session(kRole), need));
  need.reader = authz::LakeReader::kColumns;
  EXPECT_FALSE(gate_->AuthorizeLake(Session(kRole), need));
  // Every row through a filter is as good as the columns themselves.
  ASSERT_TRUE(Make(Filter("every", std::nullopt, {"n"})));
  ASSERT_TRUE(Grant(Root(), kRole, Cells("every"), {"SELECT"}));
  EXPECT_TRUE(gate_->AuthorizeLake(Session(kRole), need));
  EXPECT_EQ(RightsOf(Session(kRole), kTable).columns->included, Words{"n"});

  const auto rows = Rows(Root(), Cells("cheap"), kRole);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].resource->data_cells_filter->name, "cheap");
  EXPECT_TRUE(Rows(Root(), Table("t")).empty());
  lf::ListPermissionsInput related;
  related.resource = Table("t");
  related.include_related = "TRUE";
  EXPECT_EQ(service_->ListPermissions(Root(), related)->principal_resource_permissions->size(), 2u);
  related.principal = Who(kRole);
  EXPECT_EQ(service_->ListPermissions(Root(), related).error().code, "InvalidInputException");

  lf::DeleteDataCellsFilterInput drop{kBucket, "ns", "t", "cheap"};
  ASSERT_TRUE(service_->DeleteDataCellsFilter(Root(), drop));
  EXPECT_EQ(service_->DeleteDataCellsFilter(Root(), drop).error().code, "EntityNotFoundException");
  ASSERT_TRUE(Make(Filter("cheap", "n < 10", {})));
  EXPECT_TRUE(RightsOf(Session(kRole), kTable).filters.empty());
}

TEST_F(AccessTest, FiltersAreReadListedAndReplacedByVersion) {
  ASSERT_TRUE(Make(Filter("f", "n = 1", {})));
  const auto made = service_->GetDataCellsFilter(Root(), {kBucket, "ns", "t", "f"});
  ASSERT_TRUE(made);
  ASSERT_TRUE(made->data_cells_filter->version_id);
  auto changed = Filter("f", "n = 2", {});
  changed.version_id = "another";
  EXPECT_EQ(service_->UpdateDataCellsFilter(Root(), {changed}).error().code,
            "ConcurrentModificationException");
  changed.version_id = made->data_cells_filter->version_id;
  ASSERT_TRUE(service_->UpdateDataCellsFilter(Root(), {changed}));
  EXPECT_EQ(service_->GetDataCellsFilter(Root(), {kBucket, "ns", "t", "f"})
                ->data_cells_filter->row_filter->filter_expression,
            "n = 2");
  EXPECT_EQ(service_->ListDataCellsFilter(Root(), {})->data_cells_filters->size(), 1u);
  EXPECT_TRUE(service_->ListDataCellsFilter(As(Session(kRole)), {})->data_cells_filters->empty());
  EXPECT_FALSE(service_->GetDataCellsFilter(As(Session(kRole)), {kBucket, "ns", "t", "f"}));
  EXPECT_FALSE(service_->CreateDataCellsFilter(As(Session(kRole)), {Filter("g", "n = 1", {})}));
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"SELECT"}, Words{"SELECT"}));
  EXPECT_TRUE(service_->CreateDataCellsFilter(As(Session(kRole)), {Filter("g", "n = 1", {})}));
}

TEST_F(AccessTest, RowFiltersAreReadAsDocumented) {
  for (const char* good :
       {"a = 1", "a=1 AND b<>'x'", "(a >= 1.5 or b < -2) and not c in ('x','y''z')",
        "a between 1 and 2", "a not between 'a' and 'b'", "a.b.c like 'x%'",
        "\"select\" is not null", "a is null", "not (not a != true)", "A != FALSE"}) {
    EXPECT_TRUE(ReadPredicate(good)) << good;
  }
  EXPECT_EQ(*ReadPredicate("B.c = 1 and A like 'x'"), (Words{"a", "b.c"}));
  std::string deep = "a = 1";
  for (int i = 0; i < 40; ++i) deep = "(" + deep + ")";
  for (const std::string& bad : {std::string("a"),
                                 std::string("1 = a"),
                                 std::string("a = b"),
                                 std::string("a = upper('x')"),
                                 std::string("upper(a) = 'x'"),
                                 std::string("a = 1 or"),
                                 std::string("a = 1)"),
                                 std::string("(a = 1"),
                                 std::string("a = 'x"),
                                 std::string("a in ()"),
                                 std::string("a in (1,"),
                                 std::string("a between 1"),
                                 std::string("a like 1"),
                                 std::string("a is 1"),
                                 std::string("a = 1; drop"),
                                 std::string("a = 1 b = 2"),
                                 std::string("a = 1.2.3"),
                                 std::string("a = 1x"),
                                 std::string("a.b.c.d.e.f = 1"),
                                 std::string("\"\" = 1"),
                                 std::string("a not = 1"),
                                 std::string("= 1"),
                                 std::string("and"),
                                 std::string("a = -'x'"),
                                 deep}) {
    const auto read = ReadPredicate(bad);
    EXPECT_FALSE(read) << bad;
    if (!read) {
      EXPECT_EQ(read.error().code, "InvalidInputException") << bad;
    }
  }
}

TEST_F(AccessTest, OptedInPrincipalsNeedGrantsWhereOthersDoNot) {
  around_.governed = false;
  EXPECT_TRUE(May(Session(kRole), "SELECT", kTable));
  OptIn(kRole, Table("t"));
  EXPECT_FALSE(May(Session(kRole), "SELECT", kTable));
  EXPECT_TRUE(May(Session(kOther), "SELECT", kTable));
  EXPECT_TRUE(May(Session(kRole), "SELECT", {kBucket, "ns", "u"}));
  ASSERT_TRUE(Grant(Root(), "IAM_ALLOWED_PRINCIPALS", Table("t"), {"SELECT"}));
  EXPECT_FALSE(May(Session(kRole), "SELECT", kTable));
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"SELECT"}));
  EXPECT_TRUE(May(Session(kRole), "SELECT", kTable));
  OptIn("111122223333:IAMPrincipals", Database("ns"));
  EXPECT_FALSE(May(Session(kOther), "SELECT", {kBucket, "ns", "u"}));

  lf::CreateLakeFormationOptInInput input;
  input.principal = Who(kRole);
  input.resource = Table("t");
  EXPECT_FALSE(service_->CreateLakeFormationOptIn(Root(), input));
  EXPECT_FALSE(service_->CreateLakeFormationOptIn(As(Session(kRole)), input));
  lf::ListLakeFormationOptInsInput list;
  EXPECT_EQ(
      service_->ListLakeFormationOptIns(Root(), list)->lake_formation_opt_ins_info_list->size(),
      2u);
  list.principal = Who(kRole);
  const auto listed = service_->ListLakeFormationOptIns(Root(), list);
  ASSERT_EQ(listed->lake_formation_opt_ins_info_list->size(), 1u);
  EXPECT_EQ(listed->lake_formation_opt_ins_info_list->front().resource->table->name, "t");
  lf::DeleteLakeFormationOptInInput drop{Who(kRole), Table("t"), {}};
  ASSERT_TRUE(service_->DeleteLakeFormationOptIn(Root(), drop));
  EXPECT_EQ(service_->DeleteLakeFormationOptIn(Root(), drop).error().code,
            "EntityNotFoundException");
}

TEST_F(AccessTest, RegisteredLocationsNeedAGrant) {
  authz::LakeResource inside{kOurs.text(), "", ""};
  inside.location = "arn:aws:s3:::data/ns/t";
  EXPECT_TRUE(May(Session(kRole), "DATA_LOCATION_ACCESS", inside));
  lf::RegisterResourceInput input;
  input.resource_arn = "arn:aws:s3:::data/ns/";
  input.role_arn = kRole;
  ASSERT_TRUE(open_->RegisterResource(Root(), input));
  EXPECT_FALSE(May(Session(kRole), "DATA_LOCATION_ACCESS", inside));
  const auto refused =
      gate_->AuthorizeLake(Session(kRole), {"DATA_LOCATION_ACCESS", inside, kRegion});
  EXPECT_EQ(refused.error().message,
            "Insufficient Lake Formation permission(s) on arn:aws:s3:::data/ns/t");
  ASSERT_TRUE(Grant(Root(), kRole, Location("arn:aws:s3:::data"), {"DATA_LOCATION_ACCESS"}));
  EXPECT_TRUE(May(Session(kRole), "DATA_LOCATION_ACCESS", inside));
  inside.location = "arn:aws:s3:::data/nsx";
  EXPECT_TRUE(May(Session(kOther), "DATA_LOCATION_ACCESS", inside));
  EXPECT_EQ(*lake_->RegisteredRole(kOurs, kRegion, "arn:aws:s3:::data/ns/t"), kRole);
  EXPECT_EQ(*lake_->RegisteredRole(kOurs, kRegion, "arn:aws:s3:::data/nsx"), std::nullopt);
}

TEST_F(AccessTest, SharesCountOnceAcceptedAndOnlyWhileTheyLast) {
  const auto guest = As(Session(kForeign, kTheirs));
  Administer(kTheirs, kForeign);
  around_.accepting = false;
  ASSERT_TRUE(
      Grant(Root(), kTheirs.text(), Table("t"), {"SELECT", "INSERT"}, Words{"SELECT", "INSERT"}));
  ASSERT_EQ(around_.shared.size(), 1u);
  EXPECT_EQ(around_.shared.begin()->first,
            "arn:aws:glue:us-east-1:111122223333:table/s3tablescatalog/b/ns/t");
  EXPECT_FALSE(May(guest.principal, "DESCRIBE", kTable));
  ExpectCode(Grant(guest, kForeign, Table("t"), {"SELECT"}), "AccessDeniedException");
  around_.accepting = true;
  EXPECT_TRUE(May(guest.principal, "DESCRIBE", kTable));
  ASSERT_TRUE(Grant(guest, kForeign, Table("t"), {"SELECT", "INSERT"}));
  EXPECT_TRUE(May(guest.principal, "SELECT", kTable));
  const auto rows = Rows(Root(), Table("t"), kTheirs.text());
  EXPECT_EQ(rows.at(0).additional_details->resource_share->front(),
            "arn:aws:ram:us-east-1:111122223333:resource-share/1");
  // What was passed on ends with what it was passed on from.
  ASSERT_TRUE(Revoke(Root(), kTheirs.text(), Table("t"), {"SELECT"}));
  EXPECT_FALSE(May(guest.principal, "SELECT", kTable));
  EXPECT_TRUE(May(guest.principal, "INSERT", kTable));
  ASSERT_TRUE(Revoke(Root(), kTheirs.text(), Table("t"), {"INSERT"}));
  EXPECT_TRUE(around_.shared.empty());
  EXPECT_FALSE(May(guest.principal, "ANY", kTable));
  // A principal of another account is shared with directly.
  ASSERT_TRUE(Grant(Root(), kForeign, Database("ns"), {"DESCRIBE"}));
  EXPECT_TRUE(May(guest.principal, "DESCRIBE", {kBucket, "ns", ""}));
  around_.accepting = false;
  EXPECT_FALSE(May(guest.principal, "DESCRIBE", {kBucket, "ns", ""}));
}

TEST_F(AccessTest, CreatorsRuleWhatTheyMade) {
  ASSERT_TRUE(lake_->Remember(As(Session(kRole)), kTable));
  ASSERT_TRUE(lake_->Remember(Root(), {kBucket, "ns", "u"}));  // root needs nothing
  EXPECT_TRUE(May(Session(kRole), "SELECT", kTable));
  EXPECT_TRUE(May(Session(kRole), "DROP", kTable));
  EXPECT_FALSE(May(Session(kRole), "DESCRIBE", {kBucket, "ns", ""}));
  ASSERT_TRUE(Grant(As(Session(kRole)), kOther, Table("t"), {"INSERT"}));
  ASSERT_TRUE(Revoke(Root(), kRole, Table("t"), {"ALL"}));
  EXPECT_TRUE(May(Session(kRole), "INSERT", kTable));
  ASSERT_TRUE(lake_->Forget(kTable, kRegion));
  EXPECT_FALSE(May(Session(kRole), "ANY", kTable));
}

TEST_F(AccessTest, CredentialsAreForWhoMayReadItAll) {
  lf::RegisterResourceInput input;
  input.resource_arn = "arn:aws:s3:::data";
  input.role_arn = kRole;
  ASSERT_TRUE(open_->RegisterResource(Root(), input));
  lf::GetTemporaryGlueTableCredentialsInput ask;
  ask.table_arn = "arn:aws:glue:us-east-1:111122223333:table/s3tablescatalog/b/ns/t";
  const auto reader = As(Session(kRole));
  EXPECT_EQ(service_->GetTemporaryGlueTableCredentials(reader, ask).error().code,
            "AccessDeniedException");
  ASSERT_TRUE(Grant(Root(), kRole, Table("t"), {"SELECT"}));
  EXPECT_EQ(service_->GetTemporaryGlueTableCredentials(reader, ask).error().message,
            "Access is not allowed.");
  lf::PutDataLakeSettingsInput settings;
  settings.data_lake_settings.allow_full_table_external_data_access = true;
  ASSERT_TRUE(service_->PutDataLakeSettings(Root(), settings));
  const auto vended = service_->GetTemporaryGlueTableCredentials(reader, ask);
  ASSERT_TRUE(vended) << vended.error().message;
  EXPECT_EQ(vended->vended_s3_path, Words{"s3://data/ns/t"});
  EXPECT_NE(around_.vended_policy.find("arn:aws:s3:::data/ns/t/*"), std::string::npos);
  EXPECT_EQ(around_.vended_policy.find("PutObject"), std::string::npos);
  lf::GetTemporaryGluePartitionCredentialsInput part;
  part.table_arn = ask.table_arn;
  part.partition.values = {"2026"};
  ASSERT_TRUE(service_->GetTemporaryGluePartitionCredentials(reader, part));
  EXPECT_NE(around_.vended_policy.find("arn:aws:s3:::data/ns/t/year=2026/*"), std::string::npos);
  part.partition.values = {"1999"};
  EXPECT_EQ(service_->GetTemporaryGluePartitionCredentials(reader, part).error().code,
            "EntityNotFoundException");
  ask.s3_path = "s3://data/ns/tx";
  EXPECT_FALSE(service_->GetTemporaryGlueTableCredentials(reader, ask));
  ask.s3_path.reset();
  ask.permissions = {{"INSERT"}};
  EXPECT_FALSE(service_->GetTemporaryGlueTableCredentials(reader, ask));
  ask.permissions.reset();
  ask.duration_seconds = 30'000;
  EXPECT_FALSE(service_->GetTemporaryGlueTableCredentials(reader, ask));
  ask.duration_seconds.reset();
  ASSERT_TRUE(Revoke(Root(), kRole, Table("t"), {"SELECT"}));
  ASSERT_TRUE(Grant(Root(), kRole, Columns(Words{"id"}), {"SELECT"}));
  EXPECT_EQ(service_->GetTemporaryGlueTableCredentials(reader, ask).error().code,
            "PermissionTypeMismatchException");
  // An engine that filters, and is trusted to.
  settings.data_lake_settings.allow_external_data_filtering = true;
  settings.data_lake_settings.external_data_filtering_allow_list = {{Who(kOurs.text())}};
  settings.data_lake_settings.authorized_session_tag_value_list = {{"engine"}};
  ASSERT_TRUE(service_->PutDataLakeSettings(Root(), settings));
  ask.supported_permission_types = {{"COLUMN_PERMISSION"}};
  EXPECT_FALSE(service_->GetTemporaryGlueTableCredentials(reader, ask));
  auto engine = reader;
  engine.principal.session_tags["LakeFormationAuthorizedCaller"] = "engine";
  EXPECT_TRUE(service_->GetTemporaryGlueTableCredentials(engine, ask));
}

TEST_F(AccessTest, PermissionsAreFoundByPath) {
  ASSERT_TRUE(Grant(Root(), kRole, Table("t", "ns", kOurs.text()), {"INSERT"}));
  ASSERT_TRUE(Grant(Root(), kRole, Database("ns", kOurs.text()), {"DESCRIBE"}));
  lf::GetEffectivePermissionsForPathInput input;
  input.resource_arn = "arn:aws:s3:::data/ns";
  auto found = service_->GetEffectivePermissionsForPath(Root(), input);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->permissions->size(), 1u);  // the database has no place of its own
  EXPECT_EQ(found->permissions->front().permissions, Words{"INSERT"});
  input.resource_arn = "arn:aws:s3:::data/n";
  EXPECT_TRUE(service_->GetEffectivePermissionsForPath(Root(), input)->permissions->empty());
  input.resource_arn = "data";
  EXPECT_EQ(service_->GetEffectivePermissionsForPath(Root(), input).error().code,
            "InvalidInputException");
}

TEST_F(AccessTest, TheConnectionWithIdentityCenterIsKept) {
  lf::CreateLakeFormationIdentityCenterConfigurationInput input;
  input.instance_arn = "arn:aws:sso:::instance/ssoins-1234567890abcdef";
  input.share_recipients = {{Who(kTheirs.text())}};
  const auto made = service_->CreateLakeFormationIdentityCenterConfiguration(Root(), input);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(service_->CreateLakeFormationIdentityCenterConfiguration(Root(), input).error().code,
            "AlreadyExistsException");
  EXPECT_FALSE(service_->DescribeLakeFormationIdentityCenterConfiguration(As(Session(kRole)), {}));
  lf::UpdateLakeFormationIdentityCenterConfigurationInput update;
  update.external_filtering.emplace().status = "ENABLED";
  ASSERT_TRUE(service_->UpdateLakeFormationIdentityCenterConfiguration(Root(), update));
  const auto kept = service_->DescribeLakeFormationIdentityCenterConfiguration(Root(), {});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->application_arn, made->application_arn);
  EXPECT_EQ(kept->share_recipients->size(), 1u);
  EXPECT_EQ(kept->external_filtering->status, "ENABLED");
  ASSERT_TRUE(service_->DeleteLakeFormationIdentityCenterConfiguration(Root(), {}));
  EXPECT_EQ(service_->DescribeLakeFormationIdentityCenterConfiguration(Root(), {}).error().code,
            "EntityNotFoundException");
}

}  // namespace
}  // namespace firn::services::lakeformation
