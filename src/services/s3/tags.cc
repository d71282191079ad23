#include "services/s3/tags.h"

#include <algorithm>
#include <cctype>

#include "base/encoding.h"
#include "wire/text.h"

namespace firn::services::s3 {
namespace {

constexpr size_t kObjectTagsMax = 10;
constexpr size_t kBucketTagsMax = 50;
constexpr size_t kKeyCharactersMax = 128;
constexpr size_t kValueCharactersMax = 256;

size_t CharactersOf(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool IsTagCharacter(unsigned char c) {
  switch (c) {
    case ' ':
    case '+':
    case '-':
    case '=':
    case '.':
    case '_':
    case ':':
    case '/':
    case '@': return true;
    default: return c >= 0x80 || std::isalnum(c) != 0;
  }
}

bool IsTagText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsTagCharacter);
}

Unexpected InvalidTag(std::string message) {
  return S3Error(Kind::kInvalid, "InvalidTag", 400, std::move(message));
}

}  // namespace

Result<Tags> ParseTagging(std::string_view text) {
  std::vector<api::s3::Tag> tags;
  for (const std::string_view pair : wire::Split(text, '&')) {
    if (pair.empty()) continue;
    const auto parts = wire::Split(pair, '=');
    std::string name(parts.front()), value(pair.substr(std::min(name.size() + 1, pair.size())));
    for (std::string* part : {&name, &value}) {
      std::replace(part->begin(), part->end(), '+', ' ');
      const auto decoded = PercentDecode(*part);
      if (!decoded || !IsUtf8(*decoded)) {
        return InvalidArgument(
            "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query "
            "parameters without tag name duplicates.");
      }
      *part = *decoded;
    }
    tags.push_back({std::move(name), std::move(value)});
  }
  return CheckedTags(tags, Tagged::kObject);
}

Result<Tags> CheckedTags(const std::vector<api::s3::Tag>& tags, Tagged of) {
  const bool object = of == Tagged::kObject;
  if (tags.size() > (object ? kObjectTagsMax : kBucketTagsMax)) {
    return S3Error(Kind::kInvalid, "BadRequest", 400,
                   object ? "Object tags cannot be greater than 10"
                          : "Bucket tag count cannot be greater than 50");
  }
  Tags checked;
  for (const auto& tag : tags) {
    if (tag.key.starts_with("aws:")) {
      return InvalidTag(object ? "Your TagKey cannot be prefixed with aws:"
                               : "System tags cannot be added/updated by requester");
    }
    const size_t length = CharactersOf(tag.key);
    if (length < 1 || length > kKeyCharactersMax || !IsTagText(tag.key)) {
      return InvalidTag("The TagKey you have provided is invalid");
    }
    if (CharactersOf(tag.value) > kValueCharactersMax || !IsTagText(tag.value)) {
      return InvalidTag("The TagValue you have provided is invalid");
    }
    if (!checked.emplace(tag.key, tag.value).second)
      return InvalidTag("Cannot provide multiple Tags with the same key");
  }
  return checked;
}

std::vector<api::s3::Tag> ToldTags(const Tags& tags) {
  std::vector<api::s3::Tag> told;
  for (const auto& [key, value] : tags) told.push_back({key, value});
  return told;
}

}  // namespace firn::services::s3
