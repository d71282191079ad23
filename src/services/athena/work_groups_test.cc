#include "services/athena/work_groups.h"

#include <gtest/gtest.h>

namespace firn::services::athena {
namespace {

WorkGroupRecord Group(const char* location, bool enforced) {
  WorkGroupRecord group;
  group.name = "g";
  if (location != nullptr)
    group.configuration.result_configuration.emplace().output_location = location;
  group.configuration.enforce_work_group_configuration = enforced;
  EXPECT_TRUE(CompleteConfiguration(group.configuration));
  return group;
}

std::optional<api::athena::ResultConfiguration> Asked(const char* location) {
  api::athena::ResultConfiguration asked;
  asked.output_location = location;
  return asked;
}

TEST(WorkGroupTest, EnforcedSettingsWin) {
  const auto place = [](const WorkGroupRecord& group, const char* location) {
    const auto found = ResultPlaceOf(group, location == nullptr ? std::nullopt : Asked(location));
    return found ? found->configuration.output_location.value_or("kept") : found.error().code;
  };
  EXPECT_EQ(place(Group("s3://own/", true), "s3://asked/"), "s3://own/");
  EXPECT_EQ(place(Group("s3://own/", false), "s3://asked/"), "s3://asked/");
  EXPECT_EQ(place(Group("s3://own/", false), nullptr), "s3://own/");
  EXPECT_EQ(place(Group(nullptr, true), "s3://asked/"), "InvalidRequestException");
  EXPECT_EQ(place(Group(nullptr, false), nullptr), "InvalidRequestException");
  EXPECT_EQ(place(Group(nullptr, false), "asked"), "InvalidRequestException");
  WorkGroupRecord managed = Group(nullptr, false);
  managed.configuration.managed_query_results_configuration.emplace().enabled = true;
  EXPECT_EQ(place(managed, nullptr), "kept");
  EXPECT_EQ(place(managed, "s3://asked/"), "s3://asked/");
  managed.configuration.enforce_work_group_configuration = true;
  EXPECT_EQ(place(managed, "s3://asked/"), "kept");
  WorkGroupRecord primary = Group(nullptr, false);
  primary.name = kPrimary;
  EXPECT_EQ(place(primary, nullptr), "kept");
  EXPECT_EQ(place(primary, "s3://asked/"), "s3://asked/");
  primary.configuration.managed_query_results_configuration.emplace().enabled = false;
  EXPECT_EQ(place(primary, nullptr), "InvalidRequestException");
}

TEST(WorkGroupTest, UpdatesSetAndRemove) {
  WorkGroupRecord group = Group("s3://own/", true);
  api::athena::WorkGroupConfigurationUpdates updates;
  updates.bytes_scanned_cutoff_per_query = 20'000'000;
  updates.result_configuration_updates.emplace().remove_output_location = true;
  ASSERT_TRUE(UpdateConfiguration(updates, group.configuration));
  EXPECT_EQ(group.configuration.bytes_scanned_cutoff_per_query, 20'000'000);
  EXPECT_FALSE(group.configuration.result_configuration->output_location);
  updates.remove_bytes_scanned_cutoff_per_query = true;
  EXPECT_EQ(UpdateConfiguration(updates, group.configuration).error().code,
            "InvalidRequestException");
}

TEST(WorkGroupTest, RefusesWhatWouldDoNothing) {
  const auto code = [](auto change) {
    api::athena::WorkGroupConfiguration configuration;
    change(configuration);
    const auto done = CompleteConfiguration(configuration);
    return done ? std::string() : done.error().code;
  };
  EXPECT_EQ(code([](auto& c) { c.execution_role = "arn:aws:iam::111122223333:role/x"; }),
            "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.additional_configuration = "spark"; }), "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.monitoring_configuration.emplace(); }), "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.engine_configuration.emplace(); }), "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.identity_center_configuration.emplace(); }), "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.enable_minimum_encryption_configuration = true; }),
            "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.customer_content_encryption_configuration.emplace(); }),
            "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.query_results_s3_access_grants_configuration.emplace(); }),
            "NotImplemented");
  EXPECT_EQ(code([](auto& c) { c.engine_version.emplace().selected_engine_version = "2"; }),
            "InvalidRequestException");
  EXPECT_EQ(code([](auto& c) {
              c.managed_query_results_configuration.emplace().enabled = true;
              c.result_configuration.emplace().output_location = "s3://b/";
            }),
            "InvalidRequestException");
  EXPECT_EQ(code([](auto& c) { c.requester_pays_enabled = true; }), "");
}

}  // namespace
}  // namespace firn::services::athena
