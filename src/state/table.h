#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/key.h"
#include "state/record.h"
#include "state/store.h"

// Typed records in the key space. T is anything state/record.h can keep. A value that does not
// decode is kCorrupt naming its key.
namespace firn::state {

namespace detail {
template <class T>
Result<std::shared_ptr<const T>> DecodeEntry(const EntryPointer& entry) {
  if (const T* kept = entry->Decoded<T>()) return std::shared_ptr<const T>(entry, kept);
  auto decoded = Decode<T>(entry->value());
  if (!decoded) return Within("record " + PrintableKey(entry->key()), std::move(decoded).error());
  if (const T* kept = entry->Keep(*decoded)) return std::shared_ptr<const T>(entry, kept);
  return std::make_shared<const T>(*std::move(decoded));
}
}  // namespace detail

// The record without a copy, null when absent. Decoded once per write of the key, however often it
// is read.
template <class T>
Result<std::shared_ptr<const T>> LoadShared(const Reader& reader, std::string_view key) {
  const EntryPointer entry = reader.FindEntry(key);
  if (entry == nullptr) return std::shared_ptr<const T>();
  return detail::DecodeEntry<T>(entry);
}

// A copy of the record, to change and save.
template <class T>
Result<std::optional<T>> Load(const Reader& reader, std::string_view key) {
  FIRN_TRY(const std::shared_ptr<const T> shared, LoadShared<T>(reader, key));
  if (shared == nullptr) return std::optional<T>();
  return std::optional<T>(*shared);
}

template <class T>
void Save(Transaction& transaction, std::string_view key, const T& record) {
  transaction.Put(key, Encode(record));
}

template <class T>
struct Page {
  struct Item {
    std::string key;
    std::shared_ptr<const T> value;
  };
  std::vector<Item> items;
  bool more = false;  // items.back().key is the `after` of the next page
};

// The records under `prefix` with keys greater than `after` (empty: from the first), at most
// `limit` of them.
template <class T>
Result<Page<T>> List(const Reader& reader, std::string_view prefix, std::string_view after,
                     size_t limit) {
  Page<T> page;
  Result<void> outcome;
  const std::string start_at = after.empty() ? std::string() : std::string(after) + '\0';
  reader.ForEachEntry(prefix, start_at, [&](const EntryPointer& entry) {
    if (page.items.size() == limit) {
      page.more = true;
      return false;
    }
    auto decoded = detail::DecodeEntry<T>(entry);
    if (!decoded) {
      outcome = Fail(std::move(decoded).error());
      return false;
    }
    page.items.push_back({entry->key(), *std::move(decoded)});
    return true;
  });
  FIRN_OK(std::move(outcome));
  return page;
}

}  // namespace firn::state
