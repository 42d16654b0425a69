// The parameters that a grammar element knows: a table of names, and how each is read.
//
//   constexpr auto kParams = make_param_table<Reason>({
//       {"cause", read_number<&Reason::cause>},
//       {"text", read_text<&Reason::text>},
//   });
#pragma once

#include "sip/cseq.h"
#include "sip/cursor.h"
#include "sip/params.h"
#include "sip/result.h"
#include "sip/swar.h"
#include "sip/token.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace weir::sip {

// Finds one of up to 16 names by a hash of their first eight bytes and size, without collisions:
// the compiler looks for it, and stops when there is none.
class ParamNames {
 public:
  static constexpr std::size_t kMost = 16;

  consteval void add(std::string_view name) noexcept {
    words_[count_] = fold_word(name);
    names_[count_++] = name;
  }

  // Looks for the multiplier under which no two names share a slot; false when there is none.
  consteval bool settle() noexcept {
    for (unsigned attempt = 0; attempt < 1000; ++attempt) {
      slots_.fill(kMost);
      std::size_t placed = 0;
      for (; placed < count_; ++placed) {
        std::uint8_t& slot = slots_[hash(words_[placed], names_[placed].size())];
        if (slot != kMost) break;
        slot = static_cast<std::uint8_t>(placed);
      }
      if (placed == count_) return true;
      multiplier_ = multiplier_ * 6364136223846793005 + 1442695040888963407;
    }
    return false;
  }

  // The place in the table of `name`, a token in any case; kMost when it is none of them.
  std::size_t find(std::string_view name) const noexcept {
    const std::uint64_t word = load_start(name) | kEachByte * 0x20;
    const std::size_t at = slots_[hash(word, name.size())];
    if (at == kMost || words_[at] != word || names_[at].size() != name.size()) return kMost;
    if (name.size() <= 8 || equal_ignoring_case(names_[at], name)) return at;
    return kMost;
  }

 private:
  static constexpr unsigned kSlotBits = 6;

  constexpr std::size_t hash(std::uint64_t word, std::size_t size) const noexcept {
    return (word + size) * multiplier_ >> (64 - kSlotBits);
  }

  std::uint64_t multiplier_ = 0x9e3779b97f4a7c15;
  std::size_t count_ = 0;
  std::array<std::uint8_t, std::size_t{1} << kSlotBits> slots_{};
  std::array<std::uint64_t, kMost> words_{};  // what begins each name
  std::array<std::string_view, kMost> names_{};
};

// next_param() in place, which also takes a value in angle brackets, and goes to the fault on an
// error.
Error take_param(std::string_view& rest, Param& param) noexcept;

// Takes *(SEMI generic-param) off `rest` and gives each to `keep`; `all` is their text.
template <class Keep>
Error take_params(std::string_view& rest, Params& all, Keep keep) noexcept {
  const std::string_view list = rest;
  Param param;
  for (;;) {
    if (const Error error = take_param(rest, param); error != Error::kNone) return error;
    if (param.name.empty()) break;
    const Error error = keep(param);
    if (error == Error::kNone) continue;
    const bool name = error == Error::kDuplicate || param.value.empty();
    return Cursor(rest).back_to(name ? param.name : param.value, error);
  }
  all.text = trim(slice(list, 0, list.size() - rest.size()));
  return Error::kNone;
}

// For an element that knows no parameter.
inline Error keep_none(const Param&) noexcept { return Error::kNone; }

// Never defined: a call to it is not a constant expression, so the compiler stops at it.
void no_hash_without_collisions();

// How one parameter goes into an element.
template <class T>
struct ParamRow {
  std::string_view name;
  Error (*read)(const Param& param, T& value) noexcept;
};

template <class T>
class ParamTable {
 public:
  template <std::size_t kCount>
  consteval explicit ParamTable(const ParamRow<T> (&rows)[kCount]) noexcept {
    static_assert(kCount <= ParamNames::kMost);
    for (std::size_t i = 0; i < kCount; ++i) {
      names_.add(rows[i].name);
      reads_[i] = rows[i].read;
    }
    if (!names_.settle()) no_hash_without_collisions();
  }

  // Gives `value` the parameter, when the table knows it. `seen` has a bit for each that came
  // before. Errors: kDuplicate (RFC 3261 section 7.3.1), and those of the row's function.
  Error read(const Param& param, T& value, std::uint32_t& seen) const noexcept {
    const std::size_t at = names_.find(param.name);
    if (at == ParamNames::kMost) return Error::kNone;
    if ((seen >> at & 1) != 0) return Error::kDuplicate;
    seen |= 1u << at;
    return reads_[at](param, value);
  }

  // Takes *(SEMI generic-param) off `rest`: the known ones into `value`, the text of all into
  // `all`. What follows is the caller's. Errors: kDuplicate; those of next_param() and of the rows.
  Error take(std::string_view& rest, T& value, Params& all) const noexcept {
    std::uint32_t seen = 0;
    return take_params(rest, all,
                       [&](const Param& param) noexcept { return read(param, value, seen); });
  }

 private:
  ParamNames names_;
  std::array<Error (*)(const Param&, T&) noexcept, ParamNames::kMost> reads_{};
};

template <class T, std::size_t kCount>
consteval ParamTable<T> make_param_table(const ParamRow<T> (&rows)[kCount]) noexcept {
  return ParamTable<T>(rows);
}

// token *(SEMI generic-param): the token goes into `token`, what `table` knows into the other
// members of the value. Errors: kSyntax; those of the table.
template <class T>
Result<T> next_token_with(std::string_view& rest, const ParamTable<T>& table,
                          std::string_view T::*token) noexcept {
  T value;
  Cursor cursor(rest);
  cursor.skip_space();
  value.*token = cursor.take_token();
  if ((value.*token).empty()) return Error::kSyntax;
  if (const Error error = table.take(rest, value, value.params); error != Error::kNone) {
    return error;
  }
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return value;
}

// What rows do with a parameter: its value goes into a member. Errors: kSyntax, also for a value
// that is not there; kRange.

// A token, a host or a quoted string; without its quotes, escapes stay as they are.
template <auto kMember, class T>
Error read_text(const Param& param, T& value) noexcept {
  if (param.value.empty()) return Error::kSyntax;
  value.*kMember = unquote(param.value);
  return Error::kNone;
}

template <auto kMember, class T>
Error read_token(const Param& param, T& value) noexcept {
  if (!kTokenSet.holds_all(param.value) || param.value.empty()) return Error::kSyntax;
  value.*kMember = param.value;
  return Error::kNone;
}

// Digits, for a std::optional<std::uint32_t>.
template <auto kMember, std::uint32_t kLeast = 0,
          std::uint32_t kGreatest = std::numeric_limits<std::uint32_t>::max(), class T>
Error read_number(const Param& param, T& value) noexcept {
  const Result<std::uint32_t> number = parse_number(param.value);
  if (!number) return number.error() == Error::kEmpty ? Error::kSyntax : number.error();
  if (*number < kLeast || *number > kGreatest) return Error::kRange;
  value.*kMember = *number;
  return Error::kNone;
}

// A parameter without a value.
template <auto kMember, class T>
Error read_flag(const Param& param, T& value) noexcept {
  value.*kMember = true;
  return param.has_value ? Error::kSyntax : Error::kNone;
}

}  // namespace weir::sip
