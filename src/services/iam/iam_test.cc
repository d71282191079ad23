#include "services/iam/iam.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "authz/fact_gate.h"
#include "base/encoding.h"
#include "services/iam/ops.h"
#include "sys/disk.h"

namespace firn::services::iam {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");
const AccountId kTheirs = *AccountId::Parse("444455556666");
constexpr char kFirehoseTrust[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",)"
    R"("Principal":{"Service":"firehose.amazonaws.com"}}]})";
constexpr char kReadTables[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"glue:GetTable",)"
    R"("Resource":"*"}]})";

class IamTest : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/firn-iam-test-XXXXXX";
    directory_ = mkdtemp(pattern);
    Reopen();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Reopen() {
    service_.reset();
    gate_.reset();
    iam_.reset();
    store_.reset();
    auto store = state::Store::Open(disk_, {directory_ + "/state.db", {}});
    ASSERT_TRUE(store) << store.error().message;
    store_ = *std::move(store);
    iam_ = std::make_unique<Iam>(*store_, random_);
    gate_ = std::make_unique<authz::FactGate>(authz::FactSources{.identity = iam_.get()});
    service_ = std::make_unique<IamService>(*iam_, *gate_);
  }

  api::Call As(authz::Principal principal) {
    api::Call call;
    call.account = principal.account;
    call.principal = std::move(principal);
    call.region = *Region::Parse("us-east-1");
    call.now = *ParseIso8601("2026-11-21T06:00:00Z");
    return call;
  }
  api::Call Root(const AccountId& account = kOurs) { return As(authz::RootOf(account)); }

  Result<api::iam::CreateRoleOutput> CreateRole(const std::string& name,
                                                const std::string& trust = kFirehoseTrust) {
    api::iam::CreateRoleInput input;
    input.role_name = name;
    input.assume_role_policy_document = trust;
    return service_->CreateRole(Root(), input);
  }
  void CreateUser(const std::string& name) {
    api::iam::CreateUserInput input;
    input.user_name = name;
    ASSERT_TRUE(service_->CreateUser(Root(), input));
  }
  authz::Principal Key(const std::string& user) {
    api::iam::CreateAccessKeyInput input;
    input.user_name = user;
    auto key = service_->CreateAccessKey(Root(), input);
    EXPECT_TRUE(key);
    auto found = iam_->FindAccessKey(key->access_key.access_key_id);
    EXPECT_TRUE(found && *found);
    return (*found)->principal;
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
  std::unique_ptr<Iam> iam_;
  std::unique_ptr<authz::FactGate> gate_;
  std::unique_ptr<IamService> service_;
};

TEST_F(IamTest, ARoleIsThereAfterARestart) {
  api::iam::CreateRoleInput input;
  input.role_name = "Writer";
  input.path = "/team/";
  input.assume_role_policy_document = kFirehoseTrust;
  input.description = "writes";
  input.tags = std::vector<api::iam::Tag>{{"env", "dev"}};
  auto created = service_->CreateRole(Root(), input);
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(created->role.arn, "arn:aws:iam::111122223333:role/team/Writer");
  EXPECT_TRUE(created->role.role_id.starts_with("AROA"));
  EXPECT_EQ(created->role.role_id.size(), 21u);
  Reopen();
  auto got = service_->GetRole(Root(), {"Writer"});
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->role.role_id, created->role.role_id);
  EXPECT_EQ(PercentDecode(*got->role.assume_role_policy_document), kFirehoseTrust);
  EXPECT_NE(*got->role.assume_role_policy_document, kFirehoseTrust) << "documents are encoded";
  EXPECT_EQ(got->role.max_session_duration, 3600);
  EXPECT_EQ(got->role.description, "writes");
  ASSERT_TRUE(got->role.tags);
  EXPECT_EQ(got->role.tags->at(0).key, "env");
  EXPECT_EQ(got->role.create_date, *ParseIso8601("2026-11-21T06:00:00Z"));
}

TEST_F(IamTest, AccountsDoNotSeeEachOther) {
  ASSERT_TRUE(CreateRole("Writer"));
  EXPECT_FALSE(service_->GetRole(Root(kTheirs), {"Writer"}));
  api::iam::ListRolesInput all;
  EXPECT_EQ(service_->ListRoles(Root(), all)->roles.size(), 1u);
  EXPECT_EQ(service_->ListRoles(Root(kTheirs), all)->roles.size(), 0u);
}

TEST_F(IamTest, RefusesWhatIsMissingOrTaken) {
  ExpectError(service_->GetRole(Root(), {"No"}), "NoSuchEntity",
              "The role with name No cannot be found.", 404);
  ExpectError(service_->DeleteRole(Root(), {"No"}), "NoSuchEntity",
              "The role with name No cannot be found.", 404);
  ASSERT_TRUE(CreateRole("Writer"));
  ExpectError(CreateRole("Writer"), "EntityAlreadyExists", "Role with name Writer already exists.",
              409);
  ExpectError(CreateRole("WRITER"), "EntityAlreadyExists", "Role with name WRITER already exists.",
              409);
  ExpectError(service_->GetRolePolicy(Root(), {"Writer", "p"}), "NoSuchEntity",
              "The role policy with name p cannot be found.", 404);
  api::iam::GetUserInput nobody;
  nobody.user_name = "nobody";
  ExpectError(service_->GetUser(Root(), nobody), "NoSuchEntity",
              "The user with name nobody cannot be found.", 404);
  const std::string missing = "arn:aws:iam::111122223333:policy/missing";
  ExpectError(service_->AttachRolePolicy(Root(), {"Writer", missing}), "NoSuchEntity",
              "Policy " + missing + " does not exist or is not attachable.", 404);
  ExpectError(service_->DetachRolePolicy(Root(), {"Writer", missing}), "NoSuchEntity",
              "Policy " + missing + " was not found.", 404);
  ExpectError(service_->GetPolicy(Root(), {missing}), "NoSuchEntity",
              "Policy " + missing + " was not found.", 404);
  ExpectError(service_->GetPolicy(Root(), {"arn:aws:iam::aws:policy/NoSuchPolicy"}), "NoSuchEntity",
              "Policy arn:aws:iam::aws:policy/NoSuchPolicy was not found.", 404);
  ExpectError(service_->GetPolicy(Root(), {"arn:aws:s3:::not-a-policy-arn"}), "InvalidInput",
              "ARN arn:aws:s3:::not-a-policy-arn is not valid.", 400);
}

TEST_F(IamTest, RefusesDocumentsWithAwsReasons) {
  ASSERT_TRUE(CreateRole("Writer"));
  ExpectError(service_->PutRolePolicy(Root(), {"Writer", "p", "{"}), "MalformedPolicyDocument",
              "This policy contains invalid Json", 400);
  const std::string principal =
      R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})";
  ExpectError(service_->PutRolePolicy(Root(), {"Writer", "p", principal}),
              "MalformedPolicyDocument", "Policy document should not specify a principal.", 400);
  ExpectError(CreateRole("Other", kReadTables), "MalformedPolicyDocument",
              "Missing required field Principal", 400);
  const std::string stranger = R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",)"
                               R"("Principal":{"AWS":"arn:aws:iam::111122223333:user/nobody"}}})";
  ExpectError(CreateRole("Other", stranger), "MalformedPolicyDocument",
              R"(Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:user/nobody")", 400);
  EXPECT_FALSE(service_->GetRole(Root(), {"Other"}));
}

