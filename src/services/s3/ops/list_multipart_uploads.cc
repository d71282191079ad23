// ListMultipartUploads: uploads that are neither completed nor aborted.

#include "services/s3/listing.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr size_t kPage = 1000;

// One page of uploads and of the prefixes that keys share up to the delimiter.
struct UploadPage {
  std::vector<objects::Upload> uploads;
  std::vector<std::string> prefixes;
  bool truncated = false;
  std::string next_key;
  std::string next_id;
};

class UploadLister {
 public:
  UploadLister(const S3& s3, const api_s3::ListMultipartUploadsInput& input, size_t limit)
      : s3_(s3),
        input_(input),
        limit_(limit),
        prefix_(input.prefix.value_or("")),
        delimiter_(input.delimiter.value_or("")) {}

  Result<UploadPage> Run() {
    std::string key = input_.key_marker.value_or(""),
                id = key.empty() ? "" : input_.upload_id_marker.value_or("");
    while (!page_.truncated) {
      FIRN_TRY(const auto listing, s3_.objects.ListUploads(input_.bucket, prefix_, key, id, kPage));
      for (const auto& upload : listing.uploads) {
        Take(upload);
        if (page_.truncated) break;
        key = upload.key;
        id = upload.id;
      }
      if (!listing.truncated) break;
    }
    return std::move(page_);
  }

 private:
  void Take(const objects::Upload& upload) {
    const size_t at =
        delimiter_.empty() ? std::string::npos : upload.key.find(delimiter_, prefix_.size());
    if (at == std::string::npos) {
      if (Full()) return;
      page_.uploads.push_back(upload);
      page_.next_key = upload.key;
      page_.next_id = upload.id;
      return;
    }
    const std::string common = upload.key.substr(0, at + delimiter_.size());
    const bool told = common <= input_.key_marker.value_or("") ||
                      (!page_.prefixes.empty() && page_.prefixes.back() == common);
    if (told || Full()) return;
    page_.prefixes.push_back(common);
    page_.next_key = common;
    page_.next_id.clear();
  }

  bool Full() {
    page_.truncated = page_.uploads.size() + page_.prefixes.size() == limit_;
    return page_.truncated;
  }

  const S3& s3_;
  const api_s3::ListMultipartUploadsInput& input_;
  const size_t limit_;
  const std::string prefix_;
  const std::string delimiter_;
  UploadPage page_;
};

}  // namespace

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::ListMultipartUploadsInput& input) {
  return {ListNeed("s3:ListBucketMultipartUploads", input)};
}

Result<api_s3::ListMultipartUploadsOutput> Handle(S3& s3, const api::Call&,
                                                  const api_s3::ListMultipartUploadsInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const int32_t limit, PageLimit(input.max_uploads, "max-uploads"));
  if (limit == 0)
    return InvalidArgument("Argument max-uploads must be an integer between 1 and 2147483647");
  FIRN_TRY(const UploadPage page, UploadLister(s3, input, static_cast<size_t>(limit)).Run());
  api_s3::ListMultipartUploadsOutput output;
  output.bucket = input.bucket;
  output.key_marker = ListedKey(input.key_marker.value_or(""), input.encoding_type);
  output.upload_id_marker = input.upload_id_marker.value_or("");
  output.prefix = ListedKey(input.prefix.value_or(""), input.encoding_type);
  if (input.delimiter) output.delimiter = ListedKey(*input.delimiter, input.encoding_type);
  output.encoding_type = input.encoding_type;
  output.max_uploads = limit;
  output.is_truncated = page.truncated;
  if (page.truncated) {
    output.next_key_marker = ListedKey(page.next_key, input.encoding_type);
    output.next_upload_id_marker = page.next_id;
  }
  const std::string owner = *OwnerOf(bucket).id;
  for (const auto& kept : page.uploads) {
    auto& upload =
        output.uploads ? output.uploads->emplace_back() : output.uploads.emplace().emplace_back();
    upload.upload_id = kept.id;
    upload.key = ListedKey(kept.key, input.encoding_type);
    upload.initiated = kept.initiated;
    upload.storage_class = StorageClassOf(kept.attributes);
    upload.initiator.emplace().id = kept.initiator;
    upload.owner.emplace().id = owner;
    if (!kept.checksum_algorithm.empty()) upload.checksum_algorithm = kept.checksum_algorithm;
    if (!kept.checksum_type.empty()) upload.checksum_type = kept.checksum_type;
  }
  TellPrefixes(page.prefixes, input.encoding_type, output);
  return output;
}

}  // namespace firn::services::s3
