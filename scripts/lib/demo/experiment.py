"""One attack on one edge: calls before, during and after it; what was seen outside and inside."""

import os
import time

import calls
import counters
import flood
import lab

SETTLE = 20.0  # seconds that calls may outlive the attack, at most


class Trial:
    """Runs attacks on one edge in one network; `show` gets a line for each second."""

    def __init__(self, network, edge, options, work, show):
        self.network, self.edge = network, edge
        self.options, self.work, self.show = options, work, show
        self.listed = os.path.join(work, 'callers.list')
        with open(self.listed, 'w', encoding='ascii') as out:
            for group in ('registered', 'peer'):
                four, six = getattr(network, group + '4'), getattr(network, group + '6')
                for ip in four + six:
                    out.write('%s %d\n' % (ip, calls.PORTS[group]))

    def attack(self, name, index, rate, seconds, calm=False):
        """Returns everything measured as a dictionary. With `calm` the flood goes to the sink."""
        plan = {'calls': self.options.calls, 'seconds': seconds, 'index': index,
                'addresses': {'peer': (self.network.peer4, self.network.peer6),
                              'registered': (self.network.registered4, self.network.registered6),
                              'newcomers': self.network.newcomers(index)}}
        groups = [calls.Group(group) for group in calls.GROUPS]
        before, inside = counters.read(self.network), self.edge.sample()
        generator = None
        try:
            for group in groups:
                group.start(self.network, self.work, plan)
            self._wait_calls(groups)
            origin = time.time()
            generator = flood.Flood(self.network, self.options.flood, name, rate, seconds,
                                    self.listed, calm)
            seen = self._watch(name, groups, generator, origin, inside, calm)
            sent = generator.finish()
            self._drain(groups)
        finally:
            if generator is not None:
                generator.stop()
            for group in groups:
                group.stop()
        return self._result(name, groups, sent, origin, seconds, rate,
                            counters.difference(before, self._settled()),
                            change(inside, self.edge.sample()), seen)

    def _wait_calls(self, groups):
        """Waits until calls of each group have been up for the lead time."""
        deadline = time.monotonic() + 5
        first = None
        while time.monotonic() < deadline:
            for group in groups:
                group.poll()
            if first is None and all(group.so_far()[0] for group in groups):
                first = time.monotonic()
            if first is not None and time.monotonic() >= first + calls.LEAD:
                return
            time.sleep(0.05)
        raise lab.LabError('the calls do not start; see the .out and .errors files in %s'
                           % self.work)

    def _watch(self, name, groups, generator, origin, inside, calm):
        """Shows a line for each second of the attack; returns the samples."""
        seen, last, arrived, offered = [], inside, 0, 0
        for second in range(1, generator.seconds + 1):
            generator.wait_line(second)
            for group in groups:
                group.poll()
            sample = self.edge.sample()
            delta = change(last, sample)
            last = sample
            per_second = generator.per_second()
            row = {'attack': name, 'second': second, 'edge': self.edge.name,
                   'groups': {group.name: group.so_far() for group in groups},
                   'flood': per_second[-1] if per_second else 0, 'target': generator.rate,
                   'dropped': delta['dropped'], 'received': delta['received'],
                   'difference': delta['difference'],
                   'p99': calls.percentile([d for g in groups[:2] for d in g.delays_ms(origin)], 0.99)}
            arrived += row['received'] or 0
            offered += row['flood']
            # Fragments that the kernel still holds, or has given up, are counted by no edge.
            unknown = calm or row['received'] is None or name == 'fragments'
            row['limit'] = limit(row, None if unknown else arrived / max(1, offered))
            seen.append(row)
            self.show(row)
        return seen

    def _drain(self, groups):
        """Waits until every call has ended, well or not."""
        deadline = time.monotonic() + SETTLE
        while time.monotonic() < deadline and any(group.running() for group in groups):
            time.sleep(0.05)
        for group in groups:
            group.poll()

    def _settled(self):
        """The outside counters once they have stopped moving."""
        last = counters.read(self.network)
        for _ in range(20):
            time.sleep(0.1)
            again = counters.read(self.network)
            if again == last:
                break
            last = again
        return last

    def _result(self, name, groups, sent, origin, seconds, rate, outside, inside, seen):
        protected = [d for group in groups if group.name != 'newcomers'
                     for d in group.delays_ms(origin)]
        curves = {group.name: group.curve(origin - calls.LEAD, seconds + 2) for group in groups}
        return {
            'name': name, 'what': flood.WHAT[name], 'rate': rate, 'seconds': seconds,
            'sent': sent['total'], 'received': inside['received'], 'dropped': inside['dropped'],
            'forwarded': outside.get('callee.flood'), 'answered': inside['answered'],
            'packets_to_attacker': outside['attacker.answers'] + outside['caller.strays']
                                   if outside else None,
            'account_difference': inside['difference'],
            'calls': {group.name: group.numbers() for group in groups},
            'latency_ms': {'p50': calls.percentile(protected, 0.5),
                           'p99': calls.percentile(protected, 0.99)},
            'curve': {name: {'begun': begun, 'good': good}
                      for name, (begun, good) in curves.items()},
            'flood_per_second': [row['flood'] for row in seen],
            'limits': [row['limit'] for row in seen],
        }


