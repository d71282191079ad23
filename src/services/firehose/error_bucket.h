#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/firehose/flush.h"

namespace firn::services::firehose {

// A record that cannot go to its table, and why.
struct FailedRecord {
  const LogRecord* record;
  std::string code;
  std::string message;
};

// Writes records of a flush that belong to one table into the stream's error bucket, as its role.
// The same records for the same purpose give the same objects: repeating overwrites them. Threads:
// one at a time.
class ErrorBucket {
 public:
  ErrorBucket(Firehose& firehose, const FlushOf& flush,
              const api::firehose::DestinationTableConfiguration& table)
      : firehose_(firehose), flush_(flush), table_(table) {}

  // `type` is an error-output-type; `purpose` and the first record's number tell the objects of one
  // flush apart.
  Result<void> Write(const std::vector<FailedRecord>& failed, std::string_view type,
                     std::string_view purpose);
  void Report(const std::string& code, const std::string& message) const;

 private:
  Firehose& firehose_;
  const FlushOf& flush_;
  const api::firehose::DestinationTableConfiguration& table_;
};

}  // namespace firn::services::firehose
