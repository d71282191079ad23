#include "services/sts/sts.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "authz/fact_gate.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"
#include "services/sts/ops.h"
#include "sys/disk.h"

namespace firn::services::sts {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");
const AccountId kTheirs = *AccountId::Parse("444455556666");
const Time kNow = *ParseIso8601("2026-11-21T06:00:00Z");
constexpr char kTarget[] = "arn:aws:iam::111122223333:role/team/Target";

class StsTest : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/firn-sts-test-XXXXXX";
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
    iam_ = std::make_unique<iam::Iam>(*store_, random_);
    sts_ = std::make_unique<Sts>(*store_, random_, *iam_, kOurs);
    gate_ = std::make_unique<authz::FactGate>(authz::FactSources{.identity = iam_.get()});
    iam_service_ = std::make_unique<iam::IamService>(*iam_, *gate_);
    service_ = std::make_unique<StsService>(*sts_, *gate_);
  }

  api::Call As(authz::Principal principal, Time now = kNow) {
    api::Call call;
    call.account = principal.account;
    call.principal = std::move(principal);
    call.region = *Region::Parse("us-east-1");
    call.now = now;
    return call;
  }
  api::Call Root(const AccountId& account = kOurs) { return As(authz::RootOf(account)); }

  void Role(const std::string& principal, const std::string& condition = "",
            const std::string& actions = R"("sts:AssumeRole")") {
    api::iam::CreateRoleInput input;
    input.role_name = "Target";
    input.path = "/team/";
    input.max_session_duration = 7200;
    input.assume_role_policy_document =
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[)" + actions +
        R"(],"Principal":)" + principal +
        (condition.empty() ? "" : R"(,"Condition":)" + condition) + "}]}";
    auto role = iam_service_->CreateRole(Root(), input);
    ASSERT_TRUE(role) << role.error().message;
  }

  authz::Principal User(const std::string& name, const AccountId& account = kOurs) {
    api::iam::CreateUserInput input;
    input.user_name = name;
    EXPECT_TRUE(iam_service_->CreateUser(Root(account), input));
    api::iam::CreateAccessKeyInput key;
    key.user_name = name;
    auto made = iam_service_->CreateAccessKey(Root(account), key);
    EXPECT_TRUE(made);
    auto credential = sts_->FindCredential(made->access_key.access_key_id, "", kNow);
    EXPECT_TRUE(credential);
    EXPECT_EQ(credential->secret, made->access_key.secret_access_key);
    EXPECT_EQ(credential->secret.size(), 40u);
    return credential->principal;
  }

  void Allow(const std::string& user, const std::string& action, const AccountId& account = kOurs) {
    ASSERT_TRUE(iam_service_->PutUserPolicy(
        Root(account),
        {user, "p",
         R"({"Statement":{"Effect":"Allow","Resource":"*","Action":")" + action + "\"}}"}));
  }

  api::sts::AssumeRoleInput Input(const std::string& arn = kTarget) {
    api::sts::AssumeRoleInput input;
    input.role_arn = arn;
    input.role_session_name = "s1";
    return input;
  }

  template <class T>
  void ExpectError(const Result<T>& result, std::string_view code, std::string_view message,
                   int status) {
    ASSERT_FALSE(result) << code;
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().message, message);
    EXPECT_EQ(result.error().http_status, status);
  }

  std::string directory_;
  sys::SystemDisk disk_;
  sys::SystemRandom random_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<iam::Iam> iam_;
  std::unique_ptr<Sts> sts_;
  std::unique_ptr<authz::FactGate> gate_;
  std::unique_ptr<iam::IamService> iam_service_;
  std::unique_ptr<StsService> service_;
};

TEST_F(StsTest, AnybodyMayAskWhoTheyAre) {
  auto root = service_->GetCallerIdentity(Root(), {});
  ASSERT_TRUE(root);
  EXPECT_EQ(root->user_id, "111122223333");
  EXPECT_EQ(root->arn, "arn:aws:iam::111122223333:root");
  auto user = service_->GetCallerIdentity(As(User("anna")), {});
  ASSERT_TRUE(user);
  EXPECT_EQ(user->arn, "arn:aws:iam::111122223333:user/anna");
}

