#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "columnar/type.h"

namespace firn::columnar {

// A data file of a table, as a local Parquet file.
struct DataFile {
  std::string path;  // local, absolute
  std::string
      location;  // as delete files name it ("s3://…"); needed only when there are position deletes
  int64_t sequence = 0;  // data sequence number; needed only when there are equality deletes
};

// A file of equality deletes: drops the rows of earlier data files that equal one of its rows in
// these columns.
struct EqualityDeleteFile {
  std::string path;
  int64_t sequence = 0;
  std::vector<int> field_ids;  // top-level columns
};

// A column as it is shown, found in the files by field id: files that lack it give nulls, other
// names in older files do not matter, narrower types are widened. Parts of nested columns are found
// by name.
struct SourceColumn {
  std::string name;
  int field_id = 0;
  ColumnType type;
  bool hidden = false;  // there for the row filter only
};

// One version of a table: which files hold its rows, and what of them may be seen.
struct TableSource {
  std::string catalog;
  std::string schema;
  std::string table;
  std::vector<SourceColumn> columns;
  std::vector<DataFile> files;
  std::vector<std::string> position_delete_files;  // local paths
  std::vector<EqualityDeleteFile> equality_delete_files;
  // A condition in SQL over the columns; only rows for which it is true exist for the query. It is
  // applied before any expression of the query sees a value. Empty for all rows.
  std::string row_filter;
};

}  // namespace firn::columnar
