#pragma once

#include <cstddef>

namespace firn::format {

inline constexpr size_t kJsonDepthMax = 128;  // nested arrays and objects
inline constexpr size_t kJsonParserKeptBytes = 1
                                               << 20;  // a thread's parser above this is given back
inline constexpr size_t kXmlDepthMax = 64;             // nested elements
inline constexpr size_t kYamlDepthMax = 32;            // nested sequences and maps
inline constexpr size_t kYamlNodesMax = 100'000;       // nodes after aliases are followed
inline constexpr size_t kYamlBytesMax = 8 << 20;       // of a document
inline constexpr int kZstdWindowLogMax =
    25;  // a frame that wants more memory than 2^25 bytes is refused
inline constexpr size_t kCborDepthMax = 64;  // nested arrays, maps and tags

}  // namespace firn::format
