#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/json.h"

// Typed members of JSON objects, with errors that name the member as the reference implementation
// does: "Cannot parse missing int: last-column-id". A member that is null counts as missing. Every
// failure is kInvalid.
namespace firn::iceberg {

using format::Json;

Result<void> RequireObject(const Json& node, std::string_view what);

Result<int64_t> RequireLong(const Json& node, std::string_view name);
Result<int32_t> RequireInt(const Json& node, std::string_view name);
// An id of a field, schema, spec or order: 0 to kIdMax (iceberg/limits.h), so that the next one can
// be counted.
Result<int32_t> RequireId(const Json& node, std::string_view name);
Result<std::optional<int32_t>> OptionalId(const Json& node, std::string_view name);
Result<bool> RequireBool(const Json& node, std::string_view name);
Result<std::string> RequireString(const Json& node, std::string_view name);
Result<const Json::Array*> RequireArray(const Json& node, std::string_view name);

Result<std::optional<int64_t>> OptionalLong(const Json& node, std::string_view name);
Result<std::optional<int32_t>> OptionalInt(const Json& node, std::string_view name);
Result<std::optional<std::string>> OptionalString(const Json& node, std::string_view name);
Result<const Json::Array*> OptionalArray(const Json& node,
                                         std::string_view name);  // empty when missing

// A member that is an object of strings; empty when missing.
Result<std::map<std::string, std::string>> StringMap(const Json& node, std::string_view name);
Result<std::vector<int32_t>> IntList(const Json& node,
                                     std::string_view name);  // empty when missing
Result<std::vector<int64_t>> LongList(const Json& node,
                                      std::string_view name);  // empty when missing

Json ToJson(const std::map<std::string, std::string>& map);
Json ToJson(const std::vector<int32_t>& list);
Json ToJson(const std::vector<int64_t>& list);

}  // namespace firn::iceberg
