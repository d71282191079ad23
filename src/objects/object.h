#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace firn::objects {

// A bucket as it is kept. Names are unique in the lake, whatever the account or region.
struct Bucket {
  std::string name;
  AccountId account;
  Region region;
  Time created;
  // "ordinary", or "warehouse" for the storage of a table bucket, which S3's own bucket operations
  // do not show.
  std::string kind;
  std::string arn;  // whose storage a warehouse is: the table bucket or table; else empty
  std::map<std::string, std::string> tags;  // of ordinary buckets
  std::string versioning;  // empty: never asked for; kVersioned or kVersioningSuspended
  bool object_lock = false;
};
inline constexpr char kOrdinary[] = "ordinary";
inline constexpr char kWarehouse[] = "warehouse";
inline constexpr char kVersioned[] = "Enabled";
inline constexpr char kVersioningSuspended[] = "Suspended";
inline constexpr char kNullVersion[] = "null";  // the id of what was written without versioning

template <class A>
void Describe(A& a, Bucket& r) {
  a("name", r.name);
  a("account", r.account);
  a("region", r.region);
  a("created", r.created);
  a("kind", r.kind);
  a("arn", r.arn);
  a("tags", r.tags);
  a("versioning", r.versioning);
  a("object_lock", r.object_lock);
}

// What keeps one version from being deleted or replaced.
struct Lock {
  std::string mode;  // "GOVERNANCE", "COMPLIANCE" or empty
  std::optional<Time> until;
  bool legal_hold = false;
};

template <class A>
void Describe(A& a, Lock& r) {
  a("mode", r.mode);
  a("until", r.until);
  a("legal_hold", r.legal_hold);
}

// One entry of an access control list. Grantees are canonical user ids and group URIs.
struct Grant {
  std::string grantee;
  std::string permission;
  bool operator==(const Grant&) const = default;
};

template <class A>
void Describe(A& a, Grant& r) {
  a("grantee", r.grantee);
  a("permission", r.permission);
}

// What is told by the writer about an object and given back with it, unexamined.
struct Attributes {
  std::string content_type;  // empty: binary/octet-stream
  std::map<std::string, std::string>
      headers;  // lower-case names: cache-control, content-encoding, expires, …
  std::map<std::string, std::string> metadata;  // x-amz-meta- names without the prefix, lower case
  std::map<std::string, std::string> tags;
  std::string storage_class;  // empty: STANDARD
  Lock lock;
  std::vector<Grant> grants;           // empty: full control of the owner and nothing else
  std::optional<Time> restored_until;  // of an archived class: while it can be read
};

template <class A>
void Describe(A& a, Attributes& r) {
  a("content_type", r.content_type);
  a("headers", r.headers);
  a("metadata", r.metadata);
  a("tags", r.tags);
  a("storage_class", r.storage_class);
  a("lock", r.lock);
  a("grants", r.grants);
  a("restored_until", r.restored_until);
}

// One version of an object, or a mark that it was deleted.
struct ObjectInfo {
  std::string key;
  uint64_t size = 0;
  std::string etag;  // without quotes; md5 in hex, or md5 of the parts' md5s and "-<count>"
  Time modified;
  Attributes attributes;
  std::map<std::string, std::string> checksums;  // "CRC64NVME" → base64, of the names in checksum.h
  std::string checksum_type;         // "FULL_OBJECT", "COMPOSITE", or empty without checksums
  std::vector<uint64_t> part_sizes;  // of an object made of parts; empty otherwise
  std::vector<std::map<std::string, std::string>> part_checksums;  // beside part_sizes
  std::string path;        // of its file, relative to the data directory; empty for a delete marker
  std::string version_id;  // empty: the null version
  std::string order;       // sorts the versions of a key, newest first; empty before versioning
  std::string upload_id;   // of the multipart upload that made it
  bool delete_marker = false;
};

template <class A>
void Describe(A& a, ObjectInfo& r) {
  a("key", r.key);
  a("size", r.size);
  a("etag", r.etag);
  a("modified", r.modified);
  a("attributes", r.attributes);
  a("checksums", r.checksums);
  a("checksum_type", r.checksum_type);
  a("part_sizes", r.part_sizes);
  a("part_checksums", r.part_checksums);
  a("path", r.path);
  a("version_id", r.version_id);
  a("order", r.order);
  a("upload_id", r.upload_id);
  a("delete_marker", r.delete_marker);
}

// A multipart upload that is neither completed nor aborted.
struct Upload {
  std::string id;
  std::string key;
  Time initiated;
  Attributes attributes;
  std::string checksum_algorithm;  // asked for at creation; empty when none was
  std::string checksum_type;       // "FULL_OBJECT", "COMPOSITE" or empty
  std::string initiator;           // ARN of the principal
};

template <class A>
void Describe(A& a, Upload& r) {
  a("id", r.id);
  a("key", r.key);
  a("initiated", r.initiated);
  a("attributes", r.attributes);
  a("checksum_algorithm", r.checksum_algorithm);
  a("checksum_type", r.checksum_type);
  a("initiator", r.initiator);
}

struct Part {
  int32_t number = 0;  // 1 to 10,000
  uint64_t size = 0;
  std::string etag;  // md5 in hex, without quotes
  Time modified;
  std::map<std::string, std::string> checksums;
  std::string path;  // of its file, relative to the data directory
};

template <class A>
void Describe(A& a, Part& r) {
  a("number", r.number);
  a("size", r.size);
  a("etag", r.etag);
  a("modified", r.modified);
  a("checksums", r.checksums);
  a("path", r.path);
}

}  // namespace firn::objects
