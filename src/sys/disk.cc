#include "sys/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <tuple>

namespace firn::sys {
namespace {

constexpr size_t kReadChunk = 1 << 20;

Unexpected Failed(std::string_view what, const std::string& path, int error) {
  const std::string where = std::string(what) + " " + path + ": ";
  switch (error) {
    case ENOENT:
    case ENOTDIR: return Fail(Kind::kNotFound, where + "no such file or directory");
    case EEXIST: return Fail(Kind::kExists, where + "exists");
    case EISDIR: return Fail(Kind::kConflict, where + "is a directory");
    case ENOTEMPTY: return Fail(Kind::kConflict, where + "directory not empty");
    case ENAMETOOLONG: return Fail(Kind::kInvalid, where + "file name too long");
    case ENOSPC:
    case EDQUOT: return Fail(Kind::kUnavailable, where + "no space left on device");
    case EACCES:
    case EPERM:
    case EROFS: return Fail(Kind::kDenied, where + std::generic_category().message(error));
    case EMFILE:
    case ENFILE: return Fail(Kind::kUnavailable, where + "too many open files");
    default: return Fail(Kind::kInternal, where + std::generic_category().message(error));
  }
}

class SystemFile final : public File {
 public:
  SystemFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~SystemFile() override { ::close(descriptor_); }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;

  Result<void> Append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0) {
        if (errno == EINTR) continue;
        return Failed("write", path_, errno);
      }
      bytes.remove_prefix(static_cast<size_t>(written));
    }
    return {};
  }

  Result<size_t> ReadInto(uint64_t offset, char* into, size_t length) const override {
    size_t have = 0;
    while (have < length) {
      const ssize_t got =
          ::pread(descriptor_, into + have, length - have, static_cast<off_t>(offset + have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Failed("read", path_, errno);
      if (got == 0) break;
      have += static_cast<size_t>(got);
    }
    return have;
  }

  Result<uint64_t> Size() const override {
    struct stat info;
    if (::fstat(descriptor_, &info) != 0) return Failed("stat", path_, errno);
    return static_cast<uint64_t>(info.st_size);
  }

  Result<void> Truncate(uint64_t size) override {
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
      return Failed("truncate", path_, errno);
    return {};
  }

  Result<void> Sync() override {
    while (::fdatasync(descriptor_) != 0) {
      if (errno != EINTR) return Failed("sync", path_, errno);
    }
    return {};
  }

  int Descriptor() const override { return descriptor_; }

 private:
  int descriptor_;
  std::string path_;
};

int FlagsOf(OpenMode mode) {
  switch (mode) {
    case OpenMode::kRead: return O_RDONLY;
    case OpenMode::kCreateNew:
    case OpenMode::kCreatePrivate: return O_RDWR | O_CREAT | O_EXCL | O_APPEND;
    case OpenMode::kCreateOrTruncate: return O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    case OpenMode::kAppend: return O_RDWR | O_CREAT | O_APPEND;
  }
  return O_RDONLY;
}

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

Result<std::string> File::ReadAt(uint64_t offset, size_t length) const {
  std::string bytes;
  // A length beyond the file must not reserve memory for bytes that are not there.
  while (bytes.size() < length) {
    const size_t have = bytes.size();
    const size_t chunk = std::min(length - have, kReadChunk);
    bytes.resize(have + chunk);
    FIRN_TRY(const size_t got, ReadInto(offset + have, bytes.data() + have, chunk));
    bytes.resize(have + got);
    if (got == 0) break;
  }
  return bytes;
}

Result<std::string> Disk::ReadAll(const std::string& path) {
  FIRN_TRY(const auto file, Open(path, OpenMode::kRead));
  FIRN_TRY(const uint64_t size, file->Size());
  return file->ReadAt(0, size);
}

Result<void> Disk::WriteAtomically(const std::string& path, std::string_view bytes) {
  static std::atomic<uint64_t> sequence = 0;
  const std::string temporary =
      path + ".tmp" + std::to_string(::getpid()) + "-" + std::to_string(++sequence);
  const auto write = [&]() -> Result<void> {
    FIRN_TRY(auto file, Open(temporary, OpenMode::kCreateNew));
    FIRN_OK(file->Append(bytes));
    FIRN_OK(file->Sync());
    return Rename(temporary, path);
  };
  if (auto written = write(); !written) {
    // Whether the temporary file could be removed changes nothing for the caller.
    std::ignore = Remove(temporary);
    return written;
  }
  return SyncDirectory(DirectoryOf(path));
}

Result<std::unique_ptr<File>> SystemDisk::Open(const std::string& path, OpenMode mode) {
  const mode_t rights = mode == OpenMode::kCreatePrivate ? 0600 : 0644;
  while (true) {
    const int descriptor = ::open(path.c_str(), FlagsOf(mode) | O_CLOEXEC, rights);
    if (descriptor >= 0)
      return std::unique_ptr<File>(std::make_unique<SystemFile>(descriptor, path));
    if (errno != EINTR) return Failed("open", path, errno);
  }
}

Result<void> SystemDisk::Rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return Failed("rename to", to, errno);
  return {};
}

Result<void> SystemDisk::Remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return Failed("remove", path, errno);
  return {};
}

Result<void> SystemDisk::RemoveTree(const std::string& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error && error.value() != ENOENT) return Failed("remove", path, error.value());
  return {};
}

Result<void> SystemDisk::RemoveEmptyDirectory(const std::string& path) {
  if (::rmdir(path.c_str()) != 0) return Failed("remove directory", path, errno);
  return {};
}

Result<void> SystemDisk::CreateDirectories(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Failed("create directory", path, error.value());
  return {};
}

Result<void> SystemDisk::SyncDirectory(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return Failed("open directory", path, errno);
  int failure = 0;
  while (::fsync(descriptor) != 0) {
    if (errno == EINTR) continue;
    failure = errno;
    break;
  }
  ::close(descriptor);
  if (failure != 0) return Failed("sync directory", path, failure);
  return {};
}

Result<bool> SystemDisk::Exists(const std::string& path) {
  if (::access(path.c_str(), F_OK) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return Failed("look up", path, errno);
}

Result<bool> SystemDisk::IsDirectory(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) == 0) return S_ISDIR(info.st_mode);
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return Failed("look up", path, errno);
}

Result<std::vector<std::string>> SystemDisk::List(const std::string& path) {
  DIR* directory = ::opendir(path.c_str());
  if (directory == nullptr) return Failed("list", path, errno);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  ::closedir(directory);
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::Acquire(const std::string& directory) {
  const std::string path = directory + "/" + kFile;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return Failed("open", path, errno);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    return std::unique_ptr<DirectoryLock>(new DirectoryLock(descriptor));
  const int error = errno;
  ::close(descriptor);
  if (error == EWOULDBLOCK)
    return Fail(Kind::kConflict, "another process has " + directory + " open");
  return Failed("lock", path, error);
}

DirectoryLock::~DirectoryLock() { ::close(descriptor_); }

}  // namespace firn::sys
