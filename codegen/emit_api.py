"""api/<svc>.h and .cc: structs, error constructors, the interface, and the descriptor tables."""

from emit import BANNER, constant, field, quote


def files(model):
    return {f"api/{model.service}.h": header(model), f"api/{model.service}.cc": source(model)}


def status_of(shape):
    error = shape.get("error", {})
    return error.get("httpStatusCode", 500 if shape.get("fault") else 400)


def error_code(name, shape):
    return shape.get("error", {}).get("code", name)


def kind_of(name, status):
    """What a caller may do about a modelled error, read off its name and status."""
    for words, kind in (
            (("UnknownOutcome",), "kUnknownOutcome"), (("AlreadyExists", "AlreadyOwned", "BucketAlready"), "kExists"),
            (("NotFound", "NoSuch", "EntityNotFound"), "kNotFound"),
            (("Conflict", "ConcurrentModification", "VersionMismatch", "ResourceInUse"), "kConflict"),
            (("AccessDenied", "Forbidden", "NotAuthorized"), "kDenied"),
            (("Throttl", "TooManyRequests", "LimitExceededException429"), "kThrottled"),
            (("ServiceUnavailable",), "kUnavailable"), (("Internal", "ServiceFailure"), "kInternal"),
            (("MethodNotAllowed", "NotImplemented"), "kUnsupported")):
        if any(word in name for word in words):
            return kind
    return "kUnavailable" if status >= 500 else "kInvalid"


def errors(model):
    return {name: shape for name, shape in sorted(model.shapes.items()) if shape.get("exception")}


def header(model):
    out = [BANNER, "#pragma once\n", "#include <cstdint>", "#include <map>", "#include <optional>", "#include <string>",
           "#include <string_view>", "#include <vector>\n", '#include "api/call.h"', '#include "base/box.h"', '#include "base/result.h"',
           '#include "base/time.h"', '#include "format/json.h"', '#include "wire/body.h"', '#include "wire/shape.h"\n',
           f"namespace firn::api::{model.service} {{\n"]
    for name in model.used:
        shape = model.shapes[name]
        if shape["type"] == "string" and "enum" in shape:
            out.append(f"// Values of {name}.")
            out.append(f"struct {name} {{")
            seen = set()
            for value in shape["enum"]:
                label = constant(value)
                if label != "k" and label not in seen:
                    seen.add(label)
                    out.append(f"  static constexpr std::string_view {label} = {quote(value)};")
            out.append("};\n")
    for name in sorted({model.shapes[structure]["members"][member]["shape"] for structure, member in model.boxed}):
        out.append(f"struct {model.cpp_name(name)};")
    for name in model.order:
        out.append(f"struct {model.cpp_name(name)} {{")
        for member, cpp, reference, required in model.members(name):
            kind = model.cpp_type(reference["shape"], reference)
            if (name, member) in model.boxed:
                kind = f"Box<{kind}>"
            elif not model.held_by_value(reference, required):
                kind = f"std::optional<{kind}>"
            initial = {"bool": " = false", "int32_t": " = 0", "int64_t": " = 0", "float": " = 0",
                       "double": " = 0"}.get(kind, "")
            out.append(f"  {kind} {cpp}{initial};")
        out.append("};\n")
    for name in model.empty:
        out.append(f"struct {name} {{}};\n")
    for operation, spec in model.operations.items():
        for direction, table in (("input", model.input_of), ("output", model.output_of)):
            if direction in spec and model.cpp_name(spec[direction]["shape"]) != table[operation]:
                out.append(f"using {table[operation]} = {model.cpp_name(spec[direction]['shape'])};")
    out.append("\n// Descriptors, found by the type.")
    for name in [model.cpp_name(name) for name in model.order] + model.empty:
        out.append(f"const wire::Shape& ShapeOf(const {name}*);")
    out.append("\n// Errors of the model, with their kind, code and HTTP status.")
    taken = {model.cpp_name(name) for name in model.order}
    for name in errors(model):
        if name not in taken:
            out.append(f"Unexpected {name}(std::string message);")
    out.append("\nconst wire::ServiceModel& ServiceModel();")
    out.append(f"\n}}  // namespace firn::api::{model.service}\n")
    out.append("namespace firn::api {\n")
    out.append(f"// {model.metadata['serviceFullName']}, the operations this program handles.")
    out.append(f"class {model.interface} {{")
    out.append(" public:")
    out.append(f"  virtual ~{model.interface}() = default;")
    for operation in model.operations:
        out.append(f"  virtual Result<{model.service}::{model.output_of[operation]}> {operation}(")
        out.append(f"      const Call& call, const {model.service}::{model.input_of[operation]}& input) = 0;")
    out.append("};\n")
    out.append("// Calls the operation that a descriptor names; `input` and `output` point at its structures.")
    out.append(f"Result<void> Invoke({model.interface}& service, const wire::Operation& operation, const Call& call,")
    out.append("                    const void* input, void* output);\n")
    out.append("}  // namespace firn::api")
    return "\n".join(out) + "\n"


