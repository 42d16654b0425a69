#include "control/transaction/pool.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::control::transaction {
namespace {

constexpr sip::SipKey kKey{1, 2, 3};

std::string request(std::string_view method, std::string_view via,
                    std::string_view cseq_method = {}) {
  std::string text;
  text.append(method).append(" sip:bob@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP ").append(via);
  text.append("\r\nFrom: <sip:a@example.net>;tag=a1\r\nTo: <sip:b@example.net>\r\n");
  text.append("Call-ID: c1\r\nCSeq: 7 ").append(cseq_method.empty() ? method : cseq_method);
  return text + "\r\nContent-Length: 0\r\n\r\n";
}

std::uint64_t key_of(const std::string& text, bool as_invite = false) {
  sip::MessageView message;
  EXPECT_EQ(message.parse(text), sip::Error::kNone);
  const auto key = request_key(kKey, message, as_invite);
  EXPECT_TRUE(key);
  return key ? *key : 0;
}

// RFC 3261 section 17.2.3.
TEST(RequestKey, IsTheBranchTheSentByAndTheMethod) {
  const std::uint64_t invite = key_of(request("INVITE", "198.51.100.1;branch=z9hG4bK1"));
  EXPECT_EQ(key_of(request("INVITE", "198.51.100.1;branch=z9hG4bK1")), invite);
  EXPECT_NE(key_of(request("INVITE", "198.51.100.1;branch=z9hG4bK2")), invite);
  EXPECT_NE(key_of(request("INVITE", "198.51.100.2;branch=z9hG4bK1")), invite);
  EXPECT_NE(key_of(request("INVITE", "198.51.100.1:5070;branch=z9hG4bK1")), invite);
  EXPECT_NE(key_of(request("OPTIONS", "198.51.100.1;branch=z9hG4bK1")), invite);
  EXPECT_EQ(key_of(request("ACK", "198.51.100.1;branch=z9hG4bK1")), invite);
  const std::string cancel = request("CANCEL", "198.51.100.1;branch=z9hG4bK1");
  EXPECT_NE(key_of(cancel), invite);
  EXPECT_EQ(key_of(cancel, true), invite);
  sip::MessageView message;
  const std::string text = request("INVITE", "198.51.100.1;branch=z9hG4bK1");
  ASSERT_EQ(message.parse(text), sip::Error::kNone);
  EXPECT_EQ(*cancel_key(kKey, message), key_of(cancel));
}

// Without the magic cookie the other fields tell (the same section, for RFC 2543).
TEST(RequestKey, OfAnOldElementIsItsFields) {
  const std::string old = request("INVITE", "198.51.100.1;branch=1");
  std::string other = old;
  other.replace(other.find("Call-ID: c1"), 11, "Call-ID: c2");
  EXPECT_NE(key_of(old), key_of(other));
  EXPECT_EQ(key_of(old), key_of(request("ACK", "198.51.100.1;branch=1")));
  // With it they do not count.
  std::string now = request("INVITE", "198.51.100.1;branch=z9hG4bK1");
  const std::uint64_t before = key_of(now);
  now.replace(now.find("Call-ID: c1"), 11, "Call-ID: c2");
  EXPECT_EQ(key_of(now), before);
}

TEST(Pool, FindsWhatIsThereAndNothingThatHasGone) {
  Pool pool;
  Transaction* const made = pool.make(77, 10);
  ASSERT_NE(made, nullptr);
  made->branches.emplace_back();
  made->branches.back().id = branch_id("z9hG4bKours");
  pool.add_branch(*made, 0);
  const std::uint32_t index = made->index;
  const std::uint32_t generation = made->generation;
  EXPECT_EQ(pool.find(77), made);
  EXPECT_EQ(pool.find(index, generation), made);
  EXPECT_EQ(pool.find_branch("z9hG4bKours").transaction, made);
  EXPECT_EQ(pool.find_branch("z9hG4bKother").transaction, nullptr);
  pool.remove(*made);
  EXPECT_EQ(pool.find(77), nullptr);
  EXPECT_EQ(pool.find(index, generation), nullptr);
  EXPECT_EQ(pool.find_branch("z9hG4bKours").transaction, nullptr);
  EXPECT_EQ(pool.size(), 0u);
  // Its place is used again, and an old reference does not find the new one.
  ASSERT_EQ(pool.make(78, 10), made);
  EXPECT_EQ(pool.find(index, generation), nullptr);
}

TEST(Pool, IsBounded) {
  Pool pool;
  ASSERT_NE(pool.make(1, 2), nullptr);
  ASSERT_NE(pool.make(3, 2), nullptr);
  EXPECT_EQ(pool.make(5, 2), nullptr);
  EXPECT_NE(pool.make(5, 3), nullptr) << "a better known source's share is larger";
}

}  // namespace
}  // namespace weir::control::transaction
