# Runs codegen/generate.py over the botocore models at configure time and again whenever an operation file appears, a
# correction changes or the generator itself does. The generator rewrites only files whose text changed.
set(FIRN_GENERATED_DIR "${CMAKE_BINARY_DIR}/gen")
file(GLOB_RECURSE FIRN_OPERATION_FILES CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/services/*/ops/*.cc")
file(GLOB FIRN_GENERATOR_INPUTS CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/codegen/*.py" "${CMAKE_SOURCE_DIR}/codegen/*/*.json")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${FIRN_GENERATOR_INPUTS})
execute_process(
  COMMAND python3 "${CMAKE_SOURCE_DIR}/codegen/generate.py"
    --models "${FIRN_DEPS_DIR}/botocore/botocore/data" --source "${CMAKE_SOURCE_DIR}" --out "${FIRN_GENERATED_DIR}"
  COMMAND_ERROR_IS_FATAL ANY)
