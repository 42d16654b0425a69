#include "sip/authentication.h"

#include "tests/sip/values.h"

#include <string>

namespace weir::sip {
namespace {

std::string shown(const DigestAlgorithm& algorithm) {
  constexpr std::string_view kHashes[] = {"md5", "sha-256", "sha-512-256"};
  if (!algorithm.hash) return "?";
  return std::string(kHashes[static_cast<std::size_t>(*algorithm.hash)]) +
         (algorithm.session ? "-sess" : "");
}

std::string shown(std::optional<DigestQop> qop) {
  constexpr std::string_view kQops[] = {"-", "auth", "auth-int"};
  return qop ? std::string(kQops[static_cast<std::size_t>(*qop)]) : "?";
}

std::string show(const Credentials& c) {
  if (!c.digest) return std::string(c.scheme) + " " + std::string(c.params);
  std::string out;
  for (const std::string_view text : {c.username, c.username_ext, c.realm, c.nonce, c.uri,
                                      c.response, c.opaque, c.cnonce, c.nonce_count}) {
    out += std::string(text) + "|";
  }
  return out + sip::shown(c.nc) + "|" + shown(c.algorithm) + "|" + shown(c.qop) +
         (c.userhash ? "|userhash" : "");
}

// What a case needs besides what it is about.
const std::string kRest = "username=\"u\",realm=\"r\",nonce=\"n\",uri=\"sip:d\",response=\"0\"";

const ValueCase kCredentials[] = {
    // RFC 3261 section 20.7
    {"Rfc3261",
     "Digest username=\"Alice\", realm=\"atlanta.com\",\r\n "
     "nonce=\"84a4cc6f3082121f32b42a2187831a9e\","
     "\r\n response=\"7587245234b3434cc3412213e5f113a5432\", uri=\"sip:atlanta.com\"",
     "Alice||atlanta.com|84a4cc6f3082121f32b42a2187831a9e|sip:atlanta.com|"
     "7587245234b3434cc3412213e5f113a5432||||-|md5|-"},
    // RFC 7616 section 3.9.1
    {"Sha256",
     "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
     " algorithm=SHA-256, nonce=\"7ypf/xlj\", nc=00000001, cnonce=\"f2/wE4q7\", qop=auth,"
     " response=\"753927fa\", opaque=\"FQhe/qaU\"",
     "Mufasa||http-auth@example.org|7ypf/xlj|/dir/index.html|753927fa|FQhe/qaU|f2/wE4q7|00000001|1|"
     "sha-256|auth"},
    // RFC 7616 section 3.9.2
    {"Userhash",
     "Digest username=\"488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec\","
     "realm=\"api@example.org\",uri=\"/doe.json\",algorithm=SHA-512-256,nonce=\"5TsQWLVd\","
     "nc=000000fF,cnonce=\"NTg6RKcb\",qop=auth-int,response=\"ae66e67d\",opaque=\"\",userhash=true",
     "488869477bf257147b804c45308cd62ac4e25eb717b12b298c79e62dcea254ec||api@example.org|5TsQWLVd|"
     "/doe.json|ae66e67d||NTg6RKcb|000000fF|255|sha-512-256|auth-int|userhash"},
    {"UsernameExt",
     "Digest username*=UTF-8''J%C3%A4s, realm=r,nonce=n,uri=\"sip:d\",response=0,userhash=false",
     "|UTF-8''J%C3%A4s|r|n|sip:d|0||||-|md5|-"},
    {"AsPhonesWriteThem",
     "DIGEST Username=u,REALM=\"\",nonce=\"a,b\",uri=sip:d;x=y,response=0,algorithm=\"md5-SESS\","
     "qop=\"auth\",nc=\"00000002\",cnonce=\"\"",
     "u|||a,b|sip:d;x=y|0|||00000002|2|md5-sess|auth"},
    {"EscapesStay", "Digest username=\"a\\\"b, c\\\\\",realm=r,nonce=n,uri=u,response=0",
     "a\\\"b, c\\\\||r|n|u|0||||-|md5|-"},
    {"EmptyItems", "Digest ,, username=u , ,realm=r,nonce=n,uri=u,response=0,",
     "u||r|n|u|0||||-|md5|-"},
    {"Extension", "Digest " + kRest + ", auth-param=\"x\", other=y", "u||r|n|sip:d|0||||-|md5|-"},
    {"OtherAlgorithm", "Digest " + kRest + ",algorithm=AKAv1-MD5", "u||r|n|sip:d|0||||-|?|-"},
    {"OtherQop", "Digest " + kRest + ",qop=x,cnonce=c,nc=00000001",
     "u||r|n|sip:d|0||c|00000001|1|md5|?"},
    {"OtherScheme", "Bearer mF_9.B5f-4.1JqM==", "Bearer mF_9.B5f-4.1JqM=="},

    {"OtherSchemeAlone", "Negotiate", "Negotiate "},

    {"NoUsername", "Digest realm=r,nonce=n,uri=u,response=0",
     "missing at 'Digest realm=r,nonce=n,uri=u,response=0'"},
    {"NoRealm", "Digest username=u,nonce=n,uri=u,response=0",
     "missing at 'Digest username=u,nonce=n,uri=u,response=0'"},
    {"NoNonce", "Digest username=u,realm=r,uri=u,response=0",
     "missing at 'Digest username=u,realm=r,uri=u,response=0'"},
    {"NoUri", "Digest username=u,realm=r,nonce=n,response=0",
     "missing at 'Digest username=u,realm=r,nonce=n,response=0'"},
    {"NoResponse", "Digest username=u,realm=r,nonce=n,uri=u",
     "missing at 'Digest username=u,realm=r,nonce=n,uri=u'"},
    {"QopWithoutCnonce", "Digest " + kRest + ",qop=auth,nc=00000001",
     "missing at 'Digest " + kRest + ",qop=auth,nc=00000001'"},
    {"QopWithoutNc", "Digest " + kRest + ",qop=auth,cnonce=c",
     "missing at 'Digest " + kRest + ",qop=auth,cnonce=c'"},
    {"EmptyNonce", "Digest nonce=\"\",x=y", "empty at '\"\",x=y'"},
    {"EmptyUsername", "Digest username=,x=y", "empty at 'username=,x=y'"},
    {"ShortNc", "Digest nc=1", "syntax at '1'"},
    {"NcNotHex", "Digest nc=0000000g", "syntax at '0000000g'"},
    {"AlgorithmIsNoToken", "Digest algorithm=\"a b\"", "syntax at '\"a b\"'"},
    {"TwoNonces", "Digest nonce=n,Nonce=n", "duplicate at 'Nonce=n'"},
    {"OpenQuote", "Digest username=\"a", "truncated at '\"a'"},
    {"NoComma", "Digest username=\"a\" realm=\"r\"", "syntax at 'realm=\"r\"'"},
    {"NoValue", "Digest username", "syntax at ''"},
    {"NoName", "Digest =x", "syntax at '=x'"},
    {"SchemeAlone", "Digest", "missing at 'Digest'"},
    {"NoSpace", "Digest,nonce=n", "syntax at ',nonce=n'"},
    {"SchemeIsNoToken", "\"Digest\" a=b", "syntax at '\"Digest\" a=b'"},
    {"Empty", "", "syntax at ''"},
};

TEST(Authentication, Credentials) {
  check_values<Credentials>(kCredentials, next_credentials, show);
}

std::string show_challenge(const Challenge& c) {
  if (!c.digest) return std::string(c.scheme) + " " + std::string(c.params);
  std::string out;
  for (const std::string_view text : {c.realm, c.nonce, c.opaque, c.domain, c.qop}) {
    out += std::string(text) + "|";
  }
  out += shown(c.algorithm);
  if (c.auth) out += "|auth";
  if (c.auth_int) out += "|auth-int";
  if (c.stale) out += "|stale";
  return out + (c.userhash ? "|userhash" : "");
}

const ValueCase kChallenges[] = {
    // RFC 3261 section 20.27
    {"Rfc3261",
     "Digest realm=\"atlanta.com\",\r\n domain=\"sip:ss1.carrier.com sip:x\", qop=\"auth\",\r\n"
     " nonce=\"f84f1cec41e6cbe5aea9c8e88d359\",\r\n opaque=\"\", stale=FALSE, algorithm=MD5",
     "atlanta.com|f84f1cec41e6cbe5aea9c8e88d359||sip:ss1.carrier.com sip:x|auth|md5|auth"},
    // RFC 7616 section 3.9.1
    {"Sha256",
     "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256,"
     " nonce=\"7ypf\", opaque=\"FQhe\", stale=TRUE, charset=UTF-8, userhash=true",
     "http-auth@example.org|7ypf|FQhe||auth, auth-int|sha-256|auth|auth-int|stale|userhash"},
    {"NoQop", "Digest realm=\"\",nonce=n", "|n||||md5"},
    {"QopOfOthers", "Digest realm=r,nonce=n,qop=\"x\"", "r|n|||x|md5"},
    {"OtherScheme", "Bearer authz_server=\"https://a\", scope=b",
     "Bearer authz_server=\"https://a\", scope=b"},

    {"NoRealm", "Digest nonce=n", "missing at 'Digest nonce=n'"},
    {"NoNonce", "Digest realm=r", "missing at 'Digest realm=r'"},
    {"EmptyNonce", "Digest realm=r,nonce=\"\"", "empty at '\"\"'"},
    {"EmptyQop", "Digest qop=\"\"", "syntax at '\"\"'"},
    {"QopIsNoList", "Digest qop=\"auth auth-int\"", "syntax at '\"auth auth-int\"'"},
    {"TwoRealms", "Digest realm=r,realm=r", "duplicate at 'realm=r'"},
};

TEST(Authentication, Challenges) {
  check_values<Challenge>(kChallenges, next_challenge, show_challenge);
}

const ValueCase kInfos[] = {
    // RFC 3261 section 20.6
    {"Rfc3261", "nextnonce=\"47364c23432d2e131a5fb210812c\"",
     "47364c23432d2e131a5fb210812c||||-|-"},
    {"Rfc7616", "qop=auth, rspauth=\"6629fae4\", cnonce=\"0a4f\", nc=0000000a",
     "|6629fae4|0a4f|0000000a|10|auth"},
    {"TwoNonces", "nextnonce=a,nextnonce=b", "duplicate at 'nextnonce=b'"},
    {"NcIsNoNumber", "nc=x", "syntax at 'x'"},
    {"NoEquals", "nextnonce", "syntax at ''"},
};

TEST(Authentication, Infos) {
  check_values<AuthenticationInfo>(
      kInfos, next_authentication_info, [](const AuthenticationInfo& i) {
        return std::string(i.next_nonce) + "|" + std::string(i.response) + "|" +
               std::string(i.cnonce) + "|" + std::string(i.nonce_count) + "|" + sip::shown(i.nc) +
               "|" + shown(i.qop);
      });
}

TEST(Authentication, FindsOneParameter) {
  const std::string_view value = "Digest username=\"a, b\",Realm = r, opaque=\"\", x y";
  EXPECT_EQ(find_auth_param(value, "username"), "a, b");
  EXPECT_EQ(find_auth_param(value, "realm"), "r");
  EXPECT_EQ(find_auth_param(value, "opaque"), "");
  EXPECT_EQ(find_auth_param(value, "nonce"), std::nullopt);
  EXPECT_EQ(find_auth_param(value, "x"), std::nullopt);
  EXPECT_EQ(find_auth_param("", "x"), std::nullopt);
}

}  // namespace
}  // namespace weir::sip
