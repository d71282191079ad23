#include "collect/decoded.h"

#include <utility>

#include "collect/limits.h"

namespace firn::collect {

void Decoded::Add(Table table, std::string record) {
  if (record.size() > kRecordBytesMax) {
    Reject(1, "a record above 1000 KiB");
    return;
  }
  bytes += record.size();
  records[static_cast<size_t>(table)].push_back(std::move(record));
}

void Decoded::Reject(size_t count, std::string_view reason) {
  if (count == 0) return;
  rejected += count;
  if (reasons.find(reason) != std::string::npos) return;
  if (!reasons.empty()) reasons += "; ";
  reasons += reason;
}

}  // namespace firn::collect
