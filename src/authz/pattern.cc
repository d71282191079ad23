#include "authz/pattern.h"

#include <cstddef>
#include <optional>

namespace firn::authz {
namespace {

constexpr size_t kArnParts = 6;

int Fold(int byte) { return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte; }

bool Same(int pattern, unsigned char byte, Case letters) {
  if (pattern == kAnyByte) return true;
  if (letters == Case::kInsensitive) return Fold(pattern) == Fold(byte);
  return pattern == byte;
}

// The first five colons separate; the sixth part keeps the rest.
template <class Sequence>
std::optional<std::vector<Sequence>> SplitArn(const Sequence& whole) {
  std::vector<Sequence> parts;
  size_t begin = 0;
  for (size_t i = 0; i < whole.size() && parts.size() + 1 < kArnParts; ++i) {
    if (whole[i] != ':') continue;
    parts.emplace_back(whole.begin() + begin, whole.begin() + i);
    begin = i + 1;
  }
  if (parts.size() + 1 != kArnParts) return std::nullopt;
  parts.emplace_back(whole.begin() + begin, whole.end());
  return parts;
}

}  // namespace

Pattern WildcardPattern(std::string_view text) {
  Pattern pattern;
  pattern.reserve(text.size());
  for (unsigned char byte : text) {
    pattern.push_back(byte == '*' ? kAnySequence : byte == '?' ? kAnyByte : byte);
  }
  return pattern;
}

Pattern LiteralPattern(std::string_view text) {
  Pattern pattern;
  pattern.reserve(text.size());
  for (unsigned char byte : text) pattern.push_back(byte);
  return pattern;
}

bool Matches(const Pattern& pattern, std::string_view text, Case letters) {
  size_t p = 0, t = 0;
  size_t star = pattern.size(),
         resume = 0;  // where to go back to: the last asterisk and what it took
  bool starred = false;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == kAnySequence) {
      starred = true;
      star = p++;
      resume = t;
    } else if (p < pattern.size() &&
               Same(pattern[p], static_cast<unsigned char>(text[t]), letters)) {
      ++p;
      ++t;
    } else if (starred) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kAnySequence) ++p;
  return p == pattern.size();
}

bool MatchesArn(const Pattern& pattern, std::string_view text) {
  auto value = SplitArn(std::string_view(text));
  if (!value) return false;
  if (pattern.size() == 1 && pattern[0] == kAnySequence) return true;
  auto parts = SplitArn(pattern);
  if (!parts) return false;
  for (size_t i = 0; i < kArnParts; ++i) {
    if (!Matches((*parts)[i], (*value)[i])) return false;
  }
  return true;
}

}  // namespace firn::authz
