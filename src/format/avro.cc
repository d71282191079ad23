#include "format/avro.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "format/compress.h"

namespace firn::format {
namespace {

using Kind = AvroSchema::Kind;

constexpr std::string_view kMagic("Obj\x01", 4);
constexpr size_t kBlockBytes = 64'000;  // a block is closed once it holds this many bytes

Unexpected Corrupt(std::string_view what) {
  return Fail(firn::Kind::kCorrupt, "Avro file is malformed: " + std::string(what));
}

// Reads primitive values from a span and remembers where it is.
class Decoder {
 public:
  Decoder(std::string_view bytes, size_t position) : bytes_(bytes), position_(position) {}

  size_t position() const { return position_; }
  size_t left() const { return bytes_.size() - position_; }

  Result<int64_t> Long() {
    uint64_t raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (left() == 0) return Corrupt("a number is cut short");
      auto byte = static_cast<uint8_t>(bytes_[position_++]);
      if (shift == 63 && byte > 1) return Corrupt("a number has more than 64 bits");
      raw |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        return static_cast<int64_t>(raw >> 1) ^ -static_cast<int64_t>(raw & 1);
    }
    return Corrupt("a number has more than 64 bits");
  }

  Result<std::string_view> Take(uint64_t count) {
    if (count > left()) return Corrupt("a value is cut short");
    std::string_view taken = bytes_.substr(position_, count);
    position_ += count;
    return taken;
  }

  Result<std::string_view> Bytes() {
    FIRN_TRY(int64_t length, Long());
    if (length < 0) return Corrupt("a length is negative");
    return Take(static_cast<uint64_t>(length));
  }

  template <class Float, class Raw>
  Result<double> Floating() {
    FIRN_TRY(std::string_view bytes, Take(sizeof(Raw)));
    Raw raw;
    std::memcpy(&raw, bytes.data(), sizeof raw);
    return static_cast<double>(std::bit_cast<Float>(raw));
  }

  // The number of items in the next block of an array or map; 0 ends it.
  Result<uint64_t> BlockCount() {
    FIRN_TRY(int64_t count, Long());
    if (count >= 0) return static_cast<uint64_t>(count);
    if (count == std::numeric_limits<int64_t>::min()) return Corrupt("a count is out of range");
    FIRN_TRY(int64_t size, Long());
    if (size < 0 || static_cast<uint64_t>(size) > left())
      return Corrupt("an item block is cut short");
    return static_cast<uint64_t>(-count);
  }

 private:
  std::string_view bytes_;
  size_t position_;
};

// Decodes data of a schema; `budget` bounds the number of values it may still make.
class DatumDecoder {
 public:
  DatumDecoder(Decoder& in, size_t budget) : in_(in), budget_(budget) {}

  Result<AvroValue> Read(const AvroSchema& schema) {
    if (budget_ == 0) return Corrupt("a datum has too many values");
    --budget_;
    switch (schema.kind) {
      case Kind::kNull: return AvroValue::Null();
      case Kind::kBoolean: {
        FIRN_TRY(auto byte, in_.Take(1));
        if (static_cast<uint8_t>(byte[0]) > 1) return Corrupt("a boolean is neither 0 nor 1");
        return AvroValue::Bool(byte[0] == 1);
      }
      case Kind::kInt:
      case Kind::kLong: {
        FIRN_TRY(int64_t number, in_.Long());
        if (schema.kind == Kind::kInt && number != static_cast<int32_t>(number)) {
          return Corrupt("an int has more than 32 bits");
        }
        return AvroValue::Long(number);
      }
      case Kind::kFloat: {
        FIRN_TRY(double number, in_.Floating<float, uint32_t>());
        return AvroValue::Double(number);
      }
      case Kind::kDouble: {
        FIRN_TRY(double number, in_.Floating<double, uint64_t>());
        return AvroValue::Double(number);
      }
      case Kind::kBytes:
      case Kind::kString: {
        FIRN_TRY(auto bytes, in_.Bytes());
        return AvroValue::Bytes(std::string(bytes));
      }
      case Kind::kFixed: {
        FIRN_TRY(auto bytes, in_.Take(schema.size));
        return AvroValue::Bytes(std::string(bytes));
      }
      case Kind::kEnum: {
        FIRN_TRY(int64_t index, in_.Long());
        if (index < 0 || static_cast<uint64_t>(index) >= schema.symbols.size()) {
          return Corrupt("an enum has an unknown symbol");
        }
        return AvroValue::Bytes(schema.symbols[static_cast<size_t>(index)]);
      }
      case Kind::kUnion: {
        FIRN_TRY(int64_t index, in_.Long());
        if (index < 0 || static_cast<uint64_t>(index) >= schema.children.size()) {
          return Corrupt("a union has an unknown branch");
        }
        return Read(*schema.children[static_cast<size_t>(index)]);
      }
      case Kind::kRecord: return Record(schema);
      case Kind::kArray: return Array(schema);
      case Kind::kMap: return Map(schema);
    }
    return Corrupt("a schema has an unknown kind");
  }

