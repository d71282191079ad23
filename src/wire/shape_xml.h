#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/xml.h"
#include "wire/member_path.h"
#include "wire/shape.h"

namespace firn::wire {

// S3 prints timestamps with three digits of fraction always, the query services only when there is
// one.
enum class XmlStyle : uint8_t { kQuery, kS3 };

// Writes the body members of a structure into the open element, attributes first.
void WriteXmlMembers(format::XmlWriter& xml, const Shape& structure, const void* value,
                     XmlStyle style);
// Writes one member with its element or elements.
void WriteXmlMember(format::XmlWriter& xml, const Member& member, const void* value,
                    XmlStyle style);

// Reads an element's children into the body members of a structure. Unknown elements are ignored.
// kInvalid with the reason and an empty code when a text is no value of its shape. `missing` (may
// be null) collects the paths of required members that are absent.
Result<void> ReadXmlMembers(const format::XmlElement& element, const Shape& structure, void* value,
                            const MemberPath* path, std::vector<std::string>* missing);

}  // namespace firn::wire
