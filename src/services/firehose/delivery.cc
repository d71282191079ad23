#include "services/firehose/delivery.h"

#include <algorithm>

#include "base/log.h"
#include "services/firehose/error_output.h"
#include "services/firehose/object_delivery.h"

namespace firn::services::firehose {
namespace {

constexpr Duration kLookEvery =
    std::chrono::seconds(1);  // at the latest: the clock may be moved by hand

std::chrono::seconds RetryDuration(const StreamRecord& record) {
  const auto& options = record.iceberg.retry_options;
  return std::chrono::seconds(options ? options->duration_in_seconds.value_or(kRetrySecondsDefault)
                                      : kRetrySecondsDefault);
}

// Waiting cannot make these better.
bool IsPermanent(Kind kind) { return kind == Kind::kInvalid || kind == Kind::kUnsupported; }

Duration BackoffAfter(int64_t attempts) {
  Duration wait = kBackoffFirst;
  for (int64_t i = 1; i < attempts && wait < kBackoffMax; ++i) wait *= 2;
  return std::min<Duration>(wait, kBackoffMax);
}

constexpr std::string_view kNowhere = "";  // the name of what no table takes

std::string NameOf(const Route& route) {
  return route.problem_code.empty() ? route.database + "." + route.table : std::string(kNowhere);
}

}  // namespace

// Keeps rounds apart without holding a lock while they work.
struct Delivery::Turn {
  explicit Turn(Delivery& delivery) : delivery_(delivery) {
    sys::Lock lock(delivery_.turn_mutex_);
    delivery_.turn_ended_.Wait(lock, [&] { return !delivery_.busy_; });
    delivery_.busy_ = true;
  }
  ~Turn() {
    sys::Lock lock(delivery_.turn_mutex_);
    delivery_.busy_ = false;
    delivery_.turn_ended_.NotifyOne();
  }
  Delivery& delivery_;
};

void Delivery::Run(const std::atomic<bool>& stop) {
  while (!stop.load()) {
    const Duration wait = RunOnce();
    sys::Lock lock(bell_mutex_);
    bell_.WaitFor(lock, std::clamp<Duration>(wait, Duration(0), kLookEvery),
                  [&] { return rung_ || stop.load(); });
    rung_ = false;
  }
  metrics_.Send(firehose_, IngestMetrics::When::kNow);
}

void Delivery::Wake() {
  sys::Lock lock(bell_mutex_);
  rung_ = true;
  bell_.NotifyAll();
}

Duration Delivery::RunOnce() {
  Turn turn(*this);
  Result<void> failure;
  const Time next = Round(Urgency::kDue, failure);
  metrics_.Send(firehose_, IngestMetrics::When::kDue);
  const Time now = firehose_.with.clock.Now();
  return next <= now ? Duration(0) : next - now;
}

Result<void> Delivery::Flush() {
  Turn turn(*this);
  Result<void> failure;
  // Each round writes at most one buffer of each stream; what arrives meanwhile is flushed too.
  while (failure && Round(Urgency::kNow, failure) != Time::max()) continue;
  metrics_.Send(firehose_, IngestMetrics::When::kNow);
  return failure;
}

Time Delivery::Round(Urgency urgency, Result<void>& failure) {
  struct Found {
    AccountId account;
    Region region;
    std::shared_ptr<const StreamRecord> record;
  };
  const auto failed = [&](Error error, std::string_view stream) {
    Log(LogLevel::kWarning, "a delivery stream could not deliver",
        {{"stream", stream}, {"error", error.message}});
    if (failure) failure = Fail(std::move(error));
  };
  std::vector<Found> streams;
  auto page = state::List<StreamRecord>(firehose_.with.store.Read(), StreamPrefix(), "", SIZE_MAX);
  if (!page) {
    failed(std::move(page).error(), "");
    return firehose_.with.clock.Now() + kLookEvery;
  }
  for (auto& item : page->items) {
    const auto parts = state::SplitKey(item.key);
    if (!parts || parts->size() != 5) continue;
    const auto account = AccountId::Parse((*parts)[2]);
    const auto region = Region::Parse((*parts)[3]);
    if (account && region) streams.push_back({*account, *region, std::move(item.value)});
  }
  Time next = Time::max();
  for (const Found& found : streams) {
    auto due = Serve(found.account, found.region, *found.record, urgency);
    if (due) {
      next = std::min(next, *due);
    } else {
      failed(std::move(due).error(), found.record->name);
      next = std::min<Time>(next, firehose_.with.clock.Now() + kBackoffFirst);
    }
  }
  return next;
}

Result<Time> Delivery::Serve(const AccountId& account, const Region& region,
                             const StreamRecord& record, Urgency urgency) {
  FIRN_TRY(const auto stream, firehose_.Open(account, region, record));
  FIRN_TRY(Position* const position, PositionOf(*stream));
  const bool leaving = record.status == api::firehose::DeliveryStreamStatus::kDeleting;
  const Time now = firehose_.with.clock.Now();
  const Progress& progress = position->progress;
  const LogBacklog backlog = stream->log->Backlog(static_cast<uint64_t>(progress.delivered));
  std::optional<LogSlice> begun;
  if (progress.begun == 0) {
    if (backlog.last == 0) return leaving ? Remove(*stream, *position) : Result<Time>(Time::max());
    const Buffering buffering = BufferingOf(record);
    const Time due = backlog.first_arrival + buffering.interval;
    const bool now_due =
        leaving || urgency == Urgency::kNow || backlog.bytes >= buffering.bytes || due <= now;
    if (!now_due) return due;
    FIRN_TRY(begun, Begin(*stream, record, *position));
  } else if (urgency == Urgency::kDue && position->retry_at > now) {
    return position->retry_at;
  }
  ++position->attempts;
  auto delivered = DeliverFlush(*stream, record, *position, std::move(begun));
  if (delivered) delivered = Finish(*stream, *position);
  if (!delivered) {
    if (leaving && now - record.deleting_since > kDeleteGrace) {
      Log(LogLevel::kError, "records of a deleted stream are dropped",
          {{"stream", stream->arn}, {"error", delivered.error().message}});
      positions_.erase(stream->key);
      FIRN_OK(firehose_.Drop(*stream));
      return Time::max();
    }
    if (!position->failing_since) position->failing_since = now;
    position->retry_at = firehose_.with.clock.Now() + BackoffAfter(position->attempts);
    if (urgency == Urgency::kNow) return Fail(std::move(delivered).error());
    Log(LogLevel::kWarning, "a delivery stream will try again",
        {{"stream", stream->arn},
         {"attempts", position->attempts},
         {"error", delivered.error().message}});
    return position->retry_at;
  }
  return firehose_.with.clock.Now();  // there may be more
}

// A put that was under way when the stream was deleted may still arrive: the log is closed before
// it is removed.
Result<Time> Delivery::Remove(const LiveStream& stream, Position& position) {
  if (!stream.log->CloseIfEmpty(static_cast<uint64_t>(position.progress.delivered))) {
    return firehose_.with.clock.Now();
  }
  FIRN_OK(firehose_.Drop(stream));
  positions_.erase(stream.key);
  return Time::max();
}

Result<Delivery::Position*> Delivery::PositionOf(const LiveStream& stream) {
  Position& position = positions_[stream.key];
  if (position.stream_id == stream.id) return &position;
  FIRN_TRY(const auto progress,
           state::Load<Progress>(firehose_.with.store.Read(),
                                 ProgressKey(stream.account, stream.region, stream.name)));
  position = {};
  if (progress) position.progress = *progress;
  position.stream_id = stream.id;
  return &position;
}

Result<LogSlice> Delivery::Begin(const LiveStream& stream, const StreamRecord& record,
                                 Position& position) {
  Progress progress = position.progress;
  const auto delivered = static_cast<uint64_t>(progress.delivered);
  const LogBacklog backlog = stream.log->Backlog(delivered);
  FIRN_TRY(LogSlice slice,
           stream.log->Read(delivered, backlog.last, BufferingOf(record).bytes, kFlushRecordsMax));
  // Nothing is left of damaged records: the position passes over them.
  progress.begun =
      static_cast<int64_t>(slice.records.empty() ? backlog.last : slice.records.back().sequence);
  progress.begun_at = firehose_.with.clock.Now();
  progress.stream_version = record.version;
  FIRN_OK(SaveProgress(stream, progress));
  position.progress = progress;
  position.unknown.clear();
  position.attempts = 0;
  position.failing_since.reset();
  position.retry_at = {};
  position.done.clear();
  return slice;
}

Result<void> Delivery::Finish(const LiveStream& stream, Position& position) {
  Progress progress;
  progress.delivered = position.progress.begun;
  FIRN_OK(SaveProgress(stream, progress));
  position.progress = progress;
  return stream.log->Release(static_cast<uint64_t>(progress.delivered));
}

Result<void> Delivery::SaveProgress(const LiveStream& stream, const Progress& progress) {
  return firehose_.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    state::Save(transaction, ProgressKey(stream.account, stream.region, stream.name), progress);
    return {};
  });
}

