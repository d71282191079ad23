#include "wire/http.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "wire/text.h"

namespace firn::wire {

void Headers::Add(std::string name, std::string value) {
  entries_.emplace_back(std::move(name), std::move(value));
}

void Headers::Set(std::string_view name, std::string value) {
  Remove(name);
  entries_.emplace_back(std::string(name), std::move(value));
}

void Headers::Remove(std::string_view name) {
  std::erase_if(entries_, [&](const auto& entry) { return EqualsIgnoringCase(entry.first, name); });
}

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (const auto& [key, value] : entries_) {
    if (EqualsIgnoringCase(key, name)) return value;
  }
  return std::nullopt;
}

std::string_view Headers::Get(std::string_view name) const {
  return Find(name).value_or(std::string_view());
}

std::vector<QueryParameter> HttpRequest::QueryParameters() const { return DecodeForm(query); }

Result<HttpTarget> HttpTarget::Parse(std::string_view url) {
  HttpTarget target;
  const size_t colon = url.find("://");
  if (colon == std::string_view::npos)
    return Fail(Kind::kInvalid, "not a URL: " + std::string(url));
  target.scheme = ToLower(url.substr(0, colon));
  if (target.scheme != "http" && target.scheme != "https") {
    return Fail(Kind::kInvalid, "a URL must start with http:// or https://: " + std::string(url));
  }
  target.port = target.scheme == "https" ? 443 : 80;
  std::string_view authority = url.substr(colon + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) {
    return Fail(Kind::kInvalid, "an endpoint URL must not hold a user name");
  }
  size_t host_end = authority.find(':');
  if (authority.starts_with('[')) {  // IPv6
    host_end = authority.find(']');
    if (host_end == std::string_view::npos)
      return Fail(Kind::kInvalid, "not a URL: " + std::string(url));
    host_end += 1;
  }
  target.host = std::string(authority.substr(0, host_end));
  if (target.host.empty()) return Fail(Kind::kInvalid, "a URL needs a host: " + std::string(url));
  if (host_end < authority.size()) {
    const std::string_view digits = authority.substr(host_end + 1);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), target.port);
    if (authority[host_end] != ':' || error != std::errc() ||
        end != digits.data() + digits.size() || target.port < 1 || target.port > 65535) {
      return Fail(Kind::kInvalid, "not a port: " + std::string(url));
    }
  }
  return target;
}

std::string HttpTarget::text() const {
  const int standard = scheme == "https" ? 443 : 80;
  return scheme + "://" + host + (port == 0 || port == standard ? "" : ":" + std::to_string(port));
}

}  // namespace firn::wire
