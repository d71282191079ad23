#include "wire/s3_form.h"

#include <algorithm>
#include <charconv>

#include "base/digest.h"
#include "base/encoding.h"
#include "format/json.h"
#include "format/xml.h"
#include "wire/limits.h"
#include "wire/s3_host.h"
#include "wire/sigv4_canonical.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

constexpr size_t kFieldsBytesMax = 20 * 1024;  // before the file, as S3
constexpr size_t kHeadBytes = 64 * 1024;
constexpr size_t kPieceBytes = 1024 * 1024;

Unexpected Refused(Kind kind, std::string_view code, int status, std::string message) {
  return Fail(Error{kind, std::move(message), std::string(code), status, {}});
}

Unexpected Malformed() {
  return Refused(Kind::kInvalid, "MalformedPOSTRequest", 400,
                 "The body of your POST request is not well-formed multipart/form-data.");
}

Unexpected MissingField(std::string_view name) {
  auto failure = Refused(Kind::kInvalid, "InvalidArgument", 400,
                         "Bucket POST must contain a field named '" + std::string(name) +
                             "'.  If it is specified, please check the order of the fields.");
  failure.value().fields = {{"ArgumentName", std::string(name)}, {"ArgumentValue", ""}};
  return failure;
}

Unexpected AgainstPolicy(std::string reason) {
  return Refused(Kind::kDenied, "AccessDenied", 403,
                 "Invalid according to Policy: " + std::move(reason));
}

// A parameter of a header value: name="value" or name=value.
std::optional<std::string> ParameterOf(std::string_view header, std::string_view name) {
  for (std::string_view part : Split(header, ';')) {
    part = Trim(part);
    const size_t equals = part.find('=');
    if (equals == std::string_view::npos || !EqualsIgnoringCase(part.substr(0, equals), name))
      continue;
    std::string_view value = part.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return std::nullopt;
}

struct Part {
  std::string name;
  std::optional<std::string> file_name;
  size_t begin = 0;  // of its content
};

// Reads the headers of the part that begins at `at`, behind its boundary's line end.
Result<Part> ReadPart(std::string_view head, size_t at) {
  Part part;
  while (true) {
    const size_t end = head.find("\r\n", at);
    if (end == std::string_view::npos) return Malformed();
    const std::string_view line = head.substr(at, end - at);
    at = end + 2;
    if (line.empty()) break;
    const size_t colon = std::min(line.find(':'), line.size());
    const std::string_view value =
        colon < line.size() ? line.substr(colon + 1) : std::string_view();
    if (EqualsIgnoringCase(line.substr(0, colon), "Content-Disposition")) {
      part.name = ToLower(ParameterOf(value, "name").value_or(""));
      part.file_name = ParameterOf(value, "filename");
    }
  }
  part.begin = at;
  return part;
}

// Where `mark` first occurs in the body at or behind `at`.
Result<uint64_t> FindMark(const Body& body, uint64_t at, const std::string& mark) {
  if (body.in_memory()) {
    const size_t found = body.bytes().find(mark, at);
    if (found == std::string_view::npos) return Malformed();
    return static_cast<uint64_t>(found);
  }
  while (at < body.size()) {
    FIRN_TRY(const std::string piece, body.ReadAt(at, kPieceBytes));
    if (const size_t found = piece.find(mark); found != std::string::npos) return at + found;
    if (piece.size() <= mark.size()) break;
    at += piece.size() - mark.size();  // the mark may lie across two pieces
  }
  return Malformed();
}

// The tags of a form, which are a document there, as a PutObject has them. What cannot be read
// becomes a tag that PutObject refuses.
std::string TaggingHeader(const std::string& text) {
  constexpr char kUnreadable[] = "=";
  const auto document = format::XmlDocument::Parse(text);
  if (!document) return kUnreadable;
  const auto set = document->root().Child("TagSet");
  if (!set) return kUnreadable;
  std::string header;
  for (const format::XmlElement& tag : set->Children("Tag")) {
    const auto key = tag.Child("Key"), value = tag.Child("Value");
    if (!key || !value) return kUnreadable;
    header += (header.empty() ? "" : "&") + PercentEncode(key->text()) + "=" +
              PercentEncode(value->text());
  }
  return header;
}

std::string WithFileName(std::string key, const std::string& path) {
  constexpr std::string_view kVariable = "${filename}";
  const std::string name = path.substr(path.find_last_of("/\\") + 1);
  for (size_t at = 0; (at = key.find(kVariable, at)) != std::string::npos; at += name.size()) {
    key.replace(at, kVariable.size(), name);
  }
  return key;
}

// What a condition of the policy compares with.
std::string ValueOf(const FormUpload& form, const std::string& name) {
  if (name == "bucket") return form.bucket;
  const auto found = form.fields.find(name);
  return found == form.fields.end() ? "" : found->second;
}

Result<void> CheckLength(const FormUpload& form, const format::Json::Array& condition) {
  const int64_t low = condition[1].integer_or(0), high = condition[2].integer_or(0);
  const auto size = static_cast<int64_t>(form.file.size());
  if (size < low) {
    return Refused(Kind::kInvalid, "EntityTooSmall", 400,
                   "Your proposed upload is smaller than the minimum allowed size");
  }
  if (size > high) {
    return Refused(Kind::kInvalid, "EntityTooLarge", 400,
                   "Your proposed upload exceeds the maximum allowed size");
  }
  return {};
}

class PolicyCheck {
 public:
  explicit PolicyCheck(const FormUpload& form) : form_(form) {}

  Result<void> Run(const format::Json& conditions) {
    for (const format::Json& condition : conditions.array()) {
      if (condition.is_object()) {
        for (const auto& [name, value] : condition.object()) {
          FIRN_OK(Compare("eq", ToLower(name), std::string(value.string_or("")), condition));
        }
      } else {
        FIRN_OK(CheckTriple(condition));
      }
    }
    return CheckAllCovered();
  }

 private:
  Result<void> CheckTriple(const format::Json& condition) {
    const auto& parts = condition.array();
    if (parts.size() != 3) return Invalid();
    const std::string operation = ToLower(parts[0].string_or(""));
    if (operation == "content-length-range") return CheckLength(form_, parts);
    const std::string_view name = parts[1].string_or("");
    if (!name.starts_with('$')) return Invalid();
    return Compare(operation, ToLower(name.substr(1)), std::string(parts[2].string_or("")),
                   condition);
  }

  Result<void> Compare(std::string_view operation, const std::string& name,
                       const std::string& wanted, const format::Json& condition) {
    covered_.push_back(name);
    const std::string value = ValueOf(form_, name);
    const bool holds = operation == "eq"            ? value == wanted
                       : operation == "starts-with" ? value.starts_with(wanted)
                                                    : false;
    if (holds) return {};
    return AgainstPolicy("Policy Condition failed: " + condition.Text());
  }

  // A field that the policy does not speak of would let anybody add it.
  Result<void> CheckAllCovered() const {
    for (const auto& [name, value] : form_.fields) {
      const bool free = name == "policy" || name == "x-amz-signature" || name == "file" ||
                        name.starts_with("x-ignore-");
      if (free || std::find(covered_.begin(), covered_.end(), name) != covered_.end()) continue;
      return AgainstPolicy("Extra input fields: " + name);
    }
    return {};
  }

  static Unexpected Invalid() {
    return Refused(Kind::kInvalid, "InvalidPolicyDocument", 400,
                   "The content of the form does not meet the conditions specified in the policy "
                   "document.");
  }

  const FormUpload& form_;
  std::vector<std::string> covered_;
};

}  // namespace

