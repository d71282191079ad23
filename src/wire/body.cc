#include "wire/body.h"

#include <algorithm>

namespace firn::wire {

Body::Body(std::string bytes) : bytes_(std::make_shared<const std::string>(std::move(bytes))) {}

Body Body::OfFile(std::shared_ptr<const sys::File> file, uint64_t offset, uint64_t length,
                  std::string removable_path) {
  Body body;
  body.file_ = std::move(file);
  body.offset_ = offset;
  body.length_ = length;
  body.removable_path_ = std::move(removable_path);
  return body;
}

Result<std::string> Body::Read() const { return ReadAt(0, size()); }

Result<std::string> Body::ReadAt(uint64_t offset, size_t length) const {
  if (offset >= size()) return std::string();
  const size_t wanted = static_cast<size_t>(std::min<uint64_t>(length, size() - offset));
  if (!file_) return std::string(bytes().substr(offset, wanted));
  std::string out;
  while (out.size() < wanted) {
    FIRN_TRY(std::string piece, file_->ReadAt(offset_ + offset + out.size(), wanted - out.size()));
    if (piece.empty()) return Fail(Kind::kCorrupt, "a body's file is shorter than the body");
    out = out.empty() ? std::move(piece) : std::move(out) + piece;
  }
  return out;
}

Body Body::Slice(uint64_t offset, uint64_t length) const {
  offset = std::min(offset, size());
  length = std::min(length, size() - offset);
  if (file_) return OfFile(file_, offset_ + offset, length);
  return Body(std::string(bytes().substr(offset, length)));
}

}  // namespace firn::wire
