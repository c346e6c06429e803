#include "client/formats/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "client/error.h"
#include "client/words/words.h"

namespace klad::client {
namespace {

constexpr size_t kMaxDepth = 64;
// The largest file that is read, of elements of 45 bytes: KeePass writes them
// larger.
constexpr size_t kMaxElements = 3'000'000;
// Above some, elements are hardly smaller than their tags: nothing but empty
// ones are soon refused.
constexpr size_t kFewElements = 100'000;
constexpr size_t kLeastElement = 12;
// What expat is given at once.
constexpr size_t kChunk = 1 << 20;
constexpr size_t kRootWithin = 64 << 10;

struct FreeParser {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

void* Allocate(size_t size) {
  auto* block = static_cast<size_t*>(malloc(size + sizeof(size_t) * 2));
  if (block == nullptr) return nullptr;
  *block = size;
  return block + 2;
}

void Free(void* data) {
  if (data == nullptr) return;
  size_t* block = static_cast<size_t*>(data) - 2;
  sodium_memzero(data, *block);
  free(block);
}

void* Reallocate(void* data, size_t size) {
  void* larger = Allocate(size);
  if (larger == nullptr || data == nullptr) return larger;
  const size_t kept = std::min(size, *(static_cast<size_t*>(data) - 2));
  std::copy_n(static_cast<char*>(data), kept, static_cast<char*>(larger));
  Free(data);
  return larger;
}

// Between expat's callbacks and the handler.
class Reading {
 public:
  Reading(XmlHandler* handler, absl::string_view text)
      : handler_(handler), text_(text) {
    const XML_Memory_Handling_Suite wiping = {Allocate, Reallocate, Free};
    parser_.reset(XML_ParserCreate_MM("UTF-8", &wiping, nullptr));
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), OnStart, OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), OnText);
    XML_SetEntityDeclHandler(parser_.get(), OnEntity);
  }

  absl::Status Read() {
    // Two tags an element: looked for before seconds are spent on them.
    if (static_cast<size_t>(std::count(text_.begin(), text_.end(), '<')) >
        2 * kMaxElements) {
      return TooManyElements();
    }
    for (size_t at = 0; at <= text_.size(); at += kChunk) {
      const absl::string_view chunk = text_.substr(at, kChunk);
      const bool last = at + chunk.size() == text_.size();
      const XML_Status status =
          XML_Parse(parser_.get(), chunk.data(), static_cast<int>(chunk.size()),
                    last ? 1 : 0);
      if (!error_.ok()) return error_;
      if (status != XML_STATUS_OK) return NotXml("");
      if (last) break;
      const size_t done = Place();
      if (at + chunk.size() > done + kMaxXmlToken) return Endless();
    }
    return absl::OkStatus();
  }

  const std::string& root() const { return root_; }

 private:
  // Of what expat is telling.
  size_t Place() const {
    return static_cast<size_t>(XML_GetCurrentByteIndex(parser_.get()));
  }

  absl::Status TooManyElements() {
    return NotXml(Tr("it has more elements than any export"));
  }

  bool IsOneTooMany() {
    ++elements_;
    return elements_ > kMaxElements ||
           (elements_ > kFewElements && Place() < elements_ * kLeastElement);
  }

  static Reading& Of(void* data) { return *static_cast<Reading*>(data); }

  static void OnStart(void* data, const char* name, const char** pairs) {
    Reading& reading = Of(data);
    if (reading.root_.empty()) reading.root_ = name;
    reading.text_size_ = 0;
    if (reading.IsOneTooMany()) {
      return reading.Stop(reading.TooManyElements());
    }
    if (reading.open_.size() == kMaxDepth) {
      return reading.Stop(reading.NotXml(Tr("it nests too deep")));
    }
    reading.open_.push_back({reading.Place(), {}});
    if (reading.handler_ != nullptr) {
      reading.handler_->Start(name, XmlHandler::Attributes(pairs));
    } else {
      reading.Stop(absl::CancelledError());
    }
  }

  static void OnEnd(void* data, const char* name) {
    Reading& reading = Of(data);
    if (!reading.error_.ok()) return;
    const Element& element = reading.open_.back();
    const size_t end =
        reading.Place() +
        static_cast<size_t>(XML_GetCurrentByteCount(reading.parser_.get()));
    const absl::Status ended = reading.handler_->End(
        name, ViewOf(element.text),
        reading.text_.substr(element.start, end - element.start));
    reading.open_.pop_back();
    if (!ended.ok()) reading.Stop(ended);
  }

  static void OnText(void* data, const char* text, int size) {
    Reading& reading = Of(data);
    if (reading.open_.empty()) return;
    reading.text_size_ += static_cast<size_t>(size);
    if (reading.text_size_ > kMaxXmlToken) {
      return reading.Stop(reading.Endless());
    }
    WipedString& kept = reading.open_.back().text;
    const size_t room = kMaxXmlText - std::min(kept.size(), kMaxXmlText);
    kept.append(text, std::min(room, static_cast<size_t>(size)));
  }

  static void OnEntity(void* data, const char*, int, const char*, int,
                       const char*, const char*, const char*, const char*) {
    Reading& reading = Of(data);
    reading.Stop(reading.NotXml(Tr("it declares entities, as no export does")));
  }

  void Stop(absl::Status why) {
    if (error_.ok()) error_ = std::move(why);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  // `what`: "it nests too deep", or nothing.
  absl::Status NotXml(absl::string_view what) {
    const auto line = XML_GetCurrentLineNumber(parser_.get());
    return Error(ExitCode::kUsage,
                 what.empty()
                     ? Say("the file is damaged XML: line $0", line)
                     : Say("the file is damaged XML: line $0: $1", line, what),
                 Tr("export again, and do not edit the file"));
  }

  absl::Status Endless() {
    return Error(
        ExitCode::kUsage,
        Say("the file is damaged XML: line $0 has a text of more than "
            "$1 MiB",
            XML_GetCurrentLineNumber(parser_.get()), kMaxXmlToken >> 20),
        Tr("export again, and do not edit the file"));
  }

  struct Element {
    size_t start;
    WipedString text;
  };

  XmlHandler* const handler_;
  const absl::string_view text_;
  Parser parser_;
  size_t elements_ = 0;
  size_t text_size_ = 0;  // since the last element began
  std::vector<Element> open_;
  std::string root_;
  absl::Status error_;
};

}  // namespace

absl::Status TooManyXmlParts() {
  return Error(ExitCode::kUsage,
               Say("the file is damaged XML: an entry has more than $0 values",
                   kMaxXmlParts),
               Tr("export again, and do not edit the file"));
}

absl::string_view XmlHandler::Attributes::Get(absl::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (pair[0] == name) return pair[1];
  }
  return "";
}

absl::Status ReadXml(absl::string_view text, XmlHandler& handler) {
  return Reading(&handler, text).Read();
}

absl::StatusOr<std::string> XmlRoot(absl::string_view text) {
  Reading reading(nullptr, text.substr(0, kRootWithin));
  const absl::Status read = reading.Read();
  if (reading.root().empty()) return read;
  return reading.root();
}

}  // namespace klad::client
