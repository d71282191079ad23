// The command line: what each command takes. What they do is in files of their own.

#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/collect_command.h"
#include "cli/exit_code.h"
#include "cli/lake_commands.h"
#include "cli/query_command.h"
#include "cli/serve.h"

namespace firn::cli {
namespace {

void AddTarget(CLI::App& command, TargetOptions& target) {
  command.add_option("--region", target.region, "AWS Region; as the AWS CLI finds it when not given");
  auto* endpoint = command.add_option("--endpoint", target.endpoint, "URL of an embedded lake or another endpoint");
  command.add_flag("--local", target.local, "the embedded lake at http://127.0.0.1:4566")->excludes(endpoint);
}

void AddLake(CLI::App& command, LakeOptions& options) {
  command.add_option("lake", options.file, "lake file")->capture_default_str();
  command.add_option("--env", options.environment, "environment: every name is <lake>-<env>")->capture_default_str();
  command.add_flag("--json", options.json, "print one JSON document");
  AddTarget(command, options.target);
}

void AddServe(CLI::App& command, ServeOptions& options) {
  command.add_option("--data", options.data, "data directory (default ~/.firn/lake)");
  command.add_option("--port", options.port, "port; 0 takes any free one")->capture_default_str()->check(CLI::Range(0, 65535));
  command.add_option("--port-file", options.port_file, "file that receives the port");
  command.add_option("--listen", options.listen, "address to listen on")->capture_default_str();
  command.add_option("--account", options.account, "account of access key test")->capture_default_str();
  command.add_option("--region", options.region, "Region of requests that name none")->capture_default_str();
  command.add_option("--auth", options.auth, "strict, or lax: unknown access keys act as root")
      ->capture_default_str()
      ->check(CLI::IsMember({"strict", "lax"}));
  command.add_flag("--strict-purge", options.strict_purge, "refuse to drop tables without purge, as S3 Tables does");
  command.add_option("--table-buckets", options.table_buckets_max, "quota of table buckets per account and Region")
      ->capture_default_str();
}

bool IsCommand(const CLI::App& app, std::string_view word) {
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == word) return true;
  }
  return false;
}

