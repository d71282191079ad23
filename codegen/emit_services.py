"""services/<svc>/ops.h and .cc: what each handler file owes, and the service that validates, authorizes and calls it."""

from emit import BANNER


def files(model):
    if not model.operations:
        return {}
    return {f"services/{model.service}/ops.h": header(model), f"services/{model.service}/ops.cc": source(model)}


def header(model):
    space, api = model.service, f"api::{model.service}"
    out = [BANNER, "#pragma once\n", f'#include "api/{space}.h"', '#include "authz/gate.h"\n',
           f"namespace firn::services::{space} {{\n", f"class {model.interface};  // the service's own state, in {space}.h\n",
           "// What each src/services/" + space + "/ops/*.cc defines."]
    for operation in model.operations:
        out.append(f"authz::Needs NeedsFor(const {model.interface}& {space}, const api::Call& call,")
        out.append(f"    const {api}::{model.input_of[operation]}& input);")
        out.append(f"Result<{api}::{model.output_of[operation]}> Handle({model.interface}& {space}, const api::Call& call,")
        out.append(f"    const {api}::{model.input_of[operation]}& input);")
    out += [f"\n// The one way in: checks the input against the model, then the caller's rights, then runs the handler.",
            f"class {model.interface}Service final : public api::{model.interface} {{", " public:",
            f"  {model.interface}Service(services::{space}::{model.interface}& {space}, authz::Gate& gate)",
            f"      : {space}_({space}), gate_(gate) {{}}"]
    for operation in model.operations:
        out.append(f"  Result<{api}::{model.output_of[operation]}> {operation}(")
        out.append(f"      const api::Call& call, const {api}::{model.input_of[operation]}& input) override;")
    # Inside the class the bare name is the interface it inherits.
    out += ["\n private:", f"  services::{space}::{model.interface}& {space}_;", "  authz::Gate& gate_;", "};\n",
            f"}}  // namespace firn::services::{space}"]
    return "\n".join(out) + "\n"


def source(model):
    space, api = model.service, f"api::{model.service}"
    out = [BANNER, f'#include "services/{space}/ops.h"\n', '#include "wire/validate.h"\n',
           f"namespace firn::services::{space} {{\n"]
    for index, operation in enumerate(model.operations):
        out.append(f"Result<{api}::{model.output_of[operation]}> {model.interface}Service::{operation}(")
        out.append(f"    const api::Call& call, const {api}::{model.input_of[operation]}& input) {{")
        out.append(f"  FIRN_OK(wire::Validate({api}::ServiceModel(), {api}::ServiceModel().operations[{index}], &input));")
        out.append(f"  FIRN_OK(gate_.Authorize(call.principal, api::CircumstancesOf(call), NeedsFor({space}_, call, input)));")
        out.append(f"  return Handle({space}_, call, input);")
        out.append("}\n")
    out.append(f"}}  // namespace firn::services::{space}")
    return "\n".join(out) + "\n"
