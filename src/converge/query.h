#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/services.h"
#include "base/result.h"
#include "sys/clock.h"
#include "sys/pause.h"

namespace firn::converge {

struct QueryColumn {
  std::string name;
  std::string type;  // Athena's: "varchar", "bigint", "timestamp", …
};

// A finished query's answer; every value is Athena's text for it, nothing for NULL.
struct QueryAnswer {
  std::vector<QueryColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
};

struct QueryRequest {
  std::string sql;
  std::string catalog;          // "s3tablescatalog/<bucket>"
  std::string database;         // namespace; may be empty
  std::string output_location;  // "s3://bucket/prefix/"; empty: the work group decides
  Duration limit = std::chrono::minutes(10);
  std::function<bool()> stop;  // asked while the query runs; may be empty
};

// Runs SQL through Athena, embedded or AWS's, waits for it and reads every page. A query that fails is kInvalid with
// Athena's reason; one that takes longer than the limit, or that is to stop, is stopped there too and kCanceled.
Result<QueryAnswer> RunQuery(const api::Services& aws, const api::Call& call, const sys::Clock& clock,
                             sys::Pause& pause, const QueryRequest& request);

}  // namespace firn::converge
