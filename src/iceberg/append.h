#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "iceberg/manifest.h"
#include "iceberg/metadata.h"
#include "iceberg/update.h"

namespace firn::iceberg {

// Fetches a whole object of the table (a manifest or manifest list) by its location.
using FetchBytes = std::function<Result<std::string>(const std::string& location)>;

struct AppendRequest {
  std::vector<DataFile> files;  // each of a spec of the table, with its partition values
  int64_t snapshot_id = 0;      // positive and not yet used
  std::string uuid;             // fresh: names the new files
  Time now;
  Properties summary;  // further entries, such as the writer's tag; computed ones win
};

struct PlannedFile {
  std::string location;
  std::string bytes;
};

// A commit that is ready to be written: store the files, then commit the change. The files mean
// nothing before that.
struct AppendPlan {
  std::vector<PlannedFile> manifests;  // one per partition spec among the files
  PlannedFile manifest_list;
  Snapshot snapshot;
  TableChange change;  // add-snapshot and set-snapshot-ref of main, if nobody else moved it
};

// Plans to add files to the main branch: new manifests before those of the current snapshot, which
// are fetched but never rewritten. Pure but for `fetch`, whose errors pass through. kInvalid when a
// file does not fit the table; kUnsupported for tables of another format version than 2. After a
// conflict plan again from fresh metadata, with a fresh uuid.
Result<AppendPlan> PlanAppend(const TableMetadata& base, const AppendRequest& request,
                              const FetchBytes& fetch);

}  // namespace firn::iceberg
