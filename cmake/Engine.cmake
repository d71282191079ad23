# DuckDB as a prebuilt shared library with the C headers of the same version. deps/fetch.py puts both, hash-checked,
# into FIRN_DEPS_DIR (milliseconds when they are there); this file describes them to the build.
set(FIRN_DEPS_DIR "${CMAKE_SOURCE_DIR}/.deps" CACHE PATH "where deps/fetch.py puts what Debian does not package")
execute_process(COMMAND python3 "${CMAKE_SOURCE_DIR}/deps/fetch.py" "${FIRN_DEPS_DIR}" COMMAND_ERROR_IS_FATAL ANY)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/deps/fetch.py"
  "${CMAKE_SOURCE_DIR}/deps/engine/package-lock.json")
# Beside the program, so that build/firn runs in place.
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
file(CREATE_LINK "${FIRN_DEPS_DIR}/engine/libduckdb.so" "${CMAKE_BINARY_DIR}/lib/libduckdb.so" COPY_ON_ERROR SYMBOLIC)
set(FIRN_ENGINE_LIBRARY "${FIRN_DEPS_DIR}/engine/libduckdb.so")
add_library(duckdb SHARED IMPORTED)
set_target_properties(duckdb PROPERTIES IMPORTED_LOCATION "${FIRN_ENGINE_LIBRARY}" IMPORTED_SONAME libduckdb.so)
target_include_directories(duckdb SYSTEM INTERFACE "${FIRN_DEPS_DIR}/engine/include")
