#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "wire/http.h"
#include "wire/shape.h"

// AWS Signature Version 4: signing, and verifying with AWS's own words for what is wrong. Sources:
// aws.md 8.1, the IAM user guide's "Signature Version 4" and S3's "Authenticating Requests".
namespace firn::wire {

// How the signed text is formed. S3 signs the path as it is and names the body's hash in
// x-amz-content-sha256; every other service encodes the received path once more and hashes the body
// itself, whatever that header says.
enum class SigningStyle : uint8_t { kStandard, kS3 };
SigningStyle StyleOf(std::string_view signing_name);

// Which family of codes and statuses authentication failures use.
enum class ErrorFamily : uint8_t { kJson, kRestJson, kQuery, kS3 };
ErrorFamily FamilyOf(Protocol protocol);

// "20150830/us-east-1/iam" of a credential.
struct SigningScope {
  std::string date;  // "20150830"
  std::string region;
  std::string service;       // signing name
  std::string text() const;  // "20150830/us-east-1/iam/aws4_request"
  bool operator==(const SigningScope&) const = default;
};

// What a request says about who signed it. Nothing in here is proven before Verify.
struct SignatureClaim {
  std::string access_key_id;
  SigningScope scope;
  std::vector<std::string> signed_headers;  // lower case, as listed
  std::string signature;
  std::string session_token;            // empty for long-lived keys
  std::string amz_date;                 // "20150830T123600Z"
  Time time;                            // the same as a time
  bool presigned = false;               // in the query string
  Duration expires = Duration::zero();  // of presigned requests, from `time` on
};

// The scope a request claims, as far as it can be read, for choosing the service before anything is
// verified.
std::optional<SigningScope> FindScope(const HttpRequest& request);

// Reads the claim. Nothing when the request is not signed at all; kUnauthenticated when it is
// signed wrongly: IncompleteSignature(Exception), AuthorizationHeaderMalformed,
// AuthorizationQueryParametersError.
Result<std::optional<SignatureClaim>> ReadSignature(const HttpRequest& request, ErrorFamily family);

// What the signature says of an S3 body.
enum class PayloadKind : uint8_t {
  kHashed,                  // one hash for the whole body
  kUnsigned,                // UNSIGNED-PAYLOAD
  kChunkedSigned,           // STREAMING-AWS4-HMAC-SHA256-PAYLOAD
  kChunkedSignedTrailer,    // STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER
  kChunkedUnsignedTrailer,  // STREAMING-UNSIGNED-PAYLOAD-TRAILER
};

// A proven signature, with what the body's decoder (aws_chunked.h) needs.
struct VerifiedSignature {
  PayloadKind payload = PayloadKind::kHashed;
  std::string declared_sha256;  // kHashed in S3: the hash the body must have, in hex
  std::string signing_key;      // raw bytes; a secret
  std::string signature;        // seed of the first chunk's signature
  std::string amz_date;
  SigningScope scope;
};

struct VerifyOptions {
  ErrorFamily family = ErrorFamily::kJson;
  SigningStyle style = SigningStyle::kStandard;
  std::string_view service;  // the signing name the scope must have
  Time now;
  // SHA-256 of the body in hex, when the caller knows it already; else it is computed from the
  // request's body.
  std::string_view body_sha256;
  // S3: leave comparing the body with declared_sha256 to the caller, who has not received it yet.
  bool body_follows = false;
};

// Verifies claims. Keeps derived keys, so that a signature costs a few hashes. Threads: any.
class SignatureVerifier {
 public:
  SignatureVerifier();
  ~SignatureVerifier();

  // kUnauthenticated with the family's code: SignatureDoesNotMatch or InvalidSignatureException for
  // a wrong signature, a wrong scope or a stale date; RequestTimeTooSkewed, "Request has expired",
  // unsigned headers; kInvalid XAmzContentSHA256Mismatch when S3's body is not the declared one.
  Result<VerifiedSignature> Verify(const HttpRequest& request, const SignatureClaim& claim,
                                   std::string_view secret, const VerifyOptions& options) const;

 private:
  struct Cache;
  std::unique_ptr<Cache> cache_;
};

// Compares a body received after Verify with what was declared.
Result<void> CheckDeclaredBody(const VerifiedSignature& verified, std::string_view body_sha256_hex);

// SHA-256 of a body in hex, read in pieces.
Result<std::string> BodySha256(const Body& body);

// Failures that only the holder of the keys can find.
Error MissingAuthentication(
    ErrorFamily family);  // the operation needs a signature and there is none
Error UnknownAccessKey(ErrorFamily family, std::string_view access_key_id);
Error ExpiredSessionToken(ErrorFamily family);
Error InvalidSessionToken(ErrorFamily family);  // missing, or not the one issued with the key

struct SigningInput {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty for long-lived keys
  std::string region;
  std::string service;  // signing name
  Time now;
  // Replaces the body's hash: "UNSIGNED-PAYLOAD" or a STREAMING-… literal. Empty hashes the body.
  std::string payload_hash;
};

// Adds X-Amz-Date, X-Amz-Security-Token, for S3 X-Amz-Content-SHA256, and Authorization. `request`
// must have its Host header and is not changed any more afterwards.
Result<void> SignRequest(const SigningInput& input, HttpRequest* request);

// Adds the signature to the query string, valid for `expires` (at most a week). S3 bodies stay
// unsigned.
Result<void> PresignRequest(const SigningInput& input, std::chrono::seconds expires,
                            HttpRequest* request);

}  // namespace firn::wire
