#include "sip/nonce.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace weir::sip {
namespace {

constexpr std::uint32_t kNow = 1700000000;
constexpr std::uint32_t kLifetime = 300;  // seconds

KeyRing keys() {
  KeyRing ring;
  for (std::size_t i = 0; i < 16; ++i) {
    ring.keys[0][i] = static_cast<std::uint8_t>(i);
    ring.keys[1][i] = static_cast<std::uint8_t>(0xff - i);
  }
  return ring;
}

const Address kPhone = Address::v4(0xc0000201);
const Address kOther = Address::v4(0xc0000202);

std::string made(const NonceScope& scope, std::uint32_t serial = 7) {
  return std::string(make_nonce(keys(), scope, kNow, serial).view());
}

// "fresh", "stale", "moved" or the error.
std::string verified(const NonceScope& scope, std::string_view text, std::uint32_t now = kNow,
                     const KeyRing& ring = keys()) {
  const Result<Nonce> nonce = verify_nonce(ring, scope, text, now, kLifetime);
  if (!nonce) return std::string(error_name(nonce.error()));
  EXPECT_EQ(nonce->time, kNow);
  EXPECT_EQ(nonce->serial, 7u);
  EXPECT_EQ(nonce->bound, text[1] == 's');
  switch (nonce->state) {
    case Nonce::State::kFresh:
      return "fresh";
    case Nonce::State::kStale:
      return "stale";
    case Nonce::State::kMoved:
      return "moved";
  }
  return "";
}

TEST(Nonce, Shape) {
  const std::string free = made({.realm = "example.com"});
  EXPECT_EQ(free.size(), 34u);
  EXPECT_EQ(free.substr(0, 18), "0f6553f10000000007");
  const std::string bound = made({.realm = "example.com", .source = kPhone});
  EXPECT_EQ(bound.size(), 50u);
  EXPECT_EQ(bound.substr(0, 18), "0s6553f10000000007");
  EXPECT_EQ(bound.find_first_not_of("0123456789abcdefs"), bound.npos);
  EXPECT_NE(free.substr(18, 16), bound.substr(18, 16));
  EXPECT_EQ(made({.realm = "example.com"}), free);
  EXPECT_NE(made({.realm = "example.com"}, 8), free);
}

TEST(Nonce, Freshness) {
  const NonceScope scope{.realm = "example.com"};
  const std::string text = made(scope);
  EXPECT_EQ(verified(scope, text), "fresh");
  EXPECT_EQ(verified(scope, text, kNow + kLifetime), "fresh");
  EXPECT_EQ(verified(scope, text, kNow + kLifetime + 1), "stale");
  EXPECT_EQ(verified(scope, text, kNow - kNonceSkew), "fresh");
  EXPECT_EQ(verified(scope, text, kNow - kNonceSkew - 1), "stale");
  EXPECT_EQ(verified(scope, text, 0), "stale");
  EXPECT_EQ(verified(scope, text, 0xffffffff), "stale");
}

TEST(Nonce, Source) {
  const NonceScope phone{.realm = "example.com", .source = kPhone};
  const NonceScope other{.realm = "example.com", .source = kOther};
  const NonceScope nobody{.realm = "example.com"};
  const std::string bound = made(phone);
  EXPECT_EQ(verified(phone, bound), "fresh");
  EXPECT_EQ(verified(other, bound), "moved");
  EXPECT_EQ(verified(nobody, bound), "moved");
  EXPECT_EQ(verified(other, bound, kNow + kLifetime + 1), "stale");  // old above all
  EXPECT_EQ(verified(other, made(nobody)), "fresh");                 // bound to none
  // The halves of two nonces do not make a third.
  const std::string mixed = made(phone, 8).substr(0, 34) + bound.substr(34);
  const Result<Nonce> nonce = verify_nonce(keys(), phone, mixed, kNow, kLifetime);
  ASSERT_TRUE(nonce);
  EXPECT_EQ(nonce->state, Nonce::State::kMoved);
}

TEST(Nonce, ForgedAndForeign) {
  const NonceScope scope{.realm = "example.com", .source = kPhone};
  const std::string text = made(scope);
  EXPECT_EQ(verified({.realm = "example.org", .source = kPhone}, text), "forged");
  // Every digit counts.
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = changed[i] == '0' ? '1' : '0';
    const Result<Nonce> nonce = verify_nonce(keys(), scope, changed, kNow, kLifetime);
    if (i >= NonceText::kFreeSize) {
      ASSERT_TRUE(nonce);
      EXPECT_EQ(nonce->state, Nonce::State::kMoved);
    } else {
      EXPECT_EQ(error_name(nonce.error()), i == 1 ? "foreign" : "forged") << i;
    }
  }
  // A bound nonce cut down to a free one.
  std::string cut = text.substr(0, 34);
  cut[1] = 'f';
  EXPECT_EQ(verify_nonce(keys(), scope, cut, kNow, kLifetime).error(), Error::kForged);

