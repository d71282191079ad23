#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace firn::collect {

// The tables that telemetry goes to, one delivery stream each.
enum class Table : uint8_t { kLogs, kTraces, kSum, kGauge };
inline constexpr size_t kTableCount = 4;

// What one request holds: records ready for Firehose, each one JSON object with the columns of the
// built-in schema of its table, and how many of the sender's items have no record and why.
struct Decoded {
  std::array<std::vector<std::string>, kTableCount> records;
  size_t bytes = 0;     // of all records
  size_t rejected = 0;  // log records, spans or data points
  std::string reasons;  // each once, joined by "; "

  const std::vector<std::string>& of(Table table) const {
    return records[static_cast<size_t>(table)];
  }
  // Takes one record; one above the limit of Firehose is rejected instead.
  void Add(Table table, std::string record);
  void Reject(size_t count, std::string_view reason);
};

}  // namespace firn::collect
