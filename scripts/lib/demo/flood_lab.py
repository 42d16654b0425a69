"""The flood lab: the same calls, floods and wire for four edges, over a sweep of flood rates.

Started by scripts/flood-lab, which has installed the packages and built the project.
"""

import argparse
import csv
import os
import signal
import sys
import types

import calls
import counters
import experiment
import flood
import kamailio
import lab
import lab_report
import machine
import main as demo
import sipweir

EDGES = ('kamailio', 'kamailio-nft', 'sipweir-kamailio', 'sipweir')
RATES = [5000, 20000, 80000]
COLUMNS = ['edge', 'attack', 'rate', 'sent_per_second', 'peer', 'registered', 'newcomers', 'p50_ms',
           'p99_ms', 'packets_to_attacker', 'flood_at_upstream', 'limit']

# The limit that an administrator would set before Kamailio: the same numbers as the guard's.
NFT = '''
add table inet fence
add set inet fence four {{ type ipv4_addr; flags dynamic,timeout; timeout 10s; size 65535; }}
add set inet fence six {{ type ipv6_addr; flags dynamic,timeout; timeout 10s; size 65535; }}
add chain inet fence pre {{ type filter hook prerouting priority -300; }}
add rule inet fence pre ip saddr {{ {known4} }} accept
add rule inet fence pre ip6 saddr {{ {known6} }} accept
add rule inet fence pre udp dport 5060 update @four {{ ip saddr limit rate over 40/second burst 80 packets }} drop
add rule inet fence pre udp dport 5060 update @six {{ ip6 saddr and ffff:ffff:ffff:ffff:: limit rate over 40/second burst 80 packets }} drop
'''


class LimitedKamailio(kamailio.Kamailio):
    """Kamailio behind an nftables limit per source, before the kernel's reassembly."""

    name = 'Kamailio, nftables'
    fenced = False

    def start(self):
        network = self.network
        network.run('edge', 'nft', NFT.format(
            known4=', '.join(network.peer4 + [network.callee4]),
            known6=', '.join(network.peer6 + [network.callee6])))
        self.fenced = True
        super().start()

    def stop(self):
        super().stop()
        if self.fenced:
            self.network.run('edge', 'nft', 'delete table inet fence')
        self.fenced = False


class Shielded:
    """Kamailio in the namespace core, and sipweir before it."""

    name = 'sipweir, then Kamailio'

    def __init__(self, network, work, options):
        self.edge = sipweir.Sipweir(as_seen_by(network, callee4=lab.CORE4, callee6=lab.CORE6), work,
                                    options.build, options.cfg,
                                    write_addresses(network, work, 'shield.list', True),
                                    options.sockets)
        # The core listens where the edge sends to, and knows it as a peer.
        inner = as_seen_by(network, edge4=lab.CORE4, edge6=lab.CORE6)
        inner.edge_words = lambda: network.inside('core') + lab.pinned('edge')
        self.core = kamailio.Kamailio(inner, work, options.cfg,
                                      write_addresses(network, work, 'core.list', False),
                                      port=lab.UPSTREAM_PORT)

    def start(self):
        self.core.start()
        self.edge.start()

    def sample(self):
        return self.edge.sample()

    def stop(self):
        self.edge.stop()
        self.core.stop()


def as_seen_by(network, **changed):
    """The network with some of its addresses replaced."""
    view = types.SimpleNamespace(**vars(network))
    for name in ('edge_words', 'inside', 'name', 'run'):
        setattr(view, name, getattr(network, name))
    vars(view).update(changed)
    return view


