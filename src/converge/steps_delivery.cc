// Error bucket, log group, delivery role and streams.

#include <algorithm>

#include "api/firehose.h"
#include "api/logs.h"
#include "api/s3.h"
#include "converge/grants.h"
#include "converge/policies.h"
#include "converge/role_step.h"
#include "converge/steps.h"

namespace firn::converge {
namespace {

namespace firehose = api::firehose;
namespace logs = api::logs;
namespace s3 = api::s3;

class ErrorBucketStep final : public Step {
 public:
  std::string id() const override { return kErrorBucketId; }
  std::vector<std::string> after() const override { return {}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const bool exists, Exists(site));
    return exists ? Unchanged() : Create();
  }

  Result<void> Act(const Site& site, const Change&) override {
    s3::CreateBucketInput input;
    input.bucket = site.names.error_bucket;
    if (site.region.text() != "us-east-1") {
      input.create_bucket_configuration.emplace().location_constraint = site.region.text();
    }
    FIRN_OK(site.aws.s3.CreateBucket(site.call(), input));
    s3::PutBucketTaggingInput tags;
    tags.bucket = site.names.error_bucket;
    for (const auto& [key, value] : site.lake.tags) tags.tagging.tag_set.push_back({key, value});
    tags.tagging.tag_set.push_back({kOwnerTag, site.names.base});
    FIRN_OK(site.aws.s3.PutBucketTagging(site.call(), tags));
    return {};
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const bool exists, Exists(site));
    if (!exists) return Unchanged();
    s3::GetBucketTaggingInput input;
    input.bucket = site.names.error_bucket;
    FIRN_TRY(const auto tags, Found(site.aws.s3.GetBucketTagging(site.call(), input)));
    if (tags) {
      for (const auto& tag : tags->tag_set) {
        if (tag.key == kOwnerTag && tag.value == site.names.base) {
          return Change{id(), Action::kDelete, "made by this lake, with the error records in it"};
        }
      }
    }
    return Change{id(), Action::kKeep, "it does not carry this lake's tag"};
  }

  Result<void> Remove(const Site& site) override {
    FIRN_OK(Empty(site));
    s3::DeleteBucketInput input;
    input.bucket = site.names.error_bucket;
    FIRN_OK(site.aws.s3.DeleteBucket(site.call(), input));
    return {};
  }

 private:
  static Result<bool> Exists(const Site& site) {
    s3::HeadBucketInput input;
    input.bucket = site.names.error_bucket;
    FIRN_TRY(const auto found, Found(site.aws.s3.HeadBucket(site.call(), input)));
    return found.has_value();
  }

  static Result<void> Empty(const Site& site) {
    while (true) {
      s3::ListObjectsV2Input list;
      list.bucket = site.names.error_bucket;
      FIRN_TRY(const auto page, site.aws.s3.ListObjectsV2(site.call(), list));
      if (!page.contents || page.contents->empty()) return {};
      s3::DeleteObjectsInput doomed;
      doomed.bucket = site.names.error_bucket;
      doomed.delete_.quiet = true;
      for (const auto& object : *page.contents) {
        doomed.delete_.objects.emplace_back().key = object.key.value_or("");
      }
      FIRN_TRY(const auto deleted, site.aws.s3.DeleteObjects(site.call(), doomed));
      if (deleted.errors && !deleted.errors->empty()) {
        return Fail(Kind::kDenied, "could not delete " + deleted.errors->front().key.value_or("an object") + ": " +
                                       deleted.errors->front().message.value_or("no reason given"));
      }
    }
  }
};

