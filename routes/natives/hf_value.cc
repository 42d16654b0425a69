// textopsx: single values of comma lists in header fields, and their parameters.
#include "routes/fields.h"
#include "routes/natives/functions_text.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/request_uri.h"
#include "sip/token.h"

#include <optional>

namespace weir::routes::natives {
namespace {

// One value of a list, by offsets into the message.
struct Item {
  const sip::Field* field = nullptr;
  std::size_t begin = 0;       // of its text, without white space
  std::size_t end = 0;         // after it
  std::size_t from = 0;        // after the comma before it
  std::size_t next_comma = 0;  // the comma behind it; its field's end when there is none
  bool first = true;           // of its field
  bool last = true;
};

// Where `mark` stands in raw[at, end) outside of quotes and angle brackets, or `end`.
std::size_t find_mark(std::string_view raw, std::size_t at, std::size_t end, char mark) noexcept {
  bool quoted = false;
  bool bracketed = false;
  for (; at < end; ++at) {
    const char c = raw[at];
    if (quoted) {
      if (c == '\\') ++at;
      quoted = c != '"';
    } else if (c == mark && !bracketed) {
      return at;
    } else {
      quoted = c == '"';
      bracketed = c == '<' || (bracketed && c != '>');
    }
  }
  return end;
}

// Goes over the values of all fields of a name until `stop` is true for one.
template <class Stop>
std::optional<Item> find_item(const Execution& e, std::string_view name, Stop stop) noexcept {
  const std::string_view raw = e.message->raw();
  for (const sip::Field* f = find_field(e, name); f != nullptr; f = e.message->find_next(*f)) {
    Item item;
    item.field = f;
    item.from = f->value_begin;
    for (;;) {
      item.next_comma = find_mark(raw, item.from, f->value_end, ',');
      item.last = item.next_comma == f->value_end;
      item.begin = item.from;
      item.end = item.next_comma;
      while (item.begin < item.end && sip::is_space(raw[item.begin])) ++item.begin;
      while (item.end > item.begin && sip::is_space(raw[item.end - 1])) --item.end;
      if (stop(item)) return item;
      if (item.last) break;
      item.first = false;
      item.from = item.next_comma + 1;
    }
  }
  return std::nullopt;
}

// Values count from 1; 0 is the first, and a negative index counts from the end.
std::optional<Item> item_at(const Execution& e, const HeaderValueName& name,
                            std::int32_t index) noexcept {
  if (index < 0) {
    std::int32_t count = 0;
    find_item(e, name.name, [&](const Item&) { return ++count, false; });
    index += count + 1;
    if (index < 1) return std::nullopt;
  }
  if (index == 0) index = 1;
  return find_item(e, name.name, [&](const Item&) { return --index == 0; });
}

std::optional<Item> item_like(const Execution& e, std::string_view name,
                              std::string_view value) noexcept {
  const std::string_view raw = e.message->raw();
  return find_item(e, name, [&](const Item& item) {
    return sip::equal_ignoring_case(raw.substr(item.begin, item.end - item.begin), value);
  });
}

bool replace(Execution& e, std::size_t begin, std::size_t end, std::string_view text) noexcept {
  return counted(e, e.notes->edits.replace(begin, end, text));
}

bool add_line(Execution& e, std::size_t at, std::string_view name,
              std::string_view value) noexcept {
  const std::string_view line = join_texts(*e.arena, {name, ": ", value, "\r\n"});
  return counted(e, e.notes->edits.insert(at, line));
}

// A value goes with the comma behind it, the last one with the comma before it, and the only one
// with its line.
bool remove_item(Execution& e, const Item& item) noexcept {
  if (item.first && item.last) return remove_line(e, *item.field);
  const std::size_t begin = item.last ? item.from - 1 : item.begin;
  const std::size_t end = item.last ? item.end : item.next_comma + 1;
  return counted(e, e.notes->edits.remove(begin, end));
}

// One parameter of a value: [mark, end) with its separator, [name_end, end) "=VALUE".
struct Parameter {
  std::size_t mark = 0;
  std::size_t begin = 0;
  std::size_t name_end = 0;
  std::size_t end = 0;
  std::size_t next = 0;  // where the separator behind it is, or the end of all
};

// The parameter `name` of a value that begins at `at`; nothing when it has none of that name.
std::optional<Parameter> find_parameter(std::string_view raw, std::size_t at, std::size_t end,
                                        char separator, std::string_view name) noexcept {
  while (at < end) {
    Parameter p;
    p.mark = p.begin = at;
    if (raw[at] == separator) ++p.begin;
    p.next = find_mark(raw, p.begin, end, separator);
    p.end = p.next;
    while (p.begin < p.end && sip::is_space(raw[p.begin])) ++p.begin;
    while (p.end > p.begin && sip::is_space(raw[p.end - 1])) --p.end;
    p.name_end = std::min(raw.find('=', p.begin), p.end);
    std::size_t name_stop = p.name_end;
    while (name_stop > p.begin && sip::is_space(raw[name_stop - 1])) --name_stop;
    const std::string_view found = raw.substr(p.begin, name_stop - p.begin);
    if (sip::equal_ignoring_case(found, name)) {
      p.name_end = name_stop;
      return p;
    }
    at = p.next;
  }
  return std::nullopt;
}

std::optional<Parameter> parameter_of(const Execution& e, const Item& item,
                                      std::string_view name) noexcept {
  const std::string_view raw = e.message->raw();
  return find_parameter(raw, find_mark(raw, item.begin, item.end, ';'), item.end, ';', name);
}

// In fields like Authorization parameters follow the scheme, and commas part them.
struct Credentials {
  const sip::Field* field = nullptr;
  std::size_t begin = 0;  // of the first parameter
};

std::optional<Credentials> credentials_of(const Execution& e, std::string_view name) noexcept {
  const sip::Field* const field = find_field(e, name);
  if (field == nullptr) return std::nullopt;
  const std::string_view raw = e.message->raw();
  std::size_t at = field->value_begin;
  while (at < field->value_end && !sip::is_space(raw[at])) ++at;
  while (at < field->value_end && sip::is_space(raw[at])) ++at;
  return Credentials{field, at};
}

std::string_view equals_value(Execution& e, std::string_view value) noexcept {
  return value.empty() ? value : e.arena->concat("=", value);
}

}  // namespace

std::int32_t append_hf_value(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  if (name.all || !name.parameter.empty()) return -1;
  const std::int32_t index = name.index == 0 ? -1 : name.index;
  const auto item = name.has_index ? item_at(e, name, index) : std::nullopt;
  if (!item) return add_line(e, e.message->headers_end(), name.name, a[1].text) ? 1 : -1;
  return replace(e, item->end, item->end, e.arena->concat(",", a[1].text)) ? 1 : -1;
}

std::int32_t insert_hf_value(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  if (name.all || !name.parameter.empty()) return -1;
  if (!name.has_index) {
    const sip::Field* const first = find_field(e, name.name);
    const std::size_t at = first == nullptr ? e.message->headers_end() : first->begin;
    return add_line(e, at, name.name, a[1].text) ? 1 : -1;
  }
  const auto item = item_at(e, name, name.index);
  if (!item) return -1;
  return replace(e, item->from, item->from, e.arena->concat(a[1].text, ",")) ? 1 : -1;
}

std::int32_t remove_hf_value(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  if (name.all && name.parameter.empty()) {
    const Value field[] = {Value::of(name.name)};
    return remove_hf(e, field);
  }
  const auto item = name.all ? std::nullopt : item_at(e, name, name.index);
  if (!item) return -1;
  if (name.parameter.empty()) return remove_item(e, *item) ? 1 : -1;
  const auto parameter = parameter_of(e, *item, name.parameter);
  if (!parameter) return -1;
  return counted(e, e.notes->edits.remove(parameter->mark, parameter->end)) ? 1 : -1;
}

std::int32_t assign_hf_value(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  const auto item = name.all ? std::nullopt : item_at(e, name, name.index);
  if (!item) return -1;
  if (name.parameter.empty()) return replace(e, item->begin, item->end, a[1].text) ? 1 : -1;
  const std::string_view value = equals_value(e, a[1].text);
  if (const auto parameter = parameter_of(e, *item, name.parameter)) {
    return replace(e, parameter->name_end, parameter->end, value) ? 1 : -1;
  }
  const std::string_view added = join_texts(*e.arena, {";", name.parameter, value});
  return replace(e, item->end, item->end, added) ? 1 : -1;
}

std::int32_t remove_hf_value2(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  const auto credentials = credentials_of(e, name.name);
  if (!credentials) return -1;
  const sip::Field& field = *credentials->field;
  if (name.parameter.empty()) return remove_line(e, field) ? 1 : -1;
  const auto parameter =
      find_parameter(e.message->raw(), credentials->begin, field.value_end, ',', name.parameter);
  if (!parameter) return -1;
  const bool first = parameter->mark == credentials->begin;
  const std::size_t end =
      first ? std::min<std::size_t>(parameter->next + 1, field.value_end) : parameter->end;
  return counted(e, e.notes->edits.remove(parameter->mark, end)) ? 1 : -1;
}

std::int32_t assign_hf_value2(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  const auto credentials = credentials_of(e, name.name);
  if (!credentials) return -1;
  const sip::Field& field = *credentials->field;
  if (name.parameter.empty()) {
    return replace(e, field.value_begin, field.value_end, a[1].text) ? 1 : -1;
  }
  const std::string_view value = equals_value(e, a[1].text);
  const auto parameter =
      find_parameter(e.message->raw(), credentials->begin, field.value_end, ',', name.parameter);
  if (parameter) return replace(e, parameter->name_end, parameter->end, value) ? 1 : -1;
  const std::string_view added = join_texts(*e.arena, {",", name.parameter, value});
  return replace(e, field.value_end, field.value_end, added) ? 1 : -1;
}

// Adds an element to the set that a field's list is, unless it is there.
std::int32_t include_hf_value(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  if (item_like(e, name.name, a[1].text)) return 1;
  const sip::Field* const first = find_field(e, name.name);
  if (first == nullptr) {
    return add_line(e, e.message->headers_end(), name.name, a[1].text) ? 1 : -1;
  }
  const std::string_view added = e.arena->concat(",", a[1].text);
  return replace(e, first->value_end, first->value_end, added) ? 1 : -1;
}

std::int32_t exclude_hf_value(Execution& e, Arguments a) noexcept {
  const HeaderValueName name = split_header_value(a[0].text);
  const auto item = item_like(e, name.name, a[1].text);
  if (item) static_cast<void>(remove_item(e, *item));
  return 1;
}

std::int32_t hf_value_exists(Execution& e, Arguments a) noexcept {
  return item_like(e, split_header_value(a[0].text).name, a[1].text) ? 1 : -1;
}

}  // namespace weir::routes::natives
