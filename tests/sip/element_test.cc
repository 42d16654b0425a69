#include "sip/element.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace weir::sip {
namespace {

std::vector<std::string> values_of(std::string_view list) {
  std::vector<std::string> values;
  for (;;) {
    const Result<std::string_view> value = next_list_value(list);
    if (!value) values.emplace_back("!" + std::string(error_name(value.error())));
    if (!value || value->empty()) return values;
    values.emplace_back(*value);
  }
}

TEST(Element, ListValues) {
  using Values = std::vector<std::string>;
  EXPECT_EQ(values_of("a, b ,\r\n c"), (Values{"a", "b", "c"}));
  EXPECT_EQ(values_of(",, a,"), (Values{"a"}));
  EXPECT_EQ(values_of("\"a,b\\\",\" <sip:x,y>;p=\",\", z"),
            (Values{"\"a,b\\\",\" <sip:x,y>;p=\",\"", "z"}));
  EXPECT_EQ(values_of("a, \"b"), (Values{"a", "!truncated"}));
  EXPECT_EQ(values_of("<sip:a, b"), (Values{"!truncated"}));
  EXPECT_EQ(values_of(" "), Values{});
}

TEST(Element, ParamsOfAValue) {
  EXPECT_EQ(params_of_value("\"a;b\" <sip:x;lr> ;p=1;q").text, ";p=1;q");
  EXPECT_EQ(params_of_value("presence;id=1").text, ";id=1");
  EXPECT_TRUE(params_of_value("<sip:x;lr>").text.empty());
  EXPECT_TRUE(params_of_value("\"open;").text.empty());
}

TEST(Element, PlacesOfUriParts) {
  const auto place = [](std::string_view text, Result<Element> (*find)(const Uri&) noexcept) {
    const Result<Uri> uri = parse_uri(text);
    EXPECT_TRUE(uri) << text;
    const Result<Element> part = find(*uri);
    if (!part) return std::string(error_name(part.error()));
    const auto at = static_cast<std::size_t>(part->text.data() - text.data());
    return (part->present ? "" : "missing at ") + std::to_string(at) + " " +
           std::string(part->text);
  };
  EXPECT_EQ(place("sip:a:p@b:1;c", Element::user), "4 a");
  EXPECT_EQ(place("sip:b", Element::user), "missing at 4 ");
  EXPECT_EQ(place("tel:+1;x", Element::user), "4 +1");
  EXPECT_EQ(place("urn:x", Element::user), "missing");
  EXPECT_EQ(place("sip:a@[::1]", Element::host), "6 [::1]");
  EXPECT_EQ(place("tel:1", Element::host), "missing");
  EXPECT_EQ(place("sips:b:5061", Element::port), "7 5061");
  EXPECT_EQ(place("sips:b;x", Element::port), "missing at 6 ");
  const auto param = [](const Uri& uri) noexcept { return Element::uri_param(uri, "LR"); };
  EXPECT_EQ(place("sip:a@b;x=1;lr=on?h=1", param), "12 lr=on");
  EXPECT_EQ(place("sip:a@b;x=1?h=1", param), "missing at 11 ");
  EXPECT_EQ(place("sip:a@b:5?h=1", param), "missing at 9 ");
  EXPECT_EQ(place("sip:[::1]", param), "missing at 9 ");
  EXPECT_EQ(place("tel:1", param), "missing at 5 ");
  EXPECT_EQ(place("urn:x", param), "missing");
}

TEST(Element, PlacesInAMessage) {
  const std::string text = crlf(
      "SIP/2.0 180 Ringing\nSubject: a, b\nContact: \"x\" <sip:a>;q=1, *\nm: sip:b\nX: , \n\n!");
  MessageView m;
  ASSERT_EQ(m.parse(text), Error::kNone);
  EXPECT_EQ(Element::status(m)->text, "180");
  EXPECT_EQ(Element::reason(m)->text, "Ringing");
  EXPECT_EQ(Element::method(m).error(), Error::kMissing);
  EXPECT_EQ(Element::request_uri(m).error(), Error::kMissing);
  EXPECT_EQ(Element::body(m).text, "!");
  EXPECT_TRUE(Element::fields(m).text.starts_with("Subject"));
  EXPECT_TRUE(Element::fields(m).text.ends_with("X: , \r\n"));

  const Field& subject = m.fields()[0];
  const Field& contact = m.fields()[1];
  EXPECT_EQ(Element::field(m, subject).text, "Subject: a, b");
  EXPECT_EQ(Element::field_value(m, subject).text, "a, b");
  EXPECT_EQ(Element::value(m, subject, 0)->text, "a, b");
  EXPECT_EQ(Element::value(m, subject, 1).error(), Error::kMissing);
  EXPECT_EQ(Element::value(m, contact, 1)->text, "*");
  EXPECT_EQ(Element::value(m, contact, 2).error(), Error::kMissing);
  EXPECT_EQ(Element::param(Element::value(m, contact, 0)->text, "Q").text, "q=1");

  const NameAddr named = *parse_name_addr(Element::value(m, contact, 0)->text);
  EXPECT_EQ(Element::display(named)->text, "\"x\"");
  EXPECT_EQ(Element::uri(named)->text, "sip:a");
  const NameAddr star = *parse_name_addr("*");
  EXPECT_EQ(Element::display(star).error(), Error::kMissing);
  EXPECT_EQ(Element::uri(star).error(), Error::kMissing);
  const NameAddr bare = *parse_name_addr("sip:b");
  EXPECT_FALSE(Element::display(bare)->present);
}

}  // namespace
}  // namespace weir::sip
