#include "services/s3/settings.h"

#include "base/encoding.h"

namespace firn::services::s3 {

std::string SettingsKey(std::string_view bucket) { return state::Key("s3", "setting", bucket); }

std::string SettingKey(std::string_view bucket, const Setting& setting) {
  return state::Key("s3", "setting", bucket, setting.name);
}

Unexpected MissingSetting(const Setting& setting, std::string_view bucket) {
  return WithField(
      S3Error(Kind::kNotFound, setting.missing_code, 404, std::string(setting.missing_text)),
      "BucketName", std::string(bucket));
}

Result<void> ChangeSetting(S3& s3, const std::string& bucket,
                           const std::function<Result<void>(state::Transaction&)>& change) {
  return s3.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto found, s3.objects.FindBucket(transaction, bucket));
    if (!found)
      return S3Error(Kind::kNotFound, "NoSuchBucket", 404, "The specified bucket does not exist");
    return change(transaction);
  });
}

Result<std::string> TokenId(const std::optional<std::string>& token) {
  if (!token) return std::string();
  const auto id = Base64Decode(*token);
  if (!id || id->empty()) return InvalidArgument("The continuation token provided is incorrect");
  return *id;
}

std::string IdToken(std::string_view id) { return Base64Encode(id); }

}  // namespace firn::services::s3