int Run(int argc, char** argv) {
  CLI::App app{"One file describes a governed, streaming Iceberg lake; firn makes it true on AWS or on this machine."};
  app.name("firn");
  app.set_version_flag("--version", "firn 0.1.0");
  app.require_subcommand(1);
  app.footer("Example: firn up lakes/otlp.yaml");
  int code = kDone;

  ServeOptions serve;
  CLI::App* serve_command = app.add_subcommand("serve", "the embedded lake alone");
  serve_command->footer("Example: firn serve --data ./lake --port 4566");
  AddServe(*serve_command, serve);
  serve_command->add_flag("--controls", serve.controls,
                          "for tests: open /_firn/reset, /_firn/clock and /_firn/faults to whoever reaches the port");
  serve_command->callback([&] { code = Serve(serve); });

  UpOptions up;
  CLI::App* up_command = app.add_subcommand("up", "embedded lake, a lake deployed into it and its collector");
  up_command->footer("Example: firn up lakes/otlp.yaml");
  up_command->add_option("lake", up.file, "lake file")->capture_default_str();
  up_command->add_option("--env", up.environment, "environment")->capture_default_str();
  up_command->add_option("--otlp-port", up.otlp_port, "port of the collector")->capture_default_str()->check(CLI::Range(0, 65535));
  up_command->add_option("--otlp-port-file", up.otlp_port_file, "file that receives the collector's port");
  AddServe(*up_command, up.serve);
  up_command->callback([&] { code = Up(up); });

  LakeOptions lake;
  CLI::App* plan = app.add_subcommand("plan", "what deploy would do");
  plan->footer("Example: firn plan lakes/otlp.yaml --env prod --region us-east-1");
  AddLake(*plan, lake);
  plan->add_flag("--detailed-exitcode", lake.detailed_exit_code, "exit 3 when something would change");
  plan->callback([&] { code = Plan(lake); });

  CLI::App* deploy = app.add_subcommand("deploy", "makes the lake true and waits for it");
  deploy->footer("Example: firn deploy lakes/otlp.yaml --env prod --local");
  AddLake(*deploy, lake);
  deploy->callback([&] { code = Deploy(lake); });

  CLI::App* status = app.add_subcommand("status", "whether the lake is as its file says; exit 3 when not");
  status->footer("Example: firn status lakes/otlp.yaml --env prod --json");
  AddLake(*status, lake);
  status->callback([&] { code = Status(lake); });

  CLI::App* destroy = app.add_subcommand("destroy", "removes what this lake made, with its data");
  destroy->footer("Example: firn destroy lakes/otlp.yaml --env prod --force");
  AddLake(*destroy, lake);
  destroy->add_flag("--force", lake.force, "really remove; without it the removal is only shown");
  destroy->callback([&] { code = Destroy(lake); });

  TestRecordOptions record;
  CLI::App* send = app.add_subcommand("send-test-record", "sends a row and waits until SQL reads it back");
  send->footer("Example: firn send-test-record otlp2pipeline-prod us-east-1 logs");
  send->add_option("name", record.name, "the lake with its environment, such as otlp2pipeline-prod")->required();
  send->add_option("region_name", record.target.region, "AWS Region");
  send->add_option("table", record.table, "logs, traces, sum, gauge or all")->capture_default_str();
  send->add_option("--database", record.database, "namespace of the tables")->capture_default_str();
  send->add_option("--limit", record.limit_s, "seconds to wait for each row")->capture_default_str();
  send->add_flag("--json", record.json, "print one JSON document");
  auto* send_endpoint = send->add_option("--endpoint", record.target.endpoint, "URL of an embedded lake");
  send->add_flag("--local", record.target.local, "the embedded lake at http://127.0.0.1:4566")->excludes(send_endpoint);
  send->callback([&] { code = SendTestRecord(record); });

  CollectOptions collect;
  CLI::App* collector = app.add_subcommand("collect", "OTLP/HTTP and JSON events into the lake's streams");
  collector->footer("Example: firn collect lakes/otlp.yaml --env prod --port 4318");
  AddLake(*collector, collect.lake);
  collector->add_option("--port", collect.port, "port; 0 takes any free one")->capture_default_str()->check(CLI::Range(0, 65535));
  collector->add_option("--port-file", collect.port_file, "file that receives the port");
  collector->add_option("--listen", collect.listen, "address to listen on")->capture_default_str();
  collector->callback([&] { code = Collect(collect); });

  QueryOptions query;
  bool json = false, csv = false;
  CLI::App* query_command = app.add_subcommand("query", "SQL over the lake's tables");
  query_command->footer("Example: firn query \"SELECT service_name, count(*) FROM logs GROUP BY 1\" --env prod --local");
  query_command->add_option("sql", query.sql, "a SELECT")->required();
  query_command->add_option("--lake-file", query.lake.file, "lake file")->capture_default_str();
  query_command->add_option("--env", query.lake.environment, "environment")->capture_default_str();
  auto* json_flag = query_command->add_flag("--json", json, "print an array of row objects");
  query_command->add_flag("--csv", csv, "print CSV with a header line")->excludes(json_flag);
  AddTarget(*query_command, query.lake.target);
  query_command->callback([&] {
    query.format = json ? RowFormat::kJson : csv ? RowFormat::kCsv : RowFormat::kTable;
    code = Query(query);
  });

  if (argc > 1 && argv[1][0] != '-' && !IsCommand(app, argv[1])) {
    std::fprintf(stderr, "firn: unknown command '%s'; firn --help lists the commands\n", argv[1]);
    return kWrongUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // --help and --version arrive here too, with exit code 0.
    return app.exit(error) == 0 ? kDone : kWrongUsage;
  }
  return code;
}

}  // namespace
}  // namespace firn::cli

int main(int argc, char** argv) { return firn::cli::Run(argc, argv); }
