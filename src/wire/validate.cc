#include "wire/validate.h"

#include <algorithm>
#include <unordered_set>

#include "wire/limits.h"
#include "wire/member_path.h"
#include "wire/pattern.h"
#include "wire/shape_access.h"
#include "wire/shape_text.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

// Characters, as models count string lengths: UTF-16 units, which is what AWS's Java front ends
// count.
int64_t LengthOf(std::string_view text) {
  int64_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

std::string Cut(std::string text) {
  if (text.size() <= kViolationValueBytesMax) return text;
  size_t end = kViolationValueBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;  // keep characters whole
  text.resize(end);
  return text + "...";
}

std::string EnumConstraint(const Shape& shape) {
  std::string out = "Member must satisfy enum value set: [";
  for (size_t i = 0; i < shape.values.size(); ++i) {
    if (i > 0) out += ", ";
    out += shape.values[i];
  }
  return out + "]";
}

// The text AWS quotes: scalars as they are, collections in Java's form. Bounded, so that a huge
// list is not rendered.
void Print(const Shape& shape, const void* value, std::string& out) {
  if (out.size() > kViolationValueBytesMax) return;
  if (shape.sensitive) {
    out += "***";
  } else if (shape.type == ShapeType::kBlob) {
    out += "java.nio.HeapByteBuffer[pos=0 lim=" + std::to_string(As<std::string>(value).size()) +
           " cap=" + std::to_string(As<std::string>(value).size()) + "]";
  } else if (shape.type == ShapeType::kList) {
    out += "[";
    for (size_t i = 0; i < shape.list->size(value) && out.size() <= kViolationValueBytesMax; ++i) {
      if (i > 0) out += ", ";
      Print(*shape.element, shape.list->at(value, i), out);
    }
    out += "]";
  } else if (shape.type == ShapeType::kMap) {
    out += "{";
    bool first = true;
    EachEntry(shape, value, [&](const std::string& key, const void* entry) {
      if (out.size() > kViolationValueBytesMax) return;
      if (!first) out += ", ";
      first = false;
      out += key + "=";
      Print(*shape.element, entry, out);
    });
    out += "}";
  } else if (shape.type == ShapeType::kStructure) {
    out += shape.name;
  } else if (IsScalar(shape)) {
    out += ScalarText(shape, value, TimestampFormat::kIso8601);
  }
}

// The constraints a value breaks by itself, not those of what it holds.
std::vector<std::string> BrokenConstraints(const Shape& shape, const void* value) {
  std::vector<std::string> out;
  const auto bounds = [&](int64_t measure, std::string_view what) {
    const std::string start = "Member must have " + std::string(what);
    if (shape.min && measure < *shape.min)
      out.push_back(start + " greater than or equal to " + std::to_string(*shape.min));
    if (shape.max && measure > *shape.max)
      out.push_back(start + " less than or equal to " + std::to_string(*shape.max));
  };
  const auto real = [&](double number) {
    const std::string start = "Member must have value ";
    if (shape.min && number < static_cast<double>(*shape.min)) {
      out.push_back(start + "greater than or equal to " + std::to_string(*shape.min));
    }
    if (shape.max && number > static_cast<double>(*shape.max)) {
      out.push_back(start + "less than or equal to " + std::to_string(*shape.max));
    }
  };
  switch (shape.type) {
    case ShapeType::kInteger: bounds(As<int32_t>(value), "value"); break;
    case ShapeType::kLong: bounds(As<int64_t>(value), "value"); break;
    case ShapeType::kFloat: real(As<float>(value)); break;
    case ShapeType::kDouble: real(As<double>(value)); break;
    case ShapeType::kBlob:
      bounds(static_cast<int64_t>(As<std::string>(value).size()), "length");
      break;
    case ShapeType::kList: bounds(static_cast<int64_t>(shape.list->size(value)), "length"); break;
    case ShapeType::kMap: bounds(static_cast<int64_t>(shape.map->size(value)), "length"); break;
    case ShapeType::kString: {
      const auto& text = As<std::string>(value);
      if (shape.min || shape.max) bounds(LengthOf(text), "length");
      if (!shape.pattern.empty() && !MatchesPattern(shape.pattern, text)) {
        out.push_back("Member must satisfy regular expression pattern: " +
                      std::string(shape.pattern));
      }
      if (!shape.values.empty() && std::ranges::find(shape.values, text) == shape.values.end()) {
        out.push_back(EnumConstraint(shape));
      }
      break;
    }
    case ShapeType::kBoolean:
    case ShapeType::kTimestamp:
    case ShapeType::kDocument:
    case ShapeType::kStream:
    case ShapeType::kStructure: break;
  }
  return out;
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

class Validator {
 public:
  explicit Validator(const std::vector<std::string>& missing)
      : missing_(missing.begin(), missing.end()) {
    for (const std::string& path : missing) {
      if (violations_.size() >= kViolationsMax) return;
      violations_.push_back({path, {}, true, "Member must not be null"});
    }
  }

  void Visit(const MemberPath* path, const Shape& shape, const void* value) {
    for (std::string& constraint : BrokenConstraints(shape, value))
      Report(path, shape, value, std::move(constraint));
    switch (shape.type) {
      case ShapeType::kStructure: VisitStructure(path, shape, value); break;
      case ShapeType::kList: VisitList(path, shape, value); break;
      case ShapeType::kMap: VisitMap(path, shape, value); break;
      default: break;
    }
  }

  std::vector<Violation> Take() { return std::move(violations_); }

 private:
  void VisitStructure(const MemberPath* path, const Shape& shape, const void* value) {
    for (const Member& member : shape.members) {
      if (violations_.size() >= kViolationsMax) return;
      const void* field = ValueOf(member, value);
      if (field == nullptr) continue;
      const MemberPath here{path, member.name};
      if (!missing_.empty() && missing_.contains(here.text())) continue;
      Visit(&here, *member.shape, field);
    }
  }

  // Elements that are scalars are reported as a property of the list, as AWS does; structures by
  // their own path.
  void VisitList(const MemberPath* path, const Shape& shape, const void* value) {
    for (size_t i = 0; i < shape.list->size(value); ++i) {
      if (violations_.size() >= kViolationsMax) return;
      const void* element = shape.list->at(value, i);
      if (IsScalar(*shape.element)) {
        const auto broken = BrokenConstraints(*shape.element, element);
        if (broken.empty()) continue;
        Report(path, shape, value, "Member must satisfy constraint: [" + Joined(broken) + "]");
        return;
      }
      const MemberPath here{path, {}, i + 1};
      Visit(&here, *shape.element, element);
    }
  }

  void VisitMap(const MemberPath* path, const Shape& shape, const void* value) {
    bool keys_reported = false;
    bool values_reported = false;
    EachEntry(shape, value, [&](const std::string& key, const void* entry) {
      if (violations_.size() >= kViolationsMax) return;
      if (shape.key != nullptr && !keys_reported) {
        if (const auto broken = BrokenConstraints(*shape.key, &key); !broken.empty()) {
          Report(path, shape, value, "Map keys must satisfy constraint: [" + Joined(broken) + "]");
          keys_reported = true;
        }
      }
      if (!IsScalar(*shape.element)) {
        const MemberPath here{path, key, 0, true};
        Visit(&here, *shape.element, entry);
      } else if (!values_reported) {
        if (const auto broken = BrokenConstraints(*shape.element, entry); !broken.empty()) {
          Report(path, shape, value, "Map value must satisfy constraint: [" + Joined(broken) + "]");
          values_reported = true;
        }
      }
    });
  }

  void Report(const MemberPath* path, const Shape& shape, const void* value,
              std::string constraint) {
    if (violations_.size() >= kViolationsMax) return;
    std::string text;
    Print(shape, value, text);
    // AWS leaves a secret's value out of the sentence, as it does with one that is not there.
    violations_.push_back({path != nullptr ? path->text() : "", Cut(std::move(text)),
                           shape.sensitive, std::move(constraint)});
  }

  std::unordered_set<std::string> missing_;
  std::vector<Violation> violations_;
};

// The code a service gives model violations. Some use their own; the others follow their protocol.
std::string_view ViolationCode(const ServiceModel& model) {
  if (model.id == "s3tables") return "BadRequestException";
  if (model.id == "logs" || model.id == "tagging") return "InvalidParameterException";
  if (model.id == "athena") return "InvalidRequestException";
  if (model.id == "organizations") return "InvalidInputException";
  if (model.protocols.empty()) return "ValidationException";
  const Protocol first = model.protocols.front();
  if (first == Protocol::kRestXml) return "InvalidArgument";
  return first == Protocol::kQuery || model.query_compatible ? "ValidationError"
                                                             : "ValidationException";
}

}  // namespace

std::vector<Violation> FindViolations(const Shape& shape, const void* value,
                                      const std::vector<std::string>& missing) {
  Validator validator(missing);
  validator.Visit(nullptr, shape, value);
  return validator.Take();
}

Error ValidationError(const ServiceModel& model, const std::vector<Violation>& violations) {
  std::string message =
      std::to_string(violations.size()) +
      (violations.size() == 1 ? " validation error detected: " : " validation errors detected: ");
  for (size_t i = 0; i < violations.size(); ++i) {
    const Violation& violation = violations[i];
    if (i > 0) message += "; ";
    message += "Value ";
    if (!violation.absent) message += "'" + violation.value + "' ";
    message += "at '" + violation.path + "' failed to satisfy constraint: " + violation.constraint;
  }
  return Error{Kind::kInvalid, std::move(message), std::string(ViolationCode(model)), 400, {}};
}

namespace {

// S3 has an answer of its own for what is wrong in a document, and for some headers.
Error S3ValidationError(const ServiceModel& model, const Operation& operation,
                        const std::vector<Violation>& violations) {
  const std::string_view path = violations.front().path;
  const std::string_view name = path.substr(0, path.find_first_of(".["));
  if (EqualsIgnoringCase(name, "storageClass")) {
    return {Kind::kInvalid, "The storage class you specified is not valid", "InvalidStorageClass", 400, {}};
  }
  for (const Member& member : operation.input->members) {
    const bool document = member.location == Location::kPayload || member.location == Location::kBody;
    if (!document || !EqualsIgnoringCase(member.name, name)) continue;
    return {Kind::kInvalid,
            "The XML you provided was not well-formed or did not validate against our published schema",
            "MalformedXML",
            400,
            {}};
  }
  return ValidationError(model, violations);
}

}  // namespace

Result<void> Validate(const ServiceModel& model, const Operation& operation, const void* input) {
  const auto violations = FindViolations(*operation.input, input);
  if (violations.empty()) return {};
  if (model.id == "s3") return Fail(S3ValidationError(model, operation, violations));
  return Fail(ValidationError(model, violations));
}

}  // namespace firn::wire
