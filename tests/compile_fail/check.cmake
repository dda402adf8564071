# cmake -DCOMPILER=… -DFLAGS=… -DSOURCE=… -P check.cmake: fails unless SOURCE compiles without MUST_FAIL and, with it, is
# refused for the reason that its "// expect:" line names.
separate_arguments(FLAGS)
file(STRINGS ${SOURCE} expect REGEX "^// expect: ")
if(NOT expect)
  message(FATAL_ERROR "${SOURCE} has no line \"// expect: REGEX\".")
endif()
string(REPLACE "// expect: " "" expect "${expect}")

execute_process(COMMAND ${COMPILER} ${FLAGS} -fsyntax-only ${SOURCE} RESULT_VARIABLE status ERROR_VARIABLE messages)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must compile as it stands:\n${messages}")
endif()
execute_process(COMMAND ${COMPILER} ${FLAGS} -DMUST_FAIL -fsyntax-only ${SOURCE}
  RESULT_VARIABLE status ERROR_VARIABLE messages)
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} must not compile with MUST_FAIL.")
endif()
if(NOT messages MATCHES "${expect}")
  message(FATAL_ERROR "${SOURCE} is refused for another reason than \"${expect}\":\n${messages}")
endif()
