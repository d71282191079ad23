#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace firn::converge {

// Who decides about access: IAM policies alone, or Lake Formation grants on top of them.
enum class AccessMode { kIam, kLakeFormation };

// A column of a table. `type` is an Iceberg primitive type: "string", "timestamp", "decimal(10,2)".
struct ColumnSpec {
  std::string name;
  std::string type;
  bool required = false;
  std::string doc;
  bool operator==(const ColumnSpec&) const = default;
};

// One term of a partition: day(timestamp) is {"day", "timestamp", "timestamp_day"}.
struct PartitionSpecField {
  std::string transform;
  std::string column;
  std::string name;
  bool operator==(const PartitionSpecField&) const = default;
};

struct TableSpec {
  std::string name;
  std::vector<ColumnSpec> columns;
  std::vector<PartitionSpecField> partition;
  std::map<std::string, std::string> properties;
};

struct StreamSpec {
  std::string name;         // within the lake: "logs"
  std::string table;
  bool append_only = true;
  int buffer_size_mb = 5;       // 1 to 128
  int buffer_interval_s = 300;  // 0 to 900
  int retry_s = 300;            // 0 to 7200
};

// Rights for somebody beside the lake's own roles; Lake Formation mode only.
struct GrantSpec {
  std::string principal;                  // an ARN
  std::string table;                      // empty: the database itself
  std::vector<std::string> permissions;   // "SELECT", "DESCRIBE", …
};

// A lake file, read and checked, before an environment gives it names.
struct LakeSpec {
  std::string lake;
  std::string region;  // empty: the caller's
  AccessMode access = AccessMode::kIam;
  std::string namespace_name = "default";
  std::vector<TableSpec> tables;
  std::vector<StreamSpec> streams;
  std::vector<GrantSpec> grants;
  std::vector<std::string> admins;  // Lake Formation administrators to add; never removes one
  std::string error_prefix = "errors/";
  int log_retention_days = 7;
  std::map<std::string, std::string> tags;
};

// Reads a lake file. Unknown keys are errors with the nearest valid key; every message names line and column.
Result<LakeSpec> ParseLake(std::string_view yaml);

// The columns of a built-in schema such as "otlp/logs"; kNotFound names the ones there are.
Result<std::vector<ColumnSpec>> BuiltInSchema(std::string_view name);

// The names an environment derives. All of them begin with "<lake>-<env>".
struct LakeNames {
  std::string base;           // "otlp2pipeline-prod"
  std::string table_bucket;
  std::string error_bucket;   // "<base>-errors-<account>-<region>"
  std::string role;           // "<base>-firehose"
  std::string log_group;      // "/aws/kinesisfirehose/<base>"
  std::string table_bucket_arn;
  std::string role_arn;
  std::string catalog_id;     // "<account>:s3tablescatalog/<table bucket>"
  std::string catalog_arn;

  std::string StreamName(const StreamSpec& stream) const { return base + "-" + stream.name; }
};

// kInvalid when a derived name breaks AWS's rules for it (length, letters), naming the lake or environment to shorten.
Result<LakeNames> NamesOf(const LakeSpec& lake, std::string_view environment, const AccountId& account,
                          const Region& region);

}  // namespace firn::converge
