package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"
	"github.com/aws/aws-sdk-go-v2/service/firehose"
	firehosetypes "github.com/aws/aws-sdk-go-v2/service/firehose/types"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	gluetypes "github.com/aws/aws-sdk-go-v2/service/glue/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lakeformation"
	"github.com/aws/aws-sdk-go-v2/service/lakeformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3tables"
	tabletypes "github.com/aws/aws-sdk-go-v2/service/s3tables/types"
)

// firstPoll is how long to wait before the second look at something that changes; it doubles.
const firstPoll = 20 * time.Millisecond

func (l *lake) catalog() {
	l.step("glue: unknown database is EntityNotFoundException", func() error {
		_, err := l.glue.GetDatabase(l.ctx, &glue.GetDatabaseInput{Name: aws.String(link)})
		return refused[*gluetypes.EntityNotFoundException](err, "")
	})
	l.step("glue: catalog of the table bucket", func() error {
		_, err := l.glue.CreateCatalog(l.ctx, &glue.CreateCatalogInput{Name: aws.String("s3tablescatalog"),
			CatalogInput: &gluetypes.CatalogInput{
				FederatedCatalog: &gluetypes.FederatedCatalog{ConnectionName: aws.String("aws:s3tables"),
					Identifier: aws.String("arn:aws:s3tables:" + region + ":" + l.account + ":bucket/*")},
				CreateDatabaseDefaultPermissions: []gluetypes.PrincipalPermissions{},
				CreateTableDefaultPermissions:    []gluetypes.PrincipalPermissions{}}})
		if err != nil {
			return err
		}
		read, err := l.glue.GetCatalog(l.ctx, &glue.GetCatalogInput{
			CatalogId: aws.String(l.account + ":s3tablescatalog/" + bucket)})
		if err != nil {
			return err
		}
		return same("name", read.Catalog.Name, bucket)
	})
	l.step("glue: resource link to the namespace", func() error {
		target := l.account + ":s3tablescatalog/" + bucket
		_, err := l.glue.CreateDatabase(l.ctx, &glue.CreateDatabaseInput{DatabaseInput: &gluetypes.DatabaseInput{
			Name: aws.String(link), TargetDatabase: &gluetypes.DatabaseIdentifier{
				CatalogId: &target, DatabaseName: aws.String(space)}}})
		if err != nil {
			return err
		}
		read, err := l.glue.GetDatabase(l.ctx, &glue.GetDatabaseInput{Name: aws.String(link)})
		if err != nil {
			return err
		}
		return errors.Join(recent(read.Database.CreateTime),
			same("target catalog", read.Database.TargetDatabase.CatalogId, target))
	})
}

func (l *lake) permissions() {
	who := &types.DataLakePrincipal{DataLakePrincipalIdentifier: &l.roleARN}
	what := &types.Resource{Database: &types.DatabaseResource{CatalogId: &l.account, Name: aws.String(link)}}
	may := []types.Permission{types.PermissionDescribe}
	l.step("lakeformation: settings echo the administrators", func() error {
		admin := "arn:aws:iam::" + l.account + ":root"
		_, err := l.grants.PutDataLakeSettings(l.ctx, &lakeformation.PutDataLakeSettingsInput{
			DataLakeSettings: &types.DataLakeSettings{DataLakeAdmins: []types.DataLakePrincipal{
				{DataLakePrincipalIdentifier: &admin}}}})
		if err != nil {
			return err
		}
		read, err := l.grants.GetDataLakeSettings(l.ctx, &lakeformation.GetDataLakeSettingsInput{})
		if err != nil {
			return err
		}
		if len(read.DataLakeSettings.DataLakeAdmins) != 1 {
			return fmt.Errorf("%d administrators", len(read.DataLakeSettings.DataLakeAdmins))
		}
		return same("administrator", read.DataLakeSettings.DataLakeAdmins[0].DataLakePrincipalIdentifier, admin)
	})
	l.step("lakeformation: registered place echoes WithFederation", func() error {
		place := aws.String("arn:aws:s3tables:" + region + ":" + l.account + ":bucket/*")
		_, err := l.grants.RegisterResource(l.ctx, &lakeformation.RegisterResourceInput{ResourceArn: place,
			RoleArn: &l.roleARN, WithFederation: aws.Bool(true)})
		if err != nil {
			return err
		}
		read, err := l.grants.DescribeResource(l.ctx, &lakeformation.DescribeResourceInput{ResourceArn: place})
		if err != nil {
			return err
		}
		if !aws.ToBool(read.ResourceInfo.WithFederation) {
			return errors.New("WithFederation is not true")
		}
		_, err = l.grants.DeregisterResource(l.ctx, &lakeformation.DeregisterResourceInput{ResourceArn: place})
		return errors.Join(recent(read.ResourceInfo.LastModified), err)
	})
	l.step("lakeformation: grant is listed", func() error {
		_, err := l.grants.GrantPermissions(l.ctx, &lakeformation.GrantPermissionsInput{Principal: who, Resource: what,
			Permissions: may})
		if err != nil {
			return err
		}
		read, err := l.grants.ListPermissions(l.ctx, &lakeformation.ListPermissionsInput{Principal: who, Resource: what})
		if err == nil && len(read.PrincipalResourcePermissions) != 1 {
			return fmt.Errorf("%d entries", len(read.PrincipalResourcePermissions))
		}
		return err
	})
	l.step("lakeformation: revoking twice says that nothing was revoked", func() error {
		revoke := &lakeformation.RevokePermissionsInput{Principal: who, Resource: what, Permissions: may}
		if _, err := l.grants.RevokePermissions(l.ctx, revoke); err != nil {
			return err
		}
		_, err := l.grants.RevokePermissions(l.ctx, revoke) // without these words Terraform's destroy retries for minutes
		return refused[*types.InvalidInputException](err, "No permissions revoked. Grantee has no")
	})
}

