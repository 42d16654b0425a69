// Sets of destinations: their order, the choice, what happens when one falls out.
#include "routes/dispatch_sets.h"

#include "sip/siphash.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace weir::routes {
namespace {

DispatchSets sets_of(std::string_view text) {
  DispatchSets sets;
  for (const ListProblem& one : sets.read(text)) ADD_FAILURE() << one.line << ": " << one.what;
  return sets;
}

std::string problem_of(std::string_view line) {
  DispatchSets sets;
  const auto problems = sets.read(line);
  return problems.empty() ? "none" : problems[0].what;
}

std::uint64_t hash_of(unsigned call) {
  return sip::siphash({1, 2, 3}, "call-" + std::to_string(call));
}

// All that a choice tries, by the last byte of their addresses.
std::string tries(const DispatchSets& sets, DispatchChoice choice) {
  std::string text;
  if (choice.left == 0) return "none";
  do {
    text += sets.current(choice).host.back();
  } while (sets.next(choice));
  return text;
}

constexpr const char* kFour =
    "1 sip:10.0.0.4 0 1\n1 sip:10.0.0.3 0 2\n1 sip:10.0.0.2 0 3\n1 sip:10.0.0.1 0 4\n";

TEST(DispatchSets, Order) {
  // Higher priorities first, equal ones in the reverse order of the file: Kamailio 5.6.3.
  const DispatchSets sets = sets_of(
      "7 sip:10.0.0.1\n2 sip:10.0.0.9\n7 sip:10.0.0.2 0 3\n7 sip:10.0.0.3 0 0\n7 sip:10.0.0.4 0 "
      "3\n");
  ASSERT_EQ(sets.sets().size(), 2U);
  EXPECT_EQ(sets.find(2), 0);
  EXPECT_EQ(sets.find(7), 1);
  EXPECT_EQ(sets.find(3), -1);
  EXPECT_EQ(tries(sets, sets.choose_first(1, 0)), "4231");
}

TEST(DispatchSets, Lines) {
  const DispatchSets sets = sets_of(
      "# comment\n\n \t\n10\tsip:user@Host.Example:5070;transport=udp;x=y 0xa -2 a=b;weight=3 # "
      "end\r\n");
  const Destination& one = sets.sets()[0].destinations[0];
  EXPECT_EQ(one.uri, "sip:user@Host.Example:5070;transport=udp;x=y");
  EXPECT_EQ(one.domain, "Host.Example:5070;transport=udp;x=y");
  EXPECT_EQ(one.host, "Host.Example");
  EXPECT_FALSE(one.address);
  EXPECT_EQ(one.port, 5070);
  EXPECT_EQ(one.flags, kDestinationTrying | kDestinationProbing);
  EXPECT_EQ(one.priority, -2);
  EXPECT_EQ(one.attributes, "a=b;weight=3");
  EXPECT_EQ(one.traits.weight, 3U);
  EXPECT_EQ(one.line, 4U);
  EXPECT_EQ(sets.named().size(), 1U);

  DispatchSets warned;
  const auto problems =
      warned.read("11 sips:[2001:db8::1] weight=7;socket=a;sockname=in;duid=d;rweight=9\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_TRUE(problems[0].warning);
  const Destination& other = warned.sets()[0].destinations[0];
  EXPECT_EQ(other.address, *sip::parse_address("2001:db8::1"));
  EXPECT_EQ(other.port, 0);
  EXPECT_EQ(other.effective_port, 5061);
  EXPECT_EQ(other.transport, sip::Transport::kTls);
  EXPECT_EQ(other.traits.weight, 7U);
  EXPECT_EQ(other.traits.relative_weight, 9U);
  EXPECT_EQ(other.traits.socket, "a");
  EXPECT_EQ(other.traits.socket_name, "in");
  EXPECT_EQ(other.traits.duid, "d");
}

TEST(DispatchSets, BadLines) {
  EXPECT_EQ(problem_of("-1 sip:10.0.0.1"),
            "\"-1\" is no number of a set: write SET URI FLAGS PRIORITY ATTRIBUTES");
  EXPECT_EQ(problem_of("1 sip:10.0.0.1 0 0 " + std::string(1100, 'x')),
            "a line has at most 1023 bytes");
  EXPECT_EQ(problem_of("1 sip:10.0.0.1 0 0 weight=10001"),
            "weight=10001 is no number from 0 to 10000");
  EXPECT_EQ(problem_of("1 sip:10.0.0.1 0 0 weight=10000"), "none");
  EXPECT_EQ(problem_of("1 sip:10.0.0.1 -1"),
            "the flags -1 are none: write a sum of 1 inactive, 2 trying, 4 disabled and 8 probing");
}

TEST(DispatchSets, StatesAsText) {
  EXPECT_EQ(state_text(0), "AX");
  EXPECT_EQ(state_text(kDestinationProbing), "AP");
  EXPECT_EQ(state_text(kDestinationTrying), "TX");
  EXPECT_EQ(state_text(kDestinationTrying | kDestinationProbing), "TP");
  EXPECT_EQ(state_text(kDestinationInactive), "IX");
  EXPECT_EQ(state_text(kDestinationInactive | kDestinationProbing), "IP");
  EXPECT_EQ(state_text(kDestinationDisabled), "DX");
  EXPECT_EQ(state_text(kDestinationDisabled | kDestinationProbing), "DP");
}

TEST(DispatchSets, HashedChoice) {
  const DispatchSets sets = sets_of(kFour);
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 6, 0)), "3412");
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 6, 2)), "34");
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 6, -1)), "3412");
  // The next one takes over what belongs to one that is not usable; one that is tried stays.
  sets.set_state(2, kDestinationInactive | kDestinationProbing);
  sets.set_state(0, kDestinationTrying);
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 6, 0)), "412");
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 5, 0)), "241");
  EXPECT_EQ(tries(sets, sets.choose_first(0, 1)), "1");
  for (std::size_t i = 0; i < 4; ++i) sets.set_state(i, kDestinationDisabled);
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 6, 0)), "none");
  EXPECT_EQ(tries(sets, sets.choose_first(0, 0)), "none");
  EXPECT_EQ(tries(sets, sets.choose_spread(0, 6, Weights::kNone, 0)), "none");
}

