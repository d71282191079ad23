#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace firn::state {

// Adds one part to a key. A part ends with the bytes 00 01 and a zero byte inside it is written 00
// FF, so keys order part by part, a shorter part before every part it begins, and no part can be
// mistaken for two.
void AppendKeyPart(std::string& key, std::string_view part);

namespace detail {
inline void AppendAny(std::string& key, std::string_view part) { AppendKeyPart(key, part); }
template <class T>
requires requires(const T& id) { std::string_view(id.text()); }
void AppendAny(std::string& key, const T& id) { AppendKeyPart(key, id.text()); }
}  // namespace detail

// The key of the parts, each a string or an id with text(): Key("glue", account, region, "table",
// name). The key of the first parts is a prefix of every key that continues them and of no other.
template <class... Parts>
std::string Key(const Parts&... parts) {
  std::string key;
  (detail::AppendAny(key, parts), ...);
  return key;
}

// The prefix shared by all keys that continue `key` with a part beginning with `beginning`.
std::string KeyBeginning(std::string key, std::string_view beginning);

// The least string greater than every string that begins with `prefix`; empty when there is none.
std::string PrefixEnd(std::string_view prefix);

// The parts a key was made of. kCorrupt when it was not made by Key.
Result<std::vector<std::string>> SplitKey(std::string_view key);

// The key for people: parts joined by '/', unprintable bytes as \xHH.
std::string PrintableKey(std::string_view key);

}  // namespace firn::state
