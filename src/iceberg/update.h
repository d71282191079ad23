#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "format/json.h"
#include "iceberg/metadata.h"

// Changes to a table as the Iceberg REST specification words them: requirements that must hold for
// the present metadata, and updates that make the next one.
namespace firn::iceberg {

struct AssertCreate {};  // the table does not exist
struct AssertTableUuid {
  std::string uuid;
};
struct AssertRefSnapshotId {
  std::string ref;
  std::optional<int64_t> snapshot_id;  // none: the ref must not exist
};
struct AssertLastAssignedFieldId {
  int32_t id = 0;
};
struct AssertCurrentSchemaId {
  int32_t id = 0;
};
struct AssertLastAssignedPartitionId {
  int32_t id = 0;
};
struct AssertDefaultSpecId {
  int32_t id = 0;
};
struct AssertDefaultSortOrderId {
  int32_t id = 0;
};
using Requirement =
    std::variant<AssertCreate, AssertTableUuid, AssertRefSnapshotId, AssertLastAssignedFieldId,
                 AssertCurrentSchemaId, AssertLastAssignedPartitionId, AssertDefaultSpecId,
                 AssertDefaultSortOrderId>;

// Stands for the schema, spec or order that the same commit added last.
inline constexpr int32_t kLastAdded = -1;

struct AssignUuid {
  std::string uuid;
};
struct UpgradeFormatVersion {
  int32_t version = 0;
};
struct AddSchema {
  Schema schema;
  std::optional<int32_t> last_column_id;  // older clients say it; otherwise the schema does
};
struct SetCurrentSchema {
  int32_t id = kLastAdded;
};
struct AddSpec {
  PartitionSpec spec;
};
struct SetDefaultSpec {
  int32_t id = kLastAdded;
};
struct AddSortOrder {
  SortOrder order;
};
struct SetDefaultSortOrder {
  int32_t id = kLastAdded;
};
struct AddSnapshot {
  Snapshot snapshot;
};
struct SetSnapshotRef {
  std::string name;
  SnapshotRef ref;
};
struct RemoveSnapshots {
  std::vector<int64_t> ids;
};
struct RemoveSnapshotRef {
  std::string name;
};
struct SetLocation {
  std::string location;
};
struct SetProperties {
  Properties updates;
};
struct RemoveProperties {
  std::vector<std::string> removals;
};
struct SetStatistics {
  StatisticsFile file;
};
struct RemoveStatistics {
  int64_t snapshot_id = 0;
};
struct SetPartitionStatistics {
  StatisticsFile file;
};
struct RemovePartitionStatistics {
  int64_t snapshot_id = 0;
};
struct RemoveSpecs {
  std::vector<int32_t> ids;
};
struct RemoveSchemas {
  std::vector<int32_t> ids;
};
using Update =
    std::variant<AssignUuid, UpgradeFormatVersion, AddSchema, SetCurrentSchema, AddSpec,
                 SetDefaultSpec, AddSortOrder, SetDefaultSortOrder, AddSnapshot, SetSnapshotRef,
                 RemoveSnapshots, RemoveSnapshotRef, SetLocation, SetProperties, RemoveProperties,
                 SetStatistics, RemoveStatistics, SetPartitionStatistics, RemovePartitionStatistics,
                 RemoveSpecs, RemoveSchemas>;

// A commit request's two lists.
struct TableChange {
  std::vector<Requirement> requirements;
  std::vector<Update> updates;
};

// JSON forms of the REST specification. kInvalid names the member or the unknown type or action.
Result<Requirement> ParseRequirement(const format::Json& node);
Result<Update> ParseUpdate(const format::Json& node);
// "requirements" and "updates" of a request body; either may be missing and is empty then.
Result<TableChange> ParseTableChange(const format::Json& body);
format::Json RequirementJson(const Requirement& requirement);
format::Json UpdateJson(const Update& update);
format::Json TableChangeJson(const TableChange& change);

// kConflict with the reference implementation's words ("Requirement failed: branch main has
// changed: expected id 1 != 2") for the first requirement that does not hold. `base` is null while
// the table does not exist.
Result<void> CheckRequirements(const TableMetadata* base,
                               const std::vector<Requirement>& requirements);

struct ApplyContext {
  Time now;
  std::string previous_metadata_location;  // of `base`; joins the metadata log. Empty: nothing does
};

// The metadata after the change. Pure. `base` is null to create a table from updates alone (with
// assert-create).
//
// kConflict: a requirement does not hold, or a snapshot was planned on an older table (its sequence
// number is used up); read the table again and plan again. kInvalid: an update contradicts the
// table or the specification. Updates that change nothing give the base itself, so that `result ==
// *base` tells there is nothing to commit.
Result<TableMetadata> Apply(const TableMetadata* base, const TableChange& change,
                            const ApplyContext& context);

}  // namespace firn::iceberg