def write_addresses(network, work, name, shield):
    """The permissions file of the shield, or of the server behind it."""
    path = os.path.join(work, name)
    peers = [(ip, calls.PORTS['peer']) for ip in network.peer4 + network.peer6]
    if shield:
        servers = [(lab.CORE4, lab.UPSTREAM_PORT), (lab.CORE6, lab.UPSTREAM_PORT)]
        rows = [(1, row) for row in peers + servers] + [(2, row) for row in servers]
    else:
        edges = [(network.edge4, lab.EDGE_PORT), (network.edge6, lab.EDGE_PORT)]
        servers = [(network.callee4, lab.UPSTREAM_PORT), (network.callee6, lab.UPSTREAM_PORT)]
        rows = [(1, row) for row in edges + servers] + [(2, row) for row in servers]
    with open(path, 'w', encoding='ascii') as out:
        for group, (ip, port) in rows:
            out.write('%d %s %d %d lab\n' % (group, ip, 128 if ':' in ip else 32, port))
    return path


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog='scripts/flood-lab', description=__doc__.split('\n')[0])
    parser.add_argument('--rates', default=','.join(map(str, RATES)),
                        help='flood packets a second, with commas (%s)' % RATES)
    parser.add_argument('--seconds', type=int, default=4, help='length of each attack (4)')
    parser.add_argument('--calls', type=int, default=50, help='calls a second (50)')
    parser.add_argument('--attack', action='append', choices=flood.ATTACKS + flood.HARDER)
    parser.add_argument('--edge', action='append', choices=EDGES)
    parser.add_argument('--sockets', action='store_true', help='kernel sockets, no DPDK port')
    parser.add_argument('--out', help='the folder of lab.csv, lab.md, lab.svg (build/flood-lab)')
    parser.add_argument('--keep', action='store_true',
                        help='keep what lab.csv has of other edges and attacks')
    parser.add_argument('--docs', action='store_true', help='write docs/performance.md')
    parser.add_argument('--cfg', default='examples/edge.cfg', help='the route script')
    options = parser.parse_args(arguments)
    try:
        options.rates = [int(rate) for rate in options.rates.split(',')]
    except ValueError:
        parser.error('--rates takes numbers with commas')
    if not all(100 <= rate <= 1000000 for rate in options.rates):
        parser.error('--rates takes 100 to 1000000')
    if not 2 <= options.seconds <= 600:
        parser.error('--seconds takes 2 to 600')
    if not 5 <= options.calls <= 500:
        parser.error('--calls takes 5 to 500')
    if not os.path.isfile(options.cfg):
        parser.error('there is no %s' % options.cfg)
    options.rate = max(options.rates)  # for the description of the machine
    options.cfg = os.path.abspath(options.cfg)
    options.build = os.path.abspath(os.environ.get('WEIR_BUILD', 'build'))
    options.out = os.path.abspath(options.out or os.path.join(options.build, 'flood-lab'))
    options.flood = os.path.join(options.build, 'tests/smoke/flood/weir-flood')
    options.attacks = options.attack or flood.ATTACKS + flood.HARDER
    options.edges = options.edge or list(EDGES)
    return options


