#include "objects/path.h"

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "objects/limits.h"

namespace firn::objects {
namespace {

constexpr size_t kExtensionBytesMax = 16;
constexpr size_t kDigestBytes = 16;

void AppendEscaped(std::string& out, unsigned char byte) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  out += {'%', kHex[byte >> 4], kHex[byte & 15]};
}

// The length of the UTF-8 sequence at the beginning, 0 when there is none.
size_t SequenceLength(std::string_view text) {
  for (size_t length = 1; length <= 4 && length <= text.size(); ++length) {
    if (IsUtf8(text.substr(0, length))) return length;
  }
  return 0;
}

// Where the extension begins: at a dot that is neither first nor last, or at the end.
size_t ExtensionAt(std::string_view name) {
  const size_t dot = name.rfind('.');
  const bool is_extension = dot != std::string_view::npos && dot > 0 && dot + 1 < name.size() &&
                            name.size() - dot <= kExtensionBytesMax &&
                            name.find('%', dot) == std::string_view::npos;
  return is_extension ? dot : name.size();
}

std::string DigestOf(std::string_view text) {
  return "%h" + HexEncode(Sha256(text).substr(0, kDigestBytes));
}

// One component, escaped; `units` receives the offsets at which it may be cut.
std::string Escaped(std::string_view component, std::vector<size_t>& units) {
  if (component.empty()) return "%";
  std::string out;
  if (component == "." || component == "..") {
    AppendEscaped(out, '.');
    component.remove_prefix(1);
  }
  while (!component.empty()) {
    units.push_back(out.size());
    const auto byte = static_cast<unsigned char>(component.front());
    const size_t length = SequenceLength(component);
    if (length == 0 || byte < 0x20 || byte == 0x7f || byte == '%') {
      AppendEscaped(out, byte);
      component.remove_prefix(1);
    } else {
      out += component.substr(0, length);
      component.remove_prefix(length);
    }
  }
  return out;
}

std::string ComponentOf(std::string_view raw) {
  std::vector<size_t> units;
  const std::string escaped = Escaped(raw, units);
  if (escaped.size() <= kComponentBytesMax) return escaped;
  const std::string extension = escaped.substr(ExtensionAt(escaped));
  const std::string digest = DigestOf(raw);
  size_t keep = 0;
  for (const size_t unit : units) {
    if (unit + digest.size() + extension.size() > kComponentBytesMax) break;
    keep = unit;
  }
  return escaped.substr(0, keep) + digest + extension;
}

}  // namespace

std::vector<std::string> PathComponents(std::string_view key) {
  std::vector<std::string> components;
  size_t total = 0;
  for (size_t begin = 0; begin <= key.size();) {
    const size_t slash = std::min(key.find('/', begin), key.size());
    components.push_back(ComponentOf(key.substr(begin, slash - begin)));
    total += components.back().size() + 1;
    begin = slash + 1;
  }
  if (total > kPathBytesMax) return {DigestOf(key)};
  return components;
}

std::string Marked(std::string_view component, std::string_view mark) {
  const size_t extension = ExtensionAt(component);
  std::string name(component.substr(0, extension));
  name += '%';
  name += mark;
  name += component.substr(extension);
  return name;
}

}  // namespace firn::objects
