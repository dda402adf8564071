# The flags and tools of every target. Nothing here leaks into global CMake variables but the launchers.
add_library(xinglin_flags INTERFACE)
target_compile_options(xinglin_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wswitch-enum -Werror -fno-omit-frame-pointer)
# g++ 12 sees overlapping copies in std::string's own assignment when it optimises (GCC bug 105651, mended in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(xinglin_flags INTERFACE -Wno-restrict)
endif()

# What ships is hardened; the sanitizers' builds look for the same and more.
if(NOT XINGLIN_SANITIZE)
  target_link_options(xinglin_flags INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
endif()

if(XINGLIN_SANITIZE)
  # With a sanitizer's checks in between, g++ 12 takes much of the standard library's own code for uninitialised (GCC bug
  # 105562); the builds without one keep the warning.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(xinglin_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
  target_compile_options(xinglin_flags INTERFACE -fsanitize=${XINGLIN_SANITIZE} -fno-sanitize-recover=all)
  target_link_options(xinglin_flags INTERFACE -fsanitize=${XINGLIN_SANITIZE})
endif()

# Paths below the checkout are hashed relative to the build folder, so a second checkout finds what the first compiled.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  target_link_options(xinglin_flags INTERFACE -fuse-ld=mold)
endif()