Result<void> Delivery::PrepareSpool() {
  if (spool_ready_) return {};
  // What a former process left there belongs to no commit.
  const std::string spool = firehose_.with.data_directory + "/spool";
  FIRN_OK(firehose_.with.disk.RemoveTree(spool));
  FIRN_OK(firehose_.with.disk.CreateDirectories(spool));
  spool_ready_ = true;
  return {};
}

FlushOf Delivery::FlushFor(const LiveStream& stream, const StreamRecord& record,
                           Position& position) {
  return {stream, record, position.progress, position.attempts,
          [this, &stream](const Progress& progress) { return SaveProgress(stream, progress); }};
}

Result<void> Delivery::DeliverFlush(const LiveStream& stream, const StreamRecord& record,
                                    Position& position, std::optional<LogSlice> begun) {
  FIRN_OK(PrepareSpool());
  const Progress& progress = position.progress;
  if (!begun) {
    FIRN_TRY(begun, stream.log->Read(static_cast<uint64_t>(progress.delivered),
                                     static_cast<uint64_t>(progress.begun), UINT64_MAX, SIZE_MAX));
  }
  LogSlice& slice = *begun;
  if (slice.records.empty()) return {};
  if (record.s3) return DeliverObject(stream, record, position, slice);
  FIRN_TRY(const Router router, Router::Of(record.iceberg));
  if (router.is_fixed()) {
    return DeliverShare(stream, record, position, {router.Fixed(), std::move(slice.records), {}},
                        "");
  }
  Result<void> failure;
  // A table that cannot be reached does not keep the others waiting; the stream goes on when all
  // are done.
  for (const auto& [name, share] : SharesOf(router, slice)) {
    auto delivered = DeliverShare(stream, record, position, share, "/" + name);
    if (!delivered && failure) failure = std::move(delivered);
  }
  return failure;
}

