#pragma once

#include <optional>

#include "authz/gate.h"
#include "services/firehose/record.h"

namespace firn::services::firehose {

// What a caller needs to have a stream encrypted with a key of its own.
void AddKeyNeeds(
    const std::optional<api::firehose::DeliveryStreamEncryptionConfigurationInput>& input,
    authz::Needs& needs);

// The state to keep. InvalidArgumentException when type and key do not fit.
Result<StreamEncryption> EncryptionOf(
    const api::firehose::DeliveryStreamEncryptionConfigurationInput& input);

}  // namespace firn::services::firehose
