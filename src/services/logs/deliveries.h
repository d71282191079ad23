#pragma once

#include <string>

#include "services/logs/logs.h"

namespace firn::services::logs {

// A delivery destination's policy lies beside it.
struct DeliveryPolicyRecord {
  std::string document;
};

template <class A>
void Describe(A& a, DeliveryPolicyRecord& r) {
  a("document", r.document);
}

inline constexpr std::string_view kSource = "delivery-source", kDestination = "delivery-destination",
                                  kDelivery = "delivery", kDeliveryPolicy = "delivery-policy";

// ResourceNotFoundException when it is not there.
template <class T>
Result<T> FindDelivery(const state::Reader& reader, const api::Call& call, std::string_view kind,
                       const std::string& name) {
  FIRN_TRY(auto record, state::Load<T>(reader, KindKey(call, kind, name)));
  if (!record) return api::logs::ResourceNotFoundException("Requested resource could not be found: " + name);
  return *std::move(record);
}

authz::Needs NeedOnDelivery(const api::Call& call, std::string_view action, std::string_view kind,
                            std::string_view name);
// ConflictException while a delivery is from this source, or to this destination.
Result<void> CheckUnused(const state::Reader& reader, const api::Call& call, const std::string& source,
                         const std::string& destination_arn);
// "S3", "CWL", "FH" or "XRAY", by the ARN that logs are to go to; ValidationException for others.
Result<std::string> DestinationTypeOf(const std::string& arn);

}  // namespace firn::services::logs
