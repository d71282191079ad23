// UpdateTableMetadataLocation: points a table to another metadata file: the commit of writers that
// write their own metadata. Compare-and-swap on the version token.

#include "base/encoding.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

namespace {

// The file must lie in the table's storage, exist, and be table metadata.
Result<void> CheckLocation(S3Tables& s3tables, const TableRecord& table,
                           const std::string& location) {
  constexpr const char* kMessage = "The specified metadata location is not valid.";
  const bool named =
      location.starts_with(table.warehouse_location() + "/") &&
      (location.ends_with(".metadata.json") || location.ends_with(".metadata.json.gz"));
  if (!named) return api_tables::BadRequestException(kMessage);
  TableRecord candidate = table;
  candidate.metadata_location = location;
  const auto file = s3tables.LoadMetadata(candidate);
  if (!file && (file.error().kind == Kind::kCorrupt || file.error().kind == Kind::kInvalid)) {
    return api_tables::BadRequestException(kMessage);
  }
  if (!file) return Fail(file.error());
  return {};
}

}  // namespace

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::UpdateTableMetadataLocationInput& input) {
  return {TableNeed(s3tables, call, "s3tables:UpdateTableMetadataLocation", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::UpdateTableMetadataLocationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::UpdateTableMetadataLocationInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_TRY(const auto current,
           s3tables.FindTable(s3tables.store.Read(), place, input.namespace_, input.name));
  FIRN_OK(CheckLocation(s3tables, current, input.metadata_location));
  TableRecord table;
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(table, s3tables.FindTable(transaction, place, input.namespace_, input.name));
    if (table.version_token != input.version_token) {
      return api_tables::ConflictException(
          "Provided version token does not match the table version token.");
    }
    table.metadata_location = input.metadata_location;
    table.version_token = HexEncode(s3tables.random.Bytes(10));
    table.modified = call.now;
    table.modified_by = call.account.text();
    state::Save(transaction, TableKey(place, input.namespace_, input.name), table);
    return {};
  }));
  api_tables::UpdateTableMetadataLocationOutput output;
  output.name = table.name;
  output.table_arn = table.arn;
  output.namespace_ = {table.namespace_name};
  output.version_token = table.version_token;
  output.metadata_location = table.metadata_location;
  return output;
}

}  // namespace firn::services::s3tables
