#pragma once

#include <cstddef>
#include <string_view>

namespace firn::columnar {

// How far beyond their ends UnescapeJson may read its input and write its output.
inline constexpr size_t kUnescapeSlack = 64;

// Writes the text that stands between the quotes of a JSON string without its escapes and returns
// the end of what it wrote, or null for an escape it leaves to others: one that is malformed, or
// \u. `out` has room for `raw` and kUnescapeSlack bytes more; as many may be read behind `raw`.
// Quotes are not looked for.
//
// Attributes of telemetry arrive as JSON inside JSON strings, with an escape every few bytes.
// Escapes are therefore found 64 bytes at a time, so that the position of one does not have to be
// known before the next is looked for.
char* UnescapeJson(std::string_view raw, char* out);

}  // namespace firn::columnar
