#pragma once

#include "format/json.h"
#include "services/glue/documents.h"

namespace firn::services::glue {

// What `from` says, as a structure that has members of the same names; others are left out.
template <class To, class From>
Result<To> MembersAs(const From& from) {
  return state::Decode<To>(state::Encode(from));
}

// A document with the members that `changes` holds put over its own.
template <class T, class Changes>
Result<T> MembersOver(const T& document, const Changes& changes) {
  FIRN_TRY(format::Json merged, format::ParseJson(state::Encode(document)));
  FIRN_TRY(const format::Json over, format::ParseJson(state::Encode(changes)));
  for (const auto& [name, value] : over.object()) merged.Set(name, value);
  return state::Decode<T>(merged.Text());
}

}  // namespace firn::services::glue
