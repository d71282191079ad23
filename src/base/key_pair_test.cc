#include "base/key_pair.h"

#include <gtest/gtest.h>

namespace firn {
namespace {

TEST(KeyPair, RsaSignsAndEncrypts) {
  const auto pair = MakeKeyPair(KeyPairKind::kRsa2048);
  const auto other = MakeKeyPair(KeyPairKind::kRsa2048);
  ASSERT_TRUE(pair && other);
  const std::string digest = ShaDigest(ShaBits::k256, "message");
  for (const auto scheme : {SignatureScheme::kPss, SignatureScheme::kPkcs1}) {
    const auto signature = SignDigest(pair->private_key, scheme, ShaBits::k256, digest);
    ASSERT_TRUE(signature);
    EXPECT_TRUE(*VerifyDigest(pair->public_key, scheme, ShaBits::k256, digest, *signature));
    EXPECT_FALSE(*VerifyDigest(other->public_key, scheme, ShaBits::k256, digest, *signature));
    EXPECT_FALSE(*VerifyDigest(pair->public_key, scheme, ShaBits::k256, digest, "no signature"));
    EXPECT_FALSE(SignDigest(pair->private_key, scheme, ShaBits::k384, digest));
  }
  const auto sealed = EncryptOaep(pair->public_key, ShaBits::k256, "secret");
  ASSERT_TRUE(sealed);
  EXPECT_EQ(*DecryptOaep(pair->private_key, ShaBits::k256, *sealed), "secret");
  EXPECT_FALSE(DecryptOaep(pair->private_key, ShaBits::k1, *sealed));
  EXPECT_FALSE(DecryptOaep(other->private_key, ShaBits::k256, *sealed));
  EXPECT_TRUE(EncryptOaep(pair->public_key, ShaBits::k256, std::string(190, 'x')));
  EXPECT_FALSE(EncryptOaep(pair->public_key, ShaBits::k256, std::string(191, 'x')));
}

TEST(KeyPair, CurvesSignAndAgree) {
  for (const auto kind : {KeyPairKind::kP256, KeyPairKind::kP384, KeyPairKind::kP521, KeyPairKind::kSecp256k1}) {
    const auto pair = MakeKeyPair(kind), peer = MakeKeyPair(kind);
    ASSERT_TRUE(pair && peer);
    const std::string digest = ShaDigest(ShaBits::k256, "message");
    const auto signature = SignDigest(pair->private_key, SignatureScheme::kEcdsa, ShaBits::k256, digest);
    ASSERT_TRUE(signature);
    EXPECT_TRUE(*VerifyDigest(pair->public_key, SignatureScheme::kEcdsa, ShaBits::k256, digest, *signature));
    EXPECT_FALSE(*VerifyDigest(peer->public_key, SignatureScheme::kEcdsa, ShaBits::k256, digest, *signature));
    const auto here = DeriveEcdh(pair->private_key, peer->public_key);
    ASSERT_TRUE(here);
    EXPECT_EQ(*here, *DeriveEcdh(peer->private_key, pair->public_key));
  }
  const auto small = MakeKeyPair(KeyPairKind::kP256), large = MakeKeyPair(KeyPairKind::kP384);
  ASSERT_TRUE(small && large);
  EXPECT_FALSE(DeriveEcdh(small->private_key, large->public_key));
  EXPECT_FALSE(DeriveEcdh(small->private_key, "nothing"));
}

TEST(KeyPair, RefusesBytesThatAreNoKey) {
  EXPECT_FALSE(SignDigest("junk", SignatureScheme::kPss, ShaBits::k256, std::string(32, 'd')));
  EXPECT_FALSE(VerifyDigest("junk", SignatureScheme::kPss, ShaBits::k256, std::string(32, 'd'), "s"));
  EXPECT_FALSE(EncryptOaep("", ShaBits::k256, "text"));
}

}  // namespace
}  // namespace firn