 private:
  Result<AvroValue> Record(const AvroSchema& schema) {
    AvroValue::List values;
    values.reserve(schema.fields.size());
    for (const AvroField& field : schema.fields) {
      FIRN_TRY(auto value, Read(*field.type));
      values.push_back(std::move(value));
    }
    return AvroValue::Of(std::move(values));
  }

  Result<AvroValue> Array(const AvroSchema& schema) {
    AvroValue::List values;
    while (true) {
      FIRN_TRY(uint64_t count, in_.BlockCount());
      if (count == 0) return AvroValue::Of(std::move(values));
      if (count > budget_) return Corrupt("an array has too many items");
      for (uint64_t i = 0; i < count; ++i) {
        FIRN_TRY(auto value, Read(*schema.children[0]));
        values.push_back(std::move(value));
      }
    }
  }

  Result<AvroValue> Map(const AvroSchema& schema) {
    AvroValue::Map values;
    while (true) {
      FIRN_TRY(uint64_t count, in_.BlockCount());
      if (count == 0) return AvroValue::Of(std::move(values));
      if (count > budget_) return Corrupt("a map has too many items");
      for (uint64_t i = 0; i < count; ++i) {
        FIRN_TRY(auto key, in_.Bytes());
        FIRN_TRY(auto value, Read(*schema.children[0]));
        values.emplace_back(std::string(key), std::move(value));
      }
    }
  }