TEST(DispatchSets, TheDefaultComesLast) {
  DispatchSets sets = sets_of(kFour);
  sets.use_last_as_default(true);
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 3, 0)), "1234");
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 5, 0)), "3124");
  sets.set_state(2, kDestinationInactive);
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 5, 0)), "124");
  sets.set_state(0, kDestinationInactive);
  sets.set_state(1, kDestinationInactive);
  EXPECT_EQ(tries(sets, sets.choose_hashed(0, 5, 0)), "4");
  DispatchSets alone = sets_of("1 sip:10.0.0.1\n");
  alone.use_last_as_default(true);
  EXPECT_EQ(tries(alone, alone.choose_hashed(0, 5, 0)), "1");
}

TEST(DispatchSets, AStateThatChangesBeforeTheNextOneIsSeen) {
  const DispatchSets sets = sets_of(kFour);
  DispatchChoice choice = sets.choose_first(0, 0);
  sets.set_state(1, kDestinationInactive);
  ASSERT_TRUE(sets.next(choice));
  EXPECT_EQ(sets.current(choice).host, "10.0.0.3");
  sets.set_state(3, kDestinationInactive);
  EXPECT_FALSE(sets.next(choice));
  EXPECT_EQ(choice.left, 0);
}

// Shares of 20,000 calls, in per cent.
std::map<char, double> shares(const DispatchSets& sets, Weights weights) {
  constexpr unsigned kCalls = 20000;
  std::map<char, unsigned> counts;
  for (unsigned call = 0; call < kCalls; ++call) {
    ++counts[sets.current(sets.choose_spread(0, hash_of(call), weights, 0)).host.back()];
  }
  std::map<char, double> result;
  for (const auto& [host, count] : counts) result[host] = count * 100.0 / kCalls;
  return result;
}

void expect_near(const std::map<char, double>& have, const std::map<char, double>& wanted) {
  ASSERT_EQ(have.size(), wanted.size());
  for (const auto& [host, share] : wanted) EXPECT_NEAR(have.at(host), share, 1) << host;
}

TEST(DispatchSets, EqualShares) {
  const DispatchSets sets = sets_of(kFour);
  expect_near(shares(sets, Weights::kNone), {{'1', 25}, {'2', 25}, {'3', 25}, {'4', 25}});
  sets.set_state(1, kDestinationInactive);
  expect_near(shares(sets, Weights::kNone), {{'1', 33}, {'3', 33}, {'4', 33}});
}

