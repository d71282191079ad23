#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/athena/athena.h"
#include "services/firehose/firehose.h"
#include "services/glue/glue.h"
#include "services/iam/iam.h"
#include "services/lakeformation/lakeformation.h"
#include "services/s3tables/s3tables.h"
#include "services/sts/sts.h"

// Where one service needs something of another that is no AWS operation, it names an interface; these answer them over
// the services' states. Threads: any.
namespace firn::server {

// Tables in S3 Tables for whoever reads or moves their metadata.
class TableAdapter final : public services::glue::TableSchemas,
                           public services::firehose::TableCommitter,
                           public services::athena::TableFiles {
 public:
  TableAdapter(services::s3tables::S3Tables& tables, objects::ObjectStore& objects)
      : tables_(tables), objects_(objects) {}

  Result<iceberg::Schema> CurrentSchema(const api::Call& call, const std::string& table_bucket_arn,
                                        const std::string& namespace_name, const std::string& table) override;

  Result<std::shared_ptr<const iceberg::TableMetadata>> Load(const api::Call& call,
                                                             const services::firehose::TablePlace& place) override;
  Result<void> Commit(const api::Call& call, const services::firehose::TablePlace& place,
                      const iceberg::TableChange& change,
                      const std::function<void(state::Transaction&)>& alongside) override;

  Result<Found> SourceOf(const api::Call& call, const std::string& table_arn) override;

 private:
  Result<std::string> ReadObject(const std::string& location) const;
  Result<std::string> LocalPath(const std::string& location, uint64_t* size) const;

  services::s3tables::S3Tables& tables_;
  objects::ObjectStore& objects_;
};

// What Lake Formation asks about catalogs. Constructed before Glue, which itself needs a gate that asks Lake Formation.
class CatalogAdapter final : public services::lakeformation::Catalogs {
 public:
  void Connect(services::glue::Glue& glue, api::Glue& service) {
    glue_ = &glue;
    service_ = &service;
  }
  Result<bool> IsLakeFormationMode(const AccountId& account, const std::string& region,
                                   const std::string& catalog_id) override;
  Result<std::optional<services::lakeformation::CatalogObject>> FindObject(
      const std::string& region, const authz::LakeResource& object) override;
  Result<std::optional<std::string>> FindPartition(const std::string& region,
                                                   const authz::LakeResource& table,
                                                   const std::vector<std::string>& values) override;
  Result<std::vector<std::string>> ListObjects(const std::string& region,
                                               const authz::LakeResource& container) override;

 private:
  Result<api::Call> CallFor(const std::string& account, const std::string& region) const;

  services::glue::Glue* glue_ = nullptr;
  api::Glue* service_ = nullptr;
};

class IdentityAdapter final : public services::lakeformation::Identities {
 public:
  explicit IdentityAdapter(services::iam::Iam& iam) : iam_(iam) {}
  Result<bool> Exists(std::string_view arn) override;

 private:
  services::iam::Iam& iam_;
};

// Roles that services act in.
class RoleAdapter final : public services::firehose::RoleAssumer, public services::firehose::DataAccess {
 public:
  RoleAdapter(services::sts::Sts& sts, services::lakeformation::LakeFormation& lake_formation)
      : sts_(sts), lake_formation_(lake_formation) {}
  Result<authz::Principal> AssumeForFirehose(const api::Call& call, const std::string& role_arn,
                                             const std::string& stream_arn) override;
  Result<authz::Principal> PrincipalFor(const api::Call& call, const std::string& table_bucket_arn) override;

 private:
  services::sts::Sts& sts_;
  services::lakeformation::LakeFormation& lake_formation_;
};

// Lets everything pass: for calls between services whose callers were authorized at the door.
class OpenGate final : public authz::Gate {
 public:
  Result<void> Authorize(const authz::Principal&, const authz::Circumstances&, const authz::Needs&) override {
    return {};
  }
  Result<void> AuthorizeLake(const authz::Principal&, const authz::LakeNeed&) override { return {}; }
};

}  // namespace firn::server
