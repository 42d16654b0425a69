#include "sip/element_kernels.h"

#include <gtest/gtest.h>

#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weir::sip {
namespace {

// Texts put together at random from the pieces that elements are made of, some of them behind a
// start that makes them likely to be good.
class Texts {
 public:
  Texts(std::span<const std::string_view> pieces, std::span<const std::string_view> starts)
      : pieces_(pieces), starts_(starts) {}

  std::string next() {
    std::string text(pick(starts_));
    for (auto n = random_() % 12; n > 0; --n) text += pick(pieces_);
    return text;
  }

 private:
  std::string_view pick(std::span<const std::string_view> from) {
    return from[random_() % from.size()];
  }

  std::span<const std::string_view> pieces_;
  std::span<const std::string_view> starts_;
  std::mt19937 random_{7};
};

std::vector<const ElementKernel*> supported() {
  std::vector<const ElementKernel*> kernels;
  for (const Kernel kernel : kKernels) {
    if (kernel_supported(kernel)) kernels.push_back(&element_kernel(kernel));
  }
  return kernels;
}

constexpr int kTexts = 200'000;

// Also the same bytes: views of equal text may still point elsewhere.
#define EXPECT_SAME(field)                   \
  ASSERT_EQ(one.field, other.field) << text; \
  ASSERT_TRUE(one.field.empty() || one.field.data() == other.field.data()) << text

void expect_equal(const Uri& one, const Uri& other, std::string_view text) {
  EXPECT_SAME(text);
  EXPECT_SAME(scheme_text);
  EXPECT_SAME(user);
  EXPECT_SAME(password);
  EXPECT_SAME(host);
  EXPECT_SAME(port_text);
  EXPECT_SAME(opaque);
  EXPECT_SAME(params.text);
  EXPECT_SAME(headers);
  ASSERT_EQ(one.headers.data() == nullptr, other.headers.data() == nullptr) << text;
  ASSERT_EQ(one.scheme, other.scheme) << text;
  ASSERT_EQ(one.has_password, other.has_password) << text;
  ASSERT_EQ(one.has_port, other.has_port) << text;
  ASSERT_EQ(one.port, other.port) << text;
  ASSERT_EQ(one.params.of_uri, other.params.of_uri) << text;
}

void expect_equal(const NameAddr& one, const NameAddr& other, std::string_view text) {
  EXPECT_SAME(text);
  EXPECT_SAME(display);
  EXPECT_SAME(uri);
  EXPECT_SAME(params.text);
  EXPECT_SAME(tag);
  ASSERT_EQ(one.params.of_uri, other.params.of_uri) << text;
  ASSERT_EQ(one.has_tag, other.has_tag) << text;
  ASSERT_EQ(one.bracketed, other.bracketed) << text;
  ASSERT_EQ(one.star, other.star) << text;
}

void expect_equal(const Via& one, const Via& other, std::string_view text) {
  EXPECT_SAME(text);
  EXPECT_SAME(transport_text);
  EXPECT_SAME(host);
  EXPECT_SAME(sent_by);
  EXPECT_SAME(branch);
  EXPECT_SAME(received);
  EXPECT_SAME(maddr);
  EXPECT_SAME(rport_param.name);
  EXPECT_SAME(rport_param.value);
  EXPECT_SAME(params.text);
  ASSERT_EQ(one.rport_param.has_value, other.rport_param.has_value) << text;
  ASSERT_EQ(one.port, other.port) << text;
  ASSERT_EQ(one.rport, other.rport) << text;
  ASSERT_EQ(one.ttl, other.ttl) << text;
  ASSERT_EQ(one.has_ttl, other.has_ttl) << text;
  ASSERT_EQ(one.has_port, other.has_port) << text;
  ASSERT_EQ(one.has_rport, other.has_rport) << text;
  ASSERT_EQ(one.has_received, other.has_received) << text;
  ASSERT_EQ(one.transport, other.transport) << text;
}

// What a kernel takes, the steps take as well, and to the same end. At least a tenth of the texts
// must get that far, or the test tests nothing.
template <class T>
void expect_agreement(Texts texts, bool (*ElementKernel::*by_masks)(std::string_view&, T&) noexcept,
                      Error (*in_steps)(std::string_view&, T&) noexcept) {
  for (const ElementKernel* const kernel : supported()) {
    int taken = 0;
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = texts.next();
      std::string_view rest = text;
      T one;
      if (!(kernel->*by_masks)(rest, one)) {
        ASSERT_EQ(rest, text);
        continue;
      }
      ++taken;
      std::string_view other_rest = text;
      T other;
      ASSERT_EQ(in_steps(other_rest, other), Error::kNone) << text;
      ASSERT_EQ(rest, other_rest) << text;
      expect_equal(one, other, text);
    }
    EXPECT_GT(taken, kTexts / 10);
  }
}

