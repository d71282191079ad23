#include "services/firehose/tags.h"

#include <set>

#include "services/firehose/limits.h"

namespace firn::services::firehose {

Result<void> MergeTags(const std::vector<api::firehose::Tag>& added,
                       std::map<std::string, std::string>& tags) {
  std::set<std::string> seen;
  for (const auto& tag : added) {
    if (!seen.insert(tag.key).second) {
      return api::firehose::InvalidArgumentException("Duplicate tag key: " + tag.key);
    }
    tags[tag.key] = tag.value.value_or("");
  }
  if (tags.size() > kTagsMax) {
    return api::firehose::LimitExceededException("A delivery stream can have at most " +
                                                 std::to_string(kTagsMax) + " tags");
  }
  return {};
}

}  // namespace firn::services::firehose
