#include "sip/address_params.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

struct Rated {
  NameAddr address;
  std::string_view rate;
};

constexpr auto kTable = make_param_table<Rated>({{"rate", read_token<&Rated::rate>}});

Result<Rated> next_rated(std::string_view& rest) noexcept { return next_address(rest, kTable); }

const ValueCase kCases[] = {
    {"Two", "\"A, B\" <sip:a@b;x>;rate=1;y, sip:c@d;RATE=2",
     "sip:a@b;x|1|;rate=1;y / sip:c@d|2|;RATE=2"},
    {"NoParameter", "<sip:a@b>", "sip:a@b||"},
    {"OpenQuote", "<sip:a@b>, \"x", "sip:a@b|| / truncated at '\"x'"},
    {"NotAToken", "<sip:a@b>;x;rate=\"1\", <sip:c@d>", "syntax at '\"1\", <sip:c@d>'"},
    {"Twice", "<sip:a@b>;rate=1;rate=1", "duplicate at 'rate=1'"},
};

TEST(AddressParams, ReadsWhatTheTableKnows) {
  check_values<Rated>(kCases, next_rated, [](const Rated& r) {
    return std::string(r.address.uri) + "|" + std::string(r.rate) + "|" +
           std::string(r.address.params.text);
  });
}

// What address_error() says, and where.
std::string error_in(std::string_view text) {
  const ExactCopy copy(text);
  const Result<NameAddr> value = parse_name_addr(copy.view());
  if (!value) return "no name-addr";
  std::string_view at;
  const Error error = address_error(*value, parse_uri(value->uri).error(), at);
  if (error == Error::kNone) return "none";
  return std::string(error_name(error)) + " at '" + std::string(at) + "'";
}

TEST(AddressParams, ChecksTheUri) {
  EXPECT_EQ(error_in("<sip:a@b?c=d>"), "none");
  EXPECT_EQ(error_in("sip:a@b;c=d"), "none");
  EXPECT_EQ(error_in("<sip:a@>"), "syntax at ''");
  EXPECT_EQ(error_in("<sip:a@b c>"), "syntax at ' c'");
  EXPECT_EQ(error_in("<sip:a@b:99999>"), "range at '99999'");
  // RFC 3261 section 20
  EXPECT_EQ(error_in("sip:a@b?c=d"), "syntax at '?c=d'");
}

}  // namespace
}  // namespace weir::sip
