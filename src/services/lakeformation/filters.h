#pragma once

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/target.h"

// Data cells filters of tables.
namespace firn::services::lakeformation {

// What creating and changing a filter share: reads it and checks it against its table.
struct NewFilter {
  Target target;
  api::lakeformation::DataCellsFilter filter;  // as it is kept, without a version
};
Result<NewFilter> ReadFilter(LakeFormation& lakeformation, const api::Call& call,
                             const api::lakeformation::DataCellsFilter& given);

// A version that tells this content at this time from every other.
std::string VersionOf(const api::Call& call, const api::lakeformation::DataCellsFilter& filter);

// Whoever makes a filter may grant SELECT on the whole table.
authz::Needs FilterNeeds(const api::Call& call, std::string_view action,
                         const api::lakeformation::DataCellsFilter& filter);
// Who looks at or drops a filter holds the permission on it, or administers.
authz::Needs FilterNeeds(const api::Call& call, std::string_view action, const FilterName& name,
                         std::string_view permission);

// EntityNotFoundException when there is none.
Result<FilterRecord> FindFilter(const state::Reader& reader, const api::Call& call,
                                const Target& target);

}  // namespace firn::services::lakeformation
