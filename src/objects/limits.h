#pragma once

#include <cstddef>
#include <cstdint>

namespace firn::objects {

inline constexpr size_t kKeyBytesMax = 1024;             // UTF-8 bytes of an object key, as S3
inline constexpr uint64_t kObjectBytesMax = 5ull << 40;  // 5 TiB, as S3
inline constexpr int kPartNumberMax = 10'000;            // as S3
inline constexpr size_t kListLimitMax = 1000;            // entries of one listing page, as S3

// One component of a path longer than this is cut and told apart by a digest; a whole path longer
// than kPathBytesMax is replaced by one.
inline constexpr size_t kComponentBytesMax = 200;
inline constexpr size_t kPathBytesMax = 2048;

// Bytes moved between files at a time.
inline constexpr size_t kCopyBytes = 1024 * 1024;

// Directories remembered as durable, so that placing a file need not sync its ancestors again.
inline constexpr size_t kKnownDirectoriesMax = 100'000;

// Times a placement is tried anew when others take the same name meanwhile, and a read when the
// object is replaced meanwhile.
inline constexpr int kAttemptsMax = 100;

// Files looked at when a data directory is opened to remove what a crash left; the rest waits for
// the next opening.
inline constexpr size_t kSweepFilesMax = 5'000'000;

}  // namespace firn::objects
