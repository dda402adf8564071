# add_layer(NAME [DEPENDS layer...] [HIDES layer...] [LINKS target...] [TEST_LINKS target...])
#
# A layer is the folder src/NAME, a static library. It includes itself and the layers named here and no others:
# each layer has an include root of its own, so an undeclared include is "file not found"; only a layer that was
# added before can be named, so no cycle and no upward edge configures. HIDES are used in its .cc files only, tests
# included.
function(add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "DEPENDS;HIDES;LINKS;TEST_LINKS")
  set(root ${PROJECT_BINARY_DIR}/layers/${name})  # holds one link: NAME -> src/NAME
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${folder} ${root}/${name} SYMBOLIC)
  file(GLOB headers CONFIGURE_DEPENDS ${root}/${name}/*.h)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cc)
  file(GLOB tests CONFIGURE_DEPENDS ${folder}/*_test.cc)
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$")
  foreach(lower IN LISTS arg_DEPENDS arg_HIDES)
    if(NOT TARGET ${lower})
      message(FATAL_ERROR "layer ${name}: '${lower}' is not a lower layer")
    endif()
  endforeach()

  if(NOT sources)
    file(WRITE ${root}/empty.cc "")
    set(sources ${root}/empty.cc)
  endif()
  add_library(${name} STATIC ${sources})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${headers})
  set_target_properties(${name} PROPERTIES OUTPUT_NAME xinglin_${name} VERIFY_INTERFACE_HEADER_SETS ON)
  target_link_libraries(${name} PUBLIC ${arg_DEPENDS} xinglin_flags PRIVATE ${arg_HIDES} ${arg_LINKS})

  if(XINGLIN_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE ${name} ${arg_HIDES} ${arg_TEST_LINKS} GTest::gtest_main)
    set(properties ENVIRONMENT "XINGLIN_SOURCE_DIR=${CMAKE_SOURCE_DIR}")
    if(XINGLIN_TEST_PROGRAMS)
      add_test(NAME ${name}.all COMMAND ${name}_test)
      set_tests_properties(${name}.all PROPERTIES ${properties} TIMEOUT 1800)
    else()
      gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
    endif()
  endif()
endfunction()
