#include "services/ram/ram.h"

#include <gtest/gtest.h>

#include "services/ram/ops.h"
#include "sys/disk.h"
#include "sys/testing/temp_directory.h"

namespace firn::services::ram {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");
const AccountId kTheirs = *AccountId::Parse("444455556666");
constexpr char kTable[] = "arn:aws:glue:us-east-1:111122223333:table/d/t";
constexpr char kDatabase[] = "arn:aws:glue:us-east-1:111122223333:database/d";
using Words = std::vector<std::string>;

class Everything final : public Resources {
 public:
  Result<std::optional<bool>> Exists(const api::Call&, const Arn& arn) override {
    return std::optional<bool>(arn.resource.find("missing") == std::string::npos);
  }
};

// The second account is in the first one's organization, once there is one.
class Family final : public Organizations {
 public:
  Kinship kinship;
  Result<Kinship> KinshipOf(const AccountId&, const AccountId&) override { return kinship; }
  Result<bool> Knows(const Arn& arn) override { return arn.resource.ends_with("o-ours"); }
  Result<void> Trust(const api::Call&) override {
    if (!kinship.same) return Fail(Kind::kInvalid, "in none");
    kinship.trusted = true;
    return {};
  }
};

class AllowAll final : public authz::Gate {
 public:
  Result<void> Authorize(const authz::Principal&, const authz::Circumstances&,
                         const authz::Needs&) override {
    return {};
  }
  Result<void> AuthorizeLake(const authz::Principal&, const authz::LakeNeed&) override {
    return {};
  }
};

class RamTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = state::Store::Open(disk_, {directory_ / "state.db", {}});
    ASSERT_TRUE(store);
    store_ = *std::move(store);
    ram_ = std::make_unique<Ram>(*store_, random_, everything_, family_);
    service_ = std::make_unique<RamService>(*ram_, allow_);
  }
  api::Call As(const AccountId& account) {
    api::Call call;
    call.account = account;
    call.principal = authz::RootOf(account);
    call.region = *firn::Region::Parse("us-east-1");
    call.now = now_;
    return call;
  }
  std::string Share(Words principals, Words resources) {
    api::ram::CreateResourceShareInput input;
    input.name = "s";
    input.principals = std::move(principals);
    input.resource_arns = std::move(resources);
    const auto made = service_->CreateResourceShare(As(kOurs), input);
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made->resource_share->resource_share_arn : "";
  }
  std::vector<api::ram::ResourceShareInvitation> Invitations() {
    return *service_->GetResourceShareInvitations(As(kTheirs), {})->resource_share_invitations;
  }
  size_t Seen() {
    api::ram::ListResourcesInput input;
    input.resource_owner = "OTHER-ACCOUNTS";
    return service_->ListResources(As(kTheirs), input)->resources->size();
  }

  sys::SystemDisk disk_;
  sys::SystemRandom random_;
  sys::testing::TempDirectory directory_;
  Everything everything_;
  Family family_;
  AllowAll allow_;
  Time now_ = *ParseIso8601("2026-11-21T06:00:00Z");
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<Ram> ram_;
  std::unique_ptr<RamService> service_;
};

TEST_F(RamTest, InvitationsExpire) {
  Share({kTheirs.text()}, {kTable});
  const std::string arn = *Invitations().at(0).resource_share_invitation_arn;
  EXPECT_EQ(Seen(), 0u);
  now_ += std::chrono::hours(24 * 7);
  EXPECT_EQ(Invitations().at(0).status, kPending);
  now_ += std::chrono::seconds(1);
  EXPECT_EQ(Invitations().at(0).status, kExpired);
  EXPECT_EQ(service_->AcceptResourceShareInvitation(As(kTheirs), {arn, {}}).error().code,
            "ResourceShareInvitationExpiredException");
  EXPECT_EQ(Seen(), 0u);
}

