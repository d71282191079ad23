#include <gtest/gtest.h>

#include "base/encoding.h"
#include "client/connection.h"
#include "client/remote_services.h"
#include "client/testing/fake_transport.h"
#include "converge/grants.h"
#include "converge/policies.h"
#include "converge/role_step.h"
#include "sys/testing/fake_clock.h"
#include "sys/testing/fake_pause.h"
#include "sys/testing/fake_random.h"

namespace firn::converge {
namespace {

constexpr char kLake[] = R"yaml(firn: 1
lake: shop
access: lakeformation
tables: { orders: { schema: { id: long } } }
streams: { orders: {} }
grants:
  - { principal: "arn:aws:iam::111122223333:role/reader", table: orders, permissions: [DESCRIBE, SELECT] }
)yaml";

// A lake whose services answer what a test prepared.
class StepsTest : public ::testing::Test {
 protected:
  static client::ConnectionOptions Options() {
    client::ConnectionOptions options;
    options.endpoint = "http://127.0.0.1:4566";
    options.region = *Region::Parse("us-east-1");
    options.credentials = [] {
      return Result<client::Credentials>(client::Credentials{"a", "b", ""});
    };
    return options;
  }
  void AnswerXml(const std::string& operation, const std::string& result) {
    transport_.Answer(200,
                      "<" + operation + "Response><" + operation + "Result>" + result + "</" +
                          operation + "Result></" + operation + "Response>",
                      "text/xml");
  }
  void AnswerMissing() {
    transport_.Answer(404,
                      "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</"
                      "Code><Message>no</Message></Error>"
                      "</ErrorResponse>",
                      "text/xml");
  }
  void AnswerRole(const format::Json& trust, const std::string& tag = "shop-prod") {
    AnswerXml("GetRole",
              "<Role><Path>/</Path><RoleName>shop-prod-firehose</RoleName><RoleId>AROA</RoleId>"
              "<Arn>arn:aws:iam::111122223333:role/shop-prod-firehose</"
              "Arn><CreateDate>2026-01-01T00:00:00Z"
              "</CreateDate><AssumeRolePolicyDocument>" +
                  PercentEncode(trust.Text()) +
                  "</AssumeRolePolicyDocument><Tags><member><Key>firn:lake</Key><Value>" + tag +
                  "</Value></member></Tags></Role>");
  }
  void AnswerPolicy(const format::Json& policy) {
    AnswerXml(
        "GetRolePolicy",
        "<RoleName>shop-prod-firehose</RoleName><PolicyName>delivery</PolicyName><PolicyDocument>" +
            PercentEncode(policy.Text()) + "</PolicyDocument>");
  }
  void AnswerGrants(const std::string& permissions) {
    transport_.Answer(200,
                      R"({"PrincipalResourcePermissions":[{"Permissions":[)" + permissions + "]}]}",
                      "application/json");
  }
  RoleStep Role(std::string keep_reason = "") const {
    return RoleStep(
        {"role/firehose", "delivery", &FirehoseTrust, &FirehosePolicy, std::move(keep_reason)},
        [](const Site& site) { return site.names.role; });
  }

  client::testing::FakeTransport transport_;
  sys::testing::FakeClock clock_;
  sys::testing::FakeRandom random_;
  sys::testing::FakePause pause_;
  client::Connection connection_{Options(), transport_, clock_, random_, pause_};
  client::RemoteServices services_{connection_};
  LakeSpec lake_ = *ParseLake(kLake);
  AccountId account_ = *AccountId::Parse("111122223333");
  Region region_ = *Region::Parse("us-east-1");
  LakeNames names_ = *NamesOf(lake_, "prod", account_, region_);
  Site site_{services_.set(), lake_,
             names_,          account_,
             region_,         "arn:aws:iam::111122223333:root",
             clock_,          pause_,
             random_,         [] { return api::Call(); }};
};

TEST_F(StepsTest, RoleIsMadeWhenItIsMissing) {
  RoleStep step = Role();
  AnswerMissing();
  const auto change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->action, Action::kCreate);
  AnswerXml("CreateRole",
            "<Role><Path>/</Path><RoleName>r</RoleName><RoleId>A</"
            "RoleId><Arn>arn:aws:iam::111122223333:role/r</Arn>"
            "<CreateDate>2026-01-01T00:00:00Z</CreateDate></Role>");
  AnswerXml("PutRolePolicy", "");
  const auto done = step.Act(site_, *change);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_NE(transport_.BodyOf(1).find("Action=CreateRole"), std::string::npos);
  EXPECT_NE(transport_.BodyOf(1).find("Value=shop-prod"), std::string::npos);
  EXPECT_NE(transport_.BodyOf(2).find("PolicyName=delivery"), std::string::npos);
}

