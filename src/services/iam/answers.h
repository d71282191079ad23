#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/iam.h"
#include "services/iam/iam.h"
#include "services/iam/limits.h"

// What IAM's operations share: new objects, tags, documents, pages, needs and the shapes they
// answer.
namespace firn::services::iam {

using ApiTags = std::vector<api::iam::Tag>;

// Tags of a request as a map. InvalidInput for keys that differ only in the case of letters, for
// more than kTagsMax and for keys reserved to AWS.
Result<std::map<std::string, std::string>> TagsOf(const std::optional<ApiTags>& tags);
// Adds or replaces tags; a key that differs only in case is replaced. LimitExceeded beyond
// kTagsMax.
Result<void> MergeTags(std::map<std::string, std::string>& tags,
                       const std::map<std::string, std::string>& more);
void EraseTags(std::map<std::string, std::string>& tags, const std::vector<std::string>& keys);
ApiTags ApiTagsOf(const std::map<std::string, std::string>& tags);
std::optional<ApiTags> SomeTags(const std::map<std::string, std::string>& tags);

// Checks an identity policy; MalformedPolicyDocument with AWS's reason.
Result<void> CheckDocument(std::string_view document);
// The same, and that it is no longer than a managed policy may be.
Result<void> CheckManagedDocument(std::string_view document);
// Checks that a permissions boundary names a managed policy that exists.
Result<void> CheckBoundary(const Iam& iam, const api::Call& call,
                           const std::optional<std::string>& arn);
// Bytes that count against quotas: all but white space.
size_t CountedBytes(std::string_view document);
// Documents travel percent-encoded in answers.
std::string EncodedDocument(std::string_view document);
Unexpected ValidationError(std::string message);

// Starts a new object: its name, path, time and tags.
template <class Object>
Result<void> Begin(Object& object, const api::Call& call, std::string_view name,
                   const std::optional<std::string>& path, const std::optional<ApiTags>& tags) {
  object.name = name;
  object.path = path.value_or("/");
  object.created = call.now;
  FIRN_TRY(const auto map, TagsOf(tags));
  return MergeTags(object.tags, map);
}
// The same for a user or role, with its boundary.
template <class Input>
Result<void> BeginEntity(const Iam& iam, const api::Call& call, Entity& entity,
                         std::string_view name, const Input& input) {
  FIRN_OK(Begin(entity, call, name, input.path, input.tags));
  FIRN_OK(CheckBoundary(iam, call, input.permissions_boundary));
  entity.boundary = input.permissions_boundary;
  return {};
}

// Which members a shape shows; lists show less.
enum class Detail { kListed, kCreated, kFull };
api::iam::Role ApiRole(const Iam& iam, const RoleRow& row, Detail detail);
api::iam::User ApiUser(const UserRow& row, Detail detail);
api::iam::Group ApiGroup(const GroupRow& row);
api::iam::Policy ApiPolicy(const PolicyRow& row, const Iam::Usages& usages, Detail detail);
Result<api::iam::InstanceProfile> ApiProfile(const Iam& iam, const api::Call& call,
                                             const ProfileRow& row, Detail detail);
api::iam::ServerCertificateMetadata ApiCertificate(const CertificateRow& row);
std::optional<api::iam::AttachedPermissionsBoundary> ApiBoundary(const Entity& entity);

// An object by what operations call it: its name, or the ARN of a policy, device or provider.
template <class Row>
Result<Iam::RowPointer<Row>> Called(const Iam& iam, const api::Call& call, std::string_view name) {
  if constexpr (std::is_same_v<Row, PolicyRow>) {
    return iam.Policy(call.account, name);
  } else {
    return iam.Get<Row>(call.account, name);
  }
}
template <class Row>
Result<void> ChangeCalled(Iam& iam, const api::Call& call, std::string_view name,
                          const Iam::RowChange<Row>& change) {
  if constexpr (std::is_same_v<Row, PolicyRow>) {
    return iam.ChangePolicy(call.account, name, change);
  } else {
    return iam.Change<Row>(call.account, name, change);
  }
}

// Needs on one object. What does not exist is asked about under the path "/".
authz::Needs OnResource(std::string_view action, std::string_view resource,
                        const std::map<std::string, std::string>& tags);
template <class Row>
authz::Needs On(const Iam& iam, const api::Call& call, std::string_view action,
                std::string_view name) {
  if (auto row = Called<Row>(iam, call, name)) {
    const auto& object = ObjectOf(**row);
    return OnResource(action, object.arn, object.tags);
  }
  const bool arn = KindOf<Row>::kByArn || std::is_same_v<Row, PolicyRow>;
  return OnResource(
      action, arn ? std::string(name) : ArnOf(call.account, KindOf<Row>::kResource, "/", name), {});
}
// Needs on all objects of a kind under a path.
template <class Row>
authz::Needs OnAll(const api::Call& call, std::string_view action,
                   const std::optional<std::string>& path_prefix = std::nullopt) {
  return OnResource(action,
                    ArnOf(call.account, KindOf<Row>::kResource, path_prefix.value_or("/"), ""), {});
}
// Needs on nothing in particular.
inline authz::Needs OnAccount(std::string_view action) { return OnResource(action, "*", {}); }
// Needs of creating something under a path, with the tags and the boundary that conditions may ask
// about.
authz::Needs ToCreate(const api::Call& call, std::string_view action, std::string_view resource,
                      std::string_view tag_action, const std::optional<ApiTags>& tags,
                      const std::optional<std::string>& boundary = std::nullopt);
// Adds what conditions may ask about tags that are set, or taken away.
authz::Needs WithTags(authz::Needs needs, const ApiTags& tags);
authz::Needs WithTagKeys(authz::Needs needs, const std::vector<std::string>& keys);

// The user a request is about: the one named, or the caller. ValidationError when the caller is no
// user.
Result<std::string> UserNameOf(const api::Call& call, const std::optional<std::string>& name);
// The same for needs, where a caller that is no user gets "*" and the handler's refusal.
authz::Needs OnUserOrCaller(const Iam& iam, const api::Call& call, std::string_view action,
                            const std::optional<std::string>& name);

// "Active" and "Inactive", as keys and certificates have it.
Result<bool> IsActive(std::string_view status);
inline std::string StatusOf(bool active) { return active ? "Active" : "Inactive"; }

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

// The page that `input` asks for as an operation's answer: `list` is its member, `name` orders,
// and `shape` makes what the client sees of an item.
template <class Output, class List, class T, class Input, class Name, class Shape>
Result<Output> Answer(List Output::*list, std::vector<T> all, const Input& input, Name name,
                      Shape shape) {
  FIRN_TRY(auto page, PageOf(std::move(all), input.marker, input.max_items, name));
  Output output;
  if constexpr (requires { (output.*list).emplace(); }) (output.*list).emplace();
  auto& items = [&]() -> auto& {
    if constexpr (requires { *(output.*list); }) {
      return *(output.*list);
    } else {
      return output.*list;
    }
  }
  ();
  for (const T& item : page.items) items.push_back(shape(item));
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

struct ByName {
  template <class Pointer>
  const std::string& operator()(const Pointer& row) const {
    return ObjectOf(*row).name;
  }
};
struct Itself {
  template <class T>
  const T& operator()(const T& item) const {
    return item;
  }
};

// The rows of a kind whose path begins so.
template <class Row>
Result<std::vector<Iam::RowPointer<Row>>> RowsUnder(const Iam& iam, const api::Call& call,
                                                    const std::optional<std::string>& prefix) {
  FIRN_TRY(auto rows, iam.All<Row>(call.account));
  std::erase_if(rows, [&](const auto& row) {
    return !ObjectOf(*row).path.starts_with(prefix.value_or("/"));
  });
  return rows;
}

// Tags of objects of any kind, for the three operations that each has.
template <class Row>
Result<void> AddTags(Iam& iam, const api::Call& call, std::string_view name, const ApiTags& tags) {
  FIRN_TRY(const auto map, TagsOf(tags));
  return ChangeCalled<Row>(iam, call, name, [&](Row& row, const state::Reader&) {
    return MergeTags(ObjectOf(row).tags, map);
  });
}
template <class Row>
Result<void> DropTags(Iam& iam, const api::Call& call, std::string_view name,
                      const std::vector<std::string>& keys) {
  return ChangeCalled<Row>(iam, call, name, [&](Row& row, const state::Reader&) -> Result<void> {
    EraseTags(ObjectOf(row).tags, keys);
    return {};
  });
}
template <class Row, class Output, class Input>
Result<Output> TagPage(const Iam& iam, const api::Call& call, std::string_view name,
                       const Input& input) {
  FIRN_TRY(const auto row, Called<Row>(iam, call, name));
  return Answer(
      &Output::tags, ApiTagsOf(ObjectOf(*row).tags), input,
      [](const api::iam::Tag& tag) { return tag.key; }, Itself());
}

}  // namespace firn::services::iam