class LogGroupStep final : public Step {
 public:
  std::string id() const override { return kLogGroupId; }
  std::vector<std::string> after() const override { return {}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto group, Find(site));
    if (!group) return Create();
    if (group->retention_in_days.value_or(0) != site.lake.log_retention_days) {
      return Update("retention is " + std::to_string(group->retention_in_days.value_or(0)) + " days, wanted " +
                    std::to_string(site.lake.log_retention_days));
    }
    for (const StreamSpec& stream : site.lake.streams) {
      FIRN_TRY(const bool there, HasStream(site, stream.name));
      if (!there) return Update("log stream " + stream.name + " is missing");
    }
    return Unchanged();
  }

  Result<void> Act(const Site& site, const Change& change) override {
    if (change.action == Action::kCreate) {
      logs::CreateLogGroupInput input;
      input.log_group_name = site.names.log_group;
      input.tags = site.lake.tags;
      (*input.tags)[kOwnerTag] = site.names.base;
      FIRN_OK(site.aws.logs.CreateLogGroup(site.call(), input));
    }
    logs::PutRetentionPolicyInput retention;
    retention.log_group_name = site.names.log_group;
    retention.retention_in_days = site.lake.log_retention_days;
    FIRN_OK(site.aws.logs.PutRetentionPolicy(site.call(), retention));
    for (const StreamSpec& stream : site.lake.streams) {
      logs::CreateLogStreamInput input;
      input.log_group_name = site.names.log_group;
      input.log_stream_name = stream.name;
      auto created = site.aws.logs.CreateLogStream(site.call(), input);
      if (!created && created.error().kind != Kind::kExists) return Fail(std::move(created).error());
    }
    return {};
  }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto group, Find(site));
    return group ? Change{id(), Action::kDelete, "made by this lake"} : Unchanged();
  }

  Result<void> Remove(const Site& site) override {
    logs::DeleteLogGroupInput input;
    input.log_group_name = site.names.log_group;
    FIRN_OK(site.aws.logs.DeleteLogGroup(site.call(), input));
    return {};
  }

 private:
  static Result<std::optional<logs::LogGroup>> Find(const Site& site) {
    logs::DescribeLogGroupsInput input;
    input.log_group_name_prefix = site.names.log_group;
    FIRN_TRY(const auto page, site.aws.logs.DescribeLogGroups(site.call(), input));
    if (page.log_groups) {
      for (const auto& group : *page.log_groups) {
        if (group.log_group_name == site.names.log_group) return std::optional<logs::LogGroup>(group);
      }
    }
    return std::optional<logs::LogGroup>();
  }

  static Result<bool> HasStream(const Site& site, const std::string& name) {
    logs::DescribeLogStreamsInput input;
    input.log_group_name = site.names.log_group;
    input.log_stream_name_prefix = name;
    FIRN_TRY(const auto page, site.aws.logs.DescribeLogStreams(site.call(), input));
    if (!page.log_streams) return false;
    return std::any_of(page.log_streams->begin(), page.log_streams->end(),
                       [&](const logs::LogStream& stream) { return stream.log_stream_name == name; });
  }
};

constexpr Duration kStreamSettleMax = std::chrono::minutes(5);

Result<std::optional<firehose::DeliveryStreamDescription>> FindStream(const Site& site, const std::string& name) {
  firehose::DescribeDeliveryStreamInput input;
  input.delivery_stream_name = name;
  FIRN_TRY(auto found, Found(site.aws.firehose.DescribeDeliveryStream(site.call(), input)));
  if (!found) return std::optional<firehose::DeliveryStreamDescription>();
  return std::optional(std::move(found->delivery_stream_description));
}

// Returns once the stream is gone, with what it held delivered.
Result<void> DeleteStream(const Site& site, const std::string& name) {
  firehose::DeleteDeliveryStreamInput input;
  input.delivery_stream_name = name;
  FIRN_OK(site.aws.firehose.DeleteDeliveryStream(site.call(), input));
  const Time begin = site.clock.Now();
  while (true) {
    FIRN_TRY(const auto live, FindStream(site, name));
    if (!live) return {};
    if (site.clock.Now() - begin > kStreamSettleMax) return Fail(Kind::kUnavailable, "it is still being deleted");
    site.pause.For(std::chrono::milliseconds(200));
  }
}