TEST_F(StepsTest, RoleIsLeftAloneWhenItsDocumentsAreAsWanted) {
  RoleStep step = Role();
  AnswerRole(FirehoseTrust(site_));
  AnswerPolicy(FirehosePolicy(site_));
  const auto change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->action, Action::kNone);
}

TEST_F(StepsTest, RoleIsMendedWhenADocumentDiffers) {
  RoleStep step = Role();
  AnswerRole(*format::ParseJson(R"({"Version":"2012-10-17","Statement":[]})"));
  auto change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->action, Action::kUpdate);
  EXPECT_EQ(change->reason, "its trust policy differs");
  AnswerRole(FirehoseTrust(site_));
  AnswerMissing();
  change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->reason, "its policy delivery differs or is missing");
  AnswerXml("UpdateAssumeRolePolicy", "");
  AnswerXml("PutRolePolicy", "");
  ASSERT_TRUE(step.Act(site_, *change));
  EXPECT_EQ(transport_.unused(), 0u);
}

TEST_F(StepsTest, RoleOfSomebodyElseIsKept) {
  RoleStep step = Role();
  AnswerRole(FirehoseTrust(site_), "other-lake");
  EXPECT_EQ(step.CompareForRemoval(site_)->action, Action::kKeep);
  AnswerRole(FirehoseTrust(site_));
  EXPECT_EQ(step.CompareForRemoval(site_)->action, Action::kDelete);
  AnswerRole(FirehoseTrust(site_));
  EXPECT_EQ(Role("shared").CompareForRemoval(site_)->reason, "shared");
  AnswerMissing();
  EXPECT_EQ(step.CompareForRemoval(site_)->action, Action::kNone);
}

TEST_F(StepsTest, LakeWantsGrantsForItsRoleAndItsReaders) {
  const auto wanted = WantedGrants(site_);
  ASSERT_EQ(wanted.size(), 4u);
  EXPECT_EQ(wanted[0], (WantedGrant{names_.role_arn, {names_.catalog_id, "", ""}, {"DESCRIBE"}}));
  EXPECT_EQ(wanted[1],
            (WantedGrant{names_.role_arn, {names_.catalog_id, "default", ""}, {"DESCRIBE"}}));
  EXPECT_EQ(wanted[2],
            (WantedGrant{names_.role_arn, {names_.catalog_id, "default", "orders"}, {"ALL"}}));
  EXPECT_EQ(wanted[3], (WantedGrant{"arn:aws:iam::111122223333:role/reader",
                                    {names_.catalog_id, "default", "orders"},
                                    {"DESCRIBE", "SELECT"}}));
}

TEST_F(StepsTest, GrantsAreComparedWithWhatIsHeld) {
  GrantsStep step;
  AnswerGrants(R"("DESCRIBE")");
  AnswerGrants(R"("DESCRIBE")");
  AnswerGrants(R"("ALL")");
  AnswerGrants(R"("SELECT","DESCRIBE","INSERT")");
  auto change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->action, Action::kNone);
  AnswerGrants(R"("DESCRIBE")");
  AnswerGrants("");
  AnswerGrants(R"("ALL")");
  AnswerGrants(R"("DESCRIBE")");
  change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->action, Action::kUpdate);
  EXPECT_EQ(change->reason, "missing: DESCRIBE on default to " + names_.role_arn + " and 1 more");
  transport_.Answer(400, R"({"__type":"EntityNotFoundException","Message":"no catalog"})",
                    "application/json");
  change = step.Compare(site_);
  ASSERT_TRUE(change) << change.error().message;
  EXPECT_EQ(change->action, Action::kCreate);
}

// The record is written before anything is granted, and destroy revokes what it says.
TEST_F(StepsTest, GrantsAreRecordedBeforeTheyAreMade) {
  GrantsStep step;
  AnswerGrants(R"("DESCRIBE")");
  AnswerGrants(R"("DESCRIBE")");
  AnswerGrants(R"("ALL")");
  AnswerGrants("");
  transport_.Answer(404, "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>",
                    "application/xml");
  transport_.Answer(200, "", "application/xml");
  transport_.Answer(200, "{}", "application/json");
  const auto done = step.Act(site_, {});
  ASSERT_TRUE(done) << done.error().message;
  ASSERT_EQ(transport_.requests.size(), 7u);
  const std::string record = transport_.BodyOf(5);
  EXPECT_EQ(transport_.requests[5].method, "PUT");
  EXPECT_NE(record.find("role/reader"), std::string::npos) << record;
  EXPECT_EQ(transport_.requests[6].path, "/GrantPermissions");
  transport_.Answer(200, record, "application/json");
  transport_.Answer(400, R"({"__type":"InvalidInputException","Message":"nothing to revoke"})",
                    "application/json");
  ASSERT_TRUE(step.Remove(site_));
  EXPECT_EQ(transport_.requests[8].path, "/RevokePermissions");
}

}  // namespace
}  // namespace firn::converge
