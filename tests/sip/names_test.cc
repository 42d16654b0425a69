#include "sip/names.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>

namespace weir::sip {
namespace {

std::string changed_case(std::string_view text, bool upper) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(upper ? std::toupper(c) : std::tolower(c));
  return out;
}

// The names that find_short_header() leaves to find_header(): they end as Accept-Contact does.
bool is_left_out(HeaderId id) {
  return id == HeaderId::kPolicyContact || id == HeaderId::kRejectContact;
}

// find_header(), and find_short_header() with no more around `name` than it asks for.
HeaderId find(const std::string& name) {
  const HeaderId id = find_header(ExactCopy(name).view());
  if (!is_short_name(name)) return id;
  const std::string before(name.size() < 8 ? 8 - name.size() : 0, '\n');
  const std::string behind = std::string(": value-------").substr(0, 16 - name.size());
  const ExactCopy copy(before + name + behind);
  const HeaderId found = find_short_header(copy.view().substr(before.size(), name.size()));
  EXPECT_EQ(found, is_left_out(id) ? HeaderId::kOther : id) << name;
  return id;
}

TEST(Names, FindsEveryHeaderInAnyCase) {
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    const auto id = static_cast<HeaderId>(i);
    const std::string name(header_name(id));
    EXPECT_EQ(find(name), id) << name;
    EXPECT_EQ(find(changed_case(name, true)), id) << name;
    EXPECT_EQ(find(changed_case(name, false)), id) << name;
  }
}

TEST(Names, FindsCompactForms) {
  EXPECT_EQ(find_header("v"), HeaderId::kVia);
  EXPECT_EQ(find_header("I"), HeaderId::kCallId);
  EXPECT_EQ(find_header("l"), HeaderId::kContentLength);
  EXPECT_EQ(find_header("q"), HeaderId::kOther);
  EXPECT_EQ(header_compact(HeaderId::kSessionExpires), 'x');
}

// All single-letter forms that are registered with IANA, and nothing else.
TEST(Names, KnowsTheRegisteredCompactForms) {
  std::string forms;
  for (char c = 'a'; c <= 'z'; ++c) {
    const HeaderId id = find_header({&c, 1});
    if (id == HeaderId::kOther) continue;
    EXPECT_EQ(header_compact(id), c);
    forms += c;
  }
  EXPECT_EQ(forms, "abcdefijklmnorstuvxy");
}

TEST(Names, KnowsRegisteredNamesBeyondTheCore) {
  for (const char* name :
       {"P-Charging-Function-Addresses", "p-access-network-info", "HISTORY-INFO", "Session-ID",
        "User-to-User", "Feature-Caps", "Geolocation-Routing", "Identity-Info", "Target-Dialog",
        "Max-Breadth", "Flow-Timer", "Remote-Party-ID", "AlertMsg-Error", "Security-Verify"}) {
    EXPECT_NE(find_header(name), HeaderId::kOther) << name;
  }
  EXPECT_GE(kHeaderCount, 130u);
}

// One changed byte, anywhere, makes another name.
TEST(Names, ChangedBytesAreNotFound) {
  for (std::size_t i = 1; i < kHeaderCount; ++i) {
    const std::string name(header_name(static_cast<HeaderId>(i)));
    for (std::size_t at = 0; at < name.size(); ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string other = name;
        other[at] = static_cast<char>(byte);
        if (std::tolower(byte) == std::tolower(name[at])) continue;
        const HeaderId found = find(other);
        EXPECT_TRUE(found == HeaderId::kOther || header_name(found).size() == other.size());
        EXPECT_NE(static_cast<std::size_t>(found), i) << other;
      }
    }
    EXPECT_EQ(find_header(name + "x"), HeaderId::kOther);
  }
  EXPECT_EQ(find_header(""), HeaderId::kOther);
  EXPECT_EQ(find_header("Call\rID"), HeaderId::kOther);
}

TEST(Names, KnowsShapes) {
  EXPECT_EQ(header_shape(HeaderId::kVia), HeaderShape::kList);
  EXPECT_EQ(header_shape(HeaderId::kTo), HeaderShape::kOnce);
  EXPECT_EQ(header_shape(HeaderId::kAuthorization), HeaderShape::kMany);
  EXPECT_EQ(header_shape(HeaderId::kOther), HeaderShape::kMany);
}

TEST(Names, FindsEveryMethodByCase) {
  for (std::size_t i = 1; i < kMethodCount; ++i) {
    const auto method = static_cast<Method>(i);
    EXPECT_EQ(find_method(method_name(method)), method);
    EXPECT_EQ(find_method(changed_case(method_name(method), false)), Method::kOther);
    EXPECT_EQ(find_method(std::string(method_name(method)) + "X"), Method::kOther);
  }
  EXPECT_EQ(find_method("SUBSCRIBX"), Method::kOther);
  EXPECT_EQ(find_method(std::string_view("ACK\0", 4)), Method::kOther);
  EXPECT_EQ(find_method(""), Method::kOther);
}

TEST(Names, GivesReasonPhrases) {
  EXPECT_EQ(reason_phrase(100), "Trying");
  EXPECT_EQ(reason_phrase(404), "Not Found");
  EXPECT_EQ(reason_phrase(499), "Bad Request");
  EXPECT_EQ(reason_phrase(700), "");
}

}  // namespace
}  // namespace weir::sip