TEST_F(RamTest, GrantsOfLakeFormationGoThroughOneShare) {
  ASSERT_TRUE(ram_->AddGranted(As(kOurs), kTable, kTheirs.text()));
  ASSERT_TRUE(ram_->AddGranted(As(kOurs), kTable, kTheirs.text()));
  ASSERT_EQ(Invitations().size(), 1u);
  EXPECT_FALSE((*ram_->FindGranted(kTable, kTheirs.text()))->accepted);
  EXPECT_FALSE(*ram_->FindGranted(kDatabase, kTheirs.text()));
  const std::string arn = *Invitations()[0].resource_share_invitation_arn;
  ASSERT_TRUE(service_->AcceptResourceShareInvitation(As(kTheirs), {arn, {}}));
  EXPECT_TRUE((*ram_->FindGranted(kTable, kTheirs.text()))->accepted);
  // What is granted later needs no further invitation.
  ASSERT_TRUE(ram_->AddGranted(As(kOurs), kDatabase, kTheirs.text()));
  EXPECT_TRUE((*ram_->FindGranted(kDatabase, kTheirs.text()))->accepted);
  EXPECT_EQ(Invitations().size(), 1u);
  EXPECT_EQ(Seen(), 2u);
  ASSERT_TRUE(ram_->RemoveGranted(As(kOurs), kTable, kTheirs.text()));
  EXPECT_EQ(Seen(), 1u);
  ASSERT_TRUE(ram_->RemoveGranted(As(kOurs), kDatabase, kTheirs.text()));
  EXPECT_FALSE(*ram_->FindGranted(kDatabase, kTheirs.text()));
  EXPECT_EQ(Seen(), 0u);
  // A share made anew is accepted anew.
  ASSERT_TRUE(ram_->AddGranted(As(kOurs), kTable, kTheirs.text()));
  EXPECT_FALSE((*ram_->FindGranted(kTable, kTheirs.text()))->accepted);
}

TEST_F(RamTest, KinNeedNoInvitationOnceTheOrganizationTrusts) {
  EXPECT_EQ(service_->EnableSharingWithAwsOrganization(As(kOurs), {}).error().code,
            "OperationNotPermittedException");
  family_.kinship.same = true;
  Share({kTheirs.text()}, {kTable});
  EXPECT_EQ(Invitations().size(), 1u);
  EXPECT_EQ(Seen(), 0u);
  ASSERT_TRUE(service_->EnableSharingWithAwsOrganization(As(kOurs), {}));
  const std::string arn = Share({kTheirs.text()}, {kDatabase});
  EXPECT_EQ(Invitations().size(), 1u);
  EXPECT_EQ(Seen(), 1u);
  ASSERT_TRUE(service_->DeleteResourceShare(As(kOurs), {arn, {}}));
  EXPECT_EQ(Seen(), 0u);
  api::ram::CreateResourceShareInput input;
  input.name = "s";
  input.principals = {{"arn:aws:organizations::111122223333:organization/o-ours"}};
  EXPECT_EQ(service_->CreateResourceShare(As(kOurs), input).error().code, "NotImplemented");
  input.principals = {{"arn:aws:organizations::111122223333:organization/o-none"}};
  EXPECT_EQ(service_->CreateResourceShare(As(kOurs), input).error().code,
            "UnknownResourceException");
}

TEST_F(RamTest, AnInvitationIsItsReceivers) {
  Share({kTheirs.text()}, {kTable});
  const std::string arn = *Invitations().at(0).resource_share_invitation_arn;
  EXPECT_NE(arn.find(":111122223333:"), std::string::npos);
  const auto record = ram_->RecordOf(arn);
  ASSERT_TRUE(record);
  ASSERT_TRUE(*record);
  EXPECT_EQ((*record)->owner, kTheirs);
  EXPECT_FALSE(*ram_->RecordOf(arn + "x"));
  EXPECT_EQ(service_->AcceptResourceShareInvitation(As(kOurs), {arn, {}}).error().code,
            "ResourceShareInvitationArnNotFoundException");
}

TEST_F(RamTest, ATokenMakesOneShare) {
  api::ram::CreateResourceShareInput input;
  input.name = "s";
  input.client_token = "token";
  const auto first = service_->CreateResourceShare(As(kOurs), input);
  const auto again = service_->CreateResourceShare(As(kOurs), input);
  ASSERT_TRUE(first);
  ASSERT_TRUE(again);
  EXPECT_EQ(first->resource_share->resource_share_arn, again->resource_share->resource_share_arn);
  input.name = "other";
  EXPECT_EQ(service_->CreateResourceShare(As(kOurs), input).error().code,
            "IdempotentParameterMismatchException");
}

}  // namespace
}  // namespace firn::services::ram