def change(before, after):
    """What an edge counted between two samples; the account's difference is the later one's."""
    def minus(name):
        if after[name] is None or before[name] is None:
            return None
        return after[name] - before[name]

    dropped = {reason: count - before['dropped'].get(reason, 0)
               for reason, count in after['dropped'].items()}
    return {'received': minus('received'), 'forwarded': minus('forwarded'),
            'answered': minus('answered'), 'difference': after['difference'],
            'dropped': {reason: count for reason, count in dropped.items() if count}}


def limit(row, arrived):
    """Who held the flood back: the generator, the edge, or nobody. `arrived` is the share of the
    flood so far that the edge has counted, where that is known."""
    if row['flood'] < 0.9 * row['target']:
        return 'generator'
    if row['dropped'].get('receive buffer full') or row['dropped'].get('port'):
        return 'edge'
    if arrived is not None and arrived < 0.9:
        return 'edge'
    return '-'


DELIBERATE = r'''
import socket, struct, sys
device, source, target = sys.argv[1:4]
mac = lambda text: bytes(int(part, 16) for part in text.split(":"))
def check(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    total = (total & 0xffff) + (total >> 16)
    return ~(total + (total >> 16)) & 0xffff
payload = b"SIP/2.0 404 Not here\r\nContent-Length: 0\r\n\r\n"
def ip(word):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28 + len(payload), 0, 0, 64, 17, word,
                       socket.inet_aton(sys.argv[4]), socket.inet_aton("100.64.1.2"))
udp = struct.pack("!HHHH", 5060, 5060, 8 + len(payload), 0)
frame = mac(target) + mac(source) + b"\x08\x00" + ip(check(ip(0))) + udp + payload
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
wire.bind((device, 0))
wire.send(frame)
'''


def self_test(network):
    """Sends one reply to a made-up source from the edge's port; the check must see it. Returns whether it did."""
    if not network.isolated:
        return None
    before = counters.read(network)
    network.run('edge', 'python3', '-c', DELIBERATE, lab.device_of('edge'), lab.EDGE_MAC,
                lab.MACS['attacker'], network.edge4)
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline:
        seen = counters.difference(before, counters.read(network))
        if seen['attacker.answers'] > 0:
            break
        time.sleep(0.05)
    fake = {'packets_to_attacker': seen['attacker.answers'] + seen['caller.strays'],
            'answered': 0}
    return not silent(fake)


def silent(result):
    """Nothing was sent for a dropped packet: all that the attacker saw are answers that the edge
    admits to have given to packets which it had not dropped."""
    return result['packets_to_attacker'] <= (result['answered'] or 0)
