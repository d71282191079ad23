// The whole way of the data with the AWS SDK for JavaScript v3: table bucket, namespace, table, catalog, link, grants,
// stream, put, query; and how the SDK reads errors, timestamps and checksums. Says "ok NAME" or "FAIL NAME -> reason".
//
//   ENDPOINT=http://127.0.0.1:5600 MODULES=.../node_modules node lake.mjs
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';

const load = createRequire(`${process.env.MODULES}/`);
const sdk = (name) => load(`@aws-sdk/client-${name}`);
const [S3, Tables, Glue, Grants, Firehose, Athena, Iam, Sts, Metrics, Logs] = [
  's3', 's3tables', 'glue', 'lakeformation', 'firehose', 'athena', 'iam', 'sts', 'cloudwatch', 'cloudwatch-logs',
].map(sdk);

const region = 'us-east-1';
const options = {
  endpoint: process.env.ENDPOINT, region, maxAttempts: 1, credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const s3 = new S3.S3Client({ ...options, forcePathStyle: true });
const tables = new Tables.S3TablesClient(options);
const glue = new Glue.GlueClient(options);
const grants = new Grants.LakeFormationClient(options);
const firehose = new Firehose.FirehoseClient(options);
const athena = new Athena.AthenaClient(options);
const iam = new Iam.IAMClient(options);
const sts = new Sts.STSClient(options);
const metrics = new Metrics.CloudWatchClient(options);
const logs = new Logs.CloudWatchLogsClient(options);

const names = { lake: 'js-lake', errors: 'js-lake-errors', space: 'events', table: 'clicks', link: 'events_link' };
const sent = [['a', 1, 'ü'], ['b', 2, '"quoted"'], ['c', 3, null]];
const deadlineMs = 60_000;
const clockOffMs = 600_000;
let account, role, bucketArn;
let failed = 0;

async function step(name, check) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name} -> ${error.name}: ${String(error.message).replaceAll('\n', ' ')}`);
  }
}

/** The first true value of ask(), asked again and again at growing distances. */
async function until(ask, what) {
  const deadline = Date.now() + deadlineMs;
  for (let wait = 20; ; wait = Math.min(wait * 2, 500)) {
    const value = await ask();
    if (value) return value;
    assert(Date.now() < deadline, `not within ${deadlineMs} ms: ${what}`);
    await pause(wait);
  }
}

function recent(at) {
  assert(at instanceof Date, `not a date: ${at}`);
  assert(Math.abs(Date.now() - at.getTime()) < clockOffMs, `not of this run: ${at.toISOString()}`);
}

/** The call must be refused with this modelled error class, under this status. */
async function refused(call, type, status) {
  await assert.rejects(call, (error) => {
    assert(error instanceof type, `${error.name} is not ${type.name}`);
    assert.equal(error.$metadata.httpStatusCode, status);
    assert(error.$metadata.requestId, 'no request id');
    return true;
  });
}

const here = (more) => ({ tableBucketARN: bucketArn, namespace: names.space, ...more });
const catalogId = () => `${account}:s3tablescatalog/${names.lake}`;

await step('sts: account of the caller', async () => {
  account = (await sts.send(new Sts.GetCallerIdentityCommand({}))).Account;
  assert.match(account, /^\d{12}$/);
});

await step('iam: delivery role with its dates', async () => {
  const statement = {
    Effect: 'Allow', Principal: { Service: ['firehose.amazonaws.com', 'lakeformation.amazonaws.com'] },
    Action: ['sts:AssumeRole', 'sts:SetContext', 'sts:SetSourceIdentity'],
  };
  const made = await iam.send(new Iam.CreateRoleCommand({
    RoleName: 'js-delivery', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  }));
  role = made.Role.Arn;
  recent(made.Role.CreateDate);
  const actions = ['s3tables:*', 'glue:*', 's3:*', 'lakeformation:GetDataAccess'];
  await iam.send(new Iam.PutRolePolicyCommand({
    RoleName: 'js-delivery', PolicyName: 'delivery', PolicyDocument: JSON.stringify({
      Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    }),
  }));
});

await step('iam: unknown role is NoSuchEntityException', () => refused(
  iam.send(new Iam.GetRoleCommand({ RoleName: 'none' })), Iam.NoSuchEntityException, 404));

await step('s3: object comes back under its default checksum', async () => {
  await s3.send(new S3.CreateBucketCommand({ Bucket: names.errors }));
  const where = { Bucket: names.errors, Key: 'a/b c+ü.txt' };
  const put = await s3.send(new S3.PutObjectCommand({ ...where, Body: 'hello' }));
  assert.equal(put.ChecksumCRC32, 'NhCmhg==');
  const got = await s3.send(new S3.GetObjectCommand({ ...where, ChecksumMode: 'ENABLED' }));
  assert.equal(await got.Body.transformToString(), 'hello'); // the stream compares the checksum
  assert.equal(got.ChecksumCRC32, 'NhCmhg==');
  recent(got.LastModified);
});

await step('s3: missing key is NoSuchKey', () => refused(
  s3.send(new S3.GetObjectCommand({ Bucket: names.errors, Key: 'none' })), S3.NoSuchKey, 404));

await step('s3tables: table bucket', async () => {
  bucketArn = (await tables.send(new Tables.CreateTableBucketCommand({ name: names.lake }))).arn;
  const read = await tables.send(new Tables.GetTableBucketCommand({ tableBucketARN: bucketArn }));
  assert.equal(read.name, names.lake);
  recent(read.createdAt);
});

await step('s3tables: same table bucket again is ConflictException', () => refused(
  tables.send(new Tables.CreateTableBucketCommand({ name: names.lake })), Tables.ConflictException, 409));

await step('s3tables: namespace and table', async () => {
  await tables.send(new Tables.CreateNamespaceCommand({ tableBucketARN: bucketArn, namespace: [names.space] }));
  const fields = [{ name: 'id', type: 'string', required: true }, { name: 'n', type: 'long' }, { name: 'text', type: 'string' }];
  await tables.send(new Tables.CreateTableCommand(here({
    name: names.table, format: 'ICEBERG', metadata: { iceberg: { schema: { fields } } },
  })));
  const listed = await tables.send(new Tables.ListTablesCommand(here({})));
  assert.deepEqual(listed.tables.map((table) => table.name), [names.table]);
  recent(listed.tables[0].createdAt);
});

await step('s3tables: unknown table is NotFoundException', () => refused(
  tables.send(new Tables.GetTableCommand(here({ name: 'none' }))), Tables.NotFoundException, 404));

await step('glue: catalog of the table bucket', async () => {
  await glue.send(new Glue.CreateCatalogCommand({
    Name: 's3tablescatalog', CatalogInput: {
      FederatedCatalog: { Identifier: `arn:aws:s3tables:${region}:${account}:bucket/*`, ConnectionName: 'aws:s3tables' },
      CreateDatabaseDefaultPermissions: [], CreateTableDefaultPermissions: [],
    },
  }));
  const read = await glue.send(new Glue.GetTableCommand({
    CatalogId: catalogId(), DatabaseName: names.space, Name: names.table,
  }));
  assert.deepEqual(read.Table.StorageDescriptor.Columns.map((column) => column.Name), ['id', 'n', 'text']);
});

await step('glue: resource link to the namespace', async () => {
  const target = { CatalogId: catalogId(), DatabaseName: names.space };
  await glue.send(new Glue.CreateDatabaseCommand({ DatabaseInput: { Name: names.link, TargetDatabase: target } }));
  const read = await glue.send(new Glue.GetDatabaseCommand({ Name: names.link }));
  assert.equal(read.Database.TargetDatabase.CatalogId, target.CatalogId);
  recent(read.Database.CreateTime);
});

await step('glue: unknown database is EntityNotFoundException', () => refused(
  glue.send(new Glue.GetDatabaseCommand({ Name: 'none' })), Glue.EntityNotFoundException, 400));

await step('lakeformation: table buckets are registered', async () => {
  const ResourceArn = `arn:aws:s3tables:${region}:${account}:bucket/*`;
  await grants.send(new Grants.RegisterResourceCommand({ ResourceArn, RoleArn: role, WithFederation: true }));
  const read = await grants.send(new Grants.DescribeResourceCommand({ ResourceArn }));
  assert.equal(read.ResourceInfo.WithFederation, true);
  recent(read.ResourceInfo.LastModified);
});

await step('lakeformation: grants of origin 000', async () => {
  const Principal = { DataLakePrincipalIdentifier: role };
  const granted = [
    [{ Database: { CatalogId: account, Name: names.link } }, ['DESCRIBE']],
    [{ Database: { CatalogId: catalogId(), Name: names.space } }, ['DESCRIBE']],
    [{ Table: { CatalogId: catalogId(), DatabaseName: names.space, Name: names.table } },
      ['SELECT', 'INSERT', 'ALTER', 'DESCRIBE']],
  ];
  for (const [Resource, Permissions] of granted) {
    await grants.send(new Grants.GrantPermissionsCommand({ Principal, Resource, Permissions }));
    const read = await grants.send(new Grants.ListPermissionsCommand({ Principal, Resource }));
    const held = read.PrincipalResourcePermissions.flatMap((entry) => entry.Permissions);
    assert.deepEqual(held.toSorted(), Permissions.toSorted());
  }
});

await step('firehose: unknown stream is ResourceNotFoundException', () => refused(
  firehose.send(new Firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName: 'none' })),
  Firehose.ResourceNotFoundException, 400));

await step('firehose: stream into the table becomes active', async () => {
  await firehose.send(new Firehose.CreateDeliveryStreamCommand({
    DeliveryStreamName: 'js-clicks', DeliveryStreamType: 'DirectPut', IcebergDestinationConfiguration: {
      RoleARN: role, CatalogConfiguration: { CatalogARN: `arn:aws:glue:${region}:${account}:catalog` },
      BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 1 },
      S3Configuration: { RoleARN: role, BucketARN: `arn:aws:s3:::${names.errors}` },
      DestinationTableConfigurationList: [{ DestinationDatabaseName: names.link, DestinationTableName: names.table }],
    },
  }));
  const read = await until(async () => {
    const answer = await firehose.send(new Firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName: 'js-clicks' }));
    return answer.DeliveryStreamDescription.DeliveryStreamStatus === 'ACTIVE' && answer.DeliveryStreamDescription;
  }, 'the stream is active');
  recent(read.CreateTimestamp);
});

await step('firehose: records are taken', async () => {
  const records = sent.map(([id, n, text]) => ({ Data: new TextEncoder().encode(JSON.stringify({ id, n, text })) }));
  const one = await firehose.send(new Firehose.PutRecordCommand({ DeliveryStreamName: 'js-clicks', Record: records[0] }));
  assert(one.RecordId);
  const more = await firehose.send(new Firehose.PutRecordBatchCommand({
    DeliveryStreamName: 'js-clicks', Records: records.slice(1),
  }));
  assert.equal(more.FailedPutCount, 0);
  assert(more.RequestResponses.every((answer) => answer.RecordId));
});

async function query(sql) {
  const { QueryExecutionId } = await athena.send(new Athena.StartQueryExecutionCommand({
    QueryString: sql, QueryExecutionContext: { Database: names.link },
    ResultConfiguration: { OutputLocation: `s3://${names.errors}/results/` },
  }));
  const { Status } = await until(async () => {
    const answer = await athena.send(new Athena.GetQueryExecutionCommand({ QueryExecutionId }));
    return !['QUEUED', 'RUNNING'].includes(answer.QueryExecution.Status.State) && answer.QueryExecution;
  }, 'the query ends');
  assert.equal(Status.State, 'SUCCEEDED', Status.StateChangeReason);
  recent(Status.SubmissionDateTime);
  const { ResultSet } = await athena.send(new Athena.GetQueryResultsCommand({ QueryExecutionId }));
  return ResultSet.Rows.slice(1).map((row) => row.Data.map((cell) => cell.VarCharValue ?? null));
}

await step('athena: every record is in the table', async () => {
  await until(async () => (await query(`SELECT count(*) FROM "${names.table}"`))[0][0] === String(sent.length),
    'the records are delivered');
  const rows = await query(`SELECT id, n, text FROM "${names.table}" ORDER BY id`);
  assert.deepEqual(rows, sent.map(([id, n, text]) => [id, String(n), text]));
});

await step('athena: unknown work group is InvalidRequestException', () => refused(
  athena.send(new Athena.GetWorkGroupCommand({ WorkGroup: 'none' })), Athena.InvalidRequestException, 400));

await step('athena: work groups hold primary', async () => {
  const listed = await athena.send(new Athena.ListWorkGroupsCommand({}));
  assert(listed.WorkGroups.some((group) => group.Name === 'primary'));
});

await step('cloudwatch: a metric is put and listed', async () => {
  await metrics.send(new Metrics.PutMetricDataCommand({
    Namespace: 'js', MetricData: [{ MetricName: 'clicks', Value: 2.5, Timestamp: new Date(), Unit: 'Count' }],
  }));
  const listed = await metrics.send(new Metrics.ListMetricsCommand({ Namespace: 'js' }));
  assert.deepEqual(listed.Metrics.map((metric) => metric.MetricName), ['clicks']);
  const read = await metrics.send(new Metrics.GetMetricStatisticsCommand({
    Namespace: 'js', MetricName: 'clicks', Period: 3600, Statistics: ['Sum'],
    StartTime: new Date(Date.now() - 7_200_000), EndTime: new Date(Date.now() + 60_000),
  }));
  assert.equal(read.Datapoints.reduce((sum, point) => sum + point.Sum, 0), 2.5);
  assert(read.Datapoints.every((point) => point.Timestamp instanceof Date));
});

await step('logs: an event is written and read', async () => {
  const place = { logGroupName: '/js/lake', logStreamName: 'one' };
  await logs.send(new Logs.CreateLogGroupCommand({ logGroupName: place.logGroupName }));
  await logs.send(new Logs.CreateLogStreamCommand(place));
  await logs.send(new Logs.PutLogEventsCommand({ ...place, logEvents: [{ timestamp: Date.now(), message: 'hällo' }] }));
  const read = await logs.send(new Logs.GetLogEventsCommand({ ...place, startFromHead: true }));
  assert.deepEqual(read.events.map((event) => event.message), ['hällo']);
});

await step('logs: same group again is ResourceAlreadyExistsException', () => refused(
  logs.send(new Logs.CreateLogGroupCommand({ logGroupName: '/js/lake' })), Logs.ResourceAlreadyExistsException, 400));

await step('all: removed again', async () => {
  await firehose.send(new Firehose.DeleteDeliveryStreamCommand({ DeliveryStreamName: 'js-clicks' }));
  await glue.send(new Glue.DeleteDatabaseCommand({ Name: names.link }));
  await tables.send(new Tables.DeleteTableCommand(here({ name: names.table })));
  await tables.send(new Tables.DeleteNamespaceCommand(here({})));
  await tables.send(new Tables.DeleteTableBucketCommand({ tableBucketARN: bucketArn }));
  await refused(tables.send(new Tables.GetTableBucketCommand({ tableBucketARN: bucketArn })), Tables.NotFoundException, 404);
});

process.exit(failed ? 1 : 0);
