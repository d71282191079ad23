#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/firehose/firehose.h"

namespace firn::services::firehose {

// Puts records into a stream's log and answers their ids. Returns after they are durable, all or none.
// ServiceUnavailableException "Slow down." when the disk is full or too much waits.
Result<std::vector<std::string>> Ingest(Firehose& firehose, const api::Call& call, std::string_view operation,
                                        std::string_view stream, std::span<const std::string_view> records);

}  // namespace firn::services::firehose
