// Signatures against values of requests: the built-in list and lists from files.
#include "dataplane/guard/signatures.h"

#include "dataplane/guard/scanners.h"
#include "sip/message.h"
#include "tests/source_root.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace weir::dataplane::guard {
namespace {

using testing::HasSubstr;

struct Request {
  std::string agent = "Phone";
  std::string from = "\"Alice\" <sip:alice@example.org>";
  std::string to = "<sip:bob@example.org>";
  std::string uri = "sip:bob@weir.example";
  std::string contact = "<sip:alice@192.0.2.1>";
  std::string call_id = "1@x";
  std::string body{};

  std::string text() const {
    return "INVITE " + uri +
           " SIP/2.0\r\n"
           "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
           "From: " +
           from + ";tag=1\r\nTo: " + to + "\r\nCall-ID: " + call_id +
           "\r\nCSeq: 1 INVITE\r\nContact: " + contact + "\r\nUser-Agent: " + agent +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
};

std::shared_ptr<const SignatureSet> compile(std::string_view lines,
                                            std::vector<SignatureError>& errors) {
  SignatureList list;
  errors = parse_signature_list("date 2026-11-28\n" + std::string(lines), list);
  return errors.empty() ? SignatureSet::make(std::move(list), errors) : nullptr;
}

std::unique_ptr<Signatures> make(std::string_view lines) {
  std::vector<SignatureError> errors;
  auto set = compile(lines, errors);
  EXPECT_NE(set, nullptr) << (errors.empty() ? "" : errors[0].message);
  return Signatures::make(std::move(set));
}

bool match(Signatures& signatures, const Request& request) {
  const std::string text = request.text();
  sip::MessageView view;
  EXPECT_EQ(view.parse(text), sip::Error::kNone);
  return signatures.match(view);
}

TEST(Signatures, MatchOnlyTheFieldsThatTheyName) {
  struct Case {
    std::string_view field;
    Request request;
  };
  const Case cases[] = {
      {"user-agent", {.agent = "scan/1"}},
      {"from-display", {.from = "\"scan\" <sip:a@b>"}},
      {"from-user", {.from = "<sip:scan@b>"}},
      {"to-display", {.to = "scan <sip:a@b>"}},
      {"to-user", {.to = "<sip:scan@b>"}},
      {"ruri-user", {.uri = "sip:scan@weir.example"}},
      {"contact", {.contact = "<sip:a@192.0.2.1>;+scan"}},
      {"call-id", {.call_id = "scan@b"}},
      {"sdp-origin", {.body = "v=0\r\no=scan 1 1 IN IP4 192.0.2.1\r\ns=x\r\n"}},
      {"sdp-session", {.body = "v=0\r\no=x 1 1 IN IP4 192.0.2.1\r\ns=scan\r\n"}},
  };
  ASSERT_EQ(std::size(cases), kSignatureFields.size());
  for (const Case& one : cases) {
    const auto signatures = make(std::string(one.field) + " tool scan\n");
    for (const Case& other : cases) {
      EXPECT_EQ(match(*signatures, other.request), one.field == other.field)
          << one.field << " " << other.field;
    }
    EXPECT_EQ(signatures->hits(0), 1u) << one.field;
  }
}

TEST(Signatures, ArePosixPatternsWithoutCaseWithinOneValue) {
  const auto signatures = make(
      "user-agent,from-display begins ^scan\n"
      "user-agent class [[:digit:]]{3}x$\n"
      "from-user,to-user cross ab.*cd\n");
  EXPECT_TRUE(match(*signatures, {.agent = "SCANner"}));
  EXPECT_TRUE(match(*signatures, {.agent = "a 123X"}));
  EXPECT_FALSE(match(*signatures, {.agent = "a scan 12x"}));
  // A pattern never reaches from one value into the next.
  EXPECT_FALSE(match(*signatures, {.from = "<sip:ab@x>", .to = "<sip:cd@x>"}));
  EXPECT_TRUE(match(*signatures, {.from = "<sip:ab-cd@x>"}));
  EXPECT_EQ(signatures->hits(0), 1u);
  EXPECT_EQ(signatures->hits(1), 1u);
  EXPECT_EQ(signatures->hits(2), 1u);
  // Names of hosts, fields elsewhere and absent values are not looked at.
  EXPECT_FALSE(match(*signatures, {.agent = "", .from = "<sip:scan.example>"}));
}

TEST(Signatures, LookAtTheFirst256Bytes) {
  const auto signatures = make("user-agent tool scan$\n");
  EXPECT_TRUE(match(*signatures, {.agent = std::string(252, 'x') + "scan"}));
  EXPECT_FALSE(match(*signatures, {.agent = std::string(253, 'x') + "scan"}));
}

TEST(Signatures, BadPatternsHaveTheirLine) {
  struct Case {
    std::string_view pattern;
    std::string_view says;
  };
  constexpr Case kCases[] = {
      {"a(b", "the pattern 'a(b' does not do"},
      {"a*", "matches the empty text"},
      {"(a)\\1", "does not do"},
      {"((a{200}){200}){200}", "does not do"},
  };
  for (const Case& c : kCases) {
    std::vector<SignatureError> errors;
    const std::string lines = "user-agent good x\nfrom-user,to-user bad " + std::string(c.pattern);
    EXPECT_EQ(compile(lines, errors), nullptr) << c.pattern;
    ASSERT_FALSE(errors.empty()) << c.pattern;
    EXPECT_EQ(errors[0].line, 3u) << c.pattern;
    EXPECT_THAT(errors[0].message, HasSubstr(std::string(c.says)));
  }
}

TEST(Signatures, ManyBadOnesAreAllReported) {
  std::vector<SignatureError> errors;
  EXPECT_EQ(compile("user-agent a (\nuser-agent b x\nuser-agent c [\n", errors), nullptr);
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].line, 2u);
  EXPECT_EQ(errors[1].line, 4u);
}

