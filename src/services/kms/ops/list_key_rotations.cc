// ListKeyRotations: the rotations of a key that are done, the oldest first.

#include "services/kms/kms.h"
#include "services/kms/needs.h"
#include "services/kms/ops.h"
#include "services/kms/rotation.h"

namespace firn::services::kms {

namespace {

api::kms::RotationsListEntry EntryOf(const KeyName& name, const KeyRecord& record, size_t index) {
  const MaterialRecord& material = record.materials[index];
  api::kms::RotationsListEntry entry;
  entry.key_id = name.arn();
  entry.key_material_id = material.id;
  entry.key_material_state = index + 1 == record.materials.size() ? "CURRENT" : "NON_CURRENT";
  if (!material.rotation.empty()) {
    entry.rotation_date = material.created;
    entry.rotation_type = material.rotation;
  }
  return entry;
}

}  // namespace

authz::Needs NeedsFor(const Kms& kms, const api::Call& call, const api::kms::ListKeyRotationsInput& input) {
  return {NeedOnKey(kms, call, "ListKeyRotations", input.key_id, Naming::kKeyOnly)};
}

Result<api::kms::ListKeyRotationsOutput> Handle(Kms& kms, const api::Call& call,
                                                const api::kms::ListKeyRotationsInput& input) {
  FIRN_TRY(const auto found, kms.Find(call, input.key_id, Naming::kKeyOnly));
  FIRN_OK(CheckSymmetric(found.second));
  FIRN_TRY(const std::string after, PositionOf(input.marker));
  const bool all = input.include_key_material.value_or("ROTATIONS_ONLY") == "ALL_KEY_MATERIAL";
  api::kms::ListKeyRotationsOutput output;
  output.rotations.emplace();
  output.truncated = false;
  bool passed = after.empty();
  for (size_t i = 0; i < found.second.materials.size(); ++i) {
    const MaterialRecord& material = found.second.materials[i];
    if (!passed) {
      passed = material.id == after;
      continue;
    }
    if (material.rotation.empty() && !all) continue;
    if (output.rotations->size() == LimitOf(input.limit, 100)) {
      output.truncated = true;
      output.next_marker = MarkerOf(*output.rotations->back().key_material_id);
      break;
    }
    output.rotations->push_back(EntryOf(found.first, found.second, i));
  }
  if (!passed) return api::kms::InvalidMarkerException("The marker is not valid.");
  return output;
}

}  // namespace firn::services::kms
