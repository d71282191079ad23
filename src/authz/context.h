#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/gate.h"
#include "authz/pattern.h"
#include "authz/principal.h"

namespace firn::authz {

// The condition keys of one request and their values. Key names compare without case. A key without
// values is absent.
class Context {
 public:
  void Set(std::string_view key, std::string value);
  void Set(std::string_view key, std::vector<std::string> values);
  // Null when the request does not have the key.
  const std::vector<std::string>* Find(std::string_view key) const;
  // The keys in lower case with their values, for explanations.
  const std::map<std::string, std::vector<std::string>>& entries() const { return entries_; }

 private:
  std::map<std::string, std::vector<std::string>> entries_;
};

// The keys every request has: aws:PrincipalArn (the role of a session), aws:PrincipalAccount,
// aws:PrincipalType, aws:userid, aws:username, aws:PrincipalTag/*, aws:PrincipalIsAWSService,
// aws:PrincipalServiceName, aws:MultiFactorAuthPresent, aws:MultiFactorAuthAge,
// aws:FederatedProvider, aws:SourceIdentity, aws:SourceIp, aws:SecureTransport, aws:CurrentTime,
// aws:EpochTime and aws:RequestedRegion. `tags` are those of the user or role itself; a session's
// own tags win over them.
Context ContextOf(const Principal& principal, const Circumstances& circumstances,
                  const std::map<std::string, std::string>& tags);

enum class Variables { kExpanded, kLiteral };  // kLiteral: policies of version 2008-10-17
enum class Wildcards { kActive, kLiteral };    // kLiteral: StringEquals and its kin

// Expands ${key}, ${key, 'default'}, ${*}, ${?} and ${$} of a policy text. Empty when a variable
// names a key that the request lacks (or has several values for) and gives no default: such a text
// matches nothing.
std::optional<Pattern> Expand(std::string_view text, const Context& context, Variables variables,
                              Wildcards wildcards);

}  // namespace firn::authz
