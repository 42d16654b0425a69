#include "sip/date.h"

#include "sip/cursor.h"

#include <array>

namespace weir::sip {
namespace {

constexpr std::string_view kDays = "ThuFriSatSunMonTueWed";  // from 1 January 1970 on
constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

// The number of days before each month of a year that is no leap year.
constexpr std::array<std::uint16_t, 12> kDaysBefore = {0,   31,  59,  90,  120, 151,
                                                       181, 212, 243, 273, 304, 334};

constexpr bool is_leap(unsigned year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr unsigned days_in(unsigned month, unsigned year) noexcept {
  if (month == 1 && is_leap(year)) return 29;
  return (month == 11 ? 365u : kDaysBefore[month + 1]) - kDaysBefore[month];
}

// Days from 1 January 1970 to the `day`-th of `month` (0 to 11).
constexpr std::int64_t days_since_1970(unsigned year, unsigned month, unsigned day) noexcept {
  const auto before = [](std::int64_t y) { return y * 365 + y / 4 - y / 100 + y / 400; };
  const bool after_leap_day = month > 1 && is_leap(year);
  return before(std::int64_t{year} - 1) - before(1969) + kDaysBefore[month] +
         (after_leap_day ? 1 : 0) + day - 1;
}
static_assert(days_since_1970(1970, 0, 1) == 0 && days_since_1970(1969, 11, 31) == -1);
static_assert(days_since_1970(2000, 2, 1) == 11017 && days_since_1970(2100, 2, 1) == 47541);

// Takes the parts of a date; the first that is not there stays as the fault.
class DateReader {
 public:
  explicit DateReader(std::string_view& rest) noexcept : cursor_(rest) {}

  bool good() const noexcept { return good_; }

  void literal(std::string_view text) noexcept {
    for (const char c : text) good_ = good_ && cursor_.take_one(c);
  }

  // The place of three letters in a list of such.
  unsigned name(std::string_view list) noexcept {
    const std::string_view text = cursor_.rest();
    for (unsigned i = 0; good_ && i * 3 < list.size(); ++i) {
      if (!text.starts_with(slice(list, i * 3, 3))) continue;
      literal(slice(list, i * 3, 3));
      return i;
    }
    good_ = false;
    return 0;
  }

  unsigned digits(unsigned count) noexcept {
    unsigned number = 0;
    for (; good_ && count > 0; --count) {
      const char c = cursor_.peek();
      good_ = is_digit(c) && cursor_.take_one(c);
      number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number;
  }

 private:
  Cursor cursor_;
  bool good_ = true;
};

}  // namespace

Result<std::int64_t> next_date(std::string_view& rest) noexcept {
  Cursor(rest).skip_space();
  const std::string_view text = rest;
  DateReader date(rest);
  const unsigned weekday = date.name(kDays);
  date.literal(", ");
  const unsigned day = date.digits(2);
  date.literal(" ");
  const unsigned month = date.name(kMonths);
  date.literal(" ");
  const unsigned year = date.digits(4);
  date.literal(" ");
  const unsigned hour = date.digits(2);
  date.literal(":");
  const unsigned minute = date.digits(2);
  date.literal(":");
  const unsigned second = date.digits(2);
  date.literal(" GMT");
  if (!date.good() || Cursor(rest).finish() != Error::kNone) return Error::kSyntax;

  if (year == 0 || day == 0 || day > days_in(month, year) || hour > 23 || minute > 59 ||
      second > 59) {
    return Cursor(rest).back_to(text, Error::kRange);
  }
  const std::int64_t days = days_since_1970(year, month, day);
  if (((days % 7) + 7) % 7 != weekday) return Cursor(rest).back_to(text, Error::kRange);
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

namespace {

// digits [ "." digits ]; a delay may begin with the point.
std::string_view take_decimal(Cursor& cursor) noexcept {
  const std::string_view text = cursor.rest();
  cursor.take(kDigitSet);
  if (cursor.take_one('.')) cursor.take(kDigitSet);
  return cursor.taken_from(text);
}

}  // namespace

Result<Timestamp> next_timestamp(std::string_view& rest) noexcept {
  Cursor cursor(rest);
  cursor.skip_space();
  Timestamp value;
  if (!is_digit(cursor.peek())) return Error::kSyntax;
  value.time = take_decimal(cursor);
  if (cursor.skip_space()) value.delay = take_decimal(cursor);
  if (cursor.finish() != Error::kNone) return Error::kSyntax;
  return value;
}

}  // namespace weir::sip
