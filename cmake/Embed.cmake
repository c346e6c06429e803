# cmake -DOUT=FILE.cc -DFILES="NAME=PATH;..." -P Embed.cmake
# Writes the files as a table of client/api/api_files.h.
set(text "#include \"client/api/api_files.h\"\n\nnamespace klad::client {\n\n")
string(APPEND text "const std::vector<ApiFile>& ApiFiles() {\n")
string(APPEND text "  static const auto* files = new std::vector<ApiFile>{\n")
foreach(file ${FILES})
  string(REPLACE "=" ";" parts "${file}")
  list(GET parts 0 name)
  list(GET parts 1 path)
  file(READ ${path} hex HEX)
  string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${hex}")
  # A literal may not be too long; adjacent ones are joined.
  string(REGEX REPLACE "((\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..)(\\\\x..))" "\\1\"\n       \"" bytes "${bytes}")
  string(APPEND text "      {\"${name}\",\n       \"${bytes}\"},\n")
endforeach()
string(APPEND text "  };\n  return *files;\n}\n\n}  // namespace klad::client\n")
file(WRITE ${OUT} "${text}")