bool IsFormUpload(const HttpRequest& request) {
  return request.method == "POST" &&
         MediaType(request.headers.Get("Content-Type")) == "multipart/form-data";
}

Result<FormUpload> ReadFormUpload(const HttpRequest& request) {
  const auto boundary = ParameterOf(request.headers.Get("Content-Type"), "boundary");
  if (!boundary || boundary->empty()) return Malformed();
  FormUpload form;
  std::string_view path = request.path;
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  form.bucket = BucketOfHost(request.headers.Get("Host")).value_or(DecodePathText(path));
  FIRN_TRY(const std::string head, request.body.ReadAt(0, kHeadBytes));
  const std::string mark = "--" + *boundary;
  size_t at = head.find(mark);
  if (at == std::string::npos) return Malformed();
  size_t bytes = 0;
  while (true) {
    at += mark.size();
    if (head.compare(at, 2, "--") == 0) return MissingField("file");
    if (head.compare(at, 2, "\r\n") != 0) return Malformed();
    FIRN_TRY(const Part part, ReadPart(head, at + 2));
    if (part.name == "file") {
      FIRN_TRY(const uint64_t end, FindMark(request.body, part.begin, "\r\n" + mark));
      form.file = request.body.Slice(part.begin, end - part.begin);
      const auto key = form.fields.find("key");
      if (key == form.fields.end() || key->second.empty()) return MissingField("key");
      key->second = WithFileName(key->second, part.file_name.value_or(""));
      return form;
    }
    const size_t end = head.find("\r\n" + mark, part.begin);
    bytes += end == std::string::npos ? kFieldsBytesMax + 1 : end - part.begin;
    if (bytes > kFieldsBytesMax) {
      return Refused(Kind::kInvalid, "MaxPostPreDataLengthExceeded", 400,
                     "Your POST request fields preceding the upload file were too large.");
    }
    form.fields[part.name] = head.substr(part.begin, end - part.begin);
    at = end + 2;
  }
}

