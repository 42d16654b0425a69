#include "dataplane/ports/socket.h"

#include <poll.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "dataplane/ports/steer.h"
#include "tests/dataplane/udp.h"

namespace weir::dataplane {
namespace {

using test::Client;
using test::kLoopback;
using test::kPatience;

Listen make_listen(sip::Address address) {
  Listen listen;
  listen.address = address;
  listen.source = address;
  listen.wildcard = address.is_unspecified();
  listen.ipv4 = address.is_v4();
  return listen;
}

class SocketPortTest : public testing::Test {
 protected:
  void open(std::vector<Listen> listens, unsigned queues = 1) {
    listens_ = std::move(listens);
    ASSERT_EQ(port_.open(listens_, 0, queues, 0, kKey), "");
    counters_.resize(queues);
    for (unsigned q = 0; q < queues; ++q) port_.attach(q, counters_[q]);
  }

  sip::Endpoint at(std::size_t listen) const {
    return {listens_[listen].address, listens_[listen].number};
  }

  // Receives on `queue` until `n` packets have come; waits on the port's descriptors.
  std::vector<Packet> take(unsigned queue, std::size_t n) {
    std::vector<Packet> packets;
    std::array<Packet, kBurst> burst;
    while (packets.size() < n) {
      const std::uint32_t got = port_.receive(queue, Cycles{0}, burst);
      packets.insert(packets.end(), burst.begin(), burst.begin() + got);
      if (got == 0 && !wait(queue)) break;
    }
    return packets;
  }

  bool wait(unsigned queue) {
    std::vector<pollfd> fds;
    for (const int fd : port_.wait_fds(queue)) fds.push_back({fd, POLLIN, 0});
    return poll(fds.data(), fds.size(), kPatience) > 0;
  }