TEST_F(IamTest, ARoleWithPoliciesCannotBeDeleted) {
  ASSERT_TRUE(CreateRole("Writer"));
  const std::string admin = "arn:aws:iam::aws:policy/AdministratorAccess";
  ASSERT_TRUE(service_->PutRolePolicy(Root(), {"Writer", "p", kReadTables}));
  ASSERT_TRUE(service_->AttachRolePolicy(Root(), {"Writer", admin}));
  ASSERT_TRUE(service_->AttachRolePolicy(Root(), {"Writer", admin}));
  ExpectError(service_->DeleteRole(Root(), {"Writer"}), "DeleteConflict",
              "Cannot delete entity, must detach all policies first.", 409);
  api::iam::ListAttachedRolePoliciesInput attached;
  attached.role_name = "Writer";
  auto policies = service_->ListAttachedRolePolicies(Root(), attached);
  ASSERT_TRUE(policies);
  ASSERT_EQ(policies->attached_policies->size(), 1u);
  EXPECT_EQ(policies->attached_policies->at(0).policy_name, "AdministratorAccess");
  ASSERT_TRUE(service_->DetachRolePolicy(Root(), {"Writer", admin}));
  ExpectError(service_->DeleteRole(Root(), {"Writer"}), "DeleteConflict",
              "Cannot delete entity, must delete policies first.", 409);
  ASSERT_TRUE(service_->DeleteRolePolicy(Root(), {"Writer", "p"}));
  ASSERT_TRUE(service_->DeleteRole(Root(), {"Writer"}));
  EXPECT_FALSE(service_->GetRole(Root(), {"Writer"}));
}

