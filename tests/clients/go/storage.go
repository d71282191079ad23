package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/s3tables"
	"github.com/aws/aws-sdk-go-v2/service/s3tables/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",` +
		`"Principal":{"Service":["firehose.amazonaws.com","lakeformation.amazonaws.com"]}}]}`
	rights = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",` +
		`"Action":["glue:*","s3:*","s3tables:*","lakeformation:GetDataAccess"]}]}`
)

func (l *lake) identity() {
	l.step("sts: account of the caller", func() error {
		answer, err := l.sts.GetCallerIdentity(l.ctx, &sts.GetCallerIdentityInput{})
		if err != nil {
			return err
		}
		if l.account = aws.ToString(answer.Account); len(l.account) != 12 {
			return fmt.Errorf("account %q", l.account)
		}
		return nil
	})
	l.step("iam: unknown role is NoSuchEntityException", func() error {
		_, err := l.iam.GetRole(l.ctx, &iam.GetRoleInput{RoleName: aws.String(role)})
		return refused[*iamtypes.NoSuchEntityException](err, role)
	})
	l.step("iam: role with its trust policy encoded", func() error {
		_, err := l.iam.CreateRole(l.ctx, &iam.CreateRoleInput{RoleName: aws.String(role),
			AssumeRolePolicyDocument: aws.String(trust)})
		if err != nil {
			return err
		}
		answer, err := l.iam.GetRole(l.ctx, &iam.GetRoleInput{RoleName: aws.String(role)})
		if err != nil {
			return err
		}
		l.roleARN = aws.ToString(answer.Role.Arn)
		document, err := url.QueryUnescape(aws.ToString(answer.Role.AssumeRolePolicyDocument))
		return errors.Join(err, recent(answer.Role.CreateDate), same("trust policy", &document, trust))
	})
	l.step("iam: managed policy attached and listed", func() error {
		made, err := l.iam.CreatePolicy(l.ctx, &iam.CreatePolicyInput{PolicyName: aws.String(role),
			PolicyDocument: aws.String(rights)})
		if err != nil {
			return err
		}
		l.policyARN = aws.ToString(made.Policy.Arn)
		_, err = l.iam.AttachRolePolicy(l.ctx, &iam.AttachRolePolicyInput{RoleName: aws.String(role),
			PolicyArn: made.Policy.Arn})
		if err != nil {
			return err
		}
		listed, err := l.iam.ListAttachedRolePolicies(l.ctx, &iam.ListAttachedRolePoliciesInput{RoleName: aws.String(role)})
		if err != nil {
			return err
		}
		if len(listed.AttachedPolicies) != 1 {
			return fmt.Errorf("%d policies are attached", len(listed.AttachedPolicies))
		}
		return same("policy", listed.AttachedPolicies[0].PolicyArn, l.policyARN)
	})
}

func (l *lake) objects() {
	l.step("s3: missing bucket is NotFound", func() error {
		_, err := l.s3.HeadBucket(l.ctx, &s3.HeadBucketInput{Bucket: aws.String(backup)})
		return refused[*s3types.NotFound](err, "404")
	})
	l.step("s3: bucket made and waited for", func() error {
		_, err := l.s3.CreateBucket(l.ctx, &s3.CreateBucketInput{Bucket: aws.String(backup)})
		if err != nil {
			return err
		}
		return s3.NewBucketExistsWaiter(l.s3).Wait(l.ctx, &s3.HeadBucketInput{Bucket: aws.String(backup)}, budget)
	})
	l.step("s3: object comes back under its default checksum", func() error {
		key, text := aws.String("a/b c+ü"), "hello"
		put, err := l.s3.PutObject(l.ctx, &s3.PutObjectInput{Bucket: aws.String(backup), Key: key,
			Body: strings.NewReader(text)})
		if err != nil {
			return err
		}
		got, err := l.s3.GetObject(l.ctx, &s3.GetObjectInput{Bucket: aws.String(backup), Key: key,
			ChecksumMode: s3types.ChecksumModeEnabled})
		if err != nil {
			return err
		}
		body, err := io.ReadAll(got.Body) // compares the checksum while it reads
		read := string(body)
		return errors.Join(err, recent(got.LastModified), same("body", &read, text),
			same("checksum", got.ChecksumCRC32, "NhCmhg=="), same("checksum of the put", put.ChecksumCRC32, "NhCmhg=="))
	})
	l.step("s3: missing key is NoSuchKey", func() error {
		_, err := l.s3.GetObject(l.ctx, &s3.GetObjectInput{Bucket: aws.String(backup), Key: aws.String("none")})
		return refused[*s3types.NoSuchKey](err, "")
	})
}

