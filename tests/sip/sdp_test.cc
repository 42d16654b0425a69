#include "sip/sdp.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

// RFC 8866 section 5, the example, with a stream more.
const std::string kExample = crlf(
    "v=0\no=jdoe 3724394400 3724394405 IN IP4 198.51.100.1\ns=Call to John Smith\n"
    "i=SDP Offer #1\nu=http://www.jdoe.example.com/home.html\n"
    "e=Jane Doe <jane@jdoe.example.com>\np=+1 617 555-6011\nc=IN IP4 198.51.100.1\nb=AS:128\n"
    "t=0 0\na=sendonly\n"
    "m=audio 49170 RTP/AVP 0\na=recvonly\n"
    "m=audio 49180 RTP/AVP 0\n"
    "m=video 51372/2 RTP/AVP 99\nc=IN IP6 2001:db8::2\na=rtpmap:99 "
    "h263-1998/90000\na=x:1\na=x:2\n");

Sdp parsed(std::string_view text) {
  const Result<Sdp> sdp = parse_sdp(text);
  EXPECT_EQ(error_name(sdp.error()), "none");
  return sdp ? *sdp : Sdp{};
}

TEST(Sdp, Sections) {
  const ExactCopy copy(kExample);
  const Sdp sdp = parsed(copy.view());
  EXPECT_EQ(sdp.text(), copy.view());
  ASSERT_EQ(sdp.media_count(), 3u);
  EXPECT_TRUE(sdp.session().text.ends_with("a=sendonly\r\n"));
  EXPECT_EQ(sdp.session().find('s').value, "Call to John Smith");
  EXPECT_EQ(sdp.session().find('s').text, "s=Call to John Smith\r\n");
  EXPECT_EQ(sdp.session().find('m').type, 0);
  EXPECT_FALSE(sdp.session().find('k'));

  const SdpMedia audio = sdp.media(0);
  EXPECT_EQ(audio.type, "audio");
  EXPECT_EQ(audio.port, 49170);
  EXPECT_EQ(audio.port_count, 1);
  EXPECT_EQ(audio.protocol, "RTP/AVP");
  EXPECT_EQ(audio.formats, "0");
  EXPECT_EQ(audio.section.text, "m=audio 49170 RTP/AVP 0\r\na=recvonly\r\n");
  const SdpMedia video = sdp.media(2);
  EXPECT_EQ(video.port, 51372);
  EXPECT_EQ(video.port_text, "51372");
  EXPECT_EQ(video.port_count, 2);
  EXPECT_TRUE(video.section.text.ends_with("a=x:2\r\n"));
}

TEST(Sdp, Attributes) {
  const Sdp sdp = parsed(kExample);
  const SdpSection section = sdp.media(2).section;
  const SdpAttribute first = section.attribute("x");
  EXPECT_EQ(first.value, "1");
  EXPECT_EQ(first.line.text, "a=x:1\r\n");
  const SdpAttribute second = section.next(first);
  EXPECT_EQ(second.value, "2");
  EXPECT_FALSE(section.next(second));
  EXPECT_FALSE(section.attribute("X"));  // names are case-sensitive
  EXPECT_FALSE(sdp.media(1).section.attribute("x"));
  const SdpAttribute property = sdp.session().attribute("sendonly");
  EXPECT_TRUE(property);
  EXPECT_FALSE(property.has_value);
  EXPECT_TRUE(parsed("v=0\na=mid:\n").session().attribute("mid").has_value);
}

