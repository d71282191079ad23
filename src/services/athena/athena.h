#pragma once

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/athena.h"
#include "api/glue.h"
#include "api/s3.h"
#include "authz/gate.h"
#include "columnar/query.h"
#include "columnar/table_source.h"
#include "sys/clock.h"
#include "sys/random.h"
#include "sys/thread.h"

namespace firn::services::athena {

// Finds the files of a table in S3 Tables, by the table's ARN; the caller has decided who may read it.
class TableFiles {
 public:
  virtual ~TableFiles() = default;
  struct Found {
    columnar::TableSource source;  // catalog, schema and table names are the caller's to fill in
    int64_t bytes = 0;             // of its data files
  };
  // Columns and data files of the current snapshot.
  virtual Result<Found> SourceOf(const api::Call& call, const std::string& table_arn) = 0;
};

// Runs work on a thread of the server's.
using Executor = std::function<void(std::function<void()>)>;

struct Dependencies {
  api::Glue& glue;
  api::S3& s3;
  authz::Gate& gate;
  TableFiles& files;
  const sys::Clock& clock;
  sys::Random& random;
  Executor execute;
};

// One statement on its way from submission to its result.
struct Execution {
  api::Call call;
  api::athena::StartQueryExecutionInput input;
  std::string id;
  api::athena::QueryExecutionStatus status;
  Time begun;
  Duration engine_time{};
  int64_t scanned_bytes = 0;
  std::string output_object;  // "s3://bucket/prefix/<id>.csv"; empty without an output location
  bool stop_asked = false;
  std::shared_ptr<const columnar::QueryResult> result;
};

// SQL over the tables the caller may read, with Athena's API and the embedded engine's dialect. Executions and their
// results live in memory, the oldest forgotten first; with an output location the result is also an object there.
// Threads: any.
class Athena {
 public:
  explicit Athena(Dependencies dependencies) : with_(std::move(dependencies)) {}

  std::string Start(const api::Call& call, const api::athena::StartQueryExecutionInput& input);
  // InvalidRequestException when there is no such execution in the caller's account.
  Result<Execution> Find(const api::Call& call, const std::string& id) const;
  Result<void> Stop(const api::Call& call, const std::string& id);
  // Ends what runs and what will: the process is about to end, and nobody is left to ask for results.
  void StopAll() { stopping_ = true; }

 private:
  void Run(const std::string& id);
  Result<columnar::QueryResult> Execute(const Execution& execution, int64_t& scanned_bytes);
  Result<TableFiles::Found> Resolve(const Execution& execution, const columnar::TableName& name) const;
  Result<void> MayRead(const api::Call& call, const api::glue::Table& table, const std::string& table_arn) const;
  Result<void> WriteOutput(const Execution& execution, const columnar::QueryResult& result);
  bool StopAsked(const std::string& id) const;

  Dependencies with_;
  columnar::QueryEngine engine_;
  std::atomic<bool> stopping_ = false;
  mutable sys::Mutex mutex_;  // guards what follows
  std::map<std::string, Execution> executions_;
  std::list<std::string> order_;  // oldest first
};

// The ARN that work groups are authorized by.
std::string WorkGroupArn(const api::Call& call, const std::optional<std::string>& name);

}  // namespace firn::services::athena
