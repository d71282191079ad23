#include "services/firehose/stream_log.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/digest.h"
#include "base/log.h"
#include "columnar/json_decoder.h"

namespace firn::services::firehose {
namespace {

constexpr std::string_view kMagic = "FIRNLOG1";
constexpr uint32_t kVersion = 1;
constexpr size_t kHeaderBytes = 32;
constexpr size_t kFrameBytes = 24;
constexpr uint64_t kSequenceJumpMax = 1ull << 32;  // a greater one is not a frame but chance

constexpr uint64_t kScanRunBytes = 256 << 10;  // runs grow to about this size
constexpr std::chrono::seconds kRunSpanMax{1};

template <class T>
void PutInteger(std::string& out, T value) {
  char bytes[sizeof(T)];
  for (size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(static_cast<uint64_t>(value) >> (8 * i));
  out.append(bytes, sizeof(T));
}

template <class T>
T GetInteger(std::string_view bytes, size_t offset) {
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) value |= static_cast<uint64_t>(static_cast<uint8_t>(bytes[offset + i])) << (8 * i);
  return static_cast<T>(value);
}

std::string HeaderOf(uint64_t first) {
  std::string header(kMagic);
  PutInteger<uint32_t>(header, kVersion);
  PutInteger<uint64_t>(header, first);
  header.resize(kHeaderBytes - 4, '\0');
  PutInteger<uint32_t>(header, Crc32c(header));
  return header;
}

// The checksum of a frame: its data, then its length, number and time. The data's part needs no lock.
uint32_t FrameChecksum(uint32_t data_checksum, std::string_view frame) {
  return Crc32c(frame.substr(8, 16), Crc32c(frame.substr(0, 4), data_checksum));
}

void AppendFrame(std::string& out, uint64_t sequence, Time arrival, std::string_view data, uint32_t data_checksum) {
  const size_t begin = out.size();
  PutInteger<uint32_t>(out, static_cast<uint32_t>(data.size()));
  PutInteger<uint32_t>(out, 0);  // the checksum's place
  PutInteger<uint64_t>(out, sequence);
  PutInteger<int64_t>(out, EpochMicros(arrival));
  const uint32_t checksum = FrameChecksum(data_checksum, std::string_view(out).substr(begin));
  for (size_t i = 0; i < 4; ++i) out[begin + 4 + i] = static_cast<char>(checksum >> (8 * i));
  out += data;
}

struct Frame {
  uint64_t sequence = 0;
  Time arrival;
  std::string_view data;
  size_t size() const { return kFrameBytes + data.size(); }
};

// The whole frame at `offset` with a number greater than `after`, or nothing.
bool ReadFrame(std::string_view bytes, size_t offset, uint64_t after, Frame& frame) {
  if (bytes.size() - offset < kFrameBytes) return false;
  const size_t length = GetInteger<uint32_t>(bytes, offset);
  if (length > kRecordBytesMax || bytes.size() - offset - kFrameBytes < length) return false;
  frame.sequence = GetInteger<uint64_t>(bytes, offset + 8);
  if (frame.sequence <= after || frame.sequence - after > kSequenceJumpMax) return false;
  frame.arrival = FromEpochMicros(GetInteger<int64_t>(bytes, offset + 16));
  frame.data = bytes.substr(offset + kFrameBytes, length);
  const uint32_t checksum = FrameChecksum(Crc32c(frame.data), bytes.substr(offset, kFrameBytes));
  return checksum == GetInteger<uint32_t>(bytes, offset + 4);
}

// Visits the whole frames from `offset` on, stepping over damage; where the last of them ends.
template <class Visit>
size_t ForEachFrame(std::string_view bytes, size_t offset, uint64_t after, const Visit& visit) {
  size_t end = offset;
  while (offset < bytes.size()) {
    Frame frame;
    if (!ReadFrame(bytes, offset, after, frame)) {
      ++offset;
      continue;
    }
    visit(offset, frame);
    after = frame.sequence;
    offset += frame.size();
    end = offset;
  }
  return end;
}

}  // namespace

// Frames of one or more appends that are written and synced together.
struct StreamLog::Batch {
  std::string bytes;
  std::vector<Run> runs;  // with offsets within `bytes`
  uint64_t first = 0;
  Result<void> outcome;
  bool done = false;
};

Result<std::unique_ptr<StreamLog>> StreamLog::Open(sys::Disk& disk, StreamLogOptions options) {
  FIRN_OK(disk.CreateDirectories(options.directory));
  std::unique_ptr<StreamLog> log(new StreamLog(disk, std::move(options)));
  FIRN_OK(log->Recover());
  return log;
}

StreamLog::~StreamLog() = default;

std::string StreamLog::PathOf(uint64_t segment) const {
  char name[32];
  std::snprintf(name, sizeof name, "/%020llu.log", static_cast<unsigned long long>(segment));
  return options_.directory + name;
}

Result<void> StreamLog::Recover() {
  next_ = options_.delivered + 1;
  FIRN_TRY(const auto names, disk_.List(options_.directory));
  for (const std::string& name : names) {
    uint64_t segment = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), segment);
    if (error != std::errc() || std::string_view(end, name.data() + name.size()) != ".log") continue;
    FIRN_OK(RecoverSegment(segment));
  }
  return Release(options_.delivered);
}

