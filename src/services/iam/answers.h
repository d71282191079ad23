#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/iam.h"
#include "services/iam/iam.h"
#include "services/iam/limits.h"

// What IAM's operations share: tags, documents, pages, needs and the shapes they answer.
namespace firn::services::iam {

// Tags of a request as a map. InvalidInput for keys that differ only in the case of letters, for
// more than kTagsMax and for keys reserved to AWS.
Result<std::map<std::string, std::string>> TagsOf(
    const std::optional<std::vector<api::iam::Tag>>& tags);
// Adds or replaces tags; a key that differs only in case is replaced. LimitExceeded beyond
// kTagsMax.
Result<void> MergeTags(std::map<std::string, std::string>& tags,
                       const std::map<std::string, std::string>& more);
bool EraseTag(std::map<std::string, std::string>& tags, std::string_view key);
std::vector<api::iam::Tag> ApiTags(const std::map<std::string, std::string>& tags);

// Checks an identity policy; MalformedPolicyDocument with AWS's reason.
Result<void> CheckDocument(std::string_view document);
// Checks that a permissions boundary names a managed policy that exists.
Result<void> CheckBoundary(const Iam& iam, const api::Call& call,
                           const std::optional<std::string>& arn);
// Bytes that count against quotas: all but white space.
size_t CountedBytes(std::string_view document);
// Documents travel percent-encoded in answers.
std::string EncodedDocument(std::string_view document);

// Which members a role's shape shows; lists show less.
enum class Detail { kListed, kCreated, kFull };
api::iam::Role ApiRole(const Iam& iam, const RoleRow& row, Detail detail);
api::iam::User ApiUser(const UserRow& row, Detail detail);
Result<api::iam::Policy> ApiPolicy(const Iam& iam, const AccountId& account, const PolicyRow& row);

// Needs on one role, user or policy, by name. What does not exist is asked about under the path
// "/".
authz::Needs OnRole(const Iam& iam, const api::Call& call, std::string_view action,
                    std::string_view name);
authz::Needs OnUser(const Iam& iam, const api::Call& call, std::string_view action,
                    std::string_view name);
authz::Needs OnPolicy(std::string_view action, std::string_view arn);
// Needs of creating something under a path, with the tags and the boundary that conditions may ask
// about.
authz::Needs ToCreate(const api::Call& call, std::string_view action, std::string_view resource,
                      std::string_view tag_action,
                      const std::optional<std::vector<api::iam::Tag>>& tags,
                      const std::optional<std::string>& boundary = std::nullopt);

// The user a request is about: the one named, or the caller. ValidationError when the caller is no
// user.
Result<std::string> UserNameOf(const api::Call& call, const std::optional<std::string>& name);
// The same for needs, where a caller that is no user gets "*" and the handler's refusal.
authz::Needs OnUserOrCaller(const Iam& iam, const api::Call& call, std::string_view action,
                            const std::optional<std::string>& name);

// One page of a list, ordered by what `name` says of each item.
template <class T>
struct ItemPage {
  std::vector<T> items;
  bool truncated = false;
  std::optional<std::string> marker;
};

std::string MarkerFor(std::string_view name);
Result<std::string> NameOfMarker(const std::optional<std::string>& marker);

template <class T, class Name>
Result<ItemPage<T>> PageOf(std::vector<T> all, const std::optional<std::string>& marker,
                           const std::optional<int32_t>& max_items, Name name) {
  FIRN_TRY(const std::string after, NameOfMarker(marker));
  std::sort(all.begin(), all.end(), [&](const T& a, const T& b) { return name(a) < name(b); });
  const size_t limit = max_items ? static_cast<size_t>(*max_items) : kPageItems;
  ItemPage<T> page;
  for (const T& item : all) {
    if (!after.empty() && !(after < std::string_view(name(item)))) continue;
    if (page.items.size() == limit) {
      page.truncated = true;
      page.marker = MarkerFor(name(page.items.back()));
      break;
    }
    page.items.push_back(item);
  }
  return page;
}

}  // namespace firn::services::iam
