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
};
inline constexpr char kOrdinary[] = "ordinary";
inline constexpr char kWarehouse[] = "warehouse";

template <class A>
void Describe(A& a, Bucket& r) {
  a("name", r.name);
  a("account", r.account);
  a("region", r.region);
  a("created", r.created);
  a("kind", r.kind);
  a("arn", r.arn);
  a("tags", r.tags);
}

// What is told by the writer about an object and given back with it, unexamined.
struct Attributes {
  std::string content_type;  // empty: binary/octet-stream
  std::map<std::string, std::string>
      headers;  // lower-case names: cache-control, content-encoding, expires, …
  std::map<std::string, std::string> metadata;  // x-amz-meta- names without the prefix, lower case
  std::map<std::string, std::string> tags;
  std::string storage_class;  // empty: STANDARD
};

template <class A>
void Describe(A& a, Attributes& r) {
  a("content_type", r.content_type);
  a("headers", r.headers);
  a("metadata", r.metadata);
  a("tags", r.tags);
  a("storage_class", r.storage_class);
}

struct ObjectInfo {
  std::string key;
  uint64_t size = 0;
  std::string etag;  // without quotes; md5 in hex, or md5 of the parts' md5s and "-<count>"
  Time modified;
  Attributes attributes;
  std::map<std::string, std::string> checksums;  // "CRC64NVME" → base64, of the names in checksum.h
  std::string checksum_type;         // "FULL_OBJECT", "COMPOSITE", or empty without checksums
  std::vector<uint64_t> part_sizes;  // of an object made of parts; empty otherwise
  std::string path;                  // of its file, relative to the data directory
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
  a("path", r.path);
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
