#include "columnar/batch.h"

#include <algorithm>
#include <cstdlib>

#include "base/check.h"

namespace firn::columnar {
namespace {

constexpr size_t kArenaBlockFirst = 16 << 10;
constexpr size_t kArenaBlockLargest = 1 << 20;
// Decimals of up to this many digits fit 64 bits.
constexpr int kInt64Digits = 18;

size_t SlotBytes(const ColumnType& type) {
  switch (type.id) {
    case TypeId::kBool:
    case TypeId::kStruct: return 1;
    case TypeId::kInt32:
    case TypeId::kFloat:
    case TypeId::kDate: return 4;
    case TypeId::kInt64:
    case TypeId::kDouble:
    case TypeId::kTime:
    case TypeId::kTimestamp:
    case TypeId::kTimestampTz: return 8;
    case TypeId::kDecimal: return type.precision <= kInt64Digits ? 8 : 16;
    case TypeId::kString:
    case TypeId::kUuid:
    case TypeId::kBinary:
    case TypeId::kFixed:
    case TypeId::kList:
    case TypeId::kMap: return 16;
  }
  return 16;
}

Result<void> CheckRequired(const Column& column, const Field& field, const std::string& path) {
  if (field.required && column.null_count() > 0) {
    return Fail(Kind::kInvalid, "A required column holds a null: " + path);
  }
  // Under a null struct even required members are null, so members are checked row by row.
  for (size_t i = 0; i < field.type.fields.size(); ++i) {
    const Field& part = field.type.fields[i];
    const std::string name = path + "." + part.name;
    if (field.type.id == TypeId::kStruct && column.null_count() > 0) {
      for (size_t row = 0; part.required && row < column.size(); ++row) {
        if (!column.is_null(row) && column.child(i).is_null(row)) {
          return Fail(Kind::kInvalid, "A required column holds a null: " + name);
        }
      }
      Field relaxed = part;
      relaxed.required = false;
      FIRN_OK(CheckRequired(column.child(i), relaxed, name));
    } else {
      FIRN_OK(CheckRequired(column.child(i), part, name));
    }
  }
  return {};
}

}  // namespace

void Arena::Grow(size_t length) {
  while (used_ < blocks_.size() && blocks_[used_].size < length) {
    // Too small for this: give it up instead of carrying it along.
    bytes_ -= blocks_[used_].size;
    blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(used_));
  }
  if (used_ == blocks_.size()) {
    size_t wanted = std::max(std::clamp(bytes_, kArenaBlockFirst, kArenaBlockLargest), length);
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(wanted), wanted});
    bytes_ += wanted;
  }
  next_ = blocks_[used_].memory.get();
  end_ = next_ + blocks_[used_].size;
  ++used_;
}

void Arena::Clear() {
  used_ = 0;
  next_ = end_ = nullptr;
}

Column::Column(const ColumnType& type, Arena* arena)
    : type_(&type), arena_(arena), width_(SlotBytes(type)) {
  children_.reserve(type.fields.size());
  for (const Field& field : type.fields) children_.emplace_back(field.type, arena);
}

Column::~Column() { std::free(data_); }

Column::Column(Column&& other) noexcept
    : type_(other.type_),
      arena_(other.arena_),
      width_(other.width_),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)),
      null_count_(std::exchange(other.null_count_, 0)),
      validity_(std::move(other.validity_)),
      children_(std::move(other.children_)) {}

void Column::Reserve(size_t rows) {
  if (rows <= capacity_) return;
  data_ = static_cast<char*>(std::realloc(data_, rows * width_));
  FIRN_CHECK(data_ != nullptr);
  capacity_ = rows;
}

void Column::AppendNull() {
  if (type_->id == TypeId::kStruct) {
    for (Column& child : children_) child.AppendNull();
  }
  AppendNullOverParts();
}

