#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/firehose.h"
#include "base/result.h"

namespace firn::format {
class Json;
}

namespace firn::services::firehose {

// Where a record goes. With a problem it goes nowhere but into the error bucket.
struct Route {
  std::string database;
  std::string table;
  std::string problem_code;
  std::string problem;
};

// Decides the table of each record of a stream: what the JQ query of a MetadataExtraction processor
// says, and where it says nothing the one table of the configuration (aws.md 5.3).
//
// The query makes an object of destinationDatabaseName, destinationTableName and operation, each a
// text in quotes or the path of a member: {destinationDatabaseName: "shop", destinationTableName:
// .meta.table}.
class Router {
 public:
  // InvalidArgumentException when records would find no table, NotImplemented naming what JQ can
  // and this cannot.
  static Result<Router> Of(const api::firehose::IcebergDestinationConfiguration& destination);

  // The same table for every record: they need not be looked into.
  bool is_fixed() const { return !reads_records_; }
  Route Fixed() const { return {database_, table_, {}, {}}; }
  Route For(std::string_view record) const;

 private:
  // A constant, or the members that lead to a text.
  struct Term {
    std::optional<std::string> constant;
    std::vector<std::string> path;
  };
  class Parser;
  static std::optional<std::string> Evaluate(const Term& term, const format::Json& document);

  bool reads_records_ = false;
  std::string database_;  // of the one configured table
  std::string table_;
  std::optional<Term> database_term_;
  std::optional<Term> table_term_;
  std::optional<Term> operation_term_;
};

// The table as the configuration lists it, with its error prefix; made up when it is not listed.
api::firehose::DestinationTableConfiguration TableConfigurationOf(
    const api::firehose::IcebergDestinationConfiguration& destination, const Route& route);

}  // namespace firn::services::firehose
