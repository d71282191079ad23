#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "columnar/type.h"

namespace firn::columnar {

// Bytes that live as long as the batches which point into them. Threads: one at a time.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // Room for `length` bytes that stays where it is. The last reservation may be cut with Return.
  char* Reserve(size_t length) {
    if (length > static_cast<size_t>(end_ - next_)) [[unlikely]]
      Grow(length);
    char* place = next_;
    next_ += length;
    return place;
  }
  // Gives back the end of the latest reservation: its bytes from `unused` on.
  void Return(char* unused) { next_ = unused; }
  // Forgets everything that was reserved but keeps the memory for what comes.
  void Clear();
  size_t bytes() const { return bytes_; }

 private:
  struct Block {
    std::unique_ptr<char[]> memory;
    size_t size;
  };
  void Grow(size_t length);
  std::vector<Block> blocks_;
  size_t used_ = 0;  // blocks in use; those behind it are free
  char* next_ = nullptr;
  char* end_ = nullptr;
  size_t bytes_ = 0;
};

// A string of at most 2^32-1 bytes: up to 12 of them inside, more by pointer. The layout is the
// engine's own, so that columns of text are handed over without being looked at.
class Text {
 public:
  static constexpr size_t kInlineBytes = 12;

  // Points at `bytes` when they do not fit inside; they must outlive the value.
  static Text Over(std::string_view bytes) {
    const size_t size = bytes.size();
    if (size > kInlineBytes) {
      return Text(size | uint64_t{Load<uint32_t>(bytes.data())} << 32,
                  reinterpret_cast<uint64_t>(bytes.data()));
    }
    // Built in registers: a value written piece by piece would be read back as a whole before it is
    // there.
    const char* at = bytes.data();
    if (size >= 8) {
      const uint64_t head = Load<uint64_t>(at);
      const uint64_t tail = Load<uint64_t>(at + size - 8);
      const uint64_t rest = size == 8 ? 0 : tail >> (8 * (16 - size));
      return Text(size | head << 32, head >> 32 | rest << 32);
    }
    if (size >= 4) {
      const uint64_t head = Load<uint32_t>(at);
      return Text(size | head << 32, uint64_t{Load<uint32_t>(at + size - 4)} >> (8 * (8 - size)));
    }
    uint64_t head = 0;
    for (size_t i = 0; i < size; ++i)
      head |= uint64_t{static_cast<unsigned char>(at[i])} << (8 * i);
    return Text(size | head << 32, 0);
  }
  size_t size() const { return static_cast<uint32_t>(low_); }
  // The first four bytes as a number that sorts as they do; zeros stand for what is not there.
  uint32_t prefix() const { return __builtin_bswap32(static_cast<uint32_t>(low_ >> 32)); }
  std::string_view view() const {
    if (size() <= kInlineBytes) return {reinterpret_cast<const char*>(&low_) + 4, size()};
    return {reinterpret_cast<const char*>(high_), size()};
  }

 private:
  Text(uint64_t low, uint64_t high) : low_(low), high_(high) {}
  template <class T>
  static T Load(const char* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  uint64_t low_;   // length, then the first four bytes
  uint64_t high_;  // the next eight bytes, or the pointer
};

// The values of one column or of one part of a nested column, appended at the end only.
//
// Every row has a slot; a null's slot holds zeros. Nested values: the slots of a list or map say
// which range of the child columns is theirs, the members of a struct have one slot for each of its
// rows (nulls under a null struct). To append a nested value, first append its parts to the
// children, then call AppendList, AppendMap or AppendStruct. An Append for another type than the
// column's is a defect of the caller and is not checked in release. Threads: one writer; readers
// once it is done.
class Column {
 public:
  struct Range {
    uint64_t offset;
    uint64_t length;
  };

  Column(const ColumnType& type, Arena* arena);
  ~Column();
  Column(Column&& other) noexcept;
  Column& operator=(Column&&) = delete;
  Column(const Column&) = delete;

  const ColumnType& type() const { return *type_; }
  size_t size() const { return size_; }
  size_t null_count() const { return null_count_; }
  bool is_null(size_t row) const {
    return row / 64 < validity_.size() && (validity_[row / 64] >> (row % 64) & 1) == 0;
  }
  // One bit a row, 1 for a value; rows beyond the last word are not null.
  std::span<const uint64_t> validity() const { return validity_; }
  Column& child(size_t index) { return children_[index]; }
  const Column& child(size_t index) const { return children_[index]; }
  size_t children() const { return children_.size(); }
  Arena& arena() { return *arena_; }