TEST(Sdp, Directions) {
  const Sdp sdp = parsed(kExample);
  EXPECT_EQ(direction(sdp, sdp.media(0)), SdpDirection::kRecvOnly);
  EXPECT_EQ(direction(sdp, sdp.media(1)), SdpDirection::kSendOnly);  // the session's
  EXPECT_FALSE(on_hold(sdp, sdp.media(0)));
  EXPECT_TRUE(on_hold(sdp, sdp.media(1)));
  const Sdp other = parsed(
      "v=0\nm=audio 1 RTP/AVP 0\nm=audio 1 RTP/AVP 0\na=inactive\n"
      "m=audio 1 RTP/AVP 0\nc=IN IP4 0.0.0.0\na=sendrecv\n");
  EXPECT_EQ(direction(other, other.media(0)), SdpDirection::kSendRecv);
  EXPECT_FALSE(on_hold(other, other.media(0)));
  EXPECT_EQ(direction(other, other.media(1)), SdpDirection::kInactive);
  EXPECT_TRUE(on_hold(other, other.media(1)));
  EXPECT_EQ(direction(other, other.media(2)), SdpDirection::kSendRecv);
  EXPECT_TRUE(on_hold(other, other.media(2)));  // the way of RFC 2543
}

TEST(Sdp, ConnectionOfAStream) {
  const Sdp sdp = parsed(kExample);
  EXPECT_EQ(connection_line(sdp, sdp.media(0)).value, "IN IP4 198.51.100.1");
  EXPECT_EQ(connection_line(sdp, sdp.media(2)).value, "IN IP6 2001:db8::2");
  const Sdp bare = parsed("v=0\nm=audio 1 RTP/AVP 0\n");
  EXPECT_FALSE(connection_line(bare, bare.media(0)));
}

struct Lenient {
  const char* name;
  std::string text;
  std::string expected;  // what the lines are
};

const Lenient kLenient[] = {
    {"BareLineFeeds", "v=0\ns=-\n", "v=0|s=-|"},
    {"NoLastLineEnd", "v=0\r\nt=0 0", "v=0|t=0 0|"},
    {"EmptyLines", "\r\nv=0\r\n\r\nt=0 0\r\n\r\n", "v=0|t=0 0|"},
    {"NulAtTheEnd", std::string("v=0\r\nt=0 0\r\n\0", 13), "v=0|t=0 0|"},
    {"WhiteSpaceAround", "v= 0 \r\nc=\tIN IP4 x \t\r\n", "v=0|c=IN IP4 x|"},
    {"EmptyValue", "v=0\ns=\ns= \n", "v=0|s=|s=|"},
    {"UnknownType", "v=0\nX=y\n", "v=0|X=y|"},
    {"NoTime", "v=0\nm=audio 1 RTP/AVP 0\n", "v=0|m=audio 1 RTP/AVP 0|"},
    {"NoFormats", "v=0\nm=audio 0 RTP/AVP\n", "v=0|m=audio 0 RTP/AVP|"},
    {"ManySpaces", "v=0\nm=audio  1   RTP/AVP  0\n", "v=0|m=audio  1   RTP/AVP  0|"},
};

TEST(Sdp, LeniencyForDevices) {
  for (const Lenient& c : kLenient) {
    SCOPED_TRACE(c.name);
    const ExactCopy copy(c.text);
    const Sdp sdp = parsed(copy.view());
    std::string lines;
    SdpLines all(sdp.text());
    while (const SdpLine line = all.next()) {
      lines += std::string(1, line.type) + "=" + std::string(line.value) + "|";
    }
    EXPECT_EQ(lines, c.expected);
    for (std::size_t i = 0; i < sdp.media_count(); ++i) EXPECT_EQ(sdp.media(i).type, "audio");
  }
  // What stands behind the last line is no part of it, so that an attribute can follow the line.
  EXPECT_EQ(parsed("v=0\r\nt=0 0\r\n\r\n").text(), "v=0\r\nt=0 0\r\n");
}

struct Refused {
  const char* name;
  std::string text;
  Error error;
};

