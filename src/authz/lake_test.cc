#include "authz/lake.h"

#include <gtest/gtest.h>

namespace firn::authz {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");
const AccountId kTheirs = *AccountId::Parse("444455556666");
const std::string kCatalog = "111122223333:s3tablescatalog/b";

Principal Writer(const AccountId& account = kOurs) {
  Principal session;
  session.kind = Principal::Kind::kRoleSession;
  session.account = account;
  session.arn = "arn:aws:sts::" + account.text() + ":assumed-role/Writer/s";
  session.role_arn = "arn:aws:iam::" + account.text() + ":role/Writer";
  session.id = "AROAAAAAAAAAAAAAAAAA:s";
  return session;
}
const std::string kWriter = Writer().role_arn;

LakeResource Catalog(std::string id = kCatalog) { return {std::move(id), "", ""}; }
LakeResource Database(std::string name = "d") { return {kCatalog, std::move(name), ""}; }
LakeResource Table(std::string name = "t") { return {kCatalog, "d", std::move(name)}; }

LakeGrant Grant(LakeResource resource, std::set<std::string> permissions,
                std::string principal = kWriter) {
  LakeGrant grant;
  grant.principal = std::move(principal);
  grant.resource = std::move(resource);
  grant.permissions = std::move(permissions);
  return grant;
}

LakeGrant AllTables(std::set<std::string> permissions, std::string database = "d") {
  LakeGrant grant = Grant(Database(std::move(database)), std::move(permissions));
  grant.all_tables = true;
  return grant;
}

bool Met(const LakeGrant& grant, const std::string& permission, const LakeResource& resource,
         const Principal& principal = Writer()) {
  LakeFactsFor facts;
  facts.grants = {grant};
  return DecideLake(principal, {permission, resource, ""}, facts).has_value();
}

struct Row {
  const char* what;
  LakeGrant grant;
  const char* permission;
  LakeResource resource;
  bool met;
};

TEST(Lake, GrantsReachWhatTheyName) {
  const std::string everyone(kIamAllowedPrincipals);
  const Row rows[] = {
      {"the permission", Grant(Table(), {"SELECT"}), "SELECT", Table(), true},
      {"another one", Grant(Table(), {"SELECT"}), "INSERT", Table(), false},
      {"any implies describe", Grant(Table(), {"INSERT"}), "DESCRIBE", Table(), true},
      {"any", Grant(Table(), {"DROP"}), "ANY", Table(), true},
      {"describe implies nothing", Grant(Table(), {"DESCRIBE"}), "SELECT", Table(), false},
      {"another table", Grant(Table("u"), {"SELECT"}), "SELECT", Table(), false},
      {"ALL on a table", Grant(Table(), {"ALL"}), "DELETE", Table(), true},
      {"ALL on a table is no CREATE_TABLE", Grant(Table(), {"ALL"}), "CREATE_TABLE", Table(),
       false},
      {"ALL on a database", Grant(Database(), {"ALL"}), "CREATE_TABLE", Database(), true},
      {"ALL on a database is not on its tables", Grant(Database(), {"ALL"}), "DESCRIBE", Table(),
       false},
      {"a table says nothing of its database", Grant(Table(), {"ALL"}), "DESCRIBE", Database(),
       false},
      {"wildcard", AllTables({"SELECT"}), "SELECT", Table("any"), true},
      {"wildcard is not the database", AllTables({"SELECT"}), "DESCRIBE", Database(), false},
      {"wildcard elsewhere", AllTables({"SELECT"}, "e"), "SELECT", Table(), false},
      {"wildcard ALL", AllTables({"ALL"}), "ALTER", Table(), true},
      {"ALL on a catalog", Grant(Catalog(), {"ALL"}), "CREATE_DATABASE", Catalog(), true},
      {"ALL on a catalog is not on databases", Grant(Catalog(), {"ALL"}), "DESCRIBE", Database(),
       false},
      {"super user below", Grant(Catalog(), {"SUPER_USER"}), "DROP", Table(), true},
      {"super user of the parent", Grant(Catalog("111122223333:s3tablescatalog"), {"SUPER_USER"}),
       "CREATE_TABLE", Database(), true},
      {"super user does not drop the catalog", Grant(Catalog(), {"SUPER_USER"}), "DROP", Catalog(),
       false},
      {"super user creates databases", Grant(Catalog(), {"SUPER_USER"}), "CREATE_DATABASE",
       Catalog(), true},
      {"super user of a sibling", Grant(Catalog("111122223333:s3tablescatalog/bb"), {"SUPER_USER"}),
       "SELECT", Table(), false},
      {"super user of a name that begins alike",
       Grant(Catalog("111122223333:s3tables"), {"SUPER_USER"}), "SELECT", Table(), false},
      {"everyone", Grant(Table(), {"ALL"}, everyone), "SELECT", Table(), true},
      {"all principals of the account", Grant(Table(), {"SELECT"}, "111122223333:IAMPrincipals"),
       "SELECT", Table(), true},
      {"all principals of another", Grant(Table(), {"SELECT"}, "444455556666:IAMPrincipals"),
       "SELECT", Table(), false},
      {"another role", Grant(Table(), {"SELECT"}, "arn:aws:iam::111122223333:role/Reader"),
       "SELECT", Table(), false},
      {"the session's ARN is nobody", Grant(Table(), {"SELECT"}, Writer().arn), "SELECT", Table(),
       false},
      {"an account is nobody", Grant(Table(), {"SELECT"}, "111122223333"), "SELECT", Table(),
       false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Met(row.grant, row.permission, row.resource), row.met) << row.what;
  }
}

TEST(Lake, RootIsFreeAtHomeOnlyAndServicesNever) {
  const LakeGrant unrelated = Grant(Table("x"), {"ALL"});
  EXPECT_TRUE(Met(unrelated, "DROP", Table(), RootOf(kOurs)));
  EXPECT_FALSE(Met(unrelated, "DROP", Table(), RootOf(kTheirs)));
  const Principal service = ServicePrincipal(kOurs, "firehose.amazonaws.com");
  EXPECT_FALSE(
      Met(Grant(Table(), {"ALL"}, std::string(kIamAllowedPrincipals)), "SELECT", Table(), service));
  EXPECT_FALSE(Met(Grant(Table(), {"ALL"}, std::string(kIamAllowedPrincipals)), "SELECT", Table(),
                   Principal{}));
}

TEST(Lake, AdministratorsSeeAndCreateButDoNotRead) {
  LakeFactsFor facts;
  facts.settings.admins = {kWriter};
  const auto met = [&](const char* permission, const LakeResource& resource) {
    return DecideLake(Writer(), {permission, resource, ""}, facts).has_value();
  };
  EXPECT_TRUE(met("DESCRIBE", Table()));
  EXPECT_TRUE(met("CREATE_DATABASE", Catalog()));
  EXPECT_TRUE(met("CREATE_CATALOG", Catalog("111122223333")));
  EXPECT_FALSE(met("SELECT", Table()));
  EXPECT_FALSE(met("DROP", Database()));
  EXPECT_FALSE(met("CREATE_TABLE", Database()));
  const LakeRights rights = RightsOn(Writer(), Table(), facts);
  EXPECT_TRUE(MayGrant(rights, {"SELECT", "DROP"}));
  EXPECT_FALSE(RightsOn(Writer(kTheirs), Table(), facts).admin);
}

TEST(Lake, ReadOnlyAdministratorsOnlySee) {
  LakeFactsFor facts;
  facts.settings.read_only_admins = {kWriter};
  EXPECT_TRUE(DecideLake(Writer(), {"DESCRIBE", Table(), ""}, facts));
  EXPECT_FALSE(DecideLake(Writer(), {"CREATE_DATABASE", Catalog(), ""}, facts));
  EXPECT_FALSE(MayGrant(RightsOn(Writer(), Table(), facts), {"DESCRIBE"}));
}

TEST(Lake, IamModeLeavesItToIam) {
  LakeFactsFor facts;
  facts.iam_mode = true;
  EXPECT_TRUE(DecideLake(Writer(), {"DROP", Table(), ""}, facts));
  EXPECT_FALSE(DecideLake(Writer(kTheirs), {"DROP", Table(), ""}, facts));
  EXPECT_FALSE(
      DecideLake(ServicePrincipal(kOurs, "x.amazonaws.com"), {"DROP", Table(), ""}, facts));
}

TEST(Lake, SharesReachTheAdministratorsOfTheOtherAccount) {
  LakeFactsFor facts;
  LakeGrant share = Grant(Table(), {"SELECT", "DESCRIBE"}, kTheirs.text());
  share.grantable = {"SELECT"};
  facts.grants = {share};
  EXPECT_FALSE(DecideLake(Writer(kTheirs), {"DESCRIBE", Table(), ""}, facts));
  facts.caller_settings.admins = {Writer(kTheirs).role_arn};
  EXPECT_TRUE(DecideLake(Writer(kTheirs), {"DESCRIBE", Table(), ""}, facts));
  EXPECT_FALSE(DecideLake(Writer(kTheirs), {"SELECT", Table(), ""}, facts));
  const LakeRights rights = RightsOn(Writer(kTheirs), Table(), facts);
  EXPECT_TRUE(MayGrant(rights, {"SELECT"}));
  EXPECT_FALSE(MayGrant(rights, {"INSERT"}));
}

TEST(Lake, GrantOptionLetsAPrincipalGrantThatMuch) {
  LakeFactsFor facts;
  LakeGrant grant = Grant(Table(), {"SELECT", "INSERT"});
  grant.grantable = {"SELECT"};
  facts.grants = {grant};
  const LakeRights rights = RightsOn(Writer(), Table(), facts);
  EXPECT_TRUE(MayGrant(rights, {"SELECT"}));
  EXPECT_FALSE(MayGrant(rights, {"SELECT", "INSERT"}));
  EXPECT_FALSE(MayGrant(rights, {}));
}

TEST(Lake, ColumnsAreTheUnionOfWhatSelectReaches) {
  LakeFactsFor facts;
  LakeGrant some = Grant(Table(), {"SELECT"});
  some.columns = {.all = false, .included = {"a", "b"}};
  LakeGrant without = Grant(Table(), {"SELECT"});
  without.columns = {.all = true, .excluded = {"b", "c"}};
  facts.grants = {some};
  EXPECT_EQ(RightsOn(Writer(), Table(), facts).columns, some.columns);
  facts.grants = {some, without};
  EXPECT_EQ(RightsOn(Writer(), Table(), facts).columns, (LakeColumns{.excluded = {"c"}}));
  facts.grants = {without, some};
  EXPECT_EQ(RightsOn(Writer(), Table(), facts).columns, (LakeColumns{.excluded = {"c"}}));
  facts.grants = {without, Grant(Table(), {"ALL"})};
  EXPECT_EQ(RightsOn(Writer(), Table(), facts).columns, LakeColumns{});
  facts.grants = {Grant(Table(), {"INSERT"})};
  EXPECT_EQ(RightsOn(Writer(), Table(), facts).columns, std::nullopt);
}

TEST(Lake, RefusesInTheWordsOfAws) {
  const auto text = [](const char* permission, const LakeResource& resource) {
    auto refused = DecideLake(Writer(), {permission, resource, ""}, {});
    EXPECT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "AccessDeniedException");
    EXPECT_EQ(refused.error().kind, Kind::kDenied);
    return refused.error().message;
  };
  const std::string start = "Insufficient Lake Formation permission(s): Required ";
  EXPECT_EQ(text("ANY", Table("orders")), start + "Describe on orders");
  EXPECT_EQ(text("DESCRIBE", Database("sales")), start + "Describe on sales");
  EXPECT_EQ(text("CREATE_TABLE", Database("sales")), start + "Create Table on sales");
  EXPECT_EQ(text("CREATE_DATABASE", Catalog()), start + "Create Database on Catalog");
  EXPECT_EQ(text("DESCRIBE", Catalog()), start + "Describe on " + kCatalog);
}

}  // namespace
}  // namespace firn::authz
