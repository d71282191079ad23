#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "format/avro.h"
#include "iceberg/avro_fields.h"

// Avro files of records, as manifests and manifest lists both are.
namespace firn::iceberg {

template <class T>
AvroValue OrNull(const std::optional<T>& value) {
  if (!value) return AvroValue::Null();
  if constexpr (std::is_same_v<T, std::string>) {
    return AvroValue::Bytes(*value);
  } else {
    return AvroValue::Long(*value);
  }
}

// The file that holds what `encode` makes of each item.
template <class Item, class Encode>
Result<std::string> WriteAvroRecords(format::AvroWriterOptions options,
                                     const std::vector<Item>& items, const Encode& encode) {
  FIRN_TRY(auto writer, format::AvroWriter::Open(std::move(options)));
  for (const Item& item : items) {
    FIRN_TRY(auto record, encode(item));
    FIRN_OK(writer.Append(record));
  }
  return writer.Finish();
}

// kCorrupt, naming `what`, when the file holds anything but records.
inline Result<format::AvroReader> OpenAvroRecords(std::string_view bytes, std::string_view what) {
  FIRN_TRY(auto reader, format::AvroReader::Open(bytes));
  if (reader.schema().kind != AvroSchema::Kind::kRecord) {
    return Fail(Kind::kCorrupt, std::string(what) + " is malformed: its entries are no records");
  }
  return reader;
}

template <class Visit>
Result<void> ForEachAvroRecord(format::AvroReader& reader, const Visit& visit) {
  while (true) {
    FIRN_TRY(auto record, reader.Next());
    if (!record) return {};
    FIRN_OK(visit(*record));
  }
}

}  // namespace firn::iceberg
