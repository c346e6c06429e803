#include "client/links/link_table.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "client/error.h"
#include "client/formats/csv.h"
#include "client/title.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

constexpr size_t kMaxCell = 5000;

struct LinkField {
  absl::string_view name;
  absl::string_view usual;  // what its column is called, folded
};
constexpr LinkField kFields[] = {
    {"name", "name|short|keyword|имя|слово"},
    {"address", "address|url|link|href|website|адрес|ссылка|сайт"},
    {"title", "title|название|заголовок"},
    {"purpose", "purpose|description|note|notes|назначение|описание|заметка"},
    {"category", "category|folder|path|категория|раздел|папка"},
    {"tags", "tags|labels|метки|теги"},
};

// Which column holds each field.
using Places = std::map<absl::string_view, size_t>;

std::string FieldNames() {
  return absl::StrJoin(kFields, ", ", [](std::string* out, const auto& field) {
    absl::StrAppend(out, field.name);
  });
}

Places UsualPlaces(const std::vector<std::string>& header) {
  Places places;
  for (const LinkField& field : kFields) {
    const std::vector<std::string> usual = absl::StrSplit(field.usual, '|');
    for (size_t i = 0; i < header.size(); ++i) {
      if (std::find(usual.begin(), usual.end(), header[i]) != usual.end()) {
        places.emplace(field.name, i);
      }
    }
  }
  return places;
}

absl::Status TakeColumns(const std::vector<std::string>& header,
                         const LinkColumns& columns, Places* places) {
  for (const auto& [column, name] : columns) {
    const auto* field = std::find_if(std::begin(kFields), std::end(kFields),
                                     [&wanted = name](const LinkField& each) {
                                       return each.name == wanted;
                                     });
    if (field == std::end(kFields)) {
      return Error(ExitCode::kUsage, Say("a link has no field $0", name),
                   Say("fields: $0", FieldNames()));
    }
    const auto at = std::find(header.begin(), header.end(), FoldTitle(column));
    if (at == header.end()) {
      return Error(ExitCode::kUsage, Say("the table has no column $0", column),
                   Say("columns: $0", absl::StrJoin(header, ", ")));
    }
    (*places)[field->name] = static_cast<size_t>(at - header.begin());
  }
  if (places->count("address") > 0) return absl::OkStatus();
  return Error(ExitCode::kUsage, Tr("no column of the table holds addresses"),
               Say("say which: --map COLUMN=address; columns: $0",
                   absl::StrJoin(header, ", ")));
}

// One record by its fields.
LinkRow RowOf(const Places& places, size_t row,
              const std::vector<absl::string_view>& cells) {
  const auto get = [&](absl::string_view field) {
    const auto place = places.find(field);
    return place == places.end() || place->second >= cells.size()
               ? absl::string_view()
               : cells[place->second];
  };
  LinkRow link;
  link.row = row;
  link.name = OneLine(get("name"), kMaxCell);
  link.address = std::string(absl::StripAsciiWhitespace(get("address")));
  link.title = OneLine(get("title"), kMaxCell);
  link.purpose = std::string(absl::StripAsciiWhitespace(get("purpose")));
  link.category = CategoryPath(absl::StrSplit(get("category"), '/'));
  link.tags = TagsIn(get("tags"));
  return link;
}

std::string Cell(absl::string_view text) {
  if (text.find_first_of(",;\t\"\r\n") == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

absl::StatusOr<LinkRows> ReadLinkTable(absl::string_view text,
                                       const LinkColumns& columns) {
  CsvReader reader(text, SniffCsv(text));
  ASSIGN_OR_RETURN(const bool any, reader.Next());
  if (!any) {
    return Error(ExitCode::kUsage, Tr("the file is empty"),
                 Tr("export the links once more"));
  }
  std::vector<std::string> header;
  for (const absl::string_view name : reader.fields()) {
    header.push_back(FoldTitle(name));
  }
  Places places = UsualPlaces(header);
  RETURN_IF_ERROR(TakeColumns(header, columns, &places));
  LinkRows rows;
  for (size_t row = 1;; ++row) {
    ASSIGN_OR_RETURN(const bool more, reader.Next());
    if (!more) return rows;
    LinkRow link = RowOf(places, row, reader.fields());
    if (reader.too_large() || reader.fields().size() > header.size()) {
      rows.doubts.push_back(
          {row, link.address,
           std::string(
               Tr("it has more cells than the header, or is too long"))});
    } else if (link.address.empty()) {
      rows.doubts.push_back(
          {row, link.title, std::string(Tr("it has no address"))});
    } else {
      rows.links.push_back(std::move(link));
    }
  }
}

std::string WriteLinkTable(const std::vector<klad::v1::Link>& links) {
  std::string table = "name,address,title,purpose,category,tags\n";
  for (const klad::v1::Link& link : links) {
    absl::StrAppend(&table,
                    absl::StrJoin({Cell(link.name()), Cell(link.address()),
                                   Cell(link.title()), Cell(link.purpose()),
                                   Cell(link.category()),
                                   Cell(absl::StrJoin(link.tags(), ","))},
                                  ","),
                    "\n");
  }
  return table;
}

}  // namespace klad::client
