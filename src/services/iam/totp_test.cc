#include "services/iam/totp.h"

#include <gtest/gtest.h>

namespace firn::services::iam {
namespace {

constexpr char kSeed[] = "12345678901234567890";

Time At(int64_t seconds) { return FromEpochMicros(seconds * 1'000'000); }

// The examples of RFC 6238, appendix B, cut to six digits.
TEST(Totp, KnowsTheExamplesOfItsStandard) {
  EXPECT_EQ(CodeOf(kSeed, 59 / 30), "287082");
  EXPECT_EQ(CodeOf(kSeed, 1111111109 / 30), "081804");
  EXPECT_EQ(CodeOf(kSeed, 1234567890 / 30), "005924");
  EXPECT_EQ(CodeOf(kSeed, 20000000000 / 30), "353130");
}

TEST(Totp, AcceptsOneStepEitherWayAndNoCodeTwice) {
  const int64_t step = 1111111109 / 30;
  const Time now = At(1111111109);
  for (int64_t near : {step - 1, step, step + 1}) {
    EXPECT_EQ(StepOf(kSeed, CodeOf(kSeed, near), now, 0), near);
  }
  EXPECT_FALSE(StepOf(kSeed, CodeOf(kSeed, step + 2), now, 0));
  EXPECT_FALSE(StepOf(kSeed, CodeOf(kSeed, step), now, step)) << "used before";
  EXPECT_FALSE(StepOf(kSeed, "", now, 0));
}

TEST(Totp, SeedsAreShownInBase32) {
  EXPECT_EQ(Base32Encode("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(Base32Encode("f"), "MY");
  EXPECT_EQ(Base32Encode(""), "");
}

}  // namespace
}  // namespace firn::services::iam
