#include "sip/date.h"

#include "tests/sip/values.h"

#include <cstdint>
#include <ctime>
#include <string>

namespace weir::sip {
namespace {

const ValueCase kDates[] = {
    // RFC 3261 section 20.17
    {"Rfc", "Sat, 13 Nov 2010 23:29:00 GMT", "1289690940"},
    {"Epoch", "Thu, 01 Jan 1970 00:00:00 GMT", "0"},
    {"BeforeEpoch", "Wed, 31 Dec 1969 23:59:59 GMT", "-1"},
    {"LeapDay", "Thu, 29 Feb 2024 12:00:00 GMT", "1709208000"},
    {"DayAfterLeapDay", "Fri, 01 Mar 2024 00:00:00 GMT", "1709251200"},
    {"After2038", "Mon, 31 Dec 9999 00:00:00 GMT", "range at 'Mon, 31 Dec 9999 00:00:00 GMT'"},
    {"LastOfAll", "Fri, 31 Dec 9999 23:59:59 GMT", "253402300799"},

    // RFC 4475 section 3.1.2.12
    {"NotGmt", "Fri, 01 Jan 2010 16:00:00 EST", "syntax at 'EST'"},
    {"OtherWeekday", "Sun, 13 Nov 2010 23:29:00 GMT", "range at 'Sun, 13 Nov 2010 23:29:00 GMT'"},
    {"NoLeapDay", "Wed, 29 Feb 2023 00:00:00 GMT", "range at 'Wed, 29 Feb 2023 00:00:00 GMT'"},
    {"NoLeapDayIn1900", "Thu, 29 Feb 1900 00:00:00 GMT",
     "range at 'Thu, 29 Feb 1900 00:00:00 GMT'"},
    {"DayZero", "Sat, 00 Nov 2010 23:29:00 GMT", "range at 'Sat, 00 Nov 2010 23:29:00 GMT'"},
    {"Hour24", "Sat, 13 Nov 2010 24:00:00 GMT", "range at 'Sat, 13 Nov 2010 24:00:00 GMT'"},
    {"Minute60", "Sat, 13 Nov 2010 23:60:00 GMT", "range at 'Sat, 13 Nov 2010 23:60:00 GMT'"},
    {"Second60", "Sat, 13 Nov 2010 23:29:60 GMT", "range at 'Sat, 13 Nov 2010 23:29:60 GMT'"},
    {"OneDigit", "Sat, 1 Nov 2010 23:29:00 GMT", "syntax at ' Nov 2010 23:29:00 GMT'"},
    {"LowerCase", "sat, 13 Nov 2010 23:29:00 GMT", "syntax at 'sat, 13 Nov 2010 23:29:00 GMT'"},
    {"NoWeekday", "13 Nov 2010 23:29:00 GMT", "syntax at '13 Nov 2010 23:29:00 GMT'"},
    {"Seconds", "1289690940", "syntax at '1289690940'"},
    {"Short", "Sat, 13 Nov", "syntax at ''"},
    {"BytesAfter", "Sat, 13 Nov 2010 23:29:00 GMT x", "syntax at 'x'"},
    {"Empty", "", "syntax at ''"},
};

TEST(Date, Cases) {
  check_values<std::int64_t>(kDates, next_date,
                             [](std::int64_t seconds) { return std::to_string(seconds); });
}

// Every day of 400 years, against the C library.
TEST(Date, AgreesWithTheCLibrary) {
  for (std::int64_t day = -25567; day < 120'531; ++day) {
    const std::time_t time = day * 86'400 + 43'210;
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[40] = {};
    const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    std::string_view rest(text, size);
    const Result<std::int64_t> seconds = next_date(rest);
    ASSERT_TRUE(seconds) << text;
    ASSERT_EQ(*seconds, time) << text;
  }
}

const ValueCase kTimestamps[] = {
    {"Rfc3261", "54", "54|"},
    {"Fraction", "54.21 0.3", "54.21|0.3"},
    {"DelayOfPoint", "54.21 .3", "54.21|.3"},
    {"IsNoNumber", "now", "syntax at 'now'"},
    {"TwoPoints", "1.2.3", "syntax at '.3'"},
    {"ThreeNumbers", "1 2 3", "syntax at '3'"},
};

TEST(Timestamp, Cases) {
  check_values<Timestamp>(kTimestamps, next_timestamp, [](const Timestamp& t) {
    return std::string(t.time) + "|" + std::string(t.delay);
  });
}

}  // namespace
}  // namespace weir::sip
