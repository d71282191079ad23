// GetResources: resources with tags, by tag, by kind or by ARN.
// Differs from AWS: compliance is not told, and resources that had tags once are not listed.

#include <algorithm>

#include "services/tagging/ops.h"
#include "services/tagging/tagging.h"

namespace firn::services::tagging {

namespace tg = api::tagging;

namespace {

constexpr int32_t kResourcesMax = 100, kTagsMin = 100, kTagsMax = 500;

bool HasTag(const Tags& tags, const tg::TagFilter& filter) {
  const auto tag = tags.find(filter.key.value_or(""));
  if (tag == tags.end()) return false;
  if (!filter.values || filter.values->empty()) return true;
  return std::find(filter.values->begin(), filter.values->end(), tag->second) != filter.values->end();
}

bool IsWanted(const tg::GetResourcesInput& input, const std::string& arn, const Tags& tags) {
  const std::string type = TypeOf(arn);
  const auto& types = input.resource_type_filters;
  const auto is_of = [&](const std::string& wanted) {
    return wanted == type || (wanted.find(':') == std::string::npos && type.starts_with(wanted + ":"));
  };
  if (types && !types->empty() && !std::any_of(types->begin(), types->end(), is_of)) return false;
  const auto& arns = input.resource_arn_list;
  if (arns && std::find(arns->begin(), arns->end(), arn) == arns->end()) return false;
  const auto& filters = input.tag_filters;
  return !filters || std::all_of(filters->begin(), filters->end(),
                                 [&](const tg::TagFilter& filter) { return HasTag(tags, filter); });
}

Result<void> CheckInput(const tg::GetResourcesInput& input) {
  const auto invalid = [](const char* why) { return tg::InvalidParameterException(why); };
  if (input.resources_per_page && (*input.resources_per_page < 1 || *input.resources_per_page > kResourcesMax)) {
    return invalid("ResourcesPerPage must be between 1 and 100.");
  }
  const int32_t tags = input.tags_per_page.value_or(kTagsMin);
  if (tags < kTagsMin || tags > kTagsMax || tags % 100 != 0) {
    return invalid("TagsPerPage must be 100, 200, 300, 400 or 500.");
  }
  if (input.resource_arn_list && (input.tag_filters || input.resource_type_filters || input.resources_per_page ||
                                  input.tags_per_page || !input.pagination_token.value_or("").empty())) {
    return invalid("ResourceARNList cannot be combined with filters or pages.");
  }
  if (input.include_compliance_details.value_or(false) || input.exclude_compliant_resources.value_or(false)) {
    return Fail(Error{Kind::kUnsupported, "Compliance with tag policies is not implemented", "NotImplemented", 501, {}});
  }
  for (const auto& filter : input.tag_filters.value_or(std::vector<tg::TagFilter>{})) {
    if (!filter.key) return invalid("A tag filter needs a Key.");
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Tagging&, const api::Call&, const tg::GetResourcesInput&) {
  return {{"tag:GetResources", "*", {}, {}}};
}

Result<tg::GetResourcesOutput> Handle(Tagging& tagging, const api::Call& call, const tg::GetResourcesInput& input) {
  FIRN_OK(CheckInput(input));
  FIRN_TRY(const std::string after, PositionOf(input.pagination_token));
  FIRN_TRY(const auto all, tagging.All(call));
  size_t resources = static_cast<size_t>(input.resources_per_page.value_or(kResourcesMax));
  size_t tags_left = static_cast<size_t>(input.tags_per_page.value_or(kTagsMax));
  tg::GetResourcesOutput output;
  output.resource_tag_mapping_list.emplace();
  output.pagination_token = "";
  auto& list = *output.resource_tag_mapping_list;
  for (const auto& [arn, tags] : all) {
    if ((!after.empty() && arn <= after) || !IsWanted(input, arn, tags)) continue;
    // A resource's tags are never split over two pages.
    if (list.size() == resources || (!list.empty() && input.tags_per_page && tags.size() > tags_left)) {
      output.pagination_token = TokenOf(*list.back().resource_arn);
      break;
    }
    tags_left -= std::min(tags_left, tags.size());
    auto& mapping = list.emplace_back();
    mapping.resource_arn = arn;
    mapping.tags.emplace();
    for (const auto& [key, value] : tags) mapping.tags->push_back({key, value});
  }
  return output;
}

}  // namespace firn::services::tagging
