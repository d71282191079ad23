#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/decision.h"
#include "services/iam/answers.h"
#include "services/iam/statement_positions.h"

// The policy simulator: questions to the engine that decides requests, with policies of one's own.
namespace firn::services::iam {

// One policy of a simulation, and what the simulator calls it.
struct SourcePolicy {
  std::string id;
  std::string type;
  std::string document;
};

// What a user, group or role carries.
struct PolicySources {
  std::vector<SourcePolicy> policies;
  std::optional<SourcePolicy> boundary;
  std::optional<std::string> user_arn;  // the caller, when nobody else is named
};

// Everything a simulation asks with.
struct Simulation {
  struct Named {
    SourcePolicy source;
    std::vector<StatementPosition> positions;
  };
  std::vector<Named> identity, resource, boundary;
  authz::AccessPolicies policies;  // in the same order
  authz::Principal caller;
  bool known_caller = false;  // otherwise resources are taken to be in the caller's account
  std::vector<std::string> asked_keys;
};

// NoSuchEntity when the ARN is none of a user, group or role here.
Result<PolicySources> SourcesOf(const Iam& iam, const api::Call& call, std::string_view arn);
authz::Needs OnSource(const Iam& iam, const api::Call& call, std::string_view action,
                      const std::string& arn);

// InvalidInput when a policy or the caller cannot be read.
Result<Simulation> CustomSimulation(const api::iam::SimulateCustomPolicyInput& input);
Result<Simulation> PrincipalSimulation(const Iam& iam, const api::Call& call,
                                       const api::iam::SimulatePrincipalPolicyInput& input);

// What both operations ask alike.
struct Questions {
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::optional<std::string> resource_owner;
  std::vector<api::iam::ContextEntry> context;
};
Result<std::vector<api::iam::EvaluationResult>> Ask(const Simulation& simulation,
                                                    const Questions& questions);

template <class Input>
Result<api::iam::SimulatePolicyResponse> Simulate(const Simulation& simulation,
                                                  const Input& input) {
  const Questions questions{
      input.action_names, input.resource_arns.value_or(std::vector<std::string>{"*"}),
      input.resource_owner, input.context_entries.value_or(std::vector<api::iam::ContextEntry>())};
  FIRN_TRY(auto results, Ask(simulation, questions));
  return Answer(
      &api::iam::SimulatePolicyResponse::evaluation_results, std::move(results), input,
      [](const api::iam::EvaluationResult& result) {
        return result.eval_action_name + " " + result.eval_resource_name.value_or("");
      },
      Itself());
}

// The context keys that documents ask about, in conditions and in variables, in order.
Result<std::vector<std::string>> ContextKeysOf(const std::vector<std::string>& documents);

}  // namespace firn::services::iam