Result<std::optional<SignatureClaim>> ReadFormSignature(const FormUpload& form) {
  if (!form.fields.contains("policy")) return std::optional<SignatureClaim>();
  if (form.fields.contains("awsaccesskeyid")) {
    return Refused(Kind::kInvalid, "InvalidRequest", 400,
                   "The authorization mechanism you have provided is not supported. Please use "
                   "AWS4-HMAC-SHA256.");
  }
  for (const char* name :
       {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"}) {
    if (!form.fields.contains(name)) return MissingField(name);
  }
  if (form.fields.at("x-amz-algorithm") != "AWS4-HMAC-SHA256") {
    return Refused(Kind::kInvalid, "InvalidArgument", 400,
                   "The only supported algorithm is AWS4-HMAC-SHA256");
  }
  const std::string& credential = form.fields.at("x-amz-credential");
  const auto parts = Split(credential, '/');
  if (parts.size() != 5 || parts[3] != "s3" || parts[4] != "aws4_request") {
    return Refused(Kind::kInvalid, "InvalidArgument", 400,
                   "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed");
  }
  SignatureClaim claim;
  claim.access_key_id = parts[0];
  claim.scope = {std::string(parts[1]), std::string(parts[2]), std::string(parts[3])};
  claim.signature = form.fields.at("x-amz-signature");
  claim.amz_date = form.fields.at("x-amz-date");
  if (const auto token = form.fields.find("x-amz-security-token"); token != form.fields.end())
    claim.session_token = token->second;
  const auto time = ParseAmzDate(claim.amz_date);
  if (!time || !claim.amz_date.starts_with(claim.scope.date)) {
    return Refused(Kind::kInvalid, "InvalidArgument", 400,
                   "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  claim.time = *time;
  return std::optional(std::move(claim));
}

Result<void> VerifyFormSignature(const FormUpload& form, const SignatureClaim& claim,
                                 std::string_view secret) {
  const std::string expected =
      SignText(DeriveSigningKey(secret, claim.scope), form.fields.at("policy"));
  if (EqualConstantTime(expected, claim.signature)) return {};
  return Refused(Kind::kUnauthenticated, "SignatureDoesNotMatch", 403,
                 "The request signature we calculated does not match the signature you provided. "
                 "Check your key and signing method.");
}

Result<void> CheckFormPolicy(const FormUpload& form, Time now) {
  const auto found = form.fields.find("policy");
  if (found == form.fields.end()) return {};
  const auto text = Base64DecodeLenient(found->second);
  const auto policy = text ? format::ParseJson(*text) : Fail(Kind::kInvalid, "");
  const auto expiry = policy ? ParseIso8601((*policy)["expiration"].string_or("")) : std::nullopt;
  if (!policy || !expiry || !(*policy)["conditions"].is_array()) {
    return Refused(Kind::kInvalid, "InvalidPolicyDocument", 400,
                   "Invalid Policy: Invalid JSON, or no expiration or conditions.");
  }
  if (*expiry <= now) return AgainstPolicy("Policy expired.");
  return PolicyCheck(form).Run((*policy)["conditions"]);
}

HttpRequest PutRequestOf(const FormUpload& form) {
  HttpRequest put;
  put.method = "PUT";
  put.path = "/" + PercentEncode(form.bucket) + "/" + PercentEncode(form.fields.at("key"), "/");
  put.body = form.file;
  for (const auto& [name, value] : form.fields) {
    const bool signing = name == "x-amz-algorithm" || name == "x-amz-credential" ||
                         name == "x-amz-date" || name == "x-amz-signature" ||
                         name == "x-amz-security-token";
    const bool header = name == "cache-control" || name == "content-type" ||
                        name == "content-disposition" || name == "content-encoding" ||
                        name == "expires" || (name.starts_with("x-amz-") && !signing);
    if (header) put.headers.Set(name, value);
    if (name == "acl") put.headers.Set("x-amz-acl", value);
    if (name == "tagging") put.headers.Set("x-amz-tagging", TaggingHeader(value));
  }
  return put;
}

HttpResponse FormResponse(const FormUpload& form, const HttpResponse& put) {
  const auto field = [&](const char* name) -> std::string {
    const auto found = form.fields.find(name);
    return found == form.fields.end() ? "" : found->second;
  };
  HttpResponse response;
  response.headers = put.headers;
  const std::string etag(put.headers.Get("ETag"));
  const std::string location = "/" + form.bucket + "/" + PercentEncode(field("key"), "/");
  std::string redirect = field("success_action_redirect");
  if (redirect.empty()) redirect = field("redirect");
  if (redirect.starts_with("http://") || redirect.starts_with("https://")) {
    redirect += redirect.find('?') == std::string::npos ? "?" : "&";
    redirect += "bucket=" + PercentEncode(form.bucket) + "&key=" + PercentEncode(field("key")) +
                "&etag=" + PercentEncode(etag);
    std::erase_if(redirect, [](char c) { return c == '\r' || c == '\n'; });
    response.status = 303;
    response.headers.Set("Location", redirect);
    return response;
  }
  const std::string status = field("success_action_status");
  response.status = status == "200" ? 200 : status == "201" ? 201 : 204;
  response.headers.Set("Location", location);
  if (response.status != 201) return response;
  format::XmlWriter xml;
  xml.Declaration();
  xml.Open("PostResponse");
  xml.Element("Location", location);
  xml.Element("Bucket", form.bucket);
  xml.Element("Key", field("key"));
  xml.Element("ETag", etag);
  xml.Close();
  response.headers.Set("Content-Type", "application/xml");
  response.body = Body(xml.Take());
  return response;
}

}  // namespace firn::wire
