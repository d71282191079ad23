#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/athena/records.h"

namespace firn::services::athena {

inline constexpr std::string_view kPrimary = "primary";
inline constexpr std::string_view kEngineVersion = "Athena engine version 3";

// The ARN that work groups are authorized by.
std::string WorkGroupArn(const api::Call& call, const std::optional<std::string>& name);

// InvalidRequestException when missing. The primary one is always there, as AWS makes it.
Result<WorkGroupRecord> FindWorkGroup(const state::Reader& reader, const api::Call& call,
                                      std::string_view name);

// A new configuration with what AWS fills in. NotImplemented, naming it, for what would be kept
// without effect.
Result<void> CompleteConfiguration(api::athena::WorkGroupConfiguration& configuration);

// The changes of UpdateWorkGroup.
Result<void> UpdateConfiguration(const api::athena::WorkGroupConfigurationUpdates& updates,
                                 api::athena::WorkGroupConfiguration& configuration);

// Where and how a statement's result is written; InvalidRequestException when it would be nowhere.
struct ResultPlace {
  api::athena::ResultConfiguration configuration;
  bool kept_by_service = false;  // and not in a bucket
};
Result<ResultPlace> ResultPlaceOf(const WorkGroupRecord& group,
                                  const std::optional<api::athena::ResultConfiguration>& asked);

Result<void> CheckResultConfiguration(const api::athena::ResultConfiguration& configuration);

Unexpected NotImplementedHere(std::string_view what);

}  // namespace firn::services::athena
