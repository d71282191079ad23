// ScheduleKeyDeletion: a key stops working now and is gone, with its material, after a waiting period.
// Differs from AWS: the primary of a multi-Region key that has replicas is refused instead of waiting for them.

#include "services/kms/kms.h"
#include "services/kms/limits.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"

namespace firn::services::kms {

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ScheduleKeyDeletionInput& input) {
  const std::string days = std::to_string(input.pending_window_in_days.value_or(kDeletionDaysDefault));
  return {NeedOnKey(kms, call, "ScheduleKeyDeletion", input.key_id, Naming::kKeyOnly,
                    {{"kms:ScheduleKeyDeletionPendingWindowInDays", {days}}})};
}

Result<api::kms::ScheduleKeyDeletionOutput> Handle(Kms& kms, const api::Call& call,
                                                   const api::kms::ScheduleKeyDeletionInput& input) {
  const int32_t days = input.pending_window_in_days.value_or(kDeletionDaysDefault);
  if (days < kDeletionDaysMin || days > kDeletionDaysMax) {
    return Fail(Kind::kInvalid, "PendingWindowInDays must be between 7 and 30 days, inclusive");
  }
  api::kms::ScheduleKeyDeletionOutput output;
  FIRN_OK(kms.Change(call, input.key_id, [&](auto&, const KeyName& name, KeyRecord& record) -> Result<void> {
    FIRN_OK(CheckNotPendingDeletion(name, record));
    FIRN_OK(CheckAbsent(record.regions.size() > 1 && record.regions.front() == name.region.text(),
                        "Deleting the primary key while it has replicas"));
    record.state = "PendingDeletion";
    record.deletion = call.now + days * kDay;
    record.next_rotation.reset();
    output.key_id = name.arn();
    output.deletion_date = record.deletion;
    return {};
  }));
  output.key_state = "PendingDeletion";
  output.pending_window_in_days = days;
  return output;
}

}  // namespace firn::services::kms
