#include "cli/query_command.h"

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/stop_signal.h"
#include "converge/query.h"

namespace firn::cli {
int Query(const QueryOptions& options) {
  const StopSignal interrupted;
  const auto lake = ReadLake(options.lake.file);
  if (!lake) return Report(lake.error());
  TargetOptions target = options.lake.target;
  if (target.region.empty()) target.region = lake->region;
  auto remote = Remote::Open(target);
  if (!remote) return Report(remote.error());
  const auto caller = (*remote)->WhoAmI();
  if (!caller) return Report(caller.error());
  const auto names =
      converge::NamesOf(*lake, options.lake.environment, caller->account, (*remote)->region());
  if (!names) return Report(names.error());
  converge::QueryRequest request;
  request.sql = options.sql;
  request.catalog = "s3tablescatalog/" + names->table_bucket;
  request.database = lake->namespace_name;
  // Athena on AWS needs a place for results; the embedded lake keeps them itself.
  if ((*remote)->endpoint().empty())
    request.output_location = "s3://" + names->error_bucket + "/athena/";
  request.stop = [&] { return interrupted.Asked(); };
  const auto answer = converge::RunQuery((*remote)->services(), (*remote)->Call(),
                                         (*remote)->clock(), (*remote)->pause(), request);
  if (!answer) {
    // A mistake in the SQL is a failed query, not wrong usage of this program.
    const int code = Report(answer.error());
    return code == kWrongUsage ? kFailed : code;
  }
  fmt::print("{}", RowsText(*answer, options.format));
  return kDone;
}

}  // namespace firn::cli
