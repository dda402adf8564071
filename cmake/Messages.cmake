# add_messages(LAYER SOURCE TRANSLATION...): the catalogue of sentences in data/messages, a folder a locale, becomes message_rows.h (read by
# every layer that uses LAYER) and the sentences of LAYER. A wrong catalogue does not build: tools/message_table says where and how to mend it.
function(add_messages layer)
  add_executable(message_table ${PROJECT_SOURCE_DIR}/tools/message_table/message_table.cc)
  target_link_libraries(message_table PRIVATE xinglin_flags ICU::uc)
  set(folders "")
  set(files "")
  foreach(locale IN LISTS ARGN)
    list(APPEND folders ${PROJECT_SOURCE_DIR}/data/messages/${locale})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/messages/${locale}/*.txt)
    list(APPEND files ${found})
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/messages)
  add_custom_command(OUTPUT ${output}/messages.stamp
    BYPRODUCTS ${output}/message_rows.h ${output}/message_texts.cc
    COMMAND message_table ${output} ${folders} DEPENDS ${files} message_table VERBATIM)
  # The stamp is newer than files that did not change: who reads those is not compiled again.
  target_sources(${layer} PRIVATE ${output}/messages.stamp ${output}/message_texts.cc)
  set_source_files_properties(${output}/message_texts.cc ${output}/message_rows.h PROPERTIES GENERATED ON)
  target_include_directories(${layer} PUBLIC ${output})
endfunction()
