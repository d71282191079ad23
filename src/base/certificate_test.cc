#include "base/certificate.h"

#include <gtest/gtest.h>

namespace firn {
namespace {

TEST(Certificate, RefusesWhatIsNone) {
  const std::string begin = "-----BEGIN CERTIFICATE-----\n", end = "-----END CERTIFICATE-----\n";
  for (const std::string& text : {std::string(), std::string("body"), begin, begin + end,
                                  begin + "AAAA\n" + end, begin + "!!\n" + end}) {
    EXPECT_FALSE(ParseCertificate(text)) << text;
    EXPECT_EQ(ComparePrivateKey(text, "key"), KeyPair::kUnreadable) << text;
  }
  EXPECT_EQ(CountCertificates(" \n"), 0u);
  EXPECT_FALSE(CountCertificates(begin + "AAAA\n" + end));
}

TEST(Certificate, RsaKeysGoOutAndComeBack) {
  RsaKey key;
  key.modulus = std::string("\xc1", 1) + std::string(255, '\x35');
  key.exponent = std::string("\x01\x00\x01", 3);
  const auto pem = RsaPublicKeyPem(key);
  ASSERT_TRUE(pem);
  const auto back = ParseRsaPublicKey(*pem);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->modulus, key.modulus);
  EXPECT_EQ(back->exponent, key.exponent);
  EXPECT_EQ(back->bits, 2048u);
  EXPECT_FALSE(ParseRsaPublicKey("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"));
}

}  // namespace
}  // namespace firn
