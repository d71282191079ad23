// The command line: what each command takes. What they do is in files of their own.

#include <fmt/format.h>

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
  command.add_option("--region", target.region,
                     "AWS Region; as the AWS CLI finds it when not given");
  auto* endpoint = command.add_option("--endpoint", target.endpoint,
                                      "URL of an embedded lake or another endpoint");
  command.add_flag("--local", target.local, "the embedded lake at http://127.0.0.1:4566")
      ->excludes(endpoint);
}

void AddLake(CLI::App& command, LakeOptions& options) {
  command.add_option("lake", options.file, "lake file")->capture_default_str();
  command.add_option("--env", options.environment, "environment: every name is <lake>-<env>")
      ->capture_default_str();
  AddTarget(command, options.target);
}

void AddJson(CLI::App& command, bool& json) {
  command.add_flag("--json", json, "print one JSON document");
}

void AddServe(CLI::App& command, ServeOptions& options) {
  command.add_option("--data", options.data, "data directory (default ~/.firn/lake)");
  command.add_option("--port", options.port, "port; 0 takes any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  command.add_option("--port-file", options.port_file, "file that receives the port");
  command.add_option("--listen", options.listen, "address to listen on")->capture_default_str();
  command.add_option("--account", options.account, "account of access key test")
      ->capture_default_str();
  command.add_option("--region", options.region, "Region of requests that name none")
      ->capture_default_str();
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

// What nobody asked for, in the order it was typed.
std::string UnexpectedWords(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += (word.starts_with("-") ? "unknown option '" : "unexpected argument '") + word + "'";
  }
  return text;
}

// One line that says what is wrong and where to read more.
int WrongUsage(const CLI::App& app, const std::string& problem) {
  std::string help = "firn";
  for (const CLI::App* command : app.get_subcommands()) help += " " + command->get_name();
  std::fprintf(stderr, "firn: %s; %s --help tells more\n", problem.c_str(), help.c_str());
  return kWrongUsage;
}

// The commands with what was typed for each. The last one that is parsed leaves its exit code.
class Program {
 public:
  Program() {
    app_.name("firn");
    app_.set_version_flag("--version", "firn 0.1.0");
    app_.require_subcommand(1);
    app_.footer("Example: firn up lakes/otlp.yaml");
    AddServers();
    AddConverger();
    AddTestRecord();
    AddCollector();
    AddQuery();
  }

  int Run(int argc, char** argv) {
    if (argc > 1 && argv[1][0] != '-' && !IsCommand(app_, argv[1])) {
      return WrongUsage(app_, fmt::format("unknown command '{}'", argv[1]));
    }
    try {
      app_.parse(argc, argv);
    } catch (const CLI::Success& shown) {
      app_.exit(shown);  // --help and --version
    } catch (const CLI::ExtrasError&) {
      return WrongUsage(app_, UnexpectedWords(app_.remaining(true)));
    } catch (const CLI::ParseError& error) {
      if (argc > 1) return WrongUsage(app_, error.what());
      std::fprintf(stderr, "firn: a command is missing\n%s", app_.help().c_str());
      return kWrongUsage;
    }
    return code_;
  }

 private:
  CLI::App& Add(const char* name, const char* what, const char* footer) {
    CLI::App* command = app_.add_subcommand(name, what);
    command->footer(footer);
    return *command;
  }
  void AddServers();
  void AddConverger();
  void AddTestRecord();
  void AddCollector();
  void AddQuery();

  CLI::App app_{
      "One file describes a governed, streaming Iceberg lake; firn makes it true on AWS or on this "
      "machine."};
  int code_ = kDone;
  ServeOptions serve_;
  UpOptions up_;
  LakeOptions lake_;
  TestRecordOptions record_;
  CollectOptions collect_;
  QueryOptions query_;
  bool json_rows_ = false;
  bool csv_rows_ = false;
};

void Program::AddServers() {
  CLI::App& serve_command =
      Add("serve", "the embedded lake alone", "Example: firn serve --data ./lake --port 4566");
  AddServe(serve_command, serve_);
  serve_command.add_flag(
      "--controls", serve_.controls,
      "for tests: open /_firn/reset, /_firn/clock and /_firn/faults to whoever reaches the port");
  serve_command.callback([this] { code_ = Serve(serve_); });

  CLI::App& up_command = Add("up", "embedded lake, a lake deployed into it and its collector",
                             "Example: firn up lakes/otlp.yaml");
  up_command.add_option("lake", up_.file, "lake file")->capture_default_str();
  up_command.add_option("--env", up_.environment, "environment")->capture_default_str();
  up_command.add_option("--otlp-port", up_.otlp_port, "port of the collector")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  up_command.add_option("--otlp-port-file", up_.otlp_port_file,
                        "file that receives the collector's port");
  AddServe(up_command, up_.serve);
  up_command.callback([this] { code_ = Up(up_); });
}

void Program::AddConverger() {
  CLI::App& plan = Add("plan", "what deploy would do",
                       "Example: firn plan lakes/otlp.yaml --env prod --region us-east-1");
  AddLake(plan, lake_);
  AddJson(plan, lake_.json);
  plan.add_flag("--detailed-exitcode", lake_.detailed_exit_code,
                "exit 3 when something would change");
  plan.callback([this] { code_ = Plan(lake_); });

  CLI::App& deploy = Add("deploy", "makes the lake true and waits for it",
                         "Example: firn deploy lakes/otlp.yaml --env prod --local");
  AddLake(deploy, lake_);
  AddJson(deploy, lake_.json);
  deploy.callback([this] { code_ = Deploy(lake_); });

  CLI::App& status = Add("status", "whether the lake is as its file says; exit 3 when not",
                         "Example: firn status lakes/otlp.yaml --env prod --json");
  AddLake(status, lake_);
  AddJson(status, lake_.json);
  status.callback([this] { code_ = Status(lake_); });

  CLI::App& destroy = Add("destroy", "removes what this lake made, with its data",
                          "Example: firn destroy lakes/otlp.yaml --env prod --force");
  AddLake(destroy, lake_);
  AddJson(destroy, lake_.json);
  destroy.add_flag("--force", lake_.force, "really remove; without it the removal is only shown");
  destroy.callback([this] { code_ = Destroy(lake_); });
}

void Program::AddTestRecord() {
  CLI::App& send = Add(
      "send-test-record",
      "sends a marked row, waits until SQL reads it back, and leaves it in the table",
      "The row stays: service_name is test-service, service_instance_id begins with firn-test-.\n"
      "Example: firn send-test-record otlp2pipeline-prod us-east-1 logs");
  send.add_option("name", record_.name, "the lake with its environment, such as otlp2pipeline-prod")
      ->required();
  send.add_option("region_name", record_.target.region, "AWS Region");
  send.add_option("table", record_.table, "logs, traces, sum, gauge or all")->capture_default_str();
  send.add_option("--database", record_.database, "namespace of the tables")->capture_default_str();
  send.add_option("--limit", record_.limit_s, "seconds to wait for each row")
      ->capture_default_str();
  AddJson(send, record_.json);
  auto* send_endpoint =
      send.add_option("--endpoint", record_.target.endpoint, "URL of an embedded lake");
  send.add_flag("--local", record_.target.local, "the embedded lake at http://127.0.0.1:4566")
      ->excludes(send_endpoint);
  send.callback([this] { code_ = SendTestRecord(record_); });
}

void Program::AddCollector() {
  CLI::App& collector = Add("collect", "OTLP/HTTP and JSON events into the lake's streams",
                            "Example: firn collect lakes/otlp.yaml --env prod --port 4318");
  AddLake(collector, collect_.lake);
  collector.add_option("--port", collect_.port, "port; 0 takes any free one")
      ->capture_default_str()
      ->check(CLI::Range(0, 65535));
  collector.add_option("--port-file", collect_.port_file, "file that receives the port");
  collector.add_option("--listen", collect_.listen, "address to listen on")->capture_default_str();
  collector.callback([this] { code_ = Collect(collect_); });
}

void Program::AddQuery() {
  CLI::App& query_command =
      Add("query", "SQL over the lake's tables",
          "Example: firn query \"SELECT service_name, count(*) FROM logs GROUP BY 1\" --env prod "
          "--local");
  query_command.add_option("sql", query_.sql, "a SELECT")->required();
  query_command.add_option("--lake-file", query_.lake.file, "lake file")->capture_default_str();
  query_command.add_option("--env", query_.lake.environment, "environment")->capture_default_str();
  auto* json_flag = query_command.add_flag("--json", json_rows_, "print an array of row objects");
  query_command.add_flag("--csv", csv_rows_, "print CSV with a header line")->excludes(json_flag);
  AddTarget(query_command, query_.lake.target);
  query_command.callback([this] {
    query_.format = json_rows_ ? RowFormat::kJson : csv_rows_ ? RowFormat::kCsv : RowFormat::kTable;
    code_ = Query(query_);
  });
}

}  // namespace
}  // namespace firn::cli

int main(int argc, char** argv) { return firn::cli::Program().Run(argc, argv); }
