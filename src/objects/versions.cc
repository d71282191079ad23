#include <algorithm>
#include <limits>

#include "objects/limits.h"
#include "objects/records.h"
#include "state/table.h"

namespace firn::objects {
namespace {

// An order is a count of the key's versions, inverted so that the newest sorts first, and random
// text. It is the version's id too, unless that is "null".
constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr size_t kCountDigits = 11;  // 62^11 > 2^64
constexpr size_t kRandomDigits = 21;

std::string CountText(uint64_t count) {
  uint64_t rest = std::numeric_limits<uint64_t>::max() - count;
  std::string text(kCountDigits, kDigits.front());
  for (size_t i = kCountDigits; i-- > 0; rest /= kDigits.size()) text[i] = kDigits[rest % 62];
  return text;
}

uint64_t CountOf(std::string_view order) {
  if (order.size() < kCountDigits) return 0;  // written before the bucket had versions
  uint64_t inverted = 0;
  for (const char c : order.substr(0, kCountDigits)) {
    inverted = inverted * kDigits.size() + std::min(kDigits.find(c), kDigits.size() - 1);
  }
  return std::numeric_limits<uint64_t>::max() - inverted;
}

bool IsNull(const ObjectInfo& info) { return info.version_id.empty(); }

std::string IdOf(const ObjectInfo& info) {
  return IsNull(info) ? std::string(kNullVersion) : info.version_id;
}

using Older = std::vector<state::Page<ObjectInfo>::Item>;

Result<Older> OlderVersions(const state::Reader& reader, std::string_view bucket,
                            std::string_view key, size_t limit) {
  FIRN_TRY(auto page, state::List<ObjectInfo>(reader, VersionsKey(bucket, key), {}, limit));
  return std::move(page.items);
}

// The order of a version that will be the newest.
Result<std::string> NextOrder(const state::Reader& reader, std::string_view bucket,
                              std::string_view key, const std::optional<ObjectInfo>& current,
                              sys::Random& random) {
  uint64_t newest = current ? CountOf(current->order) : 0;
  FIRN_TRY(const Older older, OlderVersions(reader, bucket, key, 1));
  if (!older.empty()) newest = std::max(newest, CountOf(older.front().value->order));
  return CountText(newest + 1) + random.Text(kRandomDigits, kDigits);
}

// Puts the key's own record among the older versions.
void MoveAside(state::Transaction& transaction, std::string_view bucket, ObjectInfo current,
               sys::Random& random) {
  if (current.order.empty()) {
    current.order = CountText(0) + random.Text(kRandomDigits, kDigits);
  }
  state::Save(transaction, VersionKey(bucket, current.key, current.order), current);
  transaction.Erase(ObjectKey(bucket, current.key));
}

// Makes room for a new newest version: an older null version goes when the new one is null too.
Result<void> Displace(state::Transaction& transaction, std::string_view bucket,
                      std::string_view key, const std::optional<ObjectInfo>& current,
                      bool new_is_null, Files& files, sys::Random& random) {
  if (new_is_null) {
    FIRN_TRY(const Older older, OlderVersions(transaction, bucket, key, SIZE_MAX));
    for (const auto& item : older) {
      if (!IsNull(*item.value)) continue;
      transaction.Erase(item.key);
      if (!item.value->path.empty()) RemoveAfter(transaction, files, item.value->path);
    }
  }
  if (!current) return {};
  if (new_is_null && IsNull(*current)) {
    transaction.Erase(ObjectKey(bucket, key));
    RemoveAfter(transaction, files, current->path);
  } else {
    MoveAside(transaction, bucket, *current, random);
  }
  return {};
}

// Gives the key's own record to its newest version, once the one that had it is gone.
Result<void> Promote(state::Transaction& transaction, std::string_view bucket,
                     std::string_view key) {
  if (transaction.Has(ObjectKey(bucket, key))) return {};
  FIRN_TRY(const Older older, OlderVersions(transaction, bucket, key, 1));
  if (older.empty() || older.front().value->delete_marker) return {};
  state::Save(transaction, ObjectKey(bucket, key), *older.front().value);
  transaction.Erase(older.front().key);
  return {};
}

Result<Removed> RemoveVersion(state::Transaction& transaction, std::string_view bucket,
                              std::string_view key, const RemoveOptions& options, Files& files) {
  Removed removed;
  removed.version_id = *options.version_id;
  FIRN_TRY(const auto entry, LocateVersion(transaction, bucket, key, *options.version_id));
  if (entry == nullptr) return removed;
  FIRN_TRY(const ObjectInfo doomed, state::Decode<ObjectInfo>(entry->value()));
  if (options.conditions.if_match) {
    FIRN_OK(CheckConditions({false, options.conditions.if_match}, &doomed, key));
  }
  if (options.check) FIRN_OK(options.check(doomed));
  transaction.Erase(entry->key());
  if (!doomed.path.empty()) RemoveAfter(transaction, files, doomed.path);
  FIRN_OK(Promote(transaction, bucket, key));
  removed.existed = true;
  removed.delete_marker = doomed.delete_marker;
  return removed;
}

// Gathers one page of versions, key by key, from the keys' own records and those beside them.
class VersionLister {
 public:
  VersionLister(const state::Reader& reader, std::string_view bucket,
                const VersionListOptions& options)
      : reader_(reader),
        bucket_(bucket),
        options_(options),
        limit_(std::min(options.limit, kListLimitMax)) {}

