// ListObjectVersions: every version and delete marker of a bucket, by key and newest first.

#include "services/s3/listing.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

std::string IdOf(const objects::ObjectInfo& info) {
  return info.version_id.empty() ? objects::kNullVersion : info.version_id;
}

// What versions and delete markers tell alike.
template <class Entry>
void TellEntry(const objects::VersionListing::Entry& kept, const api_s3::Owner& owner,
               const std::optional<std::string>& encoding_type, Entry& entry) {
  entry.key = ListedKey(kept.info.key, encoding_type);
  entry.version_id = IdOf(kept.info);
  entry.is_latest = kept.latest;
  entry.last_modified = kept.info.modified;
  entry.owner = owner;
}

void TellEntries(const objects::VersionListing& listing, const api_s3::Owner& owner,
                 const std::optional<std::string>& encoding_type,
                 api_s3::ListObjectVersionsOutput& output) {
  for (const auto& kept : listing.entries) {
    if (kept.info.delete_marker) {
      if (!output.delete_markers) output.delete_markers.emplace();
      TellEntry(kept, owner, encoding_type, output.delete_markers->emplace_back());
      continue;
    }
    auto& version = output.versions ? output.versions->emplace_back()
                                    : output.versions.emplace().emplace_back();
    TellEntry(kept, owner, encoding_type, version);
    version.e_tag = Quoted(kept.info.etag);
    version.size = static_cast<int64_t>(kept.info.size);
    version.storage_class = StorageClassOf(kept.info.attributes);
    for (const auto& [algorithm, value] : kept.info.checksums)
      version.checksum_algorithm.emplace() = {algorithm};
    if (!kept.info.checksum_type.empty()) version.checksum_type = kept.info.checksum_type;
  }
}

}  // namespace

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListObjectVersionsInput& input) {
  return {ListNeed("s3:ListBucketVersions", input)};
}

Result<api_s3::ListObjectVersionsOutput> Handle(S3& s3, const api::Call&,
                                                const api_s3::ListObjectVersionsInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  objects::VersionListOptions options;
  options.prefix = input.prefix.value_or("");
  options.delimiter = input.delimiter.value_or("");
  options.key_marker = input.key_marker.value_or("");
  options.version_marker = input.version_id_marker.value_or("");
  if (input.version_id_marker && input.version_id_marker->empty()) {
    return InvalidArgument("A version-id marker cannot be empty.");
  }
  if (input.version_id_marker && options.key_marker.empty()) {
    return InvalidArgument("A version-id marker cannot be specified without a key marker.");
  }
  FIRN_TRY(const int32_t limit, PageLimit(input.max_keys, "maxKeys"));
  options.limit = static_cast<size_t>(limit);
  FIRN_TRY(const auto listing, s3.objects.ListVersions(input.bucket, options));
  api_s3::ListObjectVersionsOutput output;
  output.name = input.bucket;
  output.prefix = ListedKey(options.prefix, input.encoding_type);
  output.key_marker = ListedKey(options.key_marker, input.encoding_type);
  output.version_id_marker = options.version_marker;
  if (!options.delimiter.empty())
    output.delimiter = ListedKey(options.delimiter, input.encoding_type);
  output.encoding_type = input.encoding_type;
  output.max_keys = limit;
  output.is_truncated = listing.truncated;
  if (listing.truncated) output.next_key_marker = ListedKey(listing.next_key, input.encoding_type);
  if (!listing.next_version.empty()) output.next_version_id_marker = listing.next_version;
  TellEntries(listing, OwnerOf(bucket), input.encoding_type, output);
  TellPrefixes(listing.common_prefixes, input.encoding_type, output);
  return output;
}

}  // namespace firn::services::s3
