#include "server/tag_services.h"

#include "api/cloudwatch.h"
#include "api/firehose.h"
#include "api/glue.h"
#include "api/kms.h"
#include "api/logs.h"
#include "api/s3.h"
#include "api/s3tables.h"
#include "services/cloudwatch/tags.h"
#include "services/logs/tags.h"

namespace firn::server {
namespace {

using services::tagging::TaggedService;
using services::tagging::Tags;
using Keys = std::vector<std::string>;
using All = std::map<std::string, Tags>;

// The name behind the last ':' or '/' that `mark` ends with.
std::string NameBehind(const std::string& arn, std::string_view mark) {
  const size_t at = arn.find(mark);
  return at == std::string::npos ? std::string() : arn.substr(at + mark.size());
}

template <class Tag>
Tags MapOf(const std::vector<Tag>& tags) {
  Tags map;
  for (const Tag& tag : tags) map[tag.key] = tag.value;
  return map;
}

// Forgets what a change answered.
template <class T>
Result<void> Done(Result<T> result) {
  if (!result) return Fail(std::move(result).error());
  return {};
}

TaggedService KmsTags(const TagSources& from) {
  return {"kms",
          [&state = from.kms_state](const api::Call& call) -> Result<All> {
            FIRN_TRY(const auto keys, state::List<services::kms::KeyRecord>(
                                          state.store.Read(), services::kms::KeysPrefix(call.account, call.region), "",
                                          SIZE_MAX));
            All all;
            for (const auto& item : keys.items) {
              all[services::kms::NameOf(call.account, call.region, item.value->id).arn()] = item.value->tags;
            }
            return all;
          },
          [&kms = from.kms](const api::Call& call, const std::string& arn, const Tags& tags) {
            api::kms::TagResourceInput input;
            input.key_id = arn;
            for (const auto& [key, value] : tags) input.tags.push_back({key, value});
            return Done(kms.TagResource(call, input));
          },
          [&kms = from.kms](const api::Call& call, const std::string& arn, const Keys& keys) {
            return Done(kms.UntagResource(call, {arn, keys}));
          }};
}

TaggedService LogsTags(const TagSources& from) {
  return {"logs",
          [&state = from.logs_state](const api::Call& call) { return services::logs::AllTags(state.store.Read(), call); },
          [&logs = from.logs](const api::Call& call, const std::string& arn, const Tags& tags) {
            return Done(logs.TagResource(call, {arn, tags}));
          },
          [&logs = from.logs](const api::Call& call, const std::string& arn, const Keys& keys) {
            return Done(logs.UntagResource(call, {arn, keys}));
          }};
}

TaggedService CloudWatchTags(const TagSources& from) {
  return {"cloudwatch",
          [&state = from.cloudwatch_state](const api::Call& call) {
            return services::cloudwatch::AllTags(state.store.Read(), call);
          },
          [&cloudwatch = from.cloudwatch](const api::Call& call, const std::string& arn, const Tags& tags) {
            api::cloudwatch::TagResourceInput input;
            input.resource_arn = arn;
            for (const auto& [key, value] : tags) input.tags.push_back({key, value});
            return Done(cloudwatch.TagResource(call, input));
          },
          [&cloudwatch = from.cloudwatch](const api::Call& call, const std::string& arn, const Keys& keys) {
            return Done(cloudwatch.UntagResource(call, {arn, keys}));
          }};
}

// A bucket has all its tags or none: a change reads them and writes them back, and is lost to one made meanwhile.
Result<Tags> BucketTags(api::S3& s3, const api::Call& call, const std::string& bucket) {
  api::s3::GetBucketTaggingInput input;
  input.bucket = bucket;
  const auto tagging = s3.GetBucketTagging(call, input);
  if (!tagging && tagging.error().code == "NoSuchTagSet") return Tags();
  if (!tagging) return Fail(tagging.error());
  return MapOf(tagging->tag_set);
}

Result<void> PutBucketTags(api::S3& s3, const api::Call& call, const std::string& bucket, const Tags& tags) {
  api::s3::PutBucketTaggingInput input;
  input.bucket = bucket;
  for (const auto& [key, value] : tags) input.tagging.tag_set.push_back({key, value});
  return Done(s3.PutBucketTagging(call, input));
}

TaggedService BucketsTags(const TagSources& from) {
  constexpr std::string_view kMark = "arn:aws:s3:::";
  return {"s3",
          [&s3 = from.open_s3, kMark](const api::Call& call) -> Result<All> {
            All all;
            api::s3::ListBucketsInput input;
            do {
              FIRN_TRY(const auto page, s3.ListBuckets(call, input));
              for (const auto& bucket : page.buckets.value_or(std::vector<api::s3::Bucket>{})) {
                if (bucket.bucket_region && *bucket.bucket_region != call.region.text()) continue;
                const std::string name = bucket.name.value_or("");
                auto tags = BucketTags(s3, call, name);
                if (tags) all[std::string(kMark) + name] = *std::move(tags);
              }
              input.continuation_token = page.continuation_token;
            } while (input.continuation_token);
            return all;
          },
          [&s3 = from.s3, kMark](const api::Call& call, const std::string& arn, const Tags& more) -> Result<void> {
            const std::string bucket = NameBehind(arn, kMark);
            FIRN_TRY(Tags tags, BucketTags(s3, call, bucket));
            for (const auto& [key, value] : more) tags[key] = value;
            return PutBucketTags(s3, call, bucket, tags);
          },
          [&s3 = from.s3, kMark](const api::Call& call, const std::string& arn, const Keys& keys) -> Result<void> {
            const std::string bucket = NameBehind(arn, kMark);
            FIRN_TRY(Tags tags, BucketTags(s3, call, bucket));
            for (const std::string& key : keys) tags.erase(key);
            return PutBucketTags(s3, call, bucket, tags);
          }};
}

TaggedService TableBucketsTags(const TagSources& from) {
  return {"s3tables",
          [&s3tables = from.open_s3tables](const api::Call& call) -> Result<All> {
            All all;
            api::s3tables::ListTableBucketsInput input;
            do {
              FIRN_TRY(const auto page, s3tables.ListTableBuckets(call, input));
              for (const auto& bucket : page.table_buckets) {
                FIRN_TRY(auto tags, s3tables.ListTagsForResource(call, {bucket.arn}));
                all[bucket.arn] = std::move(tags.tags).value_or(Tags{});
              }
              input.continuation_token = page.continuation_token;
            } while (input.continuation_token);
            return all;
          },
          [&s3tables = from.s3tables](const api::Call& call, const std::string& arn, const Tags& tags) {
            return Done(s3tables.TagResource(call, {arn, tags}));
          },
          [&s3tables = from.s3tables](const api::Call& call, const std::string& arn, const Keys& keys) {
            return Done(s3tables.UntagResource(call, {arn, keys}));
          }};
}

TaggedService GlueTags(const TagSources& from) {
  return {"glue",
          [&glue = from.open_glue](const api::Call& call) -> Result<All> {
            All all;
            api::glue::GetDatabasesInput input;
            do {
              FIRN_TRY(const auto page, glue.GetDatabases(call, input));
              for (const auto& database : page.database_list) {
                const std::string arn = Arn::Of("glue", call.region, call.account, "database/" + database.name).text();
                auto tags = glue.GetTags(call, {arn});
                if (tags) all[arn] = std::move(tags->tags).value_or(Tags{});
              }
              input.next_token = page.next_token;
            } while (input.next_token);
            return all;
          },
          [&glue = from.glue](const api::Call& call, const std::string& arn, const Tags& tags) {
            return Done(glue.TagResource(call, {arn, tags}));
          },
          [&glue = from.glue](const api::Call& call, const std::string& arn, const Keys& keys) {
            return Done(glue.UntagResource(call, {arn, keys}));
          }};
}

Result<Tags> StreamTags(api::Firehose& firehose, const api::Call& call, const std::string& stream) {
  Tags tags;
  api::firehose::ListTagsForDeliveryStreamInput input;
  input.delivery_stream_name = stream;
  while (true) {
    FIRN_TRY(const auto page, firehose.ListTagsForDeliveryStream(call, input));
    for (const auto& tag : page.tags) tags[tag.key] = tag.value.value_or("");
    if (!page.has_more_tags || page.tags.empty()) return tags;
    input.exclusive_start_tag_key = page.tags.back().key;
  }
}

TaggedService FirehoseTags(const TagSources& from) {
  constexpr std::string_view kMark = ":deliverystream/";
  return {"firehose",
          [&firehose = from.open_firehose](const api::Call& call) -> Result<All> {
            All all;
            api::firehose::ListDeliveryStreamsInput input;
            while (true) {
              FIRN_TRY(const auto page, firehose.ListDeliveryStreams(call, input));
              for (const std::string& stream : page.delivery_stream_names) {
                const std::string arn = Arn::Of("firehose", call.region, call.account, "deliverystream/" + stream).text();
                FIRN_TRY(all[arn], StreamTags(firehose, call, stream));
              }
              if (!page.has_more_delivery_streams || page.delivery_stream_names.empty()) return all;
              input.exclusive_start_delivery_stream_name = page.delivery_stream_names.back();
            }
          },
          [&firehose = from.firehose, kMark](const api::Call& call, const std::string& arn, const Tags& tags) {
            api::firehose::TagDeliveryStreamInput input;
            input.delivery_stream_name = NameBehind(arn, kMark);
            for (const auto& [key, value] : tags) input.tags.push_back({key, value});
            return Done(firehose.TagDeliveryStream(call, input));
          },
          [&firehose = from.firehose, kMark](const api::Call& call, const std::string& arn, const Keys& keys) {
            return Done(firehose.UntagDeliveryStream(call, {NameBehind(arn, kMark), keys}));
          }};
}

}  // namespace

std::vector<TaggedService> TaggedServicesOf(const TagSources& from) {
  return {KmsTags(from),          LogsTags(from), CloudWatchTags(from), BucketsTags(from),
          TableBucketsTags(from), GlueTags(from), FirehoseTags(from)};
}

}  // namespace firn::server