TEST_F(IamTest, InlinePoliciesComeBackEncoded) {
  ASSERT_TRUE(CreateRole("Writer"));
  ASSERT_TRUE(service_->PutRolePolicy(Root(), {"Writer", "b", kReadTables}));
  ASSERT_TRUE(service_->PutRolePolicy(Root(), {"Writer", "a", kReadTables}));
  auto policy = service_->GetRolePolicy(Root(), {"Writer", "b"});
  ASSERT_TRUE(policy);
  EXPECT_EQ(PercentDecode(policy->policy_document), kReadTables);
  api::iam::ListRolePoliciesInput input;
  input.role_name = "Writer";
  input.max_items = 1;
  auto page = service_->ListRolePolicies(Root(), input);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->policy_names, std::vector<std::string>{"a"});
  EXPECT_EQ(page->is_truncated, true);
  input.marker = page->marker;
  page = service_->ListRolePolicies(Root(), input);
  EXPECT_EQ(page->policy_names, std::vector<std::string>{"b"});
  EXPECT_EQ(page->is_truncated, false);
  EXPECT_FALSE(page->marker);
  input.marker = "!";
  EXPECT_EQ(service_->ListRolePolicies(Root(), input).error().code, "ValidationError");
}

TEST_F(IamTest, SizesAreLimitedWithoutWhiteSpace) {
  ASSERT_TRUE(CreateRole("Writer"));
  const std::string start = R"({"Statement":{"Effect":"Allow","Resource":"*","Action":"s3:)";
  const std::string spaces(20000, ' ');
  const std::string fits =
      start + std::string(10240 - start.size() - 3, 'a') + "\"}" + spaces + "}";
  ASSERT_TRUE(service_->PutRolePolicy(Root(), {"Writer", "p", fits}));
  ExpectError(service_->PutRolePolicy(Root(), {"Writer", "q", kReadTables}), "LimitExceeded",
              "Maximum policy size of 10240 bytes exceeded for role Writer", 409);
  api::iam::CreatePolicyInput managed;
  managed.policy_name = "big";
  managed.policy_document = R"({"Version":"2012-10-17",)" + start.substr(1) +
                            std::string(6144, 'a') + "\"}}";
  ExpectError(service_->CreatePolicy(Root(), managed), "LimitExceeded",
              "Cannot exceed quota for PolicySize: 6144", 409);
}

TEST_F(IamTest, AtMostTenManagedPolicies) {
  ASSERT_TRUE(CreateRole("Writer"));
  for (int i = 0; i <= 10; ++i) {
    api::iam::CreatePolicyInput input;
    input.policy_name = "p" + std::to_string(i);
    input.policy_document = kReadTables;
    auto policy = service_->CreatePolicy(Root(), input);
    ASSERT_TRUE(policy) << policy.error().message;
    auto attached = service_->AttachRolePolicy(Root(), {"Writer", *policy->policy->arn});
    EXPECT_EQ(attached.has_value(), i < 10);
    if (i == 10) {
      ExpectError(attached, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409);
    }
  }
}

TEST_F(IamTest, AManagedPolicyInUseCannotBeDeleted) {
  ASSERT_TRUE(CreateRole("Writer"));
  api::iam::CreatePolicyInput input;
  input.policy_name = "read";
  input.path = "/team/";
  input.policy_document = kReadTables;
  auto created = service_->CreatePolicy(Root(), input);
  ASSERT_TRUE(created);
  const std::string arn = *created->policy->arn;
  EXPECT_EQ(arn, "arn:aws:iam::111122223333:policy/team/read");
  EXPECT_EQ(service_->CreatePolicy(Root(), input).error().code, "EntityAlreadyExists");
  ASSERT_TRUE(service_->AttachRolePolicy(Root(), {"Writer", arn}));
  EXPECT_EQ(service_->GetPolicy(Root(), {arn})->policy->attachment_count, 1);
  ExpectError(service_->DeletePolicy(Root(), {arn}), "DeleteConflict",
              "Cannot delete a policy attached to entities.", 409);
  auto version = service_->GetPolicyVersion(Root(), {arn, "v1"});
  ASSERT_TRUE(version);
  EXPECT_EQ(PercentDecode(*version->policy_version->document), kReadTables);
  EXPECT_EQ(version->policy_version->is_default_version, true);
  ExpectError(service_->GetPolicyVersion(Root(), {arn, "v2"}), "NoSuchEntity",
              "Policy " + arn + " version v2 does not exist or is not attachable.", 404);
  ASSERT_TRUE(service_->DetachRolePolicy(Root(), {"Writer", arn}));
  ASSERT_TRUE(service_->DeletePolicy(Root(), {arn}));
  EXPECT_FALSE(service_->GetPolicy(Root(), {arn}));
}

