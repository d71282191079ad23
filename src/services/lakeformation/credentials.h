#pragma once

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/target.h"

// Credentials for the data of tables, for engines that read it themselves.
namespace firn::services::lakeformation {

// Whether the session policy lets data be written as well as read.
enum class Scope { kRead, kReadWrite };

// The account's settings must admit the engine: one that takes full tables only, or one that
// filters, comes from a listed account, and carries an authorized session tag.
// AccessDeniedException "Access is not allowed." otherwise. Says what the engine may be given.
Result<authz::LakeReader> CheckEngine(const LakeFormation& lakeformation, const api::Call& call,
                                      const AccountId& owner,
                                      const std::vector<std::string>& supported);

// What is asked for the data of a table or of one of its partitions.
struct TableRequest {
  std::string table_arn;
  std::optional<std::vector<std::string>> permissions;  // SELECT when none are named
  std::optional<std::vector<std::string>> supported;    // what the engine can leave out
  std::optional<int32_t> duration_seconds;
};
template <class Input>
TableRequest TableRequestOf(const Input& input) {
  return {input.table_arn, input.permissions, input.supported_permission_types,
          input.duration_seconds};
}
authz::Needs TableDataNeeds(const api::Call& call, const TableRequest& request);

// The table, when the engine may have what the caller may. PermissionTypeMismatchException when the
// caller holds only a part that the engine cannot tell from the rest.
struct TableAccess {
  Target target;
  CatalogObject table;
  Scope scope = Scope::kRead;
};
Result<TableAccess> CheckTableAccess(LakeFormation& lakeformation, const api::Call& call,
                                     const TableRequest& request);

// Credentials of the role registered for the data's place, good for that place only.
struct DataPlace {
  AccountId owner;
  std::string place;         // an ARN in S3
  std::string s3tables_arn;  // of the table, when it is one of S3 Tables
};
Result<Vended> VendFor(LakeFormation& lakeformation, const api::Call& call, const DataPlace& place,
                       Scope scope, std::optional<int32_t> duration_seconds);

}  // namespace firn::services::lakeformation
