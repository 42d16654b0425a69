"""The demo's own arithmetic: its verdict, its reading of sipp's logs, its report."""

import os
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'scripts', 'lib', 'demo'))
sys.dont_write_bytecode = True

import calls  # noqa: E402
import capture  # noqa: E402
import experiment  # noqa: E402
import flood  # noqa: E402
import kamailio  # noqa: E402
import main  # noqa: E402
import plot  # noqa: E402
import report  # noqa: E402
import verdict  # noqa: E402


def result(**changes):
    """An attack that went as it should."""
    numbers = {'started': 10, 'ok': 10, 'failed': 0, 'retransmitted': 0}
    curve = {'begun': [5, 5, 5, 5], 'good': [5, 5, 5, 5]}
    made = {'name': 'spoofed', 'what': flood.WHAT['spoofed'], 'rate': 1000, 'seconds': 2,
            'sent': 2000, 'received': 2000, 'dropped': {'rate_strangers': 1300},
            'forwarded': 700, 'answered': 0, 'packets_to_attacker': 0, 'account_difference': 0,
            'calls': {group: dict(numbers) for group in calls.GROUPS},
            'latency_ms': {'p50': 0.5, 'p99': 1.5},
            'curve': {group: curve for group in calls.GROUPS}}
    made.update(changes)
    return made


def holds(attack, self_test=True):
    """Whether the whole verdict holds for one attack, after a calm p99 of 1 ms."""
    checks = verdict.judge([attack], result(latency_ms={'p50': 0.5, 'p99': 1.0}), 400, self_test,
                           True)
    return all(check['holds'] is not False for check in checks)


class Verdict(unittest.TestCase):
    def test_holds_when_all_is_well(self):
        self.assertTrue(holds(result()))

    def test_fails_for_each_promise_that_is_broken(self):
        lost = {group: {'started': 10, 'ok': 10, 'failed': 0, 'retransmitted': 0}
                for group in calls.GROUPS}
        lost['registered'] = {'started': 10, 'ok': 9, 'failed': 1, 'retransmitted': 0}
        broken = {
            'a lost call': result(calls=lost),
            'a reply to a dropped packet': result(packets_to_attacker=1),
            'too much at the upstream': result(forwarded=1201),
            'a slow answer': result(latency_ms={'p50': 1.0, 'p99': 2.1}),
            'no answer': result(latency_ms={'p50': None, 'p99': None}),
            'a packet unaccounted for': result(account_difference=1),
        }
        for what, attack in broken.items():
            with self.subTest(what):
                self.assertFalse(holds(attack))

    def test_fails_when_the_check_is_blind(self):
        self.assertFalse(holds(result(), self_test=False))

    def test_leaves_out_what_loopback_cannot_show(self):
        self.assertTrue(holds(result(forwarded=None, packets_to_attacker=None), self_test=None))

    def test_lost_newcomers_are_stated_and_no_failure(self):
        attack = result()
        attack['calls']['newcomers'] = {'started': 10, 'ok': 1, 'failed': 9, 'retransmitted': 0}
        self.assertTrue(holds(attack))

    def test_answers_to_what_was_not_dropped_are_no_noise(self):
        self.assertTrue(experiment.silent(result(packets_to_attacker=3, answered=3)))
        self.assertFalse(experiment.silent(result(packets_to_attacker=4, answered=3)))


class Timeline(unittest.TestCase):
    LINES = ['S\ta\tCSeq:1 INVITE\tINVITE sip:call@example.net SIP/2.0',
             'R\ta\tCSeq:1 INVITE\tSIP/2.0 180 Ringing',
             'S\tb\tCSeq:1 INVITE\tINVITE sip:call@example.net SIP/2.0',
             'R\ta\tCSeq:2 BYE\tSIP/2.0 200 OK']

    def test_reads_a_log_that_grows(self):
        with tempfile.NamedTemporaryFile('w', suffix='.short') as log:
            group = calls.Group('peer')
            group.timelines.append(calls.Timeline(log.name))
            for at, line in enumerate(self.LINES):
                text = 'day\ttime\t%.6f\t%s\n' % (100 + at * 0.25, line)
                log.write(text[:20])
                log.flush()
                group.poll()
                log.write(text[20:])
                log.flush()
            group.poll()
            self.assertEqual(group.so_far(), (2, 1))
            self.assertEqual(group.delays_ms(100.0), [250.0])
            self.assertEqual(group.delays_ms(100.1), [])
            self.assertEqual(group.curve(99.0, 3), ([0, 2, 0], [0, 1, 0]))