  static constexpr std::uint32_t kKey = 0x5eed5eed;
  std::vector<Listen> listens_;
  std::vector<Counters> counters_;
  SocketPort port_;
};

TEST_F(SocketPortTest, ReceivesWithBothAddresses) {
  open({make_listen(sip::Address::v4(kLoopback))});
  const Client client(sip::Address::v4(kLoopback));
  client.send(at(0), "OPTIONS");
  const std::vector<Packet> packets = take(0, 1);
  ASSERT_EQ(packets.size(), 1u);
  EXPECT_EQ(packets[0].text(), "OPTIONS");
  EXPECT_EQ((sip::Endpoint{packets[0].src, packets[0].sport}), client.endpoint());
  EXPECT_EQ((sip::Endpoint{packets[0].dst, packets[0].dport}), at(0));
  EXPECT_EQ(packets[0].listen, 0);
  EXPECT_EQ(packets[0].mbuf, nullptr);
  EXPECT_EQ(counters_[0].received, 1u);
  EXPECT_EQ(counters_[0].received_bytes, 7u);
}

TEST_F(SocketPortTest, ServesSeveralSocketsOfBothFamilies) {
  sip::Address localhost6;
  localhost6.bytes[15] = 1;
  open({make_listen(sip::Address::v4(kLoopback)), make_listen(sip::Address::v4(kLoopback + 1)),
        make_listen(localhost6)});
  const Client client(sip::Address::v4(kLoopback));
  const Client client6(localhost6);
  client.send(at(0), "a");
  client.send(at(1), "b");
  client6.send(at(2), "c");
  const std::vector<Packet> packets = take(0, 3);
  ASSERT_EQ(packets.size(), 3u);
  std::set<std::string> seen;
  for (const Packet& packet : packets) {
    seen.insert(std::to_string(packet.listen) + std::string(packet.text()));
  }
  EXPECT_THAT(seen, testing::ElementsAre("0a", "1b", "2c"));
}

TEST_F(SocketPortTest, CarriesEverySizeUnharmed) {
  open({make_listen(sip::Address::v4(kLoopback))});
  const Client client(sip::Address::v4(kLoopback));
  for (const std::size_t size : {0u, 1u, 1471u, 1473u, 9000u, 65506u, 65507u}) {
    std::string text(size, 'x');
    if (size != 0) text.back() = 'y';
    client.send(at(0), text);
    const std::vector<Packet> packets = take(0, 1);
    ASSERT_EQ(packets.size(), 1u) << size;
    ASSERT_EQ(packets[0].text(), text) << size;

    char* const room = port_.reserve(0, packets[0].size);
    ASSERT_NE(room, nullptr);
    std::memcpy(room, text.data(), text.size());
    port_.commit(0, packets[0].size, {0, SendKind::kForward, at(0), client.endpoint()});
    port_.flush(0);
    EXPECT_EQ(client.receive(), text) << size;
  }
  EXPECT_EQ(counters_[0].forwarded, 7u);
  EXPECT_EQ(counters_[0].account_difference(), 0);
}

TEST_F(SocketPortTest, AWildcardAnswersFromTheAddressThatWasAsked) {
  open({make_listen(sip::Address::v4(0))});
  const Client client(sip::Address::v4(kLoopback));
  const sip::Address asked = sip::Address::v4(kLoopback + 8);
  client.send({asked, listens_[0].number}, "ping");
  const std::vector<Packet> packets = take(0, 1);
  ASSERT_EQ(packets.size(), 1u);
  EXPECT_EQ(packets[0].dst, asked);

  char* const room = port_.reserve(0, 4);
  std::memcpy(room, "pong", 4);
  port_.commit(0, 4, {0, SendKind::kAnswer, {packets[0].dst, 0}, client.endpoint()});
  port_.flush(0);
  sip::Endpoint from;
  EXPECT_EQ(client.receive(&from), "pong");
  EXPECT_EQ(from, (sip::Endpoint{asked, listens_[0].number}));
  EXPECT_EQ(counters_[0].answered, 1u);
}

TEST_F(SocketPortTest, AReservationMayBeGivenUp) {
  open({make_listen(sip::Address::v4(kLoopback))});
  const Client client(sip::Address::v4(kLoopback));
  std::memcpy(port_.reserve(0, 3), "bad", 3);
  std::memcpy(port_.reserve(0, 4), "good", 4);
  port_.commit(0, 4, {0, SendKind::kForward, at(0), client.endpoint()});
  port_.flush(0);
  EXPECT_EQ(client.receive(), "good");
  EXPECT_EQ(counters_[0].sent, 1u);
}

TEST_F(SocketPortTest, SendsMoreThanABurst) {
  open({make_listen(sip::Address::v4(kLoopback))});
  const Client client(sip::Address::v4(kLoopback));
  for (unsigned i = 0; i < 3 * kBurst; ++i) {
    *port_.reserve(0, 1) = static_cast<char>('a' + i % 26);
    port_.commit(0, 1, {0, SendKind::kForward, at(0), client.endpoint()});
  }
  port_.flush(0);
  EXPECT_EQ(counters_[0].sent, 3u * kBurst);
  for (unsigned i = 0; i < 3 * kBurst; ++i) {
    ASSERT_EQ(client.receive(), std::string(1, static_cast<char>('a' + i % 26)));
  }
}

TEST_F(SocketPortTest, NamesWhatCannotBeSent) {
  open({make_listen(sip::Address::v4(kLoopback))});
  const sip::Endpoint nowhere{sip::Address::v4(kLoopback), 0};  // port 0: EINVAL
  counters_[0].received = 3;
  port_.reserve(0, 1);
  port_.commit(0, 1, {0, SendKind::kForward, at(0), nowhere});
  port_.reserve(0, 1);
  port_.commit(0, 1, {7, SendKind::kForward, at(0), nowhere});  // no such socket
  const Client client(sip::Address::v4(kLoopback));
  port_.reserve(0, 65535);
  port_.commit(0, 65535, {0, SendKind::kForward, at(0), client.endpoint()});  // above 65,507
  port_.flush(0);
  EXPECT_EQ(counters_[0].drops[static_cast<std::size_t>(DropReason::kNoRoute)], 1u);
  EXPECT_EQ(counters_[0].drops[static_cast<std::size_t>(DropReason::kNoSocket)], 1u);
  EXPECT_EQ(counters_[0].drops[static_cast<std::size_t>(DropReason::kTooLarge)], 1u);
  EXPECT_EQ(counters_[0].account_difference(), 0);
}

TEST_F(SocketPortTest, IcmpErrorsDisturbNobody) {
  open({make_listen(sip::Address::v4(kLoopback))});
  sip::Endpoint closed;
  {
    const Client gone(sip::Address::v4(kLoopback));
    closed = gone.endpoint();
  }
  const Client client(sip::Address::v4(kLoopback));
  for (int i = 0; i < 8; ++i) {
    *port_.reserve(0, 1) = 'x';
    port_.commit(0, 1, {0, SendKind::kForward, at(0), closed});
    *port_.reserve(0, 1) = 'y';
    port_.commit(0, 1, {0, SendKind::kForward, at(0), client.endpoint()});
    port_.flush(0);
    ASSERT_EQ(client.receive(), "y");
    client.send(at(0), "z");
    ASSERT_EQ(take(0, 1).size(), 1u);
  }
  EXPECT_EQ(counters_[0].sent, 16u);
}

TEST_F(SocketPortTest, CountsWhatTheKernelLost) {
  listens_ = {make_listen(sip::Address::v4(kLoopback))};
  ASSERT_EQ(port_.open(listens_, 0, 1, 4096, kKey), "");
  counters_.resize(1);
  port_.attach(0, counters_[0]);
  const Client client(sip::Address::v4(kLoopback));
  const std::string text(1000, 'x');
  constexpr std::uint64_t kSent = 500;
  for (std::uint64_t i = 0; i < kSent; ++i) client.send(at(0), text);
  std::array<Packet, kBurst> burst;
  while (port_.receive(0, Cycles{0}, burst) != 0) {
  }
  EXPECT_GT(port_.lost(0), 0u);
  EXPECT_EQ(counters_[0].received + port_.lost(0), kSent);
}

TEST_F(SocketPortTest, OneSourceStaysOnOneQueue) {
  constexpr unsigned kQueues = 4;
  open({make_listen(sip::Address::v4(kLoopback))}, kQueues);
  const sip::Address source = sip::Address::v4(kLoopback + 41);
  const unsigned expected = steer(source, kKey, kQueues);
  for (int i = 0; i < 1000; ++i) Client(source).send(at(0), "x");
  EXPECT_EQ(take(expected, 1000).size(), 1000u);
  for (unsigned q = 0; q < kQueues; ++q) {
    std::array<Packet, kBurst> burst;
    EXPECT_EQ(port_.receive(q, Cycles{0}, burst), 0u) << q;
  }
}

TEST_F(SocketPortTest, SourcesSpreadAsTheProgramSays) {
  constexpr unsigned kQueues = 3;
  open({make_listen(sip::Address::v4(kLoopback))}, kQueues);
  std::array<std::size_t, kQueues> expected{};
  for (std::uint32_t i = 0; i < 200; ++i) {
    const sip::Address source = sip::Address::v4(kLoopback + 256 + i);
    Client(source).send(at(0), "x");
    ++expected[steer(source, kKey, kQueues)];
  }
  for (unsigned q = 0; q < kQueues; ++q) {
    EXPECT_GT(expected[q], 30u) << q;
    for (const Packet& packet : take(q, expected[q])) {
      EXPECT_EQ(steer(packet.src, kKey, kQueues), q);
    }
    EXPECT_EQ(counters_[q].received, expected[q]) << q;
  }
}

TEST_F(SocketPortTest, Ipv6IsSteeredByItsNetwork) {
  open({make_listen(sip::Address::v4(kLoopback))});
  sip::Address a;
  a.bytes = {0x20, 0x01, 0x0d, 0xb8, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9};
  sip::Address b = a;
  b.bytes[15] = 77;
  std::set<unsigned> queues;
  for (std::uint8_t net = 0; net < 100; ++net) {
    a.bytes[7] = b.bytes[7] = net;
    EXPECT_EQ(steer(a, kKey, 4), steer(b, kKey, 4));
    queues.insert(steer(a, kKey, 4));
  }
  EXPECT_EQ(queues.size(), 4u);
}

TEST_F(SocketPortTest, SaysWhatToDoWhenItCannotListen) {
  open({make_listen(sip::Address::v4(kLoopback))});
  for (const unsigned queues : {1u, 2u}) {
    std::vector<Listen> again = {make_listen(sip::Address::v4(kLoopback))};
    again[0].number = listens_[0].number;
    SocketPort second;
    EXPECT_THAT(second.open(again, 0, queues, 0, kKey),
                testing::AllOf(testing::HasSubstr("udp:127.0.0.1:"),
                               testing::HasSubstr("another process has this port"),
                               testing::HasSubstr("choose another port")));
  }
  std::vector<Listen> foreign = {make_listen(sip::Address::v4(0xc0000201))};
  SocketPort third;
  EXPECT_THAT(third.open(foreign, 0, 1, 0, kKey), testing::HasSubstr("no such address"));
}

TEST_F(SocketPortTest, AGroupIsNotJoinedByASecondProcess) {
  open({make_listen(sip::Address::v4(kLoopback))}, 2);
  std::vector<Listen> again = {make_listen(sip::Address::v4(kLoopback))};
  again[0].number = listens_[0].number;
  SocketPort second;
  EXPECT_THAT(second.open(again, 0, 2, 0, kKey), testing::HasSubstr("another process"));
}

}  // namespace
}  // namespace weir::dataplane