func (l *lake) tableBucket() {
	l.step("s3tables: table bucket with its types", func() error {
		made, err := l.tables.CreateTableBucket(l.ctx, &s3tables.CreateTableBucketInput{Name: aws.String(bucket)})
		if err != nil {
			return err
		}
		l.bucketARN = aws.ToString(made.Arn)
		read, err := l.tables.GetTableBucket(l.ctx, &s3tables.GetTableBucketInput{TableBucketARN: made.Arn})
		if err != nil {
			return err
		}
		return errors.Join(recent(read.CreatedAt), same("name", read.Name, bucket),
			same("owner", read.OwnerAccountId, l.account))
	})
	l.step("s3tables: same table bucket again is ConflictException", func() error {
		_, err := l.tables.CreateTableBucket(l.ctx, &s3tables.CreateTableBucketInput{Name: aws.String(bucket)})
		return refused[*types.ConflictException](err, "")
	})
	l.step("s3tables: bucket encryption unset is NotFoundException", func() error {
		_, err := l.tables.GetTableBucketEncryption(l.ctx,
			&s3tables.GetTableBucketEncryptionInput{TableBucketARN: &l.bucketARN})
		return refused[*types.NotFoundException](err, "")
	})
	l.step("s3tables: bucket maintenance has its default", func() error {
		read, err := l.tables.GetTableBucketMaintenanceConfiguration(l.ctx,
			&s3tables.GetTableBucketMaintenanceConfigurationInput{TableBucketARN: &l.bucketARN})
		if err != nil {
			return err
		}
		removal := read.Configuration[string(types.TableBucketMaintenanceTypeIcebergUnreferencedFileRemoval)]
		settings, ok := removal.Settings.(*types.TableBucketMaintenanceSettingsMemberIcebergUnreferencedFileRemoval)
		if !ok || settings.Value.UnreferencedDays == nil || settings.Value.NonCurrentDays == nil {
			return fmt.Errorf("no settings in %+v: Terraform's provider would crash", removal)
		}
		return nil
	})
	l.step("s3tables: bucket policy unset is NotFoundException", func() error {
		_, err := l.tables.GetTableBucketPolicy(l.ctx, &s3tables.GetTableBucketPolicyInput{TableBucketARN: &l.bucketARN})
		return refused[*types.NotFoundException](err, "")
	})
}

func (l *lake) tableInside() {
	l.step("s3tables: namespace and table", func() error {
		_, err := l.tables.CreateNamespace(l.ctx, &s3tables.CreateNamespaceInput{TableBucketARN: &l.bucketARN,
			Namespace: []string{space}})
		if err != nil {
			return err
		}
		_, err = l.tables.CreateTable(l.ctx, &s3tables.CreateTableInput{TableBucketARN: &l.bucketARN,
			Namespace: aws.String(space), Name: aws.String(table), Format: types.OpenTableFormatIceberg,
			Metadata: &types.TableMetadataMemberIceberg{Value: types.IcebergMetadata{Schema: &types.IcebergSchema{
				Fields: []types.SchemaField{{Name: aws.String("id"), Type: aws.String("string"), Required: true}}}}}})
		if err != nil {
			return err
		}
		read, err := l.tables.GetTable(l.ctx, &s3tables.GetTableInput{TableBucketARN: &l.bucketARN,
			Namespace: aws.String(space), Name: aws.String(table)})
		if err != nil {
			return err
		}
		if !slices.Equal(read.Namespace, []string{space}) || read.Type != types.TableTypeCustomer {
			return fmt.Errorf("namespace %v, type %s", read.Namespace, read.Type)
		}
		return errors.Join(recent(read.CreatedAt), recent(read.ModifiedAt), same("name", read.Name, table))
	})
	l.step("s3tables: unknown table is NotFoundException", func() error {
		_, err := l.tables.GetTable(l.ctx, &s3tables.GetTableInput{TableBucketARN: &l.bucketARN,
			Namespace: aws.String(space), Name: aws.String("none")})
		return refused[*types.NotFoundException](err, "")
	})
	l.step("s3tables: table encryption always answers", func() error {
		read, err := l.tables.GetTableEncryption(l.ctx, &s3tables.GetTableEncryptionInput{TableBucketARN: &l.bucketARN,
			Namespace: aws.String(space), Name: aws.String(table)})
		if err == nil && read.EncryptionConfiguration.SseAlgorithm != types.SSEAlgorithmAes256 {
			return fmt.Errorf("algorithm %q", read.EncryptionConfiguration.SseAlgorithm)
		}
		return err
	})
	l.step("s3tables: table maintenance has its defaults", func() error {
		read, err := l.tables.GetTableMaintenanceConfiguration(l.ctx, &s3tables.GetTableMaintenanceConfigurationInput{
			TableBucketARN: &l.bucketARN, Namespace: aws.String(space), Name: aws.String(table)})
		if err != nil {
			return err
		}
		for _, kind := range []types.TableMaintenanceType{types.TableMaintenanceTypeIcebergCompaction,
			types.TableMaintenanceTypeIcebergSnapshotManagement} {
			if read.Configuration[string(kind)].Settings == nil {
				return fmt.Errorf("no default for %s in %+v", kind, read.Configuration)
			}
		}
		return nil
	})
	l.step("s3tables: paginator sees every namespace", l.pages)
}

// pages makes two more namespaces, reads all one at a time, and removes the two.
func (l *lake) pages() error {
	more := []string{"page_one", "page_two"}
	for _, name := range more {
		if _, err := l.tables.CreateNamespace(l.ctx, &s3tables.CreateNamespaceInput{TableBucketARN: &l.bucketARN,
			Namespace: []string{name}}); err != nil {
			return err
		}
	}
	var seen []string
	pages := s3tables.NewListNamespacesPaginator(l.tables, &s3tables.ListNamespacesInput{TableBucketARN: &l.bucketARN,
		MaxNamespaces: aws.Int32(1)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(l.ctx)
		if err != nil {
			return err
		}
		for _, entry := range page.Namespaces {
			seen = append(seen, entry.Namespace...)
		}
	}
	slices.Sort(seen)
	if want := []string{space, more[0], more[1]}; !slices.Equal(seen, want) {
		return fmt.Errorf("the pages hold %v, expected %v", seen, want)
	}
	for _, name := range more {
		if _, err := l.tables.DeleteNamespace(l.ctx, &s3tables.DeleteNamespaceInput{TableBucketARN: &l.bucketARN,
			Namespace: aws.String(name)}); err != nil {
			return err
		}
	}
	return nil
}
