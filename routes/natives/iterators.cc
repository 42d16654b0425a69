// textopsx: iterators over the header fields and over the lines of the body.
#include "routes/natives/functions.h"
#include "routes/natives/message_edit.h"
#include "routes/natives/readers.h"

#include <algorithm>
#include <optional>

namespace weir::routes {
namespace {

// A line of the body, with its end, that begins at `begin`.
struct Line {
  std::size_t begin;
  std::size_t end;
};

// The line of the body with that number, or nothing.
std::optional<Line> body_line(const sip::MessageView& m, std::int32_t number) noexcept {
  const std::string_view raw = m.raw();
  std::size_t begin = m.body_offset();
  for (; begin < raw.size(); --number) {
    const std::size_t feed = raw.find('\n', begin);
    const std::size_t end = feed == raw.npos ? raw.size() : feed + 1;
    if (number == 0) return Line{begin, end};
    begin = end;
  }
  return std::nullopt;
}

Iterator* find(Iterators& set, std::string_view name) noexcept {
  for (Iterator& one : set) {
    if (one.used && one.name == name) return &one;
  }
  return nullptr;
}

std::int32_t start(Iterators& set, std::string_view name) noexcept {
  Iterator* one = find(set, name);
  if (one == nullptr) {
    one = std::find_if(set.begin(), set.end(), [](const Iterator& free) { return !free.used; });
  }
  if (one == set.end() || name.empty()) return -1;
  *one = {name, -1, true};
  return 1;
}

std::int32_t finish(Iterators& set, std::string_view name) noexcept {
  Iterator* const one = find(set, name);
  if (one == nullptr) return -1;
  *one = {};
  return 1;
}

// The bytes of what an iterator stands at.
std::optional<Line> line_of(const sip::MessageView& m, Iterator* one, bool body) noexcept {
  if (one == nullptr || one->at < 0) return std::nullopt;
  if (body) return body_line(m, one->at);
  const auto fields = m.fields();
  if (static_cast<std::size_t>(one->at) >= fields.size()) return std::nullopt;
  const sip::Field& field = fields[static_cast<std::size_t>(one->at)];
  return Line{field.begin, field.end};
}

std::int32_t next(Execution& e, Iterators& set, std::string_view name, bool body) noexcept {
  Iterator* const one = find(set, name);
  if (one == nullptr) return -1;
  ++one->at;
  if (line_of(*e.message, one, body)) return 1;
  one->at = -1;
  return -1;
}

std::int32_t insert(Execution& e, std::optional<Line> line, std::string_view text,
                    bool behind) noexcept {
  if (!line) return -1;
  return counted(e, e.notes->edits.insert(behind ? line->end : line->begin, text)) ? 1 : -1;
}

std::int32_t remove(Execution& e, std::optional<Line> line) noexcept {
  if (!line) return -1;
  return counted(e, e.notes->edits.remove(line->begin, line->end)) ? 1 : -1;
}

}  // namespace

bool read_iterator_pv(Execution& e, const PvRef& pv, std::string_view key, Value& value) noexcept {
  const auto id = static_cast<PvId>(pv.id);
  if (id == PvId::kBodyIteratorValue) {
    const auto line = line_of(*e.message, find(e.notes->body_iterators, key), true);
    value = line ? Value::of(e.message->raw().substr(line->begin, line->end - line->begin))
                 : Value::null();
    return true;
  }
  if (id != PvId::kHeaderIteratorName && id != PvId::kHeaderIteratorBody) return false;
  Iterator* const one = find(e.notes->header_iterators, key);
  value = Value::null();
  if (!line_of(*e.message, one, false)) return true;
  const sip::Field& field = e.message->fields()[static_cast<std::size_t>(one->at)];
  value =
      Value::of(id == PvId::kHeaderIteratorName ? e.message->name(field) : e.message->value(field));
  return true;
}

namespace natives {

std::int32_t hf_iterator_start(Execution& e, Arguments a) noexcept {
  return start(e.notes->header_iterators, a[0].text);
}
std::int32_t hf_iterator_next(Execution& e, Arguments a) noexcept {
  return next(e, e.notes->header_iterators, a[0].text, false);
}
// True also before the first field, where there is no value.
std::int32_t hf_iterator_prev(Execution& e, Arguments a) noexcept {
  Iterator* const one = find(e.notes->header_iterators, a[0].text);
  if (one == nullptr) return -1;
  one->at = static_cast<std::int16_t>(std::max(one->at - 1, -1));
  return 1;
}
std::int32_t hf_iterator_end(Execution& e, Arguments a) noexcept {
  return finish(e.notes->header_iterators, a[0].text);
}
std::int32_t hf_iterator_rm(Execution& e, Arguments a) noexcept {
  return remove(e, line_of(*e.message, find(e.notes->header_iterators, a[0].text), false));
}
std::int32_t hf_iterator_append(Execution& e, Arguments a) noexcept {
  const auto line = line_of(*e.message, find(e.notes->header_iterators, a[0].text), false);
  return insert(e, line, a[1].text, true);
}
std::int32_t hf_iterator_insert(Execution& e, Arguments a) noexcept {
  const auto line = line_of(*e.message, find(e.notes->header_iterators, a[0].text), false);
  return insert(e, line, a[1].text, false);
}

std::int32_t bl_iterator_start(Execution& e, Arguments a) noexcept {
  return start(e.notes->body_iterators, a[0].text);
}
std::int32_t bl_iterator_next(Execution& e, Arguments a) noexcept {
  return next(e, e.notes->body_iterators, a[0].text, true);
}
std::int32_t bl_iterator_end(Execution& e, Arguments a) noexcept {
  return finish(e.notes->body_iterators, a[0].text);
}
std::int32_t bl_iterator_rm(Execution& e, Arguments a) noexcept {
  return remove(e, line_of(*e.message, find(e.notes->body_iterators, a[0].text), true));
}
std::int32_t bl_iterator_append(Execution& e, Arguments a) noexcept {
  const auto line = line_of(*e.message, find(e.notes->body_iterators, a[0].text), true);
  return insert(e, line, a[1].text, true);
}
std::int32_t bl_iterator_insert(Execution& e, Arguments a) noexcept {
  const auto line = line_of(*e.message, find(e.notes->body_iterators, a[0].text), true);
  return insert(e, line, a[1].text, false);
}

}  // namespace natives
}  // namespace weir::routes
