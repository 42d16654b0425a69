"""The demo's network: namespaces caller, callee, attacker, edge and switch, joined by one bridge.

Caller and attacker reach the one port of the edge through the bridge. The edge's default route
points at the attacker, so whatever it answers to a spoofed address is seen in that namespace.
"""

import functools
import os
import shutil
import subprocess
import time

EDGE4, EDGE6 = '192.0.2.10', '2001:db8:1::10'
CALLEE4, CALLEE6 = '192.0.2.20', '2001:db8:1::20'
CORE4, CORE6 = '192.0.2.21', '2001:db8:1::21'  # a server between edge and callee
ATTACKER4, ATTACKER6 = '192.0.2.254', '2001:db8:1::fe'
PEER4, PEER6 = '192.0.2.11', '2001:db8:1::11'
EDGE_PORT, UPSTREAM_PORT = 5060, 5080
EDGE_MAC = '02:00:00:00:00:10'
MACS = {'caller': '02:00:00:00:00:11', 'callee': '02:00:00:00:00:20',
        'core': '02:00:00:00:00:21', 'attacker': '02:00:00:00:00:fe', 'edge': EDGE_MAC, 'sink': '02:00:00:00:00:dd'}
# What docs/ports.md asks of an edge on kernel sockets. The kernel's reassembly has one memory for all
# sources and keeps half a datagram for 30 s (IPv4) or 60 s (IPv6), so lone fragments cost everybody's;
# and when one expires, the kernel tells the address it claims to come from.
REASSEMBLY = ['net.ipv4.ipfrag_time=1', 'net.ipv4.ipfrag_high_thresh=%d' % (256 << 20),
              'net.ipv6.ip6frag_time=1', 'net.ipv6.ip6frag_high_thresh=%d' % (256 << 20)]
EXPIRY_SILENT = ('add table inet silent; '
                 'add chain inet silent output { type filter hook output priority 0; }; '
                 'add rule inet silent output icmp type time-exceeded icmp code 1 drop; '
                 'add rule inet silent output icmpv6 type time-exceeded icmpv6 code 1 drop')
OFFLOADS = ['tx', 'off', 'rx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off']

# Phones: each has an IPv4 address, or an IPv6 /64 of its own as at a household.
REGISTERED4 = ['192.0.2.%d' % n for n in range(32, 96)]
REGISTERED6 = ['2001:db8:1:%x::5' % n for n in range(1, 65)]
NEWCOMERS = 12


def newcomers(attack):
    """The addresses that appear for the first time during attack number `attack`."""
    four = ['192.0.2.%d' % (128 + attack * NEWCOMERS % 120 + n) for n in range(NEWCOMERS)]
    six = ['2001:db8:1:%x::5' % (0x1000 + attack * NEWCOMERS + n) for n in range(NEWCOMERS)]
    return four, six


class LabError(Exception):
    """The network could not be built; the text says why."""


def run(args, **options):
    """Runs a short command; returns its output or raises LabError with its complaint."""
    done = subprocess.run(args, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=30, check=False, **options)
    if done.returncode != 0:
        raise LabError('%s: %s' % (' '.join(args), (done.stderr or done.stdout).strip()))
    return done.stdout


@functools.lru_cache(maxsize=None)
def realtime():
    """Whether a process of ours may have real-time priority."""
    done = subprocess.run(['chrt', '-r', '1', 'true'], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, timeout=10)
    return done.returncode == 0


def pinned(what):
    """The words that put a command on its processor: the traffic's makers on the first, the edge
    on the last. Calls go before the flood when both want the processor, by real-time priority
    where that is allowed: it is the edge that is measured, and no other work of this machine."""
    allowed = sorted(os.sched_getaffinity(0))
    cpu = allowed[-1] if what == 'edge' else allowed[0]
    words = ['taskset', '-c', str(cpu)]
    if what == 'calls' and realtime():
        return words + ['chrt', '-r', '1']
    if os.geteuid() == 0:
        words += ['nice', '-n', '-15' if what == 'flood' else '-20']
    return words


