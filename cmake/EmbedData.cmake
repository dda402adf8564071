# embed_data(LAYER FILE...): the files, given from the project's root, become readable in LAYER as LAYER_data("name"),
# the name being the file's without its folder; remade when one changes. LAYER declares in its own header
#   std::string_view LAYER_data(std::string_view name);   // CHECKs that there is such a file
# As a script (cmake -DLAYER=… -DFILES=… -DOUTPUT=… -P): writes that definition to OUTPUT.
if(CMAKE_SCRIPT_MODE_FILE)
  set(arrays "")
  set(cases "")
  set(index 0)
  string(REPLACE "|" ";" files "${FILES}")
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME)
    file(READ ${file} bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
    string(APPEND arrays "constexpr char kFile${index}[] = \"${bytes}\";\n")
    string(APPEND cases "    if (name == \"${name}\") return {kFile${index}, sizeof(kFile${index}) - 1};\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(WRITE ${OUTPUT} "#include <string_view>\n\n#include \"base/check.h\"\n\nnamespace xinglin {\nnamespace {\n${arrays}}  // namespace\n
std::string_view ${LAYER}_data(std::string_view name);
std::string_view ${LAYER}_data(std::string_view name) {\n${cases}    constexpr bool kIsKnown = false;\n    CHECK(kIsKnown);\n    return {};\n}\n\n}  // namespace xinglin\n")
  return()
endif()

function(embed_data layer)
  set(files "")
  foreach(file IN LISTS ARGN)
    list(APPEND files ${PROJECT_SOURCE_DIR}/${file})
  endforeach()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${layer}_data.cc)
  list(JOIN files "|" joined)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DLAYER=${layer} -DFILES=${joined} -DOUTPUT=${output} -P ${PROJECT_SOURCE_DIR}/cmake/EmbedData.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/EmbedData.cmake VERBATIM)
  # The standard asks compilers for 65,536 characters a literal; ours take more, and a list of words may have more.
  set_source_files_properties(${output} PROPERTIES COMPILE_OPTIONS -Wno-overlength-strings)
  target_sources(${layer} PRIVATE ${output})
endfunction()
