#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "api/firehose.h"
#include "base/time.h"

namespace firn::services::firehose {

// A delivery stream as it is kept. `iceberg` holds the destination as it was given and updated since.
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
  api::firehose::IcebergDestinationConfiguration iceberg;
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
  a("iceberg", r.iceberg);
}

// How far a stream was delivered, and what was begun. A flush that was begun is repeated after a crash with the same
// records, so that tags and error objects come out the same.
struct Progress {
  int64_t delivered = 0;  // every record up to this sequence number is in its table or in an error object
  int64_t begun = 0;      // the last sequence number of the flush that was begun; 0: none
  Time begun_at;
  int64_t stream_version = 0;  // with which it was begun: part of the names of error objects
  // Tables that were given up in it, by "<database>.<table>", with the error code and message.
  std::map<std::string, std::string> abandoned_code;
  std::map<std::string, std::string> abandoned_message;
};

template <class A>
void Describe(A& a, Progress& r) {
  a("delivered", r.delivered);
  a("begun", r.begun);
  a("begun_at", r.begun_at);
  a("stream_version", r.stream_version);
  a("abandoned_code", r.abandoned_code);
  a("abandoned_message", r.abandoned_message);
}

}  // namespace firn::services::firehose
