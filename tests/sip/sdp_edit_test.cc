#include "sip/sdp_edit.h"

#include "tests/sip/corpus.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace weir::sip {
namespace {

const std::string kBody = crlf(
    "v=0\no=- 1 2 IN IP4 10.0.0.1\ns=-\nc=IN IP4 10.0.0.1\nt=0 0\na=direction:passive\n"
    "m=audio 4000 RTP/AVP 0 8 101\nc=IN IP4 239.0.0.1/127/2\na=rtpmap:0 PCMU/8000\n"
    "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=rtcp-fb:101 nack\na=sendrecv\n"
    "m=video 4002/2 RTP/AVP 99\na=rtpmap:99 H264/90000\n");

// A message around the body, one editor, and what comes out of it.
class Edited {
 public:
  explicit Edited(std::string_view body = kBody)
      : raw_("INVITE sip:a SIP/2.0\r\n\r\n" + std::string(body)) {
    const Result<Sdp> parsed = parse_sdp(std::string_view(raw_).substr(kHead));
    EXPECT_TRUE(parsed);
    sdp = *parsed;
  }

  SdpEditor editor() { return {raw_, sdp, edits, room}; }

  // The body with the edits applied; it must parse.
  std::string result() const {
    std::vector<char> out(edits.applied_size(raw_));
    EXPECT_EQ(edits.apply(raw_, out).error(), Error::kNone);
    const std::string body = std::string(out.data(), out.size()).substr(kHead);
    EXPECT_TRUE(parse_sdp(body)) << body;
    return body;
  }

  Sdp sdp;
  EditList edits;
  std::array<char, 512> bytes{};
  TextRoom room{bytes};

 private:
  static constexpr std::size_t kHead = 24;
  std::string raw_;
};

// kBody with one text replaced by another.
std::string with(std::string_view from, std::string_view to, std::string body = kBody) {
  const std::string text = crlf(from);
  const std::size_t at = body.find(text);
  EXPECT_NE(at, body.npos) << from;
  return body.replace(at, text.size(), crlf(to));
}

struct Case {
  const char* name;
  std::function<Error(SdpEditor&, const Sdp&)> edit;
  std::string expected;
};

const Case kCases[] = {
    {"Connection",
     [](SdpEditor& e, const Sdp& s) { return e.set_address(s.session().find('c'), "192.0.2.9"); },
     with("s=-\nc=IN IP4 10.0.0.1\n", "s=-\nc=IN IP4 192.0.2.9\n")},
    {"ConnectionOfAnotherFamily",
     [](SdpEditor& e, const Sdp& s) { return e.set_address(s.session().find('c'), "2001:db8::9"); },
     with("s=-\nc=IN IP4 10.0.0.1\n", "s=-\nc=IN IP6 2001:db8::9\n")},
    {"Multicast",
     [](SdpEditor& e, const Sdp& s) {
       return e.set_address(s.media(0).section.find('c'), "192.0.2.9");
     },
     with("239.0.0.1/127/2", "192.0.2.9")},
    {"Origin",
     [](SdpEditor& e, const Sdp& s) { return e.set_address(s.session().find('o'), "192.0.2.9"); },
     with("o=- 1 2 IN IP4 10.0.0.1\n", "o=- 1 2 IN IP4 192.0.2.9\n")},
    {"OriginOfAnotherFamily",
     [](SdpEditor& e, const Sdp& s) { return e.set_address(s.session().find('o'), "::9"); },
     with("o=- 1 2 IN IP4 10.0.0.1\n", "o=- 1 2 IN IP6 ::9\n")},
    {"AllConnections", [](SdpEditor& e, const Sdp&) { return e.set_connections("192.0.2.9"); },
     with("s=-\nc=IN IP4 10.0.0.1\n", "s=-\nc=IN IP4 192.0.2.9\n",
          with("239.0.0.1/127/2", "192.0.2.9"))},
    {"Port", [](SdpEditor& e, const Sdp& s) { return e.set_port(s.media(0), 65535); },
     with("m=audio 4000", "m=audio 65535")},
    {"PortKeepsItsCount", [](SdpEditor& e, const Sdp& s) { return e.set_port(s.media(1), 0); },
     with("m=video 4002/2", "m=video 0/2")},
    {"Protocol", [](SdpEditor& e, const Sdp& s) { return e.set_protocol(s.media(0), "RTP/SAVP"); },
     with("4000 RTP/AVP", "4000 RTP/SAVP")},
    {"AttributeOfTheSession",
     [](SdpEditor& e, const Sdp& s) { return e.add_attribute(s.session(), "nortpproxy:yes"); },
     with("a=direction:passive\n", "a=direction:passive\na=nortpproxy:yes\n")},
    {"AttributeOfAStream",
     [](SdpEditor& e, const Sdp& s) { return e.add_attribute(s.media(0).section, "x"); },
     with("a=sendrecv\n", "a=sendrecv\na=x\n")},
    {"AttributeOfTheLastStream",
     [](SdpEditor& e, const Sdp& s) { return e.add_attribute(s.media(1).section, "x"); },
     kBody + "a=x\r\n"},
    {"Value", [](SdpEditor& e, const Sdp& s) { return e.set_value(s.session().find('s'), "call"); },
     with("s=-\n", "s=call\n")},
    {"Line", [](SdpEditor& e, const Sdp& s) { return e.remove_line(s.media(0).section.find('c')); },
     with("c=IN IP4 239.0.0.1/127/2\n", "")},
    {"Attributes",
     [](SdpEditor& e, const Sdp& s) { return e.remove_attributes(s.media(0).section, "rtpmap"); },
     with("a=rtpmap:0 PCMU/8000\na=rtpmap:101 telephone-event/8000\n", "")},
    {"Media", [](SdpEditor& e, const Sdp& s) { return e.remove_media(s.media(1)); },
     kBody.substr(0, kBody.find("m=video"))},
    {"FirstMedia", [](SdpEditor& e, const Sdp& s) { return e.remove_media(s.media(0)); },
     kBody.substr(0, kBody.find("m=audio")) + kBody.substr(kBody.find("m=video"))},
    {"CodecById",
     [](SdpEditor& e, const Sdp& s) { return e.remove_codecs(s.media(0), {"0,8"}).error(); },
     with("RTP/AVP 0 8 101", "RTP/AVP 101", with("a=rtpmap:0 PCMU/8000\n", ""))},
    {"LastCodecByName",
     [](SdpEditor& e, const Sdp& s) {
       return e.remove_codecs(s.media(0), {"Telephone-Event", true}).error();
     },
     with("0 8 101", "0 8",
          with("a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=rtcp-fb:101 nack\n", ""))},
    {"StaticCodecByName",
     [](SdpEditor& e, const Sdp& s) {
       return e.remove_codecs(s.media(0), {"PCMA/8000", true}).error();
     },
     with("0 8 101", "0 101")},
    {"KeptCodecs",
     [](SdpEditor& e, const Sdp& s) {
       return e.keep_codecs(s.media(0), {"PCMU,telephone-event", true}).error();
     },
     with("0 8 101", "0 101")},
    {"NoSuchCodec",
     [](SdpEditor& e, const Sdp& s) {
       return e.remove_codecs(s.media(0), {"GSM", true}).error();
     },
     kBody},
};

TEST(SdpEditor, Cases) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    Edited body;
    SdpEditor editor = body.editor();
    EXPECT_EQ(error_name(c.edit(editor, body.sdp)), "none");
    EXPECT_EQ(body.result(), c.expected);
  }
}

