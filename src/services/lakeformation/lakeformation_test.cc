#include "services/lakeformation/lakeformation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "authz/fact_gate.h"
#include "services/lakeformation/ops.h"
#include "sys/disk.h"

namespace firn::services::lakeformation {
namespace {

namespace lf = api::lakeformation;

const AccountId kOurs = *AccountId::Parse("111122223333");
const AccountId kTheirs = *AccountId::Parse("444455556666");
constexpr char kRole[] = "arn:aws:iam::111122223333:role/team/reader";
constexpr char kOther[] = "arn:aws:iam::111122223333:role/other";
constexpr char kForeign[] = "arn:aws:iam::444455556666:role/guest";
constexpr char kBucket[] = "111122223333:s3tablescatalog/b";
constexpr char kBuckets[] = "arn:aws:s3tables:us-east-1:111122223333:bucket/*";
constexpr char kRegion[] = "us-east-1";
using Words = std::vector<std::string>;

class AllowAll final : public authz::Gate {
 public:
  authz::Needs asked;
  Result<void> Authorize(const authz::Principal&, const authz::Circumstances&,
                         const authz::Needs& needs) override {
    asked = needs;
    return {};
  }
  Result<void> AuthorizeLake(const authz::Principal&, const authz::LakeNeed&) override {
    return {};
  }
};

class Surroundings final : public Catalogs, public Identities, public authz::IdentityFacts {
 public:
  bool governed = true;
  bool mounted = true;
  std::string actions = "*";

  Result<bool> IsLakeFormationMode(const AccountId&, const std::string&,
                                   const std::string&) override {
    if (!mounted) return Fail(Kind::kNotFound, "no mount");
    return governed;
  }
  Result<std::optional<CatalogObject>> FindObject(const std::string&,
                                                  const authz::LakeResource& object) override {
    std::optional<CatalogObject> found;
    const bool link = object.database == "link";
    if (object.database != "ns" && !link) return found;
    if (!object.table.empty() && object.table != "t" && object.table != "tlink") return found;
    found.emplace();
    found->link = object.table.empty() ? link : object.table == "tlink";
    if (object.table == "t") found->columns = {"id", "n"};
    return found;
  }
  Result<bool> Exists(std::string_view arn) override {
    return arn.find("missing") == std::string_view::npos;
  }
  Result<authz::IdentityRecord> RecordOf(const authz::Principal&) const override {
    authz::IdentityRecord record;
    record.policies.push_back(
        {"p", R"({"Statement":{"Effect":"Allow","Resource":"*","Action":")" + actions + "\"}}"});
    return record;
  }
};

lf::DataLakePrincipal Who(std::string name) { return {std::move(name)}; }
lf::Resource Catalog(std::optional<std::string> id) {
  lf::Resource resource;
  resource.catalog.emplace().id = std::move(id);
  return resource;
}
lf::Resource Database(std::string name, std::string catalog = kBucket) {
  lf::Resource resource;
  resource.database.emplace();
  resource.database->catalog_id = std::move(catalog);
  resource.database->name = std::move(name);
  return resource;
}
lf::Resource Table(std::optional<std::string> name, std::string database = "ns",
                   std::string catalog = kBucket) {
  lf::Resource resource;
  auto& table = resource.table.emplace();
  table.catalog_id = std::move(catalog);
  table.database_name = std::move(database);
  if (!name) table.table_wildcard.emplace();
  table.name = std::move(name);
  return resource;
}
lf::Resource Columns(std::optional<Words> names, Words excluded = {},
                     std::string table_name = "t") {
  lf::Resource resource;
  auto& table = resource.table_with_columns.emplace();
  table.catalog_id = kBucket;
  table.database_name = "ns";
  table.name = std::move(table_name);
  if (!names) table.column_wildcard.emplace().excluded_column_names = std::move(excluded);
  table.column_names = std::move(names);
  return resource;
}
lf::Resource Location(std::string arn) {
  lf::Resource resource;
  resource.data_location.emplace().resource_arn = std::move(arn);
  return resource;
}

authz::Principal Session(const std::string& role, const AccountId& account = kOurs) {
  authz::Principal principal;
  principal.kind = authz::Principal::Kind::kRoleSession;
  principal.account = account;
  principal.role_arn = role;
  principal.arn = "arn:aws:sts::" + account.text() + ":assumed-role/x/s";
  principal.id = "AROAAAAAAAAAAAAAAAAA:s";
  return principal;
}

class LakeFormationTest : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/firn-lakeformation-test-XXXXXX";
    directory_ = mkdtemp(pattern);
    Reopen();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }
  void Reopen() {
    store_.reset();
    auto store = state::Store::Open(disk_, {directory_ + "/state.db", {}});
    ASSERT_TRUE(store) << store.error().message;
    store_ = *std::move(store);
    lake_ = std::make_unique<LakeFormation>(*store_, around_, around_);
    gate_ = std::make_unique<authz::FactGate>(
        authz::FactSources{.identity = &around_, .resources = {}, .lake = lake_.get()});
    open_ = std::make_unique<LakeFormationService>(*lake_, allow_);
    service_ = std::make_unique<LakeFormationService>(*lake_, *gate_);
  }
  api::Call As(authz::Principal principal) {
    api::Call call;
    call.account = principal.account;
    call.principal = std::move(principal);
    call.region = *firn::Region::Parse(kRegion);
    call.now = *ParseIso8601("2026-11-21T06:00:00Z");
    return call;
  }
  api::Call Root() { return As(authz::RootOf(kOurs)); }

  Result<void> Grant(const api::Call& call, std::string who, lf::Resource resource, Words words,
                     std::optional<Words> option = {}) {
    lf::GrantPermissionsInput input;
    input.principal = Who(std::move(who));
    input.resource = std::move(resource);
    input.permissions = std::move(words);
    input.permissions_with_grant_option = std::move(option);
    FIRN_OK(service_->GrantPermissions(call, input));
    return {};
  }
  Result<void> Revoke(const api::Call& call, std::string who, lf::Resource resource, Words words,
                      std::optional<Words> option = {}) {
    lf::RevokePermissionsInput input;
    input.principal = Who(std::move(who));
    input.resource = std::move(resource);
    input.permissions = std::move(words);
    input.permissions_with_grant_option = std::move(option);
    FIRN_OK(service_->RevokePermissions(call, input));
    return {};
  }
  std::vector<lf::PrincipalResourcePermissions> Rows(const api::Call& call,
                                                     std::optional<lf::Resource> resource,
                                                     std::optional<std::string> who = {}) {
    lf::ListPermissionsInput input;
    input.resource = std::move(resource);
    if (who) input.principal = Who(*who);
    input.max_results = 1;  // every list is read page by page
    std::vector<lf::PrincipalResourcePermissions> rows;
    while (true) {
      auto page = service_->ListPermissions(call, input);
      EXPECT_TRUE(page) << page.error().message;
      if (!page) return rows;
      EXPECT_LE(page->principal_resource_permissions->size(), 1u);
      for (auto& row : *page->principal_resource_permissions) rows.push_back(row);
      if (!page->next_token) return rows;
      input.next_token = page->next_token;
    }
  }
  bool May(const authz::Principal& principal, const std::string& permission,
           const authz::LakeResource& resource) {
    return gate_->AuthorizeLake(principal, {permission, resource, kRegion}).has_value();
  }

  sys::SystemDisk disk_;
  std::string directory_;
  Surroundings around_;
  AllowAll allow_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<LakeFormation> lake_;
  std::unique_ptr<authz::FactGate> gate_;
  std::unique_ptr<LakeFormationService> open_, service_;
};

