#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "api/services.h"
#include "converge/lake.h"
#include "sys/clock.h"
#include "sys/pause.h"
#include "sys/random.h"

namespace firn::converge {

// kDiffer: what is live is not what the lake file says, and a person must decide; nothing acts on it.
enum class Action { kNone, kCreate, kUpdate, kReplace, kDelete, kKeep, kDiffer };

std::string_view ActionName(Action action);

// What a step found and what it would do about it.
struct Change {
  std::string resource;  // "table/logs"
  Action action = Action::kNone;
  std::string reason;    // why, for a person: "does not exist", "buffering is 5 MB, wanted 32 MB"
};

// Where a lake is made true: the services, the lake with its names, and who asks.
struct Site {
  const api::Services& aws;
  const LakeSpec& lake;
  const LakeNames& names;
  AccountId account;
  Region region;
  std::string caller_arn;  // an IAM user, role or root; never an assumed-role session
  const sys::Clock& clock;
  sys::Pause& pause;
  sys::Random& random;
  std::function<api::Call()> call;  // a fresh call as the person who runs the command
};

// One resource of a lake on its way to what the lake file says: find, diff, act, settle, find again.
//
// Crash story: every Act is safe to repeat, because Compare looks at what is live and not at what was planned.
// Threads: one at a time.
class Step {
 public:
  virtual ~Step() = default;
  virtual std::string id() const = 0;
  // Ids of the steps that must be true before this one acts.
  virtual std::vector<std::string> after() const = 0;
  virtual Result<Change> Compare(const Site& site) = 0;
  virtual Result<void> Act(const Site& site, const Change& change) = 0;
  // True once the effect can be seen by whoever depends on it. Asked repeatedly after Act.
  virtual Result<bool> Settled(const Site& site);
  // False for what looks for trouble instead of making a resource: without trouble nobody hears of it.
  virtual bool is_resource() const { return true; }
  virtual Duration settle_max() const { return std::chrono::seconds(120); }

  // What destroy would do: kDelete, kKeep with the reason, or kNone when it is not there.
  virtual Result<Change> CompareForRemoval(const Site& site) = 0;
  virtual Result<void> Remove(const Site& site) = 0;

 protected:
  Change Unchanged() const { return {id(), Action::kNone, ""}; }
  Change Create(std::string reason = "does not exist") const { return {id(), Action::kCreate, std::move(reason)}; }
  Change Differ(std::string reason) const { return {id(), Action::kDiffer, std::move(reason)}; }
  Change Update(std::string reason) const { return {id(), Action::kUpdate, std::move(reason)}; }
};

// The value when the call succeeded, nothing when it failed with kNotFound, otherwise the error.
template <class T>
Result<std::optional<T>> Found(Result<T> result) {
  if (result) return std::optional<T>(*std::move(result));
  if (result.error().kind == Kind::kNotFound) return std::optional<T>();
  return Fail(std::move(result).error());
}

// Every step of a lake in the order they may run, dependencies first.
std::vector<std::unique_ptr<Step>> StepsFor(const LakeSpec& lake);

}  // namespace firn::converge