class StreamStep final : public Step {
 public:
  explicit StreamStep(const StreamSpec& stream) : stream_(stream) {}
  std::string id() const override { return "stream/" + stream_.name; }
  std::vector<std::string> after() const override {
    return {"table/" + stream_.table, kErrorBucketId, kLogGroupId, kRoleId};
  }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto live, Find(site));
    if (!live) return Create();
    const auto destination = IcebergOf(*live);
    if (!destination) {
      return Fail(Kind::kConflict, "a stream of this name delivers somewhere else than to Iceberg; delete it first");
    }
    if (destination->append_only.value_or(false) != stream_.append_only) {
      return Fail(Kind::kConflict, std::string("AppendOnly is ") + (stream_.append_only ? "false" : "true") +
                                       " and can be set only at creation: delete the stream (aws firehose "
                                       "delete-delivery-stream) and deploy again");
    }
    const std::string difference = Difference(*destination);
    return difference.empty() ? Unchanged() : Update(difference);
  }

  Result<void> Act(const Site& site, const Change& change) override {
    if (change.action == Action::kUpdate) return Retune(site);
    firehose::CreateDeliveryStreamInput input;
    input.delivery_stream_name = site.names.StreamName(stream_);
    input.delivery_stream_type = "DirectPut";
    auto& iceberg = input.iceberg_destination_configuration.emplace();
    iceberg.role_arn = site.names.role_arn;
    iceberg.catalog_configuration.catalog_arn = site.names.catalog_arn;
    auto& table = iceberg.destination_table_configuration_list.emplace().emplace_back();
    table.destination_database_name = site.lake.namespace_name;
    table.destination_table_name = stream_.table;
    iceberg.append_only = stream_.append_only;
    iceberg.buffering_hints = Hints();
    iceberg.retry_options.emplace().duration_in_seconds = stream_.retry_s;
    iceberg.s3_backup_mode = "FailedDataOnly";
    auto& logging = iceberg.cloud_watch_logging_options.emplace();
    logging.enabled = true;
    logging.log_group_name = site.names.log_group;
    logging.log_stream_name = stream_.name;
    iceberg.s3_configuration.role_arn = site.names.role_arn;
    iceberg.s3_configuration.bucket_arn = Arn::S3(site.names.error_bucket).text();
    iceberg.s3_configuration.error_output_prefix = site.lake.error_prefix + stream_.name + "/";
    input.tags.emplace();
    for (const auto& [key, value] : site.lake.tags) input.tags->push_back({key, value});
    input.tags->push_back({kOwnerTag, site.names.base});
    FIRN_OK(site.aws.firehose.CreateDeliveryStream(site.call(), input));
    return {};
  }

  Result<bool> Settled(const Site& site) override {
    FIRN_TRY(const auto live, Find(site));
    if (!live) return false;
    if (live->delivery_stream_status == "CREATING_FAILED") {
      return Fail(Kind::kUnavailable, "Firehose could not create it: " +
                                          (live->failure_description ? live->failure_description->details
                                                                     : std::string("no reason given")));
    }
    return live->delivery_stream_status == "ACTIVE";
  }
  Duration settle_max() const override { return kStreamSettleMax; }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto live, Find(site));
    return live ? Change{id(), Action::kDelete, "made by this lake"} : Unchanged();
  }

  Result<void> Remove(const Site& site) override {
    return DeleteStream(site, site.names.StreamName(stream_));
  }

 private:
  Result<std::optional<firehose::DeliveryStreamDescription>> Find(const Site& site) const {
    return FindStream(site, site.names.StreamName(stream_));
  }

  static std::optional<firehose::IcebergDestinationDescription> IcebergOf(
      const firehose::DeliveryStreamDescription& live) {
    if (live.destinations.empty()) return {};
    return live.destinations.front().iceberg_destination_description;
  }

  std::string Difference(const firehose::IcebergDestinationDescription& live) const {
    const auto hints = live.buffering_hints.value_or(firehose::BufferingHints{});
    const int size = hints.size_in_mbs.value_or(5);
    const int interval = hints.interval_in_seconds.value_or(300);
    if (size == stream_.buffer_size_mb && interval == stream_.buffer_interval_s) return "";
    return "buffering is " + std::to_string(size) + " MB / " + std::to_string(interval) + " s, wanted " +
           std::to_string(stream_.buffer_size_mb) + " MB / " + std::to_string(stream_.buffer_interval_s) + " s";
  }

  firehose::BufferingHints Hints() const {
    firehose::BufferingHints hints;
    hints.size_in_mbs = stream_.buffer_size_mb;
    hints.interval_in_seconds = stream_.buffer_interval_s;
    return hints;
  }

  Result<void> Retune(const Site& site) const {
    FIRN_TRY(const auto live, Find(site));
    if (!live || live->destinations.empty()) return Fail(Kind::kConflict, "the stream went away meanwhile");
    firehose::UpdateDestinationInput input;
    input.delivery_stream_name = site.names.StreamName(stream_);
    input.current_delivery_stream_version_id = live->version_id;
    input.destination_id = live->destinations.front().destination_id;
    input.iceberg_destination_update.emplace().buffering_hints = Hints();
    FIRN_OK(site.aws.firehose.UpdateDestination(site.call(), input));
    return {};
  }

  StreamSpec stream_;
};

