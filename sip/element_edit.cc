#include "sip/element_edit.h"

#include "sip/address.h"
#include "sip/edit_range.h"
#include "sip/element_grammar.h"
#include "sip/element_state.h"
#include "sip/token.h"

#include <algorithm>
#include <array>

namespace weir::sip {
namespace {

using Kind = Element::Kind;

// Where the separator of a parameter begins: its ';' and the LWS before that.
const char* separator_of(const Element& param) noexcept {
  const char* at = param.text.data();
  const char* const begin = param.around.data();
  while (at > begin && is_space(at[-1])) --at;
  if (at > begin && at[-1] == ';') --at;
  while (at > begin && is_space(at[-1])) --at;
  return at;
}

// What a URI outside of angle brackets cannot have (RFC 3261 section 20.10).
bool needs_brackets(std::string_view text) noexcept {
  return text.find_first_of(",;?") != text.npos;
}

}  // namespace

Error ElementEditor::check(const Element& element, std::string_view text) const noexcept {
  const Field* const field = state_.field_of(element);
  if (element.is_parameter() && !params_around(element)) return Error::kSyntax;
  return fits(element, field == nullptr ? HeaderId::kOther : field->id, text) ? Error::kNone
                                                                              : Error::kSyntax;
}

Error ElementEditor::put(std::size_t at, Rank rank, std::string_view prefix, std::string_view text,
                         std::string_view suffix) noexcept {
  if (!prefix.empty() || !suffix.empty()) {
    const Result<std::string_view> joined = room_->join({prefix, text, suffix});
    if (!joined) return joined.error();
    text = *joined;
  }
  return edits_->insert(at, text, rank) ? Error::kNone : Error::kEditRefused;
}

// Puts the URI that the element is, or is in, or stands before, into angle brackets when it has
// none yet and `text` makes it need them.
Error ElementEditor::bracket(const Element& element, std::string_view text) noexcept {
  std::string_view uri;
  if (element.kind == Kind::kDisplay) {
    const Result<NameAddr> value = parse_name_addr(element.around);
    if (!value) return value.error();
    if (!value->bracketed && !parse_uri(value->uri)) return Error::kSyntax;
    uri = value->uri;
  } else if (element.kind == Kind::kUri) {
    if (needs_brackets(text)) uri = element.text;
  } else if (element.kind == Kind::kUriParam ||
             (element.kind == Kind::kUser && needs_brackets(text))) {
    uri = element.around;
  }
  if (uri.empty()) return Error::kNone;
  const std::size_t begin = offset(uri);
  if (begin < message_->headers_offset()) return Error::kNone;
  if (message_->raw()[begin - 1] == '<') return Error::kNone;
  const bool done = std::ranges::any_of(edits_->edits(), [=](const EditList::Edit& edit) {
    return edit.begin == begin && edit.is_insertion() && edit.rank == Rank::kBracket;
  });
  if (done) return Error::kNone;
  const bool good = edits_->insert(begin, "<", Rank::kBracket) &&
                    edits_->insert(begin + uri.size(), ">", Rank::kBracketEnd);
  return good ? Error::kNone : Error::kEditRefused;
}

Error ElementEditor::set_missing(const Element& element, std::string_view text) noexcept {
  if (element.is_parameter()) {
    const Kind owner = element.kind == Kind::kParam ? Kind::kValue : Kind::kUri;
    return append_param({owner, true, element.around, element.around}, text);
  }
  if (state_.is_covered(element.around)) return Error::kEditRefused;
  const ElementRow& row = element_row(element.kind);
  const EditList before = *edits_;
  Error error = put(offset(element.text), row.own, row.prefix, text, row.suffix);
  if (error == Error::kNone) error = bracket(element, text);
  if (error != Error::kNone) *edits_ = before;
  return error;
}

Error ElementEditor::set(const Element& element, std::string_view text) noexcept {
  if (element.kind == Kind::kFields) return Error::kSyntax;
  if (const Error error = check(element, text); error != Error::kNone) return error;
  if (state_.is_kept(element)) return Error::kEditRefused;
  if (element.kind == Kind::kField &&
      state_.is_kept_field(element, text, ElementState::Side::kBefore)) {
    return Error::kEditRefused;
  }
  if (element.is_parameter() && !element.present) return set_missing(element, text);
  if (state_.is_edited(element)) return Error::kEditRefused;
  if (state_.has_twin(element, text, true)) return Error::kDuplicate;
  const bool is_body = element.kind == Kind::kBody;
  if (!element.present || (element.text.empty() && !is_body)) return set_missing(element, text);

  const EditList before = *edits_;
  const std::size_t begin = offset(element.text);
  const bool good =
      edits_->replace(begin, begin + element.text.size(), text, element_row(element.kind).own);
  const Error error = good ? bracket(element, text) : Error::kEditRefused;
  if (error != Error::kNone) *edits_ = before;
  return error;
}

Error ElementEditor::insert(const Element& element, std::string_view text,
                            ElementState::Side side) noexcept {
  const bool before = side == ElementState::Side::kBefore;
  const bool parameter = element.is_parameter();
  if (!parameter && element.kind != Kind::kField && element.kind != Kind::kValue) {
    return Error::kSyntax;
  }
  if (!element.present) return Error::kMissing;
  if (const Error error = check(element, text); error != Error::kNone) return error;
  const ElementRow& row = element_row(element.kind);
  if (element.kind == Kind::kField) {
    if (state_.is_kept_field(element, text, side)) return Error::kEditRefused;
    if (state_.has_twin(element, text, false)) return Error::kDuplicate;
    if (!state_.is_there(element)) return Error::kEditRefused;
    const Field* const field = state_.field_of(element);
    return put(before ? field->begin : field->end, row.own, row.prefix, text, row.suffix);
  }
  if (state_.is_kept(element)) return Error::kEditRefused;
  if (state_.has_twin(element, text, false)) return Error::kDuplicate;
  if (!state_.is_there(element) || state_.is_covered(element.around)) return Error::kEditRefused;
  const std::size_t end = offset(element.text) + element.text.size();
  if (parameter) {
    const std::size_t at =
        before ? static_cast<std::size_t>(separator_of(element) - message_->raw().data()) : end;
    return put(at, row.own, row.prefix, text, row.suffix);
  }
  const Field* const field = state_.field_of(element);
  if (header_shape(field->id) != HeaderShape::kList || element.text == "*") return Error::kSyntax;
  return before ? put(offset(element.text), Rank::kValue, "", text, ", ")
                : put(end, Rank::kValueEnd, ", ", text, "");
}

Error ElementEditor::insert_before(const Element& element, std::string_view text) noexcept {
  return insert(element, text, ElementState::Side::kBefore);
}

Error ElementEditor::insert_after(const Element& element, std::string_view text) noexcept {
  return insert(element, text, ElementState::Side::kAfter);
}

Error ElementEditor::append_field(std::string_view text) noexcept {
  const std::size_t end = message_->headers_end();
  const Element place{Kind::kField, false, slice(message_->raw(), end, 0), message_->raw()};
  if (state_.is_kept_field(place, text, ElementState::Side::kAfter)) return Error::kEditRefused;
  if (state_.has_twin(place, text, false)) return Error::kDuplicate;
  return put(end, Rank::kPlain, "", text, "\r\n");
}

// After the last value that is still there. A list without values gets its first.
Error ElementEditor::append_value(const Element& list, std::string_view text) noexcept {
  const Field* const field = state_.field_of(list);
  if (field == nullptr || header_shape(field->id) != HeaderShape::kList) return Error::kSyntax;
  Element last{Kind::kValue, true, list.text, list.around};
  if (const Error error = check(last, text); error != Error::kNone) return error;
  if (list.text.empty()) {
    if (state_.is_covered(list.around)) return Error::kEditRefused;
    const bool first = !state_.has_inserted_parts(list);
    return put(offset(list.text), Rank::kPlain, first ? " " : ", ", text, "");
  }
  std::string_view rest = list.text;
  for (bool found = false;;) {
    const Result<std::string_view> value = next_list_value(rest);
    if (!value) return value.error();
    if (value->empty() && !found) return Error::kEditRefused;
    if (value->empty()) break;
    if (state_.is_gone(*value)) continue;
    last.text = *value;
    found = true;
  }
  return insert(last, text, ElementState::Side::kAfter);
}

Error ElementEditor::append_param(const Element& owner, std::string_view text) noexcept {
  const bool of_value = owner.kind == Kind::kValue;
  if (owner.text == "*") return Error::kSyntax;
  Element place{of_value ? Kind::kParam : Kind::kUriParam, false, owner.text, owner.text};
  const Result<Params> params = params_around(place);
  if (!params) return params.error();
  place.text = slice(params->text, params->text.size());
  if (const Error error = check(place, text); error != Error::kNone) return error;
  if (state_.is_covered(owner.text)) return Error::kEditRefused;
  if (state_.has_twin(place, text, false)) return Error::kDuplicate;
  const ElementRow& row = element_row(place.kind);
  const EditList before = *edits_;
  Error error = put(offset(place.text), row.own, row.prefix, text, row.suffix);
  if (error == Error::kNone) error = bracket(place, text);
  if (error != Error::kNone) *edits_ = before;
  return error;
}

Error ElementEditor::append(const Element& element, std::string_view text) noexcept {
  if (state_.is_kept(element)) return Error::kEditRefused;
  if (element.kind == Kind::kFields) {
    const Error error = check(element, text);
    return error == Error::kNone ? append_field(text) : error;
  }
  if (element.kind == Kind::kFieldValue) return append_value(element, text);
  if (element.kind == Kind::kBody) {
    const bool covered = !element.text.empty() && state_.is_covered(element.text);
    if (covered) return Error::kEditRefused;
    return put(offset(element.text) + element.text.size(), Rank::kPlain, "", text, "");
  }
  const bool owner = element.kind == Kind::kValue || element.kind == Kind::kUri ||
                     element.kind == Kind::kRequestUri;
  return owner ? append_param(element, text) : Error::kSyntax;
}

Error ElementEditor::remove_range(const char* begin, const char* end) noexcept {
  const auto from = static_cast<std::size_t>(begin - message_->raw().data());
  const auto to = static_cast<std::size_t>(end - message_->raw().data());
  if (sip::is_gone(*edits_, from, to)) return Error::kEditRefused;
  return remove_rest(*edits_, from, to);
}

// A value goes with the comma after it; the last one that is there, with what is left since the one
// before it; the only one, with its field.
Error ElementEditor::remove_value(const Element& element) noexcept {
  const Field& field = *state_.field_of(element);
  const std::string_view line = message_->line(field);
  if (header_shape(field.id) != HeaderShape::kList) return remove_range(line.data(), end_of(line));
  if (state_.is_gone(element.text)) return Error::kEditRefused;
  const char* before = nullptr;  // the end of the last that is there before
  const char* next = nullptr;    // the begin of the next one
  bool behind = false;           // one is there behind
  std::string_view rest = message_->value(field);
  for (;;) {
    const Result<std::string_view> value = next_list_value(rest);
    if (!value) return value.error();
    if (value->empty()) break;
    const bool gone = state_.is_gone(*value);
    if (value->data() < element.text.data()) {
      if (!gone) before = end_of(*value);
    } else if (value->data() > element.text.data()) {
      if (next == nullptr) next = value->data();
      behind = behind || !gone;
    }
  }
  if (behind) return remove_range(element.text.data(), next);
  if (before != nullptr) return remove_range(before, end_of(element.text));
  return remove_range(line.data(), end_of(line));
}

Error ElementEditor::remove(const Element& element) noexcept {
  if (!element.present || (element.kind == Kind::kBody && element.text.empty())) {
    return Error::kMissing;
  }
  if (state_.is_kept(element)) return Error::kEditRefused;
  const char* const begin = element.text.data();
  const char* const end = end_of(element.text);
  const std::string_view tail(end, static_cast<std::size_t>(end_of(message_->raw()) - end));
  switch (element.kind) {
    case Kind::kField: {
      const std::string_view line = message_->line(*state_.field_of(element));
      return remove_range(line.data(), end_of(line));
    }
    case Kind::kValue:
      if (state_.has_inserted_parts(element)) return Error::kEditRefused;
      return remove_value(element);
    case Kind::kDisplay:
      return remove_range(begin, end + tail.find('<'));
    case Kind::kParam:
    case Kind::kUriParam:
      if (!params_around(element)) return Error::kSyntax;
      return remove_range(separator_of(element), end);
    case Kind::kUser: {
      // None of a tel URI, and a second '@' would become the first.
      const std::size_t at_sign = element.around.find('@');
      if (at_sign == tail.npos || element.around.rfind('@') != at_sign) return Error::kSyntax;
      return remove_range(begin, element.around.data() + at_sign + 1);
    }
    case Kind::kPort:
      return remove_range(begin - 1, end);
    case Kind::kReason:
    case Kind::kBody:
      if (state_.has_inserted_parts(element)) return Error::kEditRefused;
      return remove_range(begin, end);
    case Kind::kMethod:
    case Kind::kRequestUri:
    case Kind::kStatus:
    case Kind::kFields:
    case Kind::kFieldValue:
    case Kind::kUri:
    case Kind::kHost:
      break;
  }
  return Error::kSyntax;
}

Error mend_content_length(const MessageView& message, EditList& edits, TextRoom& room) noexcept {
  std::int64_t growth = 0;
  for (const EditList::Edit& edit : edits.edits()) {
    if (edit.begin < message.body_offset()) continue;
    growth += std::int64_t{edit.size} - (std::int64_t{edit.end} - edit.begin);
  }
  const Field* field = message.first(HeaderId::kContentLength);
  if (growth == 0 || field == nullptr) return Error::kNone;
  std::array<char, kContentLengthText> digits{};
  const auto size = static_cast<std::int64_t>(message.body().size()) + growth;
  const std::size_t count = format_number(static_cast<std::uint32_t>(size), digits);
  const Result<std::string_view> text = room.join({{digits.data(), count}});
  if (!text) return text.error();
  const EditList before = edits;
  for (; field != nullptr; field = message.next(*field)) {
    if (edits.replace(field->value_begin, field->value_end, *text)) continue;
    edits = before;
    return Error::kEditRefused;
  }
  return Error::kNone;
}

}  // namespace weir::sip
