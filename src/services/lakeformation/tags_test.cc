// LF-tags, saved expressions, what they are assigned to, and grants by them.

#include "services/lakeformation/lakeformation_fixture.h"

namespace firn::services::lakeformation {
namespace {

using Expected = std::vector<std::pair<std::string, std::string>>;

class TagsTest : public LakeFormationTest {
 protected:
  Expected TagsOn(const std::optional<std::vector<lf::LFTagPair>>& pairs) {
    Expected tags;
    if (!pairs) return tags;
    for (const auto& pair : *pairs) {
      EXPECT_EQ(pair.catalog_id, kOurs.text());
      tags.emplace_back(pair.tag_key, pair.tag_values.at(0));
    }
    return tags;
  }
  lf::GetResourceLFTagsOutput Tags(lf::Resource resource, bool assigned = false) {
    lf::GetResourceLFTagsInput input;
    input.resource = std::move(resource);
    input.show_assigned_lf_tags = assigned;
    auto tags = service_->GetResourceLFTags(Root(), input);
    EXPECT_TRUE(tags) << tags.error().message;
    return tags ? *tags : lf::GetResourceLFTagsOutput();
  }
  Words ListedTags(const api::Call& call) {
    Words keys;
    lf::ListLFTagsInput input;
    input.max_results = 1;
    do {
      const auto page = service_->ListLFTags(call, input);
      EXPECT_TRUE(page);
      for (const auto& tag : *page->lf_tags) keys.push_back(tag.tag_key);
      input.next_token = page->next_token;
    } while (input.next_token);
    return keys;
  }
  Result<void> SaveExpression(std::string name, std::vector<lf::LFTag> expression) {
    lf::CreateLFTagExpressionInput input;
    input.name = std::move(name);
    input.expression = std::move(expression);
    FIRN_OK(service_->CreateLFTagExpression(Root(), input));
    return {};
  }
};

TEST_F(TagsTest, TagsAreKeptInLowerCaseChangedAndDeleted) {
  MakeTag("Team", {"Red", "blue"});
  const auto tag = service_->GetLFTag(Root(), {std::nullopt, "TEAM"});
  ASSERT_TRUE(tag);
  EXPECT_EQ(tag->tag_key, "team");
  EXPECT_EQ(tag->tag_values, (Words{"red", "blue"}));
  lf::CreateLFTagInput again;
  again.tag_key = "team";
  again.tag_values = {"x"};
  EXPECT_EQ(service_->CreateLFTag(Root(), again).error().code, "InvalidInputException");
  Assign(Database("ns"), "team", "red");
  lf::UpdateLFTagInput update;
  update.tag_key = "team";
  update.tag_values_to_delete = {{"red"}};
  EXPECT_EQ(service_->UpdateLFTag(Root(), update).error().message, "Update not allowed");
  update.tag_values_to_delete = {{"blue"}};
  update.tag_values_to_add = {{"green"}};
  ASSERT_TRUE(service_->UpdateLFTag(Root(), update));
  EXPECT_EQ(service_->GetLFTag(Root(), {std::nullopt, "team"})->tag_values,
            (Words{"red", "green"}));
  MakeTag("area", {"north"});
  Reopen();
  EXPECT_EQ(ListedTags(Root()), (Words{"area", "team"}));
  ASSERT_TRUE(service_->DeleteLFTag(Root(), {std::nullopt, "team"}));
  EXPECT_FALSE(Tags(Database("ns")).lf_tag_on_database);
  EXPECT_EQ(service_->DeleteLFTag(Root(), {std::nullopt, "team"}).error().code,
            "EntityNotFoundException");
  EXPECT_EQ(ListedTags(Root()), Words{"area"});
}

TEST_F(TagsTest, TablesInheritAndColumnsOverride) {
  MakeTag("team", {"red", "blue"});
  MakeTag("area", {"north"});
  Assign(Database("ns"), "team", "red");
  Assign(Table("t"), "area", "north");
  Assign(Columns(Words{"n"}), "team", "blue");
  auto tags = Tags(Table("t"));
  EXPECT_EQ(TagsOn(tags.lf_tag_on_database), (Expected{{"team", "red"}}));
  EXPECT_EQ(TagsOn(tags.lf_tags_on_table), (Expected{{"area", "north"}, {"team", "red"}}));
  ASSERT_EQ(tags.lf_tags_on_columns->size(), 2u);
  EXPECT_EQ(TagsOn(tags.lf_tags_on_columns->at(0).lf_tags),
            (Expected{{"area", "north"}, {"team", "red"}}));
  EXPECT_EQ(TagsOn(tags.lf_tags_on_columns->at(1).lf_tags),
            (Expected{{"area", "north"}, {"team", "blue"}}));
  tags = Tags(Table("t"), true);
  EXPECT_FALSE(tags.lf_tag_on_database);
  EXPECT_EQ(TagsOn(tags.lf_tags_on_table), (Expected{{"area", "north"}}));
  ASSERT_EQ(tags.lf_tags_on_columns->size(), 1u);
  lf::RemoveLFTagsFromResourceInput remove;
  remove.resource = Table("t");
  remove.lf_tags = {{std::nullopt, "team", {"red"}}, {std::nullopt, "area", {"north"}}};
  const auto removed = service_->RemoveLFTagsFromResource(Root(), remove);
  ASSERT_TRUE(removed);
  ASSERT_EQ(removed->failures->size(), 1u);  // what is inherited is not its own
  EXPECT_EQ(removed->failures->front().lf_tag->tag_key, "team");
  EXPECT_FALSE(Tags(Table("t"), true).lf_tags_on_table);
  ASSERT_TRUE(lake_->Forget({kBucket, "ns", "t"}, kRegion));
  EXPECT_EQ(TagsOn(Tags(Columns(Words{"n"})).lf_tags_on_columns->at(0).lf_tags),
            (Expected{{"team", "red"}}));
}

TEST_F(TagsTest, UnknownTagsAreNamedOneByOne) {
  MakeTag("team", {"red"});
  lf::AddLFTagsToResourceInput input;
  input.resource = Database("ns");
  input.lf_tags = {{std::nullopt, "none", {"v"}},
                   {std::nullopt, "team", {"red", "red2"}},
                   {kTheirs.text(), "team", {"red"}},
                   {std::nullopt, "team", {"red"}}};
  const auto done = service_->AddLFTagsToResource(Root(), input);
  ASSERT_TRUE(done);
  ASSERT_EQ(done->failures->size(), 3u);
  EXPECT_EQ(done->failures->front().lf_tag->catalog_id, kOurs.text());
  EXPECT_EQ(done->failures->front().error->error_code, "EntityNotFoundException");
  EXPECT_EQ(done->failures->front().error->error_message, "Tag or tag value does not exist.");
  EXPECT_EQ(TagsOn(Tags(Database("ns")).lf_tag_on_database), (Expected{{"team", "red"}}));
}

TEST_F(TagsTest, GrantsByTagsReachWhatBearsThem) {
  const authz::LakeResource table{kBucket, "ns", "t"}, database{kBucket, "ns", ""};
  MakeTag("team", {"red", "blue"});
  MakeTag("area", {"north", "south"});
  ASSERT_TRUE(Grant(Root(), kRole, Policy("TABLE", {{"team", {"red"}}, {"area", {"*"}}}),
                    {"SELECT", "DESCRIBE"}));
  ASSERT_TRUE(Grant(Root(), kRole, Policy("DATABASE", {{"team", {"red", "blue"}}}), {"DESCRIBE"}));
  EXPECT_FALSE(May(Session(kRole), "ANY", table));
  Assign(Database("ns"), "team", "red");
  EXPECT_TRUE(May(Session(kRole), "DESCRIBE", database));
  EXPECT_FALSE(May(Session(kRole), "SELECT", table));  // one condition is not met
  Assign(Table("t"), "area", "south");
  EXPECT_TRUE(May(Session(kRole), "SELECT", table));
  EXPECT_FALSE(May(Session(kRole), "INSERT", table));
  EXPECT_FALSE(May(Session(kOther), "SELECT", table));
  Assign(Columns(Words{"n"}), "team", "blue");
  const auto rights = RightsOf(Session(kRole), table);
  ASSERT_TRUE(rights.columns);
  EXPECT_EQ(rights.columns->excluded, Words{"n"});
  EXPECT_FALSE(May(Session(kRole), "SELECT", table));  // who reads whole rows is refused
  Assign(Table("t"), "team", "blue");
  EXPECT_FALSE(May(Session(kRole), "ANY", table));
  Assign(Columns(Words{"n"}), "team", "red");
  EXPECT_EQ(RightsOf(Session(kRole), table).columns->included, Words{"n"});
  EXPECT_FALSE(May(Session(kRole), "INSERT", table));
  const auto rows = Rows(Root(), Policy("TABLE", {{"area", {"*"}}, {"team", {"red"}}}), kRole);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].resource->lf_tag_policy->expression->size(), 2u);
  ASSERT_TRUE(Revoke(Root(), kRole, *rows[0].resource, {"SELECT", "DESCRIBE"}));
  EXPECT_FALSE(May(Session(kRole), "ANY", table));
  ASSERT_TRUE(service_->DeleteLFTag(Root(), {std::nullopt, "team"}));
  EXPECT_TRUE(Rows(Root(), Policy("DATABASE", {{"team", {"blue", "red"}}}), kRole).empty());
}

