#pragma once

#include <openssl/evp.h>

#include "base/cipher.h"

namespace firn::detail {

const EVP_MD* DigestMethod(ShaBits sha);

}  // namespace firn::detail
