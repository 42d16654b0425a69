#include "sip/rack.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

const ValueCase kRAcks[] = {
    {"Rfc3262", "776656 1 INVITE", "776656|1|INVITE"},
    {"Folded", "1\r\n 2\t\tINVITE", "1|2|INVITE"},
    {"Largest", "4294967295 2147483647 x-y", "4294967295|2147483647|x-y"},

    {"Zero", "0 1 INVITE", "range at '0 1 INVITE'"},
    {"TooLarge", "4294967296 1 INVITE", "range at '4294967296 1 INVITE'"},
    {"CSeqTooLarge", "1 2147483648 INVITE", "range at '2147483648 INVITE'"},
    {"NoMethod", "1 2", "syntax at ''"},
    {"NoCSeq", "1", "syntax at ''"},
    {"NoSpace", "1INVITE", "syntax at 'INVITE'"},
    {"MethodIsNoToken", "1 2 IN@VITE", "syntax at '@VITE'"},
    {"Empty", "", "syntax at ''"},
};

TEST(RAck, Cases) {
  check_values<RAck>(kRAcks, next_rack, [](const RAck& r) {
    return std::to_string(r.rseq) + "|" + std::to_string(r.cseq.number) + "|" +
           std::string(r.cseq.method_text);
  });
}

const ValueCase kRSeqs[] = {
    {"Rfc3262", "988789", "988789"},      {"Largest", "4294967295", "4294967295"},
    {"Zero", "0", "range at '0'"},        {"TooLarge", "4294967296", "range at '4294967296'"},
    {"IsNoNumber", "x", "syntax at 'x'"}, {"TwoNumbers", "1 2", "syntax at '2'"},
};

TEST(RSeq, Cases) {
  check_values<std::uint32_t>(kRSeqs, next_rseq,
                              [](std::uint32_t number) { return std::to_string(number); });
}

}  // namespace
}  // namespace weir::sip
