#include "services/s3/rules.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/digest.h"
#include "base/encoding.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {
namespace {

constexpr size_t kCorsRulesMax = 100;
constexpr size_t kLifecycleRulesMax = 1000;
constexpr size_t kReplicationRulesMax = 1000;
constexpr size_t kRoutingRulesMax = 50;
constexpr size_t kRuleIdMax = 255;

bool IsOneOf(std::string_view value, std::initializer_list<const char*> known) {
  return std::any_of(known.begin(), known.end(), [&](const char* one) { return value == one; });
}

// An id for the rule at a place: the same for the same document, so that putting it again changes
// nothing.
std::string MadeId(std::string_view kind, size_t index) {
  return HexEncode(Sha256(std::string(kind) + std::to_string(index))).substr(0, 32);
}

template <class Rules>
Result<void> CheckIds(std::string_view kind, Rules& rules) {
  std::set<std::string> seen;
  size_t index = 0;
  for (auto& rule : rules) {
    if (!rule.id || rule.id->empty()) rule.id = MadeId(kind, index);
    if (rule.id->size() > kRuleIdMax)
      return InvalidArgument("ID length should not exceed allowed limit of 255");
    if (!seen.insert(*rule.id).second)
      return InvalidArgument("Rule ID must be unique. Found same ID for more than one rule");
    ++index;
  }
  return {};
}

Result<void> CheckDays(const std::optional<int32_t>& days, std::string_view what) {
  if (!days || *days > 0) return {};
  return InvalidArgument("'" + std::string(what) + "' action must be a positive integer");
}

Result<void> CheckExpiration(const api::s3::LifecycleExpiration& expiration) {
  const int given = int(expiration.date.has_value()) + int(expiration.days.has_value()) +
                    int(expiration.expired_object_delete_marker.has_value());
  if (given != 1) return MalformedXml();
  if (expiration.days && *expiration.days <= 0) {
    return InvalidArgument("'Days' for Expiration action must be a positive integer");
  }
  if (expiration.date &&
      expiration.date->time_since_epoch() % std::chrono::hours(24) != Duration::zero()) {
    return InvalidArgument("'Date' must be at midnight GMT");
  }
  return {};
}

Result<void> CheckFilter(const api::s3::LifecycleRuleFilter& filter) {
  const int given = int(filter.prefix.has_value()) + int(filter.tag.has_value()) +
                    int(filter.and_.has_value()) +
                    int(filter.object_size_greater_than.has_value()) +
                    int(filter.object_size_less_than.has_value());
  return given > 1 ? Result<void>(MalformedXml()) : Result<void>();
}

Result<void> CheckLifecycleRule(const api::s3::LifecycleRule& rule) {
  if (!IsOneOf(rule.status, {"Enabled", "Disabled"})) return MalformedXml();
  if (rule.prefix && rule.filter) return MalformedXml();
  if (!rule.prefix && !rule.filter) return MalformedXml();
  if (rule.filter) FIRN_OK(CheckFilter(*rule.filter));
  const bool acts = rule.expiration || rule.transitions || rule.noncurrent_version_transitions ||
                    rule.noncurrent_version_expiration || rule.abort_incomplete_multipart_upload;
  if (!acts) return InvalidRequest("At least one action needs to be specified in a rule");
  if (rule.expiration) FIRN_OK(CheckExpiration(*rule.expiration));
  if (rule.noncurrent_version_expiration) {
    if (!rule.noncurrent_version_expiration->noncurrent_days) return MalformedXml();
    FIRN_OK(CheckDays(rule.noncurrent_version_expiration->noncurrent_days,
                      "NoncurrentDays' for NoncurrentVersionExpiration"));
  }
  if (rule.abort_incomplete_multipart_upload) {
    if (!rule.abort_incomplete_multipart_upload->days_after_initiation) return MalformedXml();
    FIRN_OK(CheckDays(rule.abort_incomplete_multipart_upload->days_after_initiation,
                      "DaysAfterInitiation' for AbortIncompleteMultipartUpload"));
  }
  for (const auto& transition : rule.transitions.value_or(std::vector<api::s3::Transition>())) {
    if (!transition.storage_class || transition.days.has_value() == transition.date.has_value())
      return MalformedXml();
    if (transition.days.value_or(0) < 0)
      return InvalidArgument("'Days' in Transition action must be nonnegative");
    if (IsOneOf(*transition.storage_class, {"STANDARD_IA", "ONEZONE_IA"}) && transition.days &&
        *transition.days < 30) {
      return InvalidArgument(
          "'Days' in Transition action must be greater than or equal to 30 for storageClass '" +
          *transition.storage_class + "'");
    }
  }
  for (const auto& move : rule.noncurrent_version_transitions.value_or(
           std::vector<api::s3::NoncurrentVersionTransition>())) {
    if (!move.storage_class || !move.noncurrent_days) return MalformedXml();
  }
  return {};
}

Result<void> CheckEvents(const std::vector<std::string>& events,
                         const std::optional<api::s3::NotificationConfigurationFilter>& filter) {
  if (events.empty()) return MalformedXml();
  if (!filter || !filter->key || !filter->key->filter_rules) return {};
  std::set<std::string> names;
  for (const auto& rule : *filter->key->filter_rules) {
    std::string name = rule.name.value_or("");
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    if (!IsOneOf(name, {"prefix", "suffix"})) {
      return InvalidArgument("filter rule name must be either prefix or suffix");
    }
    if (!names.insert(name).second) {
      return InvalidArgument("Cannot specify more than one " + name + " rule in a filter.");
    }
    if (rule.value.value_or("").size() > 1024)
      return InvalidArgument("filter rule value cannot exceed 1024 characters");
  }
  return {};
}

Result<void> CheckDestination(const std::string& arn, std::string_view service,
                              const Region& region) {
  const auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != service || parsed->resource.empty()) {
    return InvalidArgument("The ARN is not well formed");
  }
  if (parsed->region == region.text()) return {};
  return InvalidArgument(
      "The notification destination service region is not valid for the bucket location "
      "constraint");
}

}  // namespace