  Result<VersionListing> Run() {
    if (limit_ == 0) return std::move(listing_);
    std::string position = state::KeyBeginning({}, options_.prefix);
    if (!options_.key_marker.empty()) {
      std::string marker;
      state::AppendKeyPart(marker, options_.key_marker);
      if (options_.version_marker.empty()) marker = state::PrefixEnd(marker);
      position = std::max(position, marker);
    }
    while (!listing_.truncated) {
      FIRN_TRY(const auto key, NextKey(position));
      if (!key) break;
      FIRN_TRY(position, Take(*key));
      if (position.empty()) break;  // nothing sorts behind
    }
    return std::move(listing_);
  }

 private:
  // The least key at or behind the position that has any version.
  Result<std::optional<std::string>> NextKey(const std::string& position) const {
    std::optional<std::string> least;
    for (const std::string& base : {ObjectsKey(bucket_), VersionsKey(bucket_)}) {
      Result<void> outcome;
      reader_.ForEachEntry(
          state::KeyBeginning(base, options_.prefix), base + position,
          [&](const state::EntryPointer& entry) {
            auto parts = state::SplitKey(std::string_view(entry->key()).substr(base.size()));
            if (!parts || parts->empty()) {
              outcome = Fail(Kind::kCorrupt,
                             "object key has no parts: " + state::PrintableKey(entry->key()));
            } else if (!least || parts->front() < *least) {
              least = parts->front();
            }
            return false;
          });
      FIRN_OK(std::move(outcome));
    }
    return least;
  }

  // Lists the key, or the common prefix it has; where to go on.
  Result<std::string> Take(const std::string& key) {
    const size_t at = options_.delimiter.empty()
                          ? std::string::npos
                          : key.find(options_.delimiter, options_.prefix.size());
    if (at != std::string::npos) {
      const std::string common = key.substr(0, at + options_.delimiter.size());
      if (common > options_.key_marker && !Full()) {
        listing_.common_prefixes.push_back(common);
        listing_.next_key = common;
        listing_.next_version.clear();
      }
      return state::PrefixEnd(state::KeyBeginning({}, common));
    }
    FIRN_OK(TakeVersions(key));
    std::string own;
    state::AppendKeyPart(own, key);
    return state::PrefixEnd(own);
  }

