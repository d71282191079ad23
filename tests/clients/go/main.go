// Command clients speaks to a lake with the AWS SDK for Go v2, whose JSON decoders are strict about types, in the
// order and with the edge cases of Terraform's AWS provider. It says "ok NAME" or "FAIL NAME -> reason" per step.
//
//	ENDPOINT=http://127.0.0.1:5600 clients
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/firehose"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lakeformation"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3tables"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	region   = "us-east-1"
	bucket   = "go-lake"
	backup   = "go-lake-backup"
	space    = "events"
	table    = "initial_events"
	link     = "events_link"
	role     = "go-lake-firehose"
	stream   = "go-events"
	group    = "go-lake"
	budget   = 100 * time.Second
	clockOff = 10 * time.Minute
)

// lake holds one client per service and what earlier steps made.
type lake struct {
	ctx       context.Context
	sts       *sts.Client
	iam       *iam.Client
	s3        *s3.Client
	tables    *s3tables.Client
	glue      *glue.Client
	grants    *lakeformation.Client
	firehose  *firehose.Client
	athena    *athena.Client
	account   string
	bucketARN string
	roleARN   string
	policyARN string
	failed    int
}

// step runs one check and says how it went; later steps run all the same.
func (l *lake) step(name string, check func() error) {
	if err := check(); err != nil {
		l.failed++
		fmt.Printf("FAIL %s -> %s\n", name, strings.ReplaceAll(err.Error(), "\n", " "))
		return
	}
	fmt.Printf("ok %s\n", name)
}

// refused passes when err is the modelled error type E and its text holds part.
func refused[E error](err error, part string) error {
	var typed E
	switch {
	case err == nil:
		return fmt.Errorf("no error; expected %T", typed)
	case !errors.As(err, &typed):
		return fmt.Errorf("expected %T, got %w", typed, err)
	case !strings.Contains(err.Error(), part):
		return fmt.Errorf("%q is not in: %w", part, err)
	}
	return nil
}

// recent passes for a decoded timestamp of this run.
func recent(at *time.Time) error {
	if at == nil {
		return errors.New("the timestamp is missing")
	}
	if off := time.Since(*at).Abs(); off > clockOff {
		return fmt.Errorf("the timestamp %s is %s away from now", at, off)
	}
	return nil
}

// same passes when a decoded text is there and is the wanted one.
func same(what string, got *string, want string) error {
	if aws.ToString(got) != want {
		return fmt.Errorf("%s is %q, expected %q", what, aws.ToString(got), want)
	}
	return nil
}

func connect(ctx context.Context, endpoint string) (*lake, error) {
	cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(region), config.WithBaseEndpoint(endpoint),
		config.WithRetryMaxAttempts(1),
		config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider("test", "test", "")))
	if err != nil {
		return nil, err
	}
	return &lake{
		ctx: ctx, sts: sts.NewFromConfig(cfg), iam: iam.NewFromConfig(cfg),
		s3:     s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }),
		tables: s3tables.NewFromConfig(cfg), glue: glue.NewFromConfig(cfg), grants: lakeformation.NewFromConfig(cfg),
		firehose: firehose.NewFromConfig(cfg), athena: athena.NewFromConfig(cfg),
	}, nil
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	l, err := connect(ctx, os.Getenv("ENDPOINT"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	l.identity()
	l.objects()
	l.tableBucket()
	l.tableInside()
	l.catalog()
	l.permissions()
	l.delivery()
	l.workgroup()
	l.remove()
	if l.failed > 0 {
		os.Exit(1)
	}
}
