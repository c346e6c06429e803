#include "client/formats/attached.h"

#include <sodium.h>
#include <zlib.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/formats/wiped_json.h"
#include "client/words/words.h"
#include "crypto/base/status_macros.h"
#include "crypto/vault/attachment.h"
#include "crypto/vault/limits.h"

namespace klad::client {
namespace {

using crypto::vault::kMaxAttachment;
using crypto::vault::kMaxAttachments;

// zlib's word for a header of gzip's around what it inflates.
constexpr int kGzipWindow = 15 + 16;
constexpr size_t kBlock = 64 << 10;

absl::Status TooLarge() { return absl::ResourceExhaustedError("attachment"); }
absl::Status Damaged() { return absl::DataLossError("attachment"); }

bool HasFile(const Imported& item, absl::string_view name) {
  return std::any_of(
      item.files.begin(), item.files.end(),
      [name](const ImportedFile& file) { return file.name == name; });
}

// "a.txt", "a (2).txt": names of one item's files differ.
std::string FreeName(const Imported& item, const std::string& name) {
  const size_t dot = std::min(name.rfind('.'), name.size());
  std::string free = name;
  for (int number = 2; HasFile(item, free); ++number) {
    free =
        absl::StrCat(name.substr(0, dot), " (", number, ")", name.substr(dot));
  }
  return free;
}

// Why a file cannot be kept; nothing when it can.
std::string Refusal(const std::string& name, const FileContents& contents,
                    const Draft& draft, Rows& rows) {
  if (!crypto::vault::CheckFileName(name).ok()) {
    return Say(
        "its attachment \"$0\" has a name that no file can have: save "
        "it by hand",
        name);
  }
  if (draft.item.files.size() == kMaxAttachments) {
    return Say(
        "its attachment \"$0\" is one too many: a credential has at "
        "most $1",
        name, kMaxAttachments);
  }
  const auto bytes = contents();
  if (absl::IsResourceExhausted(bytes.status())) {
    return Say(
        "its attachment \"$0\" is larger than $1 MiB: keep it "
        "elsewhere",
        name, kMaxAttachment >> 20);
  }
  if (!bytes.ok()) {
    return Say(
        "its attachment \"$0\" is damaged in the export: save it by "
        "hand",
        name);
  }
  if (!rows.CountFile(bytes->size())) {
    return Say(
        "its attachment \"$0\" is left out: those of one export have "
        "at most $1 MiB together",
        name, kMaxImportedFiles >> 20);
  }
  return "";
}

absl::StatusOr<WipedString> Decoded(absl::string_view text, size_t most) {
  const size_t blanks = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), absl::ascii_isspace));
  if ((text.size() - blanks) / 4 * 3 > most + 2) return TooLarge();
  WipedString bytes(text.size() / 4 * 3 + 3, '\0');
  size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()),
                        bytes.size(), text.data(), text.size(), " \t\r\n",
                        &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    return Damaged();
  }
  bytes.resize(size);
  return bytes;
}

// Of zlib's state, gone with it.
class Inflater {
 public:
  Inflater() { sound_ = inflateInit2(&stream_, kGzipWindow) == Z_OK; }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  absl::StatusOr<WipedString> All(WipedString packed) {
    if (!sound_) return Damaged();
    stream_.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
    WipedString bytes;
    WipedString block(kBlock, '\0');
    for (int state = Z_OK; state != Z_STREAM_END;) {
      stream_.next_out = reinterpret_cast<Bytef*>(block.data());
      stream_.avail_out = kBlock;
      state = inflate(&stream_, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END) return Damaged();
      bytes.append(block.data(), kBlock - stream_.avail_out);
      if (bytes.size() > kMaxAttachment) return TooLarge();
    }
    return bytes;
  }

 private:
  z_stream stream_ = {};
  bool sound_ = false;
};

}  // namespace

void TakeFile(absl::string_view name, FileContents contents, bool document,
              Rows& rows, Draft* draft) {
  const std::string wanted = OneLine(name);
  const std::string refusal = Refusal(wanted, contents, *draft, rows);
  if (!refusal.empty()) return draft->Lost(refusal);
  draft->item.files.push_back(
      {FreeName(draft->item, wanted), document, std::move(contents)});
}

void MissFile(absl::string_view name, Draft* draft) {
  draft->Lost(
      Say("its attachment \"$0\" is not in the export: save it in the other "
          "product, then klad credential attach",
          OneLine(name)));
}

FileContents Base64Contents(absl::string_view text, Packing packing) {
  return [text, packing]() -> absl::StatusOr<WipedString> {
    // What is packed is hardly ever larger than what comes of it.
    const size_t most = kMaxAttachment + kBlock;
    if (packing == Packing::kNone) return Decoded(text, kMaxAttachment);
    ASSIGN_OR_RETURN(WipedString packed, Decoded(text, most));
    return Inflater().All(std::move(packed));
  };
}

FileContents ZipContents(std::shared_ptr<ZipFiles> files, std::string name) {
  return [files = std::move(files), name = std::move(name)] {
    return files->Read(name, kMaxAttachment);
  };
}

void TakeEmbeddedFiles(const JsonSlice& list, absl::string_view contents,
                       Rows& rows, Draft* draft) {
  list.ForEachElement([&](const JsonSlice& file) {
        const WipedJson about = file.Parse(contents);
        absl::string_view text = file.Member(contents).text();
        const bool plain = text.size() >= 2 && text.front() == '"' &&
                           !absl::StrContains(text, '\\');
        if (!plain) {
          MissFile(TextOf(about, "name"), draft);
          return absl::OkStatus();
        }
        text = text.substr(1, text.size() - 2);
        TakeFile(TextOf(about, "name"), Base64Contents(text, Packing::kNone),
                 IsTrue(MemberOf(about, "document")), rows, draft);
        return absl::OkStatus();
      })
      .IgnoreError();  // there is none
}

}  // namespace klad::client