TEST_F(StsTest, ASessionHasCredentialsThatWorkUntilTheyExpire) {
  Role(R"({"AWS":"111122223333"})");
  auto input = Input();
  input.duration_seconds = 900;
  auto opened = service_->AssumeRole(Root(), input);
  ASSERT_TRUE(opened) << opened.error().message;
  const auto& credentials = *opened->credentials;
  EXPECT_TRUE(credentials.access_key_id.starts_with("ASIA"));
  EXPECT_EQ(credentials.access_key_id.size(), 20u);
  EXPECT_EQ(credentials.expiration, kNow + std::chrono::seconds(900));
  EXPECT_EQ(opened->assumed_role_user->arn, "arn:aws:sts::111122223333:assumed-role/Target/s1");
  EXPECT_TRUE(opened->assumed_role_user->assumed_role_id.ends_with(":s1"));
  EXPECT_FALSE(opened->packed_policy_size);
  Reopen();
  auto found = sts_->FindCredential(credentials.access_key_id, credentials.session_token, kNow);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->secret, credentials.secret_access_key);
  EXPECT_EQ(found->principal.role_arn, kTarget);
  EXPECT_EQ(found->principal.arn, opened->assumed_role_user->arn);
  ExpectError(sts_->FindCredential(credentials.access_key_id, "another", kNow),
              "InvalidClientTokenId", "The security token included in the request is invalid.",
              403);
  ExpectError(sts_->FindCredential(credentials.access_key_id, "", kNow), "InvalidClientTokenId",
              "The security token included in the request is invalid.", 403);
  ExpectError(sts_->FindCredential(credentials.access_key_id, credentials.session_token,
                                   kNow + std::chrono::seconds(900)),
              "ExpiredToken", "The security token included in the request is expired", 403);
}

TEST_F(StsTest, OldSessionsAreForgotten) {
  Role(R"({"AWS":"111122223333"})");
  ASSERT_TRUE(service_->AssumeRole(Root(), Input()));
  const size_t before = store_->Read().size();
  ASSERT_TRUE(
      service_->AssumeRole(As(authz::RootOf(kOurs), kNow + std::chrono::hours(48)), Input()));
  EXPECT_EQ(store_->Read().size(), before);
}

TEST_F(StsTest, WellKnownKeysAreRoots) {
  auto test = sts_->FindCredential("test", "", kNow);
  ASSERT_TRUE(test);
  EXPECT_EQ(test->secret, "test");
  EXPECT_EQ(test->principal.arn, "arn:aws:iam::111122223333:root");
  auto other = sts_->FindCredential("444455556666", "", kNow);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->principal.arn, "arn:aws:iam::444455556666:root");
  EXPECT_EQ(other->secret, "test");
  for (const char* unknown : {"", "test2", "44445555666", "AKIAIOSFODNN7EXAMPLE", "ASIAX"}) {
    auto refused = sts_->FindCredential(unknown, "", kNow);
    ASSERT_FALSE(refused) << unknown;
    EXPECT_EQ(refused.error().kind, Kind::kUnauthenticated);
  }
}

TEST_F(StsTest, InactiveKeysAndKeysWithTokensAreRefused) {
  const authz::Principal anna = User("anna");
  EXPECT_FALSE(sts_->FindCredential(anna.access_key_id, "token", kNow));
  api::iam::UpdateAccessKeyInput off;
  off.user_name = "anna";
  off.access_key_id = anna.access_key_id;
  off.status = "Inactive";
  ASSERT_TRUE(iam_service_->UpdateAccessKey(Root(), off));
  EXPECT_FALSE(sts_->FindCredential(anna.access_key_id, "", kNow));
}

TEST_F(StsTest, AnAbsentRoleLooksLikeAClosedOne) {
  const api::Call anna = As(User("anna"));
  const std::string sentence =
      "User: arn:aws:iam::111122223333:user/anna is not authorized to perform: sts:AssumeRole on "
      "resource: " +
      std::string(kTarget);
  ExpectError(service_->AssumeRole(anna, Input()), "AccessDenied", sentence, 403);
  Role(R"({"AWS":"444455556666"})");
  Allow("anna", "sts:*");
  ExpectError(service_->AssumeRole(anna, Input()), "AccessDenied", sentence, 403);
  ExpectError(service_->AssumeRole(anna, Input("arn:aws:iam::111122223333:role/Target")),
              "AccessDenied",
              "User: arn:aws:iam::111122223333:user/anna is not authorized to perform: "
              "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/Target",
              403);
  ExpectError(service_->AssumeRole(anna, Input("arn:aws:s3:::not-a-role-at-all")),
              "ValidationError", "arn:aws:s3:::not-a-role-at-all is invalid", 400);
}

