// RenameTable: gives a table another name, namespace or both.

#include "base/encoding.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::RenameTableInput& input) {
  return {TableNeed(s3tables, call, "s3tables:RenameTable", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::RenameTableOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                             const api_tables::RenameTableInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  if (!input.new_name && !input.new_namespace_name) {
    return api_tables::BadRequestException(
        "Neither a new namespace name nor a new table name is specified.");
  }
  const std::string space = input.new_namespace_name.value_or(input.namespace_);
  const std::string name = input.new_name.value_or(input.name);
  FIRN_OK(CheckTableName(name));
  FIRN_OK(s3tables.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto table, s3tables.FindTable(transaction, place, input.namespace_, input.name));
    if (input.version_token && *input.version_token != table.version_token) {
      return api_tables::ConflictException(
          "Provided version token does not match the table version token.");
    }
    FIRN_TRY(const auto target,
             state::Load<NamespaceRecord>(transaction, NamespaceKey(place, space)));
    if (!target)
      return api_tables::NotFoundException("The specified destination namespace does not exist.");
    if (transaction.Has(TableKey(place, space, name))) {
      return api_tables::ConflictException(
          "A table with an identical name already exists in the namespace.");
    }
    transaction.Erase(TableKey(place, input.namespace_, input.name));
    table.name = name;
    table.namespace_name = space;
    table.namespace_id = target->id;
    table.version_token = HexEncode(s3tables.random.Bytes(10));
    table.modified = call.now;
    table.modified_by = call.account.text();
    state::Save(transaction, TableKey(place, space, name), table);
    transaction.Put(TableIdKey(place, table.id), TableKey(place, space, name));
    return {};
  }));
  FIRN_OK(s3tables.TellRemoved(place, input.namespace_, input.name));
  return api_tables::RenameTableOutput{};
}

}  // namespace firn::services::s3tables
