#include "sip/element_state.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

class ElementStateTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(m.parse(text), Error::kNone); }

  Element value(std::size_t number) const { return *Element::value(m, contact(), number); }
  const Field& contact() const { return *m.first(HeaderId::kContact); }
  std::size_t begin(const Element& e) const { return m.offset(e.text); }
  std::size_t end(const Element& e) const { return begin(e) + e.text.size(); }

  const std::string text = crlf(
      "OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a;branch=1\nVia: SIP/2.0/UDP b;branch=2\n"
      "Contact: <sip:a>;q=1, <sip:b>\nl: 0\n\n");
  MessageView m;
  EditList edits;
  ElementState state{m, edits};
};

TEST_F(ElementStateTest, KeptFields) {
  const Field& top = m.fields()[0];
  const Field& second = m.fields()[1];
  EXPECT_TRUE(state.is_kept(Element::field(m, top)));
  EXPECT_TRUE(state.is_kept(*Element::value(m, top, 0)));
  EXPECT_FALSE(state.is_kept(Element::field(m, second)));
  EXPECT_TRUE(state.is_kept(Element::field_value(m, m.fields()[3])));
  EXPECT_FALSE(state.is_kept(*Element::request_uri(m)));

  using Side = ElementState::Side;
  EXPECT_TRUE(state.is_kept_field(Element::field(m, top), "v: x", Side::kBefore));
  EXPECT_FALSE(state.is_kept_field(Element::field(m, top), "v: x", Side::kAfter));
  EXPECT_FALSE(state.is_kept_field(Element::field(m, second), "v: x", Side::kBefore));
  EXPECT_TRUE(state.is_kept_field(Element::field(m, second), "l: 1", Side::kAfter));
  EXPECT_FALSE(state.is_kept_field(Element::field(m, top), "X: 1", Side::kBefore));
}

TEST_F(ElementStateTest, ASetElementIsThereAndHasNoParts) {
  ASSERT_TRUE(edits.replace(begin(value(0)), end(value(0)), "x", Rank::kValueEnd));
  EXPECT_TRUE(state.is_there(value(0)));
  EXPECT_TRUE(state.is_covered(value(0).text));
  EXPECT_TRUE(state.is_edited(value(0)));
  EXPECT_FALSE(state.is_gone(value(0).text));
  EXPECT_FALSE(state.is_edited(value(1)));
}

TEST_F(ElementStateTest, ARemovedElementIsGone) {
  ASSERT_TRUE(edits.remove(begin(value(0)), begin(value(1))));
  EXPECT_TRUE(state.is_gone(value(0).text));
  EXPECT_FALSE(state.is_there(value(0)));
  EXPECT_TRUE(state.is_there(value(1)));
}

TEST_F(ElementStateTest, RanksTellPartsFromNeighbours) {
  ASSERT_TRUE(edits.insert(end(value(1)), ", <sip:c>", Rank::kValueEnd));
  EXPECT_FALSE(state.has_inserted_parts(value(1)));
  EXPECT_TRUE(state.has_inserted_parts(Element::field_value(m, contact())));
  ASSERT_TRUE(edits.insert(end(value(1)), ";q=1", Rank::kParam));
  EXPECT_TRUE(state.has_inserted_parts(value(1)));
}

TEST_F(ElementStateTest, Twins) {
  const Element q = Element::param(value(0).text, "q");
  EXPECT_TRUE(state.has_twin(q, "Q=2", false));
  EXPECT_FALSE(state.has_twin(q, "q=2", true));
  EXPECT_FALSE(state.has_twin(q, "r", false));
  const Element place = Element::field(m, contact());
  EXPECT_TRUE(state.has_twin(place, "Content-Length: 1", false));
  EXPECT_FALSE(state.has_twin(place, "Contact: <sip:a>", false));
  ASSERT_TRUE(edits.insert(m.headers_end(), "Expires: 1\r\n"));
  EXPECT_TRUE(state.has_twin(place, "Expires: 2", false));
}

}  // namespace
}  // namespace weir::sip
