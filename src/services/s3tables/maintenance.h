#pragma once

#include <map>
#include <string>

#include "services/s3tables/settings.h"

// Automatic maintenance: what is configured, with the defaults of the user guide filled in.
namespace firn::services::s3tables {

using BucketMaintenance =
    std::map<std::string, api::s3tables::TableBucketMaintenanceConfigurationValue>;
using TableMaintenance = std::map<std::string, api::s3tables::TableMaintenanceConfigurationValue>;

BucketMaintenance MaintenanceOf(const BucketSettings& settings);
TableMaintenance MaintenanceOf(const TableSettings& settings);

// Replaces the configuration of one type. BadRequestException when it lacks a status, carries the
// settings of another type, or a value lies outside the documented range.
Result<void> Configure(BucketSettings& settings, const std::string& type,
                       const api::s3tables::TableBucketMaintenanceConfigurationValue& value);
Result<void> Configure(TableSettings& settings, const std::string& type,
                       const api::s3tables::TableMaintenanceConfigurationValue& value);

// Whether the value asks for files in the table's sort order, which needs one.
bool WantsSortOrder(const api::s3tables::TableMaintenanceConfigurationValue& value);

}  // namespace firn::services::s3tables
