#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "authz/fact_gate.h"
#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/ops.h"
#include "sys/disk.h"
#include "sys/testing/temp_directory.h"

// A Lake Formation over a store of its own, with catalogs, identities and shares that tests set.
namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

inline const AccountId kOurs = *AccountId::Parse("111122223333");
inline const AccountId kTheirs = *AccountId::Parse("444455556666");
inline constexpr char kRole[] = "arn:aws:iam::111122223333:role/team/reader";
inline constexpr char kOther[] = "arn:aws:iam::111122223333:role/other";
inline constexpr char kForeign[] = "arn:aws:iam::444455556666:role/guest";
inline constexpr char kBucket[] = "111122223333:s3tablescatalog/b";
inline constexpr char kBuckets[] = "arn:aws:s3tables:us-east-1:111122223333:bucket/*";
inline constexpr char kRegion[] = "us-east-1";
using Words = std::vector<std::string>;

class AllowAll final : public authz::Gate {
 public:
  authz::Needs asked;
  Result<void> Authorize(const authz::Principal&, const authz::Circumstances&,
                         const authz::Needs& needs) override {
    asked = needs;
    return {};
  }
  Result<void> AuthorizeLake(const authz::Principal&, const authz::LakeNeed&) override {
    return {};
  }
};

class Fakes final : public Catalogs,
                    public Identities,
                    public Shares,
                    public Vendor,
                    public authz::IdentityFacts {
 public:
  bool governed = true;
  bool mounted = true;
  std::string actions = "*";

  Result<bool> IsLakeFormationMode(const AccountId&, const std::string&,
                                   const std::string&) override {
    if (!mounted) return Fail(Kind::kNotFound, "no mount");
    return governed;
  }
  Result<std::optional<CatalogObject>> FindObject(const std::string&,
                                                  const authz::LakeResource& object) override {
    std::optional<CatalogObject> found;
    const bool link = object.database == "link";
    if (object.database != "ns" && !link) return found;
    if (!object.table.empty() && object.table != "t" && object.table != "tlink") return found;
    found.emplace();
    found->link = object.table.empty() ? link : object.table == "tlink";
    if (object.table == "t") {
      found->columns = {"id", "n"};
      found->location = "s3://data/ns/t";
    }
    return found;
  }
  Result<std::optional<std::string>> FindPartition(
      const std::string&, const authz::LakeResource&,
      const std::vector<std::string>& values) override {
    if (values != std::vector<std::string>{"2026"}) return std::optional<std::string>();
    return std::optional<std::string>("s3://data/ns/t/year=2026");
  }
  Result<std::vector<std::string>> ListObjects(const std::string&,
                                               const authz::LakeResource& container) override {
    return container.database.empty() ? std::vector<std::string>{"link", "ns"}
                                      : std::vector<std::string>{"t", "tlink"};
  }
  // What is shared with whom, and whether everybody accepts at once.
  std::set<std::pair<std::string, std::string>> shared;
  bool accepting = true;
  Result<void> Add(const api::Call&, const std::string& thing, const std::string& who) override {
    shared.emplace(thing, who);
    return {};
  }
  Result<void> Remove(const api::Call&, const std::string& thing, const std::string& who) override {
    shared.erase({thing, who});
    return {};
  }
  Result<std::optional<Share>> Find(const std::string& thing,
                                    const std::string& who) const override {
    if (!shared.contains({thing, who})) return std::optional<Share>();
    return std::optional(Share{"arn:aws:ram:us-east-1:111122223333:resource-share/1", accepting});
  }
  std::string vended_policy;
  Result<Vended> Vend(const api::Call& call, const std::string&, const std::string& policy,
                      std::chrono::seconds duration) override {
    vended_policy = policy;
    return Vended{"ASIAVENDED", "secret", "token", call.now + duration};
  }
  Result<bool> Exists(std::string_view arn) override {
    return arn.find("missing") == std::string_view::npos;
  }
  Result<authz::IdentityRecord> RecordOf(const authz::Principal&) const override {
    authz::IdentityRecord record;
    record.policies.push_back(
        {"p", R"({"Statement":{"Effect":"Allow","Resource":"*","Action":")" + actions + "\"}}"});
    return record;
  }
};

