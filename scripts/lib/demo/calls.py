"""The good calls: sipp in the caller's namespace, three groups, IPv4 and IPv6, nothing retransmitted.

What sipp says of a call (succeeded or failed) counts; its log of short messages gives the time of
each, to the microsecond.
"""

import os
import subprocess

import lab

SCENARIOS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'scenarios')
GROUPS = ('peer', 'registered', 'newcomers')
SHARE = {'peer': 0.4, 'registered': 0.4, 'newcomers': 0.2}
HOLD_MS = 600
PADDING = 3000
LEAD = 1.0  # seconds of calls before the attack; those last until after it
PORTS = {'peer': 5062, 'registered': 5070, 'newcomers': 5080}


def scenario(work, name, edge, port):
    """A scenario file with the edge's address and the senders' port filled in."""
    with open(os.path.join(SCENARIOS, name + '.xml'), encoding='ascii') as source:
        text = source.read()
    text = text.replace('EDGE_RE', edge.replace('.', r'\.')).replace(':PORT', ':%d' % port)
    path = os.path.join(work, '%s-%d-%s.xml' % (name, port, '6' if ':' in edge else '4'))
    with open(path, 'w', encoding='ascii') as out:
        out.write(text)
    return path


def bracket(address):
    return '[%s]' % address if ':' in address else address


def write_phones(path, addresses, count, spanning, span_ms):
    """One line a call: who calls, one INVITE in ten too large for one packet, how long."""
    with open(path, 'w', encoding='ascii') as out:
        out.write('SEQUENTIAL\n')
        for n in range(count):
            ip = addresses[n % len(addresses)]
            out.write('%s;phone%d;%s;%s;[authentication username=phone%d password=demo];%d\n' % (
                ip, n, 'x' * PADDING if n % 10 == 9 else '0', bracket(ip), n,
                span_ms if n < spanning else HOLD_MS))


class Sipp:
    """One sipp process."""

    def __init__(self, network, work, tag, words):
        self.short = os.path.join(work, tag + '.short')
        self.stats = os.path.join(work, tag + '.stats')
        self.errors = os.path.join(work, tag + '.errors')
        self.output = os.path.join(work, tag + '.out')
        for path in (self.short, self.stats, self.errors):
            if os.path.exists(path):
                os.unlink(path)
        args = network.caller_words() + ['sipp'] + words + [
            '-nostdin', '-skip_rlimit', '-trace_stat', '-fd', '1', '-stf', self.stats,
            '-trace_shortmsg', '-shortmessage_file', self.short,
            '-trace_err', '-error_file', self.errors]
        with open(self.output, 'wb') as out:
            self.process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT, cwd=work)

    def numbers(self):
        """sipp's own totals: created, successful, failed, retransmitted."""
        try:
            with open(self.stats, encoding='ascii', errors='replace') as file:
                rows = file.read().split('\n')
        except OSError:
            return {'started': 0, 'ok': 0, 'failed': 0, 'retransmitted': 0}
        names = rows[0].split(';')
        last = [row for row in rows[1:] if row.count(';') >= len(names) - 2]
        if not last:
            return {'started': 0, 'ok': 0, 'failed': 0, 'retransmitted': 0}
        row = dict(zip(names, last[-1].split(';')))
        return {'started': int(row['TotalCallCreated']), 'ok': int(row['SuccessfulCall(C)']),
                'failed': int(row['FailedCall(C)']),
                'retransmitted': int(row['Retransmissions(C)'])}

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Timeline:
    """Reads a log of short messages as it grows: when each call began, rang and ended well."""

    def __init__(self, path):
        self.path = path
        self.offset = 0
        self.rest = ''
        self.begun = {}
        self.rang = {}
        self.ended = {}

    def poll(self):
        try:
            with open(self.path, encoding='utf-8', errors='replace') as file:
                file.seek(self.offset)
                text = file.read()
                self.offset = file.tell()
        except OSError:
            return
        lines = (self.rest + text).split('\n')
        self.rest = lines.pop()
        for line in lines:
            part = line.split('\t')
            if len(part) >= 7:
                self._event(float(part[2]), part[3], part[4], part[5], part[6])

    def _event(self, when, way, call, cseq, start):
        if way == 'S' and start.startswith('INVITE'):
            self.begun.setdefault(call, when)
        elif way == 'R' and 'INVITE' in cseq and start.startswith('SIP/2.0 180'):
            self.rang.setdefault(call, when)
        elif way == 'R' and 'BYE' in cseq and start.startswith('SIP/2.0 200'):
            self.ended.setdefault(call, when)

    def delays_ms(self, since):
        return [1000 * (self.rang[call] - when) for call, when in self.begun.items()
                if call in self.rang and when >= since]


