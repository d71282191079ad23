#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/http.h"

// Small text rules of HTTP that several files of this room share.
namespace firn::wire {

std::string ToLower(std::string_view text);  // ASCII letters only
bool EqualsIgnoringCase(std::string_view a, std::string_view b);
std::string_view Trim(std::string_view text);  // spaces and tabs at both ends

// Pieces between separators; an empty text is one empty piece.
std::vector<std::string_view> Split(std::string_view text, char separator);

// Decodes %XX, and '+' as a space; malformed sequences are kept as they are.
std::string DecodeFormText(std::string_view text);
// Decodes %XX only; malformed sequences are kept as they are.
std::string DecodePathText(std::string_view text);
// "a=1&b" to its parameters, at most limits.h's count.
std::vector<QueryParameter> DecodeForm(std::string_view text);

// The media type of a Content-Type value, in lower case and without parameters.
std::string MediaType(std::string_view content_type);

}  // namespace firn::wire
