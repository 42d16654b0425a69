// Edits of the elements of a message, whatever they are: set, append, remove, replace, insert
// before and after, as entries of the one list that is applied in one pass.
#pragma once

#include "sip/edit.h"
#include "sip/element.h"
#include "sip/element_state.h"
#include "sip/message.h"
#include "sip/result.h"
#include "sip/text_room.h"

#include <cstddef>
#include <string_view>

namespace weir::sip {

//   ElementEditor edit(message, edits, room);
//   edit.set(*Element::host(**message.uri()), "example.com");
//   edit.append(Element::fields(message), "X-Trunk: 7");
//
// Applied, a message parses back to what its calls said: separators, brackets and line ends come
// along. Texts are elements without these: "Name: value", "name=value", one value of a list.
//
// Nested edits: parts of an element may be edited in any order, but an element that is replaced or
// removed has no parts any more, and one whose parts were edited is not replaced or removed. What
// stands beside each other does not touch. The first edit wins; a later one in its way is refused,
// and an element is set once.
//
// Each call adds all the edits it needs or none. Errors of every call: kSyntax for a text that does
// not fit (see element_grammar.h) or an element of which this cannot be asked; kEditRefused when an
// earlier edit holds the bytes or the list is full; kNoSpace when a text finds no room; kDuplicate
// for a second parameter of a name or a second field that may stand once. Texts that are given,
// the message and the room must outlive the list's use.
//
// Content-Length is left to mend_content_length(), and the first Via field to what forwards the
// message (via_fix.h): edits of either are refused with kEditRefused.
class ElementEditor {
 public:
  // `message` is one that parse() took without an error.
  ElementEditor(const MessageView& message, EditList& edits, TextRoom& room) noexcept
      : message_(&message), edits_(&edits), room_(&room), state_(message, edits) {}

  // Puts `text` in the place of the element, or adds it when it is not there. An addr-spec comes
  // into angle brackets when the edit makes it need them (RFC 3261 section 20.10).
  [[nodiscard]] Error set(const Element& element, std::string_view text) noexcept;

  // Takes the element out with its separator: a field with its line, a value with a comma, and the
  // field with its last value; a user with its password. kSyntax for what a message cannot be
  // without: method, status, URI, host. kMissing for what is not there.
  [[nodiscard]] Error remove(const Element& element) noexcept;

  // Adds a sibling of a field, a value of a list or a parameter, which must be there or have been
  // replaced. Several before (or after) the same element come out in the order of the calls.
  [[nodiscard]] Error insert_before(const Element& element, std::string_view text) noexcept;
  [[nodiscard]] Error insert_after(const Element& element, std::string_view text) noexcept;

  // Adds at the end of what the element holds: a field to kFields, a value to kFieldValue of a
  // list, a parameter to kValue, kUri or kRequestUri, bytes to kBody. kSyntax for others.
  [[nodiscard]] Error append(const Element& element, std::string_view text) noexcept;

 private:
  std::size_t offset(std::string_view part) const noexcept { return message_->offset(part); }
  Error check(const Element& element, std::string_view text) const noexcept;

  Error set_missing(const Element& element, std::string_view text) noexcept;
  Error insert(const Element& element, std::string_view text, ElementState::Side side) noexcept;
  Error append_field(std::string_view text) noexcept;
  Error append_value(const Element& list, std::string_view text) noexcept;
  Error append_param(const Element& owner, std::string_view text) noexcept;
  Error put(std::size_t at, Rank rank, std::string_view prefix, std::string_view text,
            std::string_view suffix) noexcept;
  Error bracket(const Element& element, std::string_view text) noexcept;
  Error remove_value(const Element& element) noexcept;
  Error remove_range(const char* begin, const char* end) noexcept;

  const MessageView* message_;
  EditList* edits_;
  TextRoom* room_;
  ElementState state_;
};

// Puts the size that the body has after all edits into every Content-Length field. To be called
// once, when the list is complete. kEditRefused, and nothing changed, when an earlier edit holds
// one of them: who made it knows better. kNoSpace when the room lacks kContentLengthText bytes.
inline constexpr std::size_t kContentLengthText = 10;
[[nodiscard]] Error mend_content_length(const MessageView& message, EditList& edits,
                                        TextRoom& room) noexcept;

}  // namespace weir::sip
