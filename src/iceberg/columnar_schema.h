#pragma once

#include "base/result.h"
#include "columnar/type.h"
#include "iceberg/schema.h"

namespace firn::iceberg {

// A table's columns as the engine knows them, with Iceberg's field ids. kUnsupported for types of
// format version 3.
Result<columnar::Schema> ColumnarSchema(const Schema& schema);

}  // namespace firn::iceberg
