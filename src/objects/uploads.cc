#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "objects/limits.h"
#include "objects/records.h"
#include "state/table.h"

namespace firn::objects {
namespace {

constexpr size_t kUploadIdLength = 64;
constexpr char kUploadIdAlphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string Unquoted(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"')
    etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

Result<Upload> LoadUpload(const state::Reader& reader, std::string_view bucket,
                          std::string_view key, std::string_view id) {
  FIRN_OK(CheckBucketExists(reader, bucket));
  FIRN_TRY(auto upload, state::Load<Upload>(reader, UploadKey(bucket, key, id)));
  if (!upload) return NoSuchUpload(id);
  return *std::move(upload);
}

// The parts named by the caller, in order; every one must be there with the ETag given.
Result<std::vector<Part>> ChosenParts(const state::Reader& reader, std::string_view id,
                                      const std::vector<CompletedPart>& chosen) {
  if (chosen.empty()) {
    return S3Failure(Kind::kInvalid, "MalformedXML", "You must specify at least one part");
  }
  std::vector<Part> parts;
  for (const CompletedPart& named : chosen) {
    if (!parts.empty() && named.number <= parts.back().number) {
      return S3Failure(
          Kind::kInvalid, "InvalidPartOrder",
          "The list of parts was not in ascending order. Parts must be ordered by part number.");
    }
    FIRN_TRY(auto part, state::Load<Part>(reader, PartKey(id, named.number)));
    if (!part || part->etag != Unquoted(named.etag)) {
      return S3Failure(Kind::kInvalid, "InvalidPart",
                       "One or more of the specified parts could not be found. The part may not "
                       "have been uploaded, or "
                       "the specified entity tag may not match the part's entity tag.");
    }
    parts.push_back(*std::move(part));
  }
  return parts;
}

bool SameFiles(const std::vector<Part>& a, const std::vector<Part>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Part& x, const Part& y) { return x.path == y.path; });
}

// S3's default: CRC64NVME is always of the whole object, the others are of the parts' checksums.
bool IsComposite(const Upload& upload) {
  if (upload.checksum_algorithm.empty()) return false;  // CRC64NVME is kept then
  if (upload.checksum_type.empty()) return upload.checksum_algorithm != kCrc64Nvme;
  return upload.checksum_type == "COMPOSITE";
}

// The checksum of the parts' checksums and "-<count>"; nothing when a part has none.
Result<std::optional<std::string>> CompositeChecksum(const std::string& algorithm,
                                                     const std::vector<Part>& parts) {
  FIRN_TRY(Digests digests, Digests::Of({algorithm}));
  for (const Part& part : parts) {
    const auto own = part.checksums.find(algorithm);
    if (own == part.checksums.end()) return std::optional<std::string>();
    digests.Update(Base64Decode(own->second).value_or(""));
  }
  return std::optional(digests.Finish().checksums.at(algorithm) + "-" +
                       std::to_string(parts.size()));
}

std::string EtagOfParts(const std::vector<Part>& parts) {
  std::string md5s;
  for (const Part& part : parts) md5s += HexDecode(part.etag).value_or("");
  return HexEncode(Md5(md5s)) + "-" + std::to_string(parts.size());
}

// Erases an upload's records; its files go after the commit.
Result<void> EraseUpload(state::Transaction& transaction, std::string_view bucket,
                         const Upload& upload, Files& files) {
  FIRN_TRY(const auto parts, state::List<Part>(transaction, PartsKey(upload.id), {}, SIZE_MAX));
  for (const auto& part : parts.items) RemoveAfter(transaction, files, part.value->path);
  transaction.ErasePrefix(PartsKey(upload.id));
  transaction.Erase(UploadKey(bucket, upload.key, upload.id));
  return {};
}

// Joins the files of the parts into one, which becomes the object's.
Result<Files::Written> JoinParts(Files& files, std::string_view bucket, const Upload& upload,
                                 const std::vector<Part>& parts) {
  const auto hand_out = [&](const Files::Sink& sink) -> Result<void> {
    for (const Part& part : parts) {
      FIRN_TRY(const wire::Body body, files.Open(part.path, part.size));
      for (uint64_t offset = 0; offset < body.size();) {
        FIRN_TRY(const std::string piece, body.ReadAt(offset, kCopyBytes));
        if (piece.empty())
          return Fail(Kind::kCorrupt, "part is shorter than its record: " + part.path);
        FIRN_OK(sink(piece));
        offset += piece.size();
      }
    }
    return {};
  };
  std::vector<std::string> algorithms;
  if (upload.checksum_algorithm.empty()) algorithms.emplace_back(kCrc64Nvme);
  if (!upload.checksum_algorithm.empty() && !IsComposite(upload))
    algorithms.push_back(upload.checksum_algorithm);
  return files.Write(ObjectsDirectory(bucket), upload.key, hand_out, algorithms);
}

// The version that the upload became, when it was completed and that version is still there.
Result<std::optional<ObjectInfo>> CompletedBy(const state::Reader& reader, std::string_view bucket,
                                              std::string_view key, std::string_view upload_id) {
  FIRN_TRY(auto current, LoadObject(reader, bucket, key));
  if (current && current->upload_id == upload_id) return current;
  FIRN_TRY(const auto older,
           state::List<ObjectInfo>(reader, VersionsKey(bucket, key), {}, SIZE_MAX));
  for (const auto& item : older.items) {
    if (item.value->upload_id == upload_id) return std::optional<ObjectInfo>(*item.value);
  }
  return std::optional<ObjectInfo>();
}

Result<ObjectInfo> JoinedInfo(const Upload& upload, const std::vector<Part>& parts,
                              const Files::Written& written, Time now) {
  ObjectInfo info;
  info.key = upload.key;
  info.size = written.size;
  info.etag = EtagOfParts(parts);
  info.modified = now;
  info.attributes = upload.attributes;
  info.checksums = written.digests.checksums;
  info.path = written.path;
  info.upload_id = upload.id;
  for (const Part& part : parts) {
    info.part_sizes.push_back(part.size);
    info.part_checksums.push_back(part.checksums);
  }
  if (!upload.checksum_algorithm.empty() && IsComposite(upload)) {
    FIRN_TRY(const auto composite, CompositeChecksum(upload.checksum_algorithm, parts));
    if (composite) info.checksums.emplace(upload.checksum_algorithm, *composite);
  }
  if (!info.checksums.empty())
    info.checksum_type = IsComposite(upload) ? "COMPOSITE" : "FULL_OBJECT";
  return info;
}

}  // namespace

