#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "services/firehose/limits.h"
#include "sys/disk.h"
#include "sys/thread.h"

namespace firn::services::firehose {

// One record of a log. `data` points into the slice it came in.
struct LogRecord {
  uint64_t sequence = 0;
  Time arrival;
  std::string_view data;
};

// Records read from a log, in the order of their numbers. kRecordPadding bytes behind each record may be read.
// Movable: the records stay where they are.
struct LogSlice {
  std::vector<LogRecord> records;
  std::vector<std::unique_ptr<char[]>> buffers;
};

// What waits behind a position.
struct LogBacklog {
  uint64_t bytes = 0;  // of the records' data
  uint64_t last = 0;   // the newest record's number; 0 when nothing waits
  Time first_arrival;  // of the oldest one
};

struct StreamLogOptions {
  std::string directory;
  uint64_t segment_bytes = kSegmentBytes;
  uint64_t delivered = 0;  // records up to this number are done with: new ones get greater numbers
};

// A stream's acknowledged records until they are delivered: numbered, checksummed, in segments.
//
// A segment is a file "<first number, 20 digits>.log": a header of 32 bytes (magic, version, first number, CRC-32C),
// then frames. A frame is length, CRC-32C, number and arrival time (24 bytes, little-endian), then the data; the
// checksum covers all but itself. Numbers grow, with gaps where a write failed. Appends of several threads share one
// sync: whoever finds nobody writing writes everything that has gathered.
//
// Crash story: Append returns after the sync, so what it acknowledged is whole in the file. A tail that was being
// written is cut off at the last whole record when the log is opened. Damage before whole records is stepped over, and
// reported, so that it costs no more than the records it hit.
// Threads: any.
class StreamLog {
 public:
  static Result<std::unique_ptr<StreamLog>> Open(sys::Disk& disk, StreamLogOptions options);
  ~StreamLog();
  StreamLog(const StreamLog&) = delete;
  StreamLog& operator=(const StreamLog&) = delete;

  // Makes the records durable and gives them consecutive numbers; the first one is returned. kUnavailable when the
  // disk is full or too much waits: then none of them is in the log.
  Result<uint64_t> Append(std::span<const std::string_view> records, Time arrival);

  // The records after number `after` up to `through`, at least one if there is one, until their data reach
  // `bytes_max` or their count `records_max`.
  Result<LogSlice> Read(uint64_t after, uint64_t through, uint64_t bytes_max, size_t records_max) const;

  LogBacklog Backlog(uint64_t after) const;

  // Refuses further appends, unless there is or may come a record with a greater number: then false.
  bool CloseIfEmpty(uint64_t after);

  // Removes the segments whose every record has a number up to `through`, but for the newest.
  Result<void> Release(uint64_t through);

 private:
  // Frames that lie together, as one append or the scan of a file found them.
  struct Run {
    uint64_t first = 0;
    uint64_t last = 0;
    uint64_t segment = 0;  // its first number
    uint64_t offset = 0;
    uint64_t length = 0;  // of the frames
    uint64_t bytes = 0;   // of the data
    Time arrival;         // of the first
    uint64_t before = 0;  // bytes of data that came earlier, since the log was opened
  };
  struct Batch;

  StreamLog(sys::Disk& disk, StreamLogOptions options) : disk_(disk), options_(std::move(options)) {}
  Result<void> Recover();
  Result<void> RecoverSegment(uint64_t segment);
  Result<void> WriteBatch(Batch& batch);
  Result<void> StartSegment(uint64_t first);
  void AddRun(Run run);
  std::string PathOf(uint64_t segment) const;

  sys::Disk& disk_;
  const StreamLogOptions options_;

  mutable sys::Mutex mutex_;
  sys::Signal written_;
  std::shared_ptr<Batch> gathering_;  // what the next writer takes; null: nothing
  bool writing_ = false;
  bool closed_ = false;
  uint64_t next_ = 1;
  std::deque<Run> runs_;  // by number
  uint64_t bytes_seen_ = 0;
  uint64_t waiting_bytes_ = 0;
  std::map<uint64_t, std::shared_ptr<sys::File>> segments_;  // by first number, open for reading

  // Of the thread that writes.
  std::shared_ptr<sys::File> tail_;
  uint64_t tail_segment_ = 0;
  uint64_t tail_size_ = 0;
};

}  // namespace firn::services::firehose
