#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "wire/http.h"

namespace firn::client::testing {

// Answers requests with what was prepared, one after another, and keeps them. Threads: one.
class FakeTransport final : public wire::Transport {
 public:
  void Answer(int status, std::string body, std::string type = "application/x-amz-json-1.1") {
    wire::HttpResponse response;
    response.status = status;
    response.headers.Add("Content-Type", std::move(type));
    response.body = wire::Body(std::move(body));
    answers_.push_back(std::move(response));
  }
  void Fail(Kind kind) { answers_.push_back(firn::Fail(kind, "the connection failed")); }

  Result<wire::HttpResponse> Send(const wire::HttpTarget& target, const wire::HttpRequest& request,
                                  Duration) override {
    targets.push_back(target.text());
    requests.push_back(request);
    if (answers_.empty()) return firn::Fail(Kind::kInternal, "nobody prepared an answer");
    auto answer = std::move(answers_.front());
    answers_.pop_front();
    return answer;
  }
  size_t unused() const { return answers_.size(); }
  std::string BodyOf(size_t index) const { return std::string(requests.at(index).body.bytes()); }

  std::vector<std::string> targets;
  std::vector<wire::HttpRequest> requests;

 private:
  std::deque<Result<wire::HttpResponse>> answers_;
};

}  // namespace firn::client::testing