def timestamp_format(text):
    return {"iso8601": "kIso8601", "unixTimestamp": "kEpochSeconds", "rfc822": "kHttpDate"}.get(text, "kProtocolDefault")


def shape_entry(model, name, streaming=False):
    shape = model.shapes[name]
    reference = {"streaming": True} if streaming else None
    kind = model.shape_type(name, reference)
    parts = [f".type = wire::ShapeType::{kind}", f".name = {quote(name)}"]
    if kind not in ("kDocument", "kStream", "kStructure"):
        for bound in ("min", "max"):
            if bound in shape:
                parts.append(f".{bound} = {int(shape[bound])}")
    if shape["type"] == "string" and shape.get("pattern"):
        parts.append(f".pattern = {quote(shape['pattern'])}")
    if shape["type"] == "string" and "enum" in shape:
        parts.append(f".values = kValues{name}")
    if kind == "kList":
        member = shape["member"]
        parts.append(f".element = &kShape{member['shape']}")
        if member.get("locationName"):
            parts.append(f".element_name = {quote(member['locationName'])}")
        if shape.get("flattened"):
            parts.append(".flattened = true")
        parts.append(f".list = &wire::ListOf<{model.cpp_type(member['shape'])}>::kAccess")
    if kind == "kMap":
        parts.append(f".element = &kShape{shape['value']['shape']}")
        parts.append(f".key = &kShape{shape['key']['shape']}")
        if shape["key"].get("locationName"):
            parts.append(f".key_name = {quote(shape['key']['locationName'])}")
        if shape["value"].get("locationName"):
            parts.append(f".value_name = {quote(shape['value']['locationName'])}")
        if shape.get("flattened"):
            parts.append(".flattened = true")
        parts.append(f".map = &wire::MapOf<{model.cpp_type(shape['value']['shape'])}>::kAccess")
    if kind == "kStructure":
        if shape.get("members"):
            parts.append(f".members = kMembers{name}")
        if shape.get("union"):
            parts.append(".is_union = true")
        if shape.get("xmlNamespace"):
            space = shape["xmlNamespace"]
            parts.append(f".xml_namespace = {quote(space if isinstance(space, str) else space['uri'])}")
            if isinstance(space, dict) and space.get("prefix"):
                parts.append(f".xml_namespace_prefix = {quote(space['prefix'])}")
    if shape.get("timestampFormat"):
        parts.append(f".timestamp = wire::TimestampFormat::{timestamp_format(shape['timestampFormat'])}")
    if shape.get("sensitive"):
        parts.append(".sensitive = true")
    if kind == "kStructure":
        cpp = model.cpp_name(name)
        parts.append(f".create = &wire::StructureOf<{cpp}>::Create")
        parts.append(f".destroy = &wire::StructureOf<{cpp}>::Destroy")
    return parts


LOCATIONS = {"header": "kHeader", "headers": "kHeaderPrefix", "querystring": "kQuery", "uri": "kPath",
             "statusCode": "kStatusCode"}


def member_entry(model, structure, name, cpp, reference, required):
    shape = model.shapes[structure]
    stream = model.is_stream(reference["shape"], reference)
    target = reference["shape"] + ("Stream" if stream else "")
    kind = model.cpp_type(reference["shape"], reference)
    location = LOCATIONS.get(reference.get("location"), "kBody")
    if shape.get("payload") == name:
        location = "kPayload"
    if location == "kQuery" and model.shapes[reference["shape"]]["type"] == "map":
        location = "kQueryMap"
    optional = f"&wire::BoxOf<{kind}>::kAccess" if (structure, name) in model.boxed else "nullptr" if model.held_by_value(reference, required) else f"&wire::OptionalOf<{kind}>::kAccess"
    parts = [f".name = {quote(name)}", f".wire_name = {quote(reference.get('locationName', name))}",
             f".shape = &kShape{target}", f".offset = offsetof({model.cpp_name(structure)}, {cpp})",
             f".optional = {optional}"]
    if location != "kBody":
        parts.append(f".location = wire::Location::{location}")
    if required:
        parts.append(".required = true")
    if reference.get("flattened") or model.shapes[reference["shape"]].get("flattened"):
        parts.append(".flattened = true")
    if reference.get("xmlAttribute"):
        parts.append(".xml_attribute = true")
    if reference.get("idempotencyToken"):
        parts.append(".idempotency_token = true")
    if reference.get("timestampFormat"):
        parts.append(f".timestamp = wire::TimestampFormat::{timestamp_format(reference['timestampFormat'])}")
    parts.append(f".query_name = {quote(reference.get('queryName', reference.get('locationName', name)))}")
    return "    {" + ", ".join(parts) + "},"


