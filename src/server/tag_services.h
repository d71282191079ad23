#pragma once

#include <vector>

#include "services/cloudwatch/cloudwatch.h"
#include "services/kms/kms.h"
#include "services/logs/logs.h"
#include "services/tagging/tagging.h"

namespace firn::api {
class CloudWatch;
class Firehose;
class Glue;
class Kms;
class Logs;
class S3;
class S3Tables;
}  // namespace firn::api

namespace firn::server {

// Whom the tagging API asks. Services come as everybody reaches them, behind the gate, and where listing goes through
// them as well, once more without it: GetResources needs no right but its own.
struct TagSources {
  const services::kms::Kms& kms_state;
  const services::logs::Logs& logs_state;
  const services::cloudwatch::CloudWatch& cloudwatch_state;
  api::Kms& kms;
  api::Logs& logs;
  api::CloudWatch& cloudwatch;
  api::S3& s3;
  api::S3& open_s3;
  api::S3Tables& s3tables;
  api::S3Tables& open_s3tables;
  api::Glue& glue;
  api::Glue& open_glue;
  api::Firehose& firehose;
  api::Firehose& open_firehose;
};

// The sources outlive what is made of them.
std::vector<services::tagging::TaggedService> TaggedServicesOf(const TagSources& sources);

}  // namespace firn::server