const Refused kRefused[] = {
    {"Empty", "", Error::kEmpty},
    {"LineEndsAlone", "\r\n \r\n", Error::kEmpty},
    {"NoVersion", "o=- 1 1 IN IP4 a\n", Error::kSyntax},
    {"NoEqualsSign", "v=0\nfoo\n", Error::kSyntax},
    {"NoType", "v=0\n=x\n", Error::kSyntax},
    {"SpaceFirst", "v=0\n s=-\n", Error::kSyntax},
    {"OneByte", "v", Error::kSyntax},
    {"MediaOfOneWord", "v=0\nm=audio\n", Error::kSyntax},
    {"NoProtocol", "v=0\nm=audio 1\n", Error::kSyntax},
    {"PortIsAWord", "v=0\nm=audio x RTP/AVP 0\n", Error::kSyntax},
    {"PortTooLarge", "v=0\nm=audio 65536 RTP/AVP 0\n", Error::kRange},
    {"NoPorts", "v=0\nm=audio 1/0 RTP/AVP 0\n", Error::kRange},
    {"EmptyCount", "v=0\nm=audio 1/ RTP/AVP 0\n", Error::kSyntax},
    {"TooLarge", "v=0\n" + std::string(65536, '\n'), Error::kTooLarge},
};

TEST(Sdp, Refused) {
  for (const Refused& c : kRefused) {
    SCOPED_TRACE(c.name);
    const ExactCopy copy(c.text);
    EXPECT_EQ(error_name(parse_sdp(copy.view()).error()), error_name(c.error));
  }
  std::string many = "v=0\n";
  for (std::size_t i = 0; i < kMaxMedia; ++i) many += "m=audio 1 RTP/AVP 0\n";
  EXPECT_EQ(parsed(many).media_count(), kMaxMedia);
  EXPECT_EQ(parse_sdp(many + "m=audio 1 RTP/AVP 0\n").error(), Error::kTooMany);
}

TEST(SdpValues, Origin) {
  const Result<SdpOrigin> origin =
      parse_sdp_origin("jdoe 3724394400 3724394405 IN IP4 198.51.100.1");
  ASSERT_TRUE(origin);
  EXPECT_EQ(origin->username, "jdoe");
  EXPECT_EQ(origin->session_id, "3724394400");
  EXPECT_EQ(origin->session_version, "3724394405");
  EXPECT_EQ(origin->net_type, "IN");
  EXPECT_EQ(origin->address_type, "IP4");
  EXPECT_EQ(origin->address, "198.51.100.1");
  EXPECT_EQ(parse_sdp_origin("John Q. Doe 1 2 IN IP6 ::1")->username, "John Q. Doe");
  EXPECT_EQ(parse_sdp_origin("1 2 IN IP6 ::1")->username, "");
  EXPECT_EQ(parse_sdp_origin("2 IN IP6 ::1").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_origin("").error(), Error::kSyntax);
}

TEST(SdpValues, Connection) {
  struct Case {
    std::string value;
    Error error;
    std::string address;
    unsigned ttl = 0;
    unsigned count = 1;
  };
  const Case cases[] = {
      {"IN IP4 198.51.100.1", Error::kNone, "198.51.100.1"},
      {"IN IP4 233.252.0.1/127", Error::kNone, "233.252.0.1", 127},
      {"IN IP4 233.252.0.1/127/3", Error::kNone, "233.252.0.1", 127, 3},
      {"IN IP6 ff00::db8:0:101/3", Error::kNone, "ff00::db8:0:101", 0, 3},
      {"IN  IP4\t a.example", Error::kNone, "a.example"},
      {"IN IP6 ff00::1/3/2", Error::kSyntax, ""},
      {"IN IP4 233.252.0.1/256", Error::kRange, ""},
      {"IN IP4 233.252.0.1/x", Error::kSyntax, ""},
      {"IN IP4 233.252.0.1/1/", Error::kSyntax, ""},
      {"IN IP4 /1", Error::kSyntax, ""},
      {"IN IP4", Error::kSyntax, ""},
      {"IN IP4 1.2.3.4 x", Error::kSyntax, ""},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.value);
    const Result<SdpConnection> connection = parse_sdp_connection(c.value);
    EXPECT_EQ(error_name(connection.error()), error_name(c.error));
    if (!connection) continue;
    EXPECT_EQ(connection->net_type, "IN");
    EXPECT_EQ(connection->address, c.address);
    EXPECT_EQ(connection->ttl, c.ttl);
    EXPECT_EQ(connection->count, c.count);
  }
}

