#pragma once

#include "services/lakeformation/lakeformation.h"
#include "services/organizations/organizations.h"
#include "services/ram/ram.h"
#include "services/sts/sts.h"

// What Lake Formation and Resource Access Manager ask of each other and of others. Threads: any.
namespace firn::server {

// Grants to other accounts as shares of Resource Access Manager.
class ShareAdapter final : public services::lakeformation::Shares {
 public:
  explicit ShareAdapter(services::ram::Ram& ram) : ram_(ram) {}
  Result<void> Add(const api::Call& call, const std::string& thing_arn,
                   const std::string& principal) override;
  Result<void> Remove(const api::Call& call, const std::string& thing_arn,
                      const std::string& principal) override;
  Result<std::optional<Share>> Find(const std::string& thing_arn,
                                    const std::string& principal) const override;

 private:
  services::ram::Ram& ram_;
};

// Whether what is shared exists: only the Data Catalog's things are the lake's own.
class SharedResources final : public services::ram::Resources {
 public:
  explicit SharedResources(services::lakeformation::Catalogs& catalogs) : catalogs_(catalogs) {}
  Result<std::optional<bool>> Exists(const api::Call& call, const Arn& arn) override;

 private:
  services::lakeformation::Catalogs& catalogs_;
};

// The organizations of accounts, as Resource Access Manager sees them.
class KinshipAdapter final : public services::ram::Organizations {
 public:
  explicit KinshipAdapter(services::organizations::Organizations& organizations)
      : organizations_(organizations) {}
  Result<Kinship> KinshipOf(const AccountId& account, const AccountId& other) override;
  Result<bool> Knows(const Arn& arn) override;
  Result<void> Trust(const api::Call& call) override;

 private:
  services::organizations::Organizations& organizations_;
};

// Sessions of registered roles, opened as Lake Formation.
class VendorAdapter final : public services::lakeformation::Vendor {
 public:
  explicit VendorAdapter(services::sts::Sts& sts) : sts_(sts) {}
  Result<services::lakeformation::Vended> Vend(const api::Call& call, const std::string& role_arn,
                                               const std::string& policy,
                                               std::chrono::seconds duration) override;

 private:
  services::sts::Sts& sts_;
};

}  // namespace firn::server
