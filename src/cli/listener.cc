#include "cli/listener.h"

#include <cstdlib>
#include <filesystem>

namespace firn::cli {
namespace {

constexpr Duration kStopGrace = std::chrono::seconds(10);
// A full PutRecordBatch in base64 fits, so that only objects of S3 pass through the spool
// directory.
constexpr size_t kBodyInMemoryMax = 8 << 20;

std::string DataDirectory(const std::string& given) {
  if (!given.empty()) return std::filesystem::absolute(given).lexically_normal().string();
  const char* home = std::getenv("HOME");
  return std::string(home != nullptr ? home : "/tmp") + "/.firn/lake";
}

}  // namespace

Result<void> WritePortFile(const std::string& path, int port) {
  if (path.empty()) return {};
  sys::SystemDisk disk;
  return disk.WriteAtomically(std::filesystem::absolute(path).string(),
                              std::to_string(port) + "\n");
}

RunningLake::~RunningLake() = default;

Result<std::unique_ptr<RunningLake>> RunningLake::Start(const ServeOptions& options) {
  auto running = std::unique_ptr<RunningLake>(new RunningLake());
  running->data_directory_ = DataDirectory(options.data);
  server::LakeOptions lake;
  lake.data_directory = running->data_directory_;
  FIRN_TRY(lake.account, AccountId::Parse(options.account));
  FIRN_TRY(lake.region, Region::Parse(options.region));
  lake.lax = options.auth == "lax";
  lake.strict_purge = options.strict_purge;
  lake.controls = options.controls;
  lake.table_buckets_max = options.table_buckets_max;
  FIRN_TRY(running->lake_, server::Lake::Open(std::move(lake), running->disk_, running->clock_, running->random_));
  edge::HttpServer::Options listener;
  listener.address = options.listen;
  listener.port = options.port;
  listener.limits.body_in_memory_max = kBodyInMemoryMax;
  listener.disk = &running->disk_;
  listener.spool_directory = running->lake_->spool_directory();
  server::Lake& served = *running->lake_;
  FIRN_TRY(running->server_,
           edge::HttpServer::Start(std::move(listener), [&served](wire::HttpRequest request) {
             return served.Handle(std::move(request));
           }));
  FIRN_OK(WritePortFile(options.port_file, running->server_->port()));
  return running;
}

Result<void> RunningLake::Stop() {
  server_->Stop(kStopGrace);
  return lake_->Stop();
}

}  // namespace firn::cli
