#include "services/kms/kms.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "authz/fact_gate.h"
#include "services/kms/ops.h"
#include "services/kms/policy.h"
#include "sys/testing/fake_random.h"
#include "sys/testing/temp_directory.h"

namespace firn::services::kms {
namespace {

const AccountId kAccount = *AccountId::Parse("111122223333");
const Region kRegion = *Region::Parse("eu-west-1");

api::Call CallAt(Time now) {
  api::Call call;
  call.principal = authz::RootOf(kAccount);
  call.account = kAccount;
  call.region = kRegion;
  call.now = now;
  return call;
}

class KmsTest : public ::testing::Test {
 protected:
  KmsTest() {
    vault_ = *Vault::Open(disk_, random_, directory_ / "data");
    store_ = *state::Store::Open(disk_, {directory_ / "data/state.db", {}});
    kms_ = std::make_unique<Kms>(*store_, *vault_, random_);
    gate_ = std::make_unique<authz::FactGate>(authz::FactSources{nullptr, {kms_.get()}, nullptr});
    service_ = std::make_unique<KmsService>(*kms_, *gate_);
  }

  std::string MakeKey(const api::kms::CreateKeyInput& input = {}) {
    const auto made = service_->CreateKey(CallAt(now_), input);
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return made ? made->key_metadata->key_id : "";
  }

  std::string Sealed(const std::string& key_id, const std::string& text, const EncryptionContext& context = {}) {
    api::kms::EncryptInput input;
    input.key_id = key_id;
    input.plaintext = text;
    input.encryption_context = context;
    const auto done = service_->Encrypt(CallAt(now_), input);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
    return done ? *done->ciphertext_blob : "";
  }

  Result<api::kms::DecryptOutput> Opened(const std::string& blob, const EncryptionContext& context = {}) {
    api::kms::DecryptInput input;
    input.ciphertext_blob = blob;
    input.encryption_context = context;
    return service_->Decrypt(CallAt(now_), input);
  }