void ExpectCode(const Result<void>& result, std::string_view code, std::string_view text = "") {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, code) << result.error().message;
  EXPECT_NE(result.error().message.find(text), std::string::npos) << result.error().message;
}

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

TEST_F(LakeFormationTest, LocationsAreRegisteredOnceAndNameTheirRole) {
  lf::RegisterResourceInput input;
  input.resource_arn = kBuckets;
  input.role_arn = kRole;
  input.with_federation = true;
  input.with_privileged_access = true;
  ASSERT_TRUE(open_->RegisterResource(Root(), input));
  const auto pass = std::find_if(allow_.asked.begin(), allow_.asked.end(),
                                 [](const auto& need) { return need.action == "iam:PassRole"; });
  ASSERT_NE(pass, allow_.asked.end());
  EXPECT_EQ(pass->resource, kRole);
  EXPECT_EQ(pass->context.at("iam:PassedToService"), Words{"lakeformation.amazonaws.com"});
  EXPECT_EQ(open_->RegisterResource(Root(), input).error().code, "AlreadyExistsException");
  const std::string bucket = "arn:aws:s3tables:us-east-1:111122223333:bucket/b";
  EXPECT_EQ(*lake_->RegisteredRole(kOurs, kRegion, bucket), kRole);
  EXPECT_EQ(*lake_->RegisteredRole(kOurs, "eu-west-1", bucket), std::nullopt);
  EXPECT_EQ(
      *lake_->RegisteredRole(kOurs, kRegion, "arn:aws:s3tables:us-east-1:444455556666:bucket/b"),
      std::nullopt);
  input.resource_arn = bucket;
  input.role_arn = kOther;
  ASSERT_TRUE(open_->RegisterResource(Root(), input));
  EXPECT_EQ(*lake_->RegisteredRole(kOurs, kRegion, bucket), kOther);
  EXPECT_TRUE(*open_->DescribeResource(Root(), {kBuckets})->resource_info->with_federation);
  lf::ListResourcesInput list;
  list.max_results = 1;
  auto page = open_->ListResources(Root(), list);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->resource_info_list->size(), 1u);
  list.next_token = page->next_token;
  EXPECT_EQ(open_->ListResources(Root(), list)->resource_info_list->front().resource_arn, bucket);
  lf::ListResourcesInput filtered;
  filtered.filter_condition_list = {{{"ROLE_ARN", "EQ", Words{kOther}}}};
  EXPECT_EQ(open_->ListResources(Root(), filtered)->resource_info_list->size(), 1u);
  filtered.filter_condition_list = {{{"LAST_MODIFIED", "EQ", Words{"yesterday"}}}};
  EXPECT_EQ(open_->ListResources(Root(), filtered).error().code, "InvalidInputException");
  lf::UpdateResourceInput update;
  update.resource_arn = kBuckets;
  update.role_arn = kOther;
  ASSERT_TRUE(open_->UpdateResource(Root(), update));
  EXPECT_TRUE(*open_->DescribeResource(Root(), {kBuckets})->resource_info->with_federation);
  ASSERT_TRUE(open_->DeregisterResource(Root(), {kBuckets}));
  EXPECT_EQ(open_->DeregisterResource(Root(), {kBuckets}).error().code, "EntityNotFoundException");
  EXPECT_EQ(open_->UpdateResource(Root(), update).error().code, "EntityNotFoundException");
}

