#include "authz/context.h"

namespace firn::authz {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string_view TypeName(Principal::Kind kind) {
  switch (kind) {
    case Principal::Kind::kAnonymous: return "Anonymous";
    case Principal::Kind::kRoot: return "Account";
    case Principal::Kind::kUser: return "User";
    case Principal::Kind::kRoleSession: return "AssumedRole";
    case Principal::Kind::kFederatedUser: return "FederatedUser";
    case Principal::Kind::kService: return "Service";
  }
  return "";
}

// The value of the variable between the braces, or nothing when it has none.
std::optional<std::string> ValueOf(std::string_view body, const Context& context) {
  std::optional<std::string> fallback;
  std::string_view key = Trim(body);
  if (size_t comma = body.find(','); comma != std::string_view::npos) {
    key = Trim(body.substr(0, comma));
    std::string_view rest = Trim(body.substr(comma + 1));
    if (rest.size() < 2 || rest.front() != '\'' || rest.back() != '\'') return std::nullopt;
    fallback = std::string(rest.substr(1, rest.size() - 2));
  }
  const auto* values = context.Find(key);
  if (values == nullptr) return fallback;
  if (values->size() != 1) return std::nullopt;
  return values->front();
}

}  // namespace

void Context::Set(std::string_view key, std::string value) {
  entries_[Lower(key)] = {std::move(value)};
}

void Context::Set(std::string_view key, std::vector<std::string> values) {
  entries_[Lower(key)] = std::move(values);
}

const std::vector<std::string>* Context::Find(std::string_view key) const {
  auto found = entries_.find(Lower(key));
  return found == entries_.end() || found->second.empty() ? nullptr : &found->second;
}

Context ContextOf(const Principal& principal, const Circumstances& circumstances,
                  const std::map<std::string, std::string>& tags) {
  Context context;
  const bool service = principal.kind == Principal::Kind::kService;
  if (principal.kind != Principal::Kind::kAnonymous) {
    if (service) {
      context.Set("aws:PrincipalServiceName", principal.arn);
    } else {
      context.Set("aws:PrincipalArn", principal.identity_arn());
      context.Set("aws:PrincipalAccount", principal.account.text());
      context.Set("aws:userid", principal.id);
    }
    context.Set("aws:PrincipalIsAWSService", service ? "true" : "false");
  } else {
    context.Set("aws:userid", "anonymous");
  }
  context.Set("aws:PrincipalType", std::string(TypeName(principal.kind)));
  if (principal.kind == Principal::Kind::kUser) {
    context.Set("aws:username", principal.arn.substr(principal.arn.rfind('/') + 1));
  }
  if (principal.temporary) {
    context.Set("aws:MultiFactorAuthPresent", principal.mfa ? "true" : "false");
  }
  if (principal.mfa) {
    const Duration age = circumstances.now - *principal.mfa;
    context.Set("aws:MultiFactorAuthAge", std::to_string(age / std::chrono::seconds(1)));
  }
  if (!principal.federated_provider.empty()) {
    context.Set("aws:FederatedProvider", principal.federated_provider);
  }
  for (const auto& [key, value] : tags) context.Set("aws:PrincipalTag/" + key, value);
  for (const auto& [key, value] : principal.session_tags) {
    context.Set("aws:PrincipalTag/" + key, value);
  }
  if (!principal.source_identity.empty()) {
    context.Set("aws:SourceIdentity", principal.source_identity);
  }
  if (!circumstances.source_ip.empty()) context.Set("aws:SourceIp", circumstances.source_ip);
  context.Set("aws:SecureTransport", circumstances.secure ? "true" : "false");
  context.Set("aws:CurrentTime", FormatIso8601(circumstances.now));
  context.Set("aws:EpochTime", std::to_string(EpochMicros(circumstances.now) / 1'000'000));
  if (!circumstances.region.empty()) context.Set("aws:RequestedRegion", circumstances.region);
  return context;
}

std::optional<Pattern> Expand(std::string_view text, const Context& context, Variables variables,
                              Wildcards wildcards) {
  Pattern pattern;
  pattern.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char byte = static_cast<unsigned char>(text[i]);
    if (variables == Variables::kExpanded && text.substr(i, 2) == "${") {
      const size_t end = text.find('}', i);
      if (end == std::string_view::npos) return std::nullopt;
      const std::string_view body = text.substr(i + 2, end - i - 2);
      if (body == "*" || body == "?" || body == "$") {
        pattern.push_back(static_cast<unsigned char>(body[0]));
      } else {
        auto value = ValueOf(body, context);
        if (!value) return std::nullopt;
        // What a request brings is never a wildcard.
        for (unsigned char c : *value) pattern.push_back(c);
      }
      i = end;
    } else if (wildcards == Wildcards::kActive && byte == '*') {
      pattern.push_back(kAnySequence);
    } else if (wildcards == Wildcards::kActive && byte == '?') {
      pattern.push_back(kAnyByte);
    } else {
      pattern.push_back(byte);
    }
  }
  return pattern;
}

}  // namespace firn::authz
