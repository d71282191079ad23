"""client/remote_<svc>.h and .cc: each interface answered by a remote endpoint."""

from emit import BANNER


def files(model):
    if not model.operations:
        return {}
    return {f"client/remote_{model.service}.h": header(model), f"client/remote_{model.service}.cc": source(model)}


def header(model):
    name = "Remote" + model.interface
    out = [BANNER, "#pragma once\n", f'#include "api/{model.service}.h"', '#include "client/connection.h"\n',
           "namespace firn::client {\n", f"// {model.interface} at the far end of a connection.",
           f"class {name} final : public api::{model.interface} {{", " public:",
           f"  explicit {name}(Connection& connection) : connection_(connection) {{}}"]
    for operation in model.operations:
        out.append(f"  Result<api::{model.service}::{model.output_of[operation]}> {operation}(")
        out.append(f"      const api::Call& call, const api::{model.service}::{model.input_of[operation]}& input) override;")
    out += ["\n private:", "  Connection& connection_;", "};\n", "}  // namespace firn::client"]
    return "\n".join(out) + "\n"


def source(model):
    name = "Remote" + model.interface
    space = f"api::{model.service}"
    out = [BANNER, f'#include "client/remote_{model.service}.h"\n', "namespace firn::client {\n"]
    for index, operation in enumerate(model.operations):
        output = f"{space}::{model.output_of[operation]}"
        out.append(f"Result<{output}> {name}::{operation}(")
        out.append(f"    const api::Call& call, const {space}::{model.input_of[operation]}& input) {{")
        out.append(f"  {output} output;")
        out.append(f"  const auto& model = {space}::ServiceModel();")
        out.append(f"  FIRN_OK(connection_.Invoke(model, model.operations[{index}], call, &input, &output));")
        out.append("  return output;")
        out.append("}\n")
    out.append("}  // namespace firn::client")
    return "\n".join(out) + "\n"