Result<Upload> ObjectStore::CreateUpload(std::string_view bucket, std::string_view key,
                                         const UploadOptions& options) {
  FIRN_OK(CheckKey(key));
  if (!options.checksum_algorithm.empty() && !IsChecksumName(options.checksum_algorithm)) {
    return S3Failure(Kind::kInvalid, "InvalidRequest",
                     "checksum algorithm is unknown: " + options.checksum_algorithm);
  }
  Upload upload;
  upload.id = random_.Text(kUploadIdLength, kUploadIdAlphabet);
  upload.key = key;
  upload.initiated = options.now;
  upload.attributes = options.attributes;
  upload.checksum_algorithm = options.checksum_algorithm;
  upload.checksum_type = options.checksum_type;
  upload.initiator = options.initiator;
  FIRN_OK(state_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(CheckBucketExists(transaction, bucket));
    state::Save(transaction, UploadKey(bucket, key, upload.id), upload);
    return {};
  }));
  return upload;
}

Result<Upload> ObjectStore::GetUpload(std::string_view bucket, std::string_view key,
                                      std::string_view upload_id) const {
  return LoadUpload(state_.Read(), bucket, key, upload_id);
}

Result<Part> ObjectStore::UploadPart(std::string_view bucket, std::string_view key,
                                     std::string_view upload_id, int32_t number,
                                     const wire::Body& body, const PutOptions& options) {
  if (number < 1 || number > kPartNumberMax) {
    return S3Failure(Kind::kInvalid, "InvalidArgument",
                     "Part number must be an integer between 1 and 10000, inclusive");
  }
  FIRN_TRY(const Upload upload, LoadUpload(state_.Read(), bucket, key, upload_id));
  const std::string name = upload.id + "-" + std::to_string(number);
  FIRN_TRY(auto written, files_->Write(kUploadsDirectory, name, body, AlgorithmsOf(options)));
  const auto staged = std::make_shared<Staged::State>(*files_, std::move(written));
  FIRN_OK(CheckDigests(staged->written, options));

  Part part;
  part.number = number;
  part.size = staged->written.size;
  part.etag = HexEncode(staged->written.digests.md5);
  part.modified = options.now;
  part.checksums = staged->written.digests.checksums;
  part.path = staged->written.path;
  FIRN_OK(state_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const Upload still_open, LoadUpload(transaction, bucket, key, upload_id));
    const std::string part_key = PartKey(still_open.id, number);
    FIRN_TRY(const auto replaced, state::Load<Part>(transaction, part_key));
    if (replaced) RemoveAfter(transaction, *files_, replaced->path);
    state::Save(transaction, part_key, part);
    KeepAfter(transaction, staged);
    return {};
  }));
  return part;
}