std::map<std::string, Delivery::Share> Delivery::SharesOf(const Router& router,
                                                          const LogSlice& slice) {
  std::map<std::string, Share> shares;
  for (const LogRecord& record : slice.records) {
    Route route = router.For(record.data);
    std::string name = NameOf(route);
    if (!shares.contains(name) && shares.size() >= kRoutesMax) {
      route = {{}, {}, "Iceberg.TooManyTables", "The records of one flush name too many tables"};
      name = kNowhere;
    }
    Share& share = shares[name];
    share.records.push_back(record);
    if (name == kNowhere) share.problems.push_back(route);
    share.route = std::move(route);
  }
  return shares;
}

Result<void> Delivery::DeliverShare(const LiveStream& stream, const StreamRecord& record,
                                    Position& position, const Share& share,
                                    const std::string& tag_suffix) {
  const std::string name = NameOf(share.route);
  if (position.done.contains(name)) return {};
  const auto table = TableConfigurationOf(record.iceberg, share.route);
  const FlushOf flush = FlushFor(stream, record, position);
  if (name == kNowhere) {
    std::vector<FailedRecord> failed;
    for (size_t i = 0; i < share.records.size(); ++i) {
      failed.push_back(
          {&share.records[i], share.problems[i].problem_code, share.problems[i].problem});
    }
    FIRN_OK(ErrorBucket(firehose_, flush, table).Write(failed, kIcebergFailed, "nowhere"));
    Attempt attempt;
    attempt.rows = attempt.failed = failed.size();
    Count(stream, share.records.front().arrival, attempt);
  } else {
    TableDelivery delivery(firehose_, flush, table, tag_suffix);
    FIRN_OK(DeliverTable(stream, position, delivery, share));
  }
  position.done.insert(name);
  return {};
}

