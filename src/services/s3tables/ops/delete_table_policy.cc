// DeleteTablePolicy: removes the policy of a table.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::DeleteTablePolicyInput& input) {
  return {TableNeed(s3tables, call, "s3tables:DeleteTablePolicy", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::DeleteTablePolicyOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::DeleteTablePolicyInput& input) {
  FIRN_OK(ChangeTable(s3tables, call, input, Reach::kOwnAccount,
                      [&](FoundTable& found) -> Result<void> {
                        if (!found.settings.policy) {
                          return api_tables::NotFoundException(
                              "The specified table does not have a resource policy.");
                        }
                        found.settings.policy.reset();
                        return {};
                      }));
  return api_tables::DeleteTablePolicyOutput{};
}

}  // namespace firn::services::s3tables
