#include "control/parse_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <string>

namespace weir::control {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string request(const std::string& method, const std::string& more) {
  return method +
         " sip:b@d SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n" +
         "To: <sip:b@d>\r\nCall-ID: c\r\nCSeq: 1 " + method + "\r\nMax-Forwards: 70\r\n" + more +
         "\r\n";
}

const std::string kGood = request("OPTIONS", "Content-Length: 0\r\n");
const std::string kRefused = request("OPTIONS", "Content-Length: 0\r\nContact: <\r\n");

TEST(ParseCommand, DescribesOneMessage) {
  const Anatomy anatomy = describe_messages(kGood);
  EXPECT_TRUE(anatomy.accepted);
  EXPECT_THAT(anatomy.text, StartsWith("message 1: OPTIONS request, " +
                                       std::to_string(kGood.size()) + " bytes at 0\n"));
  EXPECT_THAT(anatomy.text, EndsWith("as a proxy: accepted\nas a server: accepted\n"));
}

TEST(ParseCommand, DescribesAStream) {
  const Anatomy anatomy = describe_messages("\r\n" + kGood + "\r\n\r\n" + kGood);
  EXPECT_TRUE(anatomy.accepted);
  EXPECT_THAT(anatomy.text, HasSubstr("message 1: OPTIONS request, " +
                                      std::to_string(kGood.size()) + " bytes at 2\n"));
  EXPECT_THAT(anatomy.text,
              HasSubstr("\nmessage 2: OPTIONS request, " + std::to_string(kGood.size()) +
                        " bytes at " + std::to_string(kGood.size() + 6) + "\n"));
}

TEST(ParseCommand, OneRefusedMessageRefusesAll) {
  EXPECT_FALSE(describe_messages(kRefused).accepted);
  EXPECT_FALSE(describe_messages(kRefused + kGood).accepted);
  EXPECT_FALSE(describe_messages(kGood + kRefused).accepted);
}

TEST(ParseCommand, WhatIsDroppedRefusesNothing) {
  const Anatomy anatomy = describe_messages(kGood + "garbage\r\n");
  EXPECT_TRUE(anatomy.accepted);
  EXPECT_THAT(anatomy.text, HasSubstr("\n9 bytes at " + std::to_string(kGood.size()) +
                                      " are no message and dropped (RFC 3261 18.3): garbage\\r\n"));
  EXPECT_TRUE(describe_messages(kGood + "\r\n\r\n").accepted);
}

TEST(ParseCommand, SaysWhatIsNoMessage) {
  const auto said = [](std::string_view bytes) {
    const Anatomy anatomy = describe_messages(bytes);
    EXPECT_FALSE(anatomy.accepted);
    return anatomy.text;
  };
  EXPECT_THAT(said("\r\n\r\n"), HasSubstr("nothing but line ends"));
  EXPECT_EQ(said("GET / HTTP/1.1\r\n\r\n"),
            "no SIP message: the first line is neither a request line nor a status line\n"
            "     0  GET / HTTP/1.1\\r\n"
            "        ^\n");
  EXPECT_THAT(said(std::string("\x7f"
                               "ELF\x02\0",
                               6)),
              HasSubstr("     0  \\x7fELF\\x02\\x00\n"));
  EXPECT_THAT(said(std::string(1'000'000, 'x')),
              HasSubstr("     0  " + std::string(60, 'x') + "\n"));
}

TEST(ParseCommand, SaysWhatIsTooLarge) {
  const std::string head = request("OPTIONS", "");
  EXPECT_TRUE(describe_messages(head + std::string(65535 - head.size(), 'x')).accepted);
  const Anatomy anatomy = describe_messages(head + std::string(65536 - head.size(), 'x'));
  EXPECT_FALSE(anatomy.accepted);
  EXPECT_EQ(anatomy.text, "bytes from 0 on: more than the 65,535 bytes that a message can have\n");
  // A stream may be longer than a message.
  std::string many;
  while (many.size() < 200'000) many += kGood;
  EXPECT_TRUE(describe_messages(many).accepted);
}

// Any one byte, any place: an answer.
TEST(ParseCommand, DescribesAnything) {
  for (std::size_t at = 0; at < kRefused.size(); ++at) {
    for (const char c : {'\0', '\n', ':', '"', '<', '\xff'}) {
      std::string text = kRefused;
      text[at] = c;
      EXPECT_FALSE(describe_messages(text).text.empty());
      EXPECT_FALSE(describe_messages(text.substr(0, at) + c).text.empty());
    }
  }
}

TEST(ParseCommand, TellsByItsStatus) {
  char pattern[] = "/tmp/weir-parse-XXXXXX";
  const std::string directory = mkdtemp(pattern);
  const auto status_of = [&](const std::string& bytes) {
    const std::string path = directory + "/a.sip";
    std::ofstream(path, std::ios::binary) << bytes;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = parse_command(path);
    const bool printed = !testing::internal::GetCapturedStdout().empty();
    const std::string complaint = testing::internal::GetCapturedStderr();
    EXPECT_EQ(printed, status != 2) << complaint;
    return std::to_string(status) + " " + complaint.substr(0, complaint.find('\n'));
  };
  EXPECT_EQ(status_of(kGood), "0 ");
  EXPECT_EQ(status_of(kRefused), "1 ");
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), "1 ");
  EXPECT_EQ(status_of(""), "2 sipweir: cannot parse '" + directory + "/a.sip': is empty");
  EXPECT_THAT(status_of(std::string((16u << 20) + 1, 'x')), HasSubstr("larger than the 16 MiB"));
  unlink((directory + "/a.sip").c_str());
  testing::internal::CaptureStderr();
  EXPECT_EQ(parse_command(directory), 2);
  EXPECT_EQ(parse_command(directory + "/none"), 2);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "sipweir: cannot parse '" + directory +
                "': is a directory: give a file with SIP messages\nsipweir: cannot parse '" +
                directory + "/none': No such file or directory\n");
  rmdir(directory.c_str());
}

}  // namespace
}  // namespace weir::control
