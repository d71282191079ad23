#include "sys/testing/temp_directory.h"

#include <stdlib.h>

#include <filesystem>
#include <system_error>

#include "base/check.h"

namespace firn::sys::testing {

TempDirectory::TempDirectory() {
  std::error_code error;
  const auto parent = std::filesystem::temp_directory_path(error);
  path_ = (error ? std::string("/tmp") : parent.string()) + "/firn-test-XXXXXX";
  FIRN_CHECK(::mkdtemp(path_.data()) != nullptr);
}

TempDirectory::~TempDirectory() {
  // What a test leaves behind in a temporary directory is the system's to sweep.
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

}  // namespace firn::sys::testing
