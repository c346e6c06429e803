#include "client/formats/keepass.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "client/formats/attached.h"
#include "client/formats/keepass_entry.h"
#include "client/formats/keepass_extra.h"
#include "client/formats/xml_reader.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"

namespace klad::client {
namespace {

// What stands in <Binary>: base 64, packed or not.
struct Binary {
  absl::string_view text;
  Packing packing = Packing::kNone;
};

// A file of an entry: it, or the id of one in <Meta>.
struct Attached {
  std::string name;
  std::string reference;
  Binary binary;
};

// Of an element as it stands in the file, what is between its tags.
absl::string_view Inside(absl::string_view element) {
  const size_t start = element.find('>');
  const size_t end = element.rfind('<');
  return start < end && end != absl::string_view::npos
             ? element.substr(start + 1, end - start - 1)
             : absl::string_view();
}

// What may be in one <Entry>, or in one of its <History>.
struct Entry {
  std::vector<KeePassString> strings;
  std::vector<Attached> attachments;
  std::string tags;
  std::string created;
  std::string modified;
  std::string expires;
  bool does_expire = false;
  std::string override_address;
  KeePassExtra extra;
  bool encrypted = false;

  absl::string_view Get(absl::string_view key) const {
    for (const KeePassString& string : strings) {
      if (string.key == key) return ViewOf(string.value);
    }
    return "";
  }
};

class Handler : public XmlHandler {
 public:
  explicit Handler(Rows& rows) : rows_(rows) {}

  void Start(absl::string_view name, const Attributes& attributes) override {
    if (name == "Group") groups_.emplace_back();
    if (name == "History") ++history_;
    if (name == "Entry") entries_.emplace_back();
    if (name == "String") string_ = KeePassString();
    if (name == "Binary") {
      attached_ = Attached();
      attached_.reference = IdOf(attributes.Get("ID"));
      attached_.binary.packing = PackingOf(attributes);
    }
    if (name == "Value") {
      attached_.reference = IdOf(attributes.Get("Ref"));
      attached_.binary.packing = PackingOf(attributes);
      const bool encrypted = attributes.Get("Protected") == "True";
      string_.is_protected =
          encrypted || attributes.Get("ProtectInMemory") == "True";
      if (encrypted && !entries_.empty()) entries_.back().encrypted = true;
    }
    path_.emplace_back(name);
  }

  absl::Status End(absl::string_view name, absl::string_view text,
                   absl::string_view element) override {
    path_.pop_back();
    const absl::string_view parent =
        path_.empty() ? absl::string_view() : absl::string_view(path_.back());
    if (!entries_.empty()) return EndInEntry(name, parent, text, element);
    if (parent == "Binaries" && name == "Binary") KeepBinary(element);
    if (name == "RecycleBinUUID") bin_ = std::string(text);
    if (name == "Group") groups_.pop_back();
    if (parent == "Group" && name == "Name")
      groups_.back().name = std::string(text);
    if (parent == "Group" && name == "UUID")
      groups_.back().id = std::string(text);
    if (parent == "Group" && name == "Tags")
      groups_.back().tags = std::string(text);
    if (parent == "Group" && name == "Notes")
      return TakeGroupNote(text, element);
    return absl::OkStatus();
  }

 private:
  struct Group {
    std::string name;
    std::string id;
    std::string tags;
  };

  // What was written about a group is a note that lies in it.
  absl::Status TakeGroupNote(absl::string_view text, absl::string_view raw) {
    if (InRecycleBin()) return absl::OkStatus();
    return rows_.TakeFolderNote(groups_.back().name, Path(), text, raw);
  }

  absl::Status EndInEntry(absl::string_view name, absl::string_view parent,
                          absl::string_view text, absl::string_view element) {
    Entry& entry = entries_.back();
    if (std::max({entry.strings.size(), entry.attachments.size(),
                  entry.extra.size(), earlier_.size()}) > kMaxXmlParts) {
      return TooManyXmlParts();
    }
    if (parent == "Binary") {
      if (name == "Key") attached_.name = std::string(text.substr(0, 256));
      if (name == "Value") attached_.binary.text = Inside(element);
    }
    if (name == "Key") string_.key = std::string(text.substr(0, 256));
    if (name == "Value" && parent == "String") {
      string_.value.assign(text.data(), text.size());
    }
    if (name == "String") entry.strings.push_back(std::move(string_));
    if (name == "Binary") entry.attachments.push_back(std::move(attached_));
    if (parent == "Entry" && name == "Tags") entry.tags = std::string(text);
    if (parent == "Times") EndTime(name, text, entry);
    entry.extra.End(name, parent, text);
    if (name == "OverrideURL") entry.override_address = std::string(text);
    if (name == "History") --history_;
    if (name != "Entry") return absl::OkStatus();
    if (history_ > 0) {
      EndEarlier();
      return absl::OkStatus();
    }
    return EndEntry(element);
  }

  static void EndTime(absl::string_view name, absl::string_view text,
                      Entry& entry) {
    if (name == "CreationTime") entry.created = std::string(text);
    if (name == "LastModificationTime") entry.modified = std::string(text);
    if (name == "ExpiryTime") entry.expires = std::string(text);
    if (name == "Expires") entry.does_expire = text == "True";
  }

