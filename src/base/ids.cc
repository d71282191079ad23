#include "base/ids.h"

#include <algorithm>
#include <array>

namespace firn {

Result<AccountId> AccountId::Parse(std::string_view text) {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.size() != 12 || !digits) {
    return Fail(Kind::kInvalid, "an account id has 12 digits: " + std::string(text.substr(0, 64)));
  }
  return AccountId(std::string(text));
}

Result<Region> Region::Parse(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (text.empty() || text.size() > 32 || !plain) {
    return Fail(Kind::kInvalid, "not a region name: " + std::string(text.substr(0, 64)));
  }
  return Region(std::string(text));
}

Result<Arn> Arn::Parse(std::string_view text) {
  std::array<std::string_view, 5> parts;
  std::string_view rest = text;
  for (auto& part : parts) {
    const size_t colon = rest.find(':');
    if (colon == std::string_view::npos) {
      return Fail(Kind::kInvalid, "not an ARN: " + std::string(text.substr(0, 256)));
    }
    part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  if (parts[0] != "arn" || parts[1].empty() || parts[2].empty() || rest.empty()) {
    return Fail(Kind::kInvalid, "not an ARN: " + std::string(text.substr(0, 256)));
  }
  return Arn{std::string(parts[1]), std::string(parts[2]), std::string(parts[3]),
             std::string(parts[4]), std::string(rest)};
}

Arn Arn::Of(std::string_view service, const Region& region, const AccountId& account,
            std::string_view resource) {
  return Arn{"aws", std::string(service), region.text(), account.text(), std::string(resource)};
}

Arn Arn::Global(std::string_view service, const AccountId& account, std::string_view resource) {
  return Arn{"aws", std::string(service), "", account.text(), std::string(resource)};
}

Arn Arn::S3(std::string_view resource) { return Arn{"aws", "s3", "", "", std::string(resource)}; }

std::string Arn::text() const {
  return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
}

}  // namespace firn
