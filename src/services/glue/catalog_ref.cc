#include "base/encoding.h"
#include "services/glue/glue.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

std::string CatalogRef::id() const {
  if (kind == Kind::kDefault) return account.text();
  return account.text() + ":" + mount +
         (kind == Kind::kBucket && bucket_arn.empty() ? "/" + bucket : "");
}

std::string CatalogRef::resource() const {
  if (kind == Kind::kDefault) return "catalog";
  return "catalog/" + mount + (kind == Kind::kBucket && bucket_arn.empty() ? "/" + bucket : "");
}

Result<CatalogRef> ParseCatalogId(const api::Call& call,
                                  const std::optional<std::string>& catalog_id) {
  CatalogRef ref;
  ref.account = call.account;
  if (!catalog_id || catalog_id->empty()) return ref;
  std::string_view rest = *catalog_id;
  if (const auto account = AccountId::Parse(rest.substr(0, 12));
      account && (rest.size() == 12 || rest[12] == ':')) {
    ref.account = *account;
    if (rest.size() == 12) return ref;
    rest.remove_prefix(13);
  }
  const size_t slash = rest.find('/');
  ref.mount = rest.substr(0, slash);
  ref.kind = CatalogRef::Kind::kMount;
  if (slash != std::string_view::npos) {
    ref.kind = CatalogRef::Kind::kBucket;
    ref.bucket = rest.substr(slash + 1);
  }
  const bool bad = ref.mount.empty() || ref.mount.find(':') != std::string::npos ||
                   (ref.kind == CatalogRef::Kind::kBucket &&
                    (ref.bucket.empty() || ref.bucket.find('/') != std::string::npos));
  if (bad) return api_glue::InvalidInputException("Invalid catalog id: " + *catalog_id);
  return ref;
}

std::string CatalogKey(const Region& region, const AccountId& account, std::string_view name) {
  return state::Key("glue", account, region, "catalog", name);
}

std::string DatabasePrefix(const api::Call& call, const CatalogRef& ref) {
  return state::Key("glue", ref.account, call.region, "database");
}

std::string DatabaseKey(const api::Call& call, const CatalogRef& ref, std::string_view name) {
  std::string key = DatabasePrefix(call, ref);
  state::AppendKeyPart(key, name);
  return key;
}

std::string TablePrefix(const api::Call& call, const CatalogRef& ref, std::string_view database) {
  return state::Key("glue", ref.account, call.region, "table", database);
}

std::string TableKey(const api::Call& call, const CatalogRef& ref, std::string_view database,
                     std::string_view name) {
  std::string key = TablePrefix(call, ref, database);
  state::AppendKeyPart(key, name);
  return key;
}

std::string StateKey(const api::Call& call, const CatalogRef& ref, std::string_view what) {
  return state::Key("glue", ref.account, call.region, what);
}

