#include "converge/grants.h"

#include <algorithm>

#include "api/lakeformation.h"
#include "api/s3.h"
#include "converge/steps.h"
#include "format/json.h"

namespace firn::converge {
namespace {

namespace lf = api::lakeformation;

constexpr const char* kRecordKey = "firn/grants-v1.json";

lf::Resource ResourceOf(const authz::LakeResource& named) {
  lf::Resource resource;
  if (!named.table.empty()) {
    auto& table = resource.table.emplace();
    table.catalog_id = named.catalog;
    table.database_name = named.database;
    table.name = named.table;
  } else if (!named.database.empty()) {
    auto& database = resource.database.emplace();
    database.catalog_id = named.catalog;
    database.name = named.database;
  } else {
    resource.catalog.emplace().id = named.catalog;
  }
  return resource;
}

std::string Describe(const WantedGrant& grant) {
  std::string text;
  for (const std::string& permission : grant.permissions) text += (text.empty() ? "" : ",") + permission;
  text += " on ";
  if (grant.resource.database.empty()) return text + grant.resource.catalog + " to " + grant.principal;
  text += grant.resource.database;
  if (!grant.resource.table.empty()) text += "." + grant.resource.table;
  return text + " to " + grant.principal;
}

// Lake Formation shows SELECT on whole tables as a row of its own (TableWithColumns), so rows are added up.
Result<std::vector<std::string>> HeldPermissions(const Site& site, const WantedGrant& grant) {
  lf::ListPermissionsInput input;
  input.principal.emplace().data_lake_principal_identifier = grant.principal;
  input.resource = ResourceOf(grant.resource);
  std::vector<std::string> held;
  while (true) {
    FIRN_TRY(auto page, site.aws.lake_formation.ListPermissions(site.call(), input));
    if (page.principal_resource_permissions) {
      for (const auto& row : *page.principal_resource_permissions) {
        if (!row.permissions) continue;
        held.insert(held.end(), row.permissions->begin(), row.permissions->end());
      }
    }
    if (!page.next_token) return held;
    input.next_token = std::move(page.next_token);
  }
}

Result<std::vector<WantedGrant>> MissingGrants(const Site& site) {
  std::vector<WantedGrant> missing;
  for (WantedGrant grant : WantedGrants(site)) {
    FIRN_TRY(const auto held, HeldPermissions(site, grant));
    std::erase_if(grant.permissions, [&](const std::string& permission) {
      return std::find(held.begin(), held.end(), permission) != held.end();
    });
    if (!grant.permissions.empty()) missing.push_back(std::move(grant));
  }
  return missing;
}

format::Json RecordOf(const std::vector<WantedGrant>& grants) {
  format::Json list(format::Json::Array{});
  for (const WantedGrant& grant : grants) {
    format::Json entry(format::Json::Object{});
    entry.Set("principal", grant.principal);
    entry.Set("catalog", grant.resource.catalog);
    entry.Set("database", grant.resource.database);
    entry.Set("table", grant.resource.table);
    format::Json permissions(format::Json::Array{});
    for (const std::string& permission : grant.permissions) permissions.Append(permission);
    entry.Set("permissions", std::move(permissions));
    list.Append(std::move(entry));
  }
  format::Json record(format::Json::Object{});
  record.Set("version", 1);
  record.Set("grants", std::move(list));
  return record;
}

Result<std::vector<WantedGrant>> ReadRecord(const Site& site) {
  api::s3::GetObjectInput input;
  input.bucket = site.names.error_bucket;
  input.key = kRecordKey;
  FIRN_TRY(const auto found, Found(site.aws.s3.GetObject(site.call(), input)));
  if (!found) return std::vector<WantedGrant>();
  FIRN_TRY(const std::string text, found->body.Read());
  FIRN_TRY(const auto record, format::ParseJson(text));
  std::vector<WantedGrant> grants;
  for (const auto& entry : record["grants"].array()) {
    WantedGrant grant;
    grant.principal = entry["principal"].string_or("");
    grant.resource = {std::string(entry["catalog"].string_or("")), std::string(entry["database"].string_or("")),
                      std::string(entry["table"].string_or(""))};
    for (const auto& permission : entry["permissions"].array()) {
      grant.permissions.emplace_back(permission.string_or(""));
    }
    grants.push_back(std::move(grant));
  }
  return grants;
}

Result<void> WriteRecord(const Site& site, const std::vector<WantedGrant>& grants) {
  api::s3::PutObjectInput input;
  input.bucket = site.names.error_bucket;
  input.key = kRecordKey;
  input.content_type = "application/json";
  input.body = wire::Body(RecordOf(grants).PrettyText());
  FIRN_OK(site.aws.s3.PutObject(site.call(), input));
  return {};
}

// Adds grants to the record, joining the permissions of one principal on one resource.
void Join(std::vector<WantedGrant>& record, const std::vector<WantedGrant>& added) {
  for (const WantedGrant& grant : added) {
    const auto known = std::find_if(record.begin(), record.end(), [&](const WantedGrant& entry) {
      return entry.principal == grant.principal && entry.resource == grant.resource;
    });
    if (known == record.end()) {
      record.push_back(grant);
      continue;
    }
    for (const std::string& permission : grant.permissions) {
      if (std::find(known->permissions.begin(), known->permissions.end(), permission) == known->permissions.end()) {
        known->permissions.push_back(permission);
      }
    }
  }
}

}  // namespace

std::vector<WantedGrant> WantedGrants(const Site& site) {
  const std::string& catalog = site.names.catalog_id;
  const std::string& database = site.lake.namespace_name;
  std::vector<WantedGrant> wanted;
  wanted.push_back({site.names.role_arn, {catalog, "", ""}, {"DESCRIBE"}});
  wanted.push_back({site.names.role_arn, {catalog, database, ""}, {"DESCRIBE"}});
  for (const StreamSpec& stream : site.lake.streams) {
    wanted.push_back({site.names.role_arn, {catalog, database, stream.table}, {"ALL"}});
  }
  for (const GrantSpec& grant : site.lake.grants) {
    wanted.push_back({grant.principal, {catalog, database, grant.table}, grant.permissions});
  }
  return wanted;
}

std::string GrantsStep::id() const { return kGrantsId; }

std::vector<std::string> GrantsStep::after() const { return {kNamespaceId, kRoleId, kErrorBucketId, kIntegrationId}; }

Result<Change> GrantsStep::Compare(const Site& site) {
  auto missing = MissingGrants(site);
  // Before the tables and the catalog exist there is nothing to ask Lake Formation about: everything is missing.
  if (!missing && missing.error().kind == Kind::kNotFound) return Create("nothing is granted yet");
  if (!missing) return Fail(std::move(missing).error());
  if (missing->empty()) return Unchanged();
  std::string reason = "missing: " + Describe(missing->front());
  if (missing->size() > 1) reason += " and " + std::to_string(missing->size() - 1) + " more";
  return Update(std::move(reason));
}

Result<void> GrantsStep::Act(const Site& site, const Change&) {
  FIRN_TRY(const auto missing, MissingGrants(site));
  FIRN_TRY(auto record, ReadRecord(site));
  Join(record, missing);
  FIRN_OK(WriteRecord(site, record));
  for (const WantedGrant& grant : missing) {
    lf::GrantPermissionsInput input;
    input.principal.data_lake_principal_identifier = grant.principal;
    input.resource = ResourceOf(grant.resource);
    input.permissions = grant.permissions;
    if (auto granted = site.aws.lake_formation.GrantPermissions(site.call(), input); !granted) {
      return Within("granting " + Describe(grant), std::move(granted).error());
    }
  }
  return {};
}

Result<Change> GrantsStep::CompareForRemoval(const Site& site) {
  FIRN_TRY(const auto record, ReadRecord(site));
  if (record.empty()) return Unchanged();
  return Change{id(), Action::kDelete, std::to_string(record.size()) + " made by this lake"};
}

Result<void> GrantsStep::Remove(const Site& site) {
  FIRN_TRY(const auto record, ReadRecord(site));
  for (const WantedGrant& grant : record) {
    lf::RevokePermissionsInput input;
    input.principal.data_lake_principal_identifier = grant.principal;
    input.resource = ResourceOf(grant.resource);
    input.permissions = grant.permissions;
    auto revoked = site.aws.lake_formation.RevokePermissions(site.call(), input);
    // Revoking what is gone already is refused as invalid input, which is what we want to be true.
    if (!revoked && revoked.error().kind != Kind::kInvalid && revoked.error().kind != Kind::kNotFound) {
      return Within("revoking " + Describe(grant), std::move(revoked).error());
    }
  }
  return {};
}

}  // namespace firn::converge
