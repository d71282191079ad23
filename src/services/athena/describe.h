#pragma once

#include "services/athena/athena.h"

namespace firn::services::athena {

api::athena::QueryExecution DescribeExecution(const Execution& execution);
api::athena::QueryExecutionStatistics StatisticsOf(const Execution& execution);

}  // namespace firn::services::athena
