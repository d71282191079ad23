#include "columnar/stats.h"

#include <algorithm>
#include <cmath>

#include "columnar/limits.h"

namespace firn::columnar {
namespace {

// Length in bytes of the first `count` characters, or npos when there are no more than that many.
size_t PrefixBytes(std::string_view text, size_t count) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (characters++ == count) return i;
  }
  return std::string_view::npos;
}

void AppendUtf8(uint32_t point, std::string& out) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

// Takes the last character off well-formed text.
uint32_t PopUtf8(std::string& text) {
  size_t begin = text.size() - 1;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  unsigned char first = static_cast<unsigned char>(text[begin]);
  uint32_t point = first < 0x80   ? first
                   : first < 0xE0 ? first & 0x1F
                   : first < 0xF0 ? first & 0x0F
                                  : first & 0x07;
  for (size_t i = begin + 1; i < text.size(); ++i)
    point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  text.resize(begin);
  return point;
}

// Least and greatest of one leaf over all batches, as the slots' own type.
template <class T, class Get>
void Bounds(const std::vector<const Column*>& parts, Get get, std::optional<T>& least,
            std::optional<T>& greatest) {
  for (const Column* part : parts) {
    const bool nulls = part->null_count() > 0;
    for (size_t row = 0; row < part->size(); ++row) {
      if (nulls && part->is_null(row)) continue;
      T value = get(*part, row);
      if (!least) {
        least = greatest = value;
        continue;
      }
      if (value < *least) least = value;
      if (*greatest < value) greatest = value;
    }
  }
}

template <class T, class Get>
void Whole(const std::vector<const Column*>& parts, Get get, ColumnStats& stats) {
  std::optional<T> least, greatest;
  Bounds<T>(parts, get, least, greatest);
  if (!least) return;
  stats.lower = Scalar(*least);
  stats.upper = Scalar(*greatest);
}

template <class T, class Get>
void Floating(const std::vector<const Column*>& parts, Get get, ColumnStats& stats) {
  std::optional<T> least, greatest;
  int64_t nans = 0;
  for (const Column* part : parts) {
    for (size_t row = 0; row < part->size(); ++row) {
      if (part->is_null(row)) continue;
      T value = get(*part, row);
      if (std::isnan(value)) {
        ++nans;
        continue;
      }
      if (!least || value < *least) least = value;
      if (!greatest || value > *greatest) greatest = value;
    }
  }
  stats.nan_count = nans;
  if (!least) return;
  // Iceberg sorts -0.0 before 0.0, C++ holds them equal: take the wider of the two.
  stats.lower = Scalar(*least == 0 ? -T{0} : *least);
  stats.upper = Scalar(*greatest == 0 ? T{0} : *greatest);
}

void Textual(const std::vector<const Column*>& parts, TypeId type, ColumnStats& stats) {
  const Text* lowest = nullptr;
  const Text* highest = nullptr;
  auto before = [](const Text& a, const Text& b) {
    return a.prefix() != b.prefix() ? a.prefix() < b.prefix() : a.view() < b.view();
  };
  for (const Column* part : parts) {
    const bool nulls = part->null_count() > 0;
    for (size_t row = 0; row < part->size(); ++row) {
      if (nulls && part->is_null(row)) continue;
      const Text& text = part->texts()[row];
      if (lowest == nullptr)
        lowest = highest = &text;
      else if (before(text, *lowest))
        lowest = &text;
      else if (before(*highest, text))
        highest = &text;
    }
  }
  if (lowest == nullptr) return;
  const std::string_view least = lowest->view();
  const std::string_view greatest = highest->view();
  if (type == TypeId::kString) {
    stats.lower = Scalar(LowerTextBound(least));
    if (auto upper = UpperTextBound(greatest)) stats.upper = Scalar(*upper);
  } else {
    stats.lower = Scalar(LowerBytesBound(least));
    if (auto upper = UpperBytesBound(greatest)) stats.upper = Scalar(*upper);
  }
}