  Decoder& in_;
  size_t budget_;
};

void PutLong(int64_t value, std::string& out) {
  uint64_t raw = (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
  while (raw >= 0x80) {
    out.push_back(static_cast<char>(raw | 0x80));
    raw >>= 7;
  }
  out.push_back(static_cast<char>(raw));
}

void PutBytes(std::string_view bytes, std::string& out) {
  PutLong(static_cast<int64_t>(bytes.size()), out);
  out.append(bytes);
}

template <class Raw>
void PutRaw(Raw raw, std::string& out) {
  char bytes[sizeof raw];
  std::memcpy(bytes, &raw, sizeof raw);
  out.append(bytes, sizeof raw);
}

// True when a union's branch can hold the value, judged by its kind alone.
bool Fits(const AvroSchema& schema, const AvroValue& value) {
  switch (schema.kind) {
    case Kind::kNull: return value.is_null();
    case Kind::kBoolean: return value.boolean() != nullptr;
    case Kind::kInt:
      return value.integer() && *value.integer() == static_cast<int32_t>(*value.integer());
    case Kind::kLong: return value.integer() != nullptr;
    case Kind::kFloat:
    case Kind::kDouble: return value.real() != nullptr;
    case Kind::kBytes:
    case Kind::kString: return value.bytes() != nullptr;
    case Kind::kFixed: return value.bytes() && value.bytes()->size() == schema.size;
    case Kind::kEnum:
      return value.bytes() &&
             std::ranges::find(schema.symbols, *value.bytes()) != schema.symbols.end();
    case Kind::kRecord: return value.list() && value.list()->size() == schema.fields.size();
    case Kind::kArray: return value.list() != nullptr;
    case Kind::kMap: return value.map() != nullptr;
    case Kind::kUnion: return false;
  }
  return false;
}

Result<void> Encode(const AvroSchema& schema, const AvroValue& value, std::string& out);

Result<void> EncodeNested(const AvroSchema& schema, const AvroValue& value, std::string& out) {
  if (schema.kind == Kind::kRecord) {
    for (size_t i = 0; i < schema.fields.size(); ++i) {
      auto done = Encode(*schema.fields[i].type, (*value.list())[i], out);
      if (!done) return Within(schema.fields[i].name, std::move(done).error());
    }
    return {};
  }
  if (schema.kind == Kind::kArray) {
    if (!value.list()->empty()) {
      PutLong(static_cast<int64_t>(value.list()->size()), out);
      for (const AvroValue& item : *value.list()) FIRN_OK(Encode(*schema.children[0], item, out));
    }
  } else if (!value.map()->empty()) {
    PutLong(static_cast<int64_t>(value.map()->size()), out);
    for (const auto& [key, item] : *value.map()) {
      PutBytes(key, out);
      FIRN_OK(Encode(*schema.children[0], item, out));
    }
  }
  PutLong(0, out);
  return {};
}

Result<void> Encode(const AvroSchema& schema, const AvroValue& value, std::string& out) {
  if (schema.kind == Kind::kUnion) {
    for (size_t i = 0; i < schema.children.size(); ++i) {
      if (!Fits(*schema.children[i], value)) continue;
      PutLong(static_cast<int64_t>(i), out);
      return Encode(*schema.children[i], value, out);
    }
    return Fail(firn::Kind::kInvalid, "Avro value fits no branch of its union");
  }
  if (!Fits(schema, value)) return Fail(firn::Kind::kInvalid, "Avro value does not fit its schema");
  switch (schema.kind) {
    case Kind::kNull: break;
    case Kind::kBoolean: out.push_back(*value.boolean() ? 1 : 0); break;
    case Kind::kInt:
    case Kind::kLong: PutLong(*value.integer(), out); break;
    case Kind::kFloat:
      PutRaw(std::bit_cast<uint32_t>(static_cast<float>(*value.real())), out);
      break;
    case Kind::kDouble: PutRaw(std::bit_cast<uint64_t>(*value.real()), out); break;
    case Kind::kBytes:
    case Kind::kString: PutBytes(*value.bytes(), out); break;
    case Kind::kFixed: out.append(*value.bytes()); break;
    case Kind::kEnum:
      PutLong(std::ranges::find(schema.symbols, *value.bytes()) - schema.symbols.begin(), out);
      break;
    case Kind::kRecord:
    case Kind::kArray:
    case Kind::kMap: return EncodeNested(schema, value, out);
    case Kind::kUnion: break;
  }
  return {};
}

// A raw deflate stream back to bytes. Bytes after its end are left alone: pyiceberg leaves part of
// zlib's checksum there, which a general decompressor would refuse.
Result<std::string> Inflate(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) {
    return Fail(firn::Kind::kInternal, "Avro: zlib does not start");
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::string chunk(std::clamp<size_t>(bytes.size() * 4, 4096, 256 << 10), '\0');
  int code = Z_OK;
  while (code == Z_OK && out.size() <= kAvroBlockBytesMax) {
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (out.size() > kAvroBlockBytesMax) return Corrupt("a block inflates beyond the limit");
  if (code != Z_STREAM_END) return Corrupt("a block does not inflate");
  return out;
}

// The block's data in the clear. The codec was checked with the header.
Result<std::string> Decompress(std::string_view bytes, bool zstandard) {
  if (!zstandard) return Inflate(bytes);
  auto plain = ZstdDecompress(bytes, kAvroBlockBytesMax);
  if (!plain) return Corrupt("a block does not decompress: " + plain.error().message);
  return *std::move(plain);
}

}  // namespace

Result<AvroReader> AvroReader::Open(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Corrupt("it does not start with Obj1");
  AvroReader reader;
  reader.bytes_ = bytes;
  Decoder in(bytes, kMagic.size());
  while (true) {
    FIRN_TRY(uint64_t count, in.BlockCount());
    if (count == 0) break;
    if (count > in.left()) return Corrupt("the header has too many entries");
    for (uint64_t i = 0; i < count; ++i) {
      FIRN_TRY(auto key, in.Bytes());
      FIRN_TRY(auto value, in.Bytes());
      reader.metadata_[std::string(key)] = std::string(value);
    }
  }
  FIRN_TRY(reader.sync_, in.Take(kAvroSyncBytes));
  reader.position_ = in.position();
  auto codec = reader.metadata_.find("avro.codec");
  if (codec != reader.metadata_.end() && codec->second != "null") {
    if (codec->second != "deflate" && codec->second != "zstandard") {
      return Fail(firn::Kind::kUnsupported,
                  "Avro codec is not supported: " + codec->second.substr(0, 64));
    }
    reader.compressed_ = true;
    reader.zstandard_ = codec->second == "zstandard";
  }
  auto schema = reader.metadata_.find("avro.schema");
  if (schema == reader.metadata_.end()) return Corrupt("it has no schema");
  auto json = ParseJson(schema->second);
  if (!json) return Corrupt("its schema is not JSON");
  auto parsed = ParseAvroSchema(*json);
  if (!parsed) return Corrupt(parsed.error().message);
  reader.schema_ = *std::move(parsed);
  return reader;
}

Result<void> AvroReader::NextBlock() {
  Decoder in(bytes_, position_);
  FIRN_TRY(int64_t count, in.Long());
  FIRN_TRY(int64_t size, in.Long());
  if (count < 0 || size < 0) return Corrupt("a block has a negative count or size");
  FIRN_TRY(stored_, in.Take(static_cast<uint64_t>(size)));
  FIRN_TRY(auto sync, in.Take(kAvroSyncBytes));
  if (sync != sync_) return Corrupt("a block does not end with the sync marker");
  if (stored_.size() > kAvroBlockBytesMax) return Corrupt("a block is beyond the limit");
  if (compressed_) {
    FIRN_TRY(inflated_, Decompress(stored_, zstandard_));
  }
  size_t usable = compressed_ ? inflated_.size() : stored_.size();
  // A datum of no bytes is legal, but a count that only such data could reach is not believed.
  if (static_cast<uint64_t>(count) > usable + 4096) return Corrupt("a block has too many data");
  position_ = in.position();
  block_position_ = 0;
  block_left_ = count;
  return {};
}

Result<std::optional<AvroValue>> AvroReader::Next() {
  while (block_left_ == 0) {
    if (position_ >= bytes_.size()) return std::optional<AvroValue>();
    FIRN_OK(NextBlock());
  }
  std::string_view block = compressed_ ? std::string_view(inflated_) : stored_;
  Decoder in(block, block_position_);
  FIRN_TRY(auto value, DatumDecoder(in, kAvroRecordValuesMax).Read(*schema_));
  block_position_ = in.position();
  if (--block_left_ == 0 && in.left() != 0)
    return Corrupt("a block has bytes after its last datum");
  return std::optional<AvroValue>(std::move(value));
}

Result<AvroWriter> AvroWriter::Open(AvroWriterOptions options) {
  if (options.sync.size() != kAvroSyncBytes) {
    return Fail(firn::Kind::kInvalid, "Avro sync marker does not have 16 bytes");
  }
  AvroWriter writer;
  FIRN_TRY(writer.schema_, ParseAvroSchema(options.schema));
  writer.codec_ = options.codec;
  writer.sync_ = std::move(options.sync);
  writer.out_ = kMagic;
  PutLong(static_cast<int64_t>(options.metadata.size() + 2), writer.out_);
  PutBytes("avro.schema", writer.out_);
  PutBytes(options.schema.Text(), writer.out_);
  PutBytes("avro.codec", writer.out_);
  PutBytes(writer.codec_ == AvroCodec::kDeflate ? "deflate" : "null", writer.out_);
  for (const auto& [key, value] : options.metadata) {
    PutBytes(key, writer.out_);
    PutBytes(value, writer.out_);
  }
  PutLong(0, writer.out_);
  writer.out_ += writer.sync_;
  return writer;
}

Result<void> AvroWriter::Append(const AvroValue& datum) {
  size_t before = block_.size();
  if (auto done = Encode(*schema_, datum, block_); !done) {
    block_.resize(before);
    return Fail(std::move(done).error());
  }
  ++block_count_;
  if (block_.size() >= kBlockBytes) return Flush();
  return {};
}

Result<void> AvroWriter::Flush() {
  if (block_count_ == 0) return {};
  if (codec_ == AvroCodec::kDeflate) {
    block_ = DeflateCompress(block_);
  }
  PutLong(block_count_, out_);
  PutBytes(block_, out_);
  out_ += sync_;
  block_.clear();
  block_count_ = 0;
  return {};
}

Result<std::string> AvroWriter::Finish() {
  FIRN_OK(Flush());
  return std::move(out_);
}

}  // namespace firn::format
