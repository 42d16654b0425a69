"""What must hold for the demo to succeed, each as a line with its figures."""

import experiment

PROTECTED = ('peer', 'registered')
CALM_FLOOR_MS = 1.0


def judge(results, calm, budget, self_test_seen, complete):
    """Returns [{'holds', 'text'}] for the edge's results; None: it cannot be told here."""
    checks = []

    def check(holds, text):
        checks.append({'holds': None if holds is None else bool(holds), 'text': text})

    check(complete, 'every attack ran to its end')
    for group in PROTECTED:
        started = sum(result['calls'][group]['started'] for result in results)
        good = sum(result['calls'][group]['ok'] for result in results)
        bad = [result['name'] for result in results
               if result['calls'][group]['ok'] < result['calls'][group]['started']]
        check(started > 0 and good == started, '%s: %d of %d calls succeeded%s' % (
            group, good, started, ' (lost during %s)' % ', '.join(bad) if bad else ''))
    _delay(check, results, calm)
    if self_test_seen is None:
        check(None, 'what reaches the upstream, and that nothing is sent for a dropped packet, '
              'only namespaces can show')
    else:
        _outside(check, results, budget, self_test_seen)
    worst = max(abs(result['account_difference']) for result in results)
    check(worst == 0, 'the account balances: difference %d' % worst)
    return checks


def _outside(check, results, budget, self_test_seen):
    """What nftables counted at the upstream and at the attacker."""
    over = ['%s %d' % (r['name'], r['forwarded']) for r in results
            if r['forwarded'] > budget * (r['seconds'] + 1)]
    most = max(r['forwarded'] / r['seconds'] for r in results)
    check(not over, 'flood packets that reach the upstream: at most %.0f/s, budget %d/s%s' % (
        most, budget, ' (over it: %s)' % ', '.join(over) if over else ''))
    noisy = ['%s %d' % (r['name'], r['packets_to_attacker']) for r in results
             if not experiment.silent(r)]
    check(not noisy, 'nothing is sent for a dropped packet%s' % (
        ': broken by ' + ', '.join(noisy) if noisy else ' (nftables at the attacker counts)'))
    check(self_test_seen, 'that check sees one deliberate reply')


def _delay(check, results, calm):
    allowed = 2 * max(calm['latency_ms']['p99'], CALM_FLOOR_MS)
    slow = ['%s %s' % (r['name'], milliseconds(r['latency_ms']['p99'])) for r in results
            if r['latency_ms']['p99'] is None or r['latency_ms']['p99'] > allowed]
    known = [r['latency_ms']['p99'] for r in results if r['latency_ms']['p99'] is not None]
    check(not slow, 'p99 post-dial delay: worst %.1f ms, calm %.1f ms, allowed %.1f ms%s' % (
        max(known, default=0), calm['latency_ms']['p99'], allowed,
        ' (over it: %s)' % ', '.join(slow) if slow else ''))


def milliseconds(value):
    return 'none answered' if value is None else '%.1f ms' % value


def totals(results):
    """Calls by group over all attacks."""
    out = {}
    for result in results:
        for group, numbers in result['calls'].items():
            mine = out.setdefault(group, {'started': 0, 'ok': 0, 'failed': 0, 'retransmitted': 0})
            for key in mine:
                mine[key] += numbers[key]
    return out
