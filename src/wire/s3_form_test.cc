#include "wire/s3_form.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace firn::wire {
namespace {

std::string Field(const std::string& name, const std::string& value) {
  return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

HttpRequest Request(const std::string& fields, const std::string& file) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/bucket";
  request.headers.Add("Content-Type", "multipart/form-data; boundary=edge");
  request.body = Body(fields +
                      "--edge\r\nContent-Disposition: form-data; name=\"file\"; "
                      "filename=\"C:\\dir\\f.txt\"\r\n\r\n" +
                      file + "\r\n--edge--\r\n");
  return request;
}

template <class T>
std::string CodeOf(const Result<T>& result) {
  return result ? "" : result.error().code;
}

FormUpload FormWith(const std::string& policy, const std::string& file = "12345") {
  const auto form =
      ReadFormUpload(Request(Field("key", "a/b") + Field("policy", Base64Encode(policy)), file));
  EXPECT_TRUE(form) << form.error().message;
  return *form;
}

std::string Policy(const std::string& conditions) {
  return R"({"expiration":"2030-01-01T00:00:00Z","conditions":[)" + conditions + "]}";
}

const Time kNow = *ParseIso8601("2026-01-01T00:00:00Z");

TEST(Form, FindsFieldsAndFile) {
  const auto form = ReadFormUpload(
      Request(Field("Key", "x/${filename}") + Field("x-amz-meta-a", "b"), "by\r\ntes"));
  ASSERT_TRUE(form) << form.error().message;
  EXPECT_EQ(form->bucket, "bucket");
  EXPECT_EQ(form->fields.at("key"), "x/f.txt");
  EXPECT_EQ(form->file.bytes(), "by\r\ntes");
  const HttpRequest put = PutRequestOf(*form);
  EXPECT_EQ(put.path, "/bucket/x/f.txt");
  EXPECT_EQ(put.headers.Get("x-amz-meta-a"), "b");
}

TEST(Form, ThatIsNoneIsRefused) {
  EXPECT_EQ(CodeOf(ReadFormUpload(Request("", "x"))), "InvalidArgument");
  EXPECT_EQ(CodeOf(ReadFormUpload(Request(Field("key", std::string(30'000, 'x')), "x"))),
            "MaxPostPreDataLengthExceeded");
  HttpRequest request = Request(Field("key", "k"), "x");
  for (const char* body :
       {"", "--edge", "--edge\r\n", "--edge--\r\n", "nonsense",
        "--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno end"}) {
    request.body = Body(std::string(body));
    EXPECT_FALSE(ReadFormUpload(request)) << body;
  }
  request.headers.Set("Content-Type", "multipart/form-data");
  EXPECT_EQ(CodeOf(ReadFormUpload(request)), "MalformedPOSTRequest");
}

TEST(Form, MustSatisfyEveryConditionOfItsPolicy) {
  const auto check = [](const std::string& conditions) {
    return CodeOf(CheckFormPolicy(FormWith(Policy(conditions)), kNow));
  };
  const std::string both = R"({"bucket":"bucket"},["starts-with","$key","a/"])";
  EXPECT_EQ(check(both), "");
  EXPECT_EQ(check(both + R"(,["content-length-range",5,5])"), "");
  EXPECT_EQ(check(both + R"(,["content-length-range",6,9])"), "EntityTooSmall");
  EXPECT_EQ(check(both + R"(,["content-length-range",1,4])"), "EntityTooLarge");
  EXPECT_EQ(check(R"({"bucket":"other"},["starts-with","$key","a/"])"), "AccessDenied");
  EXPECT_EQ(check(R"({"bucket":"bucket"},["eq","$key","a/c"])"), "AccessDenied");
  EXPECT_EQ(check(R"({"bucket":"bucket"})"), "AccessDenied") << "key is not spoken of";
  EXPECT_EQ(check(both + R"(,["matches","$key","a"])"), "AccessDenied");
  EXPECT_EQ(check(both + R"(,["eq","key","a"])"), "InvalidPolicyDocument");
}

TEST(Form, PolicyMustBeReadableAndInTime) {
  EXPECT_EQ(CodeOf(CheckFormPolicy(FormWith("nonsense"), kNow)), "InvalidPolicyDocument");
  EXPECT_EQ(CodeOf(CheckFormPolicy(FormWith(R"({"conditions":[]})"), kNow)),
            "InvalidPolicyDocument");
  const auto late = FormWith(Policy(R"(["starts-with","$key",""])"));
  EXPECT_EQ(CodeOf(CheckFormPolicy(late, *ParseIso8601("2031-01-01T00:00:00Z"))), "AccessDenied");
}

TEST(Form, RedirectsKeepToOneHeader) {
  FormUpload form = FormWith("{}");
  form.fields["success_action_redirect"] = "http://x/\r\nSet-Cookie: a";
  const HttpResponse response = FormResponse(form, {});
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.headers.Get("Location").find('\r'), std::string_view::npos);
}

}  // namespace
}  // namespace firn::wire
