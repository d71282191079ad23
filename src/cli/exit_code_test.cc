#include "cli/exit_code.h"

#include <gtest/gtest.h>

namespace firn::cli {
namespace {

std::string Said(const Error& error, int want) {
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(Report(error), want);
  return ::testing::internal::GetCapturedStderr();
}

TEST(ExitCodeTest, BlamesTheInputOnlyForWhatWasTyped) {
  EXPECT_EQ(Said({Kind::kInvalid, "no such lake file", {}, 0, {}}, kWrongUsage),
            "firn: no such lake file\n");
  EXPECT_EQ(Said({Kind::kInvalid, "bad name", "ValidationException", 400, {}}, kFailed),
            "firn: ValidationException: bad name\n");
  EXPECT_EQ(Said({Kind::kUnavailable, "nobody answers", {}, 0, {}}, kFailed),
            "firn: nobody answers\n");
}

}  // namespace
}  // namespace firn::cli
