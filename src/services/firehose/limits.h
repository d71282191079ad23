#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace firn::services::firehose {

// Quotas of Amazon Data Firehose (aws.md 5.2).
constexpr size_t kRecordBytesMax = 1000 * 1024;  // of one record, before base64
constexpr size_t kBatchRecordsMax = 500;         // of one PutRecordBatch
constexpr size_t kBatchBytesMax = 4 << 20;       // of one PutRecordBatch, before base64
constexpr size_t kStreamsMax = 5000;             // of one account and region
constexpr size_t kTagsMax = 50;                  // of one stream
constexpr size_t kPrefixBytesMax = 512;          // of an evaluated error prefix
constexpr int kBufferMegabytesDefault = 5;
constexpr int kBufferSecondsDefault = 300;
constexpr int kRetrySecondsDefault = 300;

// Bounds of our own.
constexpr uint64_t kSegmentBytes = 64 << 20;        // a log segment is closed beyond this size
constexpr uint64_t kUnsyncedBytesMax = 64 << 20;    // waiting for the next sync of one stream
constexpr uint64_t kBacklogBytesMax = 16ull << 30;  // acknowledged but not delivered, of one stream
constexpr size_t kFlushRecordsMax = 1'000'000;      // of one flush, however small they are
constexpr size_t kPartitionsMax = 3000;             // of one flush (aws.md 5.2)
constexpr int kConflictsMax = 50;  // lost commits of one attempt before it is put off
constexpr size_t kErrorObjectBytesMax =
    48 << 20;                            // of the records in one error object; more become several
constexpr size_t kErrorLineBytes = 256;  // what a record's line adds to it, about
constexpr size_t kRoutesMax = 256;       // tables of one flush, when records name their own
constexpr std::chrono::milliseconds kBackoffFirst{500};
constexpr std::chrono::seconds kBackoffMax{20};
constexpr std::chrono::seconds kMetricsEvery{3};  // between two writes of the ingest metrics
constexpr std::chrono::seconds kDeleteGrace{
    60};  // how long a stream that goes away may fail to deliver

}  // namespace firn::services::firehose
