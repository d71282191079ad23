#include "cli/lake_commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "cli/exit_code.h"
#include "converge/query.h"
#include "converge/run.h"
#include "converge/test_record.h"
#include "format/json.h"
#include "sys/disk.h"

namespace firn::cli {
namespace {

using converge::Action;
using converge::Change;
using converge::Moment;
using format::Json;

// A lake file applied to an environment at an endpoint.
struct Opened {
  std::unique_ptr<Remote> remote;
  converge::LakeSpec lake;
  converge::LakeNames names;
  Remote::Identity caller;
};

Result<std::unique_ptr<Opened>> Open(const LakeOptions& options) {
  auto opened = std::make_unique<Opened>();
  FIRN_TRY(opened->lake, ReadLake(options.file));
  TargetOptions target = options.target;
  if (target.region.empty()) target.region = opened->lake.region;
  FIRN_TRY(opened->remote, Remote::Open(target));
  FIRN_TRY(opened->caller, opened->remote->WhoAmI());
  FIRN_TRY(opened->names, converge::NamesOf(opened->lake, options.environment,
                                            opened->caller.account, opened->remote->region()));
  return opened;
}

converge::Site SiteOf(Opened& opened) {
  Remote& remote = *opened.remote;
  return {remote.services(), opened.lake,
          opened.names,      opened.caller.account,
          remote.region(),   opened.caller.iam_arn,
          remote.clock(),    remote.pause(),
          remote.random(),   [&remote] { return remote.Call(); }};
}

const char* Sign(Action action) {
  switch (action) {
    case Action::kNone: return " ";
    case Action::kCreate: return "+";
    case Action::kUpdate: return "~";
    case Action::kReplace: return "!";
    case Action::kDelete: return "-";
    case Action::kKeep: return "=";
    case Action::kDiffer: return "?";
  }
  return " ";
}

void PrintChange(const Change& change) {
  fmt::print("  {} {:<28} {}{}\n", Sign(change.action), change.resource,
             converge::ActionName(change.action),
             change.reason.empty() ? "" : ": " + change.reason);
}

Json JsonOf(const converge::Outcome& outcome) {
  Json changes(Json::Array{});
  for (const Change& change : outcome.changes) {
    Json entry(Json::Object{});
    entry.Set("resource", change.resource);
    entry.Set("action", converge::ActionName(change.action));
    entry.Set("reason", change.reason);
    changes.Append(std::move(entry));
  }
  Json document(Json::Object{});
  document.Set("version", 1);
  document.Set("changes", std::move(changes));
  return document;
}

void PrintOutcome(const converge::Outcome& outcome, bool json) {
  if (json) {
    fmt::print("{}", JsonOf(outcome).PrettyText());
    return;
  }
  for (const Change& change : outcome.changes) {
    if (change.action != Action::kNone) PrintChange(change);
  }
}

// What waits for a person, as the end of a sentence's first part.
std::string Differing(const converge::Outcome& outcome) {
  return outcome.differing() == 0
             ? ""
             : fmt::format(", {} left for you to decide ('?')", outcome.differing());
}

// Progress on standard error, so that --json leaves standard output to the document.
converge::Progress ProgressLines() {
  return [](const Change& change, Moment moment, Duration elapsed) {
    const double seconds = static_cast<double>(elapsed.count()) / 1e6;
    const std::string what = change.resource;
    switch (moment) {
      case Moment::kActing:
        fmt::print(stderr, "  {} {:<28} {} ({})\n", Sign(change.action), what,
                   converge::ActionName(change.action), change.reason);
        break;
      case Moment::kSettling: break;
      case Moment::kDone: fmt::print(stderr, "    {:<28} done in {:.2f} s\n", what, seconds); break;
      case Moment::kUnchanged:
        if (change.action == Action::kKeep)
          fmt::print(stderr, "  = {:<28} kept: {}\n", what, change.reason);
        if (change.action == Action::kDiffer)
          fmt::print(stderr, "  ? {:<28} differs: {}\n", what, change.reason);
        break;
      case Moment::kFailed:
        fmt::print(stderr, "  x {:<28} failed after {:.2f} s\n", what, seconds);
        break;
    }
    std::fflush(stderr);
  };
}

std::string Where(const Opened& opened) {
  return opened.remote->endpoint().empty()
             ? fmt::format("account {} in {}", opened.caller.account.text(),
                           opened.remote->region().text())
             : fmt::format("{} (account {}, {})", opened.remote->endpoint(),
                           opened.caller.account.text(), opened.remote->region().text());
}

}  // namespace

Result<converge::LakeSpec> ReadLake(const std::string& path) {
  sys::SystemDisk disk;
  auto text = disk.ReadAll(path);
  if (!text && text.error().kind == Kind::kNotFound)
    return Fail(Kind::kInvalid, path + ": no such lake file");
  if (!text) return Fail(std::move(text).error());
  auto lake = converge::ParseLake(*text);
  if (!lake) return Within(path, std::move(lake).error());
  return lake;
}

int Plan(const LakeOptions& options) {
  auto opened = Open(options);
  if (!opened) return Report(opened.error());
  const auto outcome = converge::Plan(SiteOf(**opened));
  if (!outcome) return Report(outcome.error());
  PrintOutcome(*outcome, options.json);
  if (!options.json) {
    fmt::print("{} to change{} of {} resources of {} at {}.\n", outcome->acted(),
               Differing(*outcome), outcome->changes.size(), (*opened)->names.base,
               Where(**opened));
  }
  return options.detailed_exit_code && outcome->acted() + outcome->differing() > 0 ? kDrift : kDone;
}

Result<int> DeployInto(const converge::Site& site, bool json) {
  FIRN_TRY(const auto outcome, converge::Deploy(site, ProgressLines()));
  if (json) {
    PrintOutcome(outcome, true);
  } else if (outcome.differing() > 0) {
    fmt::print("{} changed{}.\n", outcome.acted(), Differing(outcome));
  } else if (outcome.acted() == 0) {
    fmt::print("Nothing to change: all {} resources of {} are as the lake file says.\n",
               outcome.changes.size(), site.names.base);
  } else {
    fmt::print("{} changed, {} already as the lake file says.\n", outcome.acted(),
               outcome.changes.size() - outcome.acted());
  }
  return int{outcome.differing() > 0 ? kDrift : kDone};
}

int Deploy(const LakeOptions& options) {
  auto opened = Open(options);
  if (!opened) return Report(opened.error());
  fmt::print(stderr, "Deploying {} to {}\n", (*opened)->names.base, Where(**opened));
  const auto code = DeployInto(SiteOf(**opened), options.json);
  return code ? *code : Report(code.error());
}

int Status(const LakeOptions& options) {
  auto opened = Open(options);
  if (!opened) return Report(opened.error());
  const auto outcome = converge::Plan(SiteOf(**opened));
  if (!outcome) return Report(outcome.error());
  if (options.json) {
    PrintOutcome(*outcome, true);
  } else {
    for (const Change& change : outcome->changes) {
      fmt::print("  {} {:<28} {}\n", change.action == Action::kNone ? "ok" : "!!", change.resource,
                 change.action == Action::kNone ? "as the lake file says" : change.reason);
    }
  }
  return outcome->acted() + outcome->differing() > 0 ? kDrift : kDone;
}

int Destroy(const LakeOptions& options) {
  auto opened = Open(options);
  if (!opened) return Report(opened.error());
  const converge::Site site = SiteOf(**opened);
  if (!options.force) {
    const auto planned = converge::PlanDestroy(site);
    if (!planned) return Report(planned.error());
    PrintOutcome(*planned, options.json);
    fmt::print(
        stderr,
        "Nothing was removed. Add --force to remove what is marked '-', with all data in it.\n");
    return kWrongUsage;
  }
  fmt::print(stderr, "Destroying {} at {}\n", (*opened)->names.base, Where(**opened));
  const auto outcome = converge::Destroy(site, ProgressLines());
  if (!outcome) return Report(outcome.error());
  if (options.json)
    PrintOutcome(*outcome, true);
  else
    fmt::print("{} removed.\n", outcome->acted());
  return kDone;
}

int SendTestRecord(const TestRecordOptions& options) {
  auto remote = Remote::Open(options.target);
  if (!remote) return Report(remote.error());
  const auto caller = (*remote)->WhoAmI();
  if (!caller) return Report(caller.error());
  std::vector<std::string> streams{options.table};
  if (options.table == "all") streams = {"logs", "traces", "sum", "gauge"};
  const auto call = [&] { return (*remote)->Call(); };
  // All are sent before the first is waited for, so that their buffering intervals pass together.
  std::vector<converge::TestRecordRequest> requests;
  std::vector<converge::TestRecordResult> results;
  for (const std::string& stream : streams) {
    auto& request = requests.emplace_back();
    request.lake_base = options.name;
    request.stream = stream;
    request.catalog = "s3tablescatalog/" + options.name;
    request.database = options.database;
    // Athena on AWS needs a place for results; the embedded lake keeps them itself.
    if ((*remote)->endpoint().empty()) {
      request.output_location = "s3://" + options.name + "-errors-" + caller->account.text() + "-" +
                                (*remote)->region().text() + "/athena/";
    }
    request.limit = std::chrono::seconds(options.limit_s);
    auto sent = converge::SendTestRecord((*remote)->services(), call, (*remote)->clock(),
                                         (*remote)->random(), request);
    if (!sent) return Report(sent.error());
    fmt::print(stderr, "  {}: accepted, waiting until it can be read back\n", sent->stream);
    results.push_back(*std::move(sent));
  }
  Json records(Json::Array{});
  for (size_t i = 0; i < results.size(); ++i) {
    const auto read = converge::WaitForTestRecord((*remote)->services(), call, (*remote)->clock(),
                                                  (*remote)->pause(), requests[i], results[i]);
    if (!read) return Report(read.error());
    const double seconds = static_cast<double>(results[i].readable.count()) / 1e6;
    if (!options.json) {
      fmt::print(
          "{}: sent and read back after {:.1f} s; the row stays, with service_instance_id {}\n",
          results[i].stream, seconds, results[i].mark);
    }
    Json entry(Json::Object{});
    entry.Set("stream", results[i].stream);
    entry.Set("mark", results[i].mark);
    entry.Set("seconds", seconds);
    records.Append(std::move(entry));
  }
  if (options.json) {
    Json document(Json::Object{});
    document.Set("version", 1);
    document.Set("records", std::move(records));
    fmt::print("{}", document.PrettyText());
  }
  return kDone;
}

}  // namespace firn::cli