const Case kRefusals[] = {
    {"AddressIsANumber",
     [](SdpEditor& e, const Sdp& s) {
       return e.set_address(s.session().find('c'), "host.example");
     },
     "syntax"},
    {"AddressInBrackets",
     [](SdpEditor& e, const Sdp& s) { return e.set_address(s.session().find('c'), "[::1]"); },
     "syntax"},
    {"AddressOfAnotherLine",
     [](SdpEditor& e, const Sdp& s) { return e.set_address(s.session().find('s'), "::1"); },
     "syntax"},
    {"AddressOfNoLine", [](SdpEditor& e, const Sdp&) { return e.set_address(SdpLine{}, "::1"); },
     "syntax"},
    {"AttributeOfTwoLines",
     [](SdpEditor& e, const Sdp& s) { return e.add_attribute(s.session(), "x\r\nm=audio 1 a b"); },
     "syntax"},
    {"EmptyAttribute", [](SdpEditor& e, const Sdp& s) { return e.add_attribute(s.session(), ""); },
     "syntax"},
    {"ValueOfTwoLines",
     [](SdpEditor& e, const Sdp& s) { return e.set_value(s.session().find('s'), "a\nb"); },
     "syntax"},
    {"ValueOfMedia",
     [](SdpEditor& e, const Sdp& s) { return e.set_value(s.media(0).section.find('m'), "x"); },
     "syntax"},
    {"VersionLine", [](SdpEditor& e, const Sdp& s) { return e.remove_line(s.session().find('v')); },
     "syntax"},
    {"MediaLine",
     [](SdpEditor& e, const Sdp& s) { return e.remove_line(s.media(0).section.find('m')); },
     "syntax"},
    {"ProtocolOfTwoWords",
     [](SdpEditor& e, const Sdp& s) { return e.set_protocol(s.media(0), "RTP/AVP 0"); }, "syntax"},
    {"NoProtocol", [](SdpEditor& e, const Sdp& s) { return e.set_protocol(s.media(0), ""); },
     "syntax"},
    {"NoSuchAttribute",
     [](SdpEditor& e, const Sdp& s) { return e.remove_attributes(s.session(), "rtpmap"); },
     "missing"},
    {"AllCodecs",
     [](SdpEditor& e, const Sdp& s) { return e.remove_codecs(s.media(1), {"99"}).error(); },
     "empty"},
    {"KeepNone",
     [](SdpEditor& e, const Sdp& s) { return e.keep_codecs(s.media(0), {"3"}).error(); }, "empty"},
    {"NoRoom",
     [](SdpEditor& e, const Sdp& s) { return e.add_attribute(s.session(), std::string(600, 'x')); },
     "no_space"},
};

