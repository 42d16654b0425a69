"""The flood lab's own arithmetic: its arguments, tables and plots."""

import os
import sys
import unittest
import xml.dom.minidom

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'scripts', 'lib', 'demo'))
sys.dont_write_bytecode = True
os.chdir(ROOT)

import flood  # noqa: E402
import flood_lab  # noqa: E402
import lab_report  # noqa: E402

MACHINE = {'port': 'a port', 'processor': 'a processor', 'cpus': 2, 'kernel': '6', 'debian': '12',
           'dpdk': '22.11', 'kamailio': 'kamailio 5.6.3'}


def row(edge, rate, good, **changes):
    made = {'edge': edge, 'attack': 'spoofed', 'rate': rate, 'sent_per_second': rate, 'peer': good,
            'registered': good, 'newcomers': 50.0, 'p50_ms': 0.5, 'p99_ms': None,
            'packets_to_attacker': 0, 'flood_at_upstream': 0, 'limit': '-'}
    made.update(changes)
    return made


class Page(unittest.TestCase):
    def test_what_is_written_by_hand_stays(self):
        by_hand = lab_report.BY_HAND + '\n\n## Single parts\n\nText.\n'
        once = 'A lab.\n' + lab_report.kept('An older lab.\n\n' + by_hand)
        self.assertEqual(once, 'A lab.\n\n' + by_hand)
        self.assertEqual('A lab.\n' + lab_report.kept(once), once)
        self.assertEqual(lab_report.kept('A lab alone.\n'), '')


class Arguments(unittest.TestCase):
    def test_all_attacks_of_all_edges_by_default(self):
        options = flood_lab.parse_arguments([])
        self.assertEqual(options.attacks, flood.ATTACKS + flood.HARDER)
        self.assertEqual(options.edges, list(flood_lab.EDGES))
        self.assertTrue(all(attack in flood.WHAT for attack in options.attacks))

    def test_bad_ones_are_refused(self):
        sys.stderr = open(os.devnull, 'w', encoding='ascii')
        try:
            for words in (['--rates', 'many'], ['--rates', '5'], ['--seconds', '1'],
                          ['--attack', 'nuke'], ['--edge', 'opensips'], ['--cfg', 'nowhere.cfg']):
                with self.assertRaises(SystemExit, msg=words):
                    flood_lab.parse_arguments(words)
        finally:
            sys.stderr.close()
            sys.stderr = sys.__stderr__


class Report(unittest.TestCase):
    def test_the_promise_ends_at_the_first_lost_call(self):
        rows = [row('sipweir', 1000, 100.0), row('sipweir', 5000, 99.9), row('sipweir', 9000, 100.0)]
        best, whole = lab_report.whole_up_to(rows, 'sipweir')['spoofed']
        self.assertEqual(best['rate'], 1000)
        self.assertFalse(whole)
        self.assertIn('up to 1,000 packets a second', lab_report.promise(rows))

    def test_the_promise_says_that_the_sweep_ended(self):
        rows = [row('sipweir', 1000, 100.0), row('sipweir', 5000, 100.0)]
        self.assertIn('up to 5,000 packets a second, where the sweep ended', lab_report.promise(rows))
        self.assertIn('at no rate', lab_report.promise([row('sipweir', 1000, 99.0)]))

    def test_every_trial_is_in_the_table(self):
        rows = [row(edge, rate, 100.0) for edge in flood_lab.EDGES for rate in (1000, 5000)]
        table = lab_report.table(rows)
        self.assertEqual(len(table.split('\n')), 2 + len(rows))
        self.assertIn('| spoofed | 1,000 | sipweir alone | 100.0 % |', table)

    def test_page_and_plot_are_whole(self):
        rows = [row(edge, rate, 100.0, attack=attack) for edge in flood_lab.EDGES
                for rate in (1000, 5000) for attack in flood.WHAT]
        plot = lab_report.plot(rows)
        xml.dom.minidom.parseString(plot)
        self.assertEqual(plot.count('<polyline'), len(flood.WHAT) * len(flood_lab.EDGES))
        page = lab_report.page(rows, flood_lab.parse_arguments([]), MACHINE)
        self.assertIn('flood-lab.svg', page)
        self.assertIn('a processor, 2 processors', page)

    def test_one_rate_alone_has_a_plot(self):
        xml.dom.minidom.parseString(lab_report.plot([row('sipweir', 1000, 100.0)]))


if __name__ == '__main__':
    unittest.main()