Result<void> StreamLog::RecoverSegment(uint64_t segment) {
  const std::string path = PathOf(segment);
  FIRN_TRY(std::shared_ptr<sys::File> file, disk_.Open(path, sys::OpenMode::kAppend));
  FIRN_TRY(const uint64_t size, file->Size());
  FIRN_TRY(const std::string bytes, file->ReadAt(0, size));
  next_ = std::max(next_, segment);
  if (bytes.size() < kHeaderBytes || bytes.substr(0, kHeaderBytes) != HeaderOf(segment)) {
    if (bytes.size() > kHeaderBytes && bytes.starts_with(kMagic) && GetInteger<uint32_t>(bytes, 8) > kVersion) {
      return Fail(Kind::kUnsupported, "a newer program wrote the stream log " + path);
    }
    if (bytes.size() <= kHeaderBytes) {
      // It was being made; nothing in it was acknowledged.
      file.reset();
      return disk_.Remove(path);
    }
    Log(LogLevel::kError, "stream log segment has a damaged header", {{"path", path}});
  }
  uint64_t last = std::max<uint64_t>(segment, 1) - 1;
  size_t expected = kHeaderBytes;
  uint64_t skipped = 0;
  Run run;
  const auto flush = [&] {
    if (run.length > 0) AddRun(run);
    run = {};
  };
  const size_t end = ForEachFrame(bytes, kHeaderBytes, last, [&](size_t offset, const Frame& frame) {
    if (offset != expected) {
      skipped += offset - expected;
      flush();
    }
    if (run.length == 0) run = {frame.sequence, 0, segment, offset, 0, 0, frame.arrival, 0};
    run.last = frame.sequence;
    run.length += frame.size();
    run.bytes += frame.data.size();
    expected = offset + frame.size();
    next_ = frame.sequence + 1;
    if (run.length >= kScanRunBytes) flush();
  });
  flush();
  if (skipped > 0) {
    Log(LogLevel::kError, "stream log has damage before whole records, which is stepped over",
        {{"path", path}, {"bytes", skipped}});
  }
  if (end < size) {
    Log(LogLevel::kWarning, "stream log ends in a torn record, which is cut off",
        {{"path", path}, {"bytes", size - end}});
    FIRN_OK(file->Truncate(end));
    FIRN_OK(file->Sync());
  }
  segments_[segment] = file;
  tail_ = file;
  tail_segment_ = segment;
  tail_size_ = end;
  return {};
}