TEST_F(TagsTest, SavedExpressionsChangeWhatTheyGrantAtOnce) {
  const authz::LakeResource table{kBucket, "ns", "t"};
  MakeTag("team", {"red", "blue"});
  ASSERT_TRUE(SaveExpression("ours", {{"team", {"red"}}}));
  EXPECT_FALSE(SaveExpression("ours", {{"team", {"red"}}}));
  ExpectCode(SaveExpression("bad", {{"team", {"none"}}}), "EntityNotFoundException");
  ASSERT_TRUE(Grant(Root(), kRole, NamedPolicy("TABLE", "ours"), {"SELECT"}));
  Assign(Database("ns"), "team", "blue");
  EXPECT_FALSE(May(Session(kRole), "SELECT", table));
  lf::UpdateLFTagExpressionInput update;
  update.name = "ours";
  update.description = "both";
  update.expression = {{"team", {"blue", "red"}}};
  ASSERT_TRUE(service_->UpdateLFTagExpression(Root(), update));
  EXPECT_TRUE(May(Session(kRole), "SELECT", table));
  const auto saved = service_->GetLFTagExpression(Root(), {"ours", std::nullopt});
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->description, "both");
  EXPECT_EQ(saved->expression->front().tag_values, (Words{"blue", "red"}));
  EXPECT_EQ(service_->ListLFTagExpressions(Root(), {})->lf_tag_expressions->size(), 1u);
  EXPECT_TRUE(service_->ListLFTagExpressions(As(Session(kRole)), {})->lf_tag_expressions->empty());
  EXPECT_FALSE(service_->GetLFTagExpression(As(Session(kRole)), {"ours", std::nullopt}));
  ASSERT_TRUE(service_->DeleteLFTagExpression(Root(), {"ours", std::nullopt}));
  EXPECT_FALSE(May(Session(kRole), "SELECT", table));
  ASSERT_TRUE(SaveExpression("ours", {{"team", {"blue"}}}));
  EXPECT_FALSE(May(Session(kRole), "SELECT", table));  // a new one of the name starts afresh
}

