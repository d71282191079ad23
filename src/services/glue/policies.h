#pragma once

#include <string>

#include "api/glue.h"
#include "authz/facts.h"
#include "authz/policy.h"
#include "state/table.h"

namespace firn::services::glue {

struct PolicyRecord {
  std::string arn;
  std::string document;
  std::string hash;
  Time created;
  Time updated;
};
template <class A>
void Describe(A& a, PolicyRecord& r) {
  a("arn", r.arn);
  a("document", r.document);
  a("hash", r.hash);
  a("created", r.created);
  a("updated", r.updated);
}

std::string PolicyPrefix(const AccountId& account, const Region& region);
std::string PolicyKey(const AccountId& account, const Region& region, std::string_view arn);
std::string PolicyHash(std::string_view document);
std::string CatalogArn(const api::Call& call, const AccountId& account);

// Whose policy a request means: the Data Catalog's, or that of one object of the caller's account
// and Region. InvalidInputException for any other ARN.
Result<std::string> PolicyTarget(const api::Call& call, const std::optional<std::string>& arn);

// The policies that bear on an object of the Data Catalog: the catalog's own and the object's.
// Threads: any.
class ResourcePolicies final : public authz::ResourceFacts {
 public:
  explicit ResourcePolicies(const state::Store& store) : store_(store) {}
  Result<std::optional<authz::ResourceRecord>> RecordOf(std::string_view arn) const override;

 private:
  const state::Store& store_;
};

}  // namespace firn::services::glue