TEST_F(IamTest, TagsAreUniqueWithoutCase) {
  ASSERT_TRUE(CreateRole("Writer"));
  ExpectError(service_->TagRole(Root(), {"Writer", {{"a", "1"}, {"A", "2"}}}), "InvalidInput",
              "Duplicate tag keys found. Please note that Tag keys are case insensitive.", 400);
  ASSERT_TRUE(service_->TagRole(Root(), {"Writer", {{"a", "1"}, {"b", "2"}}}));
  ASSERT_TRUE(service_->TagRole(Root(), {"Writer", {{"A", "3"}}}));
  api::iam::ListRoleTagsInput input;
  input.role_name = "Writer";
  auto tags = service_->ListRoleTags(Root(), input);
  ASSERT_TRUE(tags);
  ASSERT_EQ(tags->tags.size(), 2u);
  EXPECT_EQ(tags->tags[0].key, "A");
  EXPECT_EQ(tags->tags[0].value, "3");
  ASSERT_TRUE(service_->UntagRole(Root(), {"Writer", {"a", "never"}}));
  EXPECT_EQ(service_->ListRoleTags(Root(), input)->tags.size(), 1u);
}

TEST_F(IamTest, KeysBelongToAUser) {
  CreateUser("anna");
  CreateUser("bert");
  const authz::Principal anna = Key("anna");
  EXPECT_EQ(anna.arn, "arn:aws:iam::111122223333:user/anna");
  EXPECT_TRUE(anna.access_key_id.starts_with("AKIA"));
  EXPECT_EQ(anna.access_key_id.size(), 20u);
  Key("anna");
  api::iam::CreateAccessKeyInput third;
  third.user_name = "anna";
  ExpectError(service_->CreateAccessKey(Root(), third), "LimitExceeded",
              "Cannot exceed quota for AccessKeysPerUser: 2", 409);
  ExpectError(service_->DeleteUser(Root(), {"anna"}), "DeleteConflict",
              "Cannot delete entity, must remove referenced objects first.", 409);
  api::iam::UpdateAccessKeyInput off;
  off.user_name = "bert";
  off.access_key_id = anna.access_key_id;
  off.status = "Inactive";
  ExpectError(service_->UpdateAccessKey(Root(), off), "NoSuchEntity",
              "The Access Key with id " + anna.access_key_id + " cannot be found.", 404);
  off.user_name = "anna";
  ASSERT_TRUE(service_->UpdateAccessKey(Root(), off));
  EXPECT_FALSE((*iam_->FindAccessKey(anna.access_key_id))->active);
  api::iam::ListAccessKeysInput list;
  list.user_name = "anna";
  EXPECT_EQ(service_->ListAccessKeys(Root(), list)->access_key_metadata.size(), 2u);
  api::iam::DeleteAccessKeyInput gone;
  gone.user_name = "anna";
  gone.access_key_id = anna.access_key_id;
  ASSERT_TRUE(service_->DeleteAccessKey(Root(), gone));
  EXPECT_EQ(*iam_->FindAccessKey(anna.access_key_id), std::nullopt);
  EXPECT_EQ(service_->ListAccessKeys(Root(), list)->access_key_metadata.size(), 1u);
}

