#include "sip/element_state.h"

#include "sip/edit_range.h"
#include "sip/token.h"

#include <algorithm>
#include <array>

namespace weir::sip {
namespace {

using Kind = Element::Kind;

constexpr auto kRows = std::to_array<ElementRow>({
    {Kind::kMethod, Rank::kPlain, Rank::kPlain, Rank::kPlain, "", ""},
    {Kind::kRequestUri, Rank::kPlain, Rank::kPlain, Rank::kPlain, "", ""},
    {Kind::kStatus, Rank::kPlain, Rank::kPlain, Rank::kPlain, "", ""},
    {Kind::kReason, Rank::kPlain, Rank::kPlain, Rank::kPlain, " ", ""},
    {Kind::kFields, Rank::kPlain, Rank::kPlain, Rank::kPlain, "", "\r\n"},
    {Kind::kField, Rank::kPlain, Rank::kUser, Rank::kPlain, "", "\r\n"},
    {Kind::kFieldValue, Rank::kPlain, Rank::kUser, Rank::kPlain, " ", ""},
    {Kind::kValue, Rank::kValue, Rank::kValueEnd, Rank::kValueEnd, "", ""},
    {Kind::kDisplay, Rank::kDisplay, Rank::kDisplay, Rank::kDisplay, "", " "},
    {Kind::kUri, Rank::kBracket, Rank::kBracketEnd, Rank::kPlain, "", ""},
    {Kind::kParam, Rank::kParam, Rank::kParam, Rank::kParam, ";", ""},
    {Kind::kUser, Rank::kUser, Rank::kPort, Rank::kUser, "", "@"},
    {Kind::kHost, Rank::kUser, Rank::kPort, Rank::kPlain, "", ""},
    {Kind::kPort, Rank::kUser, Rank::kPort, Rank::kPort, ":", ""},
    {Kind::kUriParam, Rank::kUriParam, Rank::kUriParam, Rank::kUriParam, ";", ""},
    {Kind::kBody, Rank::kUser, Rank::kUser, Rank::kPlain, "", ""},
});

static_assert([] {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].kind) != i) return false;
  }
  return kRows.back().kind == Kind::kBody;
}());

std::string_view name_before(std::string_view text, char stop) noexcept {
  return trim(slice(text, 0, text.find(stop)));
}

}  // namespace

const ElementRow& element_row(Kind kind) noexcept { return kRows[static_cast<std::size_t>(kind)]; }

// The field that the element stands in, or is.
const Field* ElementState::field_of(const Element& element) const noexcept {
  if (element.kind == Kind::kFields || element.kind == Kind::kBody) return nullptr;
  const std::size_t at = offset(element.text);
  for (const Field& field : message_->fields()) {
    if (field.begin <= at && at < field.end) return &field;
  }
  return nullptr;
}

// True for elements that others keep true: Content-Length, the first Via field.
bool ElementState::is_kept(const Element& element) const noexcept {
  const Field* const field = field_of(element);
  if (field == nullptr) return false;
  return field->id == HeaderId::kContentLength || field == message_->first(HeaderId::kVia);
}

// True when a new field would be a Content-Length, or may come out above the first Via.
bool ElementState::is_kept_field(const Element& element, std::string_view text,
                                 Side side) const noexcept {
  const HeaderId id = find_header(name_before(text, ':'));
  if (id == HeaderId::kContentLength) return true;
  const Field* const field = field_of(element);
  const Field* const via = message_->first(HeaderId::kVia);
  if (id != HeaderId::kVia || field == nullptr || via == nullptr) return false;
  return side == Side::kBefore ? field->begin <= via->begin : field->begin < via->begin;
}

// True when something was inserted in the element, or where it is missing.
bool ElementState::has_inserted_parts(const Element& element) const noexcept {
  const ElementRow& row = element_row(element.kind);
  const std::size_t begin = offset(element.text);
  const std::size_t end = begin + element.text.size();
  return std::ranges::any_of(edits_->edits(), [&](const EditList::Edit& edit) {
    if (!edit.is_insertion()) return false;
    if (begin == end) {
      return edit.begin == begin && (edit.rank == row.own || row.own == Rank::kPlain);
    }
    return (begin < edit.begin && edit.begin < end) ||
           (edit.begin == begin && edit.rank > row.before) ||
           (edit.begin == end && edit.rank < row.after);
  });
}

