#include "objects/files.h"

#include "objects/limits.h"
#include "objects/path.h"

namespace firn::objects {
namespace {

constexpr int kCountedNames = 8;
constexpr size_t kNameLength = 16;
constexpr char kNameAlphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace

Files::Files(sys::Disk& disk, sys::Random& random, std::string data_directory)
    : disk_(disk), random_(random), root_(std::move(data_directory)), temporary_(root_ + "/tmp") {}

std::string Files::Absolute(std::string_view path) const { return root_ + '/' + std::string(path); }

Result<void> Files::Prepare() {
  FIRN_OK(disk_.RemoveTree(temporary_));
  for (const std::string& directory : {temporary_, Absolute("objects"), Absolute("uploads")}) {
    FIRN_OK(disk_.CreateDirectories(directory));
  }
  return disk_.SyncDirectory(root_);
}

Result<Files::Written> Files::Write(const std::string& directory, std::string_view key,
                                    const Producer& produce,
                                    const std::vector<std::string>& algorithms) {
  FIRN_TRY(Digests digests, Digests::Of(algorithms));
  const std::string temporary = temporary_ + "/staged-" + std::to_string(next_temporary_++);
  Written written;
  const auto fill = [&]() -> Result<void> {
    FIRN_TRY(const auto file, disk_.Open(temporary, sys::OpenMode::kCreateOrTruncate));
    FIRN_OK(produce([&](std::string_view bytes) -> Result<void> {
      digests.Update(bytes);
      written.size += bytes.size();
      return file->Append(bytes);
    }));
    return file->Sync();
  };
  auto placed = [&]() -> Result<Written> {
    FIRN_OK(fill());
    written.digests = digests.Finish();
    return Place(directory, key, temporary, std::move(written));
  }();
  if (!placed) static_cast<void>(disk_.Remove(temporary));
  return placed;
}

Result<Files::Written> Files::Write(const std::string& directory, std::string_view key,
                                    const wire::Body& body,
                                    const std::vector<std::string>& algorithms) {
  const auto each_piece = [&](const Sink& sink) -> Result<void> {
    if (body.in_memory()) return sink(body.bytes());
    for (uint64_t offset = 0; offset < body.size();) {
      FIRN_TRY(const std::string piece, body.ReadAt(offset, kCopyBytes));
      if (piece.empty()) return Fail(Kind::kInternal, "body is shorter than it says");
      FIRN_OK(sink(piece));
      offset += piece.size();
    }
    return {};
  };
  bool movable = !body.in_memory() && !body.removable_path().empty() && body.file_offset() == 0;
  if (movable) {
    FIRN_TRY(const uint64_t size, body.file()->Size());
    movable = size == body.size();
  }
  if (!movable) return Write(directory, key, each_piece, algorithms);

  FIRN_TRY(Digests digests, Digests::Of(algorithms));
  FIRN_OK(each_piece([&](std::string_view bytes) -> Result<void> {
    digests.Update(bytes);
    return {};
  }));
  FIRN_TRY(const auto file, disk_.Open(body.removable_path(), sys::OpenMode::kAppend));
  FIRN_OK(file->Sync());
  return Place(directory, key, body.removable_path(), {{}, body.size(), digests.Finish()});
}

Result<wire::Body> Files::Open(const std::string& path, uint64_t size) const {
  FIRN_TRY(std::shared_ptr<const sys::File> file, disk_.Open(Absolute(path), sys::OpenMode::kRead));
  FIRN_TRY(const uint64_t actual, file->Size());
  if (actual != size)
    return Fail(Kind::kCorrupt, "object file has another size than its record: " + path);
  return wire::Body::OfFile(std::move(file), 0, size);
}

void Files::Remove(const std::string& path) { static_cast<void>(disk_.Remove(Absolute(path))); }

bool Files::Reserve(const std::string& path) {
  const sys::Lock lock(mutex_);
  return reserved_.insert(path).second;
}

void Files::Release(const std::string& path) {
  const sys::Lock lock(mutex_);
  reserved_.erase(path);
}

// Moves the temporary file to the first free name for the key and makes the name durable.
Result<Files::Written> Files::Place(const std::string& directory, std::string_view key,
                                    const std::string& temporary, Written written) {
  std::vector<std::string> components = PathComponents(key);
  const std::string name = std::move(components.back());
  components.pop_back();
  FIRN_TRY(const std::string parent, EnsureDirectory(directory, components));
  for (int attempt = 1; attempt <= kAttemptsMax; ++attempt) {
    // A key with many versions has taken the first names.
    const std::string mark =
        "v" + (attempt <= kCountedNames ? std::to_string(attempt)
                                        : random_.Text(kNameLength, kNameAlphabet));
    const std::string path = parent + '/' + (attempt == 1 ? name : Marked(name, mark));
    if (!Reserve(path)) continue;
    auto placed = TryPlace(temporary, parent, path);
    Release(path);
    FIRN_TRY(const bool done, std::move(placed));
    if (!done) continue;
    written.path = path;
    return written;
  }
  return Fail(Kind::kUnavailable, "too many files of one name are in use: " + parent + '/' + name);
}

// False when something else has the name.
Result<bool> Files::TryPlace(const std::string& temporary, const std::string& directory,
                             const std::string& path) {
  FIRN_TRY(const bool taken, disk_.Exists(Absolute(path)));
  if (taken) return false;
  if (auto renamed = disk_.Rename(temporary, Absolute(path)); !renamed) {
    // Another key may have made a directory of this name meanwhile.
    if (auto is_directory = disk_.IsDirectory(Absolute(path)); is_directory && *is_directory)
      return false;
    return Fail(std::move(renamed).error());
  }
  if (auto synced = disk_.SyncDirectory(Absolute(directory)); !synced) {
    // Back to where the caller removes or keeps it.
    if (!disk_.Rename(Absolute(path), temporary)) Remove(path);
    return Fail(std::move(synced).error());
  }
  return true;
}

// Walks down from `directory`, making what is missing. A component whose name a file has gets a
// mark.
Result<std::string> Files::EnsureDirectory(const std::string& directory,
                                           const std::vector<std::string>& components) {
  std::string path;
  for (size_t begin = 0; begin < directory.size();) {
    const size_t slash = std::min(directory.find('/', begin), directory.size());
    const std::string parent = path;
    path = directory.substr(0, slash);
    FIRN_TRY(const bool made, TryDirectory(parent, path));
    if (!made) return Fail(Kind::kInternal, "a file is where a directory belongs: " + path);
    begin = slash + 1;
  }
  for (const std::string& component : components) {
    const std::string parent = path;
    bool made = false;
    for (int attempt = 1; !made && attempt <= kAttemptsMax; ++attempt) {
      const std::string mark = attempt == 2 ? "dir" : "dir" + std::to_string(attempt);
      path = parent + '/' + (attempt == 1 ? component : component + '%' + mark);
      FIRN_TRY(made, TryDirectory(parent, path));
    }
    if (!made) return Fail(Kind::kUnavailable, "too many files of one name are in use: " + path);
  }
  return path;
}

// Makes the directory and its name durable. False when a file has the name or is about to have it.
Result<bool> Files::TryDirectory(const std::string& parent, const std::string& path) {
  {
    const sys::Lock lock(mutex_);
    if (known_.contains(path)) return true;
    if (reserved_.contains(path)) return false;
  }
  FIRN_TRY(bool is_directory, disk_.IsDirectory(Absolute(path)));
  if (!is_directory) {
    FIRN_TRY(const bool is_there, disk_.Exists(Absolute(path)));
    // Another thread may have made the directory between the two looks.
    if (is_there) {
      FIRN_TRY(is_directory, disk_.IsDirectory(Absolute(path)));
      if (!is_directory) return false;
    }
  }
  if (!is_directory) {
    if (auto made = disk_.CreateDirectories(Absolute(path)); !made) {
      FIRN_TRY(is_directory, disk_.IsDirectory(Absolute(path)));
      FIRN_TRY(const bool is_file_now, disk_.Exists(Absolute(path)));
      if (!is_directory && is_file_now) return false;
      if (!is_directory) return Fail(std::move(made).error());
    }
  }
  FIRN_OK(disk_.SyncDirectory(parent.empty() ? root_ : Absolute(parent)));
  const sys::Lock lock(mutex_);
  if (known_.size() >= kKnownDirectoriesMax) known_.clear();
  known_.insert(path);
  return true;
}

Result<void> Files::Sweep(const std::string& directory,
                          const std::function<bool(const std::string&)>& is_known) {
  size_t looked_at = 0;
  const std::function<Result<void>(const std::string&)> sweep =
      [&](const std::string& path) -> Result<void> {
    FIRN_TRY(const auto names, disk_.List(Absolute(path)));
    for (const std::string& name : names) {
      if (++looked_at > kSweepFilesMax) return {};
      const std::string inner = path + '/' + name;
      if (is_known(inner)) continue;
      FIRN_TRY(const bool is_directory, disk_.IsDirectory(Absolute(inner)));
      if (!is_directory) {
        FIRN_OK(disk_.Remove(Absolute(inner)));
        continue;
      }
      FIRN_OK(sweep(inner));
      static_cast<void>(
          disk_.RemoveEmptyDirectory(Absolute(inner)));  // refused while it holds anything
    }
    return {};
  };
  return sweep(directory);
}

}  // namespace firn::objects
