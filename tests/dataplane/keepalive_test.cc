#include "dataplane/keepalive.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <string_view>

namespace weir::dataplane {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

sip::Endpoint endpoint(std::string_view text) {
  const auto parsed = sip::parse_endpoint(text, 0);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *parsed : sip::Endpoint{};
}

std::string answer(std::string_view request, std::string_view source = "192.0.2.1:32853") {
  std::string out(request.size() + kKeepaliveSlack, '\xee');
  out.resize(answer_keepalive(request, endpoint(source), out));
  return out;
}

// A binding request with RFC 5769's transaction id.
constexpr auto kId = "\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae"sv;
std::string binding(std::string_view attributes = {}, char type = 1) {
  std::string text = {'\0', type, static_cast<char>(attributes.size() >> 8),
                      static_cast<char>(attributes.size())};
  return text.append("\x21\x12\xa4\x42").append(kId).append(attributes);
}

// The attribute of RFC 5769 section 2.2, and that of section 2.3.
TEST(Keepalive, TellsAStunClientWhereItComesFrom) {
  EXPECT_EQ(answer(binding()), "\x01\x01\0\x0c\x21\x12\xa4\x42"s + std::string(kId) +
                                   "\0\x20\0\x08\0\x01\xa1\x47\xe1\x12\xa6\x43"s);
  EXPECT_EQ(answer(binding(), "[2001:db8:1234:5678:11:2233:4455:6677]:32853"),
            "\x01\x01\0\x18\x21\x12\xa4\x42"s + std::string(kId) +
                "\0\x20\0\x14\0\x02\xa1\x47"
                "\x01\x13\xa9\xfa\xa5\xd3\xf1\x79\xbc\x25\xf4\xb5\xbe\xd2\xb9\xd9"s);
}

struct Case {
  const char* name;
  std::string request;
  std::size_t size;  // of the answer
};

const Case kCases[] = {
    {"Ping", "\r\n\r\n", 2},
    {"Pong", "\r\n", 0},
    {"Nothing", "", 0},
    {"Nul", std::string(1, '\0'), 0},
    {"ThreeLines", "\r\n\r\n\r\n", 0},
    {"Software", binding("\x80\x22\0\x05weir1\0\0\0"sv), 32},
    {"Username",
     binding("\0\x06\0\x04"
             "abcd"sv),
     32},
    {"Fingerprint",
     binding("\x80\x28\0\x04"
             "abcd"sv),
     32},
    {"Indication", binding({}, 0x11), 0},
    {"AttributePastTheEnd", binding("\x80\x22\0\x09weir1\0\0\0"sv), 0},
    {"LongestAttribute", binding("\x80\x22\xff\xff"sv), 0},
};

TEST(Keepalive, AnswersWhatAsks) {
  for (const Case& c : kCases) EXPECT_EQ(answer(c.request).size(), c.size) << c.name;
  EXPECT_EQ(answer("\r\n\r\n"), "\r\n");
}

// RFC 5389 section 7.3.1: 420 and the list; here CHANGE-REQUEST of RFC 3489 and two of ICE.
TEST(Keepalive, NamesWhatItDoesNotUnderstand) {
  const std::string got =
      answer(binding("\0\x03\0\x04\0\0\0\0\0\x24\0\x04\0\0\0\x01\x80\x29\0\0\0\x25\0\0"sv));
  EXPECT_EQ(got, "\x01\x11\0\x14\x21\x12\xa4\x42"s + std::string(kId) +
                     "\0\x09\0\x04\0\0\x04\x14\0\x0a\0\x06\0\x03\0\x24\0\x25\0\0"s);
}

TEST(Keepalive, NothingIsLongerThanAllowedWhateverComes) {
  std::mt19937 random(5389);
  for (int round = 0; round < 20000; ++round) {
    std::string attributes(random() % 20 * 4, '\0');
    for (char& c : attributes) c = static_cast<char>(random() % 3 == 0 ? random() : 0);
    const std::string request = binding(attributes, random() % 8 == 0 ? 0x11 : 1);
    const std::string exact(request);  // an over-read shows under ASan
    EXPECT_LE(answer(exact).size(), exact.size() + kKeepaliveSlack);
  }
  std::array<char, 20> small{};
  EXPECT_EQ(answer_keepalive(binding(), endpoint("192.0.2.1:1"), small), 0u);
}

}  // namespace
}  // namespace weir::dataplane