// Small neighbours become one run, unless that would blur how long the later ones have waited.
void StreamLog::AddRun(Run run) {
  run.before = bytes_seen_;
  bytes_seen_ += run.bytes;
  waiting_bytes_ += run.bytes;
  if (!runs_.empty()) {
    Run& last = runs_.back();
    const bool adjoins = last.segment == run.segment && last.offset + last.length == run.offset;
    if (adjoins && last.length < kScanRunBytes && run.arrival - last.arrival < kRunSpanMax) {
      last.last = run.last;
      last.length += run.length;
      last.bytes += run.bytes;
      return;
    }
  }
  runs_.push_back(run);
}

Result<uint64_t> StreamLog::Append(std::span<const std::string_view> records, Time arrival) {
  std::vector<uint32_t> checksums;
  checksums.reserve(records.size());
  uint64_t bytes = 0;
  for (const std::string_view record : records) {
    if (record.size() > kRecordBytesMax) return Fail(Kind::kInvalid, "a record is too large for the stream log");
    checksums.push_back(Crc32c(record));
    bytes += record.size();
  }
  sys::Lock lock(mutex_);
  if (closed_) return Fail(Kind::kUnavailable, "the stream is being removed");
  const bool full = waiting_bytes_ + bytes > kBacklogBytesMax ||
                    (gathering_ && gathering_->bytes.size() + bytes > kUnsyncedBytesMax);
  if (full) return Fail(Kind::kUnavailable, "too much waits to be delivered");
  if (!gathering_) {
    gathering_ = std::make_shared<Batch>();
    gathering_->first = next_;
  }
  const std::shared_ptr<Batch> batch = gathering_;
  const uint64_t first = next_;
  if (!records.empty()) {
    Run run{first, first + records.size() - 1, 0, batch->bytes.size(), 0, bytes, arrival, 0};
    batch->bytes.reserve(batch->bytes.size() + bytes + records.size() * kFrameBytes);
    for (size_t i = 0; i < records.size(); ++i) {
      AppendFrame(batch->bytes, next_++, arrival, records[i], checksums[i]);
    }
    run.length = batch->bytes.size() - run.offset;
    batch->runs.push_back(run);
  }
  written_.Wait(lock, [&] { return batch->done || !writing_; });
  if (!batch->done) {
    writing_ = true;
    gathering_.reset();
    lock.unlock();
    auto outcome = WriteBatch(*batch);
    lock.lock();
    if (outcome) {
      for (Run run : batch->runs) AddRun(run);
      segments_[tail_segment_] = tail_;
    }
    batch->outcome = std::move(outcome);
    batch->done = true;
    writing_ = false;
    written_.NotifyAll();
  }
  if (!batch->outcome) return Fail(batch->outcome.error());
  return first;
}

// Runs without the lock: `writing_` keeps others out. After a failure the segment is closed when its end is not known,
// and the next batch begins another.
Result<void> StreamLog::WriteBatch(Batch& batch) {
  if (batch.bytes.empty()) return {};
  if (!tail_ || tail_size_ >= options_.segment_bytes) FIRN_OK(StartSegment(batch.first));
  auto written = tail_->Append(batch.bytes);
  if (written) written = tail_->Sync();
  if (!written) {
    auto restored = tail_->Truncate(tail_size_);
    if (restored) restored = tail_->Sync();
    if (!restored) tail_.reset();
    return written;
  }
  for (Run& run : batch.runs) {
    run.segment = tail_segment_;
    run.offset += tail_size_;
  }
  tail_size_ += batch.bytes.size();
  return {};
}

Result<void> StreamLog::StartSegment(uint64_t first) {
  const std::string path = PathOf(first);
  FIRN_TRY(std::shared_ptr<sys::File> file, disk_.Open(path, sys::OpenMode::kCreateOrTruncate));
  auto made = file->Append(HeaderOf(first));
  if (made) made = file->Sync();
  if (made) made = disk_.SyncDirectory(options_.directory);
  if (!made) {
    // An empty segment says nothing; the next attempt truncates it.
    return made;
  }
  tail_ = std::move(file);
  tail_segment_ = first;
  tail_size_ = kHeaderBytes;
  return {};
}