std::string Lowercase(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string Named(const CatalogRef& ref, std::string_view name) {
  return ref.kind == CatalogRef::Kind::kDefault ? Lowercase(name) : std::string(name);
}

Unexpected NoDatabase(std::string_view name) {
  return api_glue::EntityNotFoundException("Database " + std::string(name) + " not found.");
}

Unexpected NoTable(std::string_view name) {
  return api_glue::EntityNotFoundException("Table " + std::string(name) + " not found.");
}

std::string TableBucketArn(const api::Call& call, const CatalogRef& ref) {
  if (!ref.bucket_arn.empty()) return ref.bucket_arn;
  return Arn::Of("s3tables", call.region, ref.account, "bucket/" + ref.bucket).text();
}

authz::LakeResource LakeResourceOf(const CatalogRef& ref, std::string_view database,
                                   std::string_view table) {
  return {ref.id(), Named(ref, database), Named(ref, table)};
}

authz::Needs NeedsOn(const api::Call& call, const std::optional<std::string>& catalog_id,
                     std::string_view action, std::string_view database, std::string_view table,
                     std::string_view lake_permission) {
  const auto ref = ParseCatalogId(call, catalog_id);
  if (!ref) return {{std::string(action), "arn:aws:glue:::invalid", {}, {}}};
  const auto arn = [&](const std::string& resource) {
    return Arn::Of("glue", call.region, ref->account, resource).text();
  };
  authz::Needs needs;
  needs.push_back({std::string(action), arn("catalog"), {}, {}});
  std::string path;
  if (ref->kind != CatalogRef::Kind::kDefault) {
    needs.push_back({std::string(action), arn("catalog/" + ref->mount), {}, {}});
    path = ref->mount + "/";
  }
  if (ref->kind == CatalogRef::Kind::kBucket) {
    needs.push_back({std::string(action), arn(ref->resource()), {}, {}});
    path += ref->bucket + "/";
  }
  // Policies name objects as they are stored, however the request writes them.
  const std::string database_path = path + Named(*ref, database);
  if (!database.empty())
    needs.push_back({std::string(action), arn("database/" + database_path), {}, {}});
  if (!table.empty()) {
    needs.push_back(
        {std::string(action), arn("table/" + database_path + "/" + Named(*ref, table)), {}, {}});
  }
  if (!lake_permission.empty()) {
    needs.back().lake =
        authz::LakeNeed{std::string(lake_permission), LakeResourceOf(*ref, database, table), ""};
  }
  return needs;
}

authz::Needs NeedsAlong(const Glue& glue, const api::Call& call,
                        const std::optional<std::string>& catalog_id, std::string_view action,
                        const std::string& database, std::string_view table,
                        std::string_view lake_permission) {
  const auto ref = glue.Resolve(call, catalog_id);
  const auto located = ref ? glue.Locate(call, *ref, database) : Result<Glue::Located>();
  if (!ref || !located || !located->through_link) {
    return NeedsOn(call, catalog_id, action, database, table, lake_permission);
  }
  authz::Needs needs = NeedsOn(call, catalog_id, action, database, "", "ANY");
  const authz::Needs beyond =
      NeedsOn(call, located->catalog.id(), action, located->database, table, lake_permission);
  needs.insert(needs.end(), beyond.begin(), beyond.end());
  return needs;
}

authz::Needs PlaceNeeds(const api::Call& call, const std::optional<std::string>& catalog_id,
                        std::string_view action, const std::optional<std::string>& location,
                        const std::optional<std::string>& container) {
  const auto path_of = [](std::string_view text) {
    for (const std::string_view start : {"s3://", "s3a://", "s3n://"}) {
      if (!text.starts_with(start)) continue;
      text.remove_prefix(start.size());
      while (text.ends_with('/')) text.remove_suffix(1);
      return std::string(text);
    }
    return std::string();
  };
  const std::string path = path_of(location.value_or(""));
  const auto ref = ParseCatalogId(call, catalog_id);
  if (path.empty() || !ref || ref->kind != CatalogRef::Kind::kDefault) return {};
  const std::string within = path_of(container.value_or(""));
  if (!within.empty() && (path == within || path.starts_with(within + "/"))) return {};
  authz::LakeNeed lake{"DATA_LOCATION_ACCESS", {ref->account.text(), "", ""}};
  lake.resource.location = "arn:aws:s3:::" + path;
  authz::Need need{
      std::string(action), Arn::Of("glue", call.region, ref->account, "catalog").text(), {}, {}};
  need.lake = std::move(lake);
  return {need};
}

bool MaySee(const Glue& glue, const api::Call& call, const CatalogRef& ref,
            std::string_view database, std::string_view table) {
  return glue.gate
      .AuthorizeLake(call.principal,
                     {"ANY", LakeResourceOf(ref, database, table), call.region.text()})
      .has_value();
}

Unexpected FromFederation(Error error, std::string_view not_found) {
  switch (error.kind) {
    case Kind::kNotFound: return api_glue::EntityNotFoundException(std::string(not_found));
    case Kind::kExists: return api_glue::AlreadyExistsException(error.message);
    case Kind::kInvalid: return api_glue::InvalidInputException(error.message);
    case Kind::kConflict: return api_glue::ConcurrentModificationException(error.message);
    case Kind::kDenied: return api_glue::AccessDeniedException(error.message);
    case Kind::kUnknownOutcome:
    case Kind::kUnauthenticated:
    case Kind::kThrottled:
    case Kind::kUnavailable:
    case Kind::kCanceled:
    case Kind::kCorrupt:
    case Kind::kUnsupported:
    case Kind::kInternal: break;
  }
  return api_glue::FederationSourceException(error.message);
}

std::string TokenOf(std::string_view position) { return Base64Encode(position); }

Result<std::string> PositionOf(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  auto position = Base64Decode(*token);
  if (!position) return api_glue::InvalidInputException("Invalid pagination token");
  return *std::move(position);
}

}  // namespace firn::services::glue
