"""Packet counts by nftables, outside of the edge: what it sent, seen where it would arrive.

attacker: every IP packet that the edge sends to a spoofed address ends here.
caller:   replies to ports that no caller uses (the flood borrows callers' addresses).
callee:   flood packets that got through. They are counted and then dropped there, so that the
          upstream never answers them: a packet that the attacker sees is the edge's own doing.
"""

import json

import lab

# The first 16 bytes of a request tell the flood from the calls: the flood's user is "flood".
FLOOD = ['INVITE sip:flood', 'REGISTER sip:flo', 'OPTIONS sip:floo', 'BYE sip:flood',
         'KDMQ sip:flood']
CALLS = ['INVITE sip:call', 'REGISTER sip:edg', 'ACK sip:uas', 'BYE sip:uas']


def starts_with(text):
    """An nftables expression: the UDP payload starts with this text (16 bytes at most)."""
    return '@th,64,%d 0x%s' % (8 * len(text), text.encode().hex())


def counted(role, names, rules):
    """Commands that make the named counters and one ingress chain with the rules."""
    device = lab.device_of(role)
    lines = ['add table netdev seen']
    lines += ['add counter netdev seen %s' % name for name in names]
    lines += ['add chain netdev seen in { type filter hook ingress device %s priority 0; }'
              % device]
    lines += ['add rule netdev seen in ' + rule for rule in rules]
    return '; '.join(lines)


def install(network):
    """Puts the counters in place."""
    if not network.isolated:
        return
    own = 'ether daddr %s ' % lab.MACS['attacker']
    # Neighbour discovery (types 133 to 137) is the gateway's, not an answer to anybody.
    network.run('attacker', 'nft', counted('attacker', ['answers'], [
        own + 'meta protocol ip counter name answers',
        own + 'meta protocol ip6 icmpv6 type { 133, 134, 135, 136, 137 } accept',
        own + 'meta protocol ip6 counter name answers']))
    network.run('caller', 'nft', counted('caller', ['strays'], [
        'udp dport >= 20000 counter name strays']))
    rules = ['meta protocol ip ip frag-off & 0x1fff != 0 counter name pieces accept']
    flood = ['udp dport %d %s counter name flood drop' % (lab.UPSTREAM_PORT, starts_with(text))
             for text in FLOOD]
    calls = ['udp dport %d %s counter name calls accept' % (lab.UPSTREAM_PORT, starts_with(text))
             for text in CALLS]
    rest = ['ip6 nexthdr 44 accept',
            'udp dport %d counter name flood drop' % lab.UPSTREAM_PORT]
    network.run('callee', 'nft', counted('callee', ['flood', 'calls', 'pieces'],
                                         rules + flood + calls + rest))


def read(network):
    """All counters as {'attacker.answers': packets, ...}."""
    if not network.isolated:
        return {}
    found = {}
    for role in ('attacker', 'caller', 'callee'):
        listing = json.loads(network.run(role, 'nft', '-j', 'list', 'counters'))
        for item in listing['nftables']:
            if 'counter' in item:
                counter = item['counter']
                found['%s.%s' % (role, counter['name'])] = counter['packets']
    return found


def difference(before, after):
    return {name: after[name] - before.get(name, 0) for name in after}