  // An earlier state of the entry around it: only its password is of interest.
  void EndEarlier() {
    Entry earlier = std::move(entries_.back());
    entries_.pop_back();
    const absl::string_view password = earlier.Get("Password");
    earlier_.push_back({earlier.modified,
                        WipedString(password.data(), password.size()), false});
  }

  absl::Status EndEntry(absl::string_view raw) {
    const Entry entry = std::move(entries_.back());
    entries_.pop_back();
    const std::vector<KeePassString> earlier = std::move(earlier_);
    earlier_.clear();
    RETURN_IF_ERROR(rows_.Begin(raw));
    if (InRecycleBin()) {
      rows_.Reject(entry.Get("Title"), Tr("it lies in the recycle bin"));
      return absl::OkStatus();
    }
    if (entry.encrypted) {
      rows_.Reject(entry.Get("Title"),
                   Tr("its values are encrypted: export KeePass XML (2.x) "
                      "from the program itself"));
      return absl::OkStatus();
    }
    Draft draft;
    TakeKeePassStrings(entry.strings, &draft);
    draft.Field("override URL", entry.override_address, false);
    if (entry.does_expire) draft.Field("expires", entry.expires, false);
    entry.extra.Take(&draft);
    draft.Folder(Path());
    for (const Group& group : groups_) TakeTags(group.tags, &draft);
    TakeTags(entry.tags, &draft);
    TakeTime(entry.created, &Draft::Created, &draft);
    TakeTime(entry.modified, &Draft::Updated, &draft);
    TakeEarlier(earlier, &draft);
    for (const Attached& file : entry.attachments) TakeAttached(file, &draft);
    return rows_.Take(std::move(draft));
  }

  static void TakeTags(const std::string& tags, Draft* draft) {
    for (const absl::string_view tag :
         absl::StrSplit(tags, absl::ByAnyChar(";,"))) {
      draft->Tag(tag);
    }
  }

  // A number.
  static std::string IdOf(absl::string_view text) {
    return std::string(text.substr(0, 32));
  }

  static Packing PackingOf(const Attributes& attributes) {
    return attributes.Get("Compressed") == "True" ? Packing::kGzip
                                                  : Packing::kNone;
  }

  // Of <Meta>, which stands before all entries.
  void KeepBinary(absl::string_view element) {
    attached_.binary.text = Inside(element);
    if (binaries_.size() < kMaxImportRows) {
      binaries_[attached_.reference] = attached_.binary;
    }
  }

  void TakeAttached(const Attached& file, Draft* draft) {
    Binary binary = file.binary;
    if (!file.reference.empty()) {
      const auto found = binaries_.find(file.reference);
      if (found == binaries_.end()) return MissFile(file.name, draft);
      binary = found->second;
    }
    TakeFile(file.name, Base64Contents(binary.text, binary.packing),
             /*document=*/false, rows_, draft);
  }

  // KeePass keeps a state for every edit, most with the same password.
  static void TakeEarlier(const std::vector<KeePassString>& earlier,
                          Draft* draft) {
    std::vector<absl::string_view> seen = {draft->item.password.Expose()};
    for (const KeePassString& one : earlier) {
      const absl::string_view value = ViewOf(one.value);
      if (std::find(seen.begin(), seen.end(), value) != seen.end()) continue;
      seen.push_back(value);
      draft->EarlierPassword(value, absl::string_view(one.key).substr(0, 10));
    }
  }

  // KDBX 4 writes seconds since the year 1 in Base64 there; XML exports have
  // ISO 8601.
  static void TakeTime(const std::string& time,
                       void (Draft::*take)(absl::string_view), Draft* draft) {
    if (absl::StrContains(time, '-')) (draft->*take)(time);
  }

  // The first group is the database itself.
  std::string Path() const {
    std::vector<absl::string_view> names;
    for (size_t i = 1; i < groups_.size(); ++i)
      names.push_back(groups_[i].name);
    return absl::StrJoin(names, "/");
  }

  bool InRecycleBin() const {
    for (const Group& group : groups_) {
      if (!bin_.empty() && group.id == bin_) return true;
    }
    return false;
  }

  Rows& rows_;
  std::vector<std::string> path_;
  std::vector<Group> groups_;
  std::vector<Entry> entries_;  // an entry, and within it one of its history
  std::vector<KeePassString> earlier_;
  KeePassString string_;
  Attached attached_;
  std::map<std::string, Binary> binaries_;  // by id
  int history_ = 0;
  std::string bin_;
};

absl::Status Read(const Source& source, Rows& rows) {
  Handler handler(rows);
  return ReadXml(source.text, handler);
}

Fit FitOf(const Source& source) {
  return source.root == "KeePassFile" ? Fit::kExactly : Fit::kNo;
}

}  // namespace

Format KeePassXml() {
  return {"keepass-xml", "KeePass", Shape::kXml, FitOf, Read};
}

}  // namespace klad::client
