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
#include "services/athena/statement.h"
#include "services/athena/work_groups.h"
#include "sys/clock.h"
#include "sys/random.h"
#include "sys/thread.h"

namespace firn::services::athena {

// Finds the files of a table in S3 Tables, by the table's ARN; the caller has decided who may read
// it.
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
  state::Store& store;
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
  std::string work_group;
  ResultPlace place;
  std::optional<int64_t> scanned_bytes_max;  // more fail the statement
  Statement statement;
  std::string sql;                     // what the engine is given
  std::vector<std::string> arguments;  // for its question marks
  api::athena::QueryExecutionStatus status;
  Time submitted;
  Time begun;
  Duration queue_time{};
  Duration planning_time{};
  Duration engine_time{};  // with planning
  Duration service_time{};
  int64_t scanned_bytes = 0;
  std::string
      output_object;  // "s3://bucket/prefix/<id>.csv"; empty when the service keeps the result
  bool stop_asked = false;
  std::shared_ptr<const columnar::QueryResult> result;
};

// SQL over the tables the caller may read, with Athena's API and the embedded engine's dialect.
// Executions and their results live in memory, the oldest forgotten first; with an output location
// the result is also an object there. Work groups, catalogs, named queries and prepared statements
// are durable. Threads: any.
class Athena {
 public:
  explicit Athena(Dependencies dependencies) : with(std::move(dependencies)) {}

  // The id of the new execution, or of the one that the same client's token started before.
  // InvalidRequestException for what can be told before it runs.
  Result<std::string> Start(const api::Call& call,
                            const api::athena::StartQueryExecutionInput& input);
  // InvalidRequestException when there is no such execution in the caller's account.
  Result<Execution> Find(const api::Call& call, const std::string& id) const;
  // Ids of a work group's executions, the newest first.
  std::vector<std::string> List(const api::Call& call, const std::string& work_group) const;
  Result<void> Stop(const api::Call& call, const std::string& id);
  // Ends what runs and what will: the process is about to end, and nobody is left to ask for results.
  void StopAll() { stopping_ = true; }
  // Forgets what ran in a work group that goes away.
  void Forget(const api::Call& call, const std::string& work_group);
  // The ARN of the work group that an execution ran in; of the primary one when there is no such
  // execution.
  std::string WorkGroupArnOf(const api::Call& call, const std::string& id) const;

  const Dependencies with;

 private:
  Result<Execution> Prepare(const api::Call& call,
                            const api::athena::StartQueryExecutionInput& input) const;
  // The execution's id, or that of the one that the same client's token began.
  Result<std::string> Remember(Execution execution);
  void Run(const std::string& id);
  Result<columnar::QueryResult> Execute(Execution& execution) const;
  Result<columnar::QueryResult> Query(Execution& execution) const;
  Result<TableFiles::Found> Resolve(const Execution& execution,
                                    const columnar::TableName& name) const;
  Result<void> MayRead(const api::Call& call, const api::glue::Table& table,
                       const std::string& table_arn) const;
  Result<void> WriteOutput(const Execution& execution, const columnar::QueryResult& result) const;
  bool StopAsked(const std::string& id) const;

  std::atomic<bool> stopping_ = false;
  mutable columnar::QueryEngine engine_;
  mutable sys::Mutex mutex_;  // guards what follows
  std::map<std::string, Execution> executions_;
  std::list<std::string> order_;  // oldest first
  struct Started {
    std::string id;
    std::string request;
  };
  std::map<std::string, Started> tokens_;  // by account, region and client's token
};

}  // namespace firn::services::athena
