#include "state/detail/tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace firn::state::detail {
namespace {

EntryPointer Of(std::string key, std::string value = "") {
  return std::make_shared<const Entry>(std::move(key), std::move(value));
}

// Checks order, sizes, heights and balance; the height.
int Verify(const NodePointer& node) {
  if (!node) return 0;
  const int left = Verify(node->left);
  const int right = Verify(node->right);
  EXPECT_LE(std::abs(left - right), 1);
  EXPECT_EQ(node->height, std::max(left, right) + 1);
  EXPECT_EQ(node->size, SizeOf(node->left) + SizeOf(node->right) + 1);
  EXPECT_TRUE(!node->left || node->left->entry->key() < node->entry->key());
  EXPECT_TRUE(!node->right || node->right->entry->key() > node->entry->key());
  return node->height;
}

std::map<std::string, std::string> Contents(const NodePointer& root, std::string_view from = {}) {
  std::map<std::string, std::string> contents;
  Visit(root, from, [&](const EntryPointer& entry) {
    EXPECT_TRUE(contents.empty() || contents.rbegin()->first < entry->key());
    contents.emplace(entry->key(), entry->value());
    return true;
  });
  return contents;
}

TEST(TreeTest, AgreesWithAMapThroughRandomChanges) {
  std::mt19937 random(7);
  std::map<std::string, std::string> model;
  NodePointer root;
  for (int step = 0; step < 20'000; ++step) {
    const std::string key = std::to_string(random() % 1000);
    if (random() % 3 == 0) {
      model.erase(key);
      root = Erased(root, key);
    } else {
      model[key] = std::to_string(step);
      root = Inserted(root, Of(key, std::to_string(step)));
    }
    if (step % 1000 == 0) {
      Verify(root);
      const std::string from = std::to_string(random() % 1000);
      EXPECT_EQ(Contents(root, from),
                (std::map<std::string, std::string>(model.lower_bound(from), model.end())));
    }
  }
  Verify(root);
  EXPECT_EQ(Contents(root), model);
  for (const auto& [key, value] : model) {
    ASSERT_NE(FindNode(root.get(), key), nullptr);
    EXPECT_EQ(FindNode(root.get(), key)->entry->value(), value);
  }
  EXPECT_EQ(FindNode(root.get(), "absent"), nullptr);
}

TEST(TreeTest, AnOldRootNeverChanges) {
  NodePointer root;
  for (int i = 0; i < 500; ++i) root = Inserted(root, Of(std::to_string(i), "old"));
  const NodePointer old = root;
  const auto before = Contents(old);
  for (int i = 0; i < 500; i += 2) root = Erased(root, std::to_string(i));
  for (int i = 1; i < 500; i += 2) root = Inserted(root, Of(std::to_string(i), "new"));
  EXPECT_EQ(Contents(old), before);
  EXPECT_EQ(SizeOf(root), 250u);
}

TEST(TreeTest, ErasingTheAbsentKeepsTheRoot) {
  const NodePointer root = Inserted(nullptr, Of("a"));
  EXPECT_EQ(Erased(root, "b"), root);
  EXPECT_EQ(Erased(nullptr, "b"), nullptr);
}

TEST(TreeTest, AscendingInsertionStaysShallow) {
  NodePointer root;
  char key[16];
  const int count = 200'000;
  for (int i = 0; i < count; ++i) {
    std::snprintf(key, sizeof key, "%08d", i);
    root = Inserted(root, Of(key));
  }
  EXPECT_LE(root->height, 1.45 * std::log2(count));
}

TEST(TreeTest, BuildsBalancedFromOrder) {
  std::vector<EntryPointer> entries;
  char key[16];
  for (int i = 0; i < 1000; ++i) {
    std::snprintf(key, sizeof key, "%08d", i);
    entries.push_back(Of(key));
  }
  const NodePointer root = Built(entries);
  EXPECT_EQ(Verify(root), 10);
  EXPECT_EQ(SizeOf(root), 1000u);
  EXPECT_EQ(Built({}), nullptr);
}

TEST(TreeTest, VisitingStopsWhenAsked) {
  NodePointer root;
  for (const char* key : {"a", "b", "c", "d"}) root = Inserted(root, Of(key));
  std::string seen;
  Visit(root, "b", [&](const EntryPointer& entry) {
    seen += entry->key();
    return seen.size() < 2;
  });
  EXPECT_EQ(seen, "bc");
}

}  // namespace
}  // namespace firn::state::detail
