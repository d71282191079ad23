#pragma once

#include <functional>
#include <vector>

#include "converge/step.h"

namespace firn::converge {

// What the runner tells while it works; for progress lines.
enum class Moment { kActing, kSettling, kDone, kUnchanged, kFailed };
using Progress = std::function<void(const Change& change, Moment moment, Duration elapsed)>;

struct Outcome {
  std::vector<Change> changes;  // every step, kNone for those already true
  size_t acted() const;      // how many steps acted, or would
  size_t differing() const;  // how many wait for a person
};

// What Deploy would do, without doing it. Needs rights to read only.
Result<Outcome> Plan(const Site& site);

// Makes the lake true, step by step in dependency order, and waits for each effect. Everything is compared before the
// first change, so that what can be refused is refused before anything is written. Stops at the first failure, whose
// message names the resource; running it again goes on from there.
Result<Outcome> Deploy(const Site& site, const Progress& progress);

// Takes down what this lake made, in the opposite order, and reports what it kept and why.
Result<Outcome> PlanDestroy(const Site& site);
Result<Outcome> Destroy(const Site& site, const Progress& progress);

}  // namespace firn::converge
