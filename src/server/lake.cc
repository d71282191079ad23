#include "server/lake.h"

#include <atomic>

#include "authz/fact_gate.h"
#include "columnar/engine.h"
#include "server/adapters.h"
#include "server/router.h"
#include "server/share_adapters.h"
#include "server/tag_services.h"
#include "server/work_queue.h"
#include "services/athena/ops.h"
#include "services/cloudwatch/cloudwatch.h"
#include "services/cloudwatch/ops.h"
#include "services/firehose/ops.h"
#include "services/glue/ops.h"
#include "services/glue/policies.h"
#include "services/glue/rest/glue_rest.h"
#include "services/iam/ops.h"
#include "services/kms/kms.h"
#include "services/kms/ops.h"
#include "services/lakeformation/ops.h"
#include "services/logs/logs.h"
#include "services/logs/ops.h"
#include "services/s3/access.h"
#include "services/ram/ops.h"
#include "services/ram/ram.h"
#include "services/organizations/ops.h"
#include "services/organizations/organizations.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/rest/iceberg_rest.h"
#include "services/sts/ops.h"
#include "services/tagging/ops.h"
#include "services/tagging/tagging.h"

namespace firn::server {
namespace {

namespace sv = services;

constexpr int kQueryThreads = 4;
constexpr std::string_view kDatabase = "state.db";  // and what SQLite lays beside it

// Endpoint of one service: its model, and the generated switch over its operations.
template <class Service>
Endpoint EndpointOf(const wire::ServiceModel& model, Service& service) {
  return {&model, [&service](const wire::Operation& operation, const api::Call& call, const void* input, void* output) {
            return api::Invoke(service, operation, call, input, output);
          }};
}

}  // namespace

// What a lake is given.
struct Lake::Surroundings {
  sys::Disk& disk;
  const sys::Clock& clock;       // what the services see
  const sys::Clock& real_clock;  // what clients sign with
  sys::Random& random;
  Weather& weather;
};

// Everything a lake consists of, in the order it is built; destroyed in the opposite one.
struct Lake::State {
  State(const LakeOptions& options, Surroundings around, std::unique_ptr<state::Store> opened_store,
        std::unique_ptr<objects::ObjectStore> opened_objects, std::unique_ptr<sv::kms::Vault> opened_vault);
  ~State();
  void AddEndpoints();

  std::unique_ptr<state::Store> store;
  std::unique_ptr<objects::ObjectStore> objects;
  std::unique_ptr<sv::kms::Vault> vault;
  columnar::Engine engine;
  OpenGate open_gate;

  sv::iam::Iam iam;
  sv::sts::Sts sts;
  sv::organizations::Organizations organizations;
  CatalogAdapter catalogs;
  IdentityAdapter identities;
  SharedResources shared;
  KinshipAdapter kinship;
  sv::ram::Ram ram;
  ShareAdapter shares;
  VendorAdapter vendor;
  sv::lakeformation::LakeFormation lake_formation;
  sv::kms::Kms kms;
  sv::s3::BucketFacts bucket_facts;
  sv::s3tables::S3Tables s3tables;
  sv::glue::ResourcePolicies glue_policies;
  authz::FactGate gate;

  sv::s3::S3 s3;
  sv::s3::S3Service s3_service;
  TableAdapter tables;
  sv::s3tables::S3TablesService s3tables_service;
  sv::glue::Glue glue;
  sv::cloudwatch::CloudWatch cloudwatch;
  sv::logs::Logs logs;
  RoleAdapter roles;

  sv::iam::IamService iam_service;
  sv::sts::StsService sts_service;
  sv::organizations::OrganizationsService organizations_service;
  sv::glue::GlueService glue_service;
  sv::lakeformation::LakeFormationService lake_formation_service;
  sv::cloudwatch::CloudWatchService cloudwatch_service;
  sv::cloudwatch::CloudWatchService inner_cloudwatch;  // for the metrics of services themselves
  sv::logs::LogsService logs_service;
  sv::kms::KmsService kms_service;
  sv::ram::RamService ram_service;
  sv::firehose::Firehose firehose;
  sv::firehose::FirehoseService firehose_service;
  sv::athena::Athena athena;
  sv::athena::AthenaService athena_service;
  WorkQueue queries;  // after Athena: its threads end before what they work for
  sv::s3tables::IcebergRest iceberg_rest;
  sv::glue::GlueRest glue_rest;
  // What the tagging API lists, whatever rights its caller has on the resources themselves.
  sv::s3::S3Service open_s3;
  sv::s3tables::S3TablesService open_s3tables;
  sv::glue::GlueService open_glue;
  sv::firehose::FirehoseService open_firehose;
  sv::tagging::Tagging tagging;
  sv::tagging::TaggingService tagging_service;
  api::Services services;
  Router router;

