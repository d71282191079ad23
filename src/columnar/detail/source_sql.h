#pragma once

// A table's rows as SQL. Included by .cc files of this room only.

#include <string>
#include <vector>

#include "base/result.h"
#include "columnar/table_source.h"

namespace firn::columnar::duck {

// A SELECT of the source's visible columns over its files, deletes and row filter applied.
// kUnsupported for a path the engine would take for a pattern.
Result<std::string> SourceSql(const TableSource& source);

// Every file the source reads.
std::vector<std::string> PathsOf(const TableSource& source);

// ['a', 'b'].
std::string PathList(const std::vector<std::string>& paths);

}  // namespace firn::columnar::duck
