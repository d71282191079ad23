#include "authz/fact_gate.h"

#include <gtest/gtest.h>

namespace firn::authz {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");

Principal User() {
  Principal user;
  user.kind = Principal::Kind::kUser;
  user.account = kOurs;
  user.arn = "arn:aws:iam::111122223333:user/anna";
  user.id = "AIDAAAAAAAAAAAAAAAAA";
  return user;
}

class Facts final : public IdentityFacts, public ResourceFacts, public LakeFacts {
 public:
  IdentityRecord identity;
  std::optional<ResourceRecord> resource;
  LakeSettings settings;
  std::vector<LakeGrant> grants;
  mutable std::string region_asked;

  Result<IdentityRecord> RecordOf(const Principal&) const override { return identity; }
  Result<std::optional<ResourceRecord>> RecordOf(std::string_view) const override {
    return resource;
  }
  Result<LakeFactsFor> FactsFor(const Principal&, const LakeResource&,
                                const std::string& region) const override {
    region_asked = region;
    LakeFactsFor facts;
    facts.settings = facts.caller_settings = settings;
    facts.grants = grants;
    return facts;
  }
};

class FactGateTest : public testing::Test {
 protected:
  Facts facts_;
  FactGate gate_{{.identity = &facts_, .resources = {&facts_}, .lake = &facts_}};
  Circumstances now_{.region = "us-east-1"};

  void Allow(std::string_view action) {
    facts_.identity.policies.push_back(
        {"p", R"({"Statement":{"Effect":"Allow","Resource":"*","Action":")" + std::string(action) +
                  "\"}}"});
  }
};

TEST_F(FactGateTest, EveryNeedMustBeAllowed) {
  Allow("glue:GetTable");
  const Need get{.action = "glue:GetTable", .resource = "*"};
  const Need drop{.action = "glue:DeleteTable", .resource = "*"};
  EXPECT_TRUE(gate_.Authorize(User(), now_, {}));
  EXPECT_TRUE(gate_.Authorize(User(), now_, {get}));
  auto refused = gate_.Authorize(User(), now_, {get, drop});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kDenied);
  EXPECT_EQ(refused.error().code, "");
  EXPECT_NE(refused.error().message.find("glue:DeleteTable"), std::string::npos);
}

TEST_F(FactGateTest, TheResourcesOwnerDecidesWhatIsForeign) {
  Allow("s3:GetObject");
  const Need need{.action = "s3:GetObject", .resource = "arn:aws:s3:::b/k"};
  EXPECT_TRUE(gate_.Authorize(User(), now_, {need}));
  facts_.resource = ResourceRecord{*AccountId::Parse("444455556666"), {}};
  EXPECT_FALSE(gate_.Authorize(User(), now_, {need}));
  facts_.resource->policies.push_back(
      {"bucket", R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
                     "Action":"s3:*","Resource":"*"}})"});
  EXPECT_TRUE(gate_.Authorize(User(), now_, {need}));
}

TEST_F(FactGateTest, LakeFormationIsAskedAfterIam) {
  const Need need{.action = "glue:GetTable",
                  .resource = "*",
                  .lake = LakeNeed{"DESCRIBE", {"111122223333", "d", "t"}, ""}};
  auto refused = gate_.Authorize(User(), now_, {need});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("identity-based"), std::string::npos);
  Allow("*");
  refused = gate_.Authorize(User(), now_, {need});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "Insufficient Lake Formation permission(s): Required Describe on t");
  EXPECT_EQ(facts_.region_asked, "us-east-1");
  LakeGrant grant;
  grant.principal = User().arn;
  grant.resource = {"111122223333", "d", "t"};
  grant.permissions = {"SELECT"};
  facts_.grants = {grant};
  EXPECT_TRUE(gate_.Authorize(User(), now_, {need}));
  EXPECT_TRUE(gate_.AuthorizeLake(User(), {"SELECT", grant.resource, "us-east-1"}));
  EXPECT_FALSE(gate_.AuthorizeLake(User(), {"INSERT", grant.resource, "us-east-1"}));
}

TEST_F(FactGateTest, ALakeNeedWithoutRegionIsADefect) {
  auto refused = gate_.AuthorizeLake(RootOf(kOurs), {"SELECT", {"111122223333", "d", "t"}, ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kInternal);
}

TEST_F(FactGateTest, AnUnreadablePolicyRefuses) {
  Allow("*");
  facts_.identity.policies.push_back({"broken", "{"});
  auto refused = gate_.Authorize(User(), now_, {{.action = "s3:GetObject", .resource = "*"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kCorrupt);
}

TEST_F(FactGateTest, ContextOfTheNeedReachesConditions) {
  facts_.identity.policies.push_back(
      {"p", R"({"Statement":{"Effect":"Allow","Resource":"*","Action":"s3tables:GetTable",
               "Condition":{"StringEquals":{"s3tables:namespace":"sales",
                                            "aws:RequestedRegion":"us-east-1"}}}})"});
  Need need{.action = "s3tables:GetTable", .resource = "*"};
  EXPECT_FALSE(gate_.Authorize(User(), now_, {need}));
  need.context["s3tables:namespace"] = {"sales"};
  EXPECT_TRUE(gate_.Authorize(User(), now_, {need}));
}

}  // namespace
}  // namespace firn::authz