void Column::AppendNullOverParts() {
  if (size_ == capacity_) Reserve(capacity_ == 0 ? 256 : capacity_ * 2);
  std::memset(data_ + size_ * width_, 0, width_);
  if (size_ / 64 >= validity_.size()) validity_.resize(size_ / 64 + 1, ~uint64_t{0});
  validity_[size_ / 64] &= ~(uint64_t{1} << (size_ % 64));
  ++size_;
  ++null_count_;
}

void Column::AppendFrom(const Column& other, size_t row) {
  if (other.is_null(row)) return AppendNull();
  if (type_->id == TypeId::kList || type_->id == TypeId::kMap) {
    Range range = other.range_at(row);
    for (size_t i = 0; i < children_.size(); ++i) {
      for (uint64_t at = 0; at < range.length; ++at)
        children_[i].AppendFrom(other.child(i), range.offset + at);
    }
    return AppendList(range.length);
  }
  for (size_t i = 0; i < children_.size(); ++i) children_[i].AppendFrom(other.child(i), row);
  if (size_ == capacity_) Reserve(capacity_ == 0 ? 256 : capacity_ * 2);
  std::memcpy(data_ + size_ * width_, other.data_ + row * width_, width_);
  ++size_;
}

void Column::Truncate(size_t size) {
  // Children come first and always: a nested value that was begun has parts before it has a slot of
  // its own.
  size = std::min(size, size_);
  if (type_->id == TypeId::kStruct) {
    for (Column& child : children_) child.Truncate(size);
  } else if (!children_.empty()) {
    // A null's range is empty and says nothing, so the end is that of the last value.
    uint64_t end = 0;
    for (size_t row = size; row-- > 0 && end == 0;) {
      if (!is_null(row)) end = range_at(row).offset + range_at(row).length;
    }
    for (Column& child : children_) child.Truncate(end);
  }
  for (size_t row = size; row < size_ && null_count_ > 0; ++row) {
    if (!is_null(row)) continue;
    validity_[row / 64] |= uint64_t{1} << (row % 64);
    --null_count_;
  }
  size_ = size;
}

size_t Column::bytes() const {
  size_t sum = capacity_ * width_ + validity_.size() * 8;
  for (const Column& child : children_) sum += child.bytes();
  return sum;
}

Batch::Batch(std::shared_ptr<const Schema> schema)
    : schema_(std::move(schema)), arena_(std::make_shared<Arena>()) {
  columns_.reserve(schema_->size());
  for (const Field& field : *schema_) columns_.emplace_back(field.type, arena_.get());
}

const Column* Batch::Find(std::string_view name) const {
  for (size_t i = 0; i < schema_->size(); ++i) {
    if ((*schema_)[i].name == name) return &columns_[i];
  }
  return nullptr;
}

void Batch::Clear() {
  for (Column& column : columns_) column.Truncate(0);
  shared_.clear();
  kept_.clear();
  // Rows that were gathered from this batch still point into its arena, which then stays theirs.
  if (arena_.use_count() == 1)
    arena_->Clear();
  else
    *this = Batch(schema_);
}

void Batch::Truncate(size_t rows) {
  for (Column& column : columns_) column.Truncate(rows);
}

Batch Batch::Gather(std::span<const uint32_t> rows) const {
  Batch out(schema_);
  out.shared_ = shared_;
  out.shared_.push_back(arena_);
  out.kept_ = kept_;
  for (size_t i = 0; i < columns_.size(); ++i) {
    out.columns_[i].Reserve(rows.size());
    for (uint32_t row : rows) out.columns_[i].AppendFrom(columns_[i], row);
  }
  return out;
}

size_t Batch::bytes() const {
  size_t sum = arena_->bytes();
  for (const auto& arena : shared_) sum += arena->bytes();
  for (const Column& column : columns_) sum += column.bytes();
  return sum;
}

Result<void> Batch::Check() const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::string& name = (*schema_)[i].name;
    if (columns_[i].size() != rows())
      return Fail(Kind::kInvalid, "Columns differ in length: " + name);
    FIRN_OK(CheckRequired(columns_[i], (*schema_)[i], name));
  }
  return {};
}

}  // namespace firn::columnar
