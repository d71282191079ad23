#include "wire/rest_binding.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "wire/member_path.h"
#include "wire/shape_access.h"
#include "wire/shape_text.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

Unexpected Unreadable(const Route& route, std::string_view name, std::string_view value,
                      const Error& why) {
  if (route.protocol == Protocol::kRestXml) {
    return Fail(Error{Kind::kInvalid,
                      "Provided " + std::string(name) + " is " + why.message,
                      "InvalidArgument",
                      400,
                      {{"ArgumentName", std::string(name)},
                       {"ArgumentValue", std::string(value.substr(0, 256))}}});
  }
  return Fail(Error{
      Kind::kInvalid, std::string(name) + " is " + why.message, "SerializationException", 400, {}});
}

Result<bool> ReadHeader(const Route& route, const Member& member, const Headers& headers,
                        void* structure) {
  const auto value = headers.Find(member.wire_name);
  if (!value) return false;
  if (member.shape->type == ShapeType::kList) {
    auto read = ParseListHeader(*member.shape, *value, SlotOf(member, structure));
    if (!read) return Unreadable(route, member.wire_name, *value, read.error());
    return true;
  }
  if (member.shape->type == ShapeType::kTimestamp) {
    Time time;
    if (!ParseTimestamp(*value, &time)) return false;
    As<Time>(SlotOf(member, structure)) = time;
    return true;
  }
  if (value->empty() && member.shape->type != ShapeType::kString) return false;
  auto read = ParseScalar(*member.shape, *value, SlotOf(member, structure));
  if (!read) return Unreadable(route, member.wire_name, *value, read.error());
  return true;
}

Result<bool> ReadQueryMember(const Route& route, const Member& member, void* structure) {
  bool found = false;
  void* slot = nullptr;
  for (const QueryParameter& parameter : route.parameters) {
    if (parameter.name != member.wire_name) continue;
    const bool list = member.shape->type == ShapeType::kList;
    if (found && !list) break;  // the first counts
    if (!list && parameter.value.empty() && member.shape->type != ShapeType::kString) continue;
    if (!found) slot = SlotOf(member, structure);
    found = true;
    const Shape& shape = list ? *member.shape->element : *member.shape;
    auto read = ParseScalar(shape, parameter.value, list ? member.shape->list->append(slot) : slot);
    if (!read) return Unreadable(route, member.wire_name, parameter.value, read.error());
  }
  return found;
}

// Every parameter that no other member claims.
void ReadQueryMap(const Route& route, const Member& member, void* structure) {
  std::set<std::string_view> claimed;
  for (const Member& other : route.operation->input->members) {
    if (other.location == Location::kQuery) claimed.insert(other.wire_name);
  }
  void* slot = SlotOf(member, structure);
  const Shape& value = *member.shape->element;
  for (const QueryParameter& parameter : route.parameters) {
    if (claimed.contains(parameter.name)) continue;
    void* entry = member.shape->map->insert(slot, parameter.name);
    if (value.type == ShapeType::kString) As<std::string>(entry) = parameter.value;
    if (value.type == ShapeType::kList)
      As<std::string>(value.list->append(entry)) = parameter.value;
  }
}

void ReadHeaderPrefix(const Member& member, const Headers& headers, void* structure) {
  void* slot = nullptr;
  for (const auto& [name, value] : headers.all()) {
    if (name.size() < member.wire_name.size() ||
        !EqualsIgnoringCase(std::string_view(name).substr(0, member.wire_name.size()),
                            member.wire_name)) {
      continue;
    }
    if (slot == nullptr) slot = SlotOf(member, structure);
    auto& entry = As<std::string>(
        member.shape->map->insert(slot, ToLower(name.substr(member.wire_name.size()))));
    entry = entry.empty() ? value : entry + "," + value;
  }
}

Result<bool> ReadLabel(const Route& route, const Member& member, void* structure) {
  for (const PathLabel& label : route.labels) {
    if (label.name != member.wire_name) continue;
    auto read = ParseScalar(*member.shape, label.value, SlotOf(member, structure));
    if (!read) return Unreadable(route, member.wire_name, label.value, read.error());
    return true;
  }
  return false;
}

// A value as a header, or nothing when it has no text.
std::string HeaderText(const Member& member, const void* value) {
  if (member.shape->type == ShapeType::kList) return ListHeaderText(*member.shape, value);
  return ScalarText(*member.shape, value, FormatOf(member, TimestampFormat::kHttpDate));
}

// Headers must not carry what would end or split them.
std::string OneLine(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return text;
}

void WriteHeaders(const Shape& shape, const void* structure, Headers* headers) {
  for (const Member& member : shape.members) {
    const void* value = ValueOf(member, structure);
    if (value == nullptr) continue;
    if (member.location == Location::kHeader) {
      std::string text = OneLine(HeaderText(member, value));
      if (!text.empty()) headers->Set(member.wire_name, std::move(text));
    } else if (member.location == Location::kHeaderPrefix) {
      EachEntry(*member.shape, value, [&](const std::string& key, const void* entry) {
        headers->Set(OneLine(std::string(member.wire_name) + key), OneLine(As<std::string>(entry)));
      });
    }
  }
}

void AppendParameter(std::string_view name, std::string_view value, std::string& query) {
  if (!query.empty()) query.push_back('&');
  query += PercentEncode(name) + "=" + PercentEncode(value);
}