// data/signatures.list, which is installed, and the built-in names are one list.
class Shipped : public testing::Test {
 protected:
  Shipped() {
    std::ifstream file(source_root() / "data/signatures.list");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_TRUE(parse_signature_list(text, list_).empty());
  }

  SignatureList list_;
};

TEST_F(Shipped, NamesWhatIsBuiltIn) {
  EXPECT_EQ(list_.date, kScannersDate);
  ASSERT_EQ(list_.signatures.size(), scanner_names().size());
  for (std::size_t i = 0; i < scanner_names().size(); ++i) {
    EXPECT_EQ(list_.signatures[i].name, scanner_names()[i]);
  }
}

TEST_F(Shipped, FindsWhatTheBuiltInNamesFind) {
  std::vector<std::string> values = {"",
                                     "Phone",
                                     "SipClient 2.0",
                                     "PortSIP UC Client",
                                     "sipsak 0.9.8",
                                     "CSipSimple_d2",
                                     "eyeBeam release 1102q",
                                     "MizuPhone/3",
                                     "Linphone/4.2 (belle-sip)",
                                     "sip cli"};
  for (const std::string_view name : scanner_names()) {
    const std::string plain(name);
    std::string upper = plain;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    for (const std::string& one :
         {plain, upper, plain + "/1.8", "my " + plain, "x" + plain, plain + "x", plain + "7",
          plain.substr(1), "-" + plain + "_", "\xe4" + plain, plain + " " + plain}) {
      values.push_back(one);
    }
  }
  std::vector<SignatureError> errors;
  const auto set = SignatureSet::make(list_, errors);
  ASSERT_NE(set, nullptr);
  EXPECT_GT(set->bytes(), 0u);
  const auto listed = Signatures::make(set);
  const auto built_in = Signatures::make(nullptr);
  std::size_t found = 0;
  const auto compare = [&](const Request& request, const std::string& value) {
    const bool expected = match(*built_in, request);
    EXPECT_EQ(match(*listed, request), expected) << value;
    found += expected;
  };
  for (const std::string& value : values) {
    compare({.agent = value}, value);
    compare({.from = "\"" + value + "\" <sip:a@b>"}, value);
    compare({.to = "\"" + value + "\" <sip:a@b>"}, value);
    if (value.find_first_of(" \xe4") != value.npos) continue;  // no URI
    compare({.uri = "sip:" + value + "@b"}, value);
    compare({.contact = "<sip:" + value + "@b>"}, value);
  }
  EXPECT_GT(found, 100u);
  for (std::size_t i = 0; i < listed->size(); ++i) EXPECT_EQ(listed->hits(i), built_in->hits(i));
}

TEST_F(Shipped, LetsRealUsersIn) {
  std::vector<SignatureError> errors;
  const auto listed = Signatures::make(SignatureSet::make(list_, errors));
  for (const char* const value :
       {"sipsak 0.9.8", "PortSIP UC Client", "CSipSimple_d2", "eyeBeam release 1102q",
        "MizuPhone/3", "Linphone/4.2 (belle-sip)", "Yealink SIP-T46S 66.85.0.5"}) {
    EXPECT_FALSE(match(*listed, {.agent = value})) << value;
    EXPECT_FALSE(names_scanner(value)) << value;
  }
}

}  // namespace
}  // namespace weir::dataplane::guard
