#include "wire/protocol_rest_xml.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "format/xml.h"
#include "wire/document.h"
#include "wire/protocol_query.h"
#include "wire/rest_binding.h"
#include "wire/s3_integrity.h"
#include "wire/shape_access.h"
#include "wire/shape_text.h"
#include "wire/shape_xml.h"

namespace firn::wire {
namespace {

Unexpected Malformed() {
  return Fail(Error{
      Kind::kInvalid,
      "The XML you provided was not well-formed or did not validate against our published schema",
      "MalformedXML",
      400,
      {}});
}

void OpenRoot(format::XmlWriter& xml, std::string_view name, std::string_view name_space) {
  xml.Open(name);
  if (!name_space.empty()) xml.Attribute("xmlns", name_space);
}

// A structure whose only body member is named as its root: its text is the root's. S3's
// GetBucketLocation.
const Member* TextOfRoot(const Operation& operation) {
  if (operation.output_element.empty()) return nullptr;
  const Member* only = nullptr;
  for (const Member& member : operation.output->members) {
    if (member.location != Location::kBody) continue;
    if (only != nullptr || member.wire_name != operation.output_element || !IsScalar(*member.shape))
      return nullptr;
    only = &member;
  }
  return only;
}

Body PayloadBody(const Member& payload, const void* structure, std::string_view name_space,
                 XmlStyle style) {
  const void* value = ValueOf(payload, structure);
  if (value == nullptr) return {};
  format::XmlWriter xml;
  xml.Declaration();
  OpenRoot(xml, payload.wire_name, name_space);
  WriteXmlMembers(xml, *payload.shape, value, style);
  xml.Close();
  return Body(xml.Take());
}

}  // namespace

Result<void> ParseRestXmlRequest(const Route& route, const HttpRequest& request, void* input,
                                 std::vector<std::string>* missing) {
  FIRN_OK(ReadBoundInput(route, request, input, missing));
  const Shape& shape = *route.operation->input;
  const Member* payload = PayloadOf(shape);
  if (payload != nullptr && IsRawPayload(*payload))
    return ReadRawPayload(*payload, request.body, input);
  if (payload == nullptr && !HasBodyMembers(shape)) return {};
  FIRN_OK(CheckDocumentIntegrity(request));
  if (request.body.empty()) {
    if (payload == nullptr || !payload->required) return {};
    return Fail(Error{Kind::kInvalid, "Request Body is empty", "MissingRequestBodyError", 400, {}});
  }
  const auto text = ReadDocument(request.headers, request.body);
  if (!text) return Malformed();
  const auto document = format::XmlDocument::Parse(text->bytes());
  if (!document) return Malformed();
  const std::string_view root =
      payload != nullptr ? payload->wire_name : route.operation->input_element;
  if (!root.empty() && document->root().name() != root) return Malformed();
  std::vector<std::string> absent;
  const MemberPath path{nullptr, payload != nullptr ? payload->name : std::string_view()};
  auto read = payload != nullptr ? ReadXmlMembers(document->root(), *payload->shape,
                                                  SlotOf(*payload, input), &path, &absent)
                                 : ReadXmlMembers(document->root(), shape, input, nullptr, &absent);
  if (!read || !absent.empty()) return Malformed();
  return {};
}

HttpResponse WriteRestXmlResponse(const ServiceModel& model, const Route& route, const void* output,
                                  std::string_view) {
  HttpResponse response;
  const Operation& operation = *route.operation;
  WriteBoundOutput(operation, output, &response);
  const Shape& shape = *operation.output;
  if (const Member* payload = PayloadOf(shape)) {
    if (IsRawPayload(*payload)) {
      response.body = RawPayload(*payload, output);
      if (!response.headers.Has("Content-Type"))
        response.headers.Add("Content-Type", "binary/octet-stream");
      return response;
    }
    response.body = PayloadBody(*payload, output, model.xml_namespace, XmlStyle::kS3);
    if (!response.body.empty()) response.headers.Set("Content-Type", "application/xml");
    return response;
  }
  if (!HasBodyMembers(shape)) return response;
  format::XmlWriter xml;
  xml.Declaration();
  OpenRoot(xml,
           operation.output_element.empty() ? std::string(operation.name) + "Result"
                                            : operation.output_element,
           model.xml_namespace);
  if (const Member* text = TextOfRoot(operation)) {
    const void* value = ValueOf(*text, output);
    if (value != nullptr)
      xml.Text(ScalarText(*text->shape, value, FormatOf(*text, TimestampFormat::kIso8601)));
  } else {
    WriteXmlMembers(xml, shape, output, XmlStyle::kS3);
  }
  xml.Close();
  response.headers.Set("Content-Type", "application/xml");
  response.body = Body(xml.Take());
  return response;
}

HttpResponse WriteRestXmlError(const ServiceModel&, const Route& route, const Error& error,
                               const WireError& wire, std::string_view request_id) {
  HttpResponse response;
  response.status = wire.status;
  // A field that begins with '@' is a header: answers to HEAD have nothing else.
  for (const auto& [name, value] : error.fields) {
    if (name.starts_with('@')) response.headers.Set(name.substr(1), value);
  }
  if (route.method == "HEAD" || wire.status == 304 || wire.status == 204) return response;
  format::XmlWriter xml;
  xml.Declaration();
  xml.Open("Error");
  xml.Element("Code", wire.code);
  xml.Element("Message", error.message);
  bool has_resource = false;
  for (const auto& [name, value] : error.fields) {
    if (name.starts_with('@')) continue;
    has_resource = has_resource || name == "Resource";
    xml.Element(name, value);
  }
  if (!has_resource) xml.Element("Resource", route.path);
  xml.Element("RequestId", request_id);
  xml.Element("HostId", Base64Encode(Sha256(request_id)));
  xml.Close();
  response.headers.Add("Content-Type", "application/xml");
  response.body = Body(xml.Take());
  return response;
}

Result<HttpRequest> BuildRestXmlRequest(const ServiceModel&, const Operation& operation,
                                        const void* input, std::string_view) {
  FIRN_TRY(HttpRequest request, BuildBoundRequest(operation, input));
  const Shape& shape = *operation.input;
  if (const Member* payload = PayloadOf(shape)) {
    request.body = IsRawPayload(*payload)
                       ? RawPayload(*payload, input)
                       : PayloadBody(*payload, input, operation.input_namespace, XmlStyle::kQuery);
    if (!IsRawPayload(*payload) && !request.body.empty())
      request.headers.Set("Content-Type", "application/xml");
  } else if (HasBodyMembers(shape)) {
    format::XmlWriter xml;
    OpenRoot(xml, operation.input_element, operation.input_namespace);
    WriteXmlMembers(xml, shape, input, XmlStyle::kQuery);
    xml.Close();
    request.headers.Set("Content-Type", "application/xml");
    request.body = Body(xml.Take());
  }
  return request;
}

Result<void> ParseRestXmlResponse(const Operation& operation, const HttpResponse& response,
                                  void* output) {
  FIRN_OK(ReadBoundResponse(operation, response, output));
  const Shape& shape = *operation.output;
  const Member* payload = PayloadOf(shape);
  if (payload != nullptr && IsRawPayload(*payload))
    return ReadRawPayload(*payload, response.body, output);
  if (response.body.empty() || (payload == nullptr && !HasBodyMembers(shape))) return {};
  FIRN_TRY(const Body text, ReadDocument(response.headers, response.body));
  FIRN_TRY(const format::XmlDocument document, format::XmlDocument::Parse(text.bytes()));
  if (document.root().name() == "Error") {
    // S3 begins its answer to long operations before it knows their end.
    HttpResponse failed = response;
    failed.status = 500;
    return Fail(ParseRestXmlError(failed));
  }
  if (payload != nullptr) {
    return ReadXmlMembers(document.root(), *payload->shape, SlotOf(*payload, output), nullptr,
                          nullptr);
  }
  if (const Member* member = TextOfRoot(operation)) {
    if (document.root().text().empty()) return {};
    return ParseScalar(*member->shape, document.root().text(), SlotOf(*member, output));
  }
  return ReadXmlMembers(document.root(), shape, output, nullptr, nullptr);
}

Error ParseRestXmlError(const HttpResponse& response) {
  Error error = ParseQueryError(response);
  if (error.message.empty() && response.body.empty()) {
    error.message = response.status == 404   ? "Not Found"
                    : response.status == 403 ? "Forbidden"
                                             : "";
  }
  return error;
}

}  // namespace firn::wire
