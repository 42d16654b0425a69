// What the capture writes is what the reader reads; and capture files of others.
#include "control/capture/frames.h"

#include "control/capture/file_ring.h"
#include "control/capture/hex.h"
#include "control/capture/pcapng.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

namespace weir::control::capture {
namespace {

using testing::HasSubstr;

class CaptureTest : public testing::Test {
 protected:
  CaptureTest() {
    char name[] = "/tmp/weir-capture.XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~CaptureTest() override { std::filesystem::remove_all(folder_); }

  std::string path(std::string_view name = "file") const {
    return folder_ + "/" + std::string(name);
  }

  void write(std::string_view bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }

  // All frames as hexadecimal digits, with `reader_` at the end.
  std::vector<std::string> read() {
    reader_ = FrameReader();
    EXPECT_EQ(reader_.open(path()), "");
    std::vector<std::string> frames;
    Frame frame;
    while (reader_.next(frame)) {
      frames.push_back(
          to_hex({reinterpret_cast<const char*>(frame.bytes.data()), frame.bytes.size()}));
      times_.push_back(frame.wall_nanoseconds);
      last_ = frame;
    }
    return frames;
  }

  static std::string bytes(std::string_view hex) {
    std::string result;
    std::string digits;
    for (const char c : hex) {
      if (c != ' ') digits += c;
    }
    EXPECT_TRUE(from_hex(digits, result)) << hex;
    return result;
  }

  static sip::Endpoint endpoint(std::string_view text) {
    const auto parsed = sip::parse_endpoint(text, 0);
    EXPECT_TRUE(parsed) << text;
    return *parsed;
  }

  std::string folder_;
  FrameReader reader_;
  std::vector<std::int64_t> times_;
  Frame last_;
};

TEST_F(CaptureTest, WrittenDatagramsComeBackWithTheirHeaders) {
  Datagram v4{endpoint("192.0.2.1:5060"), endpoint("198.51.100.2:5070"), 1'700'000'000'123'456'789,
              5, "hello"};
  Datagram v6{endpoint("[2001:db8::1]:5060"), endpoint("[2001:db8::2]:5060"),
              1'700'000'001'000'000'001, 2, "\r\n"};
  write(pcapng_start("sipweir test") + pcapng_packet(v4, "forwarded") + pcapng_packet(v6, ""));
  const std::vector<std::string> frames = read();
  EXPECT_EQ(reader_.error(), "");
  ASSERT_EQ(frames.size(), 2u);
  // Ethernet's type, then the headers; the checksums are those that tshark calls correct.
  EXPECT_EQ(frames[0],
            "000000000000000000000000"
            "0800"
            "450000210000400040114e95c0000201c6336402"
            "13c413ce000da838"
            "68656c6c6f");
  EXPECT_EQ(frames[1].substr(24, 4), "86dd");
  EXPECT_EQ(frames[1].substr(28, 16), "60000000000a1140");
  EXPECT_EQ(frames[1].substr(frames[1].size() - 4), "0d0a");
  EXPECT_EQ(times_, (std::vector<std::int64_t>{v4.wall_nanoseconds, v6.wall_nanoseconds}));
}

TEST_F(CaptureTest, ADatagramCutShortSaysSo) {
  const Datagram datagram{endpoint("192.0.2.1:5060"), endpoint("192.0.2.2:5060"), 0, 3000, "OPT"};
  write(pcapng_start("x") + pcapng_packet(datagram, "dropped malformed"));
  EXPECT_EQ(read().size(), 1u);
  EXPECT_TRUE(last_.cut);
}

TEST_F(CaptureTest, ReadsPcapOfEitherByteOrderAndBothUnits) {
  const char* const cases[] = {
      // microseconds, little endian; then big endian; then nanoseconds, little endian
      "d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000 02000000 03000000 02000000 09000000 "
      "abcd",
      "a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001 00000002 00000003 00000002 00000009 "
      "abcd",
      "4d3cb2a1 0200 0400 00000000 00000000 ffff0000 01000000 02000000 b80b0000 02000000 09000000 "
      "abcd",
  };
  for (const char* const hex : cases) {
    SCOPED_TRACE(hex);
    write(bytes(hex));
    times_.clear();
    EXPECT_EQ(read(), std::vector<std::string>{"abcd"});
    EXPECT_EQ(times_, std::vector<std::int64_t>{2'000'003'000});
    EXPECT_TRUE(last_.cut);
  }
}

TEST_F(CaptureTest, EveryLinkTypeBecomesEthernet) {
  const std::string ip = "45aabbcc";
  struct Case {
    const char* link;  // little endian
    std::string packet;
  };
  const std::vector<Case> cases = {
      {"01000000", "0000000000000000000000000800" + ip},
      {"65000000", ip},                                               // raw
      {"e4000000", ip},                                               // raw IPv4
      {"00000000", "02000000" + ip},                                  // BSD loopback
      {"71000000", "00000001000600000000000000000800" + ip},          // Linux cooked
      {"14010000", "0800000000000001000100060000000000000000" + ip},  // and its second version
  };
  for (const Case& row : cases) {
    SCOPED_TRACE(row.link);
    const std::size_t size = row.packet.size() / 2;
    ASSERT_LT(size, 256u);
    const std::string length = to_hex(std::string(1, static_cast<char>(size))) + "000000";
    write(bytes(std::string("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 ") + row.link +
                "00000000 00000000" + length + length + row.packet));
    EXPECT_EQ(read(), std::vector<std::string>{"0000000000000000000000000800" + ip});
    EXPECT_TRUE(last_.understood);
  }
  write(
      bytes("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 69000000"  // 802.11
            "00000000 00000000 01000000 01000000 aa"));
  EXPECT_EQ(read(), std::vector<std::string>{""});
  EXPECT_FALSE(last_.understood);
}

TEST_F(CaptureTest, SaysWhatIsNoCapture) {
  struct Case {
    std::string bytes;
    const char* says;
  };
  const Case cases[] = {{"", "is empty"},
                        {"INVITE sip:x", "is no capture"},
                        {"\xd4\xc3\xb2\xa1", "ends in its header"}};
  for (const Case& row : cases) {
    write(row.bytes);
    EXPECT_THAT(FrameReader().open(path()), HasSubstr(row.says));
  }
  EXPECT_THAT(FrameReader().open(path("missing")), HasSubstr("cannot read"));
  write(
      bytes("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000 00000000 00000000 05000000 "
            "05000000 aa"));
  EXPECT_TRUE(read().empty());
  EXPECT_THAT(reader_.error(), HasSubstr("ends within a packet"));
}

// Whatever bytes a file holds: it ends, and nothing is read beyond it.
TEST_F(CaptureTest, BrokenFilesEndWithAnError) {
  const Datagram datagram{endpoint("192.0.2.1:5060"), endpoint("192.0.2.2:5060"), 7, 5, "hello"};
  std::string good = pcapng_start("x");
  for (int i = 0; i < 5; ++i) good += pcapng_packet(datagram, "forwarded");
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good.substr(0, 8 + random() % good.size());
    for (unsigned i = random() % 4; i > 0; --i)
      bad[random() % bad.size()] = static_cast<char>(random());
    write(bad);
    FrameReader reader;
    if (!reader.open(path()).empty()) continue;
    Frame frame;
    std::size_t frames = 0;
    while (reader.next(frame)) ASSERT_LT(++frames, 100u);
  }
}

TEST_F(CaptureTest, OneFileEndsAtItsSizeAndSeveralTakeTurns) {
  FileRing one;
  ASSERT_EQ(one.open(path(), {.bytes = 100}, "start"), "");
  EXPECT_TRUE(one.write(std::string(90, 'a')));
  EXPECT_FALSE(one.write(std::string(90, 'b')));
  EXPECT_EQ(one.error(), "");
  ASSERT_TRUE(one.flush());
  EXPECT_EQ(std::filesystem::file_size(path()), 95u);
  EXPECT_EQ(std::filesystem::status(path()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  FileRing three;
  ASSERT_EQ(three.open(path("r"), {.bytes = 100, .files = 3}, "start"), "");
  for (char c = 'a'; c <= 'e'; ++c) EXPECT_TRUE(three.write(std::string(90, c)));
  ASSERT_TRUE(three.flush());
  const auto last_byte = [this](std::string_view name) {
    std::ifstream file(path(name), std::ios::binary);
    file.seekg(-1, std::ios::end);
    return static_cast<char>(file.get());
  };
  EXPECT_EQ(last_byte("r.0"), 'd');
  EXPECT_EQ(last_byte("r.1"), 'e');
  EXPECT_EQ(last_byte("r.2"), 'c');
  FileRing none;
  EXPECT_THAT(none.open("/nowhere/at/all", {}, ""), HasSubstr("cannot write /nowhere/at/all"));
}

}  // namespace
}  // namespace weir::control::capture