void BoundsOf(const std::vector<const Column*>& parts, TypeId type, ColumnStats& stats) {
  switch (type) {
    case TypeId::kBool:
      return Whole<bool>(
          parts, [](const Column& c, size_t row) { return c.bool_at(row); }, stats);
    case TypeId::kInt32:
    case TypeId::kDate:
      return Whole<int32_t>(
          parts, [](const Column& c, size_t row) { return c.int32_at(row); }, stats);
    case TypeId::kInt64:
    case TypeId::kTime:
    case TypeId::kTimestamp:
    case TypeId::kTimestampTz:
      return Whole<int64_t>(
          parts, [](const Column& c, size_t row) { return c.int64_at(row); }, stats);
    case TypeId::kFloat:
      return Floating<float>(
          parts, [](const Column& c, size_t row) { return c.float_at(row); }, stats);
    case TypeId::kDouble:
      return Floating<double>(
          parts, [](const Column& c, size_t row) { return c.double_at(row); }, stats);
    case TypeId::kDecimal:
      return Whole<Int128>(
          parts, [](const Column& c, size_t row) { return c.decimal_at(row); }, stats);
    case TypeId::kUuid:
      return Whole<Uuid>(
          parts, [](const Column& c, size_t row) { return c.uuid_at(row); }, stats);
    case TypeId::kString:
    case TypeId::kBinary:
    case TypeId::kFixed: return Textual(parts, type, stats);
    case TypeId::kList:
    case TypeId::kMap:
    case TypeId::kStruct: return;
  }
}

void Collect(const Field& field, const std::vector<const Column*>& parts, bool repeated,
             const std::set<int>& bounded, std::map<int, ColumnStats>& out) {
  if (!field.type.nested()) {
    ColumnStats stats;
    int64_t values = 0, nulls = 0;
    for (const Column* part : parts) {
      values += static_cast<int64_t>(part->size());
      nulls += static_cast<int64_t>(part->null_count());
    }
    stats.value_count = values;
    stats.null_count = nulls;
    if (!bounded.contains(field.id)) BoundsOf(parts, field.type.id, stats);
    if (repeated) {
      stats.lower.reset();
      stats.upper.reset();
    }
    out[field.id] = std::move(stats);
    return;
  }
  for (size_t i = 0; i < field.type.fields.size(); ++i) {
    std::vector<const Column*> inner;
    for (const Column* part : parts) inner.push_back(&part->child(i));
    Collect(field.type.fields[i], inner, repeated || field.type.id != TypeId::kStruct, bounded,
            out);
  }
}

}  // namespace

std::string LowerTextBound(std::string_view text) {
  return std::string(text.substr(0, PrefixBytes(text, kBoundCharacters)));
}

std::optional<std::string> UpperTextBound(std::string_view text) {
  size_t cut = PrefixBytes(text, kBoundCharacters);
  if (cut == std::string_view::npos) return std::string(text);
  std::string bound(text.substr(0, cut));
  while (!bound.empty()) {
    uint32_t point = PopUtf8(bound);
    if (point >= 0x10FFFF) continue;
    AppendUtf8(point == 0xD7FF ? 0xE000 : point + 1, bound);  // surrogates are no characters
    return bound;
  }
  return std::nullopt;
}

std::string LowerBytesBound(std::string_view bytes) {
  return std::string(bytes.substr(0, kBoundCharacters));
}

std::optional<std::string> UpperBytesBound(std::string_view bytes) {
  if (bytes.size() <= kBoundCharacters) return std::string(bytes);
  std::string bound(bytes.substr(0, kBoundCharacters));
  while (!bound.empty() && static_cast<unsigned char>(bound.back()) == 0xFF) bound.pop_back();
  if (bound.empty()) return std::nullopt;
  bound.back() = static_cast<char>(static_cast<unsigned char>(bound.back()) + 1);
  return bound;
}

std::map<int, ColumnStats> StatsOf(std::span<const Batch* const> batches,
                                   const std::set<int>& bounded) {
  std::map<int, ColumnStats> out;
  if (batches.empty()) return out;
  const Schema& schema = batches.front()->schema();
  for (size_t i = 0; i < schema.size(); ++i) {
    std::vector<const Column*> parts;
    for (const Batch* batch : batches) parts.push_back(&batch->column(i));
    Collect(schema[i], parts, false, bounded, out);
  }
  return out;
}

}  // namespace firn::columnar
