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
  return DecideLake(principal, {permission, resource, ""}, facts).allowed;
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
    return DecideLake(Writer(), {permission, resource, ""}, facts).allowed;
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
  EXPECT_TRUE(DecideLake(Writer(), {"DESCRIBE", Table(), ""}, facts).allowed);
  EXPECT_FALSE(DecideLake(Writer(), {"CREATE_DATABASE", Catalog(), ""}, facts).allowed);
  EXPECT_FALSE(MayGrant(RightsOn(Writer(), Table(), facts), {"DESCRIBE"}));
}

TEST(Lake, IamModeLeavesItToIam) {
  LakeFactsFor facts;
  facts.iam_mode = true;
  EXPECT_TRUE(DecideLake(Writer(), {"DROP", Table(), ""}, facts).allowed);
  EXPECT_FALSE(DecideLake(Writer(kTheirs), {"DROP", Table(), ""}, facts).allowed);
  EXPECT_FALSE(
      DecideLake(ServicePrincipal(kOurs, "x.amazonaws.com"), {"DROP", Table(), ""}, facts).allowed);
}

TEST(Lake, SharesReachTheAdministratorsOfTheOtherAccount) {
  LakeFactsFor facts;
  LakeGrant share = Grant(Table(), {"SELECT", "DESCRIBE"}, kTheirs.text());
  share.grantable = {"SELECT"};
  facts.grants = {share};
  EXPECT_FALSE(DecideLake(Writer(kTheirs), {"DESCRIBE", Table(), ""}, facts).allowed);
  facts.caller_settings.admins = {Writer(kTheirs).role_arn};
  EXPECT_TRUE(DecideLake(Writer(kTheirs), {"DESCRIBE", Table(), ""}, facts).allowed);
  EXPECT_FALSE(DecideLake(Writer(kTheirs), {"SELECT", Table(), ""}, facts).allowed);
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
    const LakeNeed need{permission, resource, ""};
    EXPECT_EQ(DecideLake(Writer(), need, {}).message, LakeRefusal(need).value().message);
    EXPECT_FALSE(DecideLake(Writer(), need, {}).allowed);
    Result<void> refused = LakeRefusal(need);
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

LakeTagExpression Expression(std::vector<std::pair<std::string, std::set<std::string>>> terms) {
  LakeTagExpression expression;
  for (auto& [key, values] : terms) expression.push_back({key, values});
  return expression;
}

TEST(Lake, ExpressionsNeedEveryConditionAndOneValueOfEach) {
  const LakeTags tags = {{"team", "red"}, {"area", "north"}};
  EXPECT_TRUE(Matches(Expression({{"team", {"red", "blue"}}}), tags));
  EXPECT_TRUE(Matches(Expression({{"team", {"*"}}, {"area", {"north"}}}), tags));
  EXPECT_FALSE(Matches(Expression({{"team", {"red"}}, {"area", {"south"}}}), tags));
  EXPECT_FALSE(Matches(Expression({{"none", {"*"}}}), tags));
  EXPECT_FALSE(Matches({}, tags));
  EXPECT_EQ(Inherited(tags, {{"team", "blue"}}).at("team"), "blue");
}

TEST(Lake, PoliciesReachDatabasesOrTablesWithTheirColumns) {
  LakeGrant grant;
  grant.principal = kWriter;
  grant.permissions = {"SELECT", "INSERT"};
  grant.grantable = {"SELECT"};
  grant.policy = LakeTagPolicy{LakeTagPolicy::Type::kTable, Expression({{"team", {"red"}}})};
  LakeFactsFor facts;
  facts.grants = {grant};
  EXPECT_TRUE(RightsOn(Writer(), Table(), facts).permissions.empty());
  facts.tagged.tags = {{"team", "red"}};
  EXPECT_TRUE(RightsOn(Writer(), Table(), facts).reads_whole());
  EXPECT_TRUE(MayGrant(RightsOn(Writer(), Table(), facts), {"SELECT"}));
  EXPECT_TRUE(RightsOn(Writer(), Database(), facts).permissions.empty());
  facts.tagged.columns["n"] = {{"team", "blue"}};
  LakeRights rights = RightsOn(Writer(), Table(), facts);
  EXPECT_EQ(rights.columns->excluded, std::vector<std::string>{"n"});
  EXPECT_TRUE(rights.permissions.contains("INSERT"));
  EXPECT_FALSE(MayGrant(rights, {"SELECT"}));
  facts.tagged.tags = {{"team", "blue"}};
  facts.tagged.columns["n"] = {{"team", "red"}};
  rights = RightsOn(Writer(), Table(), facts);
  EXPECT_EQ(rights.columns->included, std::vector<std::string>{"n"});
  EXPECT_FALSE(rights.permissions.contains("INSERT"));  // some columns give nothing but SELECT
}

TEST(Lake, FiltersAreForThoseWhoLeaveCellsOut) {
  LakeGrant grant = Grant(Table(), {"SELECT"});
  grant.filter = LakeFilter{"f", {.all = false, .included = {"a"}}, "n = 1"};
  LakeFactsFor facts;
  facts.grants = {grant};
  LakeNeed need{"SELECT", Table(), ""};
  EXPECT_FALSE(DecideLake(Writer(), need, facts).allowed);
  need.reader = LakeReader::kColumns;
  EXPECT_FALSE(DecideLake(Writer(), need, facts).allowed);
  need.reader = LakeReader::kCells;
  EXPECT_TRUE(DecideLake(Writer(), need, facts).allowed);
  facts.grants[0].filter->rows.clear();
  need.reader = LakeReader::kColumns;
  EXPECT_TRUE(DecideLake(Writer(), need, facts).allowed);
  need.reader = LakeReader::kWholeTable;
  EXPECT_FALSE(DecideLake(Writer(), need, facts).allowed);
}

TEST(Lake, IamModeLeavesTagsToLakeFormation) {
  LakeFactsFor facts;
  facts.iam_mode = true;
  const LakeResource catalog{"111122223333", "", ""};
  EXPECT_TRUE(DecideLake(Writer(), {"CREATE_DATABASE", catalog, ""}, facts).allowed);
  EXPECT_FALSE(DecideLake(Writer(), {"CREATE_LF_TAG", catalog, ""}, facts).allowed);
  EXPECT_TRUE(DecideLake(RootOf(kOurs), {"CREATE_LF_TAG", catalog, ""}, facts).allowed);
}

TEST(Lake, OptedInCallersLoseWhatIsLeftToIam) {
  LakeFactsFor facts;
  facts.iam_mode = facts.opted_in = true;
  facts.grants = {Grant(Table(), {"ALL"}, std::string(kIamAllowedPrincipals))};
  EXPECT_FALSE(DecideLake(Writer(), {"SELECT", Table(), ""}, facts).allowed);
  facts.grants.push_back(Grant(Table(), {"SELECT"}));
  EXPECT_TRUE(DecideLake(Writer(), {"SELECT", Table(), ""}, facts).allowed);
}

TEST(Lake, LocationsReachWhatLiesInThem) {
  LakeResource place{"111122223333", "", ""};
  place.location = "arn:aws:s3:::b/p/q";
  LakeFactsFor facts;
  const auto met = [&](const char* granted) {
    LakeResource thing{"111122223333", "", ""};
    thing.location = granted;
    facts.grants = {Grant(thing, {"DATA_LOCATION_ACCESS"})};
    return DecideLake(Writer(), {"DATA_LOCATION_ACCESS", place, ""}, facts).allowed;
  };
  EXPECT_TRUE(met("arn:aws:s3:::b/p/q"));
  EXPECT_TRUE(met("arn:aws:s3:::b/p/"));
  EXPECT_TRUE(met("arn:aws:s3:::b"));
  EXPECT_FALSE(met("arn:aws:s3:::b/p/qq"));
  EXPECT_FALSE(met("arn:aws:s3:::b/p/q/r"));
  EXPECT_FALSE(met("arn:aws:s3:::bb"));
  facts.registered = false;
  EXPECT_TRUE(met("arn:aws:s3:::elsewhere"));
}

TEST(Lake, TagsAreHeldByValueOrAsAWhole) {
  LakeResource red{"111122223333", "", ""}, key = red, any = red, blue = red;
  red.tag_key = key.tag_key = any.tag_key = blue.tag_key = "team";
  red.tag_value = "red";
  blue.tag_value = "blue";
  key.tag_value = "*";
  const LakeGrant some = Grant(red, {"DESCRIBE"}), all = Grant(key, {"DROP"});
  EXPECT_TRUE(Met(some, "DESCRIBE", red));
  EXPECT_TRUE(Met(some, "DESCRIBE", any));
  EXPECT_FALSE(Met(some, "DESCRIBE", blue));
  EXPECT_FALSE(Met(some, "DESCRIBE", key));
  EXPECT_TRUE(Met(all, "DROP", key));
  EXPECT_TRUE(Met(all, "DROP", blue));
}

TEST(Lake, WhatIsNotAcceptedDoesNotCount) {
  LakeFactsFor facts;
  facts.grants = {Grant(Table(), {"SELECT"}, Writer(kTheirs).role_arn)};
  EXPECT_TRUE(DecideLake(Writer(kTheirs), {"SELECT", Table(), ""}, facts).allowed);
  facts.grants[0].accepted = false;
  const Decision decision = DecideLake(Writer(kTheirs), {"SELECT", Table(), ""}, facts);
  EXPECT_FALSE(decision.allowed);
  ASSERT_EQ(decision.reasons.size(), 1u);
  EXPECT_NE(decision.reasons[0].find("has not been accepted"), std::string::npos);
}

TEST(Lake, GrantableRightsAreAskedForByThemselves) {
  LakeGrant grant = Grant(Table(), {"SELECT"});
  LakeFactsFor facts;
  facts.grants = {grant};
  LakeNeed need{"SELECT", Table(), ""};
  need.hold = LakeHold::kGrantable;
  EXPECT_FALSE(DecideLake(Writer(), need, facts).allowed);
  facts.grants[0].grantable = {"SELECT"};
  EXPECT_TRUE(DecideLake(Writer(), need, facts).allowed);
  facts.grants.clear();
  facts.iam_mode = true;
  EXPECT_FALSE(DecideLake(Writer(), need, facts).allowed);  // nothing there is to pass on
  facts.settings.admins = {kWriter};
  EXPECT_TRUE(DecideLake(Writer(), need, facts).allowed);
}

}  // namespace
}  // namespace firn::authz