TEST(DispatchSets, SharesByWeight) {
  const DispatchSets sets = sets_of(
      "1 sip:10.0.0.1 0 0 weight=10;rweight=1\n1 sip:10.0.0.2 0 0 weight=30\n"
      "1 sip:10.0.0.3 0 0 weight=60;rweight=3\n1 sip:10.0.0.4\n");
  expect_near(shares(sets, Weights::kWeight), {{'1', 10}, {'2', 30}, {'3', 60}});
  expect_near(shares(sets, Weights::kRelative), {{'1', 25}, {'3', 75}});
  // Place 1 is 10.0.0.3: what was its share is spread over the others by their weights.
  sets.set_state(1, kDestinationInactive);
  expect_near(shares(sets, Weights::kWeight), {{'1', 25}, {'2', 75}});
  expect_near(shares(sets, Weights::kRelative), {{'1', 100}});
  // Without any weight the first one is taken, as in Kamailio.
  EXPECT_EQ(tries(sets_of(kFour), sets_of(kFour).choose_spread(0, 77, Weights::kWeight, 0)),
            "1234");
}

TEST(DispatchSets, OneThatFailsMovesOnlyItsOwnCalls) {
  const DispatchSets sets = sets_of(kFour);
  std::vector<std::string> before;
  for (unsigned call = 0; call < 2000; ++call) {
    before.push_back(sets.current(sets.choose_spread(0, hash_of(call), Weights::kNone, 0)).host);
  }
  sets.set_state(2, kDestinationInactive | kDestinationProbing);
  for (unsigned call = 0; call < 2000; ++call) {
    const std::string after =
        sets.current(sets.choose_spread(0, hash_of(call), Weights::kNone, 0)).host;
    if (before[call] == "10.0.0.3") {
      EXPECT_NE(after, "10.0.0.3");
    } else {
      EXPECT_EQ(after, before[call]);
    }
  }
}

TEST(DispatchSets, StatesLiveOverAReload) {
  const DispatchSets before = sets_of("1 sip:10.0.0.1\n1 sip:10.0.0.2\n2 sip:10.0.0.1\n");
  before.set_state(0, kDestinationInactive);                        // 1 10.0.0.2
  before.set_state(1, kDestinationDisabled | kDestinationProbing);  // 1 10.0.0.1
  before.set_state(2, kDestinationTrying);                          // 2 10.0.0.1
  const DispatchSets after =
      sets_of("1 sip:10.0.0.3\n1 sip:10.0.0.1 0 9\n1 sip:10.0.0.2 8\n3 sip:10.0.0.1\n");
  after.keep_states(before);
  EXPECT_EQ(state_text(after.state(0)), "DP") << "the same destination elsewhere in the set";
  EXPECT_EQ(state_text(after.state(1)), "AP") << "the file has other flags now";
  EXPECT_EQ(state_text(after.state(2)), "AX") << "a new one";
  EXPECT_EQ(state_text(after.state(3)), "AX") << "the same one of another set";
}

TEST(DispatchSets, FoundByAddress) {
  const DispatchSets sets =
      sets_of("9 sip:10.0.0.1:5070\n3 sip:10.0.0.2\n3 sip:10.0.0.1\n3 sip:10.0.0.1:5090\n");
  const auto found = sets.at(*sip::parse_address("10.0.0.1"));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(sets.at(found[0]).uri, "sip:10.0.0.1:5090");
  EXPECT_EQ(sets.at(found[1]).uri, "sip:10.0.0.1");
  EXPECT_EQ(sets.at(found[2]).uri, "sip:10.0.0.1:5070");
  EXPECT_TRUE(sets.at(*sip::parse_address("10.0.0.3")).empty());
}

TEST(DispatchSets, HashKeysOfUris) {
  const auto keys = [](std::string_view text, bool user_only) {
    std::string_view user;
    std::string_view host;
    if (!uri_hash_keys(text, user_only, user, host)) return std::string("no URI");
    return std::string(user) + "|" + std::string(host);
  };
  EXPECT_EQ(keys("sip:bob@h.example", false), "bob|h.example");
  EXPECT_EQ(keys("sip:bob@h.example:5060", false), "bob|h.example");
  EXPECT_EQ(keys("sip:bob@h.example:5061", false), "bob|h.example:5061");
  EXPECT_EQ(keys("sips:bob@h.example:5061", false), "bob|h.example");
  EXPECT_EQ(keys("sips:bob@h.example:5060;x=y", false), "bob|h.example:5060");
  EXPECT_EQ(keys("sip:bob@h.example:5062", true), "bob|");
  EXPECT_EQ(keys("tel:+12", false), "+12|");
  EXPECT_EQ(keys("h.example", false), "no URI");
}

}  // namespace
}  // namespace weir::routes