// stable asks about the stream until it has this status; an empty status waits for it to be gone.
func (l *lake) stable(status firehosetypes.DeliveryStreamStatus) error {
	for wait := firstPoll; ; wait *= 2 {
		read, err := l.firehose.DescribeDeliveryStream(l.ctx,
			&firehose.DescribeDeliveryStreamInput{DeliveryStreamName: aws.String(stream)})
		if status == "" && err != nil {
			return refused[*firehosetypes.ResourceNotFoundException](err, stream)
		}
		if err != nil {
			return err
		}
		if read.DeliveryStreamDescription.DeliveryStreamStatus == status {
			return recent(read.DeliveryStreamDescription.CreateTimestamp)
		}
		select {
		case <-l.ctx.Done():
			return fmt.Errorf("still %s: %w", read.DeliveryStreamDescription.DeliveryStreamStatus, l.ctx.Err())
		case <-time.After(wait):
		}
	}
}

// grantStream gives the delivery role what origin 000 lists: the link, the namespace behind it and the table.
func (l *lake) grantStream() error {
	catalog := l.account + ":s3tablescatalog/" + bucket
	for _, grant := range []struct {
		what *types.Resource
		may  []types.Permission
	}{
		{&types.Resource{Database: &types.DatabaseResource{CatalogId: &l.account, Name: aws.String(link)}},
			[]types.Permission{types.PermissionDescribe}},
		{&types.Resource{Database: &types.DatabaseResource{CatalogId: &catalog, Name: aws.String(space)}},
			[]types.Permission{types.PermissionDescribe}},
		{&types.Resource{Table: &types.TableResource{CatalogId: &catalog, DatabaseName: aws.String(space),
			Name: aws.String(table)}},
			[]types.Permission{types.PermissionSelect, types.PermissionInsert, types.PermissionAlter,
				types.PermissionDescribe}},
	} {
		if _, err := l.grants.GrantPermissions(l.ctx, &lakeformation.GrantPermissionsInput{Resource: grant.what,
			Principal: &types.DataLakePrincipal{DataLakePrincipalIdentifier: &l.roleARN}, Permissions: grant.may,
		}); err != nil {
			return err
		}
	}
	return nil
}

func (l *lake) createStream() error {
	_, err := l.firehose.CreateDeliveryStream(l.ctx, &firehose.CreateDeliveryStreamInput{
		DeliveryStreamName: aws.String(stream),
		IcebergDestinationConfiguration: &firehosetypes.IcebergDestinationConfiguration{
			RoleARN: &l.roleARN,
			CatalogConfiguration: &firehosetypes.CatalogConfiguration{
				CatalogARN: aws.String("arn:aws:glue:" + region + ":" + l.account + ":catalog")},
			DestinationTableConfigurationList: []firehosetypes.DestinationTableConfiguration{{
				DestinationDatabaseName: aws.String(link), DestinationTableName: aws.String(table),
				UniqueKeys: []string{"id"}}},
			S3Configuration: &firehosetypes.S3DestinationConfiguration{RoleARN: &l.roleARN,
				BucketARN: aws.String("arn:aws:s3:::" + backup)}}})
	return err
}

