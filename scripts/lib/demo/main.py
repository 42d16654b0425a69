"""The demo: real calls through a real flood, and the same through Kamailio.

Started by scripts/demo, which has installed the packages and built the project.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

import calls
import capture
import counters
import experiment
import flood
import kamailio
import lab
import loopback
import machine
import report
import screen
import sipweir
import verdict

STRANGERS = 400  # the budget that the script is told, requests a second
RATE = 20000
PORT_MEMORY = 128 << 20  # that the rings of an af_packet port lock
FULL_RATES = [2000, 5000, 10000, 20000, 40000, 80000, 160000]


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog='scripts/demo', description=__doc__.split('\n')[0])
    parser.add_argument('--full', action='store_true',
                        help='60 s an attack, and a sweep of flood rates')
    parser.add_argument('--sockets', action='store_true', help='kernel sockets, no DPDK port')
    parser.add_argument('--seconds', type=int, help='length of each attack (10; 60 with --full)')
    parser.add_argument('--calls', type=int, default=50, help='calls a second (50)')
    parser.add_argument('--rate', type=int, default=RATE, help='flood packets a second (%d)' % RATE)
    parser.add_argument('--attack', choices=flood.ATTACKS, help='this attack only')
    parser.add_argument('--cfg', default='examples/edge.cfg', help='the route script')
    parser.add_argument('--loopback', action='store_true',
                        help='no namespaces: what is done where they are refused')
    parser.add_argument('--pcap', help='record what crosses the edge\'s port')
    parser.add_argument('--keep', action='store_true', help='keep the namespaces and work files')
    options = parser.parse_args(arguments)
    if options.loopback:
        options.sockets = True
    if options.seconds is None:
        options.seconds = 60 if options.full else 10
    if not 2 <= options.seconds <= 600:
        parser.error('--seconds takes 2 to 600')
    if not 5 <= options.calls <= 500:
        parser.error('--calls takes 5 to 500')
    if not 100 <= options.rate <= 1000000:
        parser.error('--rate takes 100 to 1000000')
    if not os.path.isfile(options.cfg):
        parser.error('there is no %s' % options.cfg)
    options.cfg = os.path.abspath(options.cfg)
    options.build = os.path.abspath('build')
    options.flood = os.path.join(options.build, 'tests/smoke/flood/weir-flood')
    options.attacks = [options.attack] if options.attack else list(flood.ATTACKS)
    if options.loopback and 'fragments' in options.attacks:
        options.attacks.remove('fragments')
    if not options.attacks:
        parser.error('fragments cannot be made on loopback')
    return options


def write_addresses(network, path):
    """The permissions file: group 1 the peers, group 2 the upstream."""
    with open(path, 'w', encoding='ascii') as out:
        for ip in network.peer4 + network.peer6:
            out.write('1 %s %d %d trunk\n' % (ip, 128 if ':' in ip else 32,
                                              calls.PORTS['peer']))
        for ip in filter(None, (network.callee4, network.callee6)):
            for group in (1, 2):
                out.write('%d %s %d %d upstream\n' % (group, ip, 128 if ':' in ip else 32,
                                                       lab.UPSTREAM_PORT))


class Demo:
    """Everything of one run; close() undoes all of it."""

    def __init__(self, options):
        self.options = options
        self.work = os.path.join(options.build, 'demo', 'work')
        os.makedirs(self.work, exist_ok=True)
        self.network = loopback.Loopback() if options.loopback else lab.Lab(
            len(options.attacks) + 1)
        self.address_file = os.path.join(self.work, 'address.list')
        self.upstream = None
        self.edge = None
        self.capture = None
        self.result = {'attacks': [], 'control': [], 'sweep': []}

    def prepare(self):
        self._build_network()
        counters.install(self.network)
        write_addresses(self.network, self.address_file)
        self.upstream = calls.Upstream(self.network, self.work)
        self.upstream.start()
        if self.options.pcap:
            self._record()

    def _record(self):
        """One recording a run: of sipweir, not of the control experiment after it."""
        pcap, self.options.pcap = self.options.pcap, None
        if self.network.isolated:
            self.capture = capture.Capture(self.network, pcap)
        else:
            screen.say('--pcap records nothing here: on loopback the edge has no port of its own')

    def _build_network(self):
        if not self.network.isolated:
            return
        try:
            self.network.build()
        except lab.LabError as problem:
            self.network.close()
            screen.say('no network namespaces here (%s)' % problem)
            screen.say('so this runs on loopback, with kernel sockets; the report says what that '
                       'cannot show')
            self.network = loopback.Loopback()
            self.options.sockets = True
            self.options.attacks = [a for a in self.options.attacks if a != 'fragments']

    def _fresh_network(self):
        """Nothing of one edge's run may weigh on the other's: fragments live on for 30 s."""
        self.upstream.stop()
        self.network.close()
        self.prepare()

    def run_sipweir(self):
        """Calm, then every attack on one sipweir that is never restarted."""
        if not self.options.sockets and not machine.may_lock(PORT_MEMORY):
            screen.say('a DPDK port locks %d MiB of memory and this user may not (ulimit -l): so '
                       'this runs with kernel sockets' % (PORT_MEMORY >> 20))
            self.options.sockets = True
        if self.options.sockets:
            self.network.address_edge()
        else:
            self.network.unaddress_edge()
        self.edge = sipweir.Sipweir(self.network, self.work, self.options.build, self.options.cfg,
                                    self.address_file, self.options.sockets)
        self.edge.start()
        accepted = calls.register(self.network, self.work)
        wanted = len(self.network.registered4) + len(self.network.registered6)
        if accepted != wanted:
            raise lab.LabError('only %d of %d phones could register' % (accepted, wanted))
        self.result['self_test'] = experiment.self_test(self.network)
        trial = experiment.Trial(self.network, self.edge, self.options, self.work, screen.line)
        screen.say('calm: the flood goes to %s' % (
            'a port of the bridge that drops everything' if self.network.isolated else
            'another address'))
        seconds = min(self.options.seconds, 6)
        self.result['calm'] = trial.attack(
            'spoofed', len(self.options.attacks), self.options.rate, seconds, calm=True)
        for index, name in enumerate(self.options.attacks):
            screen.say('%s: %s' % (name, flood.WHAT[name]))
            self.result['attacks'].append(
                trial.attack(name, index, self.options.rate, self.options.seconds))
        if self.options.full:
            self._sweep(trial, 'sipweir')
        self.result['exit_code'] = self.edge.stop()
        self.edge = None

    def run_kamailio(self):
        """The control experiment: a fresh Kamailio for each attack."""
        self._fresh_network()
        self.network.address_edge()
        for index, name in enumerate(self.options.attacks):
            screen.say('control, %s' % name)
            self.result['control'].append(self._control(name, index, self.options.rate,
                                                        self.options.seconds))
        if self.options.full:
            for rate in FULL_RATES:
                done = self._control('spoofed', 0, rate, self._sweep_seconds())
                self.result['sweep'].append(point('Kamailio', rate, done))

    def _control(self, name, index, rate, seconds):
        self.edge = kamailio.Kamailio(self.network, self.work, self.options.cfg, self.address_file)
        self.edge.start()
        trial = experiment.Trial(self.network, self.edge, self.options, self.work, screen.line)
        done = trial.attack(name, index, rate, seconds)
        self.edge.stop()
        self.edge = None
        return done

    def _sweep_seconds(self):
        return min(self.options.seconds, 10)

    def _sweep(self, trial, name):
        for rate in FULL_RATES:
            done = trial.attack('spoofed', 0, rate, self._sweep_seconds())
            self.result['sweep'].append(point(name, rate, done))

    def close(self):
        for part in (self.edge, self.upstream):
            if part is not None:
                part.stop()
        if self.capture is not None:
            self.capture.stop()
        if self.options.keep:
            screen.say('kept: files in %s' % self.work)
            if self.network.isolated:
                screen.say('kept: namespaces; ip netns list | grep -o ^%s-[a-z]* | xargs -n1 ip netns '
                           'delete' % self.network.tag)
        else:
            self.network.close()


def point(edge, rate, result):
    """One point of the curve over flood rate: good calls of the protected groups."""
    protected = [result['calls'][group] for group in verdict.PROTECTED]
    started = sum(numbers['started'] for numbers in protected)
    return {'edge': edge, 'rate': rate, 'sent': result['sent'] / result['seconds'],
            'share': sum(numbers['ok'] for numbers in protected) / max(1, started),
            'newcomers': result['calls']['newcomers']['ok'] /
            max(1, result['calls']['newcomers']['started'])}


def write(demo, error):
    """Judges, then writes both reports; returns whether the verdict holds."""
    result, options = demo.result, demo.options
    complete = error is None and len(result['attacks']) == len(options.attacks)
    checks = [{'holds': False, 'text': error}] if error else []
    if result['attacks']:
        checks += verdict.judge(result['attacks'], result['calm'], STRANGERS,
                                result['self_test'], complete)
    result['calls'] = verdict.totals(result['attacks'])
    result['control_calls'] = verdict.totals(result['control'])
    result['latency_ms'] = {
        key: max((r['latency_ms'][key] or 0 for r in result['attacks']), default=None)
        for key in ('p50', 'p99')}
    result['account_difference'] = max((abs(r['account_difference']) for r in result['attacks']),
                                       default=None)
    result['verdict'] = {'holds': bool(checks) and all(c['holds'] is not False for c in checks),
                         'checks': checks}
    result['machine'] = machine.describe(options)
    result['machine']['isolated'] = demo.network.isolated
    result['budget'] = STRANGERS
    folder = os.path.join(options.build, 'demo')
    with open(os.path.join(folder, 'report.json'), 'w', encoding='ascii') as out:
        json.dump(result, out, indent=1)
        out.write('\n')
    with open(os.path.join(folder, 'report.html'), 'w', encoding='utf-8') as out:
        out.write(report.page(result))
    return result['verdict']


def interrupted(number, _frame):
    raise KeyboardInterrupt('signal %d' % number)


def main():
    options = parse_arguments(sys.argv[1:])
    signal.signal(signal.SIGTERM, interrupted)
    started = time.monotonic()
    demo = Demo(options)
    error = None
    try:
        demo.prepare()
        demo.run_sipweir()
        demo.run_kamailio()
    except lab.LabError as problem:
        error = str(problem)
    except KeyboardInterrupt:
        error = 'interrupted'
    finally:
        demo.close()
    judged = write(demo, error)
    screen.verdict(judged, time.monotonic() - started)
    return 0 if judged['holds'] else 1


if __name__ == '__main__':
    sys.exit(main())
