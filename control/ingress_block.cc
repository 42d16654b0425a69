#include "control/ingress_block.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include <climits>
#include <fstream>

namespace weir::control {
namespace {

struct FreeMessage {
  void operator()(nl_msg* message) const { nlmsg_free(message); }
};

using Message = std::unique_ptr<nl_msg, FreeMessage>;

constexpr unsigned long kFragmentSeconds = 1;
constexpr unsigned long kFragmentBytes = 256ul << 20;
constexpr std::uint32_t kOwner = 1u << 1;  // NFT_TABLE_F_OWNER, missing in older headers

Message make(int type, int flags, std::uint8_t family, std::uint16_t resource) {
  Message message(nlmsg_alloc_simple(type, flags));
  nfgenmsg header{};
  header.nfgen_family = family;
  header.version = NFNETLINK_V0;
  header.res_id = htons(resource);
  nlmsg_append(message.get(), &header, sizeof header, NLMSG_ALIGNTO);
  return message;
}

int table_command(int command) { return NFNL_SUBSYS_NFTABLES << 8 | command; }

// Sends a transaction: all of it takes effect or nothing. Returns libnl's error.
int transact(nl_sock* socket, const std::string& table, const std::string& device) {
  Message begin = make(NFNL_MSG_BATCH_BEGIN, NLM_F_REQUEST, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  Message new_table = make(table_command(NFT_MSG_NEWTABLE),
                           NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL, NFPROTO_NETDEV, 0);
  nla_put_string(new_table.get(), NFTA_TABLE_NAME, table.c_str());
  nla_put_u32(new_table.get(), NFTA_TABLE_FLAGS, htonl(kOwner));
  Message chain = make(table_command(NFT_MSG_NEWCHAIN), NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK,
                       NFPROTO_NETDEV, 0);
  nla_put_string(chain.get(), NFTA_CHAIN_TABLE, table.c_str());
  nla_put_string(chain.get(), NFTA_CHAIN_NAME, "ingress");
  nlattr* const hook = nla_nest_start(chain.get(), NFTA_CHAIN_HOOK | NLA_F_NESTED);
  nla_put_u32(chain.get(), NFTA_HOOK_HOOKNUM, htonl(NF_NETDEV_INGRESS));
  nla_put_u32(chain.get(), NFTA_HOOK_PRIORITY, htonl(static_cast<std::uint32_t>(INT_MIN)));
  nla_put_string(chain.get(), NFTA_HOOK_DEV, device.c_str());
  nla_nest_end(chain.get(), hook);
  nla_put_u32(chain.get(), NFTA_CHAIN_POLICY, htonl(NF_DROP));
  nla_put_string(chain.get(), NFTA_CHAIN_TYPE, "filter");
  Message end = make(NFNL_MSG_BATCH_END, NLM_F_REQUEST, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);

  std::string batch;
  for (nl_msg* const message : {begin.get(), new_table.get(), chain.get(), end.get()}) {
    nl_complete_msg(socket, message);
    const nlmsghdr* const header = nlmsg_hdr(message);
    batch.append(static_cast<const char*>(static_cast<const void*>(header)), header->nlmsg_len);
    batch.resize((batch.size() + NLMSG_ALIGNTO - 1) / NLMSG_ALIGNTO * NLMSG_ALIGNTO);
  }
  const int sent = nl_sendto(socket, batch.data(), batch.size());
  return sent < 0 ? sent : nl_wait_for_ack(socket);
}

}  // namespace

void IngressBlock::FreeSocket::operator()(nl_sock* socket) const { nl_socket_free(socket); }

IngressBlock::~IngressBlock() {
  for (const auto& [file, before] : restore_) std::ofstream(file) << before << '\n';
}

// Where that is not permitted, the kernel's own value stays.
void IngressBlock::change(const std::string& file, unsigned long value) {
  std::string before;
  const std::string wanted = std::to_string(value);
  if (!(std::ifstream(file) >> before) || before == wanted) return;
  std::ofstream out(file);
  out << wanted << '\n';
  out.flush();
  if (out) restore_.emplace_back(file, before);
}

std::string IngressBlock::open(const std::string& device) {
  socket_.reset(nl_socket_alloc());
  int error = socket_ == nullptr ? -NLE_NOMEM : nl_connect(socket_.get(), NETLINK_NETFILTER);
  if (error == 0) {
    nl_socket_disable_seq_check(socket_.get());  // an error may name any part of the batch
    error = transact(socket_.get(), "sipweir_" + device, device);
  }
  if (error != 0) {
    return fmt::format(
        "{} cannot be kept out of the kernel's input path: {}. This needs root (or CAP_NET_ADMIN), "
        "nf_tables in the kernel, and that no other sipweir uses the device; otherwise the kernel "
        "would answer every datagram with ICMP",
        device, nl_geterror(error));
  }
  change("/proc/sys/net/ipv6/conf/" + device + "/disable_ipv6", 1);
  change("/proc/sys/net/ipv4/ipfrag_time", kFragmentSeconds);
  change("/proc/sys/net/ipv4/ipfrag_high_thresh", kFragmentBytes);
  return {};
}

}  // namespace weir::control
