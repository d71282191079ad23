#pragma once

#include "wire/shape.h"

// Typed views of what descriptors point at.
namespace firn::wire {

template <class T>
const T& As(const void* value) {
  return *static_cast<const T*>(value);
}
template <class T>
T& As(void* value) {
  return *static_cast<T*>(value);
}

// A member's value, or null when an optional member is absent.
inline const void* ValueOf(const Member& member, const void* structure) {
  const void* field = static_cast<const char*>(structure) + member.offset;
  if (member.optional == nullptr) return field;
  return member.optional->has(field) ? member.optional->get(field) : nullptr;
}

// Where a member's value is to be written; an optional member becomes present.
inline void* SlotOf(const Member& member, void* structure) {
  void* field = static_cast<char*>(structure) + member.offset;
  return member.optional == nullptr ? field : member.optional->emplace(field);
}

// The format a timestamp is written in: the member's, else its shape's, else `fallback`.
inline TimestampFormat FormatOf(const Member& member, TimestampFormat fallback) {
  if (member.timestamp != TimestampFormat::kProtocolDefault) return member.timestamp;
  if (member.shape->timestamp != TimestampFormat::kProtocolDefault) return member.shape->timestamp;
  return fallback;
}
inline TimestampFormat FormatOf(const Shape& shape, TimestampFormat fallback) {
  return shape.timestamp != TimestampFormat::kProtocolDefault ? shape.timestamp : fallback;
}

inline std::string_view ElementNameOf(const Shape& list) {
  return list.element_name.empty() ? std::string_view("member") : list.element_name;
}
inline std::string_view KeyNameOf(const Shape& map) {
  return map.key_name.empty() ? std::string_view("key") : map.key_name;
}
inline std::string_view ValueNameOf(const Shape& map) {
  return map.value_name.empty() ? std::string_view("value") : map.value_name;
}

inline bool IsScalar(const Shape& shape) { return shape.type <= ShapeType::kTimestamp; }

// Visits a map's entries in key order.
template <class Visit>
void EachEntry(const Shape& map, const void* value, Visit visit) {
  map.map->each(value, &visit, [](void* context, const std::string& key, const void* entry) {
    (*static_cast<Visit*>(context))(key, entry);
  });
}

}  // namespace firn::wire
