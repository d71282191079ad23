#include "objects/path.h"

#include <gtest/gtest.h>

#include <map>

#include "objects/limits.h"

namespace firn::objects {
namespace {

using namespace std::string_literals;

std::string Joined(const std::string& key) {
  std::string path;
  for (const std::string& component : PathComponents(key))
    path += (path.empty() ? "" : "/") + component;
  return path;
}

TEST(PathTest, OrdinaryKeysReadAsTheyAre) {
  for (const char* key :
       {"a", "a/b.parquet", "data/dt=2026-11-21/part-0.parquet", "caf\xc3\xa9 au lait.txt",
        ".hidden", "x/...", "a:b*c?\"<>|", "\xe2\x9d\x84"}) {
    EXPECT_EQ(Joined(key), key);
  }
}

TEST(PathTest, UnsafeKeysAreEscaped) {
  EXPECT_EQ(Joined("."), "%2E");
  EXPECT_EQ(Joined(".."), "%2E.");
  EXPECT_EQ(Joined("a/../../etc/passwd"), "a/%2E./%2E./etc/passwd");
  EXPECT_EQ(Joined("/a"), "%/a");
  EXPECT_EQ(Joined("a/"), "a/%");
  EXPECT_EQ(Joined("a//b"), "a/%/b");
  EXPECT_EQ(Joined("nul\0l"s), "nul%00l");
  EXPECT_EQ(Joined("100%"), "100%25");
  EXPECT_EQ(Joined("line\n"), "line%0A");
  EXPECT_EQ(Joined("\xff\xc3"), "%FF%C3");
  EXPECT_EQ(Joined(""), "%");
}

TEST(PathTest, LongComponentsAreCutAndToldApart) {
  const std::string fits(kComponentBytesMax, 'a');
  EXPECT_EQ(Joined(fits), fits);
  const std::string first = Joined(std::string(kComponentBytesMax + 1, 'a') + ".parquet");
  const std::string second = Joined(std::string(kComponentBytesMax + 2, 'a') + ".parquet");
  EXPECT_LE(first.size(), kComponentBytesMax);
  EXPECT_TRUE(first.starts_with("aaaa"));
  EXPECT_TRUE(first.ends_with(".parquet"));
  EXPECT_NE(first, second);
  // A cut never splits a character.
  std::string snow;
  while (snow.size() < 300) snow += "\xe2\x9d\x84";
  const std::string cut = Joined(snow);
  EXPECT_EQ(cut.find('%') % 3, 0u) << cut;
}

TEST(PathTest, PathsOfAllKeysFitTheFileSystem) {
  for (const std::string& unit : {"/"s, "\x01/"s, "a/"s, "\x01"s, "../"s}) {
    std::string key;
    while (key.size() < kKeyBytesMax) key += unit;
    EXPECT_LE(Joined(key).size(), kPathBytesMax) << PathComponents(key).size();
    for (const std::string& component : PathComponents(key))
      EXPECT_LE(component.size(), kComponentBytesMax);
  }
}

TEST(PathTest, DistinctKeysHaveDistinctPaths) {
  std::map<std::string, std::string> keys;
  const std::string alphabet = "a./%2E\0\xff"s;
  std::vector<std::string> round = {""};
  for (int length = 0; length < 4; ++length) {
    std::vector<std::string> longer;
    for (const std::string& key : round) {
      const auto [at, fresh] = keys.emplace(Joined(key), key);
      EXPECT_TRUE(fresh) << at->second << " and " << key;
      for (const char c : alphabet) longer.push_back(key + c);
    }
    round = std::move(longer);
  }
}

TEST(PathTest, MarksKeepTheExtension) {
  EXPECT_EQ(Marked("a.parquet", "v2"), "a%v2.parquet");
  EXPECT_EQ(Marked("metadata.json.gz", "v2"), "metadata.json%v2.gz");
  EXPECT_EQ(Marked("README", "v2"), "README%v2");
  EXPECT_EQ(Marked(".hidden", "v2"), ".hidden%v2");
  EXPECT_EQ(Marked("dot.", "v2"), "dot.%v2");
  EXPECT_EQ(Marked("%", "v2"), "%%v2");
}

}  // namespace
}  // namespace firn::objects