Result<ObjectStore::PartListing> ObjectStore::ListParts(std::string_view bucket,
                                                        std::string_view key,
                                                        std::string_view upload_id,
                                                        int32_t after_number, size_t limit) const {
  const state::Snapshot snapshot = state_.Read();
  FIRN_TRY(const Upload upload, LoadUpload(snapshot, bucket, key, upload_id));
  const std::string after = after_number > 0 ? PartKey(upload.id, after_number) : std::string();
  FIRN_TRY(const auto page,
           state::List<Part>(snapshot, PartsKey(upload.id), after, std::min(limit, kListLimitMax)));
  PartListing listing;
  for (const auto& item : page.items) listing.parts.push_back(*item.value);
  listing.truncated = page.more && limit > 0;
  return listing;
}

Result<ObjectInfo> ObjectStore::CompleteUpload(std::string_view bucket, std::string_view key,
                                               std::string_view upload_id,
                                               const std::vector<CompletedPart>& chosen,
                                               const CompleteOptions& options) {
  const state::Snapshot snapshot = state_.Read();
  FIRN_OK(CheckBucketExists(snapshot, bucket));
  FIRN_TRY(const auto completed, CompletedBy(snapshot, bucket, key, upload_id));
  if (completed) return *completed;
  FIRN_TRY(const Upload upload, LoadUpload(snapshot, bucket, key, upload_id));
  FIRN_TRY(const auto parts, ChosenParts(snapshot, upload.id, chosen));
  if (options.check) FIRN_OK(options.check(parts));
  FIRN_TRY(const auto current, Find(snapshot, bucket, key));
  FIRN_OK(CheckConditions(options.conditions, current ? &*current : nullptr, key));
  auto joined = JoinParts(*files_, bucket, upload, parts);
  // Somebody else completed or aborted the upload while its parts were being read.
  if (!joined && joined.error().kind == Kind::kNotFound) FIRN_OK(GetUpload(bucket, key, upload_id));
  FIRN_TRY(auto written, std::move(joined));
  const auto staged = std::make_shared<Staged::State>(*files_, std::move(written));
  FIRN_TRY(ObjectInfo info, JoinedInfo(upload, parts, staged->written, options.now));
  for (const auto& [name, value] : options.expected) {
    const auto computed = info.checksums.find(name);
    if (computed != info.checksums.end() && computed->second != value) {
      return S3Failure(Kind::kInvalid, "BadDigest",
                       "The " + name + " you specified did not match the calculated checksum.");
    }
  }

  FIRN_OK(state_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const Upload still_open, LoadUpload(transaction, bucket, key, upload_id));
    FIRN_TRY(const auto parts_now, ChosenParts(transaction, still_open.id, chosen));
    if (!SameFiles(parts, parts_now)) {
      return S3Failure(Kind::kConflict, "OperationAborted",
                       "A part was uploaded again while the upload was completed.");
    }
    FIRN_OK(SaveObject(transaction, bucket, info, options.conditions, *files_, random_));
    FIRN_OK(EraseUpload(transaction, bucket, still_open, *files_));
    KeepAfter(transaction, staged);
    return {};
  }));
  return info;
}

Result<void> ObjectStore::AbortUpload(std::string_view bucket, std::string_view key,
                                      std::string_view upload_id) {
  return state_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const Upload upload, LoadUpload(transaction, bucket, key, upload_id));
    return EraseUpload(transaction, bucket, upload, *files_);
  });
}

Result<ObjectStore::UploadListing> ObjectStore::ListUploads(std::string_view bucket,
                                                            std::string_view prefix,
                                                            std::string_view after_key,
                                                            std::string_view after_id,
                                                            size_t limit) const {
  const state::Snapshot snapshot = state_.Read();
  FIRN_OK(CheckBucketExists(snapshot, bucket));
  std::string after;
  if (!after_key.empty()) {
    // Nothing of a key is left behind its prefix and the greatest byte.
    after = after_id.empty() ? state::Key("objects", "upload", bucket, after_key) + '\xff'
                             : UploadKey(bucket, after_key, after_id);
  }
  const std::string beginning = state::KeyBeginning(UploadsKey(bucket), prefix);
  FIRN_TRY(const auto page,
           state::List<Upload>(snapshot, beginning, after, std::min(limit, kListLimitMax)));
  UploadListing listing;
  for (const auto& item : page.items) listing.uploads.push_back(*item.value);
  listing.truncated = page.more && limit > 0;
  return listing;
}

}  // namespace firn::objects