Result<LogSlice> StreamLog::Read(uint64_t after, uint64_t through, uint64_t bytes_max, size_t records_max) const {
  struct Piece {
    Run run;
    std::shared_ptr<sys::File> file;
  };
  std::vector<Piece> pieces;
  {
    sys::Lock lock(mutex_);
    auto run = std::lower_bound(runs_.begin(), runs_.end(), after,
                                [](const Run& a, uint64_t position) { return a.last <= position; });
    uint64_t bytes = 0;
    for (; run != runs_.end() && run->first <= through && bytes < bytes_max; ++run) {
      const auto file = segments_.find(run->segment);
      if (file == segments_.end()) continue;
      bytes += run->first > after ? run->bytes : 0;
      Piece* before = pieces.empty() ? nullptr : &pieces.back();
      if (before != nullptr && before->run.segment == run->segment &&
          before->run.offset + before->run.length == run->offset) {
        before->run.length += run->length;
        before->run.last = run->last;
      } else {
        pieces.push_back({*run, file->second});
      }
    }
  }
  LogSlice slice;
  uint64_t bytes = 0;
  for (const Piece& piece : pieces) {
    const uint64_t in_file = piece.run.length;
    auto buffer = std::make_unique_for_overwrite<char[]>(in_file + columnar::kRecordPadding);
    FIRN_TRY(const size_t length, piece.file->ReadInto(piece.run.offset, buffer.get(), in_file));
    std::memset(buffer.get() + length, 0, in_file - length + columnar::kRecordPadding);
    const std::string_view view(buffer.get(), length);
    slice.buffers.push_back(std::move(buffer));
    size_t expected = 0;
    uint64_t damaged = length;
    ForEachFrame(view, 0, piece.run.first - 1, [&](size_t offset, const Frame& frame) {
      damaged -= frame.size();
      expected = offset + frame.size();
      const bool wanted = frame.sequence > after && frame.sequence <= through &&
                          (slice.records.empty() || bytes < bytes_max) && slice.records.size() < records_max;
      if (!wanted) return;
      slice.records.push_back({frame.sequence, frame.arrival, frame.data});
      bytes += frame.data.size();
    });
    if (damaged > 0 || expected < length) {
      Log(LogLevel::kError, "stream log was damaged after it was written",
          {{"path", PathOf(piece.run.segment)}, {"bytes", damaged}});
    }
  }
  return slice;
}

LogBacklog StreamLog::Backlog(uint64_t after) const {
  sys::Lock lock(mutex_);
  LogBacklog backlog;
  auto run = std::lower_bound(runs_.begin(), runs_.end(), after,
                              [](const Run& a, uint64_t position) { return a.last <= position; });
  if (run == runs_.end()) return backlog;
  backlog.first_arrival = run->arrival;
  backlog.last = runs_.back().last;
  const uint64_t records = run->last - run->first + 1;
  const uint64_t done = after >= run->first ? after - run->first + 1 : 0;
  backlog.bytes = bytes_seen_ - run->before - run->bytes / records * done;
  return backlog;
}

bool StreamLog::CloseIfEmpty(uint64_t after) {
  sys::Lock lock(mutex_);
  if (writing_ || gathering_ || (!runs_.empty() && runs_.back().last > after)) return false;
  closed_ = true;
  return true;
}

Result<void> StreamLog::Release(uint64_t through) {
  std::vector<uint64_t> removable;
  {
    sys::Lock lock(mutex_);
    while (!runs_.empty() && runs_.front().last <= through) {
      waiting_bytes_ -= std::min(waiting_bytes_, runs_.front().bytes);
      runs_.pop_front();
    }
    const uint64_t oldest = runs_.empty() ? UINT64_MAX : runs_.front().segment;
    // The newest segment stays: it may be written to, and its name keeps the numbers growing.
    while (segments_.size() > 1 && segments_.begin()->first < oldest) {
      removable.push_back(segments_.begin()->first);
      segments_.erase(segments_.begin());
    }
  }
  for (const uint64_t segment : removable) {
    auto removed = disk_.Remove(PathOf(segment));
    if (!removed && removed.error().kind != Kind::kNotFound) return removed;
  }
  return {};
}

}  // namespace firn::services::firehose
