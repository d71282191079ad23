# Compiler launcher, linker and warnings, the same for every target.
find_program(FIRN_CCACHE ccache)
if(FIRN_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${FIRN_CCACHE}")
endif()
find_program(FIRN_MOLD mold)
if(FIRN_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
# The engine's processors (and every x86-64 server since 2013) have AVX2; simdjson picks its kernel by these flags, so
# every file that uses it must be compiled with the same ones.
# g++ 12 sees overlaps (restrict) in inlined std::string assignments that are none.
add_compile_options(-Wall -Wextra -Werror -Wno-missing-field-initializers -Wno-invalid-offsetof -Wno-restrict)
