#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "columnar/batch.h"
#include "iceberg/manifest.h"
#include "services/firehose/destination.h"
#include "services/firehose/firehose.h"

namespace firn::services::firehose {

// Tags in a snapshot's summary by which a delivery knows its own commits again.
inline constexpr std::string_view kStreamTag = "firn.stream";    // the stream's ARN and id
inline constexpr std::string_view kRangeTag = "firn.log-range";  // "<first>-<last>" sequence numbers

// A flush of one stream: consecutive records, with what must come out the same when it is repeated.
struct FlushOf {
  const LiveStream& stream;
  const StreamRecord& record;
  const Progress& progress;  // `begun` is the last number of the flush
  int64_t attempts = 1;      // this one included
};

// What became of one attempt.
struct Attempt {
  bool position_known = false;  // the table was asked which ranges it has
  size_t rows = 0;
  size_t delivered = 0;
  size_t failed = 0;
  size_t bytes = 0;  // of the data files
  bool committed = false;
};

// Puts the records of one flush that belong to one table into it, in one commit, and those that do not fit into the
// error bucket; everything as the roles of the stream.
//
// Crash story: error objects have names that follow from stream and range, so repeating overwrites them. Data files,
// manifests and lists mean nothing until the commit, whose snapshot carries the range; repeating finds the range in the
// table and stops. Dying between leaves files that nothing names.
// Threads: one at a time.
class TableDelivery {
 public:
  TableDelivery(Firehose& firehose, FlushOf flush, const api::firehose::DestinationTableConfiguration& table)
      : firehose_(firehose), flush_(flush), table_(table) {}

  // One attempt. An error's code is Firehose's, for the error object: "Iceberg.NoSuchTable". kUnknownOutcome: the commit
  // may have happened; ask again.
  Result<void> Deliver(const std::vector<LogRecord>& records, Attempt& attempt);
  // Puts all of them into the error bucket for one reason.
  Result<void> GiveUp(const std::vector<LogRecord>& records, const std::string& code, const std::string& message);
  // Tells the stream's log group about a failure, if it has one; losing it is no failure.
  void Report(const std::string& code, const std::string& message);

 private:
  struct Target;
  struct Failed {
    const LogRecord* record;
    std::string code;
    std::string message;
  };
  using Call = api::Call;
  Result<Call> RoleCall(const std::string& role_arn) const;
  Result<Target> FindTarget();
  Result<void> Authorize(Target& target, const authz::Principal& role);
  Result<std::vector<iceberg::DataFile>> WriteFiles(const Target& target, const iceberg::TableMetadata& metadata,
                                                    const columnar::Batch& batch, Attempt& attempt);
  Result<iceberg::DataFile> WriteFile(const Target& target, const iceberg::TableMetadata& metadata,
                                      const columnar::Batch& batch, const std::vector<iceberg::Value>& partition);
  Result<void> Commit(const Target& target, std::shared_ptr<const iceberg::TableMetadata> metadata,
                      const std::vector<iceberg::DataFile>& files, std::string_view range);
  Result<void> Upload(const Target& target, const std::string& location, wire::Body body);
  Result<void> WriteErrors(const std::vector<Failed>& failed, std::string_view type, std::string_view reason);
  std::string Tag() const { return flush_.stream.arn + "#" + flush_.stream.id; }

  Firehose& firehose_;
  FlushOf flush_;
  const api::firehose::DestinationTableConfiguration& table_;
};

}  // namespace firn::services::firehose