class FloodLab:
    """All trials of one run; close() undoes what one edge's trials have made."""

    def __init__(self, options):
        self.options = options
        self.work = os.path.join(options.out, 'work')
        os.makedirs(self.work, exist_ok=True)
        self.network = self.upstream = self.edge = None
        self.rows = []

    def run(self):
        for name in self.options.edges:
            self._prepare()
            self._run_edge(name)
            self.close()

    def _prepare(self):
        """A fresh network for each edge: what the kernel keeps of one may not weigh on another."""
        self.network = lab.Lab(len(self.options.attacks) * len(self.options.rates), more=('core',))
        self.network.build()
        counters.install(self.network)
        self.addresses = os.path.join(self.work, 'address.list')
        demo.write_addresses(self.network, self.addresses)
        self.upstream = calls.Upstream(self.network, self.work)
        self.upstream.start()

    def _make(self, name):
        options = self.options
        if name == 'sipweir':
            return sipweir.Sipweir(self.network, self.work, options.build, options.cfg,
                                   self.addresses, options.sockets)
        if name == 'sipweir-kamailio':
            return Shielded(self.network, self.work, options)
        kind = LimitedKamailio if name == 'kamailio-nft' else kamailio.Kamailio
        return kind(self.network, self.work, options.cfg, self.addresses)

    def _run_edge(self, name):
        """Ours lives through all attacks; a bare Kamailio is started for each, as its bans would
        outlive one."""
        ours = name.startswith('sipweir')
        if ours and not self.options.sockets:
            self.network.unaddress_edge()
        else:
            self.network.address_edge()
        if ours:
            self._start(name)
        index = 0
        for attack in self.options.attacks:
            for rate in self.options.rates:
                if not ours:
                    self._start(name)
                self._trial(name, attack, rate, index)
                index += 1
                if not ours:
                    self._stop()
        if ours:
            self._stop()

    def _start(self, name):
        self.edge = self._make(name)
        self.edge.start()
        accepted = calls.register(self.network, self.work)
        wanted = len(self.network.registered4) + len(self.network.registered6)
        if accepted != wanted:
            raise lab.LabError('%s: only %d of %d phones could register' % (name, accepted, wanted))

    def _stop(self):
        edge, self.edge = self.edge, None
        edge.stop()

    def _trial(self, name, attack, rate, index):
        trial = experiment.Trial(self.network, self.edge, self.options, self.work, lambda row: None)
        result = trial.attack(attack, index, rate, self.options.seconds)
        row = {'edge': name, 'attack': attack, 'rate': rate,
               'sent_per_second': round(result['sent'] / self.options.seconds)}
        for group, numbers in result['calls'].items():
            row[group] = round(100.0 * numbers['ok'] / max(1, numbers['started']), 1)
        row['p50_ms'] = rounded(result['latency_ms']['p50'])
        row['p99_ms'] = rounded(result['latency_ms']['p99'])
        row['packets_to_attacker'] = max(0, result['packets_to_attacker'] - (result['answered'] or 0))
        row['flood_at_upstream'] = result['forwarded']
        row['limit'] = next((limit for limit in result['limits'] if limit != '-'), '-')
        self.rows.append(row)
        print('  '.join('%s %s' % (key, row[key]) for key in COLUMNS), flush=True)

    def close(self):
        try:
            for part in (self.edge, self.upstream):
                if part is not None:
                    part.stop()
        finally:
            self.edge = self.upstream = None
            if self.network is not None:
                self.network.close()
            self.network = None


def rounded(value):
    return None if value is None else round(value, 2)


def read_rows(options):
    """What an earlier run has found of the edges and attacks that this one leaves out."""
    path = os.path.join(options.out, 'lab.csv')
    with open(path, encoding='ascii', newline='') as file:
        rows = [row for row in csv.DictReader(file)
                if row['edge'] not in options.edges or row['attack'] not in options.attacks]
    for row in rows:
        for key in COLUMNS[2:-1]:
            row[key] = None if row[key] == '' else number(row[key])
    return rows


def number(text):
    return float(text) if '.' in text else int(text)


def write(rows, options):
    folder = options.out
    with open(os.path.join(folder, 'lab.csv'), 'w', encoding='ascii', newline='') as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    table, plot = lab_report.table(rows), lab_report.plot(rows)
    text = lab_report.page(rows, options, machine.describe(options))
    for name, content in (('lab.md', text), ('lab.svg', plot)):
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as out:
            out.write(content)
    if options.docs:
        with open('docs/performance.md', encoding='utf-8') as page:
            written = page.read()
        with open('docs/performance.md', 'w', encoding='utf-8') as out:
            out.write(text + lab_report.kept(written))
        with open('docs/flood-lab.svg', 'w', encoding='utf-8') as out:
            out.write(plot)
    print(table)
    print('written: %s, lab.md and lab.svg beside it' % os.path.join(folder, 'lab.csv'))


def main():
    options = parse_arguments(sys.argv[1:])
    signal.signal(signal.SIGTERM, demo.interrupted)
    if not options.sockets and not machine.may_lock(demo.PORT_MEMORY):
        print('error: a DPDK port locks %d MiB and this user may not (ulimit -l); --sockets needs '
              'none' % (demo.PORT_MEMORY >> 20), file=sys.stderr)
        return 1
    work = FloodLab(options)
    kept = read_rows(options) if options.keep else []
    status = 0
    try:
        work.run()
    except lab.LabError as problem:
        print('error: %s' % problem, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        print('interrupted', file=sys.stderr)
        status = 1
    finally:
        work.close()
    if work.rows:
        write(kept + work.rows, options)
    return status


if __name__ == '__main__':
    sys.exit(main())
