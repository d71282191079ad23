#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace firn::objects {

// The components of the path that a key asks for: as the key has them where that is safe. A byte
// that is a control, '%' or no UTF-8 is written %XX; "." and ".." have their first dot written so;
// an empty component is "%". A component that would be longer than limits.h allows keeps its
// beginning and extension around "%h" and a digest, and a key whose whole path would be too long
// becomes one such component. Distinct keys have distinct paths. Never empty.
std::vector<std::string> PathComponents(std::string_view key);

// Another name for the same component: the mark after '%', before the extension: ("a.parquet",
// "v2") is "a%v2.parquet". Marks are lower case and escapes upper case, so no component reads so by
// itself.
std::string Marked(std::string_view component, std::string_view mark);

}  // namespace firn::objects
