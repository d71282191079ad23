#include "authz/decision.h"

#include <gtest/gtest.h>

namespace firn::authz {
namespace {

const AccountId kOurs = *AccountId::Parse("111122223333");
const AccountId kTheirs = *AccountId::Parse("444455556666");
constexpr std::string_view kTable = "arn:aws:glue:us-east-1:111122223333:table/d/t";

NamedPolicy Named_(std::string_view statements, PolicyKind kind, std::string name = "p") {
  auto policy =
      ReadPolicy(R"({"Version":"2012-10-17","Statement":[)" + std::string(statements) + "]}", kind);
  EXPECT_TRUE(policy) << statements << (policy ? "" : policy.error().message);
  return {std::move(name), std::make_shared<const Policy>(policy.value_or(Policy{}))};
}

NamedPolicy Identity(std::string_view statements, std::string name = "p") {
  return Named_(statements, PolicyKind::kIdentity, std::move(name));
}
NamedPolicy Resource(std::string_view statements) {
  return Named_(statements, PolicyKind::kResource, "bucket");
}

Principal User(const AccountId& account = kOurs) {
  Principal user;
  user.kind = Principal::Kind::kUser;
  user.account = account;
  user.arn = "arn:aws:iam::" + account.text() + ":user/anna";
  user.id = "AIDAAAAAAAAAAAAAAAAA";
  return user;
}

Principal Session(const AccountId& account = kOurs) {
  Principal session;
  session.kind = Principal::Kind::kRoleSession;
  session.account = account;
  session.arn = "arn:aws:sts::" + account.text() + ":assumed-role/Writer/s1";
  session.role_arn = "arn:aws:iam::" + account.text() + ":role/team/Writer";
  session.id = "AROAAAAAAAAAAAAAAAAA:s1";
  session.session_name = "s1";
  return session;
}

AccessRequest Ask(const Principal& principal, std::string_view action = "glue:GetTable",
                  std::string_view resource = kTable) {
  AccessRequest request{principal, std::string(action), std::string(resource), kOurs, {}};
  request.context = ContextOf(principal, {}, {});
  return request;
}

constexpr std::string_view kAllowAll = R"({"Effect":"Allow","Action":"*","Resource":"*"})";

TEST(Decide, DeniesByDefaultInTheWordsOfAws) {
  Decision decision = Decide(Ask(Session()), {});
  EXPECT_FALSE(decision.allowed);
  EXPECT_EQ(decision.message,
            "User: arn:aws:sts::111122223333:assumed-role/Writer/s1 is not authorized to perform: "
            "glue:GetTable on resource: arn:aws:glue:us-east-1:111122223333:table/d/t because no "
            "identity-based policy allows the glue:GetTable action");
  EXPECT_FALSE(decision.reasons.empty());
}

struct StatementRow {
  const char* statement;
  bool allowed;
};

TEST(Decide, MatchesActionsAndResources) {
  const StatementRow rows[] = {
      {R"({"Effect":"Allow","Action":"*","Resource":"*"})", true},
      {R"({"Effect":"Allow","Action":"GLUE:gettable","Resource":"*"})", true},
      {R"({"Effect":"Allow","Action":"glue:Get*","Resource":"*"})", true},
      {R"({"Effect":"Allow","Action":"glue:GetTabl?","Resource":"*"})", true},
      {R"({"Effect":"Allow","Action":["s3:*","glue:Put*"],"Resource":"*"})", false},
      {R"({"Effect":"Allow","NotAction":"s3:*","Resource":"*"})", true},
      {R"({"Effect":"Allow","NotAction":"glue:*","Resource":"*"})", false},
      {R"({"Effect":"Allow","Action":"glue:*",
           "Resource":"arn:aws:glue:us-east-1:111122223333:table/d/*"})",
       true},
      {R"({"Effect":"Allow","Action":"glue:*",
           "Resource":"arn:aws:glue:us-east-1:111122223333:table/D/*"})",
       false},
      {R"({"Effect":"Allow","Action":"glue:*","Resource":"arn:aws:glue:*"})", true},
      {R"({"Effect":"Allow","Action":"glue:*",
           "NotResource":"arn:aws:glue:us-east-1:111122223333:table/*"})",
       false},
      {R"({"Effect":"Allow","Action":"glue:*",
           "NotResource":"arn:aws:glue:us-east-1:111122223333:database/*"})",
       true},
      {R"({"Effect":"Allow","Action":"glue:*",
           "Resource":"arn:aws:glue:*:${aws:PrincipalAccount}:table/*"})",
       true},
      {R"({"Effect":"Allow","Action":"glue:*",
           "Resource":"arn:aws:glue:*:*:table/${aws:PrincipalTag/team}/*"})",
       false},
      {R"({"Effect":"Allow","Action":"glue:*",
           "NotResource":"arn:aws:glue:*:*:table/${aws:PrincipalTag/team}/*"})",
       false},
      {R"({"Effect":"Deny","Action":"glue:*","Resource":"*"})", false},
  };
  for (const StatementRow& row : rows) {
    EXPECT_EQ(Decide(Ask(User()), {.identity = {Identity(row.statement)}}).allowed, row.allowed)
        << row.statement;
  }
}

