#include <gtest/gtest.h>

#include "objects/limits.h"
#include "objects/testing/fixture.h"
#include "state/table.h"

namespace firn::objects {
namespace {

class ListingTest : public LakeTest {
 protected:
  // Keys as they are, common prefixes in brackets, and "+" and the next start when truncated.
  std::string Show(const ListOptions& options) {
    const auto listing = objects().List("bucket", options);
    if (!listing) return listing.error().message;
    std::string shown;
    for (const auto& object : listing->objects) shown += object.key + " ";
    for (const auto& prefix : listing->common_prefixes) shown += "[" + prefix + "] ";
    return listing->truncated ? shown + "+" + listing->next : shown;
  }
  void Fill(const std::vector<std::string>& keys) {
    for (const auto& key : keys) ASSERT_TRUE(lake_.Put(key, "x"));
  }
};

TEST_F(ListingTest, PrefixesAndDelimitersGroup) {
  Fill({"a", "a/1", "a/2", "a/b/3", "ab", "b/1", "c"});
  EXPECT_EQ(Show({}), "a a/1 a/2 a/b/3 ab b/1 c ");
  EXPECT_EQ(Show({"a", "", "", 1000}), "a a/1 a/2 a/b/3 ab ");
  EXPECT_EQ(Show({"", "/", "", 1000}), "a ab c [a/] [b/] ");
  EXPECT_EQ(Show({"a/", "/", "", 1000}), "a/1 a/2 [a/b/] ");
  EXPECT_EQ(Show({"a", "/", "", 1000}), "a ab [a/] ");
  EXPECT_EQ(Show({"", "/1", "", 1000}), "a a/2 a/b/3 ab c [a/1] [b/1] ");
  EXPECT_EQ(Show({"x", "/", "", 1000}), "");
  EXPECT_EQ(Show({"", "", "a/2", 1000}), "a/b/3 ab b/1 c ");
  EXPECT_EQ(Show({"", "", "zzz", 1000}), "");
}

TEST_F(ListingTest, PagesJoinToTheWhole) {
  Fill({"a", "a/1", "a/2", "b/1", "b/2", "b0", "c/1", "d"});
  for (const char* delimiter : {"", "/"}) {
    ListOptions whole;
    whole.delimiter = delimiter;
    const auto all = objects().List("bucket", whole);
    ASSERT_TRUE(all);
    const size_t total = all->objects.size() + all->common_prefixes.size();
    for (size_t limit = 1; limit <= total + 1; ++limit) {
      ListOptions page = whole;
      page.limit = limit;
      std::vector<std::string> keys;
      std::vector<std::string> prefixes;
      bool truncated = true;
      for (size_t pages = 0; truncated; ++pages) {
        ASSERT_LE(pages, total);
        const auto listing = objects().List("bucket", page);
        ASSERT_TRUE(listing);
        EXPECT_LE(listing->objects.size() + listing->common_prefixes.size(), limit);
        for (const auto& object : listing->objects) keys.push_back(object.key);
        for (const auto& prefix : listing->common_prefixes) prefixes.push_back(prefix);
        truncated = listing->truncated;
        EXPECT_EQ(truncated, !listing->next.empty());
        page.start_after = listing->next;
      }
      EXPECT_EQ(keys.size(), all->objects.size()) << limit;
      EXPECT_EQ(prefixes, all->common_prefixes) << limit;
    }
  }
}

TEST_F(ListingTest, LimitsAreKept) {
  Fill({"a", "b", "c"});
  EXPECT_EQ(Show({"", "", "", 0}), "");
  EXPECT_EQ(Show({"", "", "", 2}), "a b +b");
  EXPECT_EQ(Show({"", "", "", 3}), "a b c ");
}

TEST_F(ListingTest, MoreThanAPageIsCut) {
  Expect(lake_.state().Write([&](state::Transaction& t) -> Result<void> {
    for (size_t i = 0; i <= kListLimitMax; ++i) {
      ObjectInfo info;
      info.key = "k" + std::to_string(10'000 + i);
      state::Save(t, state::Key("objects", "object", "bucket", info.key), info);
    }
    return {};
  }));
  ListOptions options;
  options.limit = kListLimitMax + 1;
  const auto listing = objects().List("bucket", options);
  ASSERT_TRUE(listing);
  EXPECT_EQ(listing->objects.size(), kListLimitMax);
  EXPECT_TRUE(listing->truncated);
}

TEST_F(ListingTest, BucketsDoNotSeeEachOther) {
  Expect(lake_.AddBucket("bucket2"));
  Fill({"a"});
  EXPECT_TRUE(objects().List("bucket2", {})->objects.empty());
}

}  // namespace
}  // namespace firn::objects