TEST_F(StsTest, AnAccountLeavesItToIdentityPolicies) {
  Role(R"({"AWS":"arn:aws:iam::111122223333:root"})");
  const api::Call anna = As(User("anna"));
  EXPECT_FALSE(service_->AssumeRole(anna, Input()));
  Allow("anna", "sts:AssumeRole");
  EXPECT_TRUE(service_->AssumeRole(anna, Input()));
}

TEST_F(StsTest, StrangersNeedBothSides) {
  const api::Call carl = As(User("carl", kTheirs));
  Role(R"({"AWS":"arn:aws:iam::444455556666:user/carl"})",
       R"({"StringEquals":{"sts:ExternalId":"e1"}})");
  auto input = Input();
  input.external_id = "e1";
  EXPECT_FALSE(service_->AssumeRole(carl, input));
  Allow("carl", "sts:AssumeRole", kTheirs);
  EXPECT_TRUE(service_->AssumeRole(carl, input));
  input.external_id = "e2";
  EXPECT_FALSE(service_->AssumeRole(carl, input));
  input.external_id.reset();
  EXPECT_FALSE(service_->AssumeRole(carl, input));
}

TEST_F(StsTest, DurationsAreLimited) {
  Role(R"("*")");
  auto input = Input();
  input.duration_seconds = 7200;
  auto opened = service_->AssumeRole(Root(), input);
  ASSERT_TRUE(opened);
  input.duration_seconds = 7201;
  ExpectError(service_->AssumeRole(Root(), input), "ValidationError",
              "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
              400);
  auto session = sts_->FindCredential(opened->credentials->access_key_id,
                                      opened->credentials->session_token, kNow);
  input.duration_seconds = 3601;
  auto chained = service_->AssumeRole(As(session->principal), input);
  ASSERT_FALSE(chained);
  EXPECT_NE(chained.error().message.find("role chaining"), std::string::npos);
}

TEST_F(StsTest, SessionPoliciesNarrowTheRole) {
  Role(R"("*")");
  ASSERT_TRUE(iam_service_->AttachRolePolicy(
      Root(), {"Target", "arn:aws:iam::aws:policy/AdministratorAccess"}));
  auto input = Input();
  input.policy = R"({"Statement":{"Effect":"Allow","Action":"iam:GetRole","Resource":"*"}})";
  auto opened = service_->AssumeRole(Root(), input);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_GT(opened->packed_policy_size.value_or(0), 0);
  auto session = sts_->FindCredential(opened->credentials->access_key_id,
                                      opened->credentials->session_token, kNow);
  ASSERT_TRUE(session);
  EXPECT_TRUE(iam_service_->GetRole(As(session->principal), {"Target"}));
  auto refused = iam_service_->DeleteRole(As(session->principal), {"Target"});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("because no session policy allows"), std::string::npos);
  input.policy = "{";
  ExpectError(service_->AssumeRole(Root(), input), "MalformedPolicyDocument",
              "This policy contains invalid Json", 400);
  input.policy = R"({"Statement":{"Effect":"Allow","Action":"s3:)" + std::string(2000, 'a') +
                 R"(","Resource":"*"}})";
  EXPECT_EQ(service_->AssumeRole(Root(), input).error().code, "PackedPolicyTooLarge");
}

TEST_F(StsTest, SourceIdentityTagsAndContextNeedTheirOwnTrust) {
  Role(R"("*")");
  auto input = Input();
  input.source_identity = "anna";
  EXPECT_NE(service_->AssumeRole(Root(), input).error().message.find("sts:SetSourceIdentity"),
            std::string::npos);
  input = Input();
  input.tags = std::vector<api::sts::Tag>{{"team", "ice"}};
  EXPECT_NE(service_->AssumeRole(Root(), input).error().message.find("sts:TagSession"),
            std::string::npos);
  input = Input();
  input.provided_contexts = std::vector<api::sts::ProvidedContext>{
      {"arn:aws:iam::aws:contextProvider/IdentityCenter", "assertion"}};
  EXPECT_NE(service_->AssumeRole(Root(), input).error().message.find("sts:SetContext"),
            std::string::npos);
}