TEST(SdpValues, BandwidthAndTiming) {
  EXPECT_EQ(parse_sdp_bandwidth("AS:128")->type, "AS");
  EXPECT_EQ(parse_sdp_bandwidth("X-YZ: 128")->number, 128u);
  EXPECT_EQ(parse_sdp_bandwidth("AS").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_bandwidth(":1").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_bandwidth("AS:").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_bandwidth("AS:4294967296").error(), Error::kRange);
  EXPECT_EQ(parse_sdp_timing("3724394400 3724398000")->stop, 3724398000u);
  EXPECT_EQ(parse_sdp_timing("0 0")->start, 0u);
  EXPECT_EQ(parse_sdp_timing("0").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_timing("0 0 0").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_timing("0 99999999999999999999").error(), Error::kRange);
}

TEST(SdpValues, RtpmapAndFmtp) {
  const Result<SdpRtpmap> opus = parse_sdp_rtpmap("96 opus/48000/2");
  ASSERT_TRUE(opus);
  EXPECT_EQ(opus->payload, "96");
  EXPECT_EQ(opus->encoding, "opus");
  EXPECT_EQ(opus->clock, 48000u);
  EXPECT_EQ(opus->parameters, "2");
  EXPECT_EQ(parse_sdp_rtpmap("0 PCMU/8000")->parameters, "");
  EXPECT_EQ(parse_sdp_rtpmap("0 PCMU").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_rtpmap("0 PCMU/").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_rtpmap("0 /8000").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_rtpmap("0").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_fmtp("101 0-15")->format, "101");
  EXPECT_EQ(parse_sdp_fmtp("96 a=b; c=d")->parameters, "a=b; c=d");
  EXPECT_EQ(parse_sdp_fmtp(" ").error(), Error::kSyntax);
}

TEST(SdpValues, Rtcp) {
  EXPECT_EQ(parse_sdp_rtcp("53020")->port, 53020);
  const Result<SdpRtcp> full = parse_sdp_rtcp("53020 IN IP6 2001:db8::4");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->address_type, "IP6");
  EXPECT_EQ(full->address, "2001:db8::4");
  EXPECT_EQ(parse_sdp_rtcp("53020 IN IP4").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_rtcp("65536").error(), Error::kRange);
  EXPECT_EQ(parse_sdp_rtcp("").error(), Error::kSyntax);
}

TEST(SdpValues, Candidate) {
  const Result<SdpCandidate> candidate = parse_sdp_candidate(
      "2 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998 generation 0");
  ASSERT_TRUE(candidate);
  EXPECT_EQ(candidate->foundation, "2");
  EXPECT_EQ(candidate->component, 1);
  EXPECT_EQ(candidate->transport, "UDP");
  EXPECT_EQ(candidate->priority, 1694498815u);
  EXPECT_EQ(candidate->address, "192.0.2.3");
  EXPECT_EQ(candidate->port, 45664);
  EXPECT_EQ(candidate->type, "srflx");
  EXPECT_EQ(candidate->related_address, "203.0.113.141");
  EXPECT_EQ(candidate->related_port, 8998);
  EXPECT_EQ(parse_sdp_candidate("1 1 UDP 1 a 1 typ host")->related_port, 0);
  EXPECT_EQ(parse_sdp_candidate("1 1 UDP 1 a 1 host").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_candidate("1 1 UDP 1 a 1 typ").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_candidate("1 1 UDP 4294967296 a 1 typ host").error(), Error::kRange);
  EXPECT_EQ(parse_sdp_candidate("1 1 UDP 1 a 65536 typ host").error(), Error::kRange);
  EXPECT_EQ(parse_sdp_candidate("1 x UDP 1 a 1 typ host").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_candidate("1 1 UDP 1 a 1 typ host raddr b rport x").error(), Error::kSyntax);
  EXPECT_EQ(parse_sdp_candidate("").error(), Error::kSyntax);
}

TEST(NextWord, PartsAtWhiteSpace) {
  std::string_view rest = "  a\tbc ";
  EXPECT_EQ(next_word(rest), "a");
  EXPECT_EQ(next_word(rest), "bc");
  EXPECT_EQ(next_word(rest), "");
}

}  // namespace
}  // namespace weir::sip
