// TestMetricFilter: which of the given messages a pattern matches, and what it takes from them.

#include "services/logs/filter_pattern.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call&, const api_logs::TestMetricFilterInput&) {
  return {{"logs:TestMetricFilter", "*", {}, {}}};
}

Result<api_logs::TestMetricFilterOutput> Handle(Logs&, const api::Call&, const api_logs::TestMetricFilterInput& input) {
  const auto pattern = FilterPattern::Parse(input.filter_pattern);
  if (!pattern) return api_logs::InvalidParameterException(pattern.error().message);
  api_logs::TestMetricFilterOutput output;
  output.matches.emplace();
  for (size_t i = 0; i < input.log_event_messages.size(); ++i) {
    const std::string& message = input.log_event_messages[i];
    if (!pattern->Matches(message)) continue;
    auto& match = output.matches->emplace_back();
    match.event_number = static_cast<int64_t>(i + 1);
    match.event_message = message;
    match.extracted_values = pattern->Extract(message);
  }
  return output;
}

}  // namespace firn::services::logs