class Group:
    """One group's calls during one attack: an IPv4 and an IPv6 sipp."""

    def __init__(self, name):
        self.name = name
        self.sipps = []
        self.timelines = []

    def start(self, network, work, plan):
        families = sum(1 for addresses in plan['addresses'][self.name] if addresses)
        rate = max(1, round(plan['calls'] * SHARE[self.name] / families))
        count = int(rate * (plan['seconds'] + LEAD))
        span_ms = int(1000 * (plan['seconds'] + 1.2))
        port = PORTS[self.name] + (plan['index'] % 900 if self.name == 'newcomers' else 0)
        for family, addresses in zip('46', plan['addresses'][self.name]):
            if not addresses:
                continue
            edge = network.edge4 if family == '4' else network.edge6
            tag = 'calls-%s-%s' % (self.name, family)
            phones = os.path.join(work, tag + '.csv')
            # Newcomers by definition have nothing running before the attack.
            spanning = 0 if self.name == 'newcomers' else int(rate * LEAD)
            write_phones(phones, addresses, count, spanning, span_ms)
            path = scenario(work, 'call', edge, port)
            sipp = Sipp(network, work, tag, [
                '%s:%d' % (bracket(edge), lab.EDGE_PORT), '-sf', path, '-inf', phones, '-t', 'ui',
                '-i', addresses[0], '-p', str(port), '-nr', '-m', str(count), '-r', str(rate),
                '-l', '100000', '-recv_timeout', '2000', '-cid_str', '%%u-%%p-%s@%%s' % self.name,
                '-timeout', str(int(plan['seconds'] + 12))])
            self.sipps.append(sipp)
            self.timelines.append(Timeline(sipp.short))

    def poll(self):
        for timeline in self.timelines:
            timeline.poll()

    def numbers(self):
        total = {'started': 0, 'ok': 0, 'failed': 0, 'retransmitted': 0}
        for sipp in self.sipps:
            for key, value in sipp.numbers().items():
                total[key] += value
        # A call that sipp gave up with its own time limit is a failed one too.
        total['failed'] = total['started'] - total['ok']
        return total

    def so_far(self):
        """Begun and well ended calls by the timelines; for the live display."""
        return (sum(len(t.begun) for t in self.timelines),
                sum(len(t.ended) for t in self.timelines))

    def delays_ms(self, since):
        """Post-dial delays of the calls that began at that time or later."""
        return [delay for timeline in self.timelines for delay in timeline.delays_ms(since)]

    def curve(self, origin, seconds):
        """For each second since origin: calls begun and, of those, the good ones."""
        begun, good = [0] * seconds, [0] * seconds
        for timeline in self.timelines:
            for call, when in timeline.begun.items():
                second = int(when - origin)
                if 0 <= second < seconds:
                    begun[second] += 1
                    good[second] += call in timeline.ended
        return begun, good

    def running(self):
        return any(sipp.process.poll() is None for sipp in self.sipps)

    def stop(self):
        for sipp in self.sipps:
            sipp.stop()


def percentile(values, share):
    """The value that `share` of all do not exceed; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def register(network, work):
    """Registers the phones of the registered group; returns how many got their 200."""
    accepted = 0
    for family, addresses in (('4', network.registered4), ('6', network.registered6)):
        if not addresses:
            continue
        edge = network.edge4 if family == '4' else network.edge6
        phones = os.path.join(work, 'register-%s.csv' % family)
        write_phones(phones, addresses, len(addresses), 0, 0)
        sipp = Sipp(network, work, 'register-' + family, [
            '%s:%d' % (bracket(edge), lab.EDGE_PORT), '-sf',
            scenario(work, 'register', edge, PORTS['registered']), '-inf', phones, '-t', 'ui',
            '-i', addresses[0], '-p', str(PORTS['registered']), '-nr', '-m', str(len(addresses)),
            '-r', '100', '-recv_timeout', '3000', '-timeout', '15'])
        try:
            sipp.process.wait(20)
        except subprocess.TimeoutExpired:
            pass
        sipp.stop()
        accepted += sipp.numbers()['ok']
    return accepted


class Upstream:
    """The SIP server behind the edge: two sipp processes, one a family."""

    def __init__(self, network, work):
        self.network, self.work = network, work
        self.processes = []

    def start(self):
        for address, edge in ((self.network.callee4, self.network.edge4),
                              (self.network.callee6, self.network.edge6)):
            if not address:
                continue
            tag = 'upstream-6' if ':' in address else 'upstream-4'
            args = self.network.callee_words() + [
                'sipp', '-sf', scenario(self.work, 'upstream', edge, lab.UPSTREAM_PORT), '-i',
                address, '-p', str(lab.UPSTREAM_PORT), '-t', 'u1', '-nr', '-nostdin',
                '-skip_rlimit', '-recv_timeout', '90000', '-trace_err', '-error_file',
                os.path.join(self.work, tag + '.errors')]
            with open(os.path.join(self.work, tag + '.out'), 'wb') as out:
                self.processes.append(subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=out,
                                                       stderr=subprocess.STDOUT, cwd=self.work))

    def stop(self):
        for process in self.processes:
            process.terminate()
            process.wait()
        self.processes = []