  void AppendNull();
  void AppendBool(bool value) { Push<uint8_t>(value); }
  void AppendInt32(int32_t value) { Push(value); }  // also date
  void AppendInt64(int64_t value) { Push(value); }  // also time, timestamp, timestamptz
  void AppendFloat(float value) { Push(value); }
  void AppendDouble(double value) { Push(value); }
  void AppendDecimal(Int128 unscaled) {
    if (width_ == 8)
      Push(static_cast<int64_t>(unscaled));
    else
      Push(unscaled);
  }
  void AppendUuid(Uuid value) { Push(value); }
  // string, binary and fixed. The bytes are copied into the batch's arena.
  void AppendText(std::string_view bytes) {
    if (bytes.size() > Text::kInlineBytes) {
      char* place = arena_->Reserve(bytes.size());
      std::memcpy(place, bytes.data(), bytes.size());
      bytes = {place, bytes.size()};
    }
    Push(Text::Over(bytes));
  }
  // The same for bytes that outlive the batch, or lie in its arena: nothing is copied.
  void AppendBorrowedText(std::string_view bytes) { Push(Text::Over(bytes)); }
  // Makes the last `length` values of the child a list, or of both children a map.
  void AppendList(size_t length) { Push(Range{children_[0].size() - length, length}); }
  void AppendMap(size_t length) { AppendList(length); }
  // Makes the last value of every child a struct.
  void AppendStruct() { Push<uint8_t>(1); }
  // Adds a null struct whose members have their slots (nulls) already; AppendNull adds them itself.
  void AppendNullOverParts();

  bool bool_at(size_t row) const { return At<uint8_t>(row) != 0; }
  int32_t int32_at(size_t row) const { return At<int32_t>(row); }
  int64_t int64_at(size_t row) const { return At<int64_t>(row); }
  float float_at(size_t row) const { return At<float>(row); }
  double double_at(size_t row) const { return At<double>(row); }
  Int128 decimal_at(size_t row) const { return width_ == 8 ? At<int64_t>(row) : At<Int128>(row); }
  Uuid uuid_at(size_t row) const { return At<Uuid>(row); }
  std::string_view text_at(size_t row) const {
    return reinterpret_cast<const Text*>(data_)[row].view();
  }
  std::span<const Text> texts() const { return {reinterpret_cast<const Text*>(data_), size_}; }
  Range range_at(size_t row) const { return At<Range>(row); }
  // The slots as they lie in memory, `width()` bytes each.
  const void* data() const { return data_; }
  size_t width() const { return width_; }

  // Appends a copy of another column's value of the same type. Text is not copied: the other's
  // arena must stay.
  void AppendFrom(const Column& other, size_t row);
  // Drops all rows from `size` on, the parts of nested values too.
  void Truncate(size_t size);
  void Reserve(size_t rows);
  // Memory held, the arena not counted.
  size_t bytes() const;

 private:
  template <class T>
  void Push(T value) {
    if (size_ == capacity_) [[unlikely]]
      Reserve(capacity_ == 0 ? 256 : capacity_ * 2);
    reinterpret_cast<T*>(data_)[size_++] = value;
  }
  template <class T>
  const T& At(size_t row) const {
    return reinterpret_cast<const T*>(data_)[row];
  }

  const ColumnType* type_;
  Arena* arena_;
  size_t width_;
  char* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
  size_t null_count_ = 0;
  std::vector<uint64_t> validity_;
  std::vector<Column> children_;
};

// Rows of one schema, held by column. Threads: one writer; readers once it is done.
class Batch {
 public:
  explicit Batch(std::shared_ptr<const Schema> schema);
  explicit Batch(Schema schema) : Batch(std::make_shared<const Schema>(std::move(schema))) {}

  const Schema& schema() const { return *schema_; }
  const std::shared_ptr<const Schema>& shared_schema() const { return schema_; }
  size_t rows() const { return columns_.empty() ? 0 : columns_.front().size(); }
  size_t columns() const { return columns_.size(); }
  Column& column(size_t index) { return columns_[index]; }
  const Column& column(size_t index) const { return columns_[index]; }
  // The column of that name, or null.
  const Column* Find(std::string_view name) const;

  // Drops all rows and keeps the memory: filling a batch anew costs half of filling a new one.
  void Clear();
  // Drops all rows from `rows` on; columns that are shorter (a row that was begun) stay as they
  // are.
  void Truncate(size_t rows);
  // Holds on to memory that text of this batch points into, until Clear.
  void Keep(std::shared_ptr<const void> memory) { kept_.push_back(std::move(memory)); }
  // The given rows, in that order, as a batch of its own. Text is shared, not copied.
  Batch Gather(std::span<const uint32_t> rows) const;
  // Memory held, arenas included: what buffers are measured by.
  size_t bytes() const;
  // kInvalid, naming the column, when columns differ in length or a required one holds a null.
  Result<void> Check() const;

 private:
  std::shared_ptr<const Schema> schema_;
  std::shared_ptr<Arena> arena_;  // new text goes here
  std::vector<std::shared_ptr<const Arena>>
      shared_;  // text of the batches that rows were gathered from
  std::vector<std::shared_ptr<const void>> kept_;  // memory of others that text points into
  std::vector<Column> columns_;
};

}  // namespace firn::columnar
