#include "edge/body_sink.h"

#include "format/json_document.h"
#include "sys/random.h"

namespace firn::edge {
namespace {

Unexpected TooLarge() {
  return Fail(
      Error{.kind = Kind::kInvalid, .message = "the body is too large", .http_status = 413});
}

Unexpected CannotSpool(Error error) {
  error.http_status = 503;
  return Within("cannot spool a request body", std::move(error));
}

}  // namespace

BodySink::~BodySink() {
  // A file that is gone was moved into place by the handler.
  if (!path_.empty()) static_cast<void>(options_.disk->Remove(path_));
}

Result<void> BodySink::OpenFile() {
  std::string path = options_.directory + "/body-" +
                     sys::SystemRandom().Text(20, "0123456789abcdefghijklmnopqrstuv");
  auto file = options_.disk->Open(path, sys::OpenMode::kCreateNew);
  if (!file && file.error().kind == Kind::kNotFound) {
    if (auto made = options_.disk->CreateDirectories(options_.directory); !made)
      return CannotSpool(made.error());
    file = options_.disk->Open(path, sys::OpenMode::kCreateNew);
  }
  if (!file) return CannotSpool(std::move(file).error());
  file_ = *std::move(file);
  path_ = std::move(path);
  if (memory_.empty()) return {};
  if (auto written = file_->Append(memory_); !written)
    return CannotSpool(std::move(written).error());
  memory_ = std::string();
  return {};
}

Result<void> BodySink::Expect(uint64_t length) {
  if (length > options_.bytes_max) return TooLarge();
  if (length > options_.memory_max && !options_.directory.empty()) return OpenFile();
  memory_.reserve(length + format::kJsonPadding);  // a JSON parser then needs no copy
  return {};
}

Result<void> BodySink::Append(std::string_view bytes) {
  if (bytes.size() > options_.bytes_max - size_) return TooLarge();
  size_ += bytes.size();
  if (!file_ && size_ > options_.memory_max && !options_.directory.empty()) FIRN_OK(OpenFile());
  if (!file_) {
    memory_.append(bytes);
    return {};
  }
  if (auto written = file_->Append(bytes); !written) return CannotSpool(std::move(written).error());
  return {};
}

wire::Body BodySink::Finish() {
  if (!file_) return memory_.empty() ? wire::Body() : wire::Body(std::move(memory_));
  return wire::Body::OfFile(file_, 0, size_, path_);
}

}  // namespace firn::edge
