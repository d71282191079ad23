#include "services/glue/tags.h"

namespace firn::services::glue {

std::string TagsKey(const api::Call& call, std::string_view arn) {
  return state::Key("glue", call.account, call.region, "tags", arn);
}

std::string Lowercase(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace firn::services::glue
