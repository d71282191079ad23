#include "services/glue/triggers.h"

#include <algorithm>

namespace firn::services::glue {
namespace {

namespace api_glue = api::glue;

Result<void> CheckCondition(api_glue::Condition& condition) {
  if (!condition.logical_operator) {
    return api_glue::InvalidInputException("Logical operator cannot be null or empty");
  }
  if (!condition.job_name && !condition.crawler_name) {
    return api_glue::InvalidInputException(
        "JobName or CrawlerName in condition cannot be null or empty");
  }
  if (condition.job_name) {
    condition.crawler_name.reset();
    condition.crawl_state.reset();
    if (condition.state) return {};
    return api_glue::InvalidInputException(
        "State cannot be null or empty, choose from one of the following job state: [SUCCEEDED, "
        "STOPPED, FAILED, TIMEOUT]");
  }
  if (condition.crawl_state) return {};
  return api_glue::InvalidInputException(
      "State cannot be null or empty, choose from one of the following crawler state: [SUCCEEDED, "
      "FAILED, CANCELLED]");
}

}  // namespace

Result<void> CheckTrigger(api_glue::Trigger& trigger) {
  for (const auto& action : trigger.actions.value_or(std::vector<api_glue::Action>{})) {
    if (action.job_name && action.crawler_name) {
      return api_glue::InvalidInputException(
          "Both JobName and CrawlerName cannot be set together in an action");
    }
    if (!action.job_name && !action.crawler_name) {
      return api_glue::InvalidInputException("An action must have a JobName or a CrawlerName");
    }
  }
  const std::string type = trigger.type.value_or("");
  if (type == "SCHEDULED" && !trigger.schedule) {
    return api_glue::InvalidInputException("Schedule cannot be null or empty");
  }
  if (type != "CONDITIONAL") return {};
  auto& predicate = trigger.predicate;
  if (!predicate || !predicate->conditions || predicate->conditions->empty()) {
    return api_glue::InvalidInputException("Predicate cannot be null or empty");
  }
  for (auto& condition : *predicate->conditions) FIRN_OK(CheckCondition(condition));
  return {};
}

bool Starts(const api_glue::Trigger& trigger, const std::string& job) {
  const auto& actions = trigger.actions;
  return actions && std::any_of(actions->begin(), actions->end(),
                                [&](const auto& action) { return action.job_name == job; });
}

}  // namespace firn::services::glue
