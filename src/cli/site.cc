#include "cli/site.h"

#include <cstdlib>

#include "api/sts.h"
#include "client/remote_services.h"
#include "edge/http_transport.h"
#include "sys/disk.h"

namespace firn::cli {
namespace {

constexpr const char* kLocalEndpoint = "http://127.0.0.1:4566";
constexpr const char* kDefaultRegion = "us-east-1";

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return std::string(text);
}

// One value of one section of an AWS shared file; empty when it is not there.
std::string FromSharedFile(const std::string& path, const std::string& section,
                           const std::string& key) {
  sys::SystemDisk disk;
  const auto text = disk.ReadAll(path);
  if (!text) return "";
  std::string_view rest = *text;
  bool inside = false;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::string line = Trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with('[')) {
      inside = line == "[" + section + "]";
      continue;
    }
    const size_t equals = line.find('=');
    if (inside && equals != std::string::npos &&
        Trimmed(std::string_view(line).substr(0, equals)) == key) {
      return Trimmed(std::string_view(line).substr(equals + 1));
    }
  }
  return "";
}

std::string SharedFile(const char* variable, const char* name) {
  const std::string given = Environment(variable);
  return given.empty() ? Environment("HOME") + "/.aws/" + name : given;
}

std::string Profile() {
  const std::string profile = Environment("AWS_PROFILE");
  return profile.empty() ? "default" : profile;
}

Result<client::Credentials> FindCredentials(bool local) {
  client::Credentials found{Environment("AWS_ACCESS_KEY_ID"), Environment("AWS_SECRET_ACCESS_KEY"),
                            Environment("AWS_SESSION_TOKEN")};
  if (found.access_key_id.empty()) {
    const std::string file = SharedFile("AWS_SHARED_CREDENTIALS_FILE", "credentials");
    found = {FromSharedFile(file, Profile(), "aws_access_key_id"),
             FromSharedFile(file, Profile(), "aws_secret_access_key"),
             FromSharedFile(file, Profile(), "aws_session_token")};
  }
  if (found.access_key_id.empty() && local) return client::Credentials{"test", "test", ""};
  if (found.access_key_id.empty()) {
    return Fail(Kind::kUnauthenticated,
                "no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                "AWS_PROFILE, or use --local "
                "for the embedded lake");
  }
  return found;
}

Result<Region> FindRegion(const std::string& given) {
  if (!given.empty()) return Region::Parse(given);
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (const std::string value = Environment(variable); !value.empty())
      return Region::Parse(value);
  }
  const std::string section = Profile() == "default" ? "default" : "profile " + Profile();
  const std::string configured =
      FromSharedFile(SharedFile("AWS_CONFIG_FILE", "config"), section, "region");
  return Region::Parse(configured.empty() ? kDefaultRegion : configured);
}

client::ConnectionOptions ConnectionFor(const TargetOptions& options, const Region& region) {
  client::ConnectionOptions connection;
  connection.endpoint =
      options.endpoint.empty() ? Environment("AWS_ENDPOINT_URL") : options.endpoint;
  if (options.local) connection.endpoint = kLocalEndpoint;
  connection.region = region;
  const bool embedded = !connection.endpoint.empty();
  connection.credentials = [embedded] { return FindCredentials(embedded); };
  return connection;
}

edge::HttpTransport::Options TransportOptions() {
  edge::HttpTransport::Options options;
  for (const char* variable : {"AWS_CA_BUNDLE", "SSL_CERT_FILE"}) {
    if (const std::string file = Environment(variable); !file.empty())
      options.authority_files.push_back(file);
  }
  return options;
}

}  // namespace

struct Remote::State {
  State(client::ConnectionOptions options)
      : endpoint(options.endpoint),
        transport(TransportOptions()),
        connection(std::move(options), transport, clock, random, pause),
        services(connection) {}

  std::string endpoint;
  sys::SystemClock clock;
  sys::SystemRandom random;
  sys::SystemPause pause;
  edge::HttpTransport transport;
  client::Connection connection;
  client::RemoteServices services;
};

Remote::Remote(std::unique_ptr<State> state) : state_(std::move(state)) {}
Remote::~Remote() = default;

Result<std::unique_ptr<Remote>> Remote::Open(const TargetOptions& options) {
  FIRN_TRY(const Region region, FindRegion(options.region));
  return std::unique_ptr<Remote>(
      new Remote(std::make_unique<State>(ConnectionFor(options, region))));
}

const api::Services& Remote::services() const { return state_->services.set(); }
const Region& Remote::region() const { return state_->connection.region(); }
const std::string& Remote::endpoint() const { return state_->endpoint; }
const sys::Clock& Remote::clock() const { return state_->clock; }
sys::Pause& Remote::pause() { return state_->pause; }
sys::Random& Remote::random() { return state_->random; }

api::Call Remote::Call() const {
  api::Call call;
  call.region = region();
  call.now = state_->clock.Now();
  return call;
}

Result<Remote::Identity> Remote::WhoAmI() const {
  FIRN_TRY(const auto answer, state_->services.set().sts.GetCallerIdentity(Call(), {}));
  Identity identity;
  FIRN_TRY(identity.account, AccountId::Parse(answer.account.value_or("")));
  identity.arn = answer.arn.value_or("");
  identity.iam_arn = IamArnOf(identity.arn);
  return identity;
}

std::string IamArnOf(const std::string& caller_arn) {
  constexpr std::string_view kSession = "assumed-role/";
  const auto arn = Arn::Parse(caller_arn);
  if (!arn || !arn->resource.starts_with(kSession)) return caller_arn;
  const std::string role = arn->resource.substr(
      kSession.size(), arn->resource.find('/', kSession.size()) - kSession.size());
  return "arn:" + arn->partition + ":iam::" + arn->account + ":role/" + role;
}

}  // namespace firn::cli