  Result<void> TakeVersions(const std::string& key) {
    bool passing = key == options_.key_marker && !options_.version_marker.empty();
    bool latest = true;
    const auto take = [&](const ObjectInfo& info) {
      const bool is_latest = std::exchange(latest, false);
      if (passing) {
        passing = IdOf(info) != options_.version_marker;
        return;
      }
      if (Full()) return;
      listing_.entries.push_back({info, is_latest});
      listing_.next_key = key;
      listing_.next_version = IdOf(info);
    };
    FIRN_TRY(const auto current, LoadObject(reader_, bucket_, key));
    if (current) take(*current);
    FIRN_TRY(const Older older, OlderVersions(reader_, bucket_, key, SIZE_MAX));
    for (const auto& item : older) take(*item.value);
    return {};
  }

  bool Full() {
    listing_.truncated = listing_.entries.size() + listing_.common_prefixes.size() == limit_;
    return listing_.truncated;
  }

  const state::Reader& reader_;
  const std::string bucket_;
  const VersionListOptions& options_;
  const size_t limit_;
  VersionListing listing_;
};

}  // namespace

Result<state::EntryPointer> LocateVersion(const state::Reader& reader, std::string_view bucket,
                                          std::string_view key, std::string_view version_id) {
  const bool null_wanted = version_id == kNullVersion;
  const state::EntryPointer own = reader.FindEntry(ObjectKey(bucket, key));
  if (own != nullptr) {
    FIRN_TRY(const ObjectInfo info, state::Decode<ObjectInfo>(own->value()));
    if (null_wanted ? IsNull(info) : info.version_id == version_id) return own;
  }
  if (!null_wanted) return reader.FindEntry(VersionKey(bucket, key, version_id));
  FIRN_TRY(const Older older, OlderVersions(reader, bucket, key, SIZE_MAX));
  for (const auto& item : older) {
    if (IsNull(*item.value)) return reader.FindEntry(item.key);
  }
  return state::EntryPointer();
}

Result<void> SaveObject(state::Transaction& transaction, std::string_view bucket, ObjectInfo& info,
                        const Conditions& conditions, Files& files, sys::Random& random) {
  FIRN_TRY(const auto owner, state::LoadShared<Bucket>(transaction, BucketKey(bucket)));
  if (owner == nullptr) return NoSuchBucket(bucket);
  FIRN_TRY(const auto current, LoadObject(transaction, bucket, info.key));
  FIRN_OK(CheckConditions(conditions, current ? &*current : nullptr, info.key));
  if (owner->versioning.empty()) {
    if (current && current->path != info.path) RemoveAfter(transaction, files, current->path);
  } else {
    FIRN_TRY(info.order, NextOrder(transaction, bucket, info.key, current, random));
    const bool null_version = owner->versioning != kVersioned;
    if (!null_version) info.version_id = info.order;
    FIRN_OK(Displace(transaction, bucket, info.key, current, null_version, files, random));
  }
  state::Save(transaction, ObjectKey(bucket, info.key), info);
  return {};
}

Result<Removed> RemoveObject(state::Transaction& transaction, std::string_view bucket,
                             std::string_view key, const RemoveOptions& options, Files& files,
                             sys::Random& random) {
  FIRN_TRY(const auto owner, state::LoadShared<Bucket>(transaction, BucketKey(bucket)));
  if (owner == nullptr) return NoSuchBucket(bucket);
  if (options.version_id) return RemoveVersion(transaction, bucket, key, options, files);
  FIRN_TRY(const auto current, LoadObject(transaction, bucket, key));
  FIRN_OK(
      CheckConditions({false, options.conditions.if_match}, current ? &*current : nullptr, key));
  Removed removed;
  removed.existed = current.has_value();
  if (owner->versioning.empty()) {
    if (current) {
      transaction.Erase(ObjectKey(bucket, key));
      RemoveAfter(transaction, files, current->path);
    }
    return removed;
  }
  ObjectInfo marker;
  marker.key = key;
  marker.modified = options.now;
  marker.delete_marker = true;
  FIRN_TRY(marker.order, NextOrder(transaction, bucket, key, current, random));
  const bool null_version = owner->versioning != kVersioned;
  if (!null_version) marker.version_id = marker.order;
  FIRN_OK(Displace(transaction, bucket, key, current, null_version, files, random));
  state::Save(transaction, VersionKey(bucket, key, marker.order), marker);
  removed.delete_marker = true;
  removed.version_id = IdOf(marker);
  return removed;
}

Result<Removed> ObjectStore::Remove(std::string_view bucket, std::string_view key,
                                    const RemoveOptions& options) {
  return state_.WriteReturning<Removed>([&](state::Transaction& transaction) {
    return RemoveObject(transaction, bucket, key, options, *files_, random_);
  });
}

Result<std::optional<ObjectInfo>> ObjectStore::FindVersion(
    std::string_view bucket, std::string_view key,
    const std::optional<std::string>& version_id) const {
  const state::Snapshot snapshot = state_.Read();
  FIRN_OK(CheckBucketExists(snapshot, bucket));
  if (!version_id) {
    FIRN_TRY(auto current, LoadObject(snapshot, bucket, key));
    if (current) return current;
    FIRN_TRY(const Older older, OlderVersions(snapshot, bucket, key, 1));
    if (older.empty()) return std::optional<ObjectInfo>();
    return std::optional<ObjectInfo>(*older.front().value);
  }
  FIRN_TRY(const auto entry, LocateVersion(snapshot, bucket, key, *version_id));
  if (entry == nullptr) return std::optional<ObjectInfo>();
  FIRN_TRY(ObjectInfo info, state::Decode<ObjectInfo>(entry->value()));
  return std::optional<ObjectInfo>(std::move(info));
}

Result<std::optional<ObjectStore::Opened>> ObjectStore::ReadVersion(
    std::string_view bucket, std::string_view key, const std::string& version_id) const {
  return ReadLocated([&](const state::Reader& reader) -> Result<state::EntryPointer> {
    FIRN_OK(CheckBucketExists(reader, bucket));
    return LocateVersion(reader, bucket, key, version_id);
  });
}

Result<ObjectInfo> ObjectStore::UpdateVersion(
    std::string_view bucket, std::string_view key, const std::optional<std::string>& version_id,
    const std::function<Result<void>(ObjectInfo&)>& change) {
  return state_.WriteReturning<ObjectInfo>(
      [&](state::Transaction& transaction) -> Result<ObjectInfo> {
        FIRN_OK(CheckBucketExists(transaction, bucket));
        state::EntryPointer entry = transaction.FindEntry(ObjectKey(bucket, key));
        if (version_id) {
          FIRN_TRY(entry, LocateVersion(transaction, bucket, key, *version_id));
        }
        if (entry == nullptr && version_id) return NoSuchVersion(key, *version_id);
        if (entry == nullptr) return NoSuchKey(key);
        FIRN_TRY(const ObjectInfo kept, state::Decode<ObjectInfo>(entry->value()));
        ObjectInfo changed = kept;
        FIRN_OK(change(changed));
        changed.key = kept.key;
        changed.path = kept.path;
        changed.size = kept.size;
        changed.version_id = kept.version_id;
        changed.order = kept.order;
        state::Save(transaction, entry->key(), changed);
        return changed;
      });
}

Result<VersionListing> ObjectStore::ListVersions(std::string_view bucket,
                                                 const VersionListOptions& options) const {
  const state::Snapshot snapshot = state_.Read();
  FIRN_OK(CheckBucketExists(snapshot, bucket));
  FIRN_TRY(VersionListing listing, VersionLister(snapshot, bucket, options).Run());
  if (!listing.truncated) {
    listing.next_key.clear();
    listing.next_version.clear();
  }
  return listing;
}

}  // namespace firn::objects