TEST_F(TagsTest, WhoMakesTagsRulesThemAndNobodyElseDoes) {
  const auto maker = As(Session(kRole));
  lf::CreateLFTagInput input;
  input.tag_key = "team";
  input.tag_values = {"red"};
  const auto refused = service_->CreateLFTag(maker, input);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "AccessDeniedException");
  EXPECT_EQ(refused.error().message,
            "Insufficient Lake Formation permission(s): Required create tag on catalog");
  ASSERT_TRUE(Grant(Root(), kRole, Catalog(std::nullopt), {"CREATE_LF_TAG"}));
  ASSERT_TRUE(service_->CreateLFTag(maker, input));
  EXPECT_TRUE(ListedTags(As(Session(kOther))).empty());
  EXPECT_FALSE(service_->GetLFTag(As(Session(kOther)), {std::nullopt, "team"}));
  EXPECT_FALSE(service_->DeleteLFTag(As(Session(kOther)), {std::nullopt, "team"}));
  lf::UpdateLFTagInput update;
  update.tag_key = "team";
  update.tag_values_to_add = {{"blue"}};
  ASSERT_TRUE(service_->UpdateLFTag(maker, update));
  ASSERT_TRUE(Grant(maker, kOther, Tag("team", {"red"}), {"DESCRIBE", "ASSOCIATE"}));
  EXPECT_EQ(service_->GetLFTag(As(Session(kOther)), {std::nullopt, "team"})->tag_values,
            Words{"red"});
  ExpectCode(Grant(As(Session(kOther)), kRole, Tag("team", {"red"}), {"DESCRIBE"}),
             "AccessDeniedException");
  ExpectCode(Grant(As(Session(kOther)), kRole, Policy("TABLE", {{"team", {"red"}}}), {"SELECT"}),
             "AccessDeniedException");
  // To tag a table is also to rule the table.
  lf::AddLFTagsToResourceInput add;
  add.resource = Table("t");
  add.lf_tags = {{std::nullopt, "team", {"red"}}};
  EXPECT_FALSE(service_->AddLFTagsToResource(As(Session(kOther)), add));
  const Words every = {"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
  ASSERT_TRUE(Grant(Root(), kOther, Table("t"), every, every));
  EXPECT_TRUE(service_->AddLFTagsToResource(As(Session(kOther)), add));
  add.lf_tags = {{std::nullopt, "team", {"blue"}}};
  EXPECT_FALSE(service_->AddLFTagsToResource(As(Session(kOther)), add));
}