class Lab:
    """Five namespaces that live as long as this object; close() removes them. `more` are roles beside
    these, each on a port of its own."""

    def __init__(self, attacks, more=()):
        self.tag = 'weir%d' % os.getpid()
        self.attacks = attacks
        self.made = []
        self.ports = ('caller', 'callee', 'attacker', 'edge') + tuple(more)
        self.edge4, self.edge6 = EDGE4, EDGE6
        self.callee4, self.callee6 = CALLEE4, CALLEE6
        self.peer4, self.peer6 = [PEER4], [PEER6]
        self.registered4, self.registered6 = REGISTERED4, REGISTERED6
        self.isolated = True

    def name(self, role):
        return '%s-%s' % (self.tag, role)

    def inside(self, role):
        """The words that put a command into the namespace of a role."""
        return ['ip', 'netns', 'exec', self.name(role)]

    def newcomers(self, attack):
        return newcomers(attack)

    def caller_words(self):
        return self.inside('caller') + pinned('calls')

    def callee_words(self):
        return self.inside('callee') + pinned('calls')

    def edge_words(self):
        return self.inside('edge') + pinned('edge')

    def flood_words(self, binary, calm):
        """The generator with where it sends; in a calm run to the sink instead of the edge."""
        return self.inside('attacker') + pinned('flood') + [
            binary, '--interface', device_of('attacker'), '--target', self.edge4, self.edge6,
            '--target-mac', MACS['sink'] if calm else EDGE_MAC]

    def run(self, role, *args):
        return run(self.inside(role) + list(args))

    def build(self):
        for tool in ('ip', 'nft', 'ethtool'):
            if shutil.which(tool) is None:
                raise LabError('%s is not installed' % tool)
        for role in self.ports + ('switch',):
            run(['ip', 'netns', 'add', self.name(role)])
            self.made.append(role)
            self.run(role, 'ip', 'link', 'set', 'lo', 'up')
        self.run('switch', 'ip', 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0',
                 'stp_state', '0')
        self.run('switch', 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1')
        self.run('switch', 'ip', 'link', 'set', 'br0', 'up')
        for role in self.ports:
            self._attach(role)
        self._attach_sink()
        self._address()
        for role in self.ports:
            self.wait_up(role)

    def _attach(self, role):
        device = device_of(role)
        run(['ip', '-n', self.name(role), 'link', 'add', device, 'address', MACS[role], 'type',
             'veth', 'peer', 'name', 'p-' + role, 'netns', self.name('switch')])
        self.run(role, 'sysctl', '-qw', 'net.ipv4.conf.all.rp_filter=0',
                 'net.ipv4.conf.default.rp_filter=0', 'net.ipv6.conf.default.accept_ra=0',
                 'net.ipv6.conf.%s.accept_ra=0' % device, 'net.ipv4.icmp_ratelimit=0')
        self.run(role, 'ethtool', '-K', device, *OFFLOADS)
        self.run('switch', 'ethtool', '-K', 'p-' + role, *OFFLOADS)
        self.run('switch', 'ip', 'link', 'set', 'p-' + role, 'master', 'br0', 'up')
        self.run(role, 'ip', 'link', 'set', device, 'up')

    def _attach_sink(self):
        """A bridge port where everything ends: the calm measurement floods it, not the edge."""
        self.run('switch', 'ip', 'link', 'add', 'p-sink', 'type', 'veth', 'peer', 'name', 'sink0')
        self.run('switch', 'ip', 'link', 'set', 'p-sink', 'master', 'br0', 'up')
        self.run('switch', 'ip', 'link', 'set', 'sink0', 'address', MACS['sink'], 'up')
        self.run('switch', 'bridge', 'fdb', 'replace', MACS['sink'], 'dev', 'p-sink', 'master',
                 'static')
        self.run('switch', 'nft', 'add table netdev sink; add chain netdev sink drops '
                 '{ type filter hook ingress device sink0 priority 0; policy drop; }')

    def _address(self):
        lines = ['address add %s/24 dev to-edge' % PEER4,
                 'address add %s/48 dev to-edge nodad' % PEER6]
        four, six = list(REGISTERED4), list(REGISTERED6)
        for attack in range(self.attacks):
            more4, more6 = newcomers(attack)
            four += more4
            six += more6
        lines += ['address add %s/24 dev to-edge' % ip for ip in dict.fromkeys(four)]
        lines += ['address add %s/48 dev to-edge nodad' % ip for ip in dict.fromkeys(six)]
        self.batch('caller', lines)
        self.batch('callee', ['address add %s/24 dev to-edge' % CALLEE4,
                              'address add %s/48 dev to-edge nodad' % CALLEE6])
        if 'core' in self.ports:
            self.batch('core', ['address add %s/24 dev to-edge' % CORE4,
                                'address add %s/48 dev to-edge nodad' % CORE6])
        self.batch('attacker', ['address add %s/24 dev to-edge' % ATTACKER4,
                                'address add %s/48 dev to-edge nodad' % ATTACKER6])

    def address_edge(self):
        """Gives the edge's port to its kernel, set up for kernel sockets as docs/ports.md says."""
        self.run('edge', 'sysctl', '-qw', *REASSEMBLY)
        self.run('edge', 'nft', EXPIRY_SILENT)
        self.batch('edge', ['address replace %s/24 dev edge0' % EDGE4,
                            'address replace %s/48 dev edge0 nodad' % EDGE6,
                            'route replace default via %s' % ATTACKER4,
                            '-6 route replace default via %s' % ATTACKER6])

    def unaddress_edge(self):
        """Takes the addresses away again: for a port that DPDK serves."""
        self.batch('edge', ['address flush dev edge0'])

    def batch(self, role, lines):
        four = [line for line in lines if not line.startswith('-6 ')]
        six = [line[3:] for line in lines if line.startswith('-6 ')]
        for family, part in (([], four), (['-6'], six)):
            if not part:
                continue
            done = subprocess.run(['ip'] + family + ['-n', self.name(role), '-batch', '-'],
                                  input='\n'.join(part) + '\n', capture_output=True, text=True,
                                  timeout=30, check=False)
            if done.returncode != 0:
                raise LabError('addresses of %s: %s' % (role, done.stderr.strip()))

    def wait_up(self, role):
        """Waits until the port of a role has carrier."""
        path = '/sys/class/net/%s/operstate' % device_of(role)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            if self.run(role, 'cat', path).strip() == 'up':
                return
            time.sleep(0.02)
        raise LabError('the port of %s does not come up' % role)

    def close(self):
        for role in reversed(self.made):
            subprocess.run(['ip', 'netns', 'delete', self.name(role)], check=False,
                           capture_output=True, timeout=30)
        self.made = []


def device_of(role):
    return 'edge0' if role == 'edge' else 'to-edge'
