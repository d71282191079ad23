#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/ram.h"
#include "authz/facts.h"
#include "services/ram/records.h"
#include "state/table.h"
#include "sys/random.h"

namespace firn::services::ram {

// What Resource Access Manager asks of the services that own what is shared. Threads: any.
class Resources {
 public:
  virtual ~Resources() = default;
  // Whether it exists; nothing when no service of the lake has such things.
  virtual Result<std::optional<bool>> Exists(const api::Call& call, const Arn& arn) = 0;
};

// What Resource Access Manager asks of the organizations of accounts. Threads: any.
class Organizations {
 public:
  virtual ~Organizations() = default;
  // The organization that both accounts are in, and whether it trusts this service.
  struct Kinship {
    bool same = false;
    bool trusted = false;
  };
  virtual Result<Kinship> KinshipOf(const AccountId& account, const AccountId& other) = 0;
  // Whether an organization, or a unit of one, has this ARN.
  virtual Result<bool> Knows(const Arn& arn) = 0;
  // Makes the caller's organization trust this service. kDenied for all but its management account,
  // kInvalid for an account that is in none.
  virtual Result<void> Trust(const api::Call& call) = 0;
};

// Shares, what and whom they associate, and invitations, by account and region. A principal of
// another account sees nothing of a share until that account has accepted its invitation; accounts
// of one organization that trusts this service need none.
//
// Also answers whose an invitation is: its ARN names the sender, but it is the receiver's.
//
// Threads: any.
class Ram final : public authz::ResourceFacts {
 public:
  Ram(state::Store& store, sys::Random& random, Resources& resources, Organizations& organizations)
      : store(store), random(random), resources(resources), organizations(organizations) {}

  Result<std::optional<authz::ResourceRecord>> RecordOf(std::string_view arn) const override;

  // Shares a thing of Lake Formation's with a principal of another account, through the one share
  // that all grants to the principal go through; made when there is none.
  Result<void> AddGranted(const api::Call& call, const std::string& thing_arn,
                          const std::string& principal);
  // The share ends with the last thing in it.
  Result<void> RemoveGranted(const api::Call& call, const std::string& thing_arn,
                             const std::string& principal);
  struct Granted {
    std::string share_arn;
    bool accepted = false;
  };
  Result<std::optional<Granted>> FindGranted(const std::string& thing_arn,
                                             const std::string& principal) const;

  state::Store& store;
  sys::Random& random;
  Resources& resources;
  Organizations& organizations;
};

// Statuses, of which only these occur here: everything is done at once.
inline constexpr const char* kActive = "ACTIVE";
inline constexpr const char* kDeleted = "DELETED";
inline constexpr const char* kAssociated = "ASSOCIATED";
inline constexpr const char* kAssociating = "ASSOCIATING";  // until the invitation is accepted
inline constexpr const char* kFailed = "FAILED";            // it was rejected
inline constexpr const char* kDisassociated = "DISASSOCIATED";
inline constexpr const char* kPending = "PENDING";
inline constexpr const char* kAccepted = "ACCEPTED";
inline constexpr const char* kRejected = "REJECTED";
inline constexpr const char* kExpired = "EXPIRED";

std::string SharePrefix(std::string_view account, std::string_view region);
std::string ShareKey(std::string_view account, std::string_view region, std::string_view arn);
std::string InvitationPrefix(std::string_view account, std::string_view region);
std::string InvitationKey(std::string_view account, std::string_view region, std::string_view arn);
std::string ReceiverKey(std::string_view invitation_arn);
// The shares that an account was invited to: each entry's value is the key of the share.
std::string ReceivedPrefix(std::string_view account, std::string_view region);
std::string ReceivedKey(std::string_view account, std::string_view region,
                        std::string_view share_arn);
std::string TokenKey(const api::Call& call, std::string_view operation, std::string_view token);

// A share of the caller's account. MalformedArnException and UnknownResourceException otherwise;
// one that was deleted is unknown unless it is only looked at.
enum class Purpose { kLook, kChange };
Result<ShareRecord> FindShare(const state::Reader& reader, const api::Call& call,
                              const std::string& arn, Purpose purpose);

// What is asked to be put into a share, checked.
struct Entities {
  std::vector<std::string> principals;
  std::vector<std::string> resources;
  std::set<std::string> kin;      // principals of accounts of the caller's organization
  std::set<std::string> members;  // those of them that need no invitation
};
Result<Entities> ReadEntities(Ram& ram, const api::Call& call,
                              const std::optional<std::vector<std::string>>& principals,
                              const std::optional<std::vector<std::string>>& resources);

// Puts them into the share and invites the accounts of its new principals. OperationNotPermitted-
// Exception when the share takes nobody from outside.
Result<void> Associate(Ram& ram, state::Transaction& transaction, const api::Call& call,
                       const Entities& entities, ShareRecord& share);
// Takes them out; invitations that are pending are withdrawn.
Result<void> Disassociate(state::Transaction& transaction, const api::Call& call,
                          const Entities& entities, ShareRecord& share);

// Deletes the share: it stays visible to its owner as deleted, without anything in it.
Result<void> Delete(state::Transaction& transaction, const api::Call& call, ShareRecord share);

// The invitation as it stands now: pending ones expire.
InvitationRecord AsOf(InvitationRecord invitation, Time now);

// Shares with the caller: `principal` is how the caller's account takes part.
struct ReceivedShare {
  ShareRecord share;
  std::vector<std::string> principals;
};
Result<std::vector<ReceivedShare>> ReceivedShares(const state::Reader& reader,
                                                  const api::Call& call);
// Whether this principal of a share is the account, or a user or role of it.
bool BelongsTo(std::string_view principal, std::string_view account);

// Shares of the caller's own, or those of others that it takes part in.
// InvalidParameterException unless it is SELF or OTHER-ACCOUNTS.
Result<std::vector<ReceivedShare>> SharesOf(const state::Reader& reader, const api::Call& call,
                                            const std::string& resource_owner);

// As answers have them.
api::ram::ResourceShare ShareOut(const ShareRecord& share);
api::ram::ResourceShareAssociation AssociationOut(const ShareRecord& share, std::string_view type,
                                                  const Association& association);
api::ram::ResourceShareInvitation InvitationOut(const InvitationRecord& invitation);
api::ram::Resource ResourceOut(const ShareRecord& share, const Association& association);

// Tags of a request. InvalidParameterException and TagLimitExceededException otherwise.
Result<void> AddTags(const std::vector<api::ram::Tag>& tags,
                     std::map<std::string, std::string>& into);

// A need on one share of the caller's.
authz::Need ShareNeed(std::string_view action, const std::string& arn);

}  // namespace firn::services::ram
