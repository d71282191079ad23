#include "services/kms/grants.h"

#include <algorithm>

#include "base/encoding.h"
#include "services/kms/policy.h"

namespace firn::services::kms {
namespace {

constexpr size_t kTokenBytes = 96;

// A grant is for a principal of IAM: an ARN of a user, role, session or account, or an account's number.
Result<void> CheckPrincipal(const std::string& text) {
  if (AccountId::Parse(text)) return {};
  const auto arn = Arn::Parse(text);
  const bool known = arn && (arn->service == "iam" || arn->service == "sts") && AccountId::Parse(arn->account);
  const bool kind = known && (arn->resource == "root" || arn->resource.starts_with("user/") ||
                              arn->resource.starts_with("role/") || arn->resource.starts_with("assumed-role/") ||
                              arn->resource.starts_with("federated-user/"));
  if (!kind) return api::kms::InvalidArnException("ARN is not valid: " + text);
  return {};
}

// Operations that a grant may name, by the usage of the key.
bool Suits(const KeyRecord& record, std::string_view operation) {
  static const std::vector<std::string_view> kAlways = {"CreateGrant", "RetireGrant", "DescribeKey"};
  static const std::vector<std::string_view> kEncrypting = {"Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo"};
  static const std::vector<std::string_view> kDataKeys = {"GenerateDataKey", "GenerateDataKeyWithoutPlaintext",
                                                          "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext"};
  if (Has(kAlways, operation)) return true;
  const Spec* spec = FindSpec(record.spec);
  if (operation == "GetPublicKey") return spec != nullptr && spec->pair.has_value();
  if (record.usage == "ENCRYPT_DECRYPT") {
    return Has(kEncrypting, operation) || (record.spec == "SYMMETRIC_DEFAULT" && Has(kDataKeys, operation));
  }
  if (record.usage == "SIGN_VERIFY") return operation == "Sign" || operation == "Verify";
  if (record.usage == "GENERATE_VERIFY_MAC") return operation == "GenerateMac" || operation == "VerifyMac";
  return operation == "DeriveSharedSecret";
}

api::kms::GrantListEntry EntryOf(const GrantRecord& grant, const KeyName& place) {
  api::kms::GrantListEntry entry;
  entry.key_id = NameOf(place.account, place.region, grant.key_id).arn();
  entry.grant_id = grant.id;
  if (!grant.name.empty()) entry.name = grant.name;
  entry.creation_date = grant.created;
  entry.grantee_principal = grant.grantee;
  if (!grant.retiring.empty()) entry.retiring_principal = grant.retiring;
  entry.issuing_account = grant.issuer;
  entry.operations = grant.operations;
  if (!grant.context_subset.empty()) entry.constraints.emplace().encryption_context_subset = grant.context_subset;
  if (!grant.context_equals.empty()) {
    if (!entry.constraints) entry.constraints.emplace();
    entry.constraints->encryption_context_equals = grant.context_equals;
  }
  return entry;
}

}  // namespace

ConditionKeys KeysOfConstraints(const std::optional<api::kms::GrantConstraints>& constraints) {
  ConditionKeys keys;
  if (!constraints) return keys;
  const auto add = [&](const std::optional<EncryptionContext>& pairs, const char* kind) {
    if (!pairs) return;
    keys["kms:GrantConstraintType"] = {kind};
    keys[std::string(kConstraintKind)] = {kind};
    for (const auto& [key, value] : *pairs) {
      keys[kConstraintKey + HexEncode(key)] = {value};
      keys[std::string(kConstraintKeys)].push_back(HexEncode(key));
    }
  };
  add(constraints->encryption_context_subset, "EncryptionContextSubset");
  add(constraints->encryption_context_equals, "EncryptionContextEquals");
  return keys;
}

ConditionKeys KeysOfGrant(const std::string& grant_id) { return {{std::string(kGrantId), {grant_id}}}; }

Result<GrantRecord> GrantOf(const Kms& kms, const api::Call& call, const api::kms::CreateGrantInput& input) {
  FIRN_OK(CheckPrincipal(input.grantee_principal));
  if (input.retiring_principal) FIRN_OK(CheckPrincipal(*input.retiring_principal));
  if (input.operations.empty()) return Fail(Kind::kInvalid, "A grant must contain at least one operation");
  GrantRecord grant;
  grant.id = HexEncode(kms.random.Bytes(32));
  grant.token = Base64Encode(kms.random.Bytes(kTokenBytes));
  grant.name = input.name.value_or("");
  grant.grantee = input.grantee_principal;
  grant.retiring = input.retiring_principal.value_or("");
  grant.issuer = authz::RootOf(call.account).arn;
  grant.operations = input.operations;
  grant.created = call.now;
  if (input.constraints) {
    const auto& constraints = *input.constraints;
    grant.context_subset = constraints.encryption_context_subset.value_or(EncryptionContext{});
    grant.context_equals = constraints.encryption_context_equals.value_or(EncryptionContext{});
    if (!grant.context_subset.empty() && !grant.context_equals.empty()) {
      return Fail(Kind::kInvalid, "A grant has either EncryptionContextSubset or EncryptionContextEquals");
    }
  }
  return grant;
}

Result<void> CheckOperations(const KeyRecord& record, const std::vector<std::string>& operations) {
  for (const std::string& operation : operations) {
    if (!Suits(record, operation)) {
      return Fail(Kind::kInvalid, "The operation " + operation + " is not supported by a key with usage " +
                                      record.usage + " and spec " + record.spec);
    }
  }
  return {};
}

bool SameGrant(const GrantRecord& one, const GrantRecord& other) {
  return one.name == other.name && one.grantee == other.grantee && one.retiring == other.retiring &&
         one.operations == other.operations && one.context_subset == other.context_subset &&
         one.context_equals == other.context_equals;
}

Result<api::kms::ListGrantsOutput> PageOfGrants(const std::vector<GrantRecord>& grants, const KeyName& place,
                                                const GrantPage& page,
                                                const std::function<bool(const GrantRecord&)>& wanted) {
  FIRN_TRY(const std::string after, PositionOf(page.marker));
  const auto position = [](const GrantRecord& grant) { return grant.key_id + "/" + grant.id; };
  api::kms::ListGrantsOutput output;
  output.grants.emplace();
  output.truncated = false;
  std::string last;
  for (const GrantRecord& grant : grants) {
    if (!wanted(grant) || (!after.empty() && position(grant) <= after)) continue;
    if (output.grants->size() == page.limit) {
      output.truncated = true;
      output.next_marker = MarkerOf(last);
      break;
    }
    last = position(grant);
    output.grants->push_back(EntryOf(grant, place));
  }
  return output;
}

Result<std::pair<KeyName, std::string>> GrantNamed(const Kms& kms, const api::Call& call,
                                                   const api::kms::RetireGrantInput& input) {
  if (input.grant_token) {
    if (input.key_id || input.grant_id) {
      return Fail(Kind::kInvalid, "Provide either a grant token, or a key ARN and a grant ID");
    }
    FIRN_TRY(const auto all,
             state::List<GrantRecord>(kms.store.Read(), state::Key("kms", call.account, call.region, "grant"), "",
                                      SIZE_MAX));
    for (const auto& item : all.items) {
      if (item.value->token == *input.grant_token) {
        return std::pair(NameOf(call.account, call.region, item.value->key_id), item.value->id);
      }
    }
    return api::kms::InvalidGrantTokenException("The grant token is not valid.");
  }
  if (!input.key_id || !input.grant_id) {
    return Fail(Kind::kInvalid, "Provide either a grant token, or a key ARN and a grant ID");
  }
  FIRN_TRY(KeyName name, kms.Resolve(call, *input.key_id, Naming::kKeyOnly));
  return std::pair(std::move(name), *input.grant_id);
}

Result<void> RemoveGrant(Kms& kms, const KeyName& name, const std::string& grant_id,
                         const std::optional<bool>& dry_run) {
  return kms.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Has(GrantKey(name, grant_id))) {
      return api::kms::NotFoundException("Grant ID " + grant_id + " not found");
    }
    FIRN_OK(CheckDryRun(dry_run));
    transaction.Erase(GrantKey(name, grant_id));
    return {};
  });
}

}  // namespace firn::services::kms