TEST(Decide, AnExplicitDenyWinsAndNamesItsPolicy) {
  const NamedPolicy allow = Identity(kAllowAll);
  const char* deny = R"({"Effect":"Deny","Action":"glue:GetTable","Resource":"*"})";
  const std::string start =
      "User: arn:aws:iam::111122223333:user/anna is not authorized to perform: glue:GetTable on "
      "resource: " +
      std::string(kTable) + " with an explicit deny in ";
  EXPECT_EQ(Decide(Ask(User()), {.identity = {allow, Identity(deny)}}).message,
            start + "an identity-based policy");
  EXPECT_EQ(Decide(Ask(User()), {.identity = {allow, Identity(deny, "arn:aws:iam::aws:policy/No")}})
                .message,
            start + "an identity-based policy: arn:aws:iam::aws:policy/No");
  EXPECT_EQ(Decide(Ask(User()), {.identity = {allow}, .boundary = Identity(deny)}).message,
            start + "a permissions boundary");
  EXPECT_EQ(Decide(Ask(User()), {.identity = {allow}, .session = {Identity(deny)}}).message,
            start + "a session policy");
  const char* resource_deny =
      R"({"Effect":"Deny","Principal":"*","Action":"glue:*","Resource":"*"})";
  EXPECT_EQ(
      Decide(Ask(User()), {.identity = {allow}, .resource = {Resource(resource_deny)}}).message,
      start + "a resource-based policy");
}

TEST(Decide, BoundaryAndSessionLimitButNeverGrant) {
  const NamedPolicy all = Identity(kAllowAll);
  const NamedPolicy s3 = Identity(R"({"Effect":"Allow","Action":"s3:*","Resource":"*"})");
  EXPECT_FALSE(Decide(Ask(User()), {.boundary = all}).allowed);
  EXPECT_FALSE(Decide(Ask(Session()), {.session = {all}}).allowed);
  EXPECT_TRUE(
      Decide(Ask(Session()), {.identity = {all}, .boundary = all, .session = {all}}).allowed);
  Decision bounded = Decide(Ask(User()), {.identity = {all}, .boundary = s3});
  EXPECT_NE(bounded.message.find("because no permissions boundary allows the glue:GetTable action"),
            std::string::npos);
  Decision scoped = Decide(Ask(Session()), {.identity = {all}, .session = {s3}});
  EXPECT_NE(scoped.message.find("because no session policy allows the glue:GetTable action"),
            std::string::npos);
  EXPECT_TRUE(Decide(Ask(Session()), {.identity = {all}, .session = {s3, all}}).allowed);
}