Result<void> Delivery::DeliverTable(const LiveStream& stream, Position& position,
                                    TableDelivery& delivery, const Share& share) {
  const std::string name = NameOf(share.route);
  const StreamRecord& record = delivery.record();
  Attempt attempt;
  Progress& progress = position.progress;
  if (!progress.abandoned_code.contains(name)) {
    auto delivered = delivery.Deliver(share.records, attempt);
    if (attempt.position_known) position.unknown.erase(name);
    if (delivered) {
      Count(stream, share.records.front().arrival, attempt);
      return {};
    }
    const Error& error = delivered.error();
    if (error.kind == Kind::kUnknownOutcome) position.unknown.insert(name);
    const Time now = firehose_.with.clock.Now();
    const bool expired = now - position.failing_since.value_or(now) >= RetryDuration(record);
    // Giving up records that may be in the table would put them into both places.
    if (position.unknown.contains(name) || !(expired || IsPermanent(error.kind))) {
      delivery.Report(error.code, error.message);
      return delivered;
    }
    Progress abandoned = progress;
    abandoned.abandoned_code[name] = error.code.empty() ? "Iceberg.InternalError" : error.code;
    abandoned.abandoned_message[name] = error.message;
    FIRN_OK(SaveProgress(stream, abandoned));
    progress = std::move(abandoned);
  }
  FIRN_TRY(const size_t failed, delivery.GiveUp(share.records, progress.abandoned_code[name],
                                                progress.abandoned_message[name]));
  attempt.rows = attempt.failed = failed;
  attempt.delivered = 0;
  Count(stream, share.records.front().arrival, attempt);
  return {};
}

// One object holds the whole flush; its name follows from the flush, so that repeating writes it
// again.
Result<void> Delivery::DeliverObject(const LiveStream& stream, const StreamRecord& record,
                                     Position& position, const LogSlice& slice) {
  const FlushOf flush = FlushFor(stream, record, position);
  Attempt attempt;
  auto delivered = PutObjectOf(firehose_, flush, slice.records, attempt);
  if (!delivered) {
    ReportFailure(firehose_, flush,
                  {record.s3->bucket_arn, delivered.error().code, delivered.error().message});
    return delivered;
  }
  const auto count = [&](const char* name, size_t value, const char* unit) {
    metrics_.Add(stream, std::string("DeliveryToS3.") + name, static_cast<double>(value), unit);
  };
  count("Records", attempt.delivered, "Count");
  count("Bytes", attempt.bytes, "Bytes");
  count("ObjectCount", 1, "Count");
  count("Success", 1, "Count");
  const auto age = firehose_.with.clock.Now() - slice.records.front().arrival;
  count("DataFreshness", static_cast<size_t>(std::max<int64_t>(0, age / std::chrono::seconds(1))),
        "Seconds");
  metrics_.Send(firehose_, IngestMetrics::When::kNow);
  return {};
}

void Delivery::Count(const LiveStream& stream, Time oldest, const Attempt& attempt) {
  const auto count = [&](const char* name, size_t value, const char* unit) {
    metrics_.Add(stream, std::string("DeliveryToIceberg.") + name, static_cast<double>(value),
                 unit);
  };
  count("IncomingRowCount", attempt.rows, "Count");
  count("SuccessfulRowCount", attempt.delivered, "Count");
  count("FailedRowCount", attempt.failed, "Count");
  if (attempt.committed) {
    count("Bytes", attempt.bytes, "Bytes");
    count("Success", 1, "Count");
    const auto age = firehose_.with.clock.Now() - oldest;
    count("DataFreshness", static_cast<size_t>(std::max<int64_t>(0, age / std::chrono::seconds(1))),
          "Seconds");
  }
  metrics_.Send(firehose_, IngestMetrics::When::kNow);
}

}  // namespace firn::services::firehose