  for (const std::string& other :
       {std::string(), std::string("x"), text.substr(1), text + "0", text.substr(0, 34),
        made({.realm = "example.com"}) + "0", "2" + text.substr(1), "0x" + text.substr(2),
        text.substr(0, 2) + "6553F100" + text.substr(10), std::string(50, '-'),
        std::string("dcd98b7102dd2f0e8b11d0f600bfb0c093")}) {
    EXPECT_EQ(verify_nonce(keys(), scope, other, kNow, kLifetime).error(), Error::kForeign)
        << other;
  }
}

TEST(Nonce, KeyRotation) {
  const NonceScope scope{.realm = "example.com", .source = kPhone};
  const std::string old = made(scope);
  KeyRing ring = keys();
  ring.current = 1;
  EXPECT_EQ(verified(scope, old, kNow, ring), "fresh");
  EXPECT_EQ(make_nonce(ring, scope, kNow, 7).view()[0], '1');
  EXPECT_EQ(verified(scope, make_nonce(ring, scope, kNow, 7), kNow, ring), "fresh");
  ring.keys[0][0] ^= 1;  // the next rotation overwrites it
  EXPECT_EQ(verified(scope, old, kNow, ring), "forged");
}

TEST(Nonce, SerialsPartNoncesOfOneSecond) {
  std::set<std::string> nonces;
  for (std::uint32_t serial = 0; serial < 1000; ++serial) {
    nonces.insert(made({.realm = "example.com", .source = kPhone}, serial));
  }
  EXPECT_EQ(nonces.size(), 1000u);
}

TEST(NonceCount, Parse) {
  EXPECT_EQ(*parse_nonce_count("00000001"), 1u);
  EXPECT_EQ(*parse_nonce_count("0000aB0f"), 0xab0fu);
  EXPECT_EQ(*parse_nonce_count("ffffffff"), 0xffffffffu);
  EXPECT_EQ(parse_nonce_count("00000000").error(), Error::kRange);
  for (const std::string_view text : {"", "1", "0000001", "000000001", "0000000g", "-0000001"}) {
    EXPECT_EQ(parse_nonce_count(text).error(), Error::kSyntax) << text;
  }
}

TEST(NonceCounts, RefusesReplays) {
  NonceCounts counts;
  EXPECT_FALSE(counts.accept(0));
  EXPECT_TRUE(counts.accept(1));
  EXPECT_FALSE(counts.accept(1));
  EXPECT_TRUE(counts.accept(3));
  EXPECT_TRUE(counts.accept(2));  // overtaken
  EXPECT_FALSE(counts.accept(2));
  EXPECT_FALSE(counts.accept(3));
  EXPECT_EQ(counts.highest(), 3u);

  EXPECT_TRUE(counts.accept(66));
  EXPECT_FALSE(counts.accept(3));
  EXPECT_TRUE(counts.accept(4));
  EXPECT_FALSE(counts.accept(2));  // below the window: nobody knows
  EXPECT_TRUE(counts.accept(130));
  EXPECT_FALSE(counts.accept(66));
  EXPECT_TRUE(counts.accept(67));
  EXPECT_TRUE(counts.accept(1000));
  EXPECT_TRUE(counts.accept(0xffffffff));
  EXPECT_FALSE(counts.accept(0xffffffff));
  EXPECT_TRUE(counts.accept(0xfffffffe));
}

// Against a set, in which whatever is 64 or more below the highest counts as used.
TEST(NonceCounts, AgreesWithASet) {
  NonceCounts counts;
  std::set<std::uint32_t> used;
  std::uint32_t random = 7616;
  std::uint32_t highest = 0;
  for (int i = 0; i < 20000; ++i) {
    random = random * 1664525 + 1013904223;
    const std::uint32_t count = highest + 8 - std::min(highest + 7, random / 65536 % 90);
    const bool expected = (count > highest || highest - count < 64) && used.insert(count).second;
    ASSERT_EQ(counts.accept(count), expected) << count << " after " << highest;
    highest = std::max(highest, count);
  }
}

}  // namespace
}  // namespace weir::sip
