#include "services/glue/tags.h"

namespace firn::services::glue {

Result<void> CheckTaggable(const api::Call& call, const std::string& arn) {
  const auto parsed = Arn::Parse(arn);
  if (parsed && parsed->service == "glue" && parsed->account == call.account.text()) return {};
  return api::glue::EntityNotFoundException("Entity Not Found");
}

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
