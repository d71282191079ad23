#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/firehose.h"
#include "base/time.h"
#include "services/firehose/row_set.h"

namespace firn::services::firehose {

// The key that encrypts a stream, as it was asked for.
struct StreamEncryption {
  std::string key_type;  // of api::firehose::KeyType
  std::string key_arn;   // empty for a key that AWS owns
  bool enabled = false;
};

template <class A>
void Describe(A& a, StreamEncryption& r) {
  a("key_type", r.key_type);
  a("key_arn", r.key_arn);
  a("enabled", r.enabled);
}

// A delivery stream as it is kept, with its destination as it was given and updated since: a bucket
// when `s3` is there, Iceberg tables otherwise.
struct StreamRecord {
  std::string name;
  std::string id;      // tells streams of one name apart, in tags of commits and in folder names
  std::string status;  // of api::firehose::DeliveryStreamStatus
  int64_t version = 1;
  Time created;
  Time updated;
  Time deleting_since;  // with status DELETING
  std::map<std::string, std::string> tags;
  std::optional<int32_t> throughput_hint_mb;
  std::optional<StreamEncryption> encryption;  // nothing when it was never asked for
  api::firehose::IcebergDestinationConfiguration iceberg;
  std::optional<api::firehose::ExtendedS3DestinationConfiguration> s3;
  bool s3_extended =
      false;  // it was ever given as ExtendedS3Destination..., so that it is described as one
};

template <class A>
void Describe(A& a, StreamRecord& r) {
  a("name", r.name);
  a("id", r.id);
  a("status", r.status);
  a("version", r.version);
  a("created", r.created);
  a("updated", r.updated);
  a("deleting_since", r.deleting_since);
  a("tags", r.tags);
  a("throughput_hint_mb", r.throughput_hint_mb);
  a("encryption", r.encryption);
  a("iceberg", r.iceberg);
  a("s3", r.s3);
  a("s3_extended", r.s3_extended);
}

// The rows of one table, in the flush that was begun, that go to the error bucket; sequence numbers
// less the one that the flush comes after.
struct Refusals {
  RowSet decided;  // an object with exactly these is being written
  RowSet written;  // these are in the bucket
};

template <class A>
void Describe(A& a, Refusals& r) {
  a("decided", r.decided);
  a("written", r.written);
}

// How far a stream was delivered, and what was begun. A flush that was begun is repeated after a
// crash with the same records, so that tags and error objects come out the same.
struct Progress {
  int64_t delivered =
      0;  // every record up to this sequence number is in its table or in an error object
  int64_t begun = 0;  // the last sequence number of the flush that was begun; 0: none
  Time begun_at;
  int64_t stream_version = 0;  // with which it was begun: part of the names of error objects
  // By "<database>.<table>": tables that were given up in it, with the error code and message, and
  // single rows.
  std::map<std::string, std::string> abandoned_code;
  std::map<std::string, std::string> abandoned_message;
  std::map<std::string, Refusals> refusals;
};

template <class A>
void Describe(A& a, Progress& r) {
  a("delivered", r.delivered);
  a("begun", r.begun);
  a("begun_at", r.begun_at);
  a("stream_version", r.stream_version);
  a("abandoned_code", r.abandoned_code);
  a("abandoned_message", r.abandoned_message);
  a("refusals", r.refusals);
}

// The last sequence number of a stream that is in a table. Written in the transaction that moves
// the table.
struct Committed {
  int64_t last = 0;
};

template <class A>
void Describe(A& a, Committed& r) {
  a("last", r.last);
}

// When what waits in a stream is delivered.
struct Buffering {
  uint64_t bytes = 0;
  std::chrono::seconds interval{};
};
Buffering BufferingOf(const StreamRecord& record);
const std::optional<api::firehose::CloudWatchLoggingOptions>& LoggingOf(const StreamRecord& record);
// The role that delivers.
const std::string& RoleOf(const StreamRecord& record);

}  // namespace firn::services::firehose
