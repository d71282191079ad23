#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/firehose.h"

namespace firn::services::firehose {

// Adds tags to those of a stream, replacing equal keys. InvalidArgumentException for repeated keys,
// LimitExceededException beyond fifty.
Result<void> MergeTags(const std::vector<api::firehose::Tag>& added,
                       std::map<std::string, std::string>& tags);

}  // namespace firn::services::firehose
