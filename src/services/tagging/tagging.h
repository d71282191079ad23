#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/tagging.h"

namespace firn::services::tagging {

using Tags = std::map<std::string, std::string>;

// How one service answers for the tags of its resources; the server makes these over the services' interfaces.
struct TaggedService {
  std::string service;  // as ARNs name it: "kms"
  // Every resource of the call's account and Region with its tags, by ARN; nobody's rights are asked.
  std::function<Result<std::map<std::string, Tags>>(const api::Call& call)> list;
  // Changes the tags of one resource, with the caller's rights.
  std::function<Result<void>(const api::Call& call, const std::string& arn, const Tags& tags)> tag;
  std::function<Result<void>(const api::Call& call, const std::string& arn, const std::vector<std::string>& keys)> untag;
};

// The Resource Groups Tagging API. It keeps nothing: every answer is asked of the services. Threads: any.
class Tagging {
 public:
  explicit Tagging(std::vector<TaggedService> services) : services_(std::move(services)) {}

  // Every resource that has tags, by ARN.
  Result<std::map<std::string, Tags>> All(const api::Call& call) const;

  // Does `change` with the service of each resource, and answers what failed.
  using Change = std::function<Result<void>(const TaggedService& service, const std::string& arn)>;
  std::map<std::string, api::tagging::FailureInfo> Each(const api::Call& call, const std::vector<std::string>& arns,
                                                          const Change& change) const;

 private:
  std::vector<TaggedService> services_;
};

// "kms:key", "s3:bucket", "logs:log-group": what an ARN is of.
std::string TypeOf(const std::string& arn);

// Pages of sorted texts; the token goes on behind the last one. InvalidParameterException for tokens that are none.
std::string TokenOf(const std::string& last);
Result<std::string> PositionOf(const std::optional<std::string>& token);

}  // namespace firn::services::tagging
