#include "wire/sigv4.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "format/json.h"
#include "wire/sigv4_canonical.h"

namespace firn::wire {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

Time At(std::string_view amz_date) { return *ParseAmzDate(amz_date); }

// The example of AWS's signing documentation: iam ListUsers.
HttpRequest ListUsers() {
  HttpRequest request;
  request.method = "GET";
  request.query = "Action=ListUsers&Version=2010-05-08";
  request.headers.Add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  request.headers.Add("Host", "iam.amazonaws.com");
  request.headers.Add("X-Amz-Date", "20150830T123600Z");
  request.headers.Add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date, "
      "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  return request;
}

VerifyOptions OptionsFor(ErrorFamily family, std::string_view service, std::string_view now) {
  VerifyOptions options;
  options.family = family;
  options.style = StyleOf(service);
  options.service = service;
  options.now = At(now);
  return options;
}

Error VerifyError(const HttpRequest& request, const VerifyOptions& options,
                  std::string_view secret) {
  auto claim = ReadSignature(request, options.family);
  if (!claim) return claim.error();
  if (!*claim) return MissingAuthentication(options.family);
  const auto verified = SignatureVerifier().Verify(request, **claim, secret, options);
  return verified ? Error{.message = "verified"} : verified.error();
}

TEST(SigV4, VerifiesTheDocumentedExample) {
  const auto options = OptionsFor(ErrorFamily::kQuery, "iam", "20150830T123600Z");
  EXPECT_EQ(VerifyError(ListUsers(), options, kSecret).message, "verified");
  EXPECT_EQ(HexEncode(DeriveSigningKey(kSecret, {"20150830", "us-east-1", "iam"})),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(SigV4, RefusesAnythingElse) {
  const auto options = OptionsFor(ErrorFamily::kQuery, "iam", "20150830T123600Z");
  EXPECT_EQ(VerifyError(ListUsers(), options, "another").code, "SignatureDoesNotMatch");
  HttpRequest changed = ListUsers();
  changed.query = "Action=DeleteUser&Version=2010-05-08";
  EXPECT_EQ(VerifyError(changed, options, kSecret).code, "SignatureDoesNotMatch");
  changed = ListUsers();
  changed.method = "POST";
  EXPECT_EQ(VerifyError(changed, options, kSecret).code, "SignatureDoesNotMatch");
  changed = ListUsers();
  changed.path = "/x";
  EXPECT_EQ(VerifyError(changed, options, kSecret).code, "SignatureDoesNotMatch");
  changed = ListUsers();
  changed.body = Body("x");
  EXPECT_EQ(VerifyError(changed, options, kSecret).code, "SignatureDoesNotMatch");
  changed = ListUsers();
  changed.headers.Set("Host", "sts.amazonaws.com");
  EXPECT_EQ(VerifyError(changed, options, kSecret).code, "SignatureDoesNotMatch");
}

TEST(SigV4, WordsStaleDatesAndScopesAsAwsDoes) {
  auto late = OptionsFor(ErrorFamily::kQuery, "iam", "20150830T124200Z");
  Error error = VerifyError(ListUsers(), late, kSecret);
  EXPECT_EQ(error.code, "SignatureDoesNotMatch");
  EXPECT_EQ(error.http_status, 403);
  EXPECT_EQ(error.message,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z "
            "(20150830T124200Z - 5 min.)");
  late.family = ErrorFamily::kJson;
  EXPECT_EQ(VerifyError(ListUsers(), late, kSecret).code, "InvalidSignatureException");
  const auto early = OptionsFor(ErrorFamily::kQuery, "iam", "20150830T123000Z");
  EXPECT_EQ(VerifyError(ListUsers(), early, kSecret).message,
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z "
            "(20150830T123000Z + 5 "
            "min.)");
  // The bounds themselves are still good.
  EXPECT_EQ(
      VerifyError(ListUsers(), OptionsFor(ErrorFamily::kQuery, "iam", "20150830T124100Z"), kSecret)
          .message,
      "verified");
  const auto other = OptionsFor(ErrorFamily::kQuery, "sts", "20150830T123600Z");
  EXPECT_EQ(VerifyError(ListUsers(), other, kSecret).message,
            "Credential should be scoped to correct service: 'sts'.");
  auto s3 = OptionsFor(ErrorFamily::kS3, "iam", "20150830T130000Z");
  EXPECT_EQ(VerifyError(ListUsers(), s3, kSecret).code, "RequestTimeTooSkewed");
}

struct Malformed {
  std::string header;
  std::string json_code;
  std::string s3_code;
};

TEST(SigV4, RefusesMalformedHeaders) {
  const std::string good =
      "Credential=AK/20150830/us-east-1/iam/aws4_request, SignedHeaders=host;x-amz-date, "
      "Signature=" +
      std::string(64, 'a');
  const std::vector<Malformed> cases = {
      {"", "IncompleteSignatureException", "InvalidRequest"},
      {"AWS AK:sig", "IncompleteSignatureException", "InvalidRequest"},
      {"Bearer x", "IncompleteSignatureException", "InvalidRequest"},
      {"AWS4-ECDSA-P256-SHA256 " + good, "IncompleteSignatureException", "InvalidRequest"},
      {"AWS4-HMAC-SHA256", "IncompleteSignatureException", "AuthorizationHeaderMalformed"},
      {"AWS4-HMAC-SHA256 Credential=AK", "IncompleteSignatureException",
       "AuthorizationHeaderMalformed"},
      {"AWS4-HMAC-SHA256 Credential=/20150830/r/iam/aws4_request, SignedHeaders=host, Signature=" +
           std::string(64, 'a'),
       "IncompleteSignatureException", "AuthorizationHeaderMalformed"},
      {"AWS4-HMAC-SHA256 Credential=AK/2015083/r/iam/aws4_request, SignedHeaders=host, Signature=" +
           std::string(64, 'a'),
       "IncompleteSignatureException", "AuthorizationHeaderMalformed"},
      {"AWS4-HMAC-SHA256 Credential=AK/20150830/r/iam/aws4_nonsense, SignedHeaders=host, "
       "Signature=" +
           std::string(64, 'a'),
       "InvalidSignatureException", "SignatureDoesNotMatch"},
      {"AWS4-HMAC-SHA256 Credential=AK/20150830/r/iam/aws4_request, SignedHeaders=host;host, "
       "Signature=" +
           std::string(64, 'a'),
       "IncompleteSignatureException", "AuthorizationHeaderMalformed"},
      {"AWS4-HMAC-SHA256 Credential=AK/20150830/r/iam/aws4_request, SignedHeaders=host, "
       "Signature=" +
           std::string(64, 'A'),
       "IncompleteSignatureException", "AuthorizationHeaderMalformed"},
      {"AWS4-HMAC-SHA256 Credential=AK/20150830/r/iam/aws4_request, SignedHeaders=host, "
       "Signature=abc",
       "IncompleteSignatureException", "AuthorizationHeaderMalformed"},
  };
  for (const Malformed& example : cases) {
    HttpRequest request = ListUsers();
    request.headers.Set("Authorization", example.header);
    const auto json = ReadSignature(request, ErrorFamily::kJson);
    ASSERT_FALSE(json) << example.header;
    EXPECT_EQ(json.error().code, example.json_code) << example.header;
    const auto s3 = ReadSignature(request, ErrorFamily::kS3);
    ASSERT_FALSE(s3) << example.header;
    EXPECT_EQ(s3.error().code, example.s3_code) << example.header;
  }
  HttpRequest request = ListUsers();
  request.headers.Remove("X-Amz-Date");
  EXPECT_EQ(ReadSignature(request, ErrorFamily::kQuery).error().code, "IncompleteSignature");
  request.headers.Set("X-Amz-Date", "yesterday");
  EXPECT_EQ(ReadSignature(request, ErrorFamily::kQuery).error().code, "IncompleteSignature");
  request = ListUsers();
  request.headers.Add("Authorization", "second");
  EXPECT_EQ(ReadSignature(request, ErrorFamily::kS3).error().code, "InvalidArgument");
}

TEST(SigV4, LeavesUnsignedRequestsToTheCaller) {
  HttpRequest request;
  const auto claim = ReadSignature(request, ErrorFamily::kS3);
  ASSERT_TRUE(claim);
  EXPECT_FALSE(claim->has_value());
  EXPECT_FALSE(FindScope(request));
  EXPECT_EQ(MissingAuthentication(ErrorFamily::kQuery).code, "MissingAuthenticationToken");
  EXPECT_EQ(UnknownAccessKey(ErrorFamily::kJson, "AK").code, "UnrecognizedClientException");
  EXPECT_EQ(UnknownAccessKey(ErrorFamily::kS3, "AK").code, "InvalidAccessKeyId");
  EXPECT_EQ(ExpiredSessionToken(ErrorFamily::kQuery).code, "ExpiredToken");
}

SigningInput InputFor(std::string service, std::string_view now) {
  return {"AKIDEXAMPLE", std::string(kSecret), "", "us-east-1", std::move(service), At(now), ""};
}

TEST(SigV4, EveryAmzHeaderMustBeSigned) {
  HttpRequest request;
  request.headers.Add("Host", "localhost");
  ASSERT_TRUE(SignRequest(InputFor("s3", "20260101T000000Z"), &request));
  const auto options = OptionsFor(ErrorFamily::kS3, "s3", "20260101T000000Z");
  EXPECT_EQ(VerifyError(request, options, kSecret).message, "verified");
  request.headers.Add("x-amz-acl", "public-read");
  const Error error = VerifyError(request, options, kSecret);
  EXPECT_EQ(error.code, "AccessDenied");
  EXPECT_EQ(error.message, "There were headers present in the request which were not signed");
}

TEST(SigV4, ComparesTheBodyOfS3WithTheDeclaredHash) {
  HttpRequest request;
  request.method = "PUT";
  request.path = "/b/k";
  request.headers.Add("Host", "localhost");
  request.body = Body("hello");
  ASSERT_TRUE(SignRequest(InputFor("s3", "20260101T000000Z"), &request));
  auto options = OptionsFor(ErrorFamily::kS3, "s3", "20260101T000000Z");
  request.body = Body("jello");
  EXPECT_EQ(VerifyError(request, options, kSecret).code, "XAmzContentSHA256Mismatch");
  options.body_follows = true;
  EXPECT_EQ(VerifyError(request, options, kSecret).message, "verified");
  request.headers.Remove("X-Amz-Content-SHA256");
  EXPECT_EQ(VerifyError(request, options, kSecret).code, "InvalidRequest");
}

TEST(SigV4, PresignedRequestsExpire) {
  HttpRequest request;
  request.path = "/b/k";
  request.headers.Add("Host", "localhost");
  ASSERT_TRUE(
      PresignRequest(InputFor("s3", "20260101T000000Z"), std::chrono::seconds(60), &request));
  EXPECT_EQ(FindScope(request)->service, "s3");
  const auto verify = [&](std::string_view now) {
    return VerifyError(request, OptionsFor(ErrorFamily::kS3, "s3", now), kSecret);
  };
  EXPECT_EQ(verify("20260101T000100Z").message, "verified");
  EXPECT_EQ(verify("20260101T000101Z").message, "Request has expired");
  EXPECT_EQ(verify("20260101T000101Z").code, "AccessDenied");
  EXPECT_EQ(verify("20251231T230000Z").message, "Request is not valid yet");
  request.query += "&versionId=1";
  EXPECT_EQ(verify("20260101T000000Z").code, "SignatureDoesNotMatch");
}

TEST(SigV4, RefusesMalformedPresignedRequests) {
  HttpRequest good;
  good.headers.Add("Host", "localhost");
  ASSERT_TRUE(PresignRequest(InputFor("s3", "20260101T000000Z"), std::chrono::seconds(60), &good));
  const auto code_after = [&](std::string_view from, std::string_view to) {
    HttpRequest request = good;
    const size_t at = request.query.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    request.query.replace(at, from.size(), to);
    const auto claim = ReadSignature(request, ErrorFamily::kS3);
    return claim ? std::string("read") : claim.error().code;
  };
  EXPECT_EQ(code_after("X-Amz-Expires=60", "X-Amz-Expires=604801"),
            "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("X-Amz-Expires=60", "X-Amz-Expires=-1"),
            "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("X-Amz-Expires=60", "X-Amz-Expires=x"), "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("X-Amz-Expires=60", "a=b"), "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("X-Amz-SignedHeaders=host", "a=b"), "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("X-Amz-Date=2026", "X-Amz-Date=zzzz"), "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("AWS4-HMAC-SHA256", "AWS4"), "AuthorizationQueryParametersError");
  EXPECT_EQ(code_after("X-Amz-Expires=60", "X-Amz-Expires=60&X-Amz-Expires=61"), "InvalidArgument");
  HttpRequest both = good;
  both.headers.Add("Authorization", "AWS4-HMAC-SHA256 x");
  EXPECT_EQ(ReadSignature(both, ErrorFamily::kS3).error().code, "InvalidArgument");
  EXPECT_FALSE(
      PresignRequest(InputFor("s3", "20260101T000000Z"), std::chrono::seconds(604801), &good));
}

TEST(SigV4, CanonicalTexts) {
  EXPECT_EQ(CanonicalPath(SigningStyle::kStandard, "/a%2Fb/./c//d/../e/"), "/a%252Fb/c/e/");
  EXPECT_EQ(CanonicalPath(SigningStyle::kStandard, "/.."), "/");
  EXPECT_EQ(CanonicalPath(SigningStyle::kStandard, ""), "/");
  EXPECT_EQ(CanonicalPath(SigningStyle::kS3, "/a%2fb//.././x=y"), "/a/b//.././x%3Dy");
  EXPECT_EQ(CanonicalQuery("b=2&a=%2f&a=%20&c&X-Amz-Signature=1"), "a=%20&a=%2F&b=2&c=");
  Headers headers;
  headers.Add("B", "  x   y ");
  headers.Add("A", "1");
  headers.Add("a", "2");
  EXPECT_EQ(CanonicalHeaders(headers, {"a", "b", "gone"}), "a:1,2\nb:x y\ngone:\n");
}

// Requests signed by botocore: each verifies, no changed one does, and ours are signed alike.
class Vectors : public testing::Test {
 protected:
  void SetUp() override {
    std::ifstream file(std::string(FIRN_SOURCE_DIR) + "/src/wire/testdata/sigv4.json");
    std::stringstream text;
    text << file.rdbuf();
    auto json = format::ParseJson(text.str());
    ASSERT_TRUE(json) << json.error().message;
    json_ = *std::move(json);
    ASSERT_GT(json_["vectors"].array().size(), 30u);
  }

  static std::string Text(const format::Json& json, std::string_view key) {
    return std::string(json[key].string_or(""));
  }

  static HttpRequest RequestOf(const format::Json& vector) {
    HttpRequest request;
    request.method = Text(vector, "method");
    request.path = Text(vector, "path");
    request.query = Text(vector, "query");
    for (const auto& header : vector["headers"].array()) {
      request.headers.Add(std::string(header.array()[0].string_or("")),
                          std::string(header.array()[1].string_or("")));
    }
    request.body = Body(*Base64Decode(Text(vector, "body")));
    return request;
  }

  VerifyOptions OptionsOf(const format::Json& vector) const {
    const std::string_view service = vector["service"].string_or("");
    return OptionsFor(service == "s3" ? ErrorFamily::kS3 : ErrorFamily::kJson, service,
                      json_["now"].string_or(""));
  }

  format::Json json_;
};

TEST_F(Vectors, Verify) {
  const std::string secret = Text(json_, "secret_access_key");
  for (const auto& vector : json_["vectors"].array()) {
    const std::string name = Text(vector, "name");
    const HttpRequest request = RequestOf(vector);
    const VerifyOptions options = OptionsOf(vector);
    const auto claim = ReadSignature(request, options.family);
    ASSERT_TRUE(claim && *claim) << name;
    EXPECT_EQ((*claim)->session_token, Text(vector, "token")) << name;
    EXPECT_EQ(FindScope(request), (*claim)->scope) << name;
    EXPECT_EQ(VerifyError(request, options, secret).message, "verified") << name;
    HttpRequest changed = request;
    changed.path += "x";
    EXPECT_NE(VerifyError(changed, options, secret).message, "verified") << name;
    changed = request;
    changed.query += "&x=y";
    EXPECT_NE(VerifyError(changed, options, secret).message, "verified") << name;
    changed = request;
    changed.body = Body("changed");
    const std::string how = Text(vector, "how");
    const bool body_signed =
        how == "header" || (how == "presigned" && Text(vector, "service") != "s3");
    EXPECT_EQ(VerifyError(changed, options, secret).message != "verified", body_signed) << name;
  }
}

TEST_F(Vectors, SignAlike) {
  for (const auto& vector : json_["vectors"].array()) {
    const std::string how = Text(vector, "how");
    if (how == "presigned") continue;  // the order of the query is free
    const HttpRequest expected = RequestOf(vector);
    HttpRequest request = expected;
    for (const char* added :
         {"Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256"}) {
      request.headers.Remove(added);
    }
    const SigningInput input{Text(json_, "access_key_id"), Text(json_, "secret_access_key"),
                             Text(vector, "token"),        Text(json_, "region"),
                             Text(vector, "service"),      At(json_["now"].string_or("")),
                             how == "header" ? "" : how};
    ASSERT_TRUE(SignRequest(input, &request));
    EXPECT_EQ(request.headers.Get("Authorization"), expected.headers.Get("Authorization"))
        << Text(vector, "name");
  }
}

}  // namespace
}  // namespace firn::wire