TEST_F(StsTest, SourceIdentityAndTransitiveTagsStayWithAChain) {
  Role(R"("*")", "", R"("sts:AssumeRole","sts:SetSourceIdentity","sts:TagSession")");
  auto input = Input();
  input.source_identity = "anna";
  input.tags = std::vector<api::sts::Tag>{{"team", "ice"}, {"own", "1"}};
  input.transitive_tag_keys = {"team"};
  auto opened = service_->AssumeRole(Root(), input);
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->source_identity, "anna");
  auto first = sts_->FindCredential(opened->credentials->access_key_id,
                                    opened->credentials->session_token, kNow);
  auto again = service_->AssumeRole(As(first->principal), Input());
  ASSERT_TRUE(again) << again.error().message;
  auto second = sts_->FindCredential(again->credentials->access_key_id,
                                     again->credentials->session_token, kNow);
  EXPECT_EQ(second->principal.source_identity, "anna");
  EXPECT_EQ(second->principal.session_tags, (std::map<std::string, std::string>{{"team", "ice"}}));
  auto changed = Input();
  changed.source_identity = "bert";
  EXPECT_FALSE(service_->AssumeRole(As(first->principal), changed));
  auto clash = Input();
  clash.tags = std::vector<api::sts::Tag>{{"team", "fire"}};
  EXPECT_EQ(service_->AssumeRole(As(first->principal), clash).error().code,
            "InvalidParameterValue");
  input.tags = std::vector<api::sts::Tag>{{"a", "1"}, {"A", "2"}};
  input.transitive_tag_keys.reset();
  ExpectError(service_->AssumeRole(Root(), input), "InvalidParameterValue",
              "Duplicate tag keys found. Please note that Tag keys are case insensitive.", 400);
}

TEST_F(StsTest, ServicesAssumeOnlyRolesThatTrustThem) {
  Role(R"({"Service":"firehose.amazonaws.com"})",
       R"({"StringEquals":{"sts:ExternalId":"111122223333","aws:SourceAccount":"111122223333"}})");
  ServiceRequest request;
  request.role_arn = kTarget;
  request.service = "firehose.amazonaws.com";
  request.external_id = "111122223333";
  auto principal = sts_->AssumeAsService(Root(), request);
  ASSERT_TRUE(principal) << principal.error().message;
  EXPECT_EQ(principal->arn, "arn:aws:sts::111122223333:assumed-role/Target/firehose");
  EXPECT_EQ(principal->role_arn, kTarget);
  EXPECT_EQ(principal->kind, authz::Principal::Kind::kRoleSession);
  request.external_id = "";
  EXPECT_FALSE(sts_->AssumeAsService(Root(), request));
  request.external_id = "111122223333";
  request.sets_context = true;
  auto refused = sts_->AssumeAsService(Root(), request);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("sts:SetContext"), std::string::npos);
  request.sets_context = false;
  request.service = "lakeformation.amazonaws.com";
  EXPECT_FALSE(sts_->AssumeAsService(Root(), request));
  EXPECT_FALSE(service_->AssumeRole(Root(), Input())) << "the root is not the service";
}

TEST_F(StsTest, AServicesPrincipalActsWithTheRolesPolicies) {
  Role(R"({"Service":"firehose.amazonaws.com"})");
  ServiceRequest request;
  request.role_arn = kTarget;
  request.service = "firehose.amazonaws.com";
  auto principal = sts_->AssumeAsService(Root(), request);
  ASSERT_TRUE(principal);
  EXPECT_FALSE(iam_service_->GetRole(As(*principal), {"Target"}));
  ASSERT_TRUE(iam_service_->AttachRolePolicy(
      Root(), {"Target", "arn:aws:iam::aws:policy/AdministratorAccess"}));
  EXPECT_TRUE(iam_service_->GetRole(As(*principal), {"Target"}));
  auto session = sts_->OpenSession(Root(), *principal, std::chrono::seconds(900));
  ASSERT_TRUE(session);
  EXPECT_TRUE(sts_->FindCredential(session->access_key_id, session->token, kNow));
}

TEST_F(StsTest, TokenCodesAreAlwaysWrong) {
  Role(R"("*")");
  auto input = Input();
  input.serial_number = "arn:aws:iam::111122223333:mfa/anna";
  input.token_code = "123456";
  EXPECT_EQ(service_->AssumeRole(Root(), input).error().code, "AccessDenied");
}

}  // namespace
}  // namespace firn::services::sts
