#include "objects/checksum.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace firn::objects {
namespace {

TEST(ChecksumTest, KnownValuesInPieces) {
  auto digests = Digests::Of({"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"});
  ASSERT_TRUE(digests);
  digests->Update("1234");
  digests->Update("");
  digests->Update("56789");
  const auto values = digests->Finish();
  EXPECT_EQ(HexEncode(values.md5), "25f9e794323b453885f5181f1b624d0b");
  EXPECT_EQ(values.checksums.at("CRC32"), "y/Q5Jg==");
  EXPECT_EQ(values.checksums.at("CRC32C"), "4waSgw==");
  EXPECT_EQ(values.checksums.at("CRC64NVME"), "rosUhgp5mIg=");
  EXPECT_EQ(values.checksums.at("SHA1"), "98O8HYCOBHMq32eZZczDTKeuNEE=");
  EXPECT_EQ(values.checksums.at("SHA256"), "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=");
}

TEST(ChecksumTest, OnlyWhatIsAskedForIsComputed) {
  EXPECT_TRUE(Digests::Of({})->Finish().checksums.empty());
  EXPECT_TRUE(IsChecksumName("CRC64NVME"));
  EXPECT_FALSE(IsChecksumName("MD5"));
  EXPECT_FALSE(Digests::Of({"MD5"}));
}

}  // namespace
}  // namespace firn::objects