bool ElementState::is_edited(const Element& element) const noexcept {
  const std::size_t begin = offset(element.text);
  return has_inserted_parts(element) || edits_->removed(begin, begin + element.text.size());
}

// True when edits take all of `part` out, or put something in its place.
bool ElementState::is_covered(std::string_view part) const noexcept {
  const std::size_t begin = offset(part);
  const std::size_t end = begin + part.size();
  return is_gone(part) || std::ranges::any_of(edits_->edits(), [=](const EditList::Edit& edit) {
           return !edit.is_insertion() && edit.begin <= begin && end <= edit.end;
         });
}

// True when the element is still there for others to stand beside it: as it was or set, but not
// gone with what is around it.
bool ElementState::is_there(const Element& element) const noexcept {
  const std::size_t begin = offset(element.text);
  const std::size_t end = begin + element.text.size();
  const Rank own = element_row(element.kind).own;
  const bool set = std::ranges::any_of(edits_->edits(), [=](const EditList::Edit& edit) {
    return edit.begin == begin && edit.end == end && edit.size > 0 && edit.rank == own;
  });
  return set || !is_covered(element.text);
}

bool ElementState::is_gone(std::string_view part) const noexcept {
  const std::size_t begin = offset(part);
  return sip::is_gone(*edits_, begin, begin + part.size());
}

// What stands in the place of `part` by now; itself when it was not replaced.
std::string_view ElementState::replacement(std::string_view part) const noexcept {
  const std::size_t begin = offset(part);
  for (const EditList::Edit& edit : edits_->edits()) {
    if (!edit.is_insertion() && edit.begin == begin && edit.end == begin + part.size()) {
      return {edit.text, edit.size};
    }
  }
  return part;
}

bool ElementState::has_param(const Element& element, std::string_view name,
                             bool but_itself) const noexcept {
  const Result<Params> params = params_around(element);
  if (!params) return false;
  std::string_view rest = params->text;
  for (;;) {
    const Result<Param> param = params->of_uri ? next_uri_param(rest) : next_param(rest);
    if (!param || param->name.empty()) break;
    if (but_itself && param->name.data() == element.text.data()) continue;
    const char* const end = end_of(param->has_value ? param->value : param->name);
    const std::string_view now =
        replacement({param->name.data(), static_cast<std::size_t>(end - param->name.data())});
    if (equal_ignoring_case(name_before(now, '='), name) && !is_gone(param->name)) return true;
  }
  const std::size_t begin = offset(element.around);
  const Rank rank = element_row(element.kind).own;
  return std::ranges::any_of(edits_->edits(), [&](const EditList::Edit& edit) {
    if (!edit.is_insertion() || edit.rank != rank) return false;
    if (edit.begin < begin || edit.begin > begin + element.around.size()) return false;
    return equal_ignoring_case(name_before({edit.text + 1, edit.size - 1u}, '='), name);
  });
}

bool ElementState::has_field(const Element& element, HeaderId id, bool but_itself) const noexcept {
  for (const Field& field : message_->fields()) {
    const Element other = Element::field(*message_, field);
    if (but_itself && other.text.data() == element.text.data()) continue;
    if (find_header(name_before(replacement(other.text), ':')) == id && !is_gone(other.text)) {
      return true;
    }
  }
  return std::ranges::any_of(edits_->edits(), [&](const EditList::Edit& edit) {
    if (!edit.is_insertion() || edit.rank != Rank::kPlain) return false;
    if (edit.begin < message_->headers_offset() || edit.begin > message_->headers_end()) {
      return false;
    }
    if (message_->raw()[edit.begin - 1] != '\n') return false;
    return find_header(name_before({edit.text, edit.size}, ':')) == id;
  });
}

// True when there would be a second parameter of one name, or a second field that may stand once.
bool ElementState::has_twin(const Element& element, std::string_view text,
                            bool but_itself) const noexcept {
  if (element.is_parameter()) return has_param(element, name_before(text, '='), but_itself);
  if (element.kind != Kind::kField) return false;
  const HeaderId id = find_header(name_before(text, ':'));
  return header_shape(id) == HeaderShape::kOnce && has_field(element, id, but_itself);
}

}  // namespace weir::sip
