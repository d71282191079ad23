#pragma once

#include "api/services.h"
#include "client/remote_athena.h"
#include "client/remote_cloudwatch.h"
#include "client/remote_firehose.h"
#include "client/remote_glue.h"
#include "client/remote_iam.h"
#include "client/remote_kms.h"
#include "client/remote_lakeformation.h"
#include "client/remote_logs.h"
#include "client/remote_organizations.h"
#include "client/remote_ram.h"
#include "client/remote_s3.h"
#include "client/remote_s3tables.h"
#include "client/remote_sts.h"
#include "client/remote_tagging.h"

namespace firn::client {

// Every service at the far end of one connection, which outlives it. Threads: any.
class RemoteServices {
 public:
  explicit RemoteServices(Connection& connection)
      : sts_(connection),
        iam_(connection),
        s3_(connection),
        s3tables_(connection),
        glue_(connection),
        lake_formation_(connection),
        firehose_(connection),
        athena_(connection),
        cloudwatch_(connection),
        logs_(connection),
        kms_(connection),
        tagging_(connection),
        ram_(connection),
        organizations_(connection),
        set_{sts_,        iam_,  s3_,  s3tables_, glue_, lake_formation_, firehose_, athena_,
             cloudwatch_, logs_, kms_, tagging_,  ram_,  organizations_} {}
  RemoteServices(const RemoteServices&) = delete;
  RemoteServices& operator=(const RemoteServices&) = delete;

  const api::Services& set() const { return set_; }

 private:
  RemoteSts sts_;
  RemoteIam iam_;
  RemoteS3 s3_;
  RemoteS3Tables s3tables_;
  RemoteGlue glue_;
  RemoteLakeFormation lake_formation_;
  RemoteFirehose firehose_;
  RemoteAthena athena_;
  RemoteCloudWatch cloudwatch_;
  RemoteLogs logs_;
  RemoteKms kms_;
  RemoteTagging tagging_;
  RemoteRam ram_;
  RemoteOrganizations organizations_;
  api::Services set_;
};

}  // namespace firn::client
