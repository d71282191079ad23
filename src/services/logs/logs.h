#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/logs.h"
#include "authz/facts.h"
#include "state/table.h"
#include "sys/random.h"

namespace firn::services::logs {

struct GroupRecord {
  std::string name;
  Time created;
  std::optional<int32_t> retention_days;
  std::map<std::string, std::string> tags;
  int64_t stored_bytes = 0;
  std::string log_class = "STANDARD";
  std::optional<std::string> kms_key;
  bool deletion_protected = false;
};

template <class A>
void Describe(A& a, GroupRecord& r) {
  a("name", r.name);
  a("created", r.created);
  a("retention_days", r.retention_days);
  a("tags", r.tags);
  a("stored_bytes", r.stored_bytes);
  a("log_class", r.log_class);
  a("kms_key", r.kms_key);
  a("deletion_protected", r.deletion_protected);
}

// Times of events are milliseconds since 1970, as the API gives and takes them.
struct StreamRecord {
  std::string name;
  Time created;
  std::optional<int64_t> first_event;
  std::optional<int64_t> last_event;
  std::optional<int64_t> last_ingestion;
  int64_t next_sequence = 0;  // of the events in the stream, to keep those of one millisecond apart and in order
};

template <class A>
void Describe(A& a, StreamRecord& r) {
  a("name", r.name);
  a("created", r.created);
  a("first_event", r.first_event);
  a("last_event", r.last_event);
  a("last_ingestion", r.last_ingestion);
  a("next_sequence", r.next_sequence);
}

struct EventRecord {
  int64_t timestamp = 0;
  int64_t ingestion = 0;
  std::string message;
};

template <class A>
void Describe(A& a, EventRecord& r) {
  a("timestamp", r.timestamp);
  a("ingestion", r.ingestion);
  a("message", r.message);
}

// Log groups, streams and events, and what belongs to them. As resource facts it answers the resource policies of an
// account for its log groups. Threads: any.
class Logs final : public authz::ResourceFacts {
 public:
  Logs(state::Store& store, sys::Random& random) : store(store), random(random) {}

  Result<std::optional<authz::ResourceRecord>> RecordOf(std::string_view arn) const override;

  state::Store& store;
  sys::Random& random;
};

std::string GroupPrefix(const api::Call& call);
std::string GroupKey(const api::Call& call, std::string_view group);
std::string StreamPrefix(const api::Call& call, std::string_view group);
std::string StreamKey(const api::Call& call, std::string_view group, std::string_view stream);
std::string EventPrefix(const api::Call& call, std::string_view group, std::string_view stream);
// Events order by time, then by arrival.
std::string EventKey(const api::Call& call, std::string_view group, std::string_view stream, int64_t timestamp,
                     int64_t sequence);

Arn GroupArn(const api::Call& call, std::string_view group);                          // without ":*"
Arn StreamArn(const api::Call& call, std::string_view group, std::string_view stream);

// The name out of a group's ARN, with or without ":*", or the text itself when it is a name.
std::string GroupNameOf(std::string_view identifier);

// Everything else that an account keeps lies under a kind and a name: "destination", "metric-filter" and so on; those of
// a group under its name first.
std::string KindPrefix(const api::Call& call, std::string_view kind);
std::string KindKey(const api::Call& call, std::string_view kind, std::string_view name);
std::string InGroupPrefix(const api::Call& call, std::string_view kind, std::string_view group);
std::string InGroupKey(const api::Call& call, std::string_view kind, std::string_view group, std::string_view name);

// The oldest time of events that the group's retention still shows, in milliseconds.
int64_t OldestShown(const GroupRecord& group, Time now);

// One need, on a resource named behind "arn:aws:logs:<region>:<account>:".
authz::Needs NeedOn(const api::Call& call, std::string_view action, std::string_view resource);
authz::Needs NeedOnGroup(const api::Call& call, std::string_view action, std::string_view group);

// 501, when something that is not offered is asked for.
Result<void> CheckAbsent(bool present, std::string_view member);

Result<GroupRecord> FindGroup(const state::Reader& reader, const api::Call& call, std::string_view group);
Result<StreamRecord> FindStream(const state::Reader& reader, const api::Call& call, std::string_view group,
                                std::string_view stream);

// Opaque page tokens.
std::string TokenOf(std::string_view position);
Result<std::string> PositionOf(const std::optional<std::string>& token);

}  // namespace firn::services::logs
