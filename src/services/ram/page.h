#pragma once

#include <algorithm>

#include "services/ram/limits.h"
#include "services/ram/ram.h"

// Pages of lists that are at hand.
namespace firn::services::ram {

template <class Item>
struct Positioned {
  std::string position;  // what the list is in order of; no two are the same
  Item item;
};

std::string TokenOf(std::string_view position);
// InvalidNextTokenException for what TokenOf did not write.
Result<std::string> PositionOf(const std::optional<std::string>& token);

template <class Item>
Result<std::vector<Item>> PageOf(std::vector<Positioned<Item>> all,
                                 const std::optional<std::string>& token,
                                 std::optional<int32_t> max_results,
                                 std::optional<std::string>& next_token) {
  FIRN_TRY(const std::string after, PositionOf(token));
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.position < b.position; });
  const size_t limit = max_results ? static_cast<size_t>(*max_results) : kPageItems;
  std::vector<Item> page;
  std::string last;
  for (auto& entry : all) {
    if (!after.empty() && entry.position <= after) continue;
    if (page.size() == limit) {
      next_token = TokenOf(last);
      return page;
    }
    last = entry.position;
    page.push_back(std::move(entry.item));
  }
  return page;
}

}  // namespace firn::services::ram
