#include "converge/run.h"

#include <algorithm>

namespace firn::converge {
namespace {

// Effects that IAM and Lake Formation show late look like these refusals for a while.
constexpr Duration kActRetryMax = std::chrono::seconds(90);
constexpr Duration kPollFirst = std::chrono::milliseconds(50);
constexpr Duration kPollMax = std::chrono::seconds(5);

// A refusal that goes away by itself once a role, policy or grant made a moment ago is seen everywhere. Firehose says
// the last two of a role it cannot assume or whose table rights are not visible yet.
bool MayPass(const Error& error) {
  if (error.kind == Kind::kThrottled || error.kind == Kind::kUnavailable) return true;
  for (const std::string_view text : {"unable to assume role", "is not authorized to perform: glue:GetTable",
                                      "Invalid principal", "Invalid role"}) {
    if (error.message.find(text) != std::string::npos) return true;
  }
  return error.code == "ConcurrentModificationException" || error.code == "OperationAbortedException";
}

bool IsAct(Action action) {
  return action != Action::kNone && action != Action::kKeep && action != Action::kDiffer;
}

void Tell(const Step& step, const Change& change, Outcome& outcome) {
  if (step.is_resource() || change.action != Action::kNone) outcome.changes.push_back(change);
}

Result<void> ActPatiently(const Site& site, Step& step, const Change& change) {
  const Time begin = site.clock.Now();
  Duration wait = kPollFirst;
  while (true) {
    auto acted = step.Act(site, change);
    if (acted || !MayPass(acted.error()) || site.clock.Now() - begin > kActRetryMax) return acted;
    site.pause.For(wait);
    wait = std::min(wait * 2, kPollMax);
  }
}

Result<void> WaitUntilSettled(const Site& site, Step& step) {
  const Time begin = site.clock.Now();
  Duration wait = kPollFirst;
  while (true) {
    FIRN_TRY(const bool settled, step.Settled(site));
    if (settled) return {};
    if (site.clock.Now() - begin > step.settle_max()) {
      return Fail(Kind::kUnavailable, "its effect was not visible after " +
                                          std::to_string(step.settle_max() / std::chrono::seconds(1)) + " s");
    }
    site.pause.For(wait);
    wait = std::min(wait * 2, kPollMax);
  }
}

Result<void> Run(const Site& site, Step& step, const Change& change, const Progress& progress, const Time begin) {
  FIRN_OK(ActPatiently(site, step, change));
  progress(change, Moment::kSettling, site.clock.Now() - begin);
  FIRN_OK(WaitUntilSettled(site, step));
  FIRN_TRY(const Change again, step.Compare(site));
  if (again.action == Action::kNone) return {};
  return Fail(Kind::kConflict, "it was changed and still differs: " + again.reason);
}

}  // namespace

size_t Outcome::acted() const {
  return static_cast<size_t>(std::ranges::count_if(changes, [](const Change& change) { return IsAct(change.action); }));
}

size_t Outcome::differing() const {
  return static_cast<size_t>(std::ranges::count(changes, Action::kDiffer, &Change::action));
}

Result<Outcome> Plan(const Site& site) {
  Outcome outcome;
  for (const auto& step : StepsFor(site.lake)) {
    auto change = step->Compare(site);
    if (!change) return Within(step->id(), std::move(change).error());
    Tell(*step, *change, outcome);
  }
  return outcome;
}

Result<Outcome> Deploy(const Site& site, const Progress& progress) {
  FIRN_OK(Plan(site));
  Outcome outcome;
  for (const auto& step : StepsFor(site.lake)) {
    const Time begin = site.clock.Now();
    auto change = step->Compare(site);
    if (!change) return Within(step->id(), std::move(change).error());
    Tell(*step, *change, outcome);
    if (!IsAct(change->action)) {
      progress(*change, Moment::kUnchanged, site.clock.Now() - begin);
      continue;
    }
    progress(*change, Moment::kActing, Duration::zero());
    if (auto ran = Run(site, *step, *change, progress, begin); !ran) {
      progress(*change, Moment::kFailed, site.clock.Now() - begin);
      return Within(step->id(), std::move(ran).error());
    }
    progress(*change, Moment::kDone, site.clock.Now() - begin);
  }
  return outcome;
}

Result<Outcome> PlanDestroy(const Site& site) {
  Outcome outcome;
  auto steps = StepsFor(site.lake);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    auto change = (*step)->CompareForRemoval(site);
    if (!change) return Within((*step)->id(), std::move(change).error());
    Tell(**step, *change, outcome);
  }
  return outcome;
}

Result<Outcome> Destroy(const Site& site, const Progress& progress) {
  Outcome outcome;
  auto steps = StepsFor(site.lake);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const Time begin = site.clock.Now();
    auto change = (*step)->CompareForRemoval(site);
    if (!change) return Within((*step)->id(), std::move(change).error());
    Tell(**step, *change, outcome);
    if (change->action != Action::kDelete) {
      progress(*change, Moment::kUnchanged, site.clock.Now() - begin);
      continue;
    }
    progress(*change, Moment::kActing, Duration::zero());
    if (auto removed = (*step)->Remove(site); !removed) {
      progress(*change, Moment::kFailed, site.clock.Now() - begin);
      return Within((*step)->id(), std::move(removed).error());
    }
    progress(*change, Moment::kDone, site.clock.Now() - begin);
  }
  return outcome;
}

}  // namespace firn::converge