TEST_F(TagsTest, TagGrantsAreListedByKeyAndValue) {
  MakeTag("team", {"red", "blue"});
  ASSERT_TRUE(Grant(Root(), kRole, Tag("team", {"red", "blue"}), {"DESCRIBE", "ASSOCIATE"}));
  ASSERT_TRUE(Grant(Root(), kOther, Tag("team", {"*"}), {"DROP", "ALTER"}));
  const auto rows = Rows(Root(), Tag("team", {"red", "blue"}), kRole);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].resource->lf_tag->tag_values, (Words{"blue", "red"}));
  lf::ListPermissionsInput input;
  input.resource_type = "LF_TAG";
  EXPECT_EQ(service_->ListPermissions(Root(), input)->principal_resource_permissions->size(), 2u);
  input.resource_type = "LF_TAG_POLICY";
  EXPECT_TRUE(service_->ListPermissions(Root(), input)->principal_resource_permissions->empty());
  ASSERT_TRUE(Revoke(Root(), kRole, Tag("team", {"red"}), {"DESCRIBE", "ASSOCIATE"}));
  ASSERT_EQ(Rows(Root(), Tag("team", {"blue"}), kRole).size(), 1u);
  ExpectCode(Revoke(Root(), kRole, Tag("team", {"red"}), {"DESCRIBE"}), "InvalidInputException",
             "No permissions revoked. Grantee has no permissions");
}

TEST_F(TagsTest, SearchFindsWhatMatchesAndMayBeSeen) {
  MakeTag("team", {"red", "blue"});
  Assign(Database("ns"), "team", "red");
  Assign(Columns(Words{"id"}), "team", "blue");
  lf::SearchTablesByLFTagsInput tables;
  tables.expression = {{"team", {"blue"}}};
  auto found = service_->SearchTablesByLFTags(Root(), tables);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->table_list->size(), 1u);
  EXPECT_EQ(found->table_list->front().table->name, "t");
  EXPECT_EQ(found->table_list->front().lf_tags_on_columns->front().name, "id");
  tables.expression = {{"team", {"red"}}};
  tables.max_results = 1;
  found = service_->SearchTablesByLFTags(Root(), tables);
  EXPECT_EQ(found->table_list->front().table->name, "t");
  ASSERT_TRUE(found->next_token);
  tables.next_token = found->next_token;
  EXPECT_EQ(service_->SearchTablesByLFTags(Root(), tables)->table_list->front().table->name,
            "tlink");
  EXPECT_TRUE(service_->SearchTablesByLFTags(As(Session(kRole)), tables)->table_list->empty());
  lf::SearchDatabasesByLFTagsInput databases;
  databases.expression = {{"team", {"blue"}}};
  EXPECT_TRUE(service_->SearchDatabasesByLFTags(Root(), databases)->database_list->empty());
  databases.expression = {{"team", {"red"}}};
  EXPECT_EQ(service_->SearchDatabasesByLFTags(Root(), databases)->database_list->size(), 1u);
}

}  // namespace
}  // namespace firn::services::lakeformation