TEST(ElementKernels, SplitUrisAsTheStepsDo) {
  constexpr std::string_view kPieces[] = {"sip:",
                                          "sips:",
                                          ":",
                                          "@",
                                          ";",
                                          "?",
                                          "=",
                                          "&",
                                          ".",
                                          "a",
                                          "alice",
                                          "example.com",
                                          "[2001:db8::1]",
                                          "[",
                                          "]",
                                          "5060",
                                          "70000",
                                          "transport=udp",
                                          "lr",
                                          "%41",
                                          "_",
                                          "-",
                                          " ",
                                          "<",
                                          "\x7f",
                                          "\xc3\xa4",
                                          "+12125550143",
                                          "Subject=x",
                                          "0"};
  constexpr std::string_view kStarts[] = {"", "sip:", "SIP:alice@example.com",
                                          "sip:alice@192.0.2.1:5060;transport=udp"};
  Texts texts(kPieces, kStarts);
  for (const ElementKernel* const kernel : supported()) {
    int taken = 0;
    for (int i = 0; i < kTexts; ++i) {
      const std::string text = texts.next();
      Uri one;
      if (!kernel->split_uri(text, one)) continue;
      ++taken;
      Uri other;
      ASSERT_EQ(read_uri_in_steps(text, other), Error::kNone) << text;
      expect_equal(one, other, text);
    }
    EXPECT_GT(taken, kTexts / 10);
  }
}

TEST(ElementKernels, TakeNameAddrsAsTheStepsDo) {
  constexpr std::string_view kPieces[] = {"\"",        "\\",
                                          "<",         ">",
                                          ";",         ",",
                                          "=",         " ",
                                          "\r\n ",     "a",
                                          ";tag=",     ";TAG=a1",
                                          ";lr",       "*",
                                          "?",         ";q=0.5",
                                          "alice",     "sip:a@b",
                                          "<sip:a@b>", "\xc3\xa4",
                                          "\t",        "0123456789abcdef0123456789abcdef"};
  constexpr std::string_view kStarts[] = {
      "", "<sip:alice@example.com>", "\"Alice\" <sip:alice@example.com>;tag=a6c85cf3", "Alice ",
      "<sip:192.0.2.1;lr;ftag=a6c85cf3;dlg=2f3b5c7d9f1a3b5c7d9f1a3b5c7d9f>"};
  expect_agreement<NameAddr>(Texts(kPieces, kStarts), &ElementKernel::take_name_addr,
                             take_name_addr_in_steps);
}

TEST(ElementKernels, TakeViasAsTheStepsDo) {
  constexpr std::string_view kPieces[] = {";",
                                          ",",
                                          "=",
                                          " ",
                                          ":",
                                          "[",
                                          "]",
                                          "\"",
                                          "a",
                                          "5060",
                                          ";rport",
                                          ";rport=5061",
                                          ";RPORT=x",
                                          ";ttl=16",
                                          ";ttl=256",
                                          ";maddr=1",
                                          "\r\n\t",
                                          ";branch=z9hG4bK776asdhds",
                                          ";received=192.0.2.3",
                                          ";received=2001:db8::9",
                                          "[2001:db8::1]",
                                          "host.example.com",
                                          "\xc3\xa4",
                                          ";x=0123456789abcdef0123456789abcdef0123456789abcdef",
                                          ",SIP/2.0/UDP b"};
  constexpr std::string_view kStarts[] = {"", "SIP/2.0/UDP ", "SIP/2.0/TCP 192.0.2.44:5060",
                                          "SIP/2.0/UDP 192.0.2.44:5060;branch=z9hG4bK-1",
                                          "SIP/2.0/TLS [2001:db8::9]:5061;rport"};
  expect_agreement<Via>(Texts(kPieces, kStarts), &ElementKernel::take_via, take_via_in_steps);
}

// No byte beyond the text is read: each lies at the end of an allocation of its own size, where
// AddressSanitizer sees what goes over.
TEST(ElementKernels, StayWithinTheText) {
  constexpr std::string_view kWhole =
      "SIP/2.0/UDP 192.0.2.44:5060;branch=z9hG4bK-524287-1---7d3f8a;rport;received=192.0.2.3";
  for (const ElementKernel* const kernel : supported()) {
    for (std::size_t size = 1; size <= kWhole.size(); ++size) {
      const std::vector<char> bytes(kWhole.begin(),
                                    kWhole.begin() + static_cast<std::ptrdiff_t>(size));
      const std::string_view text(bytes.data(), bytes.size());
      std::string_view rest = text;
      Via via;
      if (kernel->take_via(rest, via)) {
        EXPECT_EQ(via.text, text);
        EXPECT_TRUE(rest.empty());
      }
    }
  }
}

}  // namespace
}  // namespace weir::sip
