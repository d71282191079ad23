#pragma once

#include <string_view>
#include <vector>

namespace firn::authz {

// A policy text after its variables are expanded: bytes, plus the two wildcards as values no byte
// has, so that the literal asterisk of "${*}" stays a literal.
using Pattern = std::vector<int>;
inline constexpr int kAnySequence = -1;
inline constexpr int kAnyByte = -2;

enum class Case { kSensitive, kInsensitive };

// Reads * and ? as wildcards and everything else as itself.
Pattern WildcardPattern(std::string_view text);
// Reads everything as itself.
Pattern LiteralPattern(std::string_view text);
// True when the whole text matches. Linear in the product of the lengths at worst; never recursive.
bool Matches(const Pattern& pattern, std::string_view text, Case letters = Case::kSensitive);
// Matches two ARNs by their six colon-separated parts, each on its own, as the Arn operators do. A
// pattern of one asterisk matches every ARN; a text or pattern without six parts matches nothing
// else.
bool MatchesArn(const Pattern& pattern, std::string_view text);

}  // namespace firn::authz
