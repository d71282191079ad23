#pragma once

#include <algorithm>

#include "services/s3/needs.h"
#include "services/s3/s3.h"

// What the listings of keys have in common.
namespace firn::services::s3 {

// The right to list, with what the request asks for as condition keys.
template <class Input>
authz::Need ListNeed(std::string_view action, const Input& input) {
  Keys context;
  context["s3:prefix"] = {input.prefix.value_or("")};
  if (input.delimiter) context["s3:delimiter"] = {*input.delimiter};
  if constexpr (requires { input.max_keys; }) {
    if (input.max_keys) context["s3:max-keys"] = {std::to_string(*input.max_keys)};
  }
  return BucketNeed(action, input.bucket, std::move(context));
}

template <class Output>
void TellPrefixes(const std::vector<std::string>& prefixes,
                  const std::optional<std::string>& encoding_type, Output& output) {
  for (const auto& prefix : prefixes) {
    if (!output.common_prefixes) output.common_prefixes.emplace();
    output.common_prefixes->emplace_back().prefix = ListedKey(prefix, encoding_type);
  }
}

// One page of keys behind `start_after` into either version's answer. `owner` is told when it is
// given.
template <class Input, class Output>
Result<objects::Listing> ListKeys(const S3& s3, const Input& input, std::string start_after,
                                  const std::optional<api::s3::Owner>& owner, Output& output) {
  objects::ListOptions options;
  options.prefix = input.prefix.value_or("");
  options.delimiter = input.delimiter.value_or("");
  options.start_after = std::move(start_after);
  FIRN_TRY(const int32_t limit, PageLimit(input.max_keys, "maxKeys"));
  options.limit = static_cast<size_t>(limit);
  objects::Listing listing;
  if (limit > 0) {
    FIRN_TRY(listing, s3.objects.List(input.bucket, options));
  }
  output.name = input.bucket;
  output.prefix = ListedKey(options.prefix, input.encoding_type);
  if (!options.delimiter.empty())
    output.delimiter = ListedKey(options.delimiter, input.encoding_type);
  output.encoding_type = input.encoding_type;
  output.max_keys = limit;
  output.is_truncated = listing.truncated;
  for (const auto& info : listing.objects) {
    auto& object = output.contents ? output.contents->emplace_back()
                                   : output.contents.emplace().emplace_back();
    object.key = ListedKey(info.key, input.encoding_type);
    object.last_modified = info.modified;
    object.e_tag = Quoted(info.etag);
    object.size = static_cast<int64_t>(info.size);
    object.storage_class = StorageClassOf(info.attributes);
    object.owner = owner;
    for (const auto& [algorithm, value] : info.checksums)
      object.checksum_algorithm.emplace() = {algorithm};
    if (!info.checksum_type.empty()) object.checksum_type = info.checksum_type;
  }
  TellPrefixes(listing.common_prefixes, input.encoding_type, output);
  return listing;
}

}  // namespace firn::services::s3
