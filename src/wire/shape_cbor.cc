#include "wire/shape_cbor.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "format/cbor.h"
#include "format/limits.h"
#include "wire/member_path.h"
#include "wire/shape_access.h"
#include "wire/shape_text.h"

namespace firn::wire {
namespace {

using format::CborReader;
using format::CborType;
using format::CborWriter;

constexpr uint64_t kEpochTag = 1;

bool WantsToken(const Member& member, const void* field, std::string_view token) {
  return member.idempotency_token && !token.empty() &&
         (field == nullptr || As<std::string>(field).empty());
}

void Write(CborWriter& cbor, const Shape& shape, const void* value);

void WriteStructure(CborWriter& cbor, const Shape& shape, const void* value,
                    std::string_view token) {
  const auto count = std::ranges::count_if(shape.members, [&](const Member& member) {
    const void* field = ValueOf(member, value);
    return field != nullptr || WantsToken(member, field, token);
  });
  cbor.Map(static_cast<uint64_t>(count));
  for (const Member& member : shape.members) {
    const void* field = ValueOf(member, value);
    const bool tokened = WantsToken(member, field, token);
    if (field == nullptr && !tokened) continue;
    cbor.Text(member.wire_name);
    if (tokened)
      cbor.Text(token);
    else
      Write(cbor, *member.shape, field);
  }
}

void Write(CborWriter& cbor, const Shape& shape, const void* value) {
  switch (shape.type) {
    case ShapeType::kBoolean: cbor.Boolean(As<bool>(value)); return;
    case ShapeType::kInteger: cbor.Integer(As<int32_t>(value)); return;
    case ShapeType::kLong: cbor.Integer(As<int64_t>(value)); return;
    case ShapeType::kFloat: cbor.Double(As<float>(value)); return;
    case ShapeType::kDouble: cbor.Double(As<double>(value)); return;
    case ShapeType::kString: cbor.Text(As<std::string>(value)); return;
    case ShapeType::kBlob: cbor.Bytes(As<std::string>(value)); return;
    case ShapeType::kTimestamp:
      cbor.Tag(kEpochTag);
      cbor.Double(EpochSeconds(As<Time>(value)));
      return;
    case ShapeType::kList:
      cbor.Array(shape.list->size(value));
      for (size_t i = 0; i < shape.list->size(value); ++i)
        Write(cbor, *shape.element, shape.list->at(value, i));
      return;
    case ShapeType::kMap:
      cbor.Map(shape.map->size(value));
      EachEntry(shape, value, [&](const std::string& key, const void* entry) {
        cbor.Text(key);
        Write(cbor, *shape.element, entry);
      });
      return;
    case ShapeType::kStructure: WriteStructure(cbor, shape, value, {}); return;
    case ShapeType::kDocument:  // the protocol has no documents
    case ShapeType::kStream: cbor.Null(); return;
  }
}

Unexpected Mismatch(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "SerializationException", 400, {}});
}

class Reader {
 public:
  Reader(std::string_view bytes, std::vector<std::string>* missing)
      : cbor_(bytes), missing_(missing) {}

  Result<void> Structure(const Shape& shape, void* value, const MemberPath* path) {
    std::vector<bool> seen(shape.members.size(), false);
    FIRN_OK(Entries([&](const std::string& name) -> Result<void> {
      const auto at = std::ranges::find(shape.members, name, &Member::wire_name);
      if (at == shape.members.end()) return cbor_.Skip();
      FIRN_TRY(const CborType type, cbor_.Peek());
      if (type == CborType::kNull) return cbor_.Null();
      seen[static_cast<size_t>(at - shape.members.begin())] = true;
      const MemberPath here{path, at->name};
      return Value(*at->shape, SlotOf(*at, value), &here);
    }));
    for (size_t i = 0; i < seen.size(); ++i) {
      const Member& member = shape.members[i];
      if (!seen[i] && member.required && missing_ != nullptr) {
        missing_->push_back(MemberPath{path, member.name}.text());
      }
    }
    return {};
  }

  bool done() const { return cbor_.done(); }

 private:
  // Calls `visit` at the value of each entry of the map that stands next.
  template <class Visit>
  Result<void> Entries(Visit visit) {
    FIRN_OK(Expect(CborType::kMap, "map"));
    if (++depth_ > format::kCborDepthMax) return Mismatch("The body is nested too deeply");
    FIRN_TRY(const auto count, cbor_.EnterMap());
    for (uint64_t i = 0; !count || i < *count; ++i) {
      if (!count) {
        FIRN_TRY(const bool ended, cbor_.Break());
        if (ended) break;
      }
      FIRN_TRY(const std::string name, cbor_.Text());
      FIRN_OK(visit(name));
    }
    --depth_;
    return {};
  }

