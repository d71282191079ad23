#include "base/cipher.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace firn {
namespace {

const std::string kKey(kAesKeyBytes, 'k');
const std::string kNonce(kGcmNonceBytes, 'n');

TEST(Cipher, OpensWhatItSealed) {
  for (const std::string& text : {std::string(), std::string("a"), std::string(5000, 'x')}) {
    const std::string sealed = SealGcm({kKey, kNonce, "bound", text});
    EXPECT_EQ(sealed.size(), text.size() + kGcmTagBytes);
    const auto opened = OpenGcm({kKey, kNonce, "bound", sealed});
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, text);
  }
}

// The first and the last vector of the GCM specification for keys of 256 bits.
TEST(Cipher, AgreesWithThePublishedVectors) {
  const std::string zero_key(kAesKeyBytes, '\0'), zero_nonce(kGcmNonceBytes, '\0');
  EXPECT_EQ(HexEncode(SealGcm({zero_key, zero_nonce, "", ""})), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(HexEncode(SealGcm({zero_key, zero_nonce, "", std::string(16, '\0')})),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
}

TEST(Cipher, RefusesWhateverWasChanged) {
  const std::string sealed = SealGcm({kKey, kNonce, "bound", "the text"});
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(OpenGcm({kKey, kNonce, "bound", changed})) << i;
    EXPECT_FALSE(OpenGcm({kKey, kNonce, "bound", sealed.substr(0, i)})) << i;
  }
  EXPECT_FALSE(OpenGcm({kKey, kNonce, "Bound", sealed}));
  EXPECT_FALSE(OpenGcm({std::string(kAesKeyBytes, 'j'), kNonce, "bound", sealed}));
  EXPECT_FALSE(OpenGcm({kKey, std::string(kGcmNonceBytes, 'm'), "bound", sealed}));
  EXPECT_FALSE(OpenGcm({"short", kNonce, "bound", sealed}));
}

// RFC 4231, case 2.
TEST(Cipher, AuthenticatesMessages) {
  EXPECT_EQ(HexEncode(Hmac(ShaBits::k224, "Jefe", "what do ya want for nothing?")),
            "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44");
  EXPECT_EQ(HexEncode(Hmac(ShaBits::k256, "Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(ShaBytes(ShaBits::k512), 64u);
}

}  // namespace
}  // namespace firn
