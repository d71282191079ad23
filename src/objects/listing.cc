#include <algorithm>

#include "objects/limits.h"
#include "objects/records.h"
#include "state/table.h"

namespace firn::objects {
namespace {

// Gathers one page.
class Lister {
 public:
  Lister(const ListOptions& options, std::string base)
      : options_(options), base_(std::move(base)), limit_(std::min(options.limit, kListLimitMax)) {}

  Result<Listing> Run(const state::Reader& reader) {
    if (limit_ == 0) return std::move(listing_);
    const std::string prefix = state::KeyBeginning(base_, options_.prefix);
    if (!options_.start_after.empty()) {
      from_ = base_;
      state::AppendKeyPart(from_, options_.start_after);
      from_.push_back('\0');
    }
    // A common prefix ends the visit, and the next one begins behind everything it stands for.
    do {
      jump_ = false;
      reader.ForEachEntry(prefix, from_,
                          [&](const state::EntryPointer& entry) { return Take(*entry); });
    } while (jump_);
    FIRN_OK(std::move(outcome_));
    return std::move(listing_);
  }

 private:
  bool Take(const state::Entry& entry) {
    auto parts = state::SplitKey(std::string_view(entry.key()).substr(base_.size()));
    if (!parts || parts->size() != 1) {
      outcome_ =
          Fail(Kind::kCorrupt, "object key is not one part: " + state::PrintableKey(entry.key()));
      return false;
    }
    const std::string& key = parts->front();
    const size_t at = options_.delimiter.empty()
                          ? std::string::npos
                          : key.find(options_.delimiter, options_.prefix.size());
    return at == std::string::npos ? TakeObject(entry, key)
                                   : TakePrefix(key.substr(0, at + options_.delimiter.size()));
  }

  bool TakeObject(const state::Entry& entry, const std::string& key) {
    if (Full()) return false;
    auto info = state::Decode<ObjectInfo>(entry.value());
    if (!info) {
      outcome_ = Within("record " + state::PrintableKey(entry.key()), std::move(info).error());
      return false;
    }
    listing_.objects.push_back(*std::move(info));
    listing_.next = key;
    return true;
  }

  bool TakePrefix(const std::string& common) {
    // One that is not greater was on an earlier page, or is passed over as the caller asked.
    if (options_.start_after.empty() || common > options_.start_after) {
      if (Full()) return false;
      listing_.common_prefixes.push_back(common);
      listing_.next = common;
    }
    from_ = state::PrefixEnd(state::KeyBeginning(base_, common));
    jump_ = true;
    return false;
  }

  bool Full() {
    listing_.truncated = listing_.objects.size() + listing_.common_prefixes.size() == limit_;
    return listing_.truncated;
  }

  const ListOptions& options_;
  const std::string base_;
  const size_t limit_;
  std::string from_;
  bool jump_ = false;
  Listing listing_;
  Result<void> outcome_;
};

}  // namespace

Result<Listing> ObjectStore::List(std::string_view bucket, const ListOptions& options) const {
  const state::Snapshot snapshot = state_.Read();
  FIRN_OK(CheckBucketExists(snapshot, bucket));
  FIRN_TRY(Listing listing, Lister(options, ObjectsKey(bucket)).Run(snapshot));
  if (!listing.truncated) listing.next.clear();
  return listing;
}

}  // namespace firn::objects
