#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "objects/store.h"
#include "state/store.h"
#include "sys/testing/fake_random.h"
#include "sys/testing/faulty_disk.h"
#include "sys/testing/temp_directory.h"

namespace firn::objects {

// An object store in a directory of its own, with one bucket named "bucket".
class Lake {
 public:
  Lake(sys::Disk& disk, std::string directory) : disk_(disk), directory_(std::move(directory)) {}

  Result<void> Open() {
    Close();
    FIRN_TRY(state_, state::Store::Open(disk_, {directory_ + "/state.db", {}}));
    FIRN_TRY(objects_, ObjectStore::Open(disk_, *state_, random_, directory_));
    return {};
  }
  void Close() {
    objects_.reset();
    state_.reset();
  }
  Result<void> AddBucket(const std::string& name = "bucket") {
    Bucket bucket;
    bucket.name = name;
    bucket.account = *AccountId::Parse("123456789012");
    bucket.region = *Region::Parse("us-east-1");
    bucket.kind = kOrdinary;
    return objects_->CreateBucket(bucket);
  }

  ObjectStore& objects() { return *objects_; }
  state::Store& state() { return *state_; }
  const std::string& directory() const { return directory_; }

  Result<ObjectInfo> Put(const std::string& key, const std::string& bytes,
                         PutOptions options = {}) {
    return objects_->Put("bucket", key, wire::Body(bytes), options);
  }
  // The bytes; "-" when there is no such object and the message of any other failure.
  std::string Get(const std::string& key) {
    auto opened = objects_->Read("bucket", key);
    if (!opened) return opened.error().message;
    if (!*opened) return "-";
    auto bytes = (*opened)->body.Read();
    return bytes ? *bytes : bytes.error().message;
  }
  // Every file under a directory of the data directory, relative to it, sorted.
  std::vector<std::string> Files(const std::string& below) const {
    std::vector<std::string> found;
    const std::filesystem::path root = directory_ + "/" + below;
    if (!std::filesystem::exists(root)) return found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.is_regular_file()) found.push_back(entry.path().lexically_relative(root).string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  sys::Disk& disk_;
  const std::string directory_;
  sys::testing::FakeRandom random_;
  std::unique_ptr<state::Store> state_;
  std::unique_ptr<ObjectStore> objects_;
};

class LakeTest : public ::testing::Test {
 protected:
  LakeTest() {
    Expect(lake_.Open());
    Expect(lake_.AddBucket());
  }
  static void Expect(const Result<void>& result) { EXPECT_TRUE(result) << result.error().message; }
  template <class T>
  static std::string CodeOf(const Result<T>& result) {
    return result ? "" : result.error().code;
  }

  const sys::testing::TempDirectory directory_;
  sys::SystemDisk disk_;
  Lake lake_{disk_, directory_.path()};
  ObjectStore& objects() { return lake_.objects(); }
};

}  // namespace firn::objects