// Streams that this lake has made and its file names no longer: told, kept by deploy, and removed by destroy.
class RetiredStreamsStep final : public Step {
 public:
  std::string id() const override { return "streams no longer named"; }
  bool is_resource() const override { return false; }
  std::vector<std::string> after() const override { return {}; }

  Result<Change> Compare(const Site& site) override {
    FIRN_TRY(const auto retired, Find(site));
    if (retired.empty()) return Unchanged();
    return Differ(NamesOf(retired) + ": made by this lake, and its file names it no longer; name it again, or delete it "
                                     "(aws firehose delete-delivery-stream)");
  }
  Result<void> Act(const Site&, const Change&) override { return {}; }

  Result<Change> CompareForRemoval(const Site& site) override {
    FIRN_TRY(const auto retired, Find(site));
    if (retired.empty()) return Unchanged();
    return Change{id(), Action::kDelete, NamesOf(retired) + ": made by this lake"};
  }

  Result<void> Remove(const Site& site) override {
    FIRN_TRY(const auto retired, Find(site));
    for (const std::string& name : retired) FIRN_OK(DeleteStream(site, name));
    return {};
  }

 private:
  static Result<std::vector<std::string>> Find(const Site& site) {
    std::vector<std::string> retired;
    firehose::ListDeliveryStreamsInput input;
    while (true) {
      FIRN_TRY(const auto page, site.aws.firehose.ListDeliveryStreams(site.call(), input));
      for (const std::string& name : page.delivery_stream_names) {
        if (!name.starts_with(site.names.base + "-") || IsNamed(site, name)) continue;
        firehose::ListTagsForDeliveryStreamInput tags_of;
        tags_of.delivery_stream_name = name;
        FIRN_TRY(const auto tagged, Found(site.aws.firehose.ListTagsForDeliveryStream(site.call(), tags_of)));
        const bool ours = tagged && std::ranges::any_of(tagged->tags, [&](const firehose::Tag& tag) {
                            return tag.key == kOwnerTag && tag.value == site.names.base;
                          });
        if (ours) retired.push_back(name);
      }
      if (!page.has_more_delivery_streams || page.delivery_stream_names.empty()) return retired;
      input.exclusive_start_delivery_stream_name = page.delivery_stream_names.back();
    }
  }

  static bool IsNamed(const Site& site, const std::string& name) {
    return std::ranges::any_of(site.lake.streams,
                               [&](const StreamSpec& stream) { return site.names.StreamName(stream) == name; });
  }

  static std::string NamesOf(const std::vector<std::string>& streams) {
    std::string names;
    for (const std::string& stream : streams) names += (names.empty() ? "" : ", ") + stream;
    return names;
  }
};

std::string DeliveryRoleName(const Site& site) { return site.names.role; }

}  // namespace

void AddDelivery(const LakeSpec& lake, Steps& steps) {
  steps.push_back(std::make_unique<ErrorBucketStep>());
  steps.push_back(std::make_unique<LogGroupStep>());
  steps.push_back(std::make_unique<RoleStep>(RoleSpec{kRoleId, "delivery", &FirehoseTrust, &FirehosePolicy, ""},
                                             &DeliveryRoleName));
  if (lake.access == AccessMode::kLakeFormation) steps.push_back(std::make_unique<GrantsStep>());
  steps.push_back(std::make_unique<RetiredStreamsStep>());
  for (const StreamSpec& stream : lake.streams) steps.push_back(std::make_unique<StreamStep>(stream));
}

}  // namespace firn::converge
