#pragma once

#include <string>

#include "services/s3/s3.h"

namespace firn::services::s3 {

// The lifecycle of a bucket as it is kept: the document and what came beside it.
struct KeptLifecycle {
  api::s3::BucketLifecycleConfiguration configuration;
  std::string minimum_size;
};
template <class A>
void Describe(A& a, KeptLifecycle& r) {
  a("configuration", r.configuration);
  a("minimum_size", r.minimum_size);
}

}  // namespace firn::services::s3
