#include <algorithm>

#include "converge/lake.h"

namespace firn::converge {
namespace {

constexpr size_t kBucketNameMax = 63;
constexpr size_t kStreamNameMax = 64;
constexpr size_t kRoleNameMax = 64;

bool IsNamePart(std::string_view text) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && plain(text.front()) && plain(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '-'; });
}

Result<void> CheckLength(std::string_view what, const std::string& name, size_t longest) {
  if (name.size() <= longest) return {};
  return Fail(Kind::kInvalid, "the " + std::string(what) + " name '" + name + "' has " + std::to_string(name.size()) +
                                  " characters, and AWS allows " + std::to_string(longest) +
                                  ": shorten `lake` or --env");
}

}  // namespace

Result<LakeNames> NamesOf(const LakeSpec& lake, std::string_view environment, const AccountId& account,
                          const Region& region) {
  if (!IsNamePart(environment)) {
    return Fail(Kind::kInvalid, "--env takes lower-case letters, digits and inner hyphens, not '" +
                                    std::string(environment) + "'");
  }
  LakeNames names;
  names.base = lake.lake + "-" + std::string(environment);
  names.table_bucket = names.base;
  names.error_bucket = names.base + "-errors-" + account.text() + "-" + region.text();
  names.role = names.base + "-firehose";
  names.log_group = "/aws/kinesisfirehose/" + names.base;
  names.table_bucket_arn = Arn::Of("s3tables", region, account, "bucket/" + names.table_bucket).text();
  names.role_arn = Arn::Global("iam", account, "role/" + names.role).text();
  names.catalog_id = account.text() + ":s3tablescatalog/" + names.table_bucket;
  names.catalog_arn = Arn::Of("glue", region, account, "catalog/s3tablescatalog/" + names.table_bucket).text();
  FIRN_OK(CheckLength("table bucket", names.table_bucket, kBucketNameMax));
  FIRN_OK(CheckLength("error bucket", names.error_bucket, kBucketNameMax));
  FIRN_OK(CheckLength("role", names.role, kRoleNameMax));
  for (const StreamSpec& stream : lake.streams) {
    FIRN_OK(CheckLength("stream", names.StreamName(stream), kStreamNameMax));
  }
  return names;
}

}  // namespace firn::converge
