#include "sys/testing/faulty_disk.h"

#include "sys/testing/temp_directory.h"

namespace firn::sys::testing {

class FaultyDisk::FaultyFile final : public File {
 public:
  FaultyFile(FaultyDisk& disk, std::unique_ptr<File> under)
      : disk_(disk), under_(std::move(under)) {}

  Result<void> Append(std::string_view bytes) override {
    if (auto failed = disk_.Step(); !failed) {
      FIRN_OK(under_->Append(bytes.substr(0, bytes.size() / 2)));
      return failed;
    }
    return under_->Append(bytes);
  }
  Result<size_t> ReadInto(uint64_t offset, char* into, size_t length) const override {
    FIRN_OK(disk_.Step());
    return under_->ReadInto(offset, into, length);
  }
  Result<uint64_t> Size() const override {
    FIRN_OK(disk_.Step());
    return under_->Size();
  }
  Result<void> Truncate(uint64_t size) override {
    FIRN_OK(disk_.Step());
    return under_->Truncate(size);
  }
  Result<void> Sync() override {
    FIRN_OK(disk_.Step());
    return under_->Sync();
  }
  // Bytes read through a descriptor would pass the faults by.
  int Descriptor() const override { return -1; }

 private:
  FaultyDisk& disk_;
  std::unique_ptr<File> under_;
};

void FaultyDisk::Fail(uint64_t nth, Lasting lasting, Error error) {
  const std::lock_guard lock(mutex_);
  fail_at_ = operations_ + nth;
  lasting_ = lasting;
  error_ = std::move(error);
}

void FaultyDisk::FillUp(uint64_t nth, Lasting lasting) {
  Fail(nth, lasting, Error{Kind::kUnavailable, "write: no space left on device", {}, 0, {}});
}

void FaultyDisk::Heal() {
  const std::lock_guard lock(mutex_);
  fail_at_ = 0;
}

uint64_t FaultyDisk::operations() const {
  const std::lock_guard lock(mutex_);
  return operations_;
}

uint64_t FaultyDisk::failures() const {
  const std::lock_guard lock(mutex_);
  return failures_;
}

Result<void> FaultyDisk::Step() {
  const std::lock_guard lock(mutex_);
  ++operations_;
  if (fail_at_ == 0 || operations_ < fail_at_) return {};
  if (operations_ > fail_at_ && lasting_ == Lasting::kOnce) return {};
  ++failures_;
  return firn::Fail(error_);
}

Result<std::unique_ptr<File>> FaultyDisk::Open(const std::string& path, OpenMode mode) {
  FIRN_OK(Step());
  FIRN_TRY(auto file, under_.Open(path, mode));
  return std::unique_ptr<File>(std::make_unique<FaultyFile>(*this, std::move(file)));
}

Result<void> FaultyDisk::Rename(const std::string& from, const std::string& to) {
  FIRN_OK(Step());
  return under_.Rename(from, to);
}

Result<void> FaultyDisk::Remove(const std::string& path) {
  FIRN_OK(Step());
  return under_.Remove(path);
}

Result<void> FaultyDisk::RemoveTree(const std::string& path) {
  FIRN_OK(Step());
  return under_.RemoveTree(path);
}

Result<void> FaultyDisk::RemoveEmptyDirectory(const std::string& path) {
  FIRN_OK(Step());
  return under_.RemoveEmptyDirectory(path);
}

Result<void> FaultyDisk::CreateDirectories(const std::string& path) {
  FIRN_OK(Step());
  return under_.CreateDirectories(path);
}

Result<void> FaultyDisk::SyncDirectory(const std::string& path) {
  FIRN_OK(Step());
  return under_.SyncDirectory(path);
}

Result<bool> FaultyDisk::Exists(const std::string& path) {
  FIRN_OK(Step());
  return under_.Exists(path);
}

Result<bool> FaultyDisk::IsDirectory(const std::string& path) {
  FIRN_OK(Step());
  return under_.IsDirectory(path);
}

Result<std::vector<std::string>> FaultyDisk::List(const std::string& path) {
  FIRN_OK(Step());
  return under_.List(path);
}

uint64_t ForEachFault(
    const std::function<void(FaultyDisk&, const std::string& directory)>& scenario) {
  SystemDisk real;
  const auto run = [&](uint64_t nth, FaultyDisk::Lasting lasting) {
    const TempDirectory directory;
    FaultyDisk disk(real);
    if (nth > 0) disk.FillUp(nth, lasting);
    scenario(disk, directory.path());
    return disk.failures() > 0;
  };
  run(0, FaultyDisk::Lasting::kOnce);
  uint64_t runs = 1;
  for (uint64_t nth = 1;; ++nth) {
    runs += 2;
    const bool once = run(nth, FaultyDisk::Lasting::kOnce);
    const bool for_good = run(nth, FaultyDisk::Lasting::kForGood);
    if (!once && !for_good) return runs;
  }
}

}  // namespace firn::sys::testing
