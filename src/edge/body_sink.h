#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sys/disk.h"
#include "wire/body.h"

namespace firn::edge {

// Gathers one request body: in memory while it is small, in a temporary file once it is not.
//
// Crash story: a file left behind by a crash means nothing to anybody; the owner of the spool
// directory empties it before the first listener starts. Threads: one.
class BodySink {
 public:
  struct Options {
    sys::Disk* disk = nullptr;
    std::string directory;  // empty: everything stays in memory
    size_t memory_max = 0;
    uint64_t bytes_max = 0;
  };
  explicit BodySink(Options options) : options_(std::move(options)) {}
  ~BodySink();
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;

  // Announces the whole length, so that memory is taken once or not at all.
  Result<void> Expect(uint64_t length);
  // kInvalid with http_status 413 beyond `bytes_max`; the disk's error, as http_status 503, when
  // spooling fails.
  Result<void> Append(std::string_view bytes);
  uint64_t size() const { return size_; }
  // The body gathered. The file, if there is one and nobody has moved it, goes when this object
  // does.
  wire::Body Finish();

 private:
  Result<void> OpenFile();

  Options options_;
  std::string memory_;
  std::shared_ptr<sys::File> file_;
  std::string path_;
  uint64_t size_ = 0;
};

}  // namespace firn::edge