  std::atomic<bool> stopping = false;
  sys::Thread delivery;
};

Lake::State::State(const LakeOptions& options, Surroundings around, std::unique_ptr<state::Store> opened_store,
                   std::unique_ptr<objects::ObjectStore> opened_objects, std::unique_ptr<sv::kms::Vault> opened_vault)
    : store(std::move(opened_store)),
      objects(std::move(opened_objects)),
      vault(std::move(opened_vault)),
      engine(columnar::EngineOptions{.spill_directory = objects->temporary_directory()}),
      iam(*store, around.random),
      sts(*store, around.random, iam, options.account),
      organizations(*store, around.random),
      identities(iam),
      shared(catalogs),
      kinship(organizations),
      ram(*store, around.random, shared, kinship),
      shares(ram),
      vendor(sts),
      lake_formation(*store, {catalogs, identities, shares, vendor}),
      kms(*store, *vault, around.random),
      bucket_facts(*objects, *store),
      s3tables(*store, *objects, around.random),
      glue_policies(*store),
      gate(authz::FactSources{.identity = &iam,
                              .resources = {&bucket_facts, &s3tables, &glue_policies, &kms, &logs, &ram},
                              .lake = &lake_formation,
                              .organizations = &organizations}),
      s3(*objects, *store, gate),
      s3_service(s3, gate),
      tables(s3tables, *objects),
      s3tables_service(s3tables, gate),
      glue(*store, s3tables_service, s3_service, tables, gate, around.random),
      cloudwatch(*store),
      logs(*store, around.random),
      roles(sts, lake_formation),
      iam_service(iam, gate),
      sts_service(sts, gate),
      organizations_service(organizations, gate),
      glue_service(glue, gate),
      lake_formation_service(lake_formation, gate),
      cloudwatch_service(cloudwatch, gate),
      inner_cloudwatch(cloudwatch, open_gate),
      logs_service(logs, gate),
      kms_service(kms, gate),
      ram_service(ram, gate),
      firehose(sv::firehose::Dependencies{*store, around.disk, around.clock, around.random, options.data_directory, glue_service, s3_service,
                                          logs_service, inner_cloudwatch, gate, roles, roles, tables,
                                          [this]() -> Result<columnar::Engine*> { return &engine; }}),
      firehose_service(firehose, gate),
      athena(sv::athena::Dependencies{*store, glue_service, s3_service, gate, tables, around.clock, around.random,
                                      [this](std::function<void()> work) { queries.Add(std::move(work)); }}),
      athena_service(athena, gate),
      queries("query", kQueryThreads),
      iceberg_rest(s3tables_service, s3tables, gate,
                   options.strict_purge ? sv::s3tables::PurgePolicy::kRequired : sv::s3tables::PurgePolicy::kOptional),
      glue_rest(glue_service, glue,
                [this](const api::Call& call, const wire::HttpRequest& request) {
                  return iceberg_rest.Handle(call, request);
                }),
      open_s3(s3, open_gate),
      open_s3tables(s3tables, open_gate),
      open_glue(glue, open_gate),
      open_firehose(firehose, open_gate),
      tagging(TaggedServicesOf({kms, logs, cloudwatch, kms_service, logs_service, cloudwatch_service, s3_service, open_s3,
                                s3tables_service, open_s3tables, glue_service, open_glue, firehose_service,
                                open_firehose})),
      tagging_service(tagging, gate),
      services{sts_service,          iam_service,      s3_service,     s3tables_service,   glue_service,
               lake_formation_service, firehose_service, athena_service, cloudwatch_service, logs_service,
               kms_service,          tagging_service,
               ram_service, organizations_service},
      router(RouterOptions{options.account, options.region,
                           options.lax ? Strictness::kLax : Strictness::kVerified, objects->temporary_directory()},
             sts, around.clock, around.real_clock, around.random, around.disk, around.weather) {
  catalogs.Connect(glue, glue_service);
  s3tables.buckets_max = options.table_buckets_max;
  organizations.Connect(iam_service);
  sts.Connect(organizations);
  // Rights on a name end with what bore it: whoever makes the name anew starts afresh.
  s3tables.OnRemoved([this](const sv::s3tables::Place& place, const std::string& space, const std::string& table) {
    const std::string catalog = place.account.text() + ":s3tablescatalog/" + place.bucket;
    return lake_formation.Forget({catalog, space, table}, place.region.text());
  });
  glue.OnCreated([this](const api::Call& call, const authz::LakeResource& object) {
    return lake_formation.Remember(call, object);
  });
  glue.OnRemoved([this](const api::Call& call, const authz::LakeResource& object) {
    return lake_formation.Forget(object, call.region.text());
  });
  AddEndpoints();
  delivery = sys::Thread("delivery", [this] { firehose.Run(stopping); });
}

void Lake::State::AddEndpoints() {
  router.Add(EndpointOf(api::sts::ServiceModel(), services.sts));
  router.Add(EndpointOf(api::iam::ServiceModel(), services.iam));
  router.Add(EndpointOf(api::s3::ServiceModel(), services.s3));
  router.Add(EndpointOf(api::s3tables::ServiceModel(), services.s3tables));
  router.Add(EndpointOf(api::glue::ServiceModel(), services.glue));
  router.Add(EndpointOf(api::lakeformation::ServiceModel(), services.lake_formation));
  router.Add(EndpointOf(api::firehose::ServiceModel(), services.firehose));
  router.Add(EndpointOf(api::athena::ServiceModel(), services.athena));
  router.Add(EndpointOf(api::cloudwatch::ServiceModel(), services.cloudwatch));
  router.Add(EndpointOf(api::logs::ServiceModel(), services.logs));
  router.Add(EndpointOf(api::kms::ServiceModel(), services.kms));
  router.Add(EndpointOf(api::tagging::ServiceModel(), services.tagging));
  router.Add(EndpointOf(api::ram::ServiceModel(), services.ram));
  router.Add(EndpointOf(api::organizations::ServiceModel(), services.organizations));
  router.Add(RawEndpoint{"s3tables", "/iceberg/",
                         [this](const api::Call& call, const wire::HttpRequest& request) {
                           return iceberg_rest.Handle(call, request);
                         },
                         &iceberg::rest::ErrorResponse});
  router.Add(RawEndpoint{"glue", "/iceberg/",
                         [this](const api::Call& call, const wire::HttpRequest& request) {
                           return glue_rest.Handle(call, request);
                         },
                         &iceberg::rest::ErrorResponse});
}

Lake::State::~State() {
  athena.StopAll();
  stopping = true;
  firehose.Wake();
  delivery.Join();
}

Lake::Lake(LakeOptions options, sys::Disk& disk, sys::Clock& clock, sys::Random& random,
           std::unique_ptr<sys::DirectoryLock> lock)
    : options_(std::move(options)),
      disk_(disk),
      real_clock_(clock),
      random_(random),
      lock_(std::move(lock)),
      clock_(clock),
      controls_(options_.controls ? ControlsMode::kOpen : ControlsMode::kHealthOnly, clock_, weather_,
                [this] { return Reset(); }) {}

Lake::~Lake() = default;

Result<std::unique_ptr<Lake>> Lake::Open(LakeOptions options, sys::Disk& disk, sys::Clock& clock, sys::Random& random) {
  FIRN_OK(disk.CreateDirectories(options.data_directory));
  FIRN_TRY(auto lock, sys::DirectoryLock::Acquire(options.data_directory));
  auto lake = std::unique_ptr<Lake>(new Lake(std::move(options), disk, clock, random, std::move(lock)));
  FIRN_OK(lake->OpenState());
  return lake;
}

Result<void> Lake::OpenState() {
  state::StoreOptions store_options;
  store_options.path = options_.data_directory + "/" + std::string(kDatabase);
  FIRN_TRY(auto store, state::Store::Open(disk_, std::move(store_options)));
  FIRN_TRY(auto objects, objects::ObjectStore::Open(disk_, *store, random_, options_.data_directory));
  FIRN_TRY(auto vault, sv::kms::Vault::Open(disk_, random_, options_.data_directory));
  state_ = std::make_unique<State>(options_, Surroundings{disk_, clock_, real_clock_, random_, weather_},
                                   std::move(store), std::move(objects), std::move(vault));
  return {};
}

Result<void> Lake::Reset() {
  const Turnstile::Solitude alone(turnstile_);
  state_ = nullptr;
  FIRN_OK(EmptyDirectory());
  return OpenState();
}

// Removes all but the lock, which is held throughout.
Result<void> Lake::EmptyDirectory() {
  const std::string& root = options_.data_directory;
  FIRN_TRY(const auto names, disk_.List(root));
  for (const std::string& name : names) {
    if (name.starts_with(kDatabase)) FIRN_OK(disk_.Remove(root + "/" + name));
  }
  for (const std::string& name : names) {
    if (name.starts_with(kDatabase) || name == sys::DirectoryLock::kFile) continue;
    FIRN_OK(disk_.RemoveTree(root + "/" + name));
  }
  return disk_.SyncDirectory(root);
}

wire::HttpResponse Lake::Handle(wire::HttpRequest request) {
  if (request.path.starts_with("/_firn/")) return controls_.Handle(request);
  const Turnstile::Visit visit(turnstile_);
  if (state_ == nullptr) {
    wire::HttpResponse response;
    response.status = 503;
    return response;
  }
  return state_->router.Handle(std::move(request));
}

const api::Services& Lake::services() const { return state_->services; }

api::Call Lake::RootCall() const {
  api::Call call;
  call.principal = authz::RootOf(options_.account);
  call.account = options_.account;
  call.region = options_.region;
  call.now = clock_.Now();
  call.request_id = random_.Uuid();
  return call;
}

const std::string& Lake::spool_directory() const { return state_->objects->temporary_directory(); }

Result<void> Lake::Stop() {
  if (state_ == nullptr) return {};
  state_->athena.StopAll();
  auto flushed = state_->firehose.Flush();
  state_->stopping = true;
  state_->firehose.Wake();
  state_->delivery.Join();
  return flushed;
}

}  // namespace firn::server