// Who a resource policy's Principal element names, and what follows within the account.
struct PrincipalRow {
  const char* principal;
  bool user;  // with no identity policies
  bool session;
  bool session_bounded;  // with a boundary that allows nothing
};

TEST(Decide, ResourcePoliciesGrantToThoseTheyName) {
  const PrincipalRow rows[] = {
      {R"("*")", true, true, false},
      {R"({"AWS":"*"})", true, true, false},
      {R"({"AWS":"111122223333"})", false, false, false},
      {R"({"AWS":"arn:aws:iam::111122223333:root"})", false, false, false},
      {R"({"AWS":"arn:aws:iam::111122223333:user/anna"})", true, false, false},
      {R"({"AWS":"AIDAAAAAAAAAAAAAAAAA"})", true, false, false},
      {R"({"AWS":"arn:aws:iam::111122223333:role/team/Writer"})", false, true, false},
      {R"({"AWS":"AROAAAAAAAAAAAAAAAAA"})", false, true, false},
      {R"({"AWS":"arn:aws:iam::111122223333:role/Writer"})", false, false, false},
      {R"({"AWS":"arn:aws:sts::111122223333:assumed-role/Writer/s1"})", false, true, true},
      {R"({"AWS":"arn:aws:sts::111122223333:assumed-role/Writer/s2"})", false, false, false},
      {R"({"AWS":"444455556666"})", false, false, false},
      {R"({"Service":"firehose.amazonaws.com"})", false, false, false},
  };
  const NamedPolicy nothing = Identity(R"({"Effect":"Allow","Action":"ec2:X","Resource":"*"})");
  for (const PrincipalRow& row : rows) {
    const NamedPolicy policy =
        Resource(R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":)" +
                 std::string(row.principal) + "}");
    EXPECT_EQ(Decide(Ask(User()), {.resource = {policy}}).allowed, row.user) << row.principal;
    EXPECT_EQ(Decide(Ask(Session()), {.resource = {policy}}).allowed, row.session) << row.principal;
    EXPECT_EQ(Decide(Ask(Session()), {.resource = {policy}, .boundary = nothing}).allowed,
              row.session_bounded)
        << row.principal;
  }
}

TEST(Decide, AcrossAccountsBothSidesMustAllow) {
  const NamedPolicy identity = Identity(kAllowAll);
  const NamedPolicy resource = Resource(
      R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":{"AWS":"444455556666"}})");
  const AccessRequest request = Ask(User(kTheirs));
  EXPECT_FALSE(Decide(request, {.identity = {identity}}).allowed);
  EXPECT_FALSE(Decide(request, {.resource = {resource}}).allowed);
  EXPECT_TRUE(Decide(request, {.identity = {identity}, .resource = {resource}}).allowed);
  EXPECT_EQ(Decide(request, {.identity = {identity}}).message,
            "User: arn:aws:iam::444455556666:user/anna is not authorized to perform: glue:GetTable "
            "on resource: " +
                std::string(kTable));
}

TEST(Decide, RootNeedsNoPolicyAtHome) {
  EXPECT_TRUE(Decide(Ask(RootOf(kOurs)), {}).allowed);
  EXPECT_FALSE(Decide(Ask(RootOf(kTheirs)), {}).allowed);
  const char* for_them =
      R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":{"AWS":"444455556666"}})";
  EXPECT_TRUE(Decide(Ask(RootOf(kTheirs)), {.resource = {Resource(for_them)}}).allowed);
  const char* deny = R"({"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"})";
  EXPECT_FALSE(Decide(Ask(RootOf(kOurs)), {.resource = {Resource(deny)}}).allowed);
  const NamedPolicy identity_deny = Identity(R"({"Effect":"Deny","Action":"*","Resource":"*"})");
  EXPECT_TRUE(Decide(Ask(RootOf(kOurs)), {.identity = {identity_deny}}).allowed);
}

