// PutTablePolicy: attaches a policy to a table, in place of the one it has.

#include "services/s3tables/ops.h"
#include "services/s3tables/policy.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::PutTablePolicyInput& input) {
  return {TableNeed(s3tables, call, "s3tables:PutTablePolicy", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::PutTablePolicyOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                                const api_tables::PutTablePolicyInput& input) {
  FIRN_OK(ChangeTable(s3tables, call, input, Reach::kOwnAccount,
                      [&](FoundTable& found) -> Result<void> {
                        FIRN_OK(CheckResourcePolicy(input.resource_policy, found.record.arn));
                        found.settings.policy = input.resource_policy;
                        return {};
                      }));
  return api_tables::PutTablePolicyOutput{};
}

}  // namespace firn::services::s3tables
