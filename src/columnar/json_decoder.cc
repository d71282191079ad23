#include "columnar/json_decoder.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "base/check.h"
#include "columnar/detail/json_members.h"
#include "columnar/detail/unescape.h"
#include "columnar/limits.h"
#include "columnar/scalar_text.h"

namespace firn::columnar {
namespace {

using simdjson::ondemand::json_type;
using JsonValue = simdjson::ondemand::value;
using JsonObject = simdjson::ondemand::object;
using JsonArray = simdjson::ondemand::array;
using JsonDocument = simdjson::ondemand::document;
using JsonParser = simdjson::ondemand::parser;

static_assert(kRecordPadding >= simdjson::SIMDJSON_PADDING && kRecordPadding >= kUnescapeSlack);

enum class Outcome { kOk, kMissing, kWrongType, kMalformed, kTooDeep, kRepeatedKey };

std::string_view TrimRight(const char* begin, const char* end) {
  while (end > begin && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '\t'))
    --end;
  return {begin, static_cast<size_t>(end - begin)};
}

// One JSON text being read.
struct Source {
  JsonParser& parser;
  JsonDocument& document;
  bool kept;  // the text stays for as long as the batch
};

// Gives parsers to texts inside texts: a struct written as a string may hold a list written as a
// string.
class ParserStack {
 public:
  JsonParser& At(size_t level) {
    while (parsers_.size() <= level) parsers_.push_back(std::make_unique<JsonParser>());
    return *parsers_[level];
  }