// The policy of a KMS key is asked before anybody's own policies.
TEST(Decide, AResourceThatDecidesFirstMustLetTheCallerIn) {
  AccessPolicies policies;
  policies.resource_first = true;
  policies.identity = {Identity(kAllowAll)};
  EXPECT_FALSE(Decide(Ask(User()), policies).allowed);
  EXPECT_FALSE(Decide(Ask(RootOf(kOurs)), policies).allowed);

  policies.resource = {Resource(R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"glue:*",
                                    "Resource":"*"})")};
  EXPECT_TRUE(Decide(Ask(User()), policies).allowed);
  EXPECT_TRUE(Decide(Ask(RootOf(kOurs)), policies).allowed);
  EXPECT_FALSE(Decide(Ask(User(kTheirs)), policies).allowed);
  policies.identity.clear();
  EXPECT_FALSE(Decide(Ask(User()), policies).allowed);

  policies.resource = {Resource(R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/anna"},
                                    "Action":"glue:*","Resource":"*"})")};
  EXPECT_TRUE(Decide(Ask(User()), policies).allowed);
  EXPECT_FALSE(Decide(Ask(Session()), policies).allowed);
  EXPECT_FALSE(Decide(Ask(RootOf(kOurs)), policies).allowed);
}

TEST(Decide, ServicesAreAllowedByResourcePoliciesThatNameThem) {
  const AccessRequest request = Ask(ServicePrincipal(kOurs, "firehose.amazonaws.com"));
  EXPECT_FALSE(Decide(request, {.identity = {Identity(kAllowAll)}}).allowed);
  const char* everyone = R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"})";
  EXPECT_FALSE(Decide(request, {.resource = {Resource(everyone)}}).allowed);
  const char* named = R"({"Effect":"Allow","Action":"*","Resource":"*",
                          "Principal":{"Service":"firehose.amazonaws.com"}})";
  EXPECT_TRUE(Decide(request, {.resource = {Resource(named)}}).allowed);
  const char* deny = R"({"Effect":"Deny","Action":"*","Resource":"*","Principal":"*"})";
  EXPECT_FALSE(Decide(request, {.resource = {Resource(named), Resource(deny)}}).allowed);
}

TEST(Decide, AnonymousCallersGetWhatIsPublic) {
  Principal nobody;
  EXPECT_FALSE(Decide(Ask(nobody), {.identity = {Identity(kAllowAll)}}).allowed);
  const char* everyone = R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"})";
  EXPECT_TRUE(Decide(Ask(nobody), {.resource = {Resource(everyone)}}).allowed);
  const char* account =
      R"({"Effect":"Allow","Action":"*","Resource":"*","Principal":{"AWS":"111122223333"}})";
  EXPECT_FALSE(Decide(Ask(nobody), {.resource = {Resource(account)}}).allowed);
}

TEST(Decide, NotPrincipalSparesOnlyACallerListedInEveryForm) {
  const auto deny_except = [](std::string_view names) {
    return Resource(R"({"Effect":"Deny","Action":"*","Resource":"*","NotPrincipal":{"AWS":[)" +
                    std::string(names) + "]}}");
  };
  const NamedPolicy all = Identity(kAllowAll);
  const auto allowed = [&](std::string_view names) {
    return Decide(Ask(Session()), {.identity = {all}, .resource = {deny_except(names)}}).allowed;
  };
  const std::string root = R"("arn:aws:iam::111122223333:root")";
  const std::string role = R"("arn:aws:iam::111122223333:role/team/Writer")";
  const std::string session = R"("arn:aws:sts::111122223333:assumed-role/Writer/s1")";
  EXPECT_FALSE(allowed(role));
  EXPECT_FALSE(allowed(root + "," + role));
  EXPECT_TRUE(allowed(root + "," + role + "," + session));
}

NamedPolicy Trust(std::string_view principal, std::string_view more = "") {
  return Named_(R"({"Effect":"Allow","Action":"sts:AssumeRole","Principal":)" +
                    std::string(principal) + std::string(more) + "}",
                PolicyKind::kTrust, "trust");
}