Result<void> CheckCors(const api::s3::CORSConfiguration& document) {
  if (document.cors_rules.empty() || document.cors_rules.size() > kCorsRulesMax)
    return MalformedXml();
  for (const auto& rule : document.cors_rules) {
    if (rule.allowed_methods.empty() || rule.allowed_origins.empty()) return MalformedXml();
    for (const std::string& method : rule.allowed_methods) {
      if (!IsOneOf(method, {"GET", "PUT", "POST", "DELETE", "HEAD"})) {
        return InvalidRequest(
            "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
      }
    }
    for (const std::string& origin : rule.allowed_origins) {
      if (std::count(origin.begin(), origin.end(), '*') > 1) {
        return InvalidRequest("AllowedOrigin \"" + origin +
                              "\" can not have more than one wildcard.");
      }
    }
    for (const std::string& header : rule.expose_headers.value_or(std::vector<std::string>())) {
      if (header.find('*') != std::string::npos) {
        return InvalidRequest("ExposeHeader \"" + header +
                              "\" contains wildcard. We currently do not support wildcard for "
                              "ExposeHeader.");
      }
    }
  }
  return {};
}

Result<void> CheckEncryption(const api::s3::ServerSideEncryptionConfiguration& document) {
  if (document.rules.size() != 1) return MalformedXml();
  const auto& rule = document.rules.front();
  if (!rule.apply_server_side_encryption_by_default) return {};
  const auto& chosen = *rule.apply_server_side_encryption_by_default;
  if (!IsOneOf(chosen.sse_algorithm, {"AES256", "aws:kms", "aws:kms:dsse"})) return MalformedXml();
  if (chosen.sse_algorithm == "AES256" && chosen.kms_master_key_id) {
    return InvalidArgument(
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or "
        "aws:kms:dsse");
  }
  return {};
}

Result<void> CheckLifecycle(api::s3::BucketLifecycleConfiguration& document) {
  if (document.rules.empty() || document.rules.size() > kLifecycleRulesMax) return MalformedXml();
  FIRN_OK(CheckIds("lifecycle", document.rules));
  for (const auto& rule : document.rules) FIRN_OK(CheckLifecycleRule(rule));
  return {};
}

Result<void> CheckLogging(const S3& s3, const objects::Bucket& bucket,
                          const api::s3::BucketLoggingStatus& document) {
  if (!document.logging_enabled) return {};
  FIRN_TRY(const auto target, s3.objects.FindBucket(document.logging_enabled->target_bucket));
  if (!target || target->kind != objects::kOrdinary) {
    return S3Error(Kind::kInvalid, "InvalidTargetBucketForLogging", 400,
                   "The target bucket for logging does not exist");
  }
  if (target->account != bucket.account) {
    return S3Error(Kind::kInvalid, "InvalidTargetBucketForLogging", 400,
                   "The owner for the bucket to be logged and the target bucket must be the same.");
  }
  if (target->region != bucket.region) {
    return S3Error(Kind::kDenied, "CrossLocationLoggingProhibited", 403,
                   "Cross S3 location logging not allowed.");
  }
  return {};
}

Result<void> CheckNotification(const objects::Bucket& bucket,
                               api::s3::NotificationConfiguration& document) {
  const auto check = [](auto& entries, std::string_view kind,
                        const auto& check_arn) -> Result<void> {
    if (!entries) return {};
    FIRN_OK(CheckIds(kind, *entries));
    for (const auto& entry : *entries) {
      FIRN_OK(check_arn(entry));
      FIRN_OK(CheckEvents(entry.events, entry.filter));
    }
    return {};
  };
  FIRN_OK(check(document.topic_configurations, "topic", [&](const auto& entry) {
    return CheckDestination(entry.topic_arn, "sns", bucket.region);
  }));
  FIRN_OK(check(document.queue_configurations, "queue", [&](const auto& entry) {
    return CheckDestination(entry.queue_arn, "sqs", bucket.region);
  }));
  return check(document.lambda_function_configurations, "lambda", [&](const auto& entry) {
    return CheckDestination(entry.lambda_function_arn, "lambda", bucket.region);
  });
}

Result<void> CheckOwnership(const api::s3::OwnershipControls& document) {
  if (document.rules.size() != 1) return MalformedXml();
  const std::string& ownership = document.rules.front().object_ownership;
  return IsOneOf(ownership, {"BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"})
             ? Result<void>()
             : Result<void>(MalformedXml());
}

Result<void> CheckObjectLock(const api::s3::ObjectLockConfiguration& document) {
  if (document.object_lock_enabled != "Enabled") return MalformedXml();
  if (!document.rule) return {};
  if (!document.rule->default_retention) return MalformedXml();
  const auto& retention = *document.rule->default_retention;
  if (!retention.mode || retention.days.has_value() == retention.years.has_value())
    return MalformedXml();
  if (retention.days.value_or(1) < 1 || retention.years.value_or(1) < 1) {
    return InvalidArgument("Default retention period must be a positive integer value.");
  }
  if (retention.days.value_or(0) > 36'500 || retention.years.value_or(0) > 100) {
    return InvalidArgument("Default retention period too large");
  }
  return {};
}

Result<void> CheckReplication(const S3& s3, const objects::Bucket& bucket,
                              api::s3::ReplicationConfiguration& document) {
  if (bucket.versioning != objects::kVersioned) {
    return InvalidRequest(
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
  }
  if (document.rules.empty() || document.rules.size() > kReplicationRulesMax) return MalformedXml();
  FIRN_OK(CheckIds("replication", document.rules));
  for (const auto& rule : document.rules) {
    const auto arn = Arn::Parse(rule.destination.bucket);
    if (!arn || arn->service != "s3") return InvalidArgument("Invalid bucket ARN");
    FIRN_TRY(const auto target, s3.objects.FindBucket(arn->resource));
    if (!target) return InvalidRequest("Destination bucket must exist.");
    if (target->versioning != objects::kVersioned)
      return InvalidRequest("Destination bucket must have versioning enabled.");
    if (target->name == bucket.name)
      return InvalidRequest("Destination bucket cannot be the same as the source bucket.");
  }
  return {};
}

Result<void> CheckTiering(const api::s3::IntelligentTieringConfiguration& document) {
  if (document.tierings.empty()) return MalformedXml();
  for (const auto& tiering : document.tierings) {
    const int32_t least = tiering.access_tier == "DEEP_ARCHIVE_ACCESS" ? 180 : 90;
    if (tiering.days < least || tiering.days > 730) {
      return InvalidArgument("Days must be between " + std::to_string(least) + " and 730 for " +
                             tiering.access_tier);
    }
  }
  return {};
}

Result<void> CheckWebsite(const api::s3::WebsiteConfiguration& document) {
  if (document.redirect_all_requests_to) {
    if (document.index_document || document.error_document || document.routing_rules) {
      return InvalidArgument(
          "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.");
    }
    return {};
  }
  if (!document.index_document)
    return InvalidArgument(
        "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
  const std::string& suffix = document.index_document->suffix;
  if (suffix.empty() || suffix.find('/') != std::string::npos)
    return InvalidArgument("The IndexDocument Suffix is not well formed");
  if (document.error_document && document.error_document->key.empty())
    return InvalidArgument("The ErrorDocument Key is not well formed");
  if (document.routing_rules && document.routing_rules->size() > kRoutingRulesMax) {
    return InvalidRequest(std::to_string(document.routing_rules->size()) +
                          " routing rules provided, the number of routing rules in a website "
                          "configuration is limited to 50.");
  }
  return {};
}

}  // namespace firn::services::s3
