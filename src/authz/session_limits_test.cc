// What limits a principal from outside its own policies: the organization's service control
// policies, and the session policies of federated users.

#include <gtest/gtest.h>

#include "authz/decision.h"

namespace firn::authz {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");
constexpr char kAllowAll[] = R"({"Effect":"Allow","Action":"*","Resource":"*"})";
constexpr char kAllowGlue[] = R"({"Effect":"Allow","Action":"glue:*","Resource":"*"})";
constexpr char kDenyGlue[] = R"({"Effect":"Deny","Action":"glue:*","Resource":"*"})";

NamedPolicy Of(const std::string& statement, PolicyKind kind = PolicyKind::kIdentity) {
  auto policy = ReadPolicy(R"({"Version":"2012-10-17","Statement":)" + statement + "}", kind);
  EXPECT_TRUE(policy) << statement;
  return {"p", std::make_shared<const Policy>(policy.value_or(Policy{}))};
}

AccessRequest Ask(const Principal& principal, const std::string& action) {
  return {principal, action, "*", kOurs, ContextOf(principal, {}, {})};
}

Principal Federated() {
  Principal user;
  user.kind = Principal::Kind::kFederatedUser;
  user.account = kOurs;
  user.arn = "arn:aws:sts::111122223333:federated-user/anna";
  user.id = "111122223333:anna";
  user.issuer_arn = "arn:aws:iam::111122223333:user/maker";
  user.issuer_id = "AIDAAAAAAAAAAAAAAAAA";
  user.temporary = true;
  return user;
}

TEST(ServiceControlPolicies, LimitEvenRoot) {
  AccessPolicies policies;
  policies.organization = {{Of(kAllowAll)}, {Of(kAllowGlue)}};
  EXPECT_TRUE(Decide(Ask(RootOf(kOurs), "glue:GetTable"), policies).allowed);
  const Decision refused = Decide(Ask(RootOf(kOurs), "s3:GetObject"), policies);
  EXPECT_FALSE(refused.allowed);
  EXPECT_NE(refused.message.find("because no service control policy allows the s3:GetObject"),
            std::string::npos);
}

TEST(ServiceControlPolicies, GiveNothingAndDenyEverything) {
  Principal user;
  user.kind = Principal::Kind::kUser;
  user.account = kOurs;
  user.arn = "arn:aws:iam::111122223333:user/anna";
  AccessPolicies policies;
  policies.organization = {{Of(kAllowAll)}};
  EXPECT_FALSE(Decide(Ask(user, "glue:GetTable"), policies).allowed) << "they only limit";
  policies.identity = {Of(kAllowAll)};
  EXPECT_TRUE(Decide(Ask(user, "glue:GetTable"), policies).allowed);
  policies.organization = {{Of(kAllowAll), Of(kDenyGlue)}};
  const Decision refused = Decide(Ask(user, "glue:GetTable"), policies);
  EXPECT_FALSE(refused.allowed);
  EXPECT_NE(refused.message.find("with an explicit deny in a service control policy"),
            std::string::npos);
  policies.organization = {{}};
  EXPECT_FALSE(Decide(Ask(user, "glue:GetTable"), policies).allowed) << "a level without policies";
}

TEST(ServiceControlPolicies, LimitWhoAssumesRoles) {
  const NamedPolicy trust =
      Of(R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"111122223333"}})",
         PolicyKind::kTrust);
  AccessPolicies policies;
  EXPECT_TRUE(DecideTrust(Ask(RootOf(kOurs), "sts:AssumeRole"), trust, policies).allowed);
  policies.organization = {{Of(kAllowGlue)}};
  EXPECT_FALSE(DecideTrust(Ask(RootOf(kOurs), "sts:AssumeRole"), trust, policies).allowed);
}

TEST(FederatedUser, HasWhatUserAndSessionPoliciesAllow) {
  AccessPolicies policies;
  policies.identity = {Of(kAllowAll)};
  EXPECT_FALSE(Decide(Ask(Federated(), "glue:GetTable"), policies).allowed) << "no session policy";
  policies.session = {Of(kAllowGlue)};
  EXPECT_TRUE(Decide(Ask(Federated(), "glue:GetTable"), policies).allowed);
  EXPECT_FALSE(Decide(Ask(Federated(), "s3:GetObject"), policies).allowed);
  policies.identity.clear();
  EXPECT_FALSE(Decide(Ask(Federated(), "glue:GetTable"), policies).allowed);
}

TEST(FederatedUser, IsNamedByResourcesAsItselfOrAsItsMaker) {
  const auto naming = [](const std::string& arn) {
    AccessPolicies policies;
    policies.resource = {
        Of(R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":{"AWS":")" + arn + R"("}})",
           PolicyKind::kResource)};
    return policies;
  };
  AccessPolicies itself = naming(Federated().arn), maker = naming(Federated().issuer_arn);
  EXPECT_TRUE(Decide(Ask(Federated(), "glue:GetTable"), itself).allowed);
  EXPECT_FALSE(Decide(Ask(Federated(), "glue:GetTable"), maker).allowed) << "sessions limit it";
  maker.session = {Of(kAllowGlue)};
  EXPECT_TRUE(Decide(Ask(Federated(), "glue:GetTable"), maker).allowed);
}

TEST(Decide, NamesTheStatementsThatApplied) {
  AccessPolicies policies;
  policies.identity = {Of(kAllowGlue), Of("[" + std::string(kDenyGlue) + "," + kAllowAll + "]")};
  Principal user = RootOf(kOurs);
  user.kind = Principal::Kind::kUser;
  const Decision decision = Decide(Ask(user, "glue:GetTable"), policies);
  ASSERT_EQ(decision.matches.size(), 3u);
  EXPECT_EQ(decision.matches[1].policy, 1u);
  EXPECT_EQ(decision.matches[1].statement, 0u);
  EXPECT_EQ(decision.matches[1].effect, Effect::kDeny);
}

}  // namespace
}  // namespace firn::authz
