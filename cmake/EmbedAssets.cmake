# embed_assets(TARGET FOLDER): the files of FOLDER become the definition of embedded_assets() in TARGET, remade when one changes.
# As a script (cmake -DFOLDER=… -DOUTPUT=… -P): writes that definition to OUTPUT.
if(CMAKE_SCRIPT_MODE_FILE)
  file(GLOB files ${FOLDER}/*)
  list(SORT files)
  set(arrays "")
  set(entries "")
  set(index 0)
  foreach(file IN LISTS files)
    get_filename_component(name ${file} NAME)
    file(READ ${file} bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
    string(APPEND arrays "constexpr char kAsset${index}[] = \"${bytes}\";\n")
    string(APPEND entries "    {\"${name}\", {kAsset${index}, sizeof(kAsset${index}) - 1}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(WRITE ${OUTPUT} "#include \"web/embedded_assets.h\"\n\nnamespace xinglin {\nnamespace {\n${arrays}
constexpr EmbeddedAsset kAssets[] = {\n${entries}};\n}  // namespace\n
std::span<const EmbeddedAsset> embedded_assets() { return kAssets; }\n\n}  // namespace xinglin\n")
  return()
endif()

function(embed_assets target folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_assets.cc)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DOUTPUT=${output} -P ${PROJECT_SOURCE_DIR}/cmake/EmbedAssets.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/EmbedAssets.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()
