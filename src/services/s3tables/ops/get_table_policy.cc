// GetTablePolicy: the policy of a table; 404 when it has none.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTablePolicyInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTablePolicy", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::GetTablePolicyOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                const api_tables::GetTablePolicyInput& input) {
  FIRN_TRY(const auto found,
           TableOf(s3tables, call, s3tables.store.Read(), input, Reach::kOwnAccount));
  if (!found.settings.policy) {
    return api_tables::NotFoundException("The specified table does not have a resource policy.");
  }
  return api_tables::GetTablePolicyOutput{*found.settings.policy};
}

}  // namespace firn::services::s3tables