inline lf::DataLakePrincipal Who(std::string name) { return {std::move(name)}; }
inline lf::Resource Catalog(std::optional<std::string> id) {
  lf::Resource resource;
  resource.catalog.emplace().id = std::move(id);
  return resource;
}
inline lf::Resource Database(std::string name, std::string catalog = kBucket) {
  lf::Resource resource;
  resource.database.emplace();
  resource.database->catalog_id = std::move(catalog);
  resource.database->name = std::move(name);
  return resource;
}
inline lf::Resource Table(std::optional<std::string> name, std::string database = "ns",
                          std::string catalog = kBucket) {
  lf::Resource resource;
  auto& table = resource.table.emplace();
  table.catalog_id = std::move(catalog);
  table.database_name = std::move(database);
  if (!name) table.table_wildcard.emplace();
  table.name = std::move(name);
  return resource;
}
inline lf::Resource Columns(std::optional<Words> names, Words excluded = {},
                            std::string table_name = "t") {
  lf::Resource resource;
  auto& table = resource.table_with_columns.emplace();
  table.catalog_id = kBucket;
  table.database_name = "ns";
  table.name = std::move(table_name);
  if (!names) table.column_wildcard.emplace().excluded_column_names = std::move(excluded);
  table.column_names = std::move(names);
  return resource;
}
inline lf::Resource Tag(std::string key, Words values, std::optional<std::string> catalog = {}) {
  lf::Resource resource;
  resource.lf_tag.emplace() = {std::move(catalog), std::move(key), std::move(values)};
  return resource;
}
inline lf::Resource Policy(std::string type,
                           std::vector<std::pair<std::string, Words>> expression) {
  lf::Resource resource;
  auto& policy = resource.lf_tag_policy.emplace();
  policy.resource_type = std::move(type);
  policy.expression.emplace();
  for (auto& [key, values] : expression) policy.expression->push_back({key, values});
  return resource;
}
inline lf::Resource NamedPolicy(std::string type, std::string name) {
  lf::Resource resource;
  auto& policy = resource.lf_tag_policy.emplace();
  policy.resource_type = std::move(type);
  policy.expression_name = std::move(name);
  return resource;
}
inline lf::Resource Expression(std::string name) {
  lf::Resource resource;
  resource.lf_tag_expression.emplace().name = std::move(name);
  return resource;
}
inline lf::Resource Cells(std::string name) {
  lf::Resource resource;
  resource.data_cells_filter.emplace() = {kBucket, "ns", "t", std::move(name)};
  return resource;
}
inline lf::Resource Location(std::string arn) {
  lf::Resource resource;
  resource.data_location.emplace().resource_arn = std::move(arn);
  return resource;
}

inline authz::Principal Session(const std::string& role, const AccountId& account = kOurs) {
  authz::Principal principal;
  principal.kind = authz::Principal::Kind::kRoleSession;
  principal.account = account;
  principal.role_arn = role;
  principal.arn = "arn:aws:sts::" + account.text() + ":assumed-role/x/s";
  principal.id = "AROAAAAAAAAAAAAAAAAA:s";
  return principal;
}

class LakeFormationTest : public testing::Test {
 protected:
  void SetUp() override { Reopen(); }
  void Reopen() {
    store_.reset();
    auto store = state::Store::Open(disk_, {directory_ / "state.db", {}});
    ASSERT_TRUE(store) << store.error().message;
    store_ = *std::move(store);
    lake_ =
        std::make_unique<LakeFormation>(*store_, Surroundings{around_, around_, around_, around_});
    gate_ = std::make_unique<authz::FactGate>(
        authz::FactSources{.identity = &around_, .resources = {}, .lake = lake_.get()});
    open_ = std::make_unique<LakeFormationService>(*lake_, allow_);
    service_ = std::make_unique<LakeFormationService>(*lake_, *gate_);
  }
  api::Call As(authz::Principal principal) {
    api::Call call;
    call.account = principal.account;
    call.principal = std::move(principal);
    call.region = *firn::Region::Parse(kRegion);
    call.now = *ParseIso8601("2026-11-21T06:00:00Z");
    return call;
  }
  api::Call Root() { return As(authz::RootOf(kOurs)); }

