#include "services/athena/prepared_statements.h"

#include <algorithm>

namespace firn::services::athena {

Result<api::athena::PreparedStatement> FindPreparedStatement(const state::Reader& reader,
                                                             const api::Call& call,
                                                             const std::string& work_group,
                                                             const std::string& name) {
  FIRN_TRY(auto record, state::Load<PreparedStatementRecord>(
                            reader, PreparedStatementKey(call, work_group, name)));
  if (record) return std::move(record->statement);
  return api::athena::ResourceNotFoundException("PreparedStatement " + name +
                                                " was not found in workGroup " + work_group);
}

Result<void> CheckStatementName(const std::string& name) {
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const bool right =
      !name.empty() && is_letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '@' || c == ':';
      });
  if (right) return {};
  return api::athena::InvalidRequestException("Invalid name of a prepared statement: " + name);
}

}  // namespace firn::services::athena
