#include "sip/sdp_formats.h"

#include <gtest/gtest.h>

#include <string>

namespace weir::sip {
namespace {

// "payload=codec" of each format of the only stream.
std::string formats_of(std::string_view media) {
  const std::string text = "v=0\na=rtpmap:97 session/1\n" + std::string(media);
  const Result<Sdp> sdp = parse_sdp(text);
  if (!sdp) return "!" + std::string(error_name(sdp.error()));
  const Result<SdpFormats> formats = read_formats(sdp->media(0));
  if (!formats) return "!" + std::string(error_name(formats.error()));
  std::string list;
  for (const SdpFormat& format : formats->all()) {
    list += std::string(format.payload) + "=" + std::string(format.codec) + " ";
  }
  return list;
}

TEST(SdpFormats, ByRtpmapAndByNumber) {
  EXPECT_EQ(formats_of("m=audio 1 RTP/AVP 0 96 8\na=rtpmap:96 opus/48000/2\n"),
            "0=PCMU/8000 96=opus/48000/2 8=PCMA/8000 ");
  // a=rtpmap goes first, and the first of two counts; the session's is nobody's.
  EXPECT_EQ(formats_of("m=audio 1 RTP/SAVPF 9 97\na=rtpmap:9 G722/16000\na=rtpmap:9 x/1\n"),
            "9=G722/16000 97= ");
  EXPECT_EQ(formats_of("m=audio 1 RTP/AVP 18 34 35\n"), "18=G729/8000 34=H263/90000 35= ");
  EXPECT_EQ(formats_of("m=image 1 udptl t38\n"), "t38= ");
  EXPECT_EQ(formats_of("m=application 1 UDP/DTLS/SCTP 0\n"), "0= ");  // no RTP: no payload types
  EXPECT_EQ(formats_of("m=audio 0 RTP/AVP\n"), "");
}

TEST(SdpFormats, Limit) {
  std::string media = "m=audio 1 RTP/AVP";
  for (std::size_t i = 0; i < kMaxFormats; ++i) media += " 35";
  EXPECT_EQ(formats_of(media).size(), kMaxFormats * 4);
  EXPECT_EQ(formats_of(media + " 35"), "!too_many");
}

TEST(CodecList, ByPayloadAndByName) {
  const SdpFormat opus{.payload = "96", .codec = "opus/48000/2"};
  EXPECT_TRUE((CodecList{.list = "0, 96 ,8"}.contains(opus)));
  EXPECT_FALSE((CodecList{.list = "9,6,961,opus"}.contains(opus)));
  EXPECT_TRUE((CodecList{.list = "PCMU,OPUS", .by_name = true}.contains(opus)));
  EXPECT_TRUE((CodecList{.list = "Opus/48000", .by_name = true}.contains(opus)));
  EXPECT_TRUE((CodecList{.list = "opus/48000/2", .by_name = true}.contains(opus)));
  EXPECT_FALSE((CodecList{.list = "opus/4800", .by_name = true}.contains(opus)));
  EXPECT_FALSE((CodecList{.list = "opus/48000/2/1,opu,96,,", .by_name = true}.contains(opus)));
  EXPECT_FALSE(
      (CodecList{.list = ",", .by_name = true}.contains(SdpFormat{.payload = "35", .codec = ""})));
  EXPECT_FALSE(CodecList{}.contains(opus));
}

TEST(SdpFormat, Encoding) {
  EXPECT_EQ((SdpFormat{.payload = "0", .codec = "PCMU/8000"}.encoding()), "PCMU");
  EXPECT_EQ(SdpFormat{}.encoding(), "");
}

}  // namespace
}  // namespace weir::sip
