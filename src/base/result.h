#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace firn {

// What a caller may do about a failure. Retrying depends on the kind alone; the texts are for people.
enum class Kind {
  kInvalid,          // The request is wrong and will stay wrong.
  kNotFound,         // What was named does not exist.
  kExists,           // What was to be created is there already.
  kConflict,         // Nothing happened: re-read and plan again.
  kUnknownOutcome,   // It may have happened: clean up nothing, look for the tag, then decide.
  kDenied,           // Known caller, not allowed.
  kUnauthenticated,  // The caller could not be identified.
  kThrottled,        // Ask again later, slower.
  kUnavailable,      // Ask again later.
  kCanceled,         // The deadline passed or the caller went away.
  kCorrupt,          // Stored bytes are not what was written.
  kUnsupported,      // Not offered here.
  kInternal,         // A defect of ours.
};

std::string_view KindName(Kind kind);

// One failure. `code` is the protocol's own name for it ("EntityNotFoundException") when a service raised it and empty
// inside libraries; `http_status` is 0 until a service or protocol decides it. `fields` are further modelled members of
// the error shape. Messages hold fixed words first, values last, and never a secret or row data.
struct Error {
  Kind kind = Kind::kInternal;
  std::string message;
  std::string code;
  int http_status = 0;
  std::vector<std::pair<std::string, std::string>> fields;
};

// A value or the reason there is none.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

using Unexpected = tl::unexpected<Error>;

// Builds the failure side of any Result.
Unexpected Fail(Kind kind, std::string message);
Unexpected Fail(Error error);

// Adds context in front of a library error's message while keeping its kind and code.
Unexpected Within(std::string_view context, Error error);

}  // namespace firn

#define FIRN_CONCAT_INNER(a, b) a##b
#define FIRN_CONCAT(a, b) FIRN_CONCAT_INNER(a, b)
#define FIRN_TRY_INNER(result, declaration, expression)          \
  auto result = (expression);                                    \
  if (!result) return ::firn::Fail(std::move(result).error());   \
  declaration = *std::move(result)

// Declares a variable from a Result, or returns its error: FIRN_TRY(auto table, Load(id));
#define FIRN_TRY(declaration, ...) \
  FIRN_TRY_INNER(FIRN_CONCAT(firn_result_, __COUNTER__), declaration, (__VA_ARGS__))

// Returns the error of a Result<void>, or goes on: FIRN_OK(Sync());
#define FIRN_OK(...)                                                               \
  do {                                                                             \
    if (auto firn_ok = (__VA_ARGS__); !firn_ok) return ::firn::Fail(std::move(firn_ok).error()); \
  } while (false)