TEST_F(IamTest, AUserMayDoWhatItsPoliciesSay) {
  CreateUser("anna");
  const api::Call anna = As(Key("anna"));
  auto refused = service_->GetRole(anna, {"Writer"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Kind::kDenied);
  EXPECT_EQ(refused.error().message,
            "User: arn:aws:iam::111122223333:user/anna is not authorized to perform: iam:GetRole "
            "on resource: arn:aws:iam::111122223333:role/Writer because no identity-based policy "
            "allows the iam:GetRole action");
  ASSERT_TRUE(CreateRole("Writer"));
  const std::string own_team =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetRole",)"
      R"("Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/team":"${aws:username}"}}},)"
      R"({"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::*:user/anna"}]})";
  ASSERT_TRUE(service_->PutUserPolicy(Root(), {"anna", "p", own_team}));
  EXPECT_FALSE(service_->GetRole(anna, {"Writer"}));
  ASSERT_TRUE(service_->TagRole(Root(), {"Writer", {{"team", "anna"}}}));
  EXPECT_TRUE(service_->GetRole(anna, {"Writer"}));
  EXPECT_EQ(service_->GetUser(anna, {})->user.user_name, "anna");
  ASSERT_TRUE(
      service_->AttachUserPolicy(Root(), {"anna", "arn:aws:iam::aws:policy/AdministratorAccess"}));
  EXPECT_TRUE(service_->DeleteRole(anna, {"Writer"}));
}

TEST_F(IamTest, ABoundaryLimitsAnAdministrator) {
  api::iam::CreatePolicyInput read;
  read.policy_name = "read";
  read.policy_document =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}})";
  const std::string boundary = *service_->CreatePolicy(Root(), read)->policy->arn;
  api::iam::CreateUserInput input;
  input.user_name = "anna";
  input.permissions_boundary = boundary;
  ASSERT_TRUE(service_->CreateUser(Root(), input));
  ASSERT_TRUE(
      service_->AttachUserPolicy(Root(), {"anna", "arn:aws:iam::aws:policy/AdministratorAccess"}));
  ASSERT_TRUE(CreateRole("Writer"));
  const api::Call anna = As(Key("anna"));
  EXPECT_TRUE(service_->GetRole(anna, {"Writer"}));
  auto refused = service_->DeleteRole(anna, {"Writer"});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("because no permissions boundary allows"),
            std::string::npos);
  EXPECT_EQ(service_->DeletePolicy(Root(), {boundary}).error().code, "DeleteConflict");
  input.user_name = "bert";
  input.permissions_boundary = "arn:aws:iam::111122223333:policy/none";
  EXPECT_EQ(service_->CreateUser(Root(), input).error().code, "NoSuchEntity");
}

TEST_F(IamTest, ANamesakeInheritsNothing) {
  CreateUser("anna");
  const authz::Principal first = Key("anna");
  const std::string trust = R"({"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",)"
                            R"("Principal":{"AWS":["arn:aws:iam::111122223333:user/anna"]}}]})";
  ASSERT_TRUE(CreateRole("Target", trust));
  api::iam::DeleteAccessKeyInput key;
  key.user_name = "anna";
  key.access_key_id = first.access_key_id;
  ASSERT_TRUE(service_->DeleteAccessKey(Root(), key));
  ASSERT_TRUE(service_->DeleteUser(Root(), {"anna"}));
  CreateUser("anna");
  ASSERT_TRUE(
      service_->AttachUserPolicy(Root(), {"anna", "arn:aws:iam::aws:policy/AdministratorAccess"}));
  EXPECT_TRUE(iam_->RecordOf(first)->policies.empty()) << "the first anna is gone";
  auto role = iam_->FindRole("arn:aws:iam::111122223333:role/Target");
  ASSERT_TRUE(role && *role);
  EXPECT_EQ((*role)->trust.find("user/anna"), std::string::npos);
  EXPECT_NE((*role)->trust.find(first.id), std::string::npos) << "shown as the id it had";
}

TEST_F(IamTest, PagesFollowNamesAndPaths) {
  for (const char* name : {"b", "A", "c"}) ASSERT_TRUE(CreateRole(name));
  api::iam::ListRolesInput input;
  input.max_items = 2;
  auto page = service_->ListRoles(Root(), input);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->roles.size(), 2u);
  EXPECT_EQ(page->roles[0].role_name, "A");
  EXPECT_EQ(page->roles[1].role_name, "b");
  EXPECT_FALSE(page->roles[0].tags);
  input.marker = page->marker;
  page = service_->ListRoles(Root(), input);
  ASSERT_EQ(page->roles.size(), 1u);
  EXPECT_EQ(page->roles[0].role_name, "c");
  input = {};
  input.path_prefix = "/other/";
  EXPECT_TRUE(service_->ListRoles(Root(), input)->roles.empty());
}

TEST_F(IamTest, UpdateRoleSetsTheSessionMaximum) {
  ASSERT_TRUE(CreateRole("Writer"));
  api::iam::UpdateRoleInput input;
  input.role_name = "Writer";
  input.max_session_duration = 7200;
  ASSERT_TRUE(service_->UpdateRole(Root(), input));
  EXPECT_EQ((*iam_->FindRole("arn:aws:iam::111122223333:role/Writer"))->session_max,
            std::chrono::seconds(7200));
  ASSERT_TRUE(service_->UpdateAssumeRolePolicy(
      Root(),
      {"Writer", R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}})"}));
  EXPECT_NE((*iam_->FindRole("arn:aws:iam::111122223333:role/Writer"))->trust.find("\"*\""),
            std::string::npos);
}

}  // namespace
}  // namespace firn::services::iam