  Result<void> List(const Shape& shape, void* value, const MemberPath* path) {
    FIRN_OK(Expect(CborType::kArray, "list"));
    if (++depth_ > format::kCborDepthMax) return Mismatch("The body is nested too deeply");
    FIRN_TRY(const auto count, cbor_.EnterArray());
    for (uint64_t i = 0; !count || i < *count; ++i) {
      if (!count) {
        FIRN_TRY(const bool ended, cbor_.Break());
        if (ended) break;
      }
      FIRN_TRY(const CborType type, cbor_.Peek());
      const MemberPath here{path, {}, static_cast<size_t>(i + 1)};
      if (type == CborType::kNull) {
        FIRN_OK(cbor_.Null());
        if (missing_ != nullptr) missing_->push_back(here.text());
        continue;
      }
      FIRN_OK(Value(*shape.element, shape.list->append(value), &here));
    }
    --depth_;
    return {};
  }

  Result<void> Map(const Shape& shape, void* value, const MemberPath* path) {
    return Entries([&](const std::string& key) -> Result<void> {
      FIRN_TRY(const CborType type, cbor_.Peek());
      if (type == CborType::kNull) return cbor_.Null();
      const MemberPath here{path, key, 0, true};
      return Value(*shape.element, shape.map->insert(value, key), &here);
    });
  }

  Result<void> Expect(CborType wanted, std::string_view what) {
    FIRN_TRY(const CborType type, cbor_.Peek());
    if (type == wanted) return {};
    return Mismatch("Expected a " + std::string(what));
  }

  Result<int64_t> Integer(int64_t low, int64_t high) {
    FIRN_TRY(const CborType type, cbor_.Peek());
    int64_t number = 0;
    if (type == CborType::kFloat) {
      FIRN_TRY(const double floating, cbor_.Number());
      if (floating != std::floor(floating) || std::abs(floating) >= 9.2e18)
        return Mismatch("Expected an integer");
      number = static_cast<int64_t>(floating);
    } else if (type == CborType::kUnsigned || type == CborType::kNegative) {
      FIRN_TRY(number, cbor_.Integer());
    } else {
      return Mismatch("Expected an integer");
    }
    if (number < low || number > high) return Mismatch("An integer is out of range");
    return number;
  }

  Result<double> Number() {
    FIRN_TRY(const CborType type, cbor_.Peek());
    if (type != CborType::kFloat && type != CborType::kUnsigned && type != CborType::kNegative) {
      return Mismatch("Expected a number");
    }
    return cbor_.Number();
  }

  Result<Time> Timestamp() {
    FIRN_TRY(const CborType type, cbor_.Peek());
    if (type == CborType::kTag) {
      FIRN_TRY(const uint64_t tag, cbor_.Tag());
      if (tag != kEpochTag) return Mismatch("Expected a timestamp");
    }
    FIRN_TRY(const double seconds, Number());
    if (!(std::abs(seconds) < 9e12)) return Mismatch("A timestamp is out of range");
    return FromEpochSeconds(seconds);
  }

  Result<void> Value(const Shape& shape, void* value, const MemberPath* path) {
    switch (shape.type) {
      case ShapeType::kStructure: return Structure(shape, value, path);
      case ShapeType::kList: return List(shape, value, path);
      case ShapeType::kMap: return Map(shape, value, path);
      case ShapeType::kBoolean: {
        FIRN_OK(Expect(CborType::kBoolean, "boolean"));
        FIRN_TRY(As<bool>(value), cbor_.Boolean());
        return {};
      }
      case ShapeType::kInteger: {
        FIRN_TRY(const int64_t number,
                 Integer(std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max()));
        As<int32_t>(value) = static_cast<int32_t>(number);
        return {};
      }
      case ShapeType::kLong: {
        FIRN_TRY(As<int64_t>(value),
                 Integer(std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max()));
        return {};
      }
      case ShapeType::kFloat: {
        FIRN_TRY(const double number, Number());
        As<float>(value) = static_cast<float>(number);
        return {};
      }
      case ShapeType::kDouble: {
        FIRN_TRY(As<double>(value), Number());
        return {};
      }
      case ShapeType::kString: {
        FIRN_OK(Expect(CborType::kText, "string"));
        FIRN_TRY(As<std::string>(value), cbor_.Text());
        return {};
      }
      case ShapeType::kBlob: {
        FIRN_OK(Expect(CborType::kBytes, "byte string"));
        FIRN_TRY(As<std::string>(value), cbor_.Bytes());
        return {};
      }
      case ShapeType::kTimestamp: {
        FIRN_TRY(As<Time>(value), Timestamp());
        return {};
      }
      case ShapeType::kDocument:
      case ShapeType::kStream: return cbor_.Skip();
    }
    return {};
  }

  CborReader cbor_;
  std::vector<std::string>* missing_;
  size_t depth_ = 0;
};

}  // namespace

std::string ToCbor(const Shape& structure, const void* value, std::string_view token) {
  CborWriter cbor;
  WriteStructure(cbor, structure, value, token);
  return cbor.Take();
}

Result<void> FromCbor(const Shape& structure, std::string_view bytes, void* value,
                      std::vector<std::string>* missing) {
  Reader reader(bytes, missing);
  auto read = reader.Structure(structure, value, nullptr);
  if (!read) {
    Error error = std::move(read).error();
    error.code = "SerializationException";
    error.http_status = 400;
    return Fail(std::move(error));
  }
  if (!reader.done()) return Mismatch("The body holds more than one item");
  return {};
}

}  // namespace firn::wire