class Page(unittest.TestCase):
    def test_stands_alone(self):
        whole = {'attacks': [result()], 'control': [result()], 'sweep': [], 'self_test': True,
                 'calm': result(), 'calls': verdict.totals([result()]),
                 'control_calls': verdict.totals([result()]), 'budget': 400,
                 'verdict': {'holds': True, 'checks': [{'holds': True, 'text': 'a < b'}]},
                 'machine': {'processor': 'x', 'cpus': 2, 'memory_gib': 4, 'kernel': '6',
                             'debian': '12', 'hugepages_free': 0, 'dpdk': '22', 'kamailio': None,
                             'sipp': '3', 'port': 'p', 'flood_rate': 1, 'seconds': 2,
                             'calls_per_second': 50, 'isolated': True}}
        page = report.page(whole)
        self.assertIn('What this does not protect', page)
        self.assertIn('a &lt; b', page)
        for outside in ('http:', 'https:', 'src=', '<link'):
            self.assertNotIn(outside, page)
        whole['machine']['isolated'] = False
        whole['attacks'][0]['packets_to_attacker'] = whole['attacks'][0]['forwarded'] = None
        page = report.page(whole)
        self.assertIn('This machine refused network namespaces', page)
        self.assertNotIn('half over IPv6', page)


    def test_says_where_newcomers_did_better_elsewhere(self):
        attack = result()
        self.assertEqual(report.newcomers({'attacks': [attack], 'control': [result()]}), '')
        self.assertEqual(report.newcomers({'attacks': [attack], 'control': []}), '')
        attack['calls']['newcomers'] = {'started': 10, 'ok': 9, 'failed': 1, 'retransmitted': 0}
        self.assertIn('during spoofed.', report.newcomers({'attacks': [attack],
                                                           'control': [result()]}))


class Plot(unittest.TestCase):
    CURVES = {'peer': {'begun': [4, 4, 0, 0, 4], 'good': [4, 2, 0, 0, 1]}}

    def test_a_point_is_the_share_of_good_calls(self):
        self.assertEqual(plot.share(self.CURVES, ['peer']), [100, 50, None, None, 25])

    def test_a_long_attack_is_drawn_in_spans(self):
        self.assertEqual(plot.share(self.CURVES, ['peer'], 2), [75, None, 25])
        self.assertEqual((plot.window_of(12, 20), plot.window_of(62, 20)), (1, 3))

    def test_writes_rates_short(self):
        self.assertEqual([plot.thousands(n) for n in (950, 2000, 5100, 20000)],
                         ['950', '2k', '5.1k', '20k'])


class Capture(unittest.TestCase):
    def test_says_what_to_do_without_a_true_root(self):
        told = capture.refusal('x.pcap', ['tcpdump: Couldn\'t change ownership of savefile',
                                          'tcpdump: Couldn\'t change to \'root\' uid=0'])
        self.assertIn('sudo', told)

    def test_tells_what_else_was_wrong(self):
        told = capture.refusal('no/x.pcap', ['tcpdump: no/x.pcap: No such file or directory'])
        self.assertIn('No such file', told)
        self.assertNotIn('sudo', told)


class Limit(unittest.TestCase):
    ROW = {'flood': 1000, 'target': 1000, 'dropped': {}}

    def test_names_who_held_the_flood_back(self):
        self.assertEqual(experiment.limit(self.ROW, 1.0), '-')
        self.assertEqual(experiment.limit(self.ROW, None), '-')
        self.assertEqual(experiment.limit(self.ROW, 0.5), 'edge')
        self.assertEqual(experiment.limit({**self.ROW, 'flood': 100}, 1.0), 'generator')
        self.assertEqual(experiment.limit({**self.ROW, 'dropped': {'port': 1}}, 1.0), 'edge')


class Kernel(unittest.TestCase):
    def test_reads_what_the_kernel_lost(self):
        lost = kamailio.lost_in_kernel(os.getpid())
        self.assertEqual(set(lost), {'receive buffer full', 'kernel reassembly'})
        self.assertTrue(all(count >= 0 for count in lost.values()))


class Arguments(unittest.TestCase):
    def test_defaults_and_limits(self):
        os.chdir(ROOT)
        options = main.parse_arguments([])
        self.assertEqual((options.seconds, options.calls), (10, 50))
        self.assertEqual(options.attacks, flood.ATTACKS)
        self.assertEqual(main.parse_arguments(['--full']).seconds, 60)
        self.assertEqual(main.parse_arguments(['--attack', 'reply']).attacks, ['reply'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
