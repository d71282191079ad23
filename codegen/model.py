"""One service's model, narrowed to the operations we handle, with our corrections applied."""

import sys

from emit import field

PRIMITIVES = {
    "boolean": ("bool", "kBoolean"), "integer": ("int32_t", "kInteger"), "long": ("int64_t", "kLong"),
    "float": ("float", "kFloat"), "double": ("double", "kDouble"), "string": ("std::string", "kString"),
    "character": ("std::string", "kString"), "blob": ("std::string", "kBlob"), "timestamp": ("Time", "kTimestamp"),
}


class Model:
    def __init__(self, service, interface, raw, handled, patches):
        self.service = service
        self.interface = interface
        self.metadata = raw["metadata"]
        self.shapes = raw["shapes"]
        self.all_operations = raw["operations"]
        self.patches = patches
        self._apply_patches()
        self.operations = {name: raw["operations"][name] for name in handled}
        self.names = {}      # model shape -> C++ struct name
        self.order = []      # structures, every one after those it holds
        self.used = []       # every shape of the closure, in a stable order
        self.input_of = {}   # operation -> C++ name; likewise output_of
        self.output_of = {}
        self.empty = []      # C++ names of structures that the model leaves out
        self.boxed = set()   # (structure, member) pairs through which a structure would hold its own kind
        self._close()

    def _apply_patches(self):
        """Each entry: {"path": ["shapes", "X", ...], "value": v, "reason": "..."}; value null removes the member."""
        for patch in self.patches.get("corrections", []):
            if not patch.get("reason"):
                sys.exit(f"codegen/patches/{self.service}.json: a correction lacks its reason: {patch['path']}")
            target = {"shapes": self.shapes, "operations": self.all_operations, "metadata": self.metadata}
            for key in patch["path"][:-1]:
                target = target[key]
            if patch["value"] is None:
                target.pop(patch["path"][-1], None)
            else:
                target[patch["path"][-1]] = patch["value"]

    def _close(self):
        uses = {}
        for operation in self.operations.values():
            for direction in ("input", "output"):
                if direction in operation:
                    shape = operation[direction]["shape"]
                    uses[shape] = uses.get(shape, 0) + 1
        for name, operation in self.operations.items():
            for direction, suffix, table in (("input", "Input", self.input_of), ("output", "Output", self.output_of)):
                cpp = name + suffix
                if direction not in operation:
                    self.empty.append(cpp)
                    table[name] = cpp
                    continue
                shape = operation[direction]["shape"]
                if uses[shape] == 1 and not self._is_member(shape) and cpp not in self.shapes:
                    self.names[shape] = cpp
                table[name] = cpp
                self._visit(shape, [])

    def _is_member(self, shape):
        """Whether any other shape refers to this one, so that it keeps its own name."""
        if not hasattr(self, "_referenced"):
            self._referenced = set()
            for other in self.shapes.values():
                for member in other.get("members", {}).values():
                    self._referenced.add(member["shape"])
                for part in ("member", "key", "value"):
                    if part in other:
                        self._referenced.add(other[part]["shape"])
        return shape in self._referenced

    def _visit(self, name, path):
        if name in self.used:
            return
        shape = self.shapes[name]
        kind = shape["type"]
        for reference in self._references(shape):
            if reference["shape"] in path + [name]:
                self._box(name, reference["shape"])
            else:
                self._visit(reference["shape"], path + [name])
        self.used.append(name)
        if kind == "structure" and not shape.get("document"):
            self.order.append(name)

    def _box(self, structure, held):
        """Notes the members of `structure` that close a circle; a list or map closes one by itself."""
        for member, reference in self.shapes[structure].get("members", {}).items():
            if reference["shape"] == held:
                self.boxed.add((structure, member))

    @staticmethod
    def _references(shape):
        if shape.get("document") or shape.get("eventstream"):
            return []
        if shape["type"] == "structure":
            return list(shape.get("members", {}).values())
        return [shape[part] for part in ("member", "key", "value") if part in shape]

    def cpp_name(self, name):
        return self.names.get(name, name)

    def cpp_type(self, name, reference=None):
        """The C++ type of a shape as a member, element or map value."""
        shape = self.shapes[name]
        kind = shape["type"]
        if self.is_stream(name, reference):
            return "wire::Body"
        if shape.get("document"):
            return "format::Json"
        if kind == "structure":
            return self.cpp_name(name)
        if kind == "list":
            return f"std::vector<{self.cpp_type(shape['member']['shape'])}>"
        if kind == "map":
            return f"std::map<std::string, {self.cpp_type(shape['value']['shape'])}>"
        return PRIMITIVES[kind][0]

    def shape_type(self, name, reference=None):
        shape = self.shapes[name]
        if self.is_stream(name, reference):
            return "kStream"
        if shape.get("document"):
            return "kDocument"
        return {"structure": "kStructure", "list": "kList", "map": "kMap"}.get(shape["type"]) or PRIMITIVES[shape["type"]][1]

    def is_stream(self, name, reference=None):
        shape = self.shapes[name]
        return shape["type"] == "blob" and bool(shape.get("streaming") or (reference or {}).get("streaming"))

    def members(self, name):
        """(model name, C++ field, reference, is required) of a structure."""
        shape = self.shapes[name]
        required = set(shape.get("required", []))
        return [(member, field(member), reference, member in required)
                for member, reference in shape.get("members", {}).items()]

    def held_by_value(self, reference, required):
        return required or self.is_stream(reference["shape"], reference)
