#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/logs/logs.h"

namespace firn::services::logs {

using Tags = std::map<std::string, std::string>;

struct DestinationRecord {
  api::logs::Destination destination;
  Tags tags;
};

template <class A>
void Describe(A& a, DestinationRecord& r) {
  a("destination", r.destination);
  a("tags", r.tags);
}

// The tags of a log group, destination, delivery, or delivery's source or destination, by ARN.
// ResourceNotFoundException when it is not there, or is none of the caller's account and Region.
Result<Tags> FindTags(const state::Reader& reader, const api::Call& call, const std::string& arn);
Result<void> ChangeTags(Logs& logs, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change);
Result<void> MergeTags(Tags& tags, const Tags& more);

// Every resource with tags, by ARN, for the tagging API.
Result<std::map<std::string, Tags>> AllTags(const state::Reader& reader, const api::Call& call);

authz::Needs NeedToTag(const std::string& action, const std::string& arn, const Tags& tags);

}  // namespace firn::services::logs
