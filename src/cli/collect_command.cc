#include "cli/collect_command.h"

#include <fmt/format.h>

#include <atomic>

#include "cli/exit_code.h"
#include "cli/listener.h"
#include "cli/stop_signal.h"
#include "collect/collector.h"
#include "sys/pause.h"

namespace firn::cli {
namespace {

constexpr Duration kStopGrace = std::chrono::seconds(10);

// The lake's streams by signal, and by their own names for events.
collect::CollectorOptions StreamsOf(const converge::LakeSpec& lake,
                                    const converge::LakeNames& names) {
  collect::CollectorOptions options;
  for (const converge::StreamSpec& stream : lake.streams) {
    const std::string full = names.StreamName(stream);
    if (stream.name == "logs") options.logs = full;
    if (stream.name == "traces") options.traces = full;
    if (stream.name == "sum") options.sum = full;
    if (stream.name == "gauge") options.gauge = full;
  }
  std::vector<std::pair<std::string, std::string>> streams;
  for (const converge::StreamSpec& stream : lake.streams)
    streams.emplace_back(stream.name, names.StreamName(stream));
  options.events_stream = [streams](std::string_view name) -> std::optional<std::string> {
    for (const auto& [known, full] : streams) {
      if (known == name) return full;
    }
    return {};
  };
  return options;
}

Result<std::unique_ptr<edge::HttpServer>> Listen(const std::string& address, int port,
                                                 const std::string& port_file,
                                                 collect::Collector& collector) {
  edge::HttpServer::Options options;
  options.address = address;
  options.port = port;
  options.limits.body_in_memory_max = collect::kBodyBytesMax;
  options.limits.body_bytes_max = collect::kBodyBytesMax;
  options.limits.linger_bytes_max = collect::kUnwantedBytesMax;
  options.refusal = collect::RefusedBody;
  FIRN_TRY(auto server, edge::HttpServer::Start(std::move(options),
                                                [&collector](const wire::HttpRequest& request) {
                                                  return collector.Handle(request);
                                                }));
  FIRN_OK(WritePortFile(port_file, server->port()));
  return server;
}

}  // namespace

int Collect(const CollectOptions& options) {
  StopSignal stop;
  const auto lake = ReadLake(options.lake.file);
  if (!lake) return Report(lake.error());
  TargetOptions target = options.lake.target;
  if (target.region.empty()) target.region = lake->region;
  auto remote = Remote::Open(target);
  if (!remote) return Report(remote.error());
  const auto caller = (*remote)->WhoAmI();
  if (!caller) return Report(caller.error());
  const auto names =
      converge::NamesOf(*lake, options.lake.environment, caller->account, (*remote)->region());
  if (!names) return Report(names.error());
  collect::Collector collector((*remote)->services().firehose, [&] { return (*remote)->Call(); },
                               StreamsOf(*lake, *names), (*remote)->clock(), (*remote)->pause(),
                               (*remote)->random());
  auto server = Listen(options.listen, options.port, options.port_file, collector);
  if (!server) return Report(server.error());
  fmt::print(stderr, "firn collects OTLP/HTTP at http://{}:{} into the streams of {}\n",
             options.listen, (*server)->port(), names->base);
  std::fflush(stderr);
  stop.Wait();
  (*server)->Stop(kStopGrace);
  return kDone;
}

int Up(const UpOptions& options) {
  StopSignal stop;
  const auto lake = ReadLake(options.file);
  if (!lake) return Report(lake.error());
  auto running = RunningLake::Start(options.serve);
  if (!running) return Report(running.error());
  server::Lake& embedded = (*running)->lake();
  const api::Call root = embedded.RootCall();
  const auto names = converge::NamesOf(*lake, options.environment, root.account, root.region);
  if (!names) return Report(names.error());
  sys::SystemPause pause;
  const converge::Site site{embedded.services(),
                            *lake,
                            *names,
                            root.account,
                            root.region,
                            root.principal.arn,
                            (*running)->clock(),
                            pause,
                            (*running)->random(),
                            [&] { return embedded.RootCall(); }};
  fmt::print(stderr, "Deploying {} into the embedded lake\n", names->base);
  const auto deployed = DeployInto(site, false);
  if (!deployed) return Report(deployed.error());
  collect::Collector collector(
      embedded.services().firehose, [&] { return embedded.RootCall(); }, StreamsOf(*lake, *names),
      (*running)->clock(), pause, (*running)->random());
  auto otlp = Listen(options.serve.listen, options.otlp_port, options.otlp_port_file, collector);
  if (!otlp) return Report(otlp.error());
  fmt::print("AWS endpoint   http://{}:{}   (access key test, secret test, account {})\n",
             options.serve.listen, (*running)->port(), options.serve.account);
  fmt::print("OTLP/HTTP      http://{}:{}\n", options.serve.listen, (*otlp)->port());
  fmt::print(
      "SQL            firn query \"SELECT count(*) FROM logs\" --env {} --endpoint http://{}:{}\n",
      options.environment, options.serve.listen, (*running)->port());
  std::fflush(stdout);
  stop.Wait();
  (*otlp)->Stop(kStopGrace);
  const auto stopped = (*running)->Stop();
  return stopped ? kDone : Report(stopped.error());
}

}  // namespace firn::cli
