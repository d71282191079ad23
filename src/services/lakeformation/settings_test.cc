// Settings and registered locations.

#include "services/lakeformation/lakeformation_fixture.h"

namespace firn::services::lakeformation {
namespace {

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

}  // namespace
}  // namespace firn::services::lakeformation
