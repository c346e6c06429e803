// XML element by element, with expat. No document is built.
//
// Refused are documents that declare entities or nest deeper than 64 levels:
// no export needs either, and both are how XML is made to explode.
#ifndef KLAD_CLIENT_FORMATS_XML_READER_H_
#define KLAD_CLIENT_FORMATS_XML_READER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/formats/wiped.h"

namespace klad::client {

// Of one entry: values, earlier states, labels.
inline constexpr size_t kMaxXmlParts = 10'000;
// The error of a handler that has met more.
absl::Status TooManyXmlParts();

class XmlHandler {
 public:
  // Pairs of name and value, ended by null, as expat gives them.
  class Attributes {
   public:
    explicit Attributes(const char** pairs) : pairs_(pairs) {}
    absl::string_view Get(absl::string_view name) const;

   private:
    const char** const pairs_;
  };

  virtual ~XmlHandler() = default;
  virtual void Start(absl::string_view name, const Attributes& attributes) = 0;
  // `text`: all characters directly inside the element. `element`: it, from
  // its first tag to its last, as it stands in the file. An error ends the
  // reading.
  virtual absl::Status End(absl::string_view name, absl::string_view text,
                           absl::string_view element) = 0;
};

// Of one text; more of it is passed over and End() sees the beginning.
inline constexpr size_t kMaxXmlText = 1 << 20;
// Of one text, name, attribute or comment: above it nobody wrote the file. The
// longest are attachments in base 64.
inline constexpr size_t kMaxXmlToken = 14 << 20;

// A usage error that names the line for what is not XML, or has more than
// kMaxXmlToken in one place.
absl::Status ReadXml(absl::string_view text, XmlHandler& handler);

// The name of the first element; errors as of ReadXml.
absl::StatusOr<std::string> XmlRoot(absl::string_view text);

}  // namespace klad::client

#endif  // KLAD_CLIENT_FORMATS_XML_READER_H_
