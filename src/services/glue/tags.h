#pragma once

#include <map>
#include <string>

#include "services/glue/glue.h"

namespace firn::services::glue {

// The tags of one catalog object, kept under its ARN.
struct TagsRecord {
  std::map<std::string, std::string> tags;
};
template <class A>
void Describe(A& a, TagsRecord& r) {
  a("tags", r.tags);
}

using Tags = std::map<std::string, std::string>;

// EntityNotFoundException for what is no object of the caller's account that can bear tags.
Result<void> CheckTaggable(const state::Reader& reader, const api::Call& call,
                           const std::string& arn);

std::string TagsKey(const api::Call& call, std::string_view arn);

// InvalidInputException for too many tags, and for names that AWS keeps for itself.
Result<void> CheckNewTags(const std::optional<Tags>& tags);
// Keeps the tags of an object that is made; none leave no record.
void SaveNewTags(state::Transaction& transaction, const api::Call& call, std::string_view arn,
                 const std::optional<Tags>& tags);
// Whether an object bears all of these.
Result<bool> HasTags(const state::Reader& reader, const api::Call& call, std::string_view arn,
                     const std::optional<Tags>& wanted);

}  // namespace firn::services::glue
