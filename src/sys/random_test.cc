#include "sys/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "sys/testing/fake_random.h"

namespace firn::sys {
namespace {

TEST(Random, UuidsAreOfVersionFour) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string uuid = random.Uuid();
    ASSERT_EQ(uuid.size(), 36u);
    for (const size_t position : {8, 13, 18, 23}) EXPECT_EQ(uuid[position], '-');
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string_view("89ab").find(uuid[19]), std::string_view::npos);
    EXPECT_EQ(uuid.find_first_not_of("0123456789abcdef-"), std::string::npos);
    seen.insert(uuid);
  }
  EXPECT_EQ(seen.size(), 200u);
}

TEST(Random, GivesAsManyBytesAsAskedFor) {
  SystemRandom random;
  for (const size_t count : {0, 1, 255, 256, 257, 5000})
    EXPECT_EQ(random.Bytes(count).size(), count);
  EXPECT_NE(random.Bytes(32), random.Bytes(32));
  const std::string long_one = random.Bytes(1024);
  EXPECT_NE(long_one.substr(0, 256), long_one.substr(256, 256));
}

TEST(Random, DrawsEvenlyBelowABound) {
  testing::FakeRandom random;
  std::array<int, 3> counts{};
  for (int i = 0; i < 3000; ++i) ++counts.at(random.Below(3));
  for (const int count : counts) EXPECT_NEAR(count, 1000, 120);
  EXPECT_EQ(random.Below(1), 0u);
  for (int i = 0; i < 100; ++i) EXPECT_LT(random.Below(UINT64_MAX), UINT64_MAX);
}

TEST(Random, TextUsesTheWholeAlphabetAndNothingElse) {
  testing::FakeRandom random;
  const std::string text = random.Text(500, "abc");
  EXPECT_EQ(text.size(), 500u);
  EXPECT_EQ(text.find_first_not_of("abc"), std::string::npos);
  for (const char c : {'a', 'b', 'c'}) EXPECT_NE(text.find(c), std::string::npos);
  EXPECT_EQ(random.Text(0, "abc"), "");
}

TEST(FakeRandom, RepeatsItselfForOneSeed) {
  testing::FakeRandom one(7), same(7), other(8);
  const std::string bytes = one.Bytes(100);
  EXPECT_EQ(bytes, same.Bytes(100));
  EXPECT_NE(bytes, other.Bytes(100));
  EXPECT_NE(bytes, one.Bytes(100));
}

}  // namespace
}  // namespace firn::sys
