#include "sip/history_info.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string show(const HistoryInfo& h) {
  constexpr std::string_view kTargets[] = {"", "rc", "mp", "np"};
  return std::string(h.address.uri) + "|" + std::string(h.index) + "|" +
         std::string(kTargets[static_cast<std::size_t>(h.target)]) + "|" +
         std::string(h.target_index);
}

const ValueCase kCases[] = {
    // RFC 7044 section 5
    {"First", "<sip:UserA@ims.example.com>;index=1;foo=bar", "sip:UserA@ims.example.com|1||"},
    {"ReasonInUri", "<sip:UserA@ims.example.com?Reason=SIP%3B\\\r\n cause%3D302>;index=1.1;np=1",
     "sip:UserA@ims.example.com?Reason=SIP%3B\\\r\n cause%3D302|1.1|np|1"},
    {"ThreeEntries",
     "<sip:bob@example.com>;index=1,\r\n <sip:bob@192.0.2.4>;index=1.1;rc=1,\r\n"
     " <sip:office@example.com>;index=1.2;mp=1",
     "sip:bob@example.com|1|| / sip:bob@192.0.2.4|1.1|rc|1 / sip:office@example.com|1.2|mp|1"},
    {"Deep", "<sip:a@b>;index=1.10.0.2", "sip:a@b|1.10.0.2||"},

    {"NoIndex", "<sip:a@b>", "missing at '<sip:a@b>'"},
    {"SecondWithoutIndex", "<sip:a@b>;index=1, <sip:c@d>;np=1",
     "sip:a@b|1|| / missing at '<sip:c@d>;np=1'"},
    {"LeadingZero", "<sip:a@b>;index=1.01", "syntax at '1.01'"},
    {"EndsInDot", "<sip:a@b>;index=1.", "syntax at '1.'"},
    {"IsNoNumber", "<sip:a@b>;index=a", "syntax at 'a'"},
    {"TargetIsNoIndex", "<sip:a@b>;index=1;rc=x", "syntax at 'x'"},
    {"TwoTargets", "<sip:a@b>;index=1.1;rc=1;mp=1", "duplicate at 'mp=1'"},
    {"TwoIndices", "<sip:a@b>;index=1;index=1", "duplicate at 'index=1'"},
};

TEST(HistoryInfo, Cases) { check_values<HistoryInfo>(kCases, next_history_info, show); }

}  // namespace
}  // namespace weir::sip
