#pragma once

#include "services/s3/s3.h"

// What S3 asks of the documents of a bucket before it keeps them, beyond the model's own
// constraints.
namespace firn::services::s3 {

Result<void> CheckCors(const api::s3::CORSConfiguration& document);
Result<void> CheckEncryption(const api::s3::ServerSideEncryptionConfiguration& document);
// Fills in ids of rules that have none.
Result<void> CheckLifecycle(api::s3::BucketLifecycleConfiguration& document);
Result<void> CheckLogging(const S3& s3, const objects::Bucket& bucket,
                          const api::s3::BucketLoggingStatus& document);
// Fills in ids of entries that have none.
Result<void> CheckNotification(const objects::Bucket& bucket,
                               api::s3::NotificationConfiguration& document);
Result<void> CheckOwnership(const api::s3::OwnershipControls& document);
Result<void> CheckObjectLock(const api::s3::ObjectLockConfiguration& document);
// Fills in ids of rules that have none.
Result<void> CheckReplication(const S3& s3, const objects::Bucket& bucket,
                              api::s3::ReplicationConfiguration& document);
Result<void> CheckTiering(const api::s3::IntelligentTieringConfiguration& document);
Result<void> CheckWebsite(const api::s3::WebsiteConfiguration& document);

}  // namespace firn::services::s3
