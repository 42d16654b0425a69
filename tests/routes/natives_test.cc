// Natives and pseudo-variables over one INVITE: what a script logs, and what it does.
#include "tests/routes/test_host.h"

#include <gtest/gtest.h>

namespace weir::routes::testing {
namespace {

constexpr const char* kModules =
    "loadmodule \"pv.so\"\nloadmodule \"xlog.so\"\nloadmodule \"textops.so\"\n"
    "loadmodule \"textopsx.so\"\nloadmodule \"sl.so\"\nloadmodule \"kex.so\"\n"
    "loadmodule \"cfgutils.so\"\nloadmodule \"siputils.so\"\nloadmodule \"maxfwd.so\"\n"
    "loadmodule \"rr.so\"\nloadmodule \"sanity.so\"\nloadmodule \"pike.so\"\n"
    "loadmodule \"htable.so\"\nloadmodule \"permissions.so\"\nloadmodule \"corex.so\"\n"
    "loadmodule \"ipops.so\"\n"
    "modparam(\"htable\", \"htable\", \"t=>size=4;\")\n";

std::string shown(const std::string& body, std::string_view datagram = kInvite) {
  Bench bench(std::string(kModules) + "request_route {\n" + body + "\n}\n");
  if (!bench.ok()) return bench.problems();
  bench.run(datagram);
  if (bench.recorded().logs.empty()) return "nothing";
  return bench.recorded().logs.back().substr(std::string_view("-1 <script>: ").size());
}

struct Case {
  const char* text;  // the argument of xlog
  const char* expected;
};

constexpr Case kVariables[] = {
    {"$rm $ru $rU $rd $rp", "INVITE sip:bob@192.0.2.1:5060;transport=udp bob 192.0.2.1 5060"},
    {"$ou $oU $od $op", "sip:bob@192.0.2.1:5060;transport=udp bob 192.0.2.1 5060"},
    {"$du $rs", "<null> <null>"},
    {"$fu $fU $fd $ft", "sip:alice@example.org alice example.org ft1"},
    {"$fn", "\"Alice A\""},
    {"$tu $tU $td $tt", "sip:bob@example.net bob example.net <null>"},
    {"$ci $cs $ua", "call-1@example.org 17 phone/1"},
    {"$ct $ctu", "<sip:alice@198.51.100.1:5062> sip:alice@198.51.100.1:5062"},
    {"$hdr(X-List) $(hdr(X-List)[1]) $(hdr(X-List)[-1]) $(hdr(X-List)[2])", "a, b c c <null>"},
    {"$hdrc(X-List) $(hfl(X-List)[1]) $(hfl(X-List)[2]) $hflc(X-List)", "2 c <null> 2"},
    {"$(hdr(X-List)[*])", "a, b,c"},
    {"$(rU{s.int})|$(rU{s.len})|$(avp(none){s.toupper})", "|3|"},
    {"$rmid $rz $rP $dP", "1 sip udp <null>"},
    {"$hdr(x-list) $hdr(Nope) $hdr(f)", "a, b <null> \"Alice A\" <sip:alice@example.org>;tag=ft1"},
    {"$rb $cT $cl $bs", "hello text/plain 5 5"},
    {"$si $sp $Ri $Rp $proto $af", "198.51.100.1 5062 192.0.2.1 5060 udp INET"},
    {"$su $sas $Ru $Rn", "sip:198.51.100.1:5062 udp:198.51.100.1:5062 sip:192.0.2.1:5060 one"},
    {"$mt $mi $rv", "1 0 SIP/2.0"},
    {"$Ts $TV(u)", "1700000000 123456"},
    {"$null|$K(UDP)|$K(IPv6)", "<null>|1|10"},
    {"$sel(ruri.user) $sel(from.uri)", "bob sip:alice@example.org"},
    {"$nh(u) $nh(d)", "sip:bob@192.0.2.1:5060;transport=udp 192.0.2.1"},
    {"$$x", "$x"},
    {"$(ru{s.len}) $(rU{s.toupper}) $(rU{s.substr,1,0})", "36 BOB ob"},
    {"$(rU{s.md5})", "9f9d51bc70ef21ca5c14f307980a29d8"},
    {"$(hdr(X-List){s.select,1,,})", " b"},
    {"$(rU{s.strip,1}) $(rU{s.striptail,1}) $(rU{s.replace,b,xy})", "ob bo xyoxy"},
    {"$(rU{s.encode.hexa}) $(rU{s.encode.base64})", "626f62 Ym9i"},
    {"$(ru{uri.user}) $(ru{uri.host}) $(ru{uri.port}) $(ru{uri.params})",
     "bob 192.0.2.1 5060 transport=udp"},
    {"$(ru{uri.param,transport}) $(ru{uri.tosocket})", "udp udp:192.0.2.1:5060"},
    {"$(hdr(From){tobody.uri}) $(hdr(From){tobody.tag}) $(hdr(From){nameaddr.name})",
     "sip:alice@example.org ft1 \"Alice A\" "},
    {"$(hdr(From){nameaddr.len}) $(hdr(User-Agent){nameaddr.uri})", "33 phone/1"},
    {"$via0(host) $via0(port) $via0(branch) $via1(host) $viaZ(proto)",
     "198.51.100.1 5062 z9hG4bKabc <null> UDP"},
    {"$Ras $Rut $sut $prid $fsp",
     "udp:192.0.2.1:5060 sip:192.0.2.1:5060;transport=udp sip:198.51.100.1:5062;transport=udp 1 0"},
    {"$utime(year) $utimef(%H:%M)", "2023 22:13"},
    {"$expires(min) $dir $pn $au $Au $err.class",
     "<null> <null> <null> <null> alice@example.org <null>"},
    {"$cfg(route) $cfg(line)", "DEFAULT_ROUTE 19"},
    {"$sel(via[1].host) $sel(to.tag) $sel(ruri.params.transport)", "198.51.100.1 <null> udp"},
    {"$(rU{s.encode.base58})|$(rU{s.encode.base58}{s.decode.base58})", "a4fs|bob"},
    {"$(rU{s.encode.base64t}) $(rU{s.encode.7bit}) $(rU{s.encode.7bit}{s.decode.7bit})",
     "Ym9i E2B718 bob"},
    {"$(rU{s.corehash,16}) $(ru{urialias.encode}) $(ru{urialias.encode}{urialias.decode})",
     "3 192.0.2.1~5060~1 sip:192.0.2.1:5060"},
    {"$(avp(none){val.n0})|$(avp(none){val.ne})", "0|"},
    {"$(rU{re.subst,/b(o)/\\\\1x/})", "oxb"},
    {"$(rU{s.count,b}) $(rU{s.prefixes})", "2 b,bo,bob"},
    {"$_s(a$rU)", "abob"},
};

TEST(PseudoVariables, OfAnInvite) {
  for (const Case& c : kVariables) {
    EXPECT_EQ(shown("xlog(\"" + std::string(c.text) + "\");"), c.expected) << c.text;
  }
}

constexpr Case kTests[] = {
    {"is_method(\"INVITE|ACK\")", "T"},
    {"is_method(\"ACK\")", "F"},
    {"has_totag()", "F"},
    {"is_present_hf(\"X-List\")", "T"},
    {"is_present_hf(\"Y\")", "F"},
    {"has_body()", "T"},
    {"has_body(\"text/plain\")", "T"},
    {"has_body(\"application/sdp\")", "F"},
    {"search(\"^x-list: c\")", "T"},
    {"search_body(\"HEL+O\")", "T"},
    {"starts_with(\"$rU\", \"bo\")", "T"},
    {"starts_with(\"$rU\", \"x\")", "F"},
    {"cmp_istr(\"$rU\", \"BOB\")", "T"},
    {"in_list(\"b\", \"a, b, c\", \",\")", "T"},
    {"in_list(\"d\", \"a, b, c\", \",\")", "F"},
    {"str_find(\"abc\", \"bc\")", "T"},
    {"is_uri(\"sip:a@b\")", "T"},
    {"is_uri(\"nope\")", "F"},
    {"is_e164(\"+4930123\")", "T"},
    {"is_e164(\"+123456789012345\")", "T"},
    {"is_e164(\"+1234567890123456\")", "F"},
    {"is_numeric(\"12\")", "T"},
    {"uri_param(\"transport\", \"udp\")", "T"},
    {"uri_param(\"lr\")", "F"},
    {"is_first_hop()", "T"},
    {"is_request()", "T"},
    {"uri==myself", "T"},
    {"from_uri==myself", "F"},
    {"src_ip==myself", "F"},
    {"src_ip!=myself", "T"},
    {"src_ip==198.51.100.0/24", "T"},
    {"src_ip==198.51.100.1", "T"},
    {"src_ip==10.0.0.0/8", "F"},
    {"dst_ip==192.0.2.1", "T"},
    {"src_port==5062", "T"},
    {"proto==UDP", "T"},
    {"proto==TCP", "F"},
    {"af==INET", "T"},
    {"af==INET6", "F"},
    {"method==\"INVITE\"", "T"},
    {"uri=~\"^sip:bob\"", "T"},
    {"is_myself(\"sip:x@edge.example.org\")", "T"},
    {"is_myself(\"sip:x@other.example.org\")", "F"},
    {"$rU == $null", "F"},
    {"$tt == $null", "T"},
    {"check_route_exists(\"NOPE\")", "F"},
    {"pv_isset(\"$rU\")", "T"},
    {"not_empty(\"$avp(x)\")", "F"},
    {"is_maxfwd_lt(\"71\")", "T"},
    {"is_maxfwd_lt(\"70\")", "F"},
    {"sanity_check(\"17895\", \"7\")", "T"},
    {"isflagset(3)", "F"},
    {"allow_source_address(\"1\")", "F"},
    {"pike_check_req()", "T"},
    {"msg:len > 100", "T"},
    {"search_str(\"abcdef\", \"c.e\")", "T"},
    {"search_str(\"abcdef\", \"c.f\")", "F"},
    {"remove_hf_exp(\"^X-\", \"^X-L\") || remove_hf_idx(\"X-List\", \"2\")", "F"},
    {"remove_hf_idx(\"X-List\", \"-2\") && remove_hf_exp(\"^X-\", \"^Y\")", "T"},
    {"src_ip == 198.51.100.0/255.255.255.0", "T"},
    {"src_ip == 198.51.101.0/255.255.255.0", "F"},
    {"is_ip(\"::1\") && is_ip(\"[::1]\") && is_ip(\"10.0.0.1\")", "T"},
    {"is_ip(\"host\") || is_ipv4(\"1.2.3.256\") || is_ipv6(\"[::1]\")", "F"},
    {"is_ipv4(\"1.2.3.4\") && is_ipv6(\"::1\") && is_ipv6_reference(\"[::1]\")", "T"},
    {"is_pure_ip(\"[::1]\")", "F"},
    {"is_ip_rfc1918(\"172.31.0.1\")", "T"},
    {"is_ip_rfc1918(\"172.32.0.1\")", "F"},
    {"is_in_subnet(\"10.1.2.3\", \"11.0.0.0/8, 10.1.0.0/16\")", "T"},
    {"is_in_subnet(\"10.1.2.3\", \"nonsense\")", "F"},
    {"compare_ips(\"::1\", \"[0:0::1]\")", "T"},
    {"compare_pure_ips(\"::1\", \"[0:0::1]\")", "F"},
    {"ip_type(\"[::1]\") && $rc == 3", "T"},
    {"loose_route()", "F"},
};

TEST(Natives, Tests) {
  for (const Case& c : kTests) {
    EXPECT_EQ(shown("if (" + std::string(c.text) + ") xlog(\"T\"); else xlog(\"F\");"), c.expected)
        << c.text;
  }
}

constexpr Case kChanges[] = {
    {"$ru = \"sip:new@x.example.org\"; xlog(\"$ru $ou\");",
     "sip:new@x.example.org sip:bob@192.0.2.1:5060;transport=udp"},
    {"$rU = \"carol\"; xlog(\"$ru\");", "sip:carol@192.0.2.1:5060;transport=udp"},
    {"$rd = \"h.example.org\"; xlog(\"$ru\");", "sip:bob@h.example.org:5060;transport=udp"},
    {"strip(1); prefix(\"+\"); xlog(\"$rU\");", "+ob"},
    {"sethost(\"10.0.0.1\"); xlog(\"$ru\");", "sip:bob@10.0.0.1:5060;transport=udp"},
    {"$var(r) = $rp + 1; xlog(\"$var(r)\");", "50601"},
    {"$var(r) = is_method(\"BYE\"); xlog(\"$var(r)\");", "-1"},
    {"$var(r) = isflagset(1) && 1; xlog(\"$var(r) $rc\");", "-1 0"},
    {"$rU = 5; $rd = $null; xlog(\"$ru\");", "sip:bob@192.0.2.1:5060;transport=udp"},
    {"$mF = 5; xlog(\"$mf\");", "5"},
    {"$avp(a) = 1; $avp(a) = 2; $(avp(a)[1]) = 3; xlog(\"$(avp(a)[*])\");", "3, 2, 1"},
    {"$var(n) = \"2147483648\"; $var(r) = $var(n) - 0; xlog(\"$var(r)\");", "0"},
    {"$var(r) = \"\\1\\012\"; xlog(\"$(var(r){s.len})\");", "3"},
    {"$xavp(x=>k) = 1; $xavp(x=>k) = \"b\"; xlog(\"$xavp(x=>k) $xavp(x[1]=>k) $cnt($xavp(x))\");",
     "b 1 2"},
    {"$var(i) = 1; $xavp(a) = 1; $xavp(a) = 2; xlog(\"$xavp(a[$var(i)]) $xavp(b)\");", "1 <null>"},
    {"$xavu(a=>b) = 1; $xavu(a=>b) = 2; $xavi(A) = 3; xlog(\"$xavu(a=>b) $xavi(a)\");", "2 3"},
    {"xavp_params_explode(\"a=1;b=two\", \"q\"); xlog(\"$xavp(q=>a) $xavp(q=>b)\");", "1 two"},
    {"$xavp(a=>x) = 1; $xavp(a[0]=>y) = 2; xavp_params_implode(\"a\", \"$var(o)\"); "
     "xlog(\"$var(o)\");",
     "y=2;x=1;"},
    {"xavp_child_sets(\"r\", \"n\", \"v\"); xavp_child_seti(\"r\", \"i\", \"5\"); "
     "xavp_child_rm(\"r\", \"n\"); xlog(\"$xavp(r=>n) $xavp(r=>i)\");",
     "<null> 5"},
    {"$xavp(r) = 1; xavp_rm(\"r\"); xlog(\"$xavp(r) $cnt($xavp(r))\");", "<null> 0"},
    {"$ru = \"urn:service:sos\"; xlog(\"$rz $rU $rd\");", "urn service sos"},
    {"rewritehostport(\"10.0.0.1:5090\"); xlog(\"$ru\");", "sip:bob@10.0.0.1:5090;transport=udp"},
    {"seturi(\"sip:z@z\"); revert_uri(); xlog(\"$rU\");", "bob"},
    {"$du = \"sip:10.0.0.9\"; xlog(\"$du $dd $dp\"); ", "sip:10.0.0.9 10.0.0.9 5060"},
    {"$du = \"sip:10.0.0.9\"; $du = $null; xlog(\"$du\"); ", "<null>"},
    {"$du = \"bogus\"; xlog(\"$du $dd\"); ", "bogus <null>"},
    {"$du = \"sip:10.0.0.9\"; $du = 5; xlog(\"$du\"); ", "sip:10.0.0.9"},
    {"$ru = \"bogus\"; xlog(\"$ru $rU\"); ", "<null> <null>"},
    {"$ru = \"bogus\"; $ru = $null; xlog(\"$rU\"); ", "bob"},
    {"$rp = 99999; xlog(\"$ru\"); ", "<null>"},
    {"$rd = \"\"; xlog(\"$ru\"); ", "<null>"},
    {"setflag(3); setflag(5); resetflag(3); xlog(\"$mf $mF\");", "32 00000020"},
    {"$sht(t=>$si) = 7; xlog(\"$sht(t=>198.51.100.1) $shtinc(t=>$si)\");", "7 8"},
    {"$sht(t=>a) = \"x\"; $sht(t=>a) = $null; xlog(\"$sht(t=>a)\");", "<null>"},
    {"$shv(n) = 3; xlog(\"$shv(n) $shv(m)\");", "3 0"},
    {"pv_printf(\"$var(p)\", \"<$rU>\"); xlog(\"$var(p)\");", "<bob>"},
    {"uri_param_rm(\"transport\"); xlog(\"$ru\");", "sip:bob@192.0.2.1:5060"},
    {"set_send_socket(\"udp:192.0.2.2:5060\"); xlog(\"$fs $fsn\");", "udp:192.0.2.2:5060 two"},
    {"setbflag(2); if (isbflagset(2)) xlog(\"$bf\");", "4"},
};

TEST(Natives, Changes) {
  for (const Case& c : kChanges) EXPECT_EQ(shown(c.text), c.expected) << c.text;
}

std::string edited(const std::string& body, std::string_view datagram = kInvite) {
  Bench bench(std::string(kModules) + "request_route {\n" + body + "\n}\n");
  if (!bench.ok()) return bench.problems();
  bench.run(datagram);
  std::string out(4096, '\0');
  const auto size = bench.notes().edits.apply(bench.message().raw(), out);
  return size ? out.substr(0, *size) : "does not apply";
}

TEST(Natives, Edits) {
  EXPECT_NE(edited("append_hf(\"X-New: 1\\r\\n\");").find("\r\nX-New: 1\r\n\r\nhello"),
            std::string::npos);
  EXPECT_NE(edited("insert_hf(\"X-New: 1\\r\\n\");").find("SIP/2.0\r\nX-New: 1\r\nVia:"),
            std::string::npos);
  EXPECT_EQ(edited("remove_hf(\"X-List\");").find("X-List"), std::string::npos);
  EXPECT_EQ(edited("remove_hf_re(\"^x-\");").find("X-List"), std::string::npos);
  EXPECT_NE(edited("mf_process_maxfwd_header(\"10\");").find("Max-Forwards: 69\r\n"),
            std::string::npos);
  EXPECT_NE(edited("replace_body(\"l+\", \"LL\");").find("heLLo"), std::string::npos);
  EXPECT_NE(edited("replace_all(\"example\", \"EX\");").find("bob@EX.net"), std::string::npos);
}

TEST(Natives, Replies) {
  Bench bench(std::string(kModules) +
              "request_route { append_to_reply(\"X-A: b\\r\\n\"); $ru = \"sip:new@h\"; "
              "sl_send_reply(\"301\", \"Moved $rU\"); sl_send_reply(\"100\", \"Trying\"); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run();
  ASSERT_EQ(bench.recorded().replies.size(), 2u);
  EXPECT_EQ(bench.recorded().replies[0], "301 Moved new");
  EXPECT_EQ(bench.recorded().headers[0], "Contact: <sip:new@h>\r\nX-A: b\r\n");
  EXPECT_FALSE(bench.recorded().tags[0].empty());
  EXPECT_TRUE(bench.recorded().tags[1].empty());
}

TEST(Natives, NoReplyToAnAck) {
  std::string ack(kInvite);
  ack.replace(0, 6, "ACK   ");
  ack = "ACK" + std::string(kInvite.substr(6));
  const std::size_t at = ack.find("17 INVITE");
  ack.replace(at, 9, "17 ACK");
  Bench bench(std::string(kModules) + "request_route { sl_send_reply(\"404\", \"x\"); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run(ack);
  EXPECT_TRUE(bench.recorded().replies.empty());
}

TEST(Natives, Forwards) {
  struct Row {
    const char* body;
    const char* to;
  };
  constexpr Row kRows[] = {
      {"forward();", "192.0.2.1:5060"},
      {"$du = \"sip:10.0.0.9:5090\"; forward();", "10.0.0.9:5090"},
      {"forward(\"10.1.1.1:5070\");", "10.1.1.1:5070"},
      {"$du = \"sip:[2001:db8::1]:5090\"; forward();", "[2001:db8::1]:5090"},
      {"$du = \"sip:known.example.org\"; forward();", "192.0.2.99:5060"},
  };
  for (const Row& row : kRows) {
    Bench bench(std::string(kModules) + "request_route { " + row.body + " }");
    ASSERT_TRUE(bench.ok()) << bench.problems();
    bench.run();
    ASSERT_EQ(bench.recorded().forwards.size(), 1u) << row.body;
    EXPECT_EQ(bench.recorded().forwards[0], row.to);
  }
  for (const char* const broken :
       {"$du = \"sip:unknown.example.org\";", "$du = \"bogus\";", "$du = \"sip:10.0.0.9:99999\";",
        "$ru = \"bogus\"; $du = \"sip:10.0.0.9\";", "$rd = \"\";", "seturi(\"nothing\");"}) {
    EXPECT_EQ(shown(std::string(broken) + " if (forward()) xlog(\"T\"); else xlog(\"F\");"), "F")
        << broken;
  }
}

std::string with_routes(std::string_view routes, std::string_view uri = "sip:bob@203.0.113.5",
                        bool tag = true) {
  std::string message =
      "BYE " + std::string(uri) + " SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bKx\r\n" +
      std::string(routes) + "From: <sip:a@b>;tag=ft\r\nTo: <sip:c@d>" + (tag ? ";tag=tt" : "") +
      "\r\nCall-ID: 1\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n";
  return message;
}

TEST(LooseRoute, Ways) {
  struct Row {
    const char* name;
    std::string message;
    const char* shown;
    const char* absent;  // text the edited message must not have
  };
  const Row rows[] = {
      {"no Route", with_routes(""), "F <null>", "Route"},
      {"own only", with_routes("Route: <sip:192.0.2.1;lr>\r\n"), "T <null>", "Route"},
      {"own and next", with_routes("Route: <sip:192.0.2.1;lr>,<sip:10.0.0.1;lr>\r\n"),
       "T sip:10.0.0.1;lr", "192.0.2.1"},
      {"two fields", with_routes("Route: <sip:192.0.2.1;lr>\r\nRoute: <sip:10.0.0.1;lr>\r\n"),
       "T sip:10.0.0.1;lr", "192.0.2.1"},
      {"not ours", with_routes("Route: <sip:10.0.0.1;lr>\r\n"), "T sip:10.0.0.1;lr", "nothing"},
      {"double", with_routes("Route: <sip:192.0.2.1;r2=on;lr>,<sip:edge.example.org;r2=on;lr>\r\n"),
       "T <null>", "Route"},
      {"double in two fields",
       with_routes("Route: <sip:192.0.2.1;r2=on;lr>\r\nRoute: <sip:edge.example.org;r2=on;lr>, "
                   "<sip:10.0.0.1;lr>\r\n"),
       "T sip:10.0.0.1;lr", "edge"},
      {"double of three",
       with_routes("Route: <sip:192.0.2.1;r2=on;lr>, <sip:edge.example.org;r2=on;lr>, "
                   "<sip:10.0.0.1;lr>\r\n"),
       "T sip:10.0.0.1;lr", "edge"},
      {"preloaded alone", with_routes("Route: <sip:192.0.2.1;lr>\r\n", "sip:bob@h", false),
       "F <null>", "Route"},
  };
  for (const Row& row : rows) {
    const std::string body = "if (loose_route()) xlog(\"T $du\"); else xlog(\"F $du\");";
    EXPECT_EQ(shown(body, row.message), row.shown) << row.name;
    const std::string out = edited(body, row.message);
    EXPECT_EQ(out.find(row.absent), std::string::npos) << row.name << "\n" << out;
  }
}

TEST(LooseRoute, StrictRouters) {
  // The next hop is strict: it becomes the R-URI, and the old one the last Route.
  const std::string next = with_routes("Route: <sip:192.0.2.1;lr>,<sip:10.0.0.1>\r\n");
  Bench bench(std::string(kModules) + "request_route { loose_route(); xlog(\"$ru\"); }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run(next);
  EXPECT_EQ(bench.notes().request_uri, "sip:10.0.0.1");
  EXPECT_EQ(bench.notes().last_route, "<sip:bob@203.0.113.5>");
  // A strict router before us put our address into the R-URI.
  const std::string before =
      with_routes("Route: <sip:10.0.0.1;lr>,<sip:bob@203.0.113.5>\r\n", "sip:192.0.2.1;lr");
  bench.run(before);
  EXPECT_EQ(bench.notes().request_uri, "sip:bob@203.0.113.5");
  EXPECT_EQ(bench.notes().destination_uri, "sip:10.0.0.1;lr");
  EXPECT_NE(edited("loose_route();", before).find("Route: <sip:10.0.0.1;lr>\r\n"),
            std::string::npos);
}

TEST(LooseRoute, Direction) {
  const std::string down = with_routes("Route: <sip:192.0.2.1;lr;ftag=ft>\r\n");
  const std::string up = with_routes("Route: <sip:192.0.2.1;lr;ftag=tt>\r\n");
  const std::string body =
      "loose_route(); if (is_direction(\"downstream\")) xlog(\"down\"); else xlog(\"up\");";
  EXPECT_EQ(shown(body, down), "down");
  EXPECT_EQ(shown(body, up), "up");
  EXPECT_EQ(shown("loose_route(); if (check_route_param(\"ftag=ft\")) xlog(\"T\");", down), "T");
}

struct SanityCase {
  const char* checks;  // the arguments
  const char* line;    // of kInvite, and
  const char* instead;
  const char* reply;  // empty: nothing is wrong
};

// The phrases are those that Kamailio 5.6.3 was seen to answer with.
constexpr SanityCase kSanity[] = {
    {"\"1\"", " SIP/2.0\r\n", " SIP/2.1\r\n", "505 Version Not Supported (R-URI)"},
    {"\"2\"", "INVITE sip:bob@192.0.2.1:5060;transport=udp", "INVITE http://x",
     "416 Unsupported URI Scheme in Request URI"},
    {"\"2\"", "INVITE sip:bob@192.0.2.1:5060;transport=udp", "INVITE urn:service:sos", ""},
    {"\"2\"", "INVITE sip:bob@192.0.2.1:5060;transport=udp", "INVITE sip:", "400 Bad Request URI"},
    {"\"4\"", "From:", "X:", "400 Missing Required Header in Request"},
    {"\"32\"", "17 INVITE", "17 OPTIONS", "400 CSeq method does not match request method"},
    {"\"64\"", "17 INVITE", "-1 INVITE", "400 CSeq number is illegal"},
    {"\"64\"", "17 INVITE", "17 OPTIONS", ""},
    {"\"128\"", "Content-Length: 5", "Content-Length: 6", "400 Content-Length mis-match"},
    {"\"128\"", "Content-Length: 5", "Content-Length: x", "400 Content-Length mis-match"},
    {"\"256\"", "X-List: c", "Expires: soon", "400 Expires value is illegal"},
    {"\"256\"", "X-List: c", "Expires: 3600", ""},
    {"\"512\"", "X-List: c", "Proxy-Require: foo, Path", "420 Bad Proxy Require Extension"},
    {"\"512\"", "X-List: c", "Proxy-Require: path", ""},
    {"\"1024\"", "<sip:alice@example.org>", "<sip:>", "400 Invalid From Header"},
    {"\"1024\"", "<sip:bob@example.net>", "< sip:bob@example.net>", "400 Invalid To Header"},
    {"\"1024\", \"1\"", "<sip:bob@example.net>", "< sip:bob@example.net>", ""},
    {"\"1024\"", "<sip:alice@198.51.100.1:5062>", "<sip:>", ""},
    {"\"1024\", \"8\"", "<sip:alice@198.51.100.1:5062>", "<sip:>", "400 Bad Contact Header"},
    {"\"2048\"", "X-List: c", "Authorization: Digest username=\"a\"", "400 Bad Auth Credentials"},
    {"\"8192\"", "X-List: c", "Authorization: Digest username=\"a\"", "400 Bad Auth Credentials"},
    {"\"2048\"", "X-List: c", "Authorization: Basic YQ==", ""},
    {"\"4096\"", ";tag=ft1", ";tag=ft1;tag=ft2", "400 Repeated Tag Parameter"},
    {"\"16384\"", "Via: SIP/2.0/UDP 198.51.100.1:5062", "Via: SIP/2.0/UDP 198.51.100.1:5062", ""},
    {"", "17 INVITE", "17 OPTIONS", "400 CSeq method does not match request method"},
    {"", "X-List: c", "X-List: d", ""},
};

std::string with_line(const char* line, const char* instead) {
  std::string message(kInvite);
  return message.replace(message.find(line), std::string_view(line).size(), instead);
}

TEST(PseudoVariables, OfCredentials) {
  const auto user = [](const char* field) {
    return shown("xlog(\"$au $ar\");", with_line("X-List: c", field));
  };
  EXPECT_EQ(user("Authorization: Digest username=\"a, \\\"b\",realm=\"r\""), "a, \\\"b r");
  EXPECT_EQ(user("Proxy-Authorization: Digest realm = r ,\r\n Username\t= \"u\""), "u r");
  EXPECT_EQ(user("Authorization: Digest realm=\"r\""), "<null> r");
  EXPECT_EQ(user("Authorization: Basic YQ=="), "<null> <null>");
  EXPECT_EQ(user("X: y"), "<null> <null>");
}

TEST(Siputils, IsSupported) {
  const auto supported = [](const char* field) {
    return shown("if (is_supported(\"path\")) xlog(\"T\"); else xlog(\"F\");",
                 with_line("X-List: c", field));
  };
  EXPECT_EQ(supported("k: timer ,PATH"), "T");
  EXPECT_EQ(supported("Supported: timer\r\nSupported: ,path,"), "T");
  EXPECT_EQ(supported("Supported: pathx, xpath"), "F");
  EXPECT_EQ(supported("Require: path"), "F");
}

std::string sanity_script(const std::string& parameters, const std::string& body) {
  return std::string(kModules) + "modparam(\"sanity\", \"proxy_require\", \"path, x\")\n" +
         parameters + "request_route { " + body + " }";
}

TEST(Sanity, AnswersWhatIsWrong) {
  for (const SanityCase& c : kSanity) {
    Bench bench(sanity_script("modparam(\"sanity\", \"autodrop\", 0)\n",
                              "if (!sanity_check(" + std::string(c.checks) +
                                  ")) exit; $du = \"sip:10.0.0.1\"; forward();"));
    ASSERT_TRUE(bench.ok()) << bench.problems();
    bench.run(with_line(c.line, c.instead));
    const auto& replies = bench.recorded().replies;
    EXPECT_EQ(replies.empty() ? "" : replies[0], c.reply) << c.checks << " " << c.instead;
    EXPECT_EQ(bench.recorded().forwards.size(), replies.empty() ? 1u : 0u) << c.instead;
  }
}

TEST(Sanity, NamesEveryExtensionThatIsNotSupported) {
  Bench bench(sanity_script("", "sanity_check(\"512\");"));
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run(with_line("X-List: c", "Proxy-Require: a,PATH ,b\r\nProxy-Require: c"));
  ASSERT_EQ(bench.recorded().headers.size(), 1u);
  EXPECT_EQ(bench.recorded().headers[0], "Unsupported: a, b, c\r\n");
}

TEST(Sanity, AutodropStopsTheScript) {
  const std::string broken = with_line("17 INVITE", "17 OPTIONS");
  Bench bench(sanity_script("", "sanity_check(); xlog(\"went on\");"));
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run(broken);
  EXPECT_TRUE(bench.recorded().logs.empty());
  EXPECT_EQ(bench.recorded().replies.size(), 1u);
}

// noreply=1 keeps the verdict for sanity_reply().
TEST(Sanity, NoreplyLeavesTheAnswerToTheScript) {
  const std::string parameters =
      "modparam(\"sanity\", \"autodrop\", 0)\nmodparam(\"sanity\", \"noreply\", 1)\n";
  const std::string broken = with_line("17 INVITE", "17 OPTIONS");
  Bench silent(sanity_script(parameters, "sanity_check();"));
  silent.run(broken);
  EXPECT_TRUE(silent.recorded().replies.empty());

  Bench bench(sanity_script(parameters, "if (!sanity_check()) sanity_reply();"));
  ASSERT_TRUE(bench.ok()) << bench.problems();
  bench.run(broken);
  ASSERT_EQ(bench.recorded().replies.size(), 1u);
  EXPECT_EQ(bench.recorded().replies[0], "400 CSeq method does not match request method");
  bench.run();
  EXPECT_EQ(bench.recorded().replies.size(), 1u);

  Bench unasked(sanity_script("", "if (sanity_reply()) xlog(\"nothing to say\");"));
  unasked.run();
  EXPECT_TRUE(unasked.recorded().replies.empty());
  EXPECT_EQ(unasked.recorded().logs.size(), 1u);
}

TEST(Maxfwd, Limits) {
  const auto with = [](const std::string& line) {
    std::string message(kInvite);
    message.replace(message.find("Max-Forwards: 70\r\n"), 18, line);
    return message;
  };
  const std::string body = "mf_process_maxfwd_header(\"10\"); xlog(\"$rc\");";
  EXPECT_EQ(shown(body, with("Max-Forwards: 0\r\n")), "-1");
  EXPECT_EQ(shown(body, with("")), "2");
  EXPECT_EQ(shown(body, with("Max-Forwards: x\r\n")), "-2");
  EXPECT_NE(edited(body, with("Max-Forwards: 200\r\n")).find("Max-Forwards: 70\r\n"),
            std::string::npos);
  EXPECT_NE(edited(body, with("")).find("Max-Forwards: 10\r\n"), std::string::npos);
}

TEST(Onsend, SeesWhatIsSent) {
  Bench bench(std::string(kModules) +
              "onsend_route { xlog(\"$sndto(ip):$snd(port) $sndfrom(ip) $snd(len) $snd(proto) "
              "$snd(sproto) $snd(af)\"); "
              "if (to_ip == 10.0.0.1) drop; }\nrequest_route { exit; }");
  ASSERT_TRUE(bench.ok()) << bench.problems();
  Sending sending;
  sending.from = {sip::Address::v4(0xc0000201), 5060};
  sending.to = {sip::Address::v4(0x0a000001), 5062};
  sending.buffer = "12345";
  bench.set_sending(&sending);
  EXPECT_EQ(bench.run(kInvite, RouteKind::kOnsend).stop, RunResult::Stop::kDropped);
  EXPECT_EQ(bench.recorded().logs.back(), "-1 <script>: 10.0.0.1:5062 192.0.2.1 5 1 udp 2");
}

}  // namespace
}  // namespace weir::routes::testing
