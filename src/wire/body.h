#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sys/disk.h"

namespace firn::wire {

// A message body: bytes in memory, or a slice of a file. Large uploads are spooled to a temporary file by the edge, and
// large downloads are sent from the object's file, so neither passes through memory whole. Copies share the bytes.
// Threads: a value; distinct copies may be used from distinct threads.
class Body {
 public:
  Body() = default;
  Body(std::string bytes);  // NOLINT: a string is a body
  // `length` bytes at `offset` of an open file. `removable_path` names the temporary file when the receiver may move it
  // into place instead of copying; it is empty for everything else.
  static Body OfFile(std::shared_ptr<const sys::File> file, uint64_t offset, uint64_t length,
                     std::string removable_path = {});

  uint64_t size() const { return file_ ? length_ : (bytes_ ? bytes_->size() : 0); }
  bool empty() const { return size() == 0; }
  bool in_memory() const { return file_ == nullptr; }
  // In memory only.
  std::string_view bytes() const { return bytes_ ? std::string_view(*bytes_) : std::string_view(); }
  // How many bytes behind those may be read, for parsers that look ahead.
  size_t spare() const { return bytes_ ? bytes_->capacity() - bytes_->size() : 0; }
  // The whole body; reads the file when it is one.
  Result<std::string> Read() const;
  Result<std::string> ReadAt(uint64_t offset, size_t length) const;  // fewer bytes only at the end
  Body Slice(uint64_t offset, uint64_t length) const;

  const std::shared_ptr<const sys::File>& file() const { return file_; }
  uint64_t file_offset() const { return offset_; }
  const std::string& removable_path() const { return removable_path_; }

 private:
  std::shared_ptr<const std::string> bytes_;
  std::shared_ptr<const sys::File> file_;
  uint64_t offset_ = 0;
  uint64_t length_ = 0;
  std::string removable_path_;
};

}  // namespace firn::wire
