#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "columnar/batch.h"
#include "columnar/json_decoder.h"
#include "iceberg/manifest.h"
#include "services/firehose/destination.h"
#include "services/firehose/error_bucket.h"
#include "services/firehose/flush.h"

namespace firn::services::firehose {

// Tags in a snapshot's summary by which a delivery knows its own commits again.
inline constexpr std::string_view kStreamTag =
    "firn.stream";  // the stream's ARN and id, and the route when it has several
inline constexpr std::string_view kRangeTag =
    "firn.log-range";  // "<first>-<last>" sequence numbers

// Puts the records of one flush that belong to one table into it, in one commit, and those that do
// not fit into the error bucket; everything as the roles of the stream.
//
// Crash story: which rows go to the error bucket is kept before they are written there, so that
// neither a repetition nor giving up puts a row into two objects, or into the table as well; error
// objects have names that follow from stream and rows, so repeating overwrites them. Data files,
// manifests and lists mean nothing until the commit, whose snapshot carries the range and whose
// transaction keeps it; repeating finds it and stops. Dying between leaves files that nothing
// names.
// Threads: one at a time.
class TableDelivery {
 public:
  // `tag_suffix` tells the routes of one stream apart: two of them may lead to one table.
  TableDelivery(Firehose& firehose, FlushOf flush,
                api::firehose::DestinationTableConfiguration table, std::string tag_suffix)
      : firehose_(firehose),
        flush_(std::move(flush)),
        table_(std::move(table)),
        tag_suffix_(std::move(tag_suffix)) {}

  // One attempt. An error's code is Firehose's, for the error object: "Iceberg.NoSuchTable".
  // kUnknownOutcome: the commit may have happened; ask again.
  Result<void> Deliver(const std::vector<LogRecord>& records, Attempt& attempt);
  // Puts all that are neither in the table nor in the error bucket into the latter, for one reason.
  // How many of the records are in the bucket then.
  Result<size_t> GiveUp(const std::vector<LogRecord>& records, const std::string& code,
                        const std::string& message);
  const StreamRecord& record() const { return flush_.record; }
  void Report(const std::string& code, const std::string& message) const {
    errors_.Report(code, message);
  }

 private:
  struct Target;
  struct Range {
    uint64_t first = 0;
    int64_t last = 0;
  };
  using Call = api::Call;
  Result<Target> FindTarget();
  Result<void> Authorize(Target& target, const authz::Principal& role);
  Result<std::vector<iceberg::DataFile>> WriteFiles(const Target& target,
                                                    const iceberg::TableMetadata& metadata,
                                                    const columnar::Batch& batch, Attempt& attempt);
  Result<iceberg::DataFile> WriteFile(const Target& target, const iceberg::TableMetadata& metadata,
                                      const columnar::Batch& batch,
                                      const std::vector<iceberg::Value>& partition);
  Result<void> Commit(const Target& target, std::shared_ptr<const iceberg::TableMetadata> metadata,
                      const std::vector<iceberg::DataFile>& files, Range range);
  Result<void> Upload(const Target& target, const std::string& location, wire::Body body);
  Result<void> RefuseUnfit(const std::vector<LogRecord>& records, uint64_t committed,
                           const std::shared_ptr<const columnar::Schema>& schema,
                           columnar::Batch& batch, Attempt& attempt);
  std::vector<FailedRecord> Decode(const std::shared_ptr<const columnar::Schema>& schema,
                                   const std::vector<const LogRecord*>& records,
                                   columnar::Batch& batch) const;
  Result<void> WriteDecided(const std::vector<const LogRecord*>& decided,
                            std::vector<FailedRecord> failed);
  Result<uint64_t> KeptPosition() const;
  Refusals& refusals() { return flush_.progress.refusals[route_]; }
  int64_t RowOf(const LogRecord& record) const {
    return static_cast<int64_t>(record.sequence) - flush_.progress.delivered;
  }
  std::string Tag() const { return flush_.stream.arn + "#" + flush_.stream.id + tag_suffix_; }

  Firehose& firehose_;
  FlushOf flush_;
  api::firehose::DestinationTableConfiguration table_;
  std::string tag_suffix_;
  std::string route_ = table_.destination_database_name + "." + table_.destination_table_name;
  ErrorBucket errors_{firehose_, flush_, table_};
};

}  // namespace firn::services::firehose
