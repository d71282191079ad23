#pragma once

#include <vector>

#include "services/firehose/flush.h"

namespace firn::services::firehose {

// The rules of CreateDeliveryStream and UpdateDestination for a destination in S3 that the service
// model does not state; InvalidArgumentException, or NotImplemented naming what this service does
// not do.
Result<void> CheckBucketDestination(
    const api::firehose::ExtendedS3DestinationConfiguration& destination);

// The longer form of a destination, which has all that the shorter one has.
api::firehose::ExtendedS3DestinationConfiguration ExtendedOf(
    const api::firehose::S3DestinationConfiguration& destination);

// Puts the records of a flush into one object of the stream's bucket, one after another, as its
// role. Crash story: the object's name follows from stream and range; repeating writes it again.
Result<void> PutObjectOf(Firehose& firehose, const FlushOf& flush,
                         const std::vector<LogRecord>& records, Attempt& attempt);

}  // namespace firn::services::firehose
