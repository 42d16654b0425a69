// Elements: the parts of a message that an edit may be about, and where each stands.
#pragma once

#include "sip/message.h"
#include "sip/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weir::sip {

// An element of a message that parse() took without an error. Views borrow from the message.
struct Element {
  enum class Kind : std::uint8_t {
    kMethod,
    kRequestUri,
    kStatus,
    kReason,
    kFields,      // all header fields
    kField,       // one of them: "Name: value"
    kFieldValue,  // what follows its colon
    kValue,       // one value of a comma list; of another field all of its value
    kDisplay,     // of a name-addr, quotes included
    kUri,         // of a name-addr
    kParam,       // "name=value" behind a value
    kUser,        // of a URI; of a tel URI its number
    kHost,
    kPort,
    kUriParam,  // "name=value" in a URI
    kBody,
  };

  Kind kind = Kind::kBody;
  bool present = true;      // not so: `text` is empty and stands where the element would
  std::string_view text;    // the element as set() takes it
  std::string_view around;  // the element that it is a part of: its URI, value, field or message

  constexpr bool is_parameter() const noexcept {
    return kind == Kind::kParam || kind == Kind::kUriParam;
  }

  // Parts of the start line. Errors: kMissing for the other kind of message.
  static Result<Element> method(const MessageView& message) noexcept;
  static Result<Element> request_uri(const MessageView& message) noexcept;
  static Result<Element> status(const MessageView& message) noexcept;
  static Result<Element> reason(const MessageView& message) noexcept;

  static Element fields(const MessageView& message) noexcept;
  static Element field(const MessageView& message, const Field& field) noexcept;
  static Element field_value(const MessageView& message, const Field& field) noexcept;
  static Element body(const MessageView& message) noexcept;

  // Value `number` of the field, counted from 0; empty ones do not count. Errors: kMissing, also
  // for an empty field; kTruncated for an open quote or bracket.
  static Result<Element> value(const MessageView& message, const Field& field,
                               std::size_t number) noexcept;

  // Parts of a name-addr that was parsed from this message. A value without display name has its
  // place before the URI. Errors: kMissing for "*".
  static Result<Element> display(const NameAddr& value) noexcept;
  static Result<Element> uri(const NameAddr& value) noexcept;

  // The parameter of a value (of a name-addr, a Via, an Event...) that is not in its URI. `value`
  // is the text of the whole value, such as NameAddr::text.
  static Element param(std::string_view value, std::string_view name) noexcept;

  // Parts of the Request-URI, or of the URI of a name-addr. Errors: kMissing for one that a URI of
  // this scheme cannot have.
  static Result<Element> user(const Uri& uri) noexcept;
  static Result<Element> host(const Uri& uri) noexcept;
  static Result<Element> port(const Uri& uri) noexcept;
  static Result<Element> uri_param(const Uri& uri, std::string_view name) noexcept;
};

// The position behind a view's last byte.
constexpr const char* end_of(std::string_view text) noexcept { return text.data() + text.size(); }

// Takes the next value off `rest`, what remains of a comma list, without the LWS around it. Empty
// values are passed over; commas in quotes and in angle brackets do not separate. Empty at the end.
// Errors: kTruncated for an open quote or bracket. RFC 3261 section 7.3.1.
Result<std::string_view> next_list_value(std::string_view& rest) noexcept;

// The parameters behind a value, from the first ';' that stands in no quotes and angle brackets;
// an empty view at its end when there are none.
Params params_of_value(std::string_view value) noexcept;

// The list that the parameter `param` is in, or would be. Errors: kSyntax for a list that does not
// parse to its end.
Result<Params> params_around(const Element& param) noexcept;

// The parameters of a URI, with their place when there are none. Errors: kMissing for a scheme that
// is neither sip, sips nor tel.
Result<Params> params_of_uri(const Uri& uri) noexcept;

}  // namespace weir::sip
