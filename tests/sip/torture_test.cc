// The messages of RFC 4475: what the parser makes of each, by the section that describes it.
#include "sip/dump.h"
#include "sip/message.h"
#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <iterator>
#include <string>

namespace weir::sip {
namespace {

// One word for each thing an element of the network would stumble over.
std::string verdict(std::string_view datagram) {
  const ExactCopy copy(datagram);
  MessageView message;
  std::string out(error_name(message.parse(copy.view())));
  const auto add = [&out](std::string_view what, Error error) {
    if (error == Error::kNone) return;
    out += " " + std::string(what) + ":" + std::string(error_name(error));
  };
  if (message.fields().empty()) return out;
  add("body", message.body_error());
  if (message.is_request()) add("uri", message.uri().error());
  add("via", message.top_via().error());
  add("from", message.from().error());
  add("to", message.to().error());
  if (message.from()) add("from-uri", parse_uri((*message.from())->uri).error());
  if (message.to()) add("to-uri", parse_uri((*message.to())->uri).error());
  add("call-id", message.call_id().error());
  add("cseq", message.cseq().error());
  add("max-forwards", message.max_forwards().error());
  ValueList<NameAddr> contacts(message, HeaderId::kContact, next_name_addr);
  while (const auto contact = contacts.next()) {
    if (!contact->star) add("contact-uri", parse_uri(contact->uri).error());
  }
  add("contact", contacts.error());
  return out;
}

struct Case {
  const char* section;
  const char* name;
  const char* verdict;
};

constexpr Case kCases[] = {
    {"3.1.1.1", "wsinv", "none"},
    {"3.1.1.2", "intmeth", "none"},
    {"3.1.1.3", "esc01", "none"},
    {"3.1.1.4", "escnull", "none"},
    {"3.1.1.5", "esc02", "none"},
    {"3.1.1.6", "lwsdisp", "none"},
    {"3.1.1.7", "longreq", "none"},
    {"3.1.1.8", "dblreq", "none"},
    {"3.1.1.9", "semiuri", "none"},
    {"3.1.1.10", "transports", "none"},
    {"3.1.1.11", "mpart01", "none"},
    {"3.1.1.12", "unreason", "none max-forwards:missing"},
    {"3.1.1.13", "noreason", "none max-forwards:missing"},
    {"3.1.2.1", "badinv01", "none"},
    {"3.1.2.2", "clerr", "none body:truncated"},
    {"3.1.2.3", "ncl", "none body:syntax"},
    {"3.1.2.4", "scalar02", "none cseq:range"},
    {"3.1.2.5", "scalarlg", "none cseq:range max-forwards:missing"},
    {"3.1.2.6", "quotbal", "none to:truncated"},
    {"3.1.2.7", "ltgtruri", "none uri:syntax"},
    {"3.1.2.8", "lwsruri", "start_line uri:syntax"},
    {"3.1.2.9", "lwsstart", "start_line uri:syntax"},
    {"3.1.2.10", "trws", "none"},
    {"3.1.2.11", "escruri", "none"},
    {"3.1.2.12", "baddate", "none"},
    {"3.1.2.13", "regbadct", "none"},
    {"3.1.2.14", "badaspec", "none to-uri:syntax"},
    {"3.1.2.15", "baddn", "truncated"},
    {"3.1.2.16", "badvers", "none"},
    {"3.1.2.17", "mismatch01", "none"},
    {"3.1.2.18", "mismatch02", "none"},
    {"3.1.2.19", "bigcode", "range max-forwards:missing"},
    {"3.2.1", "badbranch", "none"},
    {"3.3.1", "insuf", "none from:missing to:missing call-id:missing max-forwards:missing"},
    {"3.3.2", "unkscm", "none"},
    {"3.3.3", "novelsc", "none"},
    {"3.3.4", "unksm2", "none"},
    {"3.3.5", "bext01", "none"},
    {"3.3.6", "invut", "none"},
    {"3.3.7", "regaut01", "none"},
    {"3.3.8", "multi01", "none"},
    {"3.3.9", "mcl01", "none body:duplicate"},
    {"3.3.10", "bcast", "none max-forwards:missing"},
    {"3.3.11", "zeromf", "none"},
    {"3.3.12", "cparam01", "none"},
    {"3.3.13", "cparam02", "none"},
    {"3.3.14", "regescrt", "none"},
    {"3.3.15", "sdp01", "none"},
    {"3.4.1", "inv2543", "none max-forwards:missing"},
};

TEST(Torture, EveryMessageGetsItsVerdict) {
  for (const Case& c : kCases) EXPECT_EQ(verdict(torture(c.name)), c.verdict) << c.section;
}

TEST(Torture, NoMessageIsForgotten) {
  EXPECT_EQ(files_in("tests/corpus/rfc4475", ".dat").size(), std::size(kCases));
}

TEST(Torture, TwoRequestsInOneDatagramAreOne) {
  MessageView message;
  const std::string text = torture("dblreq");
  ASSERT_EQ(message.parse(text), Error::kNone);
  EXPECT_LT(message.raw().size(), text.size());
  EXPECT_EQ(message.method(), Method::kRegister);
}

TEST(Torture, EveryMessageCanBeDumped) {
  for (const auto& path : files_in("tests/corpus/rfc4475", ".dat")) {
    MessageView message;
    const std::string text = read_file(path);
    (void)message.parse(text);
    EXPECT_NE(dumped(message).find("body "), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace weir::sip
