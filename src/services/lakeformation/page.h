#pragma once

#include <optional>
#include <string>

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/limits.h"

// Pages of lists that are read from the store.
namespace firn::services::lakeformation {

// How many records a list looks at for one page before it answers what it has.
inline constexpr size_t kPageLooks = 10'000;

// Visits the records under `prefix` behind the token's position until `take` has accepted as many
// as a page holds; `take` answers whether the record is an item of the list. The next page's token
// is empty when there is nothing more.
template <class Record, class Take>
Result<std::optional<std::string>> PageOf(const state::Reader& reader, const std::string& prefix,
                                          const std::optional<std::string>& token,
                                          std::optional<int32_t> max_results, Take&& take) {
  FIRN_TRY(std::string after, PositionOf(token));
  if (!after.empty() && !after.starts_with(prefix)) {
    return api::lakeformation::InvalidInputException("Invalid pagination token");
  }
  const size_t limit = max_results ? static_cast<size_t>(*max_results) : kPageRows;
  size_t taken = 0;
  for (size_t looked = 0; looked < kPageLooks;) {
    FIRN_TRY(const auto page, state::List<Record>(reader, prefix, after, limit + 1));
    for (const auto& item : page.items) {
      if (taken == limit) return std::optional(TokenOf(after));
      ++looked;
      FIRN_TRY(const bool accepted, take(item.key, *item.value));
      taken += accepted ? 1 : 0;
      after = item.key;
    }
    if (!page.more) return std::optional<std::string>();
  }
  return std::optional(TokenOf(after));
}

}  // namespace firn::services::lakeformation
