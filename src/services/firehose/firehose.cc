#include "services/firehose/firehose.h"

#include "services/firehose/delivery.h"
#include "services/firehose/metrics.h"

namespace firn::services::firehose {

namespace {

constexpr std::string_view kService = "firehose.amazonaws.com";

std::string LogDirectory(const Firehose& firehose, const AccountId& account, const Region& region,
                         std::string_view name, std::string_view id) {
  return firehose.with.data_directory + "/streams/" + account.text() + "/" + region.text() + "/" +
         std::string(name) + "-" + std::string(id);
}

}  // namespace

Firehose::Firehose(Dependencies dependencies)
    : with(std::move(dependencies)),
      metrics_(std::make_unique<IngestMetrics>()),
      delivery_(std::make_unique<Delivery>(*this, *metrics_)) {}

Firehose::~Firehose() = default;

void Firehose::Run(const std::atomic<bool>& stop) { delivery_->Run(stop); }
void Firehose::Wake() { delivery_->Wake(); }
Result<void> Firehose::Flush() { return delivery_->Flush(); }
Duration Firehose::RunOnce() { return delivery_->RunOnce(); }

Result<StreamRecord> Firehose::Find(const state::Reader& reader, const api::Call& call,
                                    std::string_view name) const {
  FIRN_TRY(auto record,
           state::Load<StreamRecord>(reader, StreamKey(call.account, call.region, name)));
  if (!record) {
    return api::firehose::ResourceNotFoundException(
        "Firehose " + std::string(name) + " under account " + call.account.text() + " not found.");
  }
  return *std::move(record);
}

Result<std::shared_ptr<LiveStream>> Firehose::Open(const AccountId& account, const Region& region,
                                                   const StreamRecord& record) {
  const std::string key = StreamKey(account, region, record.name);
  {
    sys::Lock lock(mutex_);
    const auto found = streams_.find(key);
    if (found != streams_.end() && found->second->id == record.id) return found->second;
  }
  auto stream = std::make_shared<LiveStream>();
  stream->account = account;
  stream->region = region;
  stream->name = record.name;
  stream->id = record.id;
  stream->arn = StreamArn(account, region, record.name).text();
  stream->key = key;
  FIRN_TRY(const auto progress,
           state::Load<Progress>(with.store.Read(), ProgressKey(account, region, record.name)));
  StreamLogOptions options;
  options.directory = LogDirectory(*this, account, region, record.name, record.id);
  // A flush that was begun has used its numbers up, whatever became of the segments.
  if (progress) options.delivered = static_cast<uint64_t>(progress->delivered);
  sys::Lock opening(opening_mutex_);
  while (opening_.contains(key)) opened_.Wait(opening, [&] { return !opening_.contains(key); });
  {
    sys::Lock lock(mutex_);
    const auto found = streams_.find(key);
    if (found != streams_.end() && found->second->id == record.id) return found->second;
  }
  opening_.insert(key);
  opening.unlock();
  auto log = StreamLog::Open(with.disk, std::move(options));
  if (log) {
    stream->log = *std::move(log);
    sys::Lock lock(mutex_);
    streams_[key] = stream;
  }
  opening.lock();
  opening_.erase(key);
  opened_.NotifyAll();
  if (!log) return Fail(std::move(log).error());
  return stream;
}

Result<void> Firehose::Drop(const LiveStream& stream) {
  {
    sys::Lock lock(mutex_);
    const auto found = streams_.find(stream.key);
    if (found != streams_.end() && found->second->id == stream.id) streams_.erase(found);
  }
  // The folder goes first: a folder without its record would never be looked at again.
  FIRN_OK(with.disk.RemoveTree(
      LogDirectory(*this, stream.account, stream.region, stream.name, stream.id)));
  return with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto record, state::Load<StreamRecord>(transaction, stream.key));
    if (!record || record->id != stream.id) return {};
    transaction.Erase(stream.key);
    transaction.Erase(ProgressKey(stream.account, stream.region, stream.name));
    transaction.ErasePrefix(CommittedPrefix(stream));
    return {};
  });
}

void Firehose::CountPut(const LiveStream& stream, std::string_view operation, size_t records,
                        size_t bytes, Duration took) {
  const std::string name(operation);
  const auto sum = static_cast<double>(bytes);
  metrics_->Add(stream, "IncomingBytes", sum, "Bytes");
  metrics_->Add(stream, "IncomingRecords", static_cast<double>(records == 0 ? 1 : records),
                "Count");
  metrics_->Add(stream, "IncomingPutRequests", 1, "Count");
  metrics_->Add(stream, name + ".Bytes", sum, "Bytes");
  metrics_->Add(stream, name + ".Requests", 1, "Count");
  metrics_->Add(stream, name + ".Latency", static_cast<double>(took.count()) / 1000,
                "Milliseconds");
  if (records > 0) metrics_->Add(stream, name + ".Records", static_cast<double>(records), "Count");
}

void Firehose::Arrived(const LiveStream& stream, const StreamRecord& record) {
  const Buffering buffering = BufferingOf(record);
  if (buffering.interval.count() == 0 || stream.log->Backlog(0).bytes >= buffering.bytes) Wake();
}

api::Call Firehose::OwnCall(const AccountId& account, const Region& region) const {
  api::Call call;
  call.principal = authz::ServicePrincipal(account, kService);
  call.account = account;
  call.region = region;
  call.now = with.clock.Now();
  call.request_id = with.random.Uuid();
  call.secure = true;
  return call;
}

std::string StreamPrefix() { return state::Key("firehose", "stream"); }

std::string StreamPrefix(const AccountId& account, const Region& region) {
  return state::Key("firehose", "stream", account, region);
}

std::string StreamKey(const AccountId& account, const Region& region, std::string_view name) {
  return state::Key("firehose", "stream", account, region, name);
}

std::string ProgressKey(const AccountId& account, const Region& region, std::string_view name) {
  return state::Key("firehose", "progress", account, region, name);
}

std::string CommittedPrefix(const LiveStream& stream) {
  return state::Key("firehose", "committed", stream.account, stream.region, stream.name, stream.id);
}

std::string CommittedKey(const LiveStream& stream, std::string_view table) {
  std::string key = CommittedPrefix(stream);
  state::AppendKeyPart(key, table);
  return key;
}

Arn StreamArn(const AccountId& account, const Region& region, std::string_view name) {
  return Arn::Of("firehose", region, account, "deliverystream/" + std::string(name));
}

authz::Needs StreamNeeds(const api::Call& call, std::string_view action, std::string_view name) {
  return {{"firehose:" + std::string(action),
           StreamArn(call.account, call.region, name).text(),
           {},
           {}}};
}

}  // namespace firn::services::firehose
