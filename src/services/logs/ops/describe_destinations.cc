// DescribeDestinations: destinations by name.

#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/logs/pages.h"
#include "services/logs/tags.h"

namespace firn::services::logs {

namespace api_logs = api::logs;

authz::Needs NeedsFor(const Logs&, const api::Call& call, const api_logs::DescribeDestinationsInput&) {
  return NeedOn(call, "DescribeDestinations", "destination:*");
}

Result<api_logs::DescribeDestinationsOutput> Handle(Logs& logs, const api::Call& call,
                                                    const api_logs::DescribeDestinationsInput& input) {
  const std::string prefix =
      state::KeyBeginning(KindPrefix(call, "destination"), input.destination_name_prefix.value_or(""));
  FIRN_TRY(auto page, PageOf<DestinationRecord>(logs.store.Read(), prefix, input.next_token, input.limit,
                                                [](const auto&) { return true; }));
  api_logs::DescribeDestinationsOutput output;
  output.destinations.emplace();
  for (auto& record : page.records) output.destinations->push_back(std::move(record.destination));
  output.next_token = std::move(page.next_token);
  return output;
}

}  // namespace firn::services::logs
