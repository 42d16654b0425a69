// Lists of denied addresses, as feeds give them.
#include "control/lists/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace weir::control::lists {
namespace {

using testing::HasSubstr;

sip::Prefix prefix(std::string_view text) { return *sip::parse_prefix(text); }

TEST(FeedSpec, SaysWhatIsWrong) {
  FeedSpec spec;
  std::string error;
  ASSERT_TRUE(
      parse_feed_spec("/var/lib/apiban.txt; label=apiban ;expire=86400;size=500", spec, error));
  EXPECT_EQ(spec.path, "/var/lib/apiban.txt");
  EXPECT_EQ(spec.label, "apiban");
  EXPECT_EQ(spec.expire, 86400u);
  EXPECT_EQ(spec.size, 500u);
  FeedSpec plain;
  ASSERT_TRUE(parse_feed_spec("/var/lib/deny.list", plain, error));
  EXPECT_EQ(plain.label, "deny.list");
  EXPECT_EQ(plain.expire, 0u);
  for (const char* text :
       {"/x;expire=soon", "/x;size=0", "/x;colour=red", "/x;label=", "/x;expire=999999999"}) {
    FeedSpec bad;
    error.clear();
    EXPECT_FALSE(parse_feed_spec(text, bad, error)) << text;
    EXPECT_THAT(error, HasSubstr("write PATH[;label=NAME]"));
  }
  FeedSpec none;
  error.clear();
  EXPECT_FALSE(parse_feed_spec(";label=x", none, error));
  EXPECT_EQ(error, "names no file");
}

TEST(Feed, ReadsLinesAndJson) {
  struct Case {
    const char* text;
    std::vector<const char*> expected;
  };
  const Case cases[] = {
      {"", {}},
      {"# nothing\n\n", {}},
      {"192.0.2.1\r\n 198.51.100.0/24 # a network\n2001:db8::/32 ; and one of IPv6",
       {"192.0.2.1", "198.51.100.0/24", "2001:db8::/32"}},
      {"{\"ipaddress\": [\"192.0.2.1\", \"192.0.2.2\"], \"ID\": \"1700000000\"}",
       {"192.0.2.1", "192.0.2.2"}},
      {" [\"192.0.2.1/32\"]", {"192.0.2.1"}},
      {"{\"ipaddress\": []}", {}},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.text);
    std::vector<sip::Prefix> prefixes;
    std::string error;
    EXPECT_TRUE(parse_feed(row.text, 100, prefixes, error)) << error;
    std::vector<sip::Prefix> expected;
    for (const char* one : row.expected) expected.push_back(prefix(one));
    EXPECT_EQ(prefixes, expected);
  }
}

TEST(Feed, RefusesWhatWouldDoHarm) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case cases[] = {
      {"192.0.2.1\nnonsense\n", "line 2: 'nonsense' is no ADDRESS[/LENGTH]"},
      {"0.0.0.0/0", "line 1: '0.0.0.0/0' is a large part of the world"},
      {"10.0.0.0/7", "large part of the world"},
      {"::/0", "large part of the world"},
      {"1.1.1.1\n1.1.1.2\n1.1.1.3\n1.1.1.4\n", "more than 3 entries: raise size="},
      {"{\"ipaddress\": \"192.0.2.1\"}", "no JSON list"},
      {"{\"ipaddress\": [7]}", "entry 1: '7' is no ADDRESS"},
      {"{\"ipaddress\": [", "no JSON list"},
      {"[[[[[[[1]]]]]]]", "is no ADDRESS"},
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.text);
    std::vector<sip::Prefix> prefixes;
    std::string error;
    EXPECT_FALSE(parse_feed(row.text, 3, prefixes, error));
    EXPECT_THAT(error, HasSubstr(row.says));
  }
  std::vector<sip::Prefix> prefixes;
  std::string error;
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "x\n";
  EXPECT_FALSE(parse_feed(many, 3, prefixes, error));
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 10);
}

TEST(Feed, AFileExpiresByItsLastWrite) {
  char path[] = "/tmp/weir-feed.XXXXXX";
  close(mkstemp(path));
  std::ofstream(path) << "192.0.2.1\n";
  Feed feed;
  std::string error;
  ASSERT_TRUE(parse_feed_spec(std::string(path) + ";expire=60", feed.spec, error));
  ASSERT_TRUE(load_feed(feed, error)) << error;
  EXPECT_EQ(feed.prefixes, std::vector<sip::Prefix>{prefix("192.0.2.1")});
  EXPECT_FALSE(feed.expired(feed.written + 60));
  EXPECT_TRUE(feed.expired(feed.written + 61));
  std::ofstream(path) << "192.0.2.1\nnonsense\n";
  EXPECT_FALSE(load_feed(feed, error));
  EXPECT_TRUE(feed.prefixes.empty());
  std::filesystem::remove(path);
  error.clear();
  EXPECT_FALSE(load_feed(feed, error));
  EXPECT_THAT(error, HasSubstr("cannot read"));
}

}  // namespace
}  // namespace weir::control::lists