TEST(SdpEditor, RefusalsChangeNothing) {
  for (const Case& c : kRefusals) {
    SCOPED_TRACE(c.name);
    Edited body;
    SdpEditor editor = body.editor();
    EXPECT_EQ(error_name(c.edit(editor, body.sdp)), c.expected);
    EXPECT_TRUE(body.edits.empty());
  }
}

TEST(SdpEditor, EditsComeTogether) {
  Edited body;
  SdpEditor editor = body.editor();
  EXPECT_EQ(*editor.remove_codecs(body.sdp.media(0), {"8"}), 1u);
  EXPECT_EQ(*editor.remove_codecs(body.sdp.media(0), {"8"}), 0u);  // gone already
  EXPECT_EQ(*editor.remove_codecs(body.sdp.media(0), {"PCMU", true}), 1u);
  EXPECT_EQ(editor.remove_codecs(body.sdp.media(0), {"101"}).error(), Error::kEmpty);
  EXPECT_EQ(editor.set_port(body.sdp.media(0), 5000), Error::kNone);
  EXPECT_EQ(editor.set_protocol(body.sdp.media(0), "RTP/SAVP"), Error::kNone);
  EXPECT_EQ(editor.set_connections("192.0.2.9"), Error::kNone);
  EXPECT_EQ(editor.add_attribute(body.sdp.media(0).section, "one"), Error::kNone);
  EXPECT_EQ(editor.add_attribute(body.sdp.media(0).section, "two"), Error::kNone);
  EXPECT_EQ(editor.remove_media(body.sdp.media(1)), Error::kNone);
  EXPECT_EQ(editor.add_attribute(body.sdp.media(0).section, "three"), Error::kNone);
  EXPECT_EQ(body.result(),
            crlf("v=0\no=- 1 2 IN IP4 10.0.0.1\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n"
                 "a=direction:passive\nm=audio 5000 RTP/SAVP 101\nc=IN IP4 192.0.2.9\n"
                 "a=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=rtcp-fb:101 nack\n"
                 "a=sendrecv\na=one\na=two\na=three\n"));
}

TEST(SdpEditor, WhatIsGoneStaysGone) {
  Edited body;
  SdpEditor editor = body.editor();
  const SdpMedia video = body.sdp.media(1);
  EXPECT_EQ(editor.remove_line(video.section.find('a')), Error::kNone);
  EXPECT_EQ(editor.remove_line(video.section.find('a')), Error::kEditRefused);
  EXPECT_EQ(editor.remove_attributes(video.section, "rtpmap"), Error::kMissing);
  EXPECT_EQ(editor.remove_media(video), Error::kNone);
  EXPECT_EQ(editor.remove_media(video), Error::kEditRefused);
  EXPECT_EQ(editor.add_attribute(video.section, "x"), Error::kEditRefused);
  EXPECT_EQ(editor.set_port(video, 1), Error::kEditRefused);
  EXPECT_EQ(*editor.remove_codecs(video, {"99"}), 0u);
  EXPECT_EQ(body.result(), kBody.substr(0, kBody.find("m=video")));
}

TEST(SdpEditor, TheFirstEditWins) {
  Edited body;
  SdpEditor editor = body.editor();
  EXPECT_EQ(editor.set_address(body.sdp.media(0).section.find('c'), "192.0.2.1"), Error::kNone);
  // One of the lines is taken: none changes.
  EXPECT_EQ(editor.set_connections("192.0.2.9"), Error::kEditRefused);
  EXPECT_EQ(editor.add_attribute(body.sdp.media(0).section, "x"), Error::kNone);
  EXPECT_EQ(editor.remove_media(body.sdp.media(0)), Error::kEditRefused);
  EXPECT_EQ(body.result(),
            with("239.0.0.1/127/2", "192.0.2.1", with("a=sendrecv\n", "a=sendrecv\na=x\n")));
}

