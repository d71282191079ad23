#include "wire/protocol_query.h"

#include <algorithm>

#include "base/encoding.h"
#include "format/xml.h"
#include "wire/document.h"
#include "wire/shape_form.h"
#include "wire/shape_xml.h"

namespace firn::wire {
namespace {

void Append(const QueryParameter& parameter, std::string& form) {
  if (!form.empty()) form.push_back('&');
  form += PercentEncode(parameter.name) + "=" + PercentEncode(parameter.value);
}

void WriteRequestId(format::XmlWriter& xml, std::string_view request_id) {
  xml.Open("ResponseMetadata");
  xml.Element("RequestId", request_id);
  xml.Close();
}

}  // namespace

Result<void> ParseQueryRequest(const Route& route, const HttpRequest&, void* input,
                               std::vector<std::string>* missing) {
  return ReadForm(*route.operation->input, route.parameters, input, missing);
}

HttpResponse WriteQueryResponse(const ServiceModel& model, const Route& route, const void* output,
                                std::string_view request_id) {
  HttpResponse response;
  response.headers.Add("Content-Type", "text/xml");
  format::XmlWriter xml;
  xml.Open(std::string(route.operation->name) + "Response");
  if (!model.xml_namespace.empty()) xml.Attribute("xmlns", model.xml_namespace);
  if (!route.operation->result_wrapper.empty()) xml.Open(route.operation->result_wrapper);
  WriteXmlMembers(xml, *route.operation->output, output, XmlStyle::kQuery);
  if (!route.operation->result_wrapper.empty()) xml.Close();
  WriteRequestId(xml, request_id);
  xml.Close();
  response.body = Body(xml.Take());
  return response;
}

HttpResponse WriteQueryError(const ServiceModel& model, const Route&, const Error& error,
                             const WireError& wire, std::string_view request_id) {
  HttpResponse response;
  response.status = wire.status;
  response.headers.Add("Content-Type", "text/xml");
  format::XmlWriter xml;
  xml.Open("ErrorResponse");
  if (!model.xml_namespace.empty()) xml.Attribute("xmlns", model.xml_namespace);
  xml.Open("Error");
  xml.Element("Type", wire.sender_fault ? "Sender" : "Receiver");
  xml.Element("Code", wire.code);
  xml.Element("Message", error.message);
  for (const auto& [name, value] : error.fields) xml.Element(name, value);
  xml.Close();
  xml.Element("RequestId", request_id);
  xml.Close();
  response.body = Body(xml.Take());
  return response;
}

Result<HttpRequest> BuildQueryRequest(const ServiceModel& model, const Operation& operation,
                                      const void* input, std::string_view idempotency_token) {
  HttpRequest request;
  request.method = "POST";
  request.headers.Add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  std::string form;
  Append({"Action", std::string(operation.name)}, form);
  Append({"Version", std::string(model.api_version)}, form);
  const auto parameters = WriteForm(*operation.input, input);
  for (const QueryParameter& parameter : parameters) Append(parameter, form);
  for (const Member& member : operation.input->members) {
    if (!member.idempotency_token || idempotency_token.empty()) continue;
    const auto named = [&](const QueryParameter& p) { return p.name == member.query_name; };
    if (std::ranges::none_of(parameters, named)) {
      Append({std::string(member.query_name), std::string(idempotency_token)}, form);
    }
  }
  request.body = Body(std::move(form));
  return request;
}

Result<void> ParseQueryResponse(const Operation& operation, const HttpResponse& response,
                                void* output) {
  if (response.body.empty()) return {};
  FIRN_TRY(const Body text, ReadDocument(response.headers, response.body));
  FIRN_TRY(const format::XmlDocument document, format::XmlDocument::Parse(text.bytes()));
  if (operation.result_wrapper.empty()) {
    return ReadXmlMembers(document.root(), *operation.output, output, nullptr, nullptr);
  }
  const auto result = document.root().Child(operation.result_wrapper);
  if (!result)
    return Fail(Kind::kInvalid, "the answer lacks " + std::string(operation.result_wrapper));
  return ReadXmlMembers(*result, *operation.output, output, nullptr, nullptr);
}

Error ParseQueryError(const HttpResponse& response) {
  const auto text = ReadDocument(response.headers, response.body);
  const auto document = format::XmlDocument::Parse(text ? text->bytes() : "");
  if (!document) return AnsweredError("", "", response.status);
  const auto root = document->root();
  const auto error = root.name() == "Error" ? root : root.Child("Error").value_or(root);
  const auto child = [&](std::string_view name) {
    const auto found = error.Child(name);
    return found ? std::string(found->text()) : std::string();
  };
  Error out = AnsweredError(child("Code"), child("Message"), response.status);
  for (const auto& element : error.children()) {
    if (element.name() == "Code" || element.name() == "Message" || element.name() == "Type")
      continue;
    out.fields.emplace_back(element.name(), element.text());
  }
  return out;
}

}  // namespace firn::wire
