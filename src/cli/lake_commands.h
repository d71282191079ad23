#pragma once

#include <string>

#include "cli/site.h"

// plan, deploy, status, destroy and send-test-record: the converger on the command line. Each
// prints for people, or one JSON document with --json, and returns an exit code.
namespace firn::cli {

struct LakeOptions {
  TargetOptions target;
  std::string file = "lakes/otlp.yaml";
  std::string environment = "dev";
  bool json = false;
  bool detailed_exit_code = false;
  bool force = false;
};

int Plan(const LakeOptions& options);
int Deploy(const LakeOptions& options);
int Status(const LakeOptions& options);
int Destroy(const LakeOptions& options);

struct TestRecordOptions {
  TargetOptions target;
  std::string name;  // "otlp2pipeline-prod"
  std::string table = "all";
  std::string database = "default";
  int limit_s = 600;
  bool json = false;
};
int SendTestRecord(const TestRecordOptions& options);

// Deploys a lake into services at hand, with progress; what `up` and `deploy` share.
Result<int> DeployInto(const converge::Site& site, bool json);

// The lake file's text, parsed; messages begin with the file's name.
Result<converge::LakeSpec> ReadLake(const std::string& path);

}  // namespace firn::cli