def operation_entry(model, name, spec):
    http = spec.get("http", {})
    parts = [f".name = {quote(name)}", f".method = {quote(http.get('method', 'POST'))}",
             f".uri = {quote(http.get('requestUri', '/'))}", f".success_status = {http.get('responseCode', 200)}"]
    for direction, table in (("input", model.input_of), ("output", model.output_of)):
        shape = spec[direction]["shape"] if direction in spec else table[name]
        parts.append(f".{direction} = &kShape{shape}")
    root = spec.get("input", {})
    space = (root.get("xmlNamespace") or {}).get("uri", "")
    if "input" in spec:
        payload = model.shapes[root["shape"]].get("payload")
        if payload:
            reference = model.shapes[root["shape"]]["members"][payload]
            space = (reference.get("xmlNamespace") or {}).get("uri", space)
    if root.get("locationName"):
        parts.append(f".input_element = {quote(root['locationName'])}")
    if space:
        parts.append(f".input_namespace = {quote(space)}")
    element = model.patches.get("output_elements", {}).get(name)
    if element:
        parts.append(f".output_element = {quote(element)}")
    if "output" in spec and spec["output"].get("resultWrapper"):
        parts.append(f".result_wrapper = {quote(spec['output']['resultWrapper'])}")
    if spec.get("authtype") == "none":
        parts.append(".authenticated = false")
    if spec.get("httpChecksumRequired") or spec.get("httpChecksum", {}).get("requestChecksumRequired"):
        parts.append(".http_checksum_required = true")
    if spec.get("endpoint", {}).get("hostPrefix"):
        parts.append(f".host_prefix = {quote(spec['endpoint']['hostPrefix'])}")
    return "    {" + ", ".join(parts) + "},"


PROTOCOLS = {"json": "kJson", "rest-json": "kRestJson", "rest-xml": "kRestXml", "query": "kQuery",
             "smithy-rpc-v2-cbor": "kRpcV2Cbor"}


def source(model):
    out = [BANNER, f'#include "api/{model.service}.h"\n', "#include <cstddef>\n", f"namespace firn::api::{model.service} {{",
           "namespace {\n"]
    streams = sorted({reference["shape"] for name in model.order for _, _, reference, _ in model.members(name)
                      if model.is_stream(reference["shape"], reference)})
    for name in model.used:
        out.append(f"extern const wire::Shape kShape{name};")
    for name in streams:
        out.append(f"extern const wire::Shape kShape{name}Stream;")
    out.append("")
    for name in model.used:
        shape = model.shapes[name]
        if shape["type"] == "string" and "enum" in shape:
            values = ", ".join(quote(value) for value in shape["enum"])
            out.append(f"constexpr std::string_view kValues{name}[] = {{{values}}};")
    for name in model.order:
        if model.shapes[name].get("members"):
            out.append(f"constinit const wire::Member kMembers{name}[] = {{")
            out += [member_entry(model, name, *member) for member in model.members(name)]
            out.append("};")
    for name in model.used:
        out.append(f"constinit const wire::Shape kShape{name} = {{" + ", ".join(shape_entry(model, name)) + "};")
    for name in streams:
        out.append(f"constinit const wire::Shape kShape{name}Stream = {{" +
                   ", ".join(shape_entry(model, name, True)) + "};")
    for name in model.empty:
        out.append(f"constinit const wire::Shape kShape{name} = {{.type = wire::ShapeType::kStructure, "
                   f".name = {quote(name)}, .create = &wire::StructureOf<{name}>::Create, "
                   f".destroy = &wire::StructureOf<{name}>::Destroy}};")
    out += tables(model)
    out.append("}  // namespace\n")
    for name in model.order:
        out.append(f"const wire::Shape& ShapeOf(const {model.cpp_name(name)}*) {{ return kShape{name}; }}")
    for name in model.empty:
        out.append(f"const wire::Shape& ShapeOf(const {name}*) {{ return kShape{name}; }}")
    out.append("")
    taken = {model.cpp_name(name) for name in model.order}
    for name, shape in errors(model).items():
        if name not in taken:
            status = status_of(shape)
            out.append(f"Unexpected {name}(std::string message) {{ return Fail(::firn::Error{{Kind::{kind_of(name, status)}, "
                       f"std::move(message), {quote(error_code(name, shape))}, {status}, {{}}}}); }}")
    out.append("\nconst wire::ServiceModel& ServiceModel() { return kModel; }\n")
    out.append(f"}}  // namespace firn::api::{model.service}\n")
    out += invoke(model)
    return "\n".join(out) + "\n"


