// What the edits that a list holds already have done to elements of its message.
#pragma once

#include "sip/edit.h"
#include "sip/element.h"
#include "sip/message.h"

#include <cstddef>
#include <string_view>

namespace weir::sip {

// How an element stands among its neighbours. An insertion at its begin that has a higher rank than
// `before`, or one at its end with a lower one than `after`, is in it.
struct ElementRow {
  Element::Kind kind;
  Rank before;
  Rank after;
  Rank own;                 // of the element where it was missing, and of what follows it
  std::string_view prefix;  // written around it where it was missing
  std::string_view suffix;
};
const ElementRow& element_row(Element::Kind kind) noexcept;

// Questions of ElementEditor.
class ElementState {
 public:
  enum class Side : bool { kBefore, kAfter };

  ElementState(const MessageView& message, const EditList& edits) noexcept
      : message_(&message), edits_(&edits) {}

  // The field that the element is, or is in; null for the start line, kFields and the body.
  const Field* field_of(const Element& element) const noexcept;

  // True for elements that others keep true: Content-Length, the first Via field.
  bool is_kept(const Element& element) const noexcept;

  // True when a new field beside the element, or in its place, would be a Content-Length or may
  // come out above the first Via.
  bool is_kept_field(const Element& element, std::string_view text, Side side) const noexcept;

  // True when nothing of the part is left and nothing stands in its place.
  bool is_gone(std::string_view part) const noexcept;

  // True when it is gone, or was replaced by itself or with more.
  bool is_covered(std::string_view part) const noexcept;

  // True when the element is there for others to stand beside it: as it was, or set.
  bool is_there(const Element& element) const noexcept;

  // True when something was inserted in the element, or where it is missing.
  bool has_inserted_parts(const Element& element) const noexcept;

  // True when something in the element was removed, replaced or inserted, or more than it was.
  bool is_edited(const Element& element) const noexcept;

  // True when `text` would be a second parameter of its name, or a second field of those that may
  // stand once. `but_itself`: in the place of the element, not beside it.
  bool has_twin(const Element& element, std::string_view text, bool but_itself) const noexcept;

 private:
  std::size_t offset(std::string_view part) const noexcept { return message_->offset(part); }
  std::string_view replacement(std::string_view part) const noexcept;
  bool has_param(const Element& element, std::string_view name, bool but_itself) const noexcept;
  bool has_field(const Element& element, HeaderId id, bool but_itself) const noexcept;

  const MessageView* message_;
  const EditList* edits_;
};

}  // namespace weir::sip
