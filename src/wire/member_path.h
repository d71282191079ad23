#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace firn::wire {

// Where in an input a value lies, as a chain of stack frames; rendered only when something is wrong
// there.
struct MemberPath {
  const MemberPath* parent = nullptr;
  std::string_view name;  // a model member name or a map key
  size_t index = 0;       // of a list element, counted from 1; 0 when this is a named step
  bool is_key = false;    // `name` is a map key: printed as it is

  // "databaseInput.columns.1.member.name": first letters of member names are lowered, as AWS prints
  // them.
  std::string text() const;
};

}  // namespace firn::wire
