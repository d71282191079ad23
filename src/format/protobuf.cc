#include "format/protobuf.h"

namespace firn::format {

void ProtobufWriter::Raw(uint64_t value) {
  for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
  out_ += static_cast<char>(value);
}

void ProtobufWriter::Tag(uint32_t field, ProtobufReader::WireType type) {
  Raw(static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(type));
}

void ProtobufWriter::Varint(uint32_t field, uint64_t value) {
  Tag(field, ProtobufReader::WireType::kVarint);
  Raw(value);
}

void ProtobufWriter::Fixed64(uint32_t field, uint64_t value) {
  Tag(field, ProtobufReader::WireType::kFixed64);
  out_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void ProtobufWriter::Sint64(uint32_t field, int64_t value) {
  Varint(field, static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
}

void ProtobufWriter::Fixed32(uint32_t field, uint32_t value) {
  Tag(field, ProtobufReader::WireType::kFixed32);
  out_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void ProtobufWriter::Double(uint32_t field, double value) {
  uint64_t raw;
  std::memcpy(&raw, &value, sizeof raw);
  Fixed64(field, raw);
}

void ProtobufWriter::Bytes(uint32_t field, std::string_view bytes) {
  Tag(field, ProtobufReader::WireType::kBytes);
  Raw(bytes.size());
  out_ += bytes;
}

}  // namespace firn::format