TEST(SdpEditor, ALastLineWithoutEnd) {
  Edited body("v=0\r\nm=audio 1 RTP/AVP 0\r\na=x");
  SdpEditor editor = body.editor();
  EXPECT_EQ(editor.add_attribute(body.sdp.media(0).section, "y"), Error::kNone);
  EXPECT_EQ(editor.add_attribute(body.sdp.media(0).section, "z"), Error::kNone);
  EXPECT_EQ(editor.add_attribute(body.sdp.session(), "s"), Error::kNone);
  EXPECT_EQ(body.result(), "v=0\r\na=s\r\nm=audio 1 RTP/AVP 0\r\na=x\r\na=y\r\na=z");
}

TEST(SdpEditor, EmptyValues) {
  for (const std::string_view body : {"v=0\r\ns=\r\nt=0 0\r\n", "v=0\r\ns= \r\nt=0 0\r\n"}) {
    Edited edited(body);
    SdpEditor editor = edited.editor();
    EXPECT_EQ(editor.set_value(edited.sdp.session().find('s'), "x"), Error::kNone);
    EXPECT_EQ(editor.set_value(edited.sdp.session().find('s'), "y"), Error::kEditRefused);
    EXPECT_EQ(parse_sdp(edited.result())->session().find('s').value, "x");
  }
}

TEST(SdpEditor, AStreamMayLoseAllFormatsWhereThatIsAsked) {
  Edited body;
  SdpEditor editor = body.editor();
  EXPECT_EQ(*editor.remove_codecs(body.sdp.media(1), {"99"}, Emptied::kAllow), 1u);
  EXPECT_EQ(body.result(), with("m=video 4002/2 RTP/AVP 99\na=rtpmap:99 H264/90000\n",
                                "m=video 4002/2 RTP/AVP\n"));
}

// An offer of a browser has more lines of codecs than the list has room for.
TEST(SdpEditor, CodecsBesideEachOtherAreOneEdit) {
  std::string formats;
  std::string lines;
  for (int payload = 96; payload < 127; ++payload) {
    const std::string text = std::to_string(payload);
    formats += " " + text;
    lines += "a=rtpmap:" + text + " VP8/90000\r\na=fmtp:" + text + " x=1\r\na=rtcp-fb:" + text +
             " nack\r\na=rtcp-fb:" + text + " ccm fir\r\n";
  }
  const std::string head = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 0";
  Edited body(head + formats + " 8\r\n" + lines + "a=sendrecv\r\n");
  SdpEditor editor = body.editor();
  EXPECT_EQ(*editor.remove_codecs(body.sdp.media(0), {"VP8", true}), 31u);
  EXPECT_EQ(body.edits.size(), 2u);
  EXPECT_EQ(body.result(), head + " 8\r\na=sendrecv\r\n");
}

// What was put between two lines stays where it is.
TEST(SdpEditor, ARemovalGoesAroundAnInsertion) {
  Edited body("v=0\r\nm=audio 1 RTP/AVP 0 8\r\na=rtpmap:8 PCMA/8000\r\na=fmtp:8 x\r\na=z\r\n");
  ASSERT_TRUE(body.edits.insert(24 + std::string_view("v=0\r\nm=audio 1 RTP/AVP 0 8\r\n"
                                                      "a=rtpmap:8 PCMA/8000\r\n")
                                         .size(),
                                "a=new\r\n"));
  SdpEditor editor = body.editor();
  EXPECT_EQ(*editor.remove_codecs(body.sdp.media(0), {"8"}), 1u);
  EXPECT_EQ(body.result(), "v=0\r\nm=audio 1 RTP/AVP 0\r\na=new\r\na=z\r\n");
}

TEST(SdpEditor, AFullList) {
  Edited body;
  SdpEditor editor = body.editor();
  while (body.edits.size() < EditList::kCapacity - 1) ASSERT_TRUE(body.edits.insert(0, "x"));
  const std::string before(body.edits.size(), 'x');
  EXPECT_EQ(editor.remove_codecs(body.sdp.media(0), {"101"}).error(), Error::kEditRefused);
  EXPECT_EQ(editor.set_connections("192.0.2.9"), Error::kEditRefused);
  EXPECT_EQ(body.edits.size(), EditList::kCapacity - 1);
  EXPECT_EQ(editor.set_port(body.sdp.media(0), 1), Error::kNone);
  EXPECT_EQ(editor.set_port(body.sdp.media(1), 1), Error::kEditRefused);
}

}  // namespace
}  // namespace weir::sip
