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

// EntityNotFoundException for what is no catalog object of the caller's account.
Result<void> CheckTaggable(const api::Call& call, const std::string& arn);

std::string TagsKey(const api::Call& call, std::string_view arn);

// The default catalog folds names to lower case.
std::string Lowercase(std::string_view name);

}  // namespace firn::services::glue
