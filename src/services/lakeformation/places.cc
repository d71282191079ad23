#include "services/lakeformation/places.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

bool LiesIn(std::string_view inner, std::string_view outer) {
  return inner == outer ||
         (inner.starts_with(outer) && inner.substr(outer.size()).starts_with('/'));
}

}  // namespace

Result<std::string> PlaceArn(const std::string& path_or_arn) {
  std::string_view path = path_or_arn;
  for (const std::string_view start : {"s3://", "s3a://", "s3n://", "arn:aws:s3:::"}) {
    if (!path_or_arn.starts_with(start)) continue;
    path.remove_prefix(start.size());
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty() || path.front() == '/') break;
    return "arn:aws:s3:::" + std::string(path);
  }
  return lf::InvalidInputException("Invalid S3 path: " + path_or_arn);
}

Result<std::vector<Placed>> ObjectsIn(LakeFormation& lakeformation, const api::Call& call,
                                      const AccountId& account, const std::string& place) {
  std::vector<Placed> found;
  const std::string& region = call.region.text();
  const auto look = [&](const authz::LakeResource& resource) -> Result<void> {
    FIRN_TRY(const auto object, lakeformation.catalogs.FindObject(region, resource));
    if (!object || object->location.empty()) return {};
    const auto lies = PlaceArn(object->location);
    if (lies && LiesIn(*lies, place)) found.push_back({resource, *lies});
    return {};
  };
  const std::string& catalog = account.text();
  FIRN_TRY(const auto databases, lakeformation.catalogs.ListObjects(region, {catalog, "", ""}));
  for (const std::string& database : databases) {
    FIRN_OK(look({catalog, database, ""}));
    FIRN_TRY(const auto tables,
             lakeformation.catalogs.ListObjects(region, {catalog, database, ""}));
    for (const std::string& table : tables) FIRN_OK(look({catalog, database, table}));
  }
  return found;
}

}  // namespace firn::services::lakeformation
