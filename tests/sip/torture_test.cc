// The messages of RFC 4475 and RFC 5118: what the parser makes of each, and what validation says of
// it to a proxy, a user agent server and a registrar. tests/corpus/*/verdicts.tsv is the oracle.
#include "sip/dump.h"
#include "sip/message.h"
#include "sip/validate.h"
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

// "forward", "accept", "drop FLAW" or "CODE FLAW", as verdicts.tsv writes it.
std::string judged(std::string_view datagram, FlawSet wanted, const Capabilities& able,
                   std::string_view accepted) {
  const ExactCopy copy(datagram);
  MessageView message;
  const Error error = message.parse(copy.view());
  if (message.fields().empty()) static_cast<void>(message.salvage(copy.view()));
  const Verdict verdict = validate(error, message, wanted, able);
  EXPECT_LE(verdict.at, message.raw().size());
  if (error == Error::kNone) {
    const Verdict basic = validate(error, message, kBasicFlaws, able);
    EXPECT_EQ(well_formed(message), basic.action == Action::kAccept) << flaw_row(basic.flaw).name;
  }
  const std::string flaw(flaw_row(verdict.flaw).name);
  switch (verdict.action) {
    case Action::kAccept:
      return std::string(accepted);
    case Action::kDrop:
      return "drop " + flaw;
    case Action::kAnswer:
      break;
  }
  return std::to_string(verdict.code) + " " + flaw;
}

constexpr std::uint32_t methods(std::initializer_list<Method> list) {
  std::uint32_t bits = 0;
  for (const Method method : list) bits |= 1u << static_cast<unsigned>(method);
  return bits;
}

constexpr std::string_view kMediaTypes = "application/sdp, text/plain, multipart/mixed";
constexpr Capabilities kProxy;
constexpr Capabilities kServer{
    .media_types = kMediaTypes,
    .methods = methods({Method::kInvite, Method::kAck, Method::kBye, Method::kCancel,
                        Method::kOptions, Method::kMessage})};
constexpr Capabilities kRegistrar{.media_types = kMediaTypes,
                                  .methods = methods({Method::kRegister, Method::kOptions})};

class Verdicts : public ::testing::TestWithParam<const char*> {};

TEST_P(Verdicts, AreWhatTheRfcAsksFor) {
  const std::string folder = std::string("tests/corpus/") + GetParam();
  std::size_t count = 0;
  for (const auto& row : read_table(folder + "/verdicts.tsv")) {
    ASSERT_EQ(row.size(), 6u) << row[0];
    const std::string text = read_file(source_root() / folder / (row[0] + ".dat"));
    const std::string where = row[0] + ", section " + row[1] + ": " + row[5];
    EXPECT_EQ(judged(text, kProxyFlaws, kProxy, "forward"), row[2]) << where;
    EXPECT_EQ(judged(text, kServerFlaws, kServer, "accept"), row[3]) << where;
    if (row[4] != "-") {
      EXPECT_EQ(judged(text, kRegistrarFlaws, kRegistrar, "accept"), row[4]) << where;
    }
    ++count;
  }
  EXPECT_EQ(count, files_in(folder, ".dat").size());
  EXPECT_EQ(count, read_table(folder + "/INDEX.tsv").size());
}

INSTANTIATE_TEST_SUITE_P(Torture, Verdicts, ::testing::Values("rfc4475", "rfc5118"));

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
