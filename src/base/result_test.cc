#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "base/box.h"

namespace firn {
namespace {

Result<int> Half(int number) {
  if (number % 2 != 0) return Fail(Kind::kInvalid, "odd number: " + std::to_string(number));
  return number / 2;
}

Result<int> Quarter(int number) {
  FIRN_TRY(const int half, Half(number));
  FIRN_TRY(const int quarter, Half(half));
  return quarter;
}

Result<void> Even(int number) {
  FIRN_OK(Half(number));
  return {};
}

TEST(Result, CarriesTheValueOrTheFirstError) {
  EXPECT_EQ(*Quarter(12), 3);
  const auto failed = Quarter(6);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, Kind::kInvalid);
  EXPECT_EQ(failed.error().message, "odd number: 3");
  EXPECT_TRUE(Even(2));
  EXPECT_FALSE(Even(3));
}

TEST(Result, MovesWhatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
  const auto use = [&]() -> Result<int> {
    FIRN_TRY(auto owned, make());
    return *owned;
  };
  EXPECT_EQ(*use(), 7);
}

TEST(Within, PutsContextInFrontAndKeepsTheRest) {
  const Unexpected failed =
      Within("loading t", Error{Kind::kConflict, "moved", "Code", 409, {{"a", "b"}}});
  EXPECT_EQ(failed.value().message, "loading t: moved");
  EXPECT_EQ(failed.value().kind, Kind::kConflict);
  EXPECT_EQ(failed.value().code, "Code");
  EXPECT_EQ(failed.value().http_status, 409);
  EXPECT_EQ(failed.value().fields.size(), 1u);
}

TEST(KindName, DiffersForEveryKind) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Kind::kInternal); ++i)
    names.insert(KindName(static_cast<Kind>(i)));
  EXPECT_EQ(names.size(), static_cast<size_t>(Kind::kInternal) + 1);
}

TEST(Box, CopiesDeeply) {
  Box<std::string> empty;
  EXPECT_FALSE(empty);
  Box<std::string> one(std::string("a"));
  Box<std::string> two = one;
  *two = "b";
  EXPECT_EQ(*one, "a");
  one = two;
  EXPECT_EQ(*one, "b");
  one = empty;
  EXPECT_FALSE(one.has_value());
  one.emplace() = "c";
  EXPECT_EQ(one->size(), 1u);
}

}  // namespace
}  // namespace firn
