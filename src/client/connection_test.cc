#include "client/connection.h"

#include <gtest/gtest.h>

#include "client/remote_firehose.h"
#include "client/remote_iam.h"
#include "client/testing/fake_transport.h"
#include "sys/testing/fake_clock.h"
#include "sys/testing/fake_pause.h"
#include "sys/testing/fake_random.h"

namespace firn::client {
namespace {

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionOptions Options(std::string endpoint = "http://127.0.0.1:4566") {
    ConnectionOptions options;
    options.endpoint = std::move(endpoint);
    options.region = *Region::Parse("eu-west-1");
    options.credentials = [this]() -> Result<Credentials> {
      ++asked_;
      return credentials_;
    };
    return options;
  }
  Result<api::firehose::ListDeliveryStreamsOutput> List(Connection& connection) {
    return RemoteFirehose(connection).ListDeliveryStreams({}, {});
  }
  Result<api::firehose::PutRecordOutput> Put(Connection& connection) {
    api::firehose::PutRecordInput input;
    input.delivery_stream_name = "s";
    input.record.data = "hello";
    return RemoteFirehose(connection).PutRecord({}, input);
  }

  testing::FakeTransport transport_;
  sys::testing::FakeClock clock_;
  sys::testing::FakeRandom random_;
  sys::testing::FakePause pause_;
  Credentials credentials_{"AKID", "secret", ""};
  int asked_ = 0;
  Connection connection_{Options(), transport_, clock_, random_, pause_};
};

constexpr char kStreams[] = R"({"DeliveryStreamNames":["a"],"HasMoreDeliveryStreams":false})";
constexpr char kPut[] = R"({"RecordId":"1"})";

TEST_F(ConnectionTest, SignsAndReadsAnAnswer) {
  credentials_.session_token = "token";
  transport_.Answer(200, kPut);
  const auto put = Put(connection_);
  ASSERT_TRUE(put) << put.error().message;
  EXPECT_EQ(put->record_id, "1");
  EXPECT_EQ(transport_.targets[0], "http://127.0.0.1:4566");
  const auto& headers = transport_.requests[0].headers;
  EXPECT_EQ(headers.Get("X-Amz-Target"), "Firehose_20150804.PutRecord");
  EXPECT_EQ(headers.Get("Host"), "127.0.0.1:4566");
  EXPECT_EQ(headers.Get("X-Amz-Security-Token"), "token");
  EXPECT_NE(headers.Get("Authorization").find("AKID/20260101/eu-west-1/firehose/aws4_request"),
            std::string_view::npos)
      << headers.Get("Authorization");
  EXPECT_NE(transport_.BodyOf(0).find("aGVsbG8="), std::string::npos) << transport_.BodyOf(0);
}

TEST_F(ConnectionTest, FindsAwsOwnEndpoints) {
  Connection aws(Options(""), transport_, clock_, random_, pause_);
  EXPECT_EQ(aws.TargetOf(api::firehose::ServiceModel())->text(),
            "https://firehose.eu-west-1.amazonaws.com");
  EXPECT_EQ(aws.TargetOf(api::iam::ServiceModel())->text(), "https://iam.amazonaws.com");
  Connection wrong(Options("nowhere"), transport_, clock_, random_, pause_);
  EXPECT_EQ(List(wrong).error().kind, Kind::kInvalid);
}

TEST_F(ConnectionTest, GivesTheServicesError) {
  transport_.Answer(400,
                    R"({"__type":"ResourceNotFoundException","message":"Firehose s not found."})");
  const auto put = Put(connection_);
  ASSERT_FALSE(put);
  EXPECT_EQ(put.error().code, "ResourceNotFoundException");
  EXPECT_EQ(put.error().kind, Kind::kNotFound);
  EXPECT_EQ(put.error().message, "Firehose s not found.");
  EXPECT_EQ(transport_.requests.size(), 1u);
  EXPECT_TRUE(pause_.pauses().empty());
}

TEST_F(ConnectionTest, RetriesRefusalsThatPass) {
  transport_.Answer(503, R"({"__type":"ServiceUnavailableException","message":"Slow down."})");
  transport_.Answer(400, R"({"__type":"ThrottlingException","message":"Rate exceeded"})");
  transport_.Fail(Kind::kUnavailable);
  transport_.Answer(200, kPut);
  ASSERT_TRUE(Put(connection_));
  EXPECT_EQ(transport_.requests.size(), 4u);
  EXPECT_EQ(asked_, 4);  // credentials may have been renewed meanwhile
  const auto pauses = pause_.pauses();
  ASSERT_EQ(pauses.size(), 3u);
  EXPECT_LE(pauses[0], std::chrono::milliseconds(100));
  EXPECT_LE(pauses[1], std::chrono::milliseconds(200));
  EXPECT_LE(pauses[2], std::chrono::milliseconds(400));
}

TEST_F(ConnectionTest, GivesUpAfterItsAttempts) {
  for (int i = 0; i < 5; ++i) transport_.Fail(Kind::kUnavailable);
  EXPECT_EQ(Put(connection_).error().kind, Kind::kUnavailable);
  EXPECT_EQ(transport_.requests.size(), 4u);
}

// A write whose answer was lost may have happened: only reads are sent again.
TEST_F(ConnectionTest, RepeatsOnlyReadsAfterALostAnswer) {
  transport_.Fail(Kind::kUnknownOutcome);
  EXPECT_EQ(Put(connection_).error().kind, Kind::kUnknownOutcome);
  EXPECT_EQ(transport_.requests.size(), 1u);
  transport_.Fail(Kind::kUnknownOutcome);
  transport_.Fail(Kind::kCanceled);
  transport_.Answer(200, kStreams);
  const auto listed = List(connection_);
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(listed->delivery_stream_names, std::vector<std::string>{"a"});
}

TEST_F(ConnectionTest, SendsNothingWithoutCredentials) {
  ConnectionOptions options = Options();
  options.credentials = []() -> Result<Credentials> {
    return Fail(Kind::kUnauthenticated, "no AWS credentials");
  };
  Connection nobody(std::move(options), transport_, clock_, random_, pause_);
  EXPECT_EQ(List(nobody).error().message, "no AWS credentials");
  EXPECT_TRUE(transport_.requests.empty());
}

}  // namespace
}  // namespace firn::client
