#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/s3tables.h"
#include "authz/gate.h"
#include "iceberg/rest_protocol.h"
#include "services/s3tables/s3tables.h"
#include "wire/http.h"

namespace firn::services::s3tables {

enum class PurgePolicy {
  kRequired,  // as AWS: a drop without purgeRequested=true is refused
  kOptional,  // a drop purges whatever it says, since several engines cannot ask for it
};

// What a request is about: a namespace, or a table in it.
struct Subject {
  std::string space;
  std::string table;
};

// The Iceberg REST endpoint of S3 Tables (S3 user guide, "Accessing tables using the Amazon S3
// Tables Iceberg REST endpoint"): its documented calls with their IAM actions, and its refusals.
// Threads: any.
class IcebergRest {
 public:
  // `tables` is the service as callers see it, which authorizes; `state` is what lies behind it.
  IcebergRest(api::S3Tables& tables, S3Tables& state, authz::Gate& gate, PurgePolicy purge)
      : tables_(tables), state_(state), gate_(gate), purge_(purge) {}

  // Answers a request whose path begins with /iceberg/.
  wire::HttpResponse Handle(const api::Call& call, const wire::HttpRequest& request);

 private:
  // A request taken apart: /iceberg/v1/<bucket>/<rest...>, decoded.
  struct Request {
    std::string method;
    std::string bucket_arn;
    std::vector<std::string> rest;
    const wire::HttpRequest* http = nullptr;

    Subject subject() const;
  };
  using Answer = iceberg::rest::Answer;

  Result<Answer> Dispatch(const api::Call& call, const wire::HttpRequest& http);
  Result<Answer> Config(const api::Call& call, const wire::HttpRequest& http);
  Result<Answer> DispatchNamespaces(const api::Call& call, const Request& request);
  Result<Answer> DispatchTables(const api::Call& call, const Request& request);

  Result<Answer> ListNamespaces(const api::Call& call, const Request& request);
  Result<Answer> CreateNamespace(const api::Call& call, const Request& request);
  Result<Answer> GetNamespace(const api::Call& call, const Request& request);
  Result<Answer> DropNamespace(const api::Call& call, const Request& request);
  Result<Answer> ListTables(const api::Call& call, const Request& request);
  Result<Answer> CreateTable(const api::Call& call, const Request& request);
  Result<Answer> LoadTable(const api::Call& call, const Request& request);
  Result<Answer> TableExists(const api::Call& call, const Request& request);
  Result<Answer> CommitTable(const api::Call& call, const Request& request);
  Result<Answer> DropTable(const api::Call& call, const Request& request);
  Result<Answer> RenameTable(const api::Call& call, const Request& request);

  Result<Answer> Loaded(const api::Call& call, const Request& request, std::string_view name);

  api::S3Tables& tables_;
  S3Tables& state_;
  authz::Gate& gate_;
  PurgePolicy purge_;
};

// What a failure of the S3 Tables operations becomes in Iceberg's names and words; others pass as
// they are.
enum class Clash {
  kCommit,     // a conflict is a commit that somebody else was faster than
  kCreation,   // a conflict is the table that is made, what is missing its namespace
  kExistence,  // a conflict is the subject itself
  kContent,    // a conflict is what still lies in the namespace
};
Error InIcebergWords(Error error, const Subject& subject, Clash clash);

}  // namespace firn::services::s3tables
