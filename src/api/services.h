#pragma once

namespace firn::api {

class Sts;
class Iam;
class S3;
class S3Tables;
class Glue;
class LakeFormation;
class Firehose;
class Athena;
class CloudWatch;
class Logs;
class Kms;
class Tagging;
class Ram;
class Organizations;

// Every service as one set: the embedded lake's own, or their remote counterparts.
struct Services {
  Sts& sts;
  Iam& iam;
  S3& s3;
  S3Tables& s3tables;
  Glue& glue;
  LakeFormation& lake_formation;
  Firehose& firehose;
  Athena& athena;
  CloudWatch& cloudwatch;
  Logs& logs;
  Kms& kms;
  Tagging& tagging;
  Ram& ram;
  Organizations& organizations;
};

}  // namespace firn::api