  Time now_ = *ParseIso8601("2026-01-01T00:00:00Z");
  sys::testing::TempDirectory directory_;
  sys::SystemDisk disk_;
  sys::SystemRandom random_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<Kms> kms_;
  std::unique_ptr<authz::FactGate> gate_;
  std::unique_ptr<KmsService> service_;
};

TEST_F(KmsTest, ACiphertextOpensWithItsKeyAndContextOnly) {
  const std::string key = MakeKey(), other = MakeKey();
  const std::string blob = Sealed(key, "the text", {{"table", "events"}});
  EXPECT_EQ(*Opened(blob, {{"table", "events"}})->plaintext, "the text");
  EXPECT_FALSE(Opened(blob));
  EXPECT_FALSE(Opened(blob, {{"table", "Events"}}));
  EXPECT_FALSE(Opened(blob, {{"table", "events"}, {"more", ""}}));
  // Every byte counts, the names of key and material among them.
  for (size_t i = 0; i < blob.size(); ++i) {
    std::string changed = blob;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(Opened(changed, {{"table", "events"}})) << i;
    EXPECT_FALSE(Opened(blob.substr(0, i), {{"table", "events"}})) << i;
  }
  // Nor does it open as another key's.
  auto parts = *ReadBlob(blob);
  parts.key_id = other;
  EXPECT_FALSE(Opened(BlobOf(parts), {{"table", "events"}}));
}

TEST_F(KmsTest, RotationKeepsOldCiphertextsReadable) {
  const std::string key = MakeKey();
  const std::string before = Sealed(key, "old");
  ASSERT_TRUE(service_->EnableKeyRotation(CallAt(now_), {key, 90}));
  now_ += std::chrono::hours(24 * 90);
  const std::string after = Sealed(key, "new");
  EXPECT_NE(ReadBlob(before)->material_id, ReadBlob(after)->material_id);
  EXPECT_EQ(*Opened(before)->plaintext, "old");
  EXPECT_EQ(*Opened(after)->plaintext, "new");
  api::kms::ListKeyRotationsInput input;
  input.key_id = key;
  const auto rotations = service_->ListKeyRotations(CallAt(now_), input);
  ASSERT_EQ(rotations->rotations->size(), 1u);
  EXPECT_EQ(rotations->rotations->front().rotation_type, "AUTOMATIC");
}

TEST_F(KmsTest, AKeyIsGoneWhenItsTimeHasCome) {
  const std::string key = MakeKey();
  const std::string blob = Sealed(key, "text");
  ASSERT_TRUE(service_->CreateAlias(CallAt(now_), {"alias/a", key}));
  ASSERT_TRUE(service_->ScheduleKeyDeletion(CallAt(now_), {key, 7}));
  EXPECT_EQ(Opened(blob).error().code, "KMSInvalidStateException");
  now_ += std::chrono::hours(24 * 7);
  EXPECT_EQ(Opened(blob).error().code, "NotFoundException");
  MakeKey();  // sweeps
  EXPECT_FALSE(store_->Read().Has(KeyKey(NameOf(kAccount, kRegion, key))));
  EXPECT_FALSE(store_->Read().Has(AliasKey(kAccount, kRegion, "alias/a")));
}

TEST_F(KmsTest, TheStateAloneHoldsNoSecret) {
  const std::string key = MakeKey();
  const KeyName name = NameOf(kAccount, kRegion, key);
  const auto record = kms_->Load(store_->Read(), name, now_);
  const auto secret = kms_->SecretOf(name, record->materials.back());
  ASSERT_TRUE(secret);
  EXPECT_EQ(store_->Read().Find(KeyKey(name))->find(*secret), std::string::npos);
  // Another root key opens nothing, and material is bound to its key.
  const auto stranger = *Vault::Open(disk_, random_, directory_ / "elsewhere");
  EXPECT_FALSE(Kms(*store_, *stranger, random_).SecretOf(name, record->materials.back()));
  EXPECT_FALSE(kms_->SecretOf(NameOf(kAccount, kRegion, "other"), record->materials.back()));
}

TEST_F(KmsTest, TheRootKeyIsPrivateAndKept) {
  const std::string path = directory_ / "data/kms/root-key";
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path).permissions(), perms::owner_read | perms::owner_write);
  const std::string sealed = vault_->Seal("what for", "secret");
  const auto again = Vault::Open(disk_, random_, directory_ / "data");
  ASSERT_TRUE(again);
  EXPECT_EQ(*(*again)->Unseal("what for", sealed), "secret");
  EXPECT_FALSE((*again)->Unseal("something else", sealed));
}

// The file as version 1 has always been written.
TEST_F(KmsTest, TheRootKeysFileHasAChecksum) {
  const std::string text =
      "firn-kms-root-key 1 6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b "
      "5e318f8cf9cbe249\n";
  const std::string path = directory_ / "golden/kms/root-key";
  ASSERT_TRUE(disk_.CreateDirectories(directory_ / "golden/kms"));
  ASSERT_TRUE(disk_.WriteAtomically(path, text));
  EXPECT_TRUE(Vault::Open(disk_, random_, directory_ / "golden"));
  for (const std::string& damaged : {text.substr(0, 20), std::string(), "x" + text, text + text}) {
    ASSERT_TRUE(disk_.WriteAtomically(path, damaged));
    const auto opened = Vault::Open(disk_, random_, directory_ / "golden");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Kind::kCorrupt);
  }
}

TEST(GrantPolicy, IsReadableWhateverTheGrantSays) {
  GrantRecord grant;
  grant.id = "g";
  grant.grantee = "arn:aws:iam::111122223333:user/anna";
  grant.retiring = "111122223333";
  grant.operations = {"Encrypt", "CreateGrant", "RetireGrant"};
  grant.context_equals = {{"${aws:username}", "*"}, {"\"", "\n"}};
  const auto document = PolicyOfGrants({grant});
  const auto policy = authz::ReadPolicy(document.document, authz::PolicyKind::kResource);
  ASSERT_TRUE(policy) << policy.error().message << document.document;
  EXPECT_FALSE(policy->variables);
  EXPECT_EQ(policy->statements.size(), 4u);
}

}  // namespace
}  // namespace firn::services::kms
