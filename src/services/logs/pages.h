#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/logs/limits.h"
#include "services/logs/logs.h"

namespace firn::services::logs {

// One page of the records under a prefix that are wanted. The token goes on behind the page's last record.
template <class T>
struct RecordPage {
  std::vector<T> records;
  std::optional<std::string> next_token;
};

template <class T>
Result<RecordPage<T>> PageOf(const state::Reader& reader, const std::string& prefix,
                             const std::optional<std::string>& token, const std::optional<int32_t>& limit,
                             const std::function<bool(const T&)>& wanted) {
  FIRN_TRY(const std::string after, PositionOf(token));
  FIRN_TRY(const auto all, state::List<T>(reader, prefix, after, SIZE_MAX));
  const size_t most = limit ? static_cast<size_t>(*limit) : kPageDefault;
  RecordPage<T> page;
  std::string last;
  for (const auto& item : all.items) {
    if (!wanted(*item.value)) continue;
    if (page.records.size() == most) {
      page.next_token = TokenOf(last);
      break;
    }
    last = item.key;
    page.records.push_back(*item.value);
  }
  return page;
}

}  // namespace firn::services::logs
