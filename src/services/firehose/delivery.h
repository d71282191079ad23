#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "services/firehose/firehose.h"
#include "services/firehose/metrics.h"
#include "services/firehose/route.h"
#include "services/firehose/table_delivery.h"

namespace firn::services::firehose {

// Decides when each stream is flushed, and repeats until every record is in a table or in an error
// object.
//
// Crash story: the range of a flush is kept before it begins and its end after everything is done,
// so that a restart repeats the same range. What a table already has was kept with its commit, and
// is in its tags. Threads: any; rounds run one at a time.
class Delivery {
 public:
  Delivery(Firehose& firehose, IngestMetrics& metrics) : firehose_(firehose), metrics_(metrics) {}

  void Run(const std::atomic<bool>& stop);
  void Wake();
  Result<void> Flush();
  Duration RunOnce();

 private:
  enum class Urgency { kDue, kNow };

  // Where a stream is; kept in memory between rounds.
  struct Position {
    std::string stream_id;
    Progress progress;
    std::set<std::string> unknown;  // tables that a commit of the begun flush may have reached
    int64_t attempts = 0;
    std::optional<Time> failing_since;
    Time retry_at;
    std::set<std::string> done;  // tables of the begun flush, and kNowhere
  };
  struct Turn;
  // The records of a flush that go to one table.
  struct Share {
    Route route;
    std::vector<LogRecord> records;
    std::vector<Route> problems;  // of each record, when no table takes them
  };
  static std::map<std::string, Share> SharesOf(const Router& router, const LogSlice& slice);

  // One flush of every stream that is due; when the next one will be. The first failure goes to
  // `failure`.
  Time Round(Urgency urgency, Result<void>& failure);
  Result<Time> Serve(const AccountId& account, const Region& region, const StreamRecord& record,
                     Urgency urgency);
  Result<Position*> PositionOf(const LiveStream& stream);
  // `begun` is what Begin read; without it the records of a flush begun earlier are read again.
  Result<void> DeliverFlush(const LiveStream& stream, const StreamRecord& record,
                            Position& position, std::optional<LogSlice> begun);
  Result<void> DeliverShare(const LiveStream& stream, const StreamRecord& record,
                            Position& position, const Share& share, const std::string& tag_suffix);
  Result<void> DeliverTable(const LiveStream& stream, Position& position, TableDelivery& delivery,
                            const Share& share);
  Result<void> DeliverObject(const LiveStream& stream, const StreamRecord& record,
                             Position& position, const LogSlice& slice);
  Result<void> PrepareSpool();
  FlushOf FlushFor(const LiveStream& stream, const StreamRecord& record, Position& position);
  Result<LogSlice> Begin(const LiveStream& stream, const StreamRecord& record, Position& position);
  Result<void> Finish(const LiveStream& stream, Position& position);
  Result<Time> Remove(const LiveStream& stream, Position& position);
  Result<void> SaveProgress(const LiveStream& stream, const Progress& progress);
  void Count(const LiveStream& stream, Time oldest, const Attempt& attempt);

  Firehose& firehose_;
  IngestMetrics& metrics_;

  sys::Mutex bell_mutex_;  // guards rung_
  sys::Signal bell_;
  bool rung_ = false;

  sys::Mutex turn_mutex_;  // guards busy_; whoever sets it owns everything below
  sys::Signal turn_ended_;
  bool busy_ = false;
  bool spool_ready_ = false;
  std::map<std::string, Position> positions_;
};

}  // namespace firn::services::firehose