def tables(model):
    out = []
    if model.operations:
        out.append("constinit const wire::Operation kOperations[] = {")
        out += [operation_entry(model, name, spec) for name, spec in model.operations.items()]
        out.append("};")
    missing = {name: spec for name, spec in sorted(model.all_operations.items()) if name not in model.operations}
    if missing:
        out.append("constexpr wire::OperationRoute kUnimplemented[] = {")
        for name, spec in missing.items():
            http = spec.get("http", {})
            out.append(f"    {{{quote(name)}, {quote(http.get('method', 'POST'))}, {quote(http.get('requestUri', '/'))}}},")
        out.append("};")
    out.append("constexpr wire::ErrorShape kErrors[] = {")
    for name, shape in errors(model).items():
        sender = "true" if shape.get("error", {}).get("senderFault", not shape.get("fault", False)) else "false"
        out.append(f"    {{{quote(name)}, {quote(error_code(name, shape))}, {status_of(shape)}, {sender}}},")
    out.append("};")
    protocols = model.patches.get("protocols") or model.metadata.get("protocols") or [model.metadata["protocol"]]
    listed = ", ".join("wire::Protocol::" + PROTOCOLS[protocol] for protocol in protocols)
    out.append(f"constexpr wire::Protocol kProtocols[] = {{{listed}}};")
    data = model.metadata
    space = data.get("xmlNamespace") or model.patches.get("xml_namespace", "")
    parts = [f".id = {quote(model.service)}", f".service_id = {quote(data['serviceId'])}",
             f".signing_name = {quote(data.get('signingName', data['endpointPrefix']))}",
             f".endpoint_prefix = {quote(data['endpointPrefix'])}", f".api_version = {quote(data['apiVersion'])}",
             f".target_prefix = {quote(data.get('targetPrefix', ''))}", f".json_version = {quote(data.get('jsonVersion', ''))}",
             f".xml_namespace = {quote(space)}", ".protocols = kProtocols"]
    if "awsQueryCompatible" in data:
        parts.append(".query_compatible = true")
    if model.operations:
        parts.append(".operations = kOperations")
    if missing:
        parts.append(".unimplemented = kUnimplemented")
    parts.append(".errors = kErrors")
    out.append("constinit const wire::ServiceModel kModel = {" + ", ".join(parts) + "};\n")
    return out


def invoke(model):
    space = model.service
    out = ["namespace firn::api {", "namespace {\n", "template <class Output>",
           "Result<void> Deliver(Result<Output> result, void* output) {",
           "  if (!result) return Fail(std::move(result).error());",
           "  *static_cast<Output*>(output) = *std::move(result);", "  return {};", "}\n", "}  // namespace\n",
           f"Result<void> Invoke([[maybe_unused]] {model.interface}& service, const wire::Operation& operation,",
           "                    [[maybe_unused]] const Call& call, [[maybe_unused]] const void* input,",
           "                    [[maybe_unused]] void* output) {",
           f"  switch (&operation - {space}::ServiceModel().operations.data()) {{"]
    for index, name in enumerate(model.operations):
        out.append(f"    case {index}:")
        out.append(f"      return Deliver(service.{name}(call, *static_cast<const {space}::{model.input_of[name]}*>(input)),"
                   " output);")
    out += ["  }", "  return Fail(Kind::kUnsupported, std::string(operation.name));", "}\n", "}  // namespace firn::api"]
    # An unused template in an anonymous namespace would be a warning where no operation exists yet.
    return out if model.operations else []
