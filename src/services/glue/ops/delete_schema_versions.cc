// DeleteSchemaVersions: removes versions of a schema, "3" or "3-5"; the latest and the one that
// others are compared with stay.

#include <algorithm>

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/registry.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

constexpr int64_t kDeletedMax = 25;

// First and last number.
Result<std::pair<int64_t, int64_t>> RangeOf(const std::string& text) {
  std::pair<int64_t, int64_t> range;
  const size_t dash = text.find('-');
  FIRN_TRY(range.first, ParseVersion(text.substr(0, dash)));
  range.second = range.first;
  if (dash != std::string::npos) {
    FIRN_TRY(range.second, ParseVersion(text.substr(dash + 1)));
  }
  if (range.first < 1 || range.second < range.first || range.second - range.first >= kDeletedMax) {
    return api_glue::InvalidInputException("Versions must be a number or a range of at most " +
                                           std::to_string(kDeletedMax) + " versions.");
  }
  return range;
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::DeleteSchemaVersionsInput& input) {
  return NeedsOnSchema(glue, call, "glue:DeleteSchemaVersions",
                       {input.schema_id, std::nullopt, std::nullopt});
}

Result<api_glue::DeleteSchemaVersionsOutput> Handle(
    Glue& glue, const api::Call& call, const api_glue::DeleteSchemaVersionsInput& input) {
  FIRN_TRY(const auto range, RangeOf(input.versions));
  api_glue::DeleteSchemaVersionsOutput output;
  output.schema_version_errors.emplace();
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    output.schema_version_errors->clear();
    FIRN_TRY(const SchemaRecord schema, FindSchema(transaction, call, input.schema_id));
    FIRN_TRY(const auto versions, VersionsOf(transaction, call, schema));
    for (int64_t number = range.first; number <= range.second; ++number) {
      const auto found = std::find_if(versions.begin(), versions.end(), [&](const auto& version) {
        return version.number == number;
      });
      const bool kept = number == schema.checkpoint || number == schema.latest;
      if (found != versions.end() && !kept) {
        EraseVersion(transaction, call, *found);
        continue;
      }
      auto& error = output.schema_version_errors->emplace_back();
      error.version_number = number;
      auto& details = error.error_details.emplace();
      details.error_code = kept ? "InvalidInputException" : "EntityNotFoundException";
      details.error_message = kept ? "The latest version and the checkpoint cannot be deleted."
                                   : "Schema version is not found.";
    }
    return {};
  }));
  return output;
}

}  // namespace firn::services::glue