TEST(DecideTrust, AsksIdentityPoliciesWhereAwsDoes) {
  constexpr std::string_view kRole = "arn:aws:iam::111122223333:role/Target";
  struct Row {
    const char* what;
    Principal caller;
    const char* trust;
    bool alone;     // the trust policy suffices
    bool together;  // with an identity policy that allows everything
  };
  const Row rows[] = {
      {"user by ARN", User(), R"({"AWS":"arn:aws:iam::111122223333:user/anna"})", true, true},
      {"user by account", User(), R"({"AWS":"111122223333"})", false, true},
      {"session by role", Session(), R"({"AWS":"arn:aws:iam::111122223333:role/team/Writer"})",
       true, true},
      {"everyone", User(), R"("*")", true, true},
      {"a stranger by account", User(kTheirs), R"({"AWS":"444455556666"})", false, true},
      {"a stranger by ARN", User(kTheirs), R"({"AWS":"arn:aws:iam::444455556666:user/anna"})",
       false, true},
      {"a stranger by star", User(kTheirs), R"("*")", false, true},
      {"nobody named", User(), R"({"AWS":"444455556666"})", false, false},
      {"root by account", RootOf(kOurs), R"({"AWS":"111122223333"})", true, true},
      {"root, unnamed", RootOf(kOurs), R"({"AWS":"444455556666"})", false, false},
      {"the service", ServicePrincipal(kOurs, "firehose.amazonaws.com"),
       R"({"Service":"firehose.amazonaws.com"})", true, true},
      {"another service", ServicePrincipal(kOurs, "firehose.amazonaws.com"),
       R"({"Service":"glue.amazonaws.com"})", false, false},
      {"a service and everyone", ServicePrincipal(kOurs, "firehose.amazonaws.com"), R"("*")", false,
       false},
      {"anonymous", Principal{}, R"("*")", false, false},
  };
  for (const Row& row : rows) {
    const AccessRequest request = Ask(row.caller, "sts:AssumeRole", kRole);
    const NamedPolicy trust = Trust(row.trust);
    EXPECT_EQ(DecideTrust(request, trust, {}).allowed, row.alone) << row.what;
    EXPECT_EQ(DecideTrust(request, trust, {.identity = {Identity(kAllowAll)}}).allowed,
              row.together)
        << row.what;
  }
}

TEST(DecideTrust, RefusesWithoutSayingWhy) {
  Decision decision = DecideTrust(Ask(User(), "sts:AssumeRole", "arn:aws:iam::111122223333:role/T"),
                                  Trust(R"({"AWS":"444455556666"})"), {});
  EXPECT_EQ(decision.message,
            "User: arn:aws:iam::111122223333:user/anna is not authorized to perform: "
            "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/T");
}

TEST(DecideTrust, AnAbsentExternalIdMatchesNothing) {
  const NamedPolicy trust =
      Trust(R"("*")", R"(,"Condition":{"StringEquals":{"sts:ExternalId":"e1"}})");
  AccessRequest request = Ask(User(), "sts:AssumeRole", "arn:aws:iam::111122223333:role/T");
  EXPECT_FALSE(DecideTrust(request, trust, {}).allowed);
  request.context.Set("sts:ExternalId", "e2");
  EXPECT_FALSE(DecideTrust(request, trust, {}).allowed);
  request.context.Set("sts:ExternalId", "e1");
  EXPECT_TRUE(DecideTrust(request, trust, {}).allowed);
}

TEST(DecideTrust, ADenyInTheCallersPoliciesWins) {
  const NamedPolicy deny = Identity(R"({"Effect":"Deny","Action":"sts:*","Resource":"*"})");
  const AccessRequest request = Ask(User(), "sts:AssumeRole", "arn:aws:iam::111122223333:role/T");
  EXPECT_FALSE(DecideTrust(request, Trust(R"("*")"), {.identity = {deny}}).allowed);
}

}  // namespace
}  // namespace firn::authz
