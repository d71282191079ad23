#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "wire/shape.h"

// A small service for the tests of this room: every kind of shape and every place a member can
// travel in.
namespace firn::wire::testing {

struct Item {
  std::string name;
  std::optional<std::string> note;
};

struct Everything {
  std::string id;  // required
  std::optional<bool> flag;
  std::optional<int32_t> count;
  std::optional<int64_t> big;
  std::optional<float> ratio;
  std::optional<double> score;
  std::optional<std::string> color;  // an enum
  std::optional<std::string> data;   // a blob
  std::optional<Time> created;
  std::optional<format::Json> document;
  std::optional<std::vector<std::string>> words;
  std::optional<std::vector<Item>> items;
  std::optional<std::vector<std::string>> flat;
  std::optional<std::map<std::string, std::string>> tags;
  std::optional<Item> item;
  Box<Everything> inner;
  std::optional<std::string> token;  // an idempotency token
};

struct Upload {
  std::string bucket;
  std::string key;
  std::optional<std::string> type;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<int32_t> part;
  std::optional<Time> since;
  Body body;
};

struct Choice {
  std::optional<std::string> left;
  std::optional<std::string> right;
};

inline constexpr std::string_view kColors[] = {"RED", "GREEN"};
inline constexpr Shape kBoolean{.type = ShapeType::kBoolean, .name = "Boolean"};
inline constexpr Shape kInteger{
    .type = ShapeType::kInteger, .name = "Integer", .min = 1, .max = 10};
inline constexpr Shape kLong{.type = ShapeType::kLong, .name = "Long"};
inline constexpr Shape kFloat{.type = ShapeType::kFloat, .name = "Float"};
inline constexpr Shape kDouble{.type = ShapeType::kDouble, .name = "Double", .max = 100};
inline constexpr Shape kText{.type = ShapeType::kString, .name = "Text"};
inline constexpr Shape kId{
    .type = ShapeType::kString, .name = "Id", .min = 1, .max = 5, .pattern = "[a-z]*"};
inline constexpr Shape kColor{.type = ShapeType::kString, .name = "Color", .values = kColors};
inline constexpr Shape kData{.type = ShapeType::kBlob, .name = "Data", .max = 4};
inline constexpr Shape kTime{.type = ShapeType::kTimestamp, .name = "Time"};
inline constexpr Shape kDocument{.type = ShapeType::kDocument, .name = "Document"};
inline constexpr Shape kStream{.type = ShapeType::kStream, .name = "Stream"};
inline constexpr Shape kWords{.type = ShapeType::kList,
                              .name = "Words",
                              .max = 3,
                              .element = &kId,
                              .list = &ListOf<std::string>::kAccess};
inline constexpr Shape kTags{.type = ShapeType::kMap,
                             .name = "Tags",
                             .element = &kText,
                             .key = &kId,
                             .map = &MapOf<std::string>::kAccess};

inline constexpr Member kItemMembers[] = {
    {.name = "Name",
     .wire_name = "Name",
     .shape = &kId,
     .offset = offsetof(Item, name),
     .optional = nullptr,
     .required = true,
     .query_name = "Name"},
    {.name = "Note",
     .wire_name = "note-text",
     .shape = &kText,
     .offset = offsetof(Item, note),
     .optional = &OptionalOf<std::string>::kAccess,
     .query_name = "note-text"},
};
inline constexpr Shape kItem{.type = ShapeType::kStructure,
                             .name = "Item",
                             .members = kItemMembers,
                             .create = &StructureOf<Item>::Create,
                             .destroy = &StructureOf<Item>::Destroy};
inline constexpr Shape kItems{.type = ShapeType::kList,
                              .name = "Items",
                              .element = &kItem,
                              .element_name = "Entry",
                              .list = &ListOf<Item>::kAccess};

template <class T>
constexpr Member Optional(std::string_view name, const Shape* shape, size_t offset) {
  return {.name = name,
          .wire_name = name,
          .shape = shape,
          .offset = offset,
          .optional = &OptionalOf<T>::kAccess,
          .query_name = name};
}

constexpr Member Flattened(Member member) {
  member.flattened = true;
  return member;
}

constexpr Member Token(Member member) {
  member.idempotency_token = true;
  return member;
}

extern const Shape kEverything;
inline const Member kEverythingMembers[] = {
    {.name = "Id",
     .wire_name = "Id",
     .shape = &kId,
     .offset = offsetof(Everything, id),
     .optional = nullptr,
     .required = true,
     .query_name = "Id"},
    Optional<bool>("Flag", &kBoolean, offsetof(Everything, flag)),
    Optional<int32_t>("Count", &kInteger, offsetof(Everything, count)),
    Optional<int64_t>("Big", &kLong, offsetof(Everything, big)),
    Optional<float>("Ratio", &kFloat, offsetof(Everything, ratio)),
    Optional<double>("Score", &kDouble, offsetof(Everything, score)),
    Optional<std::string>("Color", &kColor, offsetof(Everything, color)),
    Optional<std::string>("Data", &kData, offsetof(Everything, data)),
    Optional<Time>("Created", &kTime, offsetof(Everything, created)),
    Optional<format::Json>("Document", &kDocument, offsetof(Everything, document)),
    Optional<std::vector<std::string>>("Words", &kWords, offsetof(Everything, words)),
    Optional<std::vector<Item>>("Items", &kItems, offsetof(Everything, items)),
    Flattened(Optional<std::vector<std::string>>("Flat", &kWords, offsetof(Everything, flat))),
    Optional<std::map<std::string, std::string>>("Tags", &kTags, offsetof(Everything, tags)),
    Optional<Item>("Item", &kItem, offsetof(Everything, item)),
    {.name = "Inner",
     .wire_name = "Inner",
     .shape = &kEverything,
     .offset = offsetof(Everything, inner),
     .optional = &BoxOf<Everything>::kAccess,
     .query_name = "Inner"},
    Token(Optional<std::string>("Token", &kText, offsetof(Everything, token))),
};
inline const Shape kEverything{.type = ShapeType::kStructure,
                               .name = "Everything",
                               .members = kEverythingMembers,
                               .create = &StructureOf<Everything>::Create,
                               .destroy = &StructureOf<Everything>::Destroy};

constexpr Member At(Location location, std::string_view wire_name, Member member) {
  member.location = location;
  member.wire_name = wire_name;
  return member;
}

constexpr Member Required(Member member) {
  member.required = true;
  member.optional = nullptr;
  return member;
}

inline constexpr Member kUploadMembers[] = {
    Required(At(Location::kPath, "Bucket",
                Optional<std::string>("Bucket", &kText, offsetof(Upload, bucket)))),
    Required(
        At(Location::kPath, "Key", Optional<std::string>("Key", &kText, offsetof(Upload, key)))),
    At(Location::kHeader, "Content-Type",
       Optional<std::string>("Type", &kText, offsetof(Upload, type))),
    At(Location::kHeaderPrefix, "x-amz-meta-",
       Optional<std::map<std::string, std::string>>("Metadata", &kTags,
                                                    offsetof(Upload, metadata))),
    At(Location::kQuery, "partNumber",
       Optional<int32_t>("Part", &kInteger, offsetof(Upload, part))),
    At(Location::kHeader, "If-Modified-Since",
       Optional<Time>("Since", &kTime, offsetof(Upload, since))),
    {.name = "Body",
     .wire_name = "Body",
     .shape = &kStream,
     .offset = offsetof(Upload, body),
     .optional = nullptr,
     .location = Location::kPayload,
     .query_name = "Body"},
};
inline constexpr Shape kUpload{.type = ShapeType::kStructure,
                               .name = "Upload",
                               .members = kUploadMembers,
                               .create = &StructureOf<Upload>::Create,
                               .destroy = &StructureOf<Upload>::Destroy};

inline constexpr Member kChoiceMembers[] = {
    Optional<std::string>("Left", &kText, offsetof(Choice, left)),
    Optional<std::string>("Right", &kText, offsetof(Choice, right)),
};
inline constexpr Shape kChoice{.type = ShapeType::kStructure,
                               .name = "Choice",
                               .members = kChoiceMembers,
                               .is_union = true,
                               .create = &StructureOf<Choice>::Create,
                               .destroy = &StructureOf<Choice>::Destroy};

inline constexpr ErrorShape kErrors[] = {
    {"ThingNotFoundException", "ThingNotFound", 404, true},
    {"EntityNotFoundException", "EntityNotFoundException", 400, true},
};
inline constexpr OperationRoute kUnimplemented[] = {{"Forget", "POST", "/"},
                                                    {"PutAcl", "PUT", "/{Bucket}/{Key+}?acl"}};

inline const Operation kOperations[] = {
    {.name = "Keep",
     .method = "POST",
     .uri = "/keep",
     .success_status = 200,
     .input = &kEverything,
     .output = &kEverything,
     .result_wrapper = "KeepResult"},
    {.name = "Put",
     .method = "PUT",
     .uri = "/{Bucket}/{Key+}",
     .success_status = 200,
     .input = &kUpload,
     .output = &kUpload},
    {.name = "Get",
     .method = "GET",
     .uri = "/{Bucket}/{Key+}",
     .success_status = 200,
     .input = &kUpload,
     .output = &kUpload},
    {.name = "List",
     .method = "GET",
     .uri = "/{Bucket}?list-type=2",
     .success_status = 200,
     .input = &kChoice,
     .output = &kEverything,
     .output_element = "ListResult"},
    {.name = "ListOld",
     .method = "GET",
     .uri = "/{Bucket}",
     .success_status = 200,
     .input = &kChoice,
     .output = &kChoice},
    {.name = "Names",
     .method = "GET",
     .uri = "/names/{Bucket}",
     .success_status = 204,
     .input = &kChoice,
     .output = &kChoice},
};

// The service speaking one protocol, or all those that have no paths.
inline ServiceModel ModelFor(std::span<const Protocol> protocols) {
  return {.id = "things",
          .service_id = "Things",
          .signing_name = "things",
          .endpoint_prefix = "things",
          .api_version = "2026-01-01",
          .target_prefix = "Things_2026",
          .json_version = "1.1",
          .xml_namespace = "https://things.example/doc/",
          .protocols = protocols,
          .query_compatible = protocols.size() > 1,
          .operations = kOperations,
          .unimplemented = kUnimplemented,
          .errors = kErrors};
}

inline constexpr Protocol kJsonOnly[] = {Protocol::kJson};
inline constexpr Protocol kRestJsonOnly[] = {Protocol::kRestJson};
inline constexpr Protocol kRestXmlOnly[] = {Protocol::kRestXml};
inline constexpr Protocol kQueryOnly[] = {Protocol::kQuery};
inline constexpr Protocol kThreeProtocols[] = {Protocol::kRpcV2Cbor, Protocol::kJson,
                                               Protocol::kQuery};

}  // namespace firn::wire::testing