void WriteQuery(const Shape& shape, const void* structure, std::string& query) {
  for (const Member& member : shape.members) {
    const void* value = ValueOf(member, structure);
    if (value == nullptr) continue;
    const Shape& type = *member.shape;
    if (member.location == Location::kQuery && type.type == ShapeType::kList) {
      for (size_t i = 0; i < type.list->size(value); ++i) {
        AppendParameter(member.wire_name,
                        ScalarText(*type.element, type.list->at(value, i),
                                   FormatOf(*type.element, TimestampFormat::kIso8601)),
                        query);
      }
    } else if (member.location == Location::kQuery) {
      AppendParameter(member.wire_name,
                      ScalarText(type, value, FormatOf(member, TimestampFormat::kIso8601)), query);
    } else if (member.location == Location::kQueryMap) {
      EachEntry(type, value, [&](const std::string& key, const void* entry) {
        if (type.element->type == ShapeType::kString)
          AppendParameter(key, As<std::string>(entry), query);
        if (type.element->type != ShapeType::kList) return;
        for (size_t i = 0; i < type.element->list->size(entry); ++i) {
          AppendParameter(key, As<std::string>(type.element->list->at(entry, i)), query);
        }
      });
    }
  }
}

}  // namespace

const Member* PayloadOf(const Shape& structure) {
  const auto at = std::ranges::find(structure.members, Location::kPayload, &Member::location);
  return at == structure.members.end() ? nullptr : &*at;
}

bool HasBodyMembers(const Shape& structure) {
  return std::ranges::find(structure.members, Location::kBody, &Member::location) !=
         structure.members.end();
}

Result<void> ReadBoundInput(const Route& route, const HttpRequest& request, void* input,
                            std::vector<std::string>* missing) {
  for (const Member& member : route.operation->input->members) {
    bool found = true;
    switch (member.location) {
      case Location::kPath: {
        FIRN_TRY(found, ReadLabel(route, member, input));
        break;
      }
      case Location::kHeader: {
        FIRN_TRY(found, ReadHeader(route, member, request.headers, input));
        break;
      }
      case Location::kQuery: {
        FIRN_TRY(found, ReadQueryMember(route, member, input));
        break;
      }
      case Location::kHeaderPrefix: ReadHeaderPrefix(member, request.headers, input); break;
      case Location::kQueryMap: ReadQueryMap(route, member, input); break;
      case Location::kBody:
      case Location::kPayload:
      case Location::kStatusCode: break;
    }
    if (!found && member.required) missing->push_back(MemberPath{nullptr, member.name}.text());
  }
  return {};
}

void WriteBoundOutput(const Operation& operation, const void* output, HttpResponse* response) {
  response->status = operation.success_status;
  WriteHeaders(*operation.output, output, &response->headers);
  for (const Member& member : operation.output->members) {
    if (member.location != Location::kStatusCode) continue;
    const void* value = ValueOf(member, output);
    if (value != nullptr && As<int32_t>(value) >= 100) response->status = As<int32_t>(value);
  }
}

Result<HttpRequest> BuildBoundRequest(const Operation& operation, const void* input) {
  HttpRequest request;
  request.method = std::string(operation.method);
  const size_t mark = operation.uri.find('?');
  std::string_view pattern = operation.uri.substr(0, mark);
  if (mark != std::string_view::npos) request.query = std::string(operation.uri.substr(mark + 1));
  request.path.clear();
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    request.path += pattern.substr(0, open);
    if (open == std::string_view::npos) break;
    const size_t close = pattern.find('}', open);
    std::string_view name = pattern.substr(open + 1, close - open - 1);
    pattern.remove_prefix(close + 1);
    const bool greedy = name.ends_with('+');
    if (greedy) name.remove_suffix(1);
    std::string text;
    for (const Member& member : operation.input->members) {
      if (member.location != Location::kPath || member.wire_name != name) continue;
      const void* value = ValueOf(member, input);
      if (value != nullptr)
        text = ScalarText(*member.shape, value, FormatOf(member, TimestampFormat::kIso8601));
    }
    if (text.empty())
      return Fail(Kind::kInvalid, "the path needs a value for " + std::string(name));
    request.path += PercentEncode(text, greedy ? "/" : "");
  }
  WriteQuery(*operation.input, input, request.query);
  WriteHeaders(*operation.input, input, &request.headers);
  return request;
}

Result<void> ReadBoundResponse(const Operation& operation, const HttpResponse& response,
                               void* output) {
  Route route;  // for the wording of failures only
  for (const Member& member : operation.output->members) {
    if (member.location == Location::kHeader)
      FIRN_OK(ReadHeader(route, member, response.headers, output));
    if (member.location == Location::kHeaderPrefix)
      ReadHeaderPrefix(member, response.headers, output);
    if (member.location == Location::kStatusCode)
      As<int32_t>(SlotOf(member, output)) = response.status;
  }
  return {};
}

bool IsRawPayload(const Member& member) {
  return member.shape->type == ShapeType::kStream || member.shape->type == ShapeType::kBlob ||
         member.shape->type == ShapeType::kString;
}

Result<void> ReadRawPayload(const Member& member, const Body& body, void* structure) {
  if (member.shape->type == ShapeType::kStream) {
    As<Body>(SlotOf(member, structure)) = body;
    return {};
  }
  if (body.empty() && member.optional != nullptr) return {};
  FIRN_TRY(As<std::string>(SlotOf(member, structure)), body.Read());
  return {};
}

Body RawPayload(const Member& member, const void* structure) {
  const void* value = ValueOf(member, structure);
  if (value == nullptr) return {};
  if (member.shape->type == ShapeType::kStream) return As<Body>(value);
  return Body(As<std::string>(value));
}

}  // namespace firn::wire