 private:
  std::vector<std::unique_ptr<JsonParser>> parsers_;
};

// Reads a null; false when the token only begins like one.
bool ReadNull(JsonValue& value) {
  bool null = false;
  return !value.is_null().get(null) && null;
}

// Walks over a value that becomes no column, checking it on the way.
Outcome Check(JsonValue& value, size_t depth) {
  json_type type;
  if (value.type().get(type)) return Outcome::kMalformed;
  switch (type) {
    case json_type::object: {
      if (depth >= kRecordDepthMax) return Outcome::kTooDeep;
      JsonObject object;
      if (value.get_object().get(object)) return Outcome::kMalformed;
      for (auto member : object) {
        if (member.error()) return Outcome::kMalformed;
        if (Outcome outcome = Check(member.value_unsafe().value(), depth + 1);
            outcome != Outcome::kOk)
          return outcome;
      }
      return Outcome::kOk;
    }
    case json_type::array: {
      if (depth >= kRecordDepthMax) return Outcome::kTooDeep;
      JsonArray array;
      if (value.get_array().get(array)) return Outcome::kMalformed;
      for (auto element : array) {
        if (element.error()) return Outcome::kMalformed;
        if (Outcome outcome = Check(element.value_unsafe(), depth + 1); outcome != Outcome::kOk)
          return outcome;
      }
      return Outcome::kOk;
    }
    case json_type::number: return value.get_double().error() ? Outcome::kMalformed : Outcome::kOk;
    case json_type::string:
      return value.get_raw_json_string().error() ? Outcome::kMalformed : Outcome::kOk;
    case json_type::boolean: return value.get_bool().error() ? Outcome::kMalformed : Outcome::kOk;
    case json_type::null: return ReadNull(value) ? Outcome::kOk : Outcome::kMalformed;
  }
  return Outcome::kMalformed;
}

// Appends a JSON string to a column of text. Without escapes it is what stands between its quotes,
// which the parser has already checked for control characters and UTF-8.
Outcome AppendString(Source& source, JsonValue& value, Column& column) {
  std::string_view token = value.raw_json_token();
  simdjson::ondemand::raw_json_string raw;
  if (value.get_raw_json_string().get(raw)) return Outcome::kMalformed;
  std::string_view plain = TrimRight(token.data(), token.data() + token.size());
  if (plain.size() < 2 || plain.back() != '"') return Outcome::kMalformed;
  plain = plain.substr(1, plain.size() - 2);
  if (std::memchr(plain.data(), '\\', plain.size()) == nullptr) {
    if (source.kept)
      column.AppendBorrowedText(plain);
    else
      column.AppendText(plain);
    return Outcome::kOk;
  }
  Arena& arena = column.arena();
  auto* place = reinterpret_cast<uint8_t*>(arena.Reserve(token.size() + kRecordPadding));
  uint8_t* end = place;
  std::string_view text;
  if (char* done = UnescapeJson(plain, reinterpret_cast<char*>(place))) {
    end = reinterpret_cast<uint8_t*>(done);
    text = {reinterpret_cast<char*>(place), static_cast<size_t>(end - place)};
  } else if (source.parser.unescape(raw, end).get(text)) {
    arena.Return(reinterpret_cast<char*>(place));
    return Outcome::kMalformed;
  }
  column.AppendBorrowedText(text);
  // What fits into a Text itself needs nothing of the arena.
  arena.Return(reinterpret_cast<char*>(text.size() > Text::kInlineBytes ? end : place));
  return Outcome::kOk;
}

// Appends any other JSON value to a column of text, as it is written.
Outcome AppendJson(Source& source, JsonValue& value, size_t depth, Column& column) {
  const char* begin = value.raw_json_token().data();
  if (Outcome outcome = Check(value, depth); outcome != Outcome::kOk) return outcome;
  const char* end = nullptr;
  if (source.document.current_location().get(end)) return Outcome::kMalformed;
  std::string_view text = TrimRight(begin, end);
  if (source.kept)
    column.AppendBorrowedText(text);
  else
    column.AppendText(text);
  return Outcome::kOk;
}

std::optional<int64_t> ReadInteger(JsonValue& value) {
  int64_t integer = 0;
  if (!value.get_int64().get(integer)) return integer;
  double number = 0;
  if (value.get_double().get(number) || std::trunc(number) != number) return std::nullopt;
  // 2^53: beyond it a number with a point or an exponent no longer says which integer it means.
  if (std::fabs(number) > 9007199254740992.0) return std::nullopt;
  return static_cast<int64_t>(number);
}

bool FitsFloat(double value) {
  return !std::isfinite(value) || std::fabs(value) <= std::numeric_limits<float>::max();
}

// Appends a whole number to a column of a type that is counted in them.
bool AppendInteger(Column& column, int64_t value) {
  switch (column.type().id) {
    case TypeId::kInt32:
      if (value < std::numeric_limits<int32_t>::min() ||
          value > std::numeric_limits<int32_t>::max())
        return false;
      column.AppendInt32(static_cast<int32_t>(value));
      return true;
    case TypeId::kDate:
      if (IsDateSentinel(value)) return false;
      column.AppendInt32(static_cast<int32_t>(value));
      return true;
    case TypeId::kTime:
      if (value < 0 || value >= int64_t{86'400'000'000}) return false;
      break;
    case TypeId::kTimestamp:
    case TypeId::kTimestampTz:
      if (IsTimestampSentinel(value)) return false;
      break;
    default: break;
  }
  column.AppendInt64(value);
  return true;
}

// Appends a scalar that is written as a JSON string.
bool AppendFromText(Column& column, std::string_view text) {
  const ColumnType& type = column.type();
  switch (type.id) {
    case TypeId::kBool:
      if (text != "true" && text != "false") return false;
      column.AppendBool(text == "true");
      return true;
    case TypeId::kFloat:
    case TypeId::kDouble: {
      std::optional<double> value = ParseDouble(text);
      if (!value || (type.id == TypeId::kFloat && !FitsFloat(*value))) return false;
      if (type.id == TypeId::kFloat)
        column.AppendFloat(static_cast<float>(*value));
      else
        column.AppendDouble(*value);
      return true;
    }
    case TypeId::kDecimal: {
      std::optional<Int128> value = ParseDecimal(text, type.precision, type.scale);
      if (value) column.AppendDecimal(*value);
      return value.has_value();
    }
    case TypeId::kUuid: {
      std::optional<Uuid> value = ParseUuid(text);
      if (value) column.AppendUuid(*value);
      return value.has_value();
    }
    case TypeId::kBinary:
    case TypeId::kFixed: {
      std::optional<size_t> length;
      if (type.id == TypeId::kFixed) length = static_cast<size_t>(type.length);
      std::optional<std::string> value = ParseBinary(text, length);
      if (value) column.AppendText(*value);
      return value.has_value();
    }
    default: break;
  }
  std::optional<int64_t> value = ParseInteger(text);
  if (!value && type.id == TypeId::kDate) value = ParseDate(text);
  if (!value && type.id == TypeId::kTime) value = ParseTime(text);
  if (!value && (type.id == TypeId::kTimestamp || type.id == TypeId::kTimestampTz))
    value = ParseTimestamp(text);
  return value && AppendInteger(column, *value);
}

// Appends a scalar that is written as a JSON number.
bool AppendFromNumber(Column& column, JsonValue& value) {
  const ColumnType& type = column.type();
  switch (type.id) {
    case TypeId::kBool: {
      std::optional<int64_t> number = ReadInteger(value);
      if (!number || (*number != 0 && *number != 1)) return false;
      column.AppendBool(*number == 1);
      return true;
    }
    case TypeId::kFloat:
    case TypeId::kDouble: {
      double number = 0;
      if (value.get_double().get(number) || (type.id == TypeId::kFloat && !FitsFloat(number)))
        return false;
      if (type.id == TypeId::kFloat)
        column.AppendFloat(static_cast<float>(number));
      else
        column.AppendDouble(number);
      return true;
    }
    case TypeId::kDecimal: {
      std::string_view token = value.raw_json_token();
      if (value.get_double().error()) return false;
      return AppendFromText(column, TrimRight(token.data(), token.data() + token.size()));
    }
    case TypeId::kUuid:
    case TypeId::kBinary:
    case TypeId::kFixed: return false;
    default: {
      std::optional<int64_t> number = ReadInteger(value);
      return number && AppendInteger(column, *number);
    }
  }
}

bool HasRepeats(const Column& keys, size_t from) {
  size_t count = keys.size() - from;
  auto bytes = [&](size_t row) -> std::string_view {
    if (keys.type().id == TypeId::kString || keys.type().id == TypeId::kBinary ||
        keys.type().id == TypeId::kFixed) {
      return keys.text_at(row);
    }
    return {static_cast<const char*>(keys.data()) + row * keys.width(), keys.width()};
  };
  if (count <= 12) {
    for (size_t i = from; i < keys.size(); ++i) {
      for (size_t j = from; j < i; ++j) {
        if (bytes(i) == bytes(j)) return true;
      }
    }
    return false;
  }
  std::vector<std::string_view> all;
  all.reserve(count);
  for (size_t i = from; i < keys.size(); ++i) all.push_back(bytes(i));
  std::sort(all.begin(), all.end());
  return std::adjacent_find(all.begin(), all.end()) != all.end();
}

}  // namespace

class JsonDecoder::Body {
 public:
  explicit Body(std::shared_ptr<const Schema> schema)
      : schema_(std::move(schema)), members_(*schema_) {}

  std::vector<RecordFailure> Decode(std::span<const std::string_view> records, RecordMemory memory,
                                    Batch& batch) {
    FIRN_CHECK(batch.shared_schema() == schema_ || batch.schema() == *schema_);
    std::vector<RecordFailure> failures;
    for (size_t i = 0; i < records.size(); ++i) {
      size_t row = batch.rows();
      path_.clear();
      wanted_ = nullptr;
      Outcome outcome = DecodeRecord(records[i], memory, batch);
      if (outcome == Outcome::kOk) continue;
      batch.Truncate(row);
      failures.push_back(Explain(i, outcome));
    }
    return failures;
  }

 private:
  Outcome DecodeRecord(std::string_view record, RecordMemory memory, Batch& batch) {
    if (memory == RecordMemory::kAny) {
      scratch_.assign(record);
      scratch_.append(kRecordPadding, ' ');
      record = std::string_view(scratch_).substr(0, record.size());
    }
    JsonParser& parser = parsers_.At(0);
    JsonDocument document;
    if (parser.iterate(record.data(), record.size(), record.size() + kRecordPadding)
            .get(document)) {
      return Outcome::kMalformed;
    }
    JsonObject object;
    if (document.get_object().get(object)) return Outcome::kMalformed;
    Source source{parser, document, memory == RecordMemory::kKept};
    auto column = [&](size_t index) -> Column& { return batch.column(index); };
    Outcome outcome = ReadMembers(source, members_, object, batch.rows(), 1, column);
    if (outcome != Outcome::kOk) return outcome;
    return AtEnd(document) ? Outcome::kOk : Outcome::kMalformed;
  }

  static bool AtEnd(JsonDocument& document) {
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  }

  // Reads an object's members into the columns that `column` gives by index, each of which has
  // `row` rows so far.
  template <class Columns>
  Outcome ReadMembers(Source& source, Members& members, JsonObject object, size_t row, size_t depth,
                      Columns column) {
    const uint64_t current = ++members.objects;
    size_t place = 0;
    size_t filled = 0;
    for (auto item : object) {
      if (item.error()) return Outcome::kMalformed;
      simdjson::ondemand::field& member = item.value_unsafe();
      size_t index = kNoField;
      if (!Find(members, member, place++, index)) return Outcome::kMalformed;
      JsonValue& value = member.value();
      if (index == kNoField) {
        if (Outcome outcome = Check(value, depth); outcome != Outcome::kOk) return outcome;
        continue;
      }
      if (members.seen[index] == current) {
        column(index).Truncate(row);
        members.seen[index] = 0;
        --filled;
      }
      json_type type;
      if (value.type().get(type)) return Outcome::kMalformed;
      if (type == json_type::null) {
        if (!ReadNull(value)) return Outcome::kMalformed;
        continue;
      }
      Outcome outcome = ReadValue(source, members.parts[index], column(index), value, type, depth);
      if (outcome != Outcome::kOk) return Blame(outcome, members.fields[index]);
      members.seen[index] = current;
      ++filled;
    }
    if (filled == members.fields.size()) return Outcome::kOk;
    for (size_t i = 0; i < members.fields.size(); ++i) {
      if (members.seen[i] == current) continue;
      if (members.fields[i].required) return Blame(Outcome::kMissing, members.fields[i]);
      column(i).AppendNull();
    }
    return Outcome::kOk;
  }

  // Finds the column of a key; false when the key is no valid string.
  static bool Find(Members& members, simdjson::ondemand::field& member, size_t place,
                   size_t& index) {
    if (place < members.expected.size() && members.expected[place] != kNoField &&
        members.patterns[members.expected[place]].Matches(member.key().raw())) {
      index = members.expected[place];
      return true;
    }
    std::string_view key;
    if (member.unescaped_key().get(key)) return false;
    auto found = members.by_name.find(key);
    index = found == members.by_name.end() ? kNoField : found->second;
    if (place <= members.fields.size() * 2) {
      if (place >= members.expected.size()) members.expected.resize(place + 1, kNoField);
      members.expected[place] = index;
    }
    return true;
  }

  Outcome ReadValue(Source& source, Members::Node& node, Column& column, JsonValue& value,
                    json_type type, size_t depth) {
    switch (column.type().id) {
      case TypeId::kList:
      case TypeId::kMap:
      case TypeId::kStruct: return ReadNested(source, node, column, value, type, depth);
      case TypeId::kString:
        if (type == json_type::string) return AppendString(source, value, column);
        return AppendJson(source, value, depth, column);
      default: break;
    }
    if (type == json_type::number)
      return AppendFromNumber(column, value) ? Outcome::kOk : Outcome::kWrongType;
    if (type == json_type::boolean && column.type().id == TypeId::kBool) {
      bool flag = false;
      if (value.get_bool().get(flag)) return Outcome::kMalformed;
      column.AppendBool(flag);
      return Outcome::kOk;
    }
    if (type != json_type::string) return Outcome::kWrongType;
    std::string_view text;
    if (value.get_string().get(text)) return Outcome::kMalformed;
    return AppendFromText(column, text) ? Outcome::kOk : Outcome::kWrongType;
  }

  Outcome ReadNested(Source& source, Members::Node& node, Column& column, JsonValue& value,
                     json_type type, size_t depth) {
    if (type == json_type::string) {
      std::string_view text;
      if (value.get_string().get(text)) return Outcome::kMalformed;
      return ReadEncoded(node, column, text, depth);
    }
    if (depth >= kRecordDepthMax) return Outcome::kTooDeep;
    if (type == json_type::array && column.type().id == TypeId::kList) {
      JsonArray array;
      if (value.get_array().get(array)) return Outcome::kMalformed;
      return ReadList(source, node, column, array, depth + 1);
    }
    if (type != json_type::object || column.type().id == TypeId::kList) return Outcome::kWrongType;
    JsonObject object;
    if (value.get_object().get(object)) return Outcome::kMalformed;
    return ReadObject(source, node, column, object, depth + 1);
  }

  // Reads a nested value from a string that holds JSON.
  Outcome ReadEncoded(Members::Node& node, Column& column, std::string_view text, size_t depth) {
    if (depth >= kRecordDepthMax) return Outcome::kTooDeep;
    std::string padded(text);
    padded.append(kRecordPadding, ' ');
    JsonParser& parser = parsers_.At(++level_);
    Outcome outcome = Outcome::kWrongType;
    JsonDocument document;
    if (!parser.iterate(padded.data(), text.size(), padded.size()).get(document)) {
      Source source{parser, document, false};
      JsonArray array;
      JsonObject object;
      if (column.type().id == TypeId::kList) {
        if (!document.get_array().get(array))
          outcome = ReadList(source, node, column, array, depth + 1);
      } else if (!document.get_object().get(object)) {
        outcome = ReadObject(source, node, column, object, depth + 1);
      }
      if (outcome == Outcome::kOk && !AtEnd(document)) outcome = Outcome::kWrongType;
    }
    --level_;
    // The record itself is well formed; it is this column's text that is not.
    return outcome == Outcome::kMalformed ? Outcome::kWrongType : outcome;
  }

  Outcome ReadList(Source& source, Members::Node& node, Column& column, JsonArray array,
                   size_t depth) {
    size_t count = 0;
    for (auto item : array) {
      if (item.error()) return Outcome::kMalformed;
      Outcome outcome = ReadPart(source, node.children[0], column.child(0), column.type().fields[0],
                                 item.value_unsafe(), depth);
      if (outcome != Outcome::kOk) return outcome;
      ++count;
    }
    column.AppendList(count);
    return Outcome::kOk;
  }

  Outcome ReadObject(Source& source, Members::Node& node, Column& column, JsonObject object,
                     size_t depth) {
    if (column.type().id == TypeId::kStruct) {
      auto child = [&](size_t index) -> Column& { return column.child(index); };
      Outcome outcome = ReadMembers(source, *node.members, object, column.size(), depth, child);
      if (outcome == Outcome::kOk) column.AppendStruct();
      return outcome;
    }
    Column& keys = column.child(0);
    const size_t first = keys.size();
    for (auto item : object) {
      if (item.error()) return Outcome::kMalformed;
      simdjson::ondemand::field& member = item.value_unsafe();
      std::string_view key;
      if (member.unescaped_key().get(key)) return Outcome::kMalformed;
      if (keys.type().id == TypeId::kString)
        keys.AppendText(key);
      else if (keys.type().nested() || !AppendFromText(keys, key))
        return Blame(Outcome::kWrongType, column.type().fields[0]);
      Outcome outcome = ReadPart(source, node.children[1], column.child(1), column.type().fields[1],
                                 member.value(), depth);
      if (outcome != Outcome::kOk) return outcome;
    }
    if (HasRepeats(keys, first)) return Outcome::kRepeatedKey;
    column.AppendMap(keys.size() - first);
    return Outcome::kOk;
  }

  // Reads a list's element or a map's value.
  Outcome ReadPart(Source& source, Members::Node& node, Column& column, const Field& field,
                   JsonValue& value, size_t depth) {
    json_type type;
    if (value.type().get(type)) return Outcome::kMalformed;
    if (type == json_type::null) {
      if (!ReadNull(value)) return Outcome::kMalformed;
      if (field.required) return Blame(Outcome::kMissing, field);
      column.AppendNull();
      return Outcome::kOk;
    }
    Outcome outcome = ReadValue(source, node, column, value, type, depth);
    return outcome == Outcome::kOk ? outcome : Blame(outcome, field);
  }

  // Notes on the way out of a failure where it happened.
  Outcome Blame(Outcome outcome, const Field& field) {
    if (wanted_ == nullptr) wanted_ = &field;
    path_ = path_.empty() ? field.name : field.name + "." + path_;
    return outcome;
  }

  RecordFailure Explain(size_t index, Outcome outcome) const {
    switch (outcome) {
      case Outcome::kMissing:
        return {index, std::string(kMissingColumnCode),
                "One or more columns are missing in the record"};
      case Outcome::kWrongType:
        return {index, std::string(kInvalidColumnValueCode),
                "The value of column \"" + path_ + "\" cannot be read as " + wanted_->type.text()};
      case Outcome::kRepeatedKey:
        return {index, std::string(kInvalidColumnValueCode),
                "The map in column \"" + path_ + "\" repeats a key"};
      case Outcome::kTooDeep:
        return {
            index, std::string(kMalformedRecordCode),
            "The record is nested more than " + std::to_string(kRecordDepthMax) + " levels deep"};
      case Outcome::kMalformed:
      case Outcome::kOk: break;
    }
    return {index, std::string(kMalformedRecordCode),
            "The record is not one well-formed JSON object in UTF-8"};
  }

  std::shared_ptr<const Schema> schema_;
  Members members_;
  ParserStack parsers_;
  size_t level_ = 0;  // of the text being read: 0 is the record
  std::string scratch_;
  std::string path_;
  const Field* wanted_ = nullptr;
};

JsonDecoder::JsonDecoder(std::shared_ptr<const Schema> schema)
    : body_(std::make_unique<Body>(std::move(schema))) {}
JsonDecoder::~JsonDecoder() = default;
JsonDecoder::JsonDecoder(JsonDecoder&&) noexcept = default;

std::vector<RecordFailure> JsonDecoder::Decode(std::span<const std::string_view> records,
                                               RecordMemory memory, Batch& batch) {
  return body_->Decode(records, memory, batch);
}

}  // namespace firn::columnar