func (l *lake) delivery() {
	l.step("firehose: unknown stream is ResourceNotFoundException", func() error { return l.stable("") })
	l.step("firehose: without grants the role is refused by name", func() error {
		return refused[*firehosetypes.InvalidArgumentException](l.createStream(), l.roleARN)
	})
	l.step("lakeformation: grants of origin 000", l.grantStream)
	l.step("firehose: stream into the table becomes active", func() error {
		if err := l.createStream(); err != nil {
			return err
		}
		return l.stable(firehosetypes.DeliveryStreamStatusActive)
	})
	l.step("firehose: stream is deleted", func() error {
		_, err := l.firehose.DeleteDeliveryStream(l.ctx,
			&firehose.DeleteDeliveryStreamInput{DeliveryStreamName: aws.String(stream)})
		if err != nil {
			return err
		}
		return l.stable("")
	})
}

func (l *lake) workgroup() {
	l.step("athena: unknown work group is InvalidRequestException", func() error {
		_, err := l.athena.GetWorkGroup(l.ctx, &athena.GetWorkGroupInput{WorkGroup: aws.String(group)})
		return refused[*athenatypes.InvalidRequestException](err, "is not found")
	})
	l.step("athena: work group, its tags and its end", func() error {
		_, err := l.athena.CreateWorkGroup(l.ctx, &athena.CreateWorkGroupInput{Name: aws.String(group),
			Configuration: &athenatypes.WorkGroupConfiguration{ResultConfiguration: &athenatypes.ResultConfiguration{
				OutputLocation: aws.String("s3://" + backup + "/athena/")}}})
		if err != nil {
			return err
		}
		read, err := l.athena.GetWorkGroup(l.ctx, &athena.GetWorkGroupInput{WorkGroup: aws.String(group)})
		if err != nil {
			return err
		}
		tags, err := l.athena.ListTagsForResource(l.ctx, &athena.ListTagsForResourceInput{
			ResourceARN: aws.String("arn:aws:athena:" + region + ":" + l.account + ":workgroup/" + group)})
		if err == nil && len(tags.Tags) != 0 {
			err = fmt.Errorf("%d tags", len(tags.Tags))
		}
		_, gone := l.athena.DeleteWorkGroup(l.ctx, &athena.DeleteWorkGroupInput{WorkGroup: aws.String(group),
			RecursiveDeleteOption: aws.Bool(true)})
		return errors.Join(err, gone, recent(read.WorkGroup.CreationTime))
	})
}

func (l *lake) remove() {
	l.step("all: removed in the provider's order", func() error {
		where := &s3tables.DeleteTableInput{TableBucketARN: &l.bucketARN, Namespace: aws.String(space),
			Name: aws.String(table)}
		_, e1 := l.glue.DeleteDatabase(l.ctx, &glue.DeleteDatabaseInput{Name: aws.String(link)})
		_, e2 := l.tables.DeleteTable(l.ctx, where)
		_, e3 := l.tables.DeleteNamespace(l.ctx, &s3tables.DeleteNamespaceInput{TableBucketARN: &l.bucketARN,
			Namespace: aws.String(space)})
		_, e4 := l.tables.DeleteTableBucket(l.ctx, &s3tables.DeleteTableBucketInput{TableBucketARN: &l.bucketARN})
		_, e5 := l.s3.DeleteObject(l.ctx, &s3.DeleteObjectInput{Bucket: aws.String(backup), Key: aws.String("a/b c+ü")})
		_, e6 := l.s3.DeleteBucket(l.ctx, &s3.DeleteBucketInput{Bucket: aws.String(backup)})
		_, e7 := l.iam.DetachRolePolicy(l.ctx, &iam.DetachRolePolicyInput{RoleName: aws.String(role),
			PolicyArn: &l.policyARN})
		_, e8 := l.iam.DeletePolicy(l.ctx, &iam.DeletePolicyInput{PolicyArn: &l.policyARN})
		_, e9 := l.iam.DeleteRole(l.ctx, &iam.DeleteRoleInput{RoleName: aws.String(role)})
		return errors.Join(e1, e2, e3, e4, e5, e6, e7, e8, e9)
	})
	l.step("s3tables: deleting again is NotFoundException", func() error {
		_, err := l.tables.DeleteTableBucket(l.ctx, &s3tables.DeleteTableBucketInput{TableBucketARN: &l.bucketARN})
		return refused[*tabletypes.NotFoundException](err, "")
	})
}
