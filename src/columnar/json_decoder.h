#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "columnar/batch.h"

namespace firn::columnar {

// Firehose's code for a record that lacks a required column (aws.md 5.4).
inline constexpr std::string_view kMissingColumnCode = "Iceberg.MissingColumnWithinRecord";
// Codes of ours, in the style of Firehose's, where AWS documents none.
inline constexpr std::string_view kInvalidColumnValueCode =
    "Iceberg.InvalidColumnValue";  // not of the column's type
inline constexpr std::string_view kMalformedRecordCode =
    "Iceberg.MalformedRecord";  // not one JSON object

// Why one record is not in the batch. Messages name columns and types, never values.
struct RecordFailure {
  size_t index = 0;  // of the record within the call
  std::string code;
  std::string message;
};

// What may be done with the memory the records lie in.
enum class RecordMemory {
  kAny,  // nothing beyond reading them during the call: each record is copied before it is parsed
  kPadded,  // kRecordPadding bytes after the end of every record may be read (their content does
            // not matter)
  kKept,    // that, and the bytes stay as they are for as long as the batch has its rows (see
          // Batch::Keep), so that strings without escapes need not be copied
};
inline constexpr size_t kRecordPadding = 64;

// Turns records, each the bytes of one JSON object, into rows.
//
// A first-level key fills the column of exactly that name; other keys are skipped; a key that comes
// twice counts the last time. A missing key or a null makes a null, or fails the record when the
// column is required. Values become the column's type as Firehose reads them (aws.md 5.3): numbers
// from JSON numbers or numeric strings without loss; booleans also from 0, 1, "true", "false";
// timestamps from microseconds or ISO-8601, UTC without an offset; dates from days or yyyy-mm-dd;
// times from microseconds or hh:mm:ss[.ffffff]; binary from base64 or hexadecimal (scalar_text.h
// says which); strings from anything, objects and arrays as their
// own JSON text; lists, maps and structs from JSON or from a string holding JSON.
//
// A record that fails leaves no trace in the batch and does not touch its neighbours. Everything is
// checked, skipped values included: one object, valid UTF-8, at most kRecordDepthMax levels,
// nothing after the object. Differs from AWS: a map that repeats a key fails the record; which
// error code AWS gives for values is not documented. Threads: one at a time.
class JsonDecoder {
 public:
  explicit JsonDecoder(std::shared_ptr<const Schema> schema);
  ~JsonDecoder();
  JsonDecoder(JsonDecoder&&) noexcept;

  // Appends the records that fit to `batch`, which must have the decoder's schema, in their order,
  // and returns the others by index.
  std::vector<RecordFailure> Decode(std::span<const std::string_view> records, RecordMemory memory,
                                    Batch& batch);

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace firn::columnar
