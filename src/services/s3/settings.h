#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/s3/s3.h"
#include "state/key.h"
#include "state/table.h"

// The documents that a bucket carries (its CORS rules, its lifecycle, …): stored by PUT, told by
// GET, removed by DELETE. They go with the bucket.
namespace firn::services::s3 {

// What a document is kept as, and what a GET says when there is none.
struct Setting {
  std::string_view name;
  std::string_view missing_code;
  std::string_view missing_text;
};
inline constexpr Setting kAccelerate = {"accelerate", "", ""};
inline constexpr Setting kAcl = {"acl", "", ""};
inline constexpr Setting kCors = {"cors", "NoSuchCORSConfiguration",
                                  "The CORS configuration does not exist"};
inline constexpr Setting kEncryption = {"encryption", "", ""};
inline constexpr Setting kLifecycle = {"lifecycle", "NoSuchLifecycleConfiguration",
                                       "The lifecycle configuration does not exist"};
inline constexpr Setting kLogging = {"logging", "", ""};
inline constexpr Setting kNotification = {"notification", "", ""};
inline constexpr Setting kObjectLock = {"object-lock", "ObjectLockConfigurationNotFoundError",
                                        "Object Lock configuration does not exist for this bucket"};
inline constexpr Setting kOwnership = {"ownership", "OwnershipControlsNotFoundError",
                                       "The bucket ownership controls were not found"};
inline constexpr Setting kPolicy = {"policy", "NoSuchBucketPolicy",
                                    "The bucket policy does not exist"};
inline constexpr Setting kPublicAccess = {"public-access", "NoSuchPublicAccessBlockConfiguration",
                                          "The public access block configuration was not found"};
inline constexpr Setting kReplication = {"replication", "ReplicationConfigurationNotFoundError",
                                         "The replication configuration was not found"};
inline constexpr Setting kRequestPayment = {"request-payment", "", ""};
inline constexpr Setting kWebsite = {"website", "NoSuchWebsiteConfiguration",
                                     "The specified bucket does not have a website configuration"};
// Those of which a bucket has many, each with an id.
inline constexpr char kNoSuchConfiguration[] = "NoSuchConfiguration";
inline constexpr char kNoSuchConfigurationText[] = "The specified configuration does not exist.";
inline constexpr Setting kAnalytics = {"analytics", kNoSuchConfiguration, kNoSuchConfigurationText};
inline constexpr Setting kIntelligentTiering = {"intelligent-tiering", kNoSuchConfiguration,
                                                kNoSuchConfigurationText};
inline constexpr Setting kInventory = {"inventory", kNoSuchConfiguration, kNoSuchConfigurationText};
inline constexpr Setting kMetrics = {"metrics", kNoSuchConfiguration, kNoSuchConfigurationText};

std::string SettingsKey(std::string_view bucket);
std::string SettingKey(std::string_view bucket, const Setting& setting);
Unexpected MissingSetting(const Setting& setting, std::string_view bucket);
// Fails with NoSuchBucket when the bucket went meanwhile.
Result<void> ChangeSetting(S3& s3, const std::string& bucket,
                           const std::function<Result<void>(state::Transaction&)>& change);

template <class Document>
Result<std::optional<Document>> FindSetting(const S3& s3, const std::string& bucket,
                                            const Setting& setting) {
  return state::Load<Document>(s3.store.Read(), SettingKey(bucket, setting));
}

template <class Document>
Result<void> SaveSetting(S3& s3, const std::string& bucket, const Setting& setting,
                         const Document& document) {
  return ChangeSetting(s3, bucket, [&](state::Transaction& transaction) -> Result<void> {
    state::Save(transaction, SettingKey(bucket, setting), document);
    return {};
  });
}

// The three requests on one document. `input` is the request's.

template <class Document, class Input>
Result<std::optional<Document>> GetSettingIfAny(const S3& s3, const Input& input,
                                                const Setting& setting) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  return FindSetting<Document>(s3, input.bucket, setting);
}

template <class Document, class Input>
Result<Document> GetSetting(const S3& s3, const Input& input, const Setting& setting) {
  FIRN_TRY(auto document, GetSettingIfAny<Document>(s3, input, setting));
  if (!document) return MissingSetting(setting, input.bucket);
  return *std::move(document);
}

template <class Input, class Document>
Result<void> PutSetting(S3& s3, const Input& input, const Setting& setting,
                        const Document& document) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  return SaveSetting(s3, input.bucket, setting, document);
}

template <class Input>
Result<void> DeleteSetting(S3& s3, const Input& input, const Setting& setting) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  return ChangeSetting(s3, input.bucket, [&](state::Transaction& transaction) -> Result<void> {
    transaction.Erase(SettingKey(input.bucket, setting));
    return {};
  });
}

// The same for documents with ids, and a page of them.

inline constexpr size_t kNumberedMax = 1000;  // of one kind in a bucket, as S3
inline constexpr size_t kNumberedPage = 100;  // of one listing, as S3
inline std::string NumberedKey(std::string_view bucket, const Setting& setting,
                               std::string_view id) {
  std::string key = SettingKey(bucket, setting);
  state::AppendKeyPart(key, id);
  return key;
}

template <class Document, class Input>
Result<Document> GetNumbered(const S3& s3, const Input& input, const Setting& setting) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(auto document,
           state::Load<Document>(s3.store.Read(), NumberedKey(input.bucket, setting, input.id)));
  if (!document) return MissingSetting(setting, input.bucket);
  return *std::move(document);
}

template <class Input, class Document>
Result<void> PutNumbered(S3& s3, const Input& input, const Setting& setting,
                         const Document& document) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (document.id != input.id)
    return InvalidArgument("The Id in the document must match the one in the request");
  return ChangeSetting(s3, input.bucket, [&](state::Transaction& transaction) -> Result<void> {
    const std::string key = NumberedKey(input.bucket, setting, input.id);
    if (!transaction.Has(key)) {
      FIRN_TRY(
          const auto kept,
          state::List<Document>(transaction, SettingKey(input.bucket, setting), {}, kNumberedMax));
      if (kept.items.size() >= kNumberedMax) {
        return S3Error(Kind::kInvalid, "TooManyConfigurations", 400,
                       "You are attempting to create a new configuration but have already reached "
                       "the 1,000-configuration "
                       "limit.");
      }
    }
    state::Save(transaction, key, document);
    return {};
  });
}

template <class Input>
Result<void> DeleteNumbered(S3& s3, const Input& input, const Setting& setting) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  return ChangeSetting(s3, input.bucket, [&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(NumberedKey(input.bucket, setting, input.id)))
      return MissingSetting(setting, input.bucket);
    return {};
  });
}

// The id a continuation token stands for; InvalidArgument for one that was not given out.
Result<std::string> TokenId(const std::optional<std::string>& token);
std::string IdToken(std::string_view id);

template <class Document, class Input, class Output>
Result<std::vector<Document>> ListNumbered(const S3& s3, const Input& input, const Setting& setting,
                                           Output& output) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const std::string after, TokenId(input.continuation_token));
  FIRN_TRY(const auto page,
           state::List<Document>(
               s3.store.Read(), SettingKey(input.bucket, setting),
               after.empty() ? std::string() : NumberedKey(input.bucket, setting, after),
               kNumberedPage));
  std::vector<Document> documents;
  for (const auto& item : page.items) documents.push_back(*item.value);
  output.is_truncated = page.more;
  output.continuation_token = input.continuation_token;
  if (page.more) output.next_continuation_token = IdToken(documents.back().id);
  return documents;
}

}  // namespace firn::services::s3
