#include "cli/serve.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "cli/exit_code.h"
#include "cli/listener.h"
#include "cli/stop_signal.h"

namespace firn::cli {

int Serve(const ServeOptions& options) {
  StopSignal stop;
  auto running = RunningLake::Start(options);
  if (!running) return Report(running.error());
  fmt::print(stderr, "firn serves {} at http://{}:{} (account {}, access key test, secret test)\n",
             (*running)->data_directory(), options.listen, (*running)->port(), options.account);
  if (options.auth == "lax") {
    fmt::print(stderr, "WARNING: --auth lax: unknown access keys act as root of account {}\n",
               options.account);
  }
  if (options.controls)
    fmt::print(stderr, "WARNING: --controls: whoever reaches the port may reset this lake\n");
  std::fflush(stderr);
  stop.Wait();
  const auto stopped = (*running)->Stop();
  if (!stopped) return Report(stopped.error());
  return kDone;
}

}  // namespace firn::cli