  Result<void> Grant(const api::Call& call, std::string who, lf::Resource resource, Words words,
                     std::optional<Words> option = {}) {
    lf::GrantPermissionsInput input;
    input.principal = Who(std::move(who));
    input.resource = std::move(resource);
    input.permissions = std::move(words);
    input.permissions_with_grant_option = std::move(option);
    FIRN_OK(service_->GrantPermissions(call, input));
    return {};
  }
  Result<void> Revoke(const api::Call& call, std::string who, lf::Resource resource, Words words,
                      std::optional<Words> option = {}) {
    lf::RevokePermissionsInput input;
    input.principal = Who(std::move(who));
    input.resource = std::move(resource);
    input.permissions = std::move(words);
    input.permissions_with_grant_option = std::move(option);
    FIRN_OK(service_->RevokePermissions(call, input));
    return {};
  }
  std::vector<lf::PrincipalResourcePermissions> Rows(const api::Call& call,
                                                     std::optional<lf::Resource> resource,
                                                     std::optional<std::string> who = {}) {
    lf::ListPermissionsInput input;
    input.resource = std::move(resource);
    if (who) input.principal = Who(*who);
    input.max_results = 1;  // every list is read page by page
    std::vector<lf::PrincipalResourcePermissions> rows;
    while (true) {
      auto page = service_->ListPermissions(call, input);
      EXPECT_TRUE(page) << page.error().message;
      if (!page) return rows;
      EXPECT_LE(page->principal_resource_permissions->size(), 1u);
      for (auto& row : *page->principal_resource_permissions) rows.push_back(row);
      if (!page->next_token) return rows;
      input.next_token = page->next_token;
    }
  }
  void Administer(const AccountId& account, std::string who) {
    lf::PutDataLakeSettingsInput settings;
    settings.data_lake_settings.data_lake_admins = {{Who(std::move(who))}};
    ASSERT_TRUE(service_->PutDataLakeSettings(As(authz::RootOf(account)), settings));
  }
  void MakeTag(std::string key, Words values) {
    lf::CreateLFTagInput input;
    input.tag_key = std::move(key);
    input.tag_values = std::move(values);
    const auto made = service_->CreateLFTag(Root(), input);
    ASSERT_TRUE(made) << made.error().message;
  }
  void Assign(lf::Resource resource, std::string key, std::string value) {
    lf::AddLFTagsToResourceInput input;
    input.resource = std::move(resource);
    input.lf_tags = {{std::nullopt, std::move(key), {std::move(value)}}};
    const auto done = service_->AddLFTagsToResource(Root(), input);
    ASSERT_TRUE(done) << done.error().message;
    ASSERT_TRUE(done->failures->empty()) << *done->failures->front().error->error_message;
  }
  authz::LakeRights RightsOf(const authz::Principal& principal, const authz::LakeResource& thing) {
    auto rights = lake_->RightsOf(principal, thing, kRegion);
    EXPECT_TRUE(rights) << rights.error().message;
    return rights ? *rights : authz::LakeRights();
  }
  bool May(const authz::Principal& principal, const std::string& permission,
           const authz::LakeResource& resource) {
    return gate_->AuthorizeLake(principal, {permission, resource, kRegion}).has_value();
  }

  sys::SystemDisk disk_;
  sys::testing::TempDirectory directory_;
  Fakes around_;
  AllowAll allow_;
  std::unique_ptr<state::Store> store_;
  std::unique_ptr<LakeFormation> lake_;
  std::unique_ptr<authz::FactGate> gate_;
  std::unique_ptr<LakeFormationService> open_, service_;
};

inline void ExpectCode(const Result<void>& result, std::string_view code,
                       std::string_view text = "") {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, code) << result.error().message;
  EXPECT_NE(result.error().message.find(text), std::string::npos) << result.error().message;
}

}  // namespace firn::services::lakeformation
