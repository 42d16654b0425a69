// Damages images, to see whether the verifier refuses what could read or jump out of range.
#pragma once

#include "routes/fuse.h"
#include "routes/verify.h"
#include "routes/vocabulary/vocabulary.h"
#include "tests/routes/test_host.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace weir::routes {

// The friend that damages images.
class ImageCorruptor {
 public:
  static std::vector<Instruction>& code(Image& image) { return image.code_; }
  static std::vector<PvRef>& pvs(Image& image) { return image.pvs_; }
  static RouteList& routes(Image& image) {
    return image.lists_[static_cast<std::size_t>(RouteKind::kRequest)];
  }
};

namespace testing {

// A script with most kinds of instructions and arguments.
inline constexpr const char* kRichScript =
    "loadmodule \"textops.so\"\nloadmodule \"textopsx.so\"\nloadmodule \"xlog.so\"\n"
    "loadmodule \"pv.so\"\nloadmodule \"kex.so\"\nloadmodule \"siputils.so\"\n"
    "loadmodule \"htable.so\"\nloadmodule \"sl.so\"\nloadmodule \"avpops.so\"\n"
    "loadmodule \"sdpops.so\"\nloadmodule \"corex.so\"\nloadmodule \"sanity.so\"\n"
    "modparam(\"htable\", \"htable\", \"t=>size=4;\")\n"
    "request_route {\n  $var(i) = 0;\n  while ($var(i) < 3) { $var(i) = $var(i) + 1; }\n"
    "  if ($ua =~ \"x\" && is_method(\"INVITE|ACK\")) route(A);\n"
    "  if ($ua =~ \"friendly\") { exit; }\n  if ($ua =~ \"cli$\") { exit; }\n"
    "  if ($ua =~ \"^vax\") { exit; }\n"
    "  $var(q) = 10 / $var(i);\n  xlog(\"$ru $(ru{s.substr,0,3}) $hdr(X) $(hdr(Via)[-1])\\n\");\n"
    "  switch ($rU) { case \"a\": break; default: $avp(z) = 1; }\n"
    "  switch ($var(i)) { case 1: $var(a) = 1; case 2: break; case 3: $var(a) = 2; break;\n"
    "    case 4: break; case 5: break; case 6: break; }\n"
    "  if (search(\"abc\")) pv_printf(\"$var(p)\", \"$fu\");\n"
    "  $xavp(a=>b) = \"c\"; $var(x) = $xavp(a=>b) + $(xavp(a[0])) + $cnt($avp(z));\n"
    "  $sht(t=>$si) = $var(i); $var(s) = $sht(t=>$si) + $shtinc(t=>n);\n"
    "  subst(\"/sip:([a-z]+)@/sip:\\1-$rU@/g\"); subst_user(\"/b(o)b/\\1$ci/\");\n"
    "  append_hf(\"X-New: $ci\\r\\n\"); remove_hf(\"X-List\"); insert_hf_value(\"X-List[0]\", "
    "\"n\");\n"
    "  avp_subst(\"$avp(z)\", \"/1/2$ua/\"); append_branch(\"sip:x@y\"); $br = \"sip:z@y\";\n"
    "  $var(r) = $(ru{re.subst,/o/0/g}) + $(fu{uri.user}) + $(var(p){s.md5}) + $TV(s);\n"
    "  if (!sanity_check(\"17895\", \"7\")) exit;\n"
    "  if (method == \"INVITE\" && uri == myself) sl_send_reply(\"404\", \"$var(p)\");\n"
    "  forward();\n}\n"
    "reply_route { if (status =~ \"2..\") $var(y) = $rs; }\n"
    "route[A] { if (src_ip == 10.0.0.0/8) return 1; return -1; }\n";

using Choose = std::function<unsigned(unsigned count)>;

// Changes one thing.
inline void damage(Image& image, const Choose& choose) {
  auto& code = ImageCorruptor::code(image);
  auto& pvs = ImageCorruptor::pvs(image);
  Instruction& in = code[choose(static_cast<unsigned>(code.size()))];
  PvRef& pv = pvs[choose(static_cast<unsigned>(pvs.size()))];
  const unsigned small = choose(8);
  switch (choose(10)) {
    case 0:
      in.op = static_cast<Op>(choose(static_cast<unsigned>(kOpCount) + 2));
      break;
    case 1:
      in.operand = choose(64);
      break;
    case 2:
      in.operand = choose(static_cast<unsigned>(code.size()) + 2);
      break;
    case 3:
      in.count = static_cast<std::uint8_t>(small);
      break;
    case 4:
      in.id = static_cast<std::uint16_t>(choose(static_cast<unsigned>(kFunctions.size()) + 2));
      break;
    case 5:
      std::swap(in, code[choose(static_cast<unsigned>(code.size()))]);
      break;
    case 6:
      pv.id = static_cast<std::uint16_t>(choose(static_cast<unsigned>(kPvCount) + 2));
      break;
    case 7:
      pv.slot = static_cast<decltype(pv.slot)>(choose(64));
      break;
    case 8:
      pv.key = static_cast<decltype(pv.key)>(choose(200));
      break;
    default:
      ImageCorruptor::routes(image).set_entry(0, choose(static_cast<unsigned>(code.size()) + 2));
      break;
  }
}

// Runs a damaged image of `bench`'s script over a request and a reply, when the verifier takes it:
// whether it did.
inline bool run_if_verified(Bench& bench, Image& image, std::string_view request,
                            std::string_view reply) {
  std::string why;
  if (!verify(image, why)) return false;
  fuse(image);  // what runs is the fast copy
  Workspace workspace(image);
  for (const bool is_reply : {false, true}) {
    const RouteKind kind = is_reply ? RouteKind::kReply : RouteKind::kRequest;
    bench.run(is_reply ? reply : request, kind);
    Execution& e = bench.execution();
    e.image = &image;
    e.workspace = &workspace;
    bench.notes().reset(image.variables());
    bench.arena().reset();
    run(e, kind, 0);
    e.image = &bench.image();
  }
  return true;
}

inline constexpr std::string_view kReplyToUs =
    "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKours\r\n"
    "Via: SIP/2.0/UDP 198.51.100.1:5062;branch=z9hG4bKabc\r\nFrom: <sip:a@b>;tag=1\r\n"
    "To: <sip:c@d>;tag=2\r\nCall-ID: 1\r\nCSeq: 17 INVITE\r\nContent-Length: 0\r\n\r\n";

}  // namespace testing
}  // namespace weir::routes
