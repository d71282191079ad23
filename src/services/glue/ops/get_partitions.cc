// GetPartitions: the partitions of a table that satisfy an expression, by their values.
// Differs from AWS: the state of a table at an earlier time is not kept.

#include "base/digest.h"
#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"
#include "services/glue/partition_expression.h"
#include "services/glue/partitions.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

Result<void> CheckSegment(const api_glue::GetPartitionsInput& input) {
  if (input.segment && input.segment->segment_number >= input.segment->total_segments) {
    return api_glue::InvalidInputException("SegmentNumber must be less than TotalSegments");
  }
  if (input.query_as_of_time || input.transaction_id) {
    return api_glue::InvalidInputException("Transactions on governed tables are not supported");
  }
  return {};
}

// Every partition belongs to exactly one segment, which never changes.
bool IsInSegment(const std::vector<std::string>& values,
                 const std::optional<api_glue::Segment>& segment) {
  if (!segment) return true;
  uint32_t digest = 0;
  for (const std::string& value : values) digest = Crc32(value, digest) + 1;
  return digest % static_cast<uint32_t>(segment->total_segments) ==
         static_cast<uint32_t>(segment->segment_number);
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::GetPartitionsInput& input) {
  return NeedsOnTable(glue, call, input.catalog_id, "glue:GetPartitions", input.database_name,
                      input.table_name, "DESCRIBE");
}

Result<api_glue::GetPartitionsOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::GetPartitionsInput& input) {
  FIRN_OK(CheckSegment(input));
  FIRN_TRY(const TablePlace named,
           FindPlace(glue, call, input.catalog_id, input.database_name, input.table_name));
  api_glue::GetPartitionsOutput output;
  output.partitions.emplace();
  // Documented for a table link behind a database link.
  if (named.second_link) return output;
  FIRN_TRY(const TablePlace place,
           FindLocalPlace(glue, call, input.catalog_id, input.database_name, input.table_name));
  const auto snapshot = glue.store.Read();
  FIRN_TRY(const TableRecord table, LoadTable(snapshot, call, place));
  std::optional<PartitionFilter> filter;
  if (input.expression && input.expression->find_first_not_of(" \t\r\n") != std::string::npos) {
    FIRN_TRY(filter, PartitionFilter::Parse(
                         *input.expression,
                         table.table.partition_keys.value_or(std::vector<api_glue::Column>{})));
  }
  const std::function<Result<bool>(const api_glue::Partition&)> wanted =
      [&](const api_glue::Partition& partition) -> Result<bool> {
    if (!partition.values || !IsInSegment(*partition.values, input.segment)) return false;
    return filter ? filter->Matches(*partition.values) : Result<bool>(true);
  };
  const auto limit =
      input.max_results ? static_cast<size_t>(*input.max_results) : kPartitionPageMax;
  FIRN_TRY(auto page, ListPage<api_glue::Partition>(snapshot, BesideKey(call, place, kPartitions),
                                                    input.next_token, limit, wanted));
  for (const auto& partition : page.items) {
    output.partitions->push_back(*partition);
    auto& storage = output.partitions->back().storage_descriptor;
    if (storage && input.exclude_column_schema.value_or(false)) storage->columns.reset();
  }
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::glue