TEST_F(LakeFormationTest, SettingsAreDocumentedReplacedAndChecked) {
  const auto fresh = service_->GetDataLakeSettings(Root(), {})->data_lake_settings;
  EXPECT_TRUE(fresh->data_lake_admins->empty());
  EXPECT_EQ(fresh->create_table_default_permissions->size(), 1u);
  EXPECT_EQ(fresh->parameters->at("CROSS_ACCOUNT_VERSION"), "4");
  lf::PutDataLakeSettingsInput input;
  input.data_lake_settings.parameters = {{{"CROSS_ACCOUNT_VERSION", "1"}, {"SET_CONTEXT", "TRUE"}}};
  ASSERT_TRUE(service_->PutDataLakeSettings(Root(), input));
  const auto after = service_->GetDataLakeSettings(Root(), {})->data_lake_settings;
  EXPECT_TRUE(after->create_table_default_permissions->empty());
  EXPECT_EQ(after->parameters->at("CROSS_ACCOUNT_VERSION"), "1");
  EXPECT_FALSE(service_->GetDataLakeSettings(Root(), {kTheirs.text()}));
  const auto refused = [&](lf::DataLakeSettings settings) {
    return !service_->PutDataLakeSettings(Root(), {std::nullopt, std::move(settings)});
  };
  lf::DataLakeSettings bad;
  for (const char* name : {"nonsense", "arn:aws:iam::111122223333:role/missing", "111122223333",
                           "IAM_ALLOWED_PRINCIPALS"}) {
    bad.data_lake_admins = {{Who(name)}};
    EXPECT_TRUE(refused(bad)) << name;
  }
  bad.data_lake_admins.emplace(31, Who(kRole));
  EXPECT_TRUE(refused(bad));
  bad = {};
  bad.create_table_default_permissions = {{{Who("IAM_ALLOWED_PRINCIPALS"), Words{"SELECT"}}}};
  EXPECT_TRUE(refused(bad));
  bad = {};
  bad.parameters = {{{"CROSS_ACCOUNT_VERSION", "9"}}};
  EXPECT_TRUE(refused(bad));
  bad.parameters = {{{"FLY", "TRUE"}}};
  EXPECT_TRUE(refused(bad));
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
  lf::Resource tag, cells;
  tag.lf_tag.emplace() = {std::nullopt, "k", {"v"}};
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
      {"tag", kRole, tag, describe, {}, "NotImplemented"},
      {"data cells filter", kRole, cells, select, {}, "NotImplemented"},
  };
}

TEST_F(LakeFormationTest, MalformedGrantsAreRefusedAndChangeNothing) {
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
  EXPECT_FALSE(open_->RegisterResource(Root(), input));
}

}  // namespace
}  // namespace firn::services::lakeformation
