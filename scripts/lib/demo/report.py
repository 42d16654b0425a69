"""build/demo/report.html: one page without anything from outside."""

from html import escape

import plot

STYLE = '''
:root{--ink:#1c2733;--soft:#5a6b7b;--line:#dbe2e8;--paper:#fff;--wash:#f5f7f9;--ours:#0b6e6e;
--theirs:#c8641b;--band:#e9eef3;--good:#12774b;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaf0;--soft:#9aabba;--line:#33414e;--paper:#131a21;
--wash:#1b242d;--ours:#43c6c0;--theirs:#f0954f;--band:#222d38;--good:#4cc38a;--bad:#ff7b72}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:1140px;margin:0 auto;padding:32px 30px 60px}h1{font-size:30px;margin:0 0 4px;
letter-spacing:-.01em}h2{font-size:20px;margin:44px 0 10px}p{max-width:76ch}
.lead{color:var(--soft);margin:0 0 20px}.verdict{border-left:6px solid;padding:12px 18px;
background:var(--wash);font-size:18px;font-weight:600}.holds{border-color:var(--good)}
.fails{border-color:var(--bad)}.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:14px;
margin:18px 0}.tile{background:var(--wash);border-radius:8px;padding:14px 16px}
.tile b{display:block;font-size:27px;line-height:1.2;font-variant-numeric:tabular-nums}
.tile b.ours{color:var(--ours)}.tile b.theirs{color:var(--theirs)}
.tile span{color:var(--soft);font-size:14px}svg{display:block;width:100%;height:auto}
.grid{stroke:var(--line)}.band{fill:var(--band)}.curve{fill:none;stroke-width:2.6;
stroke-linejoin:round;stroke-linecap:round}.ours{stroke:var(--ours)}.theirs{stroke:var(--theirs)}
.curve.ours{stroke-width:4.2}.curve.theirs{stroke-width:2.2}
.dot.ours{fill:var(--ours)}.dot.theirs{fill:var(--theirs)}
.tick{font-size:12px;fill:var(--soft)}.name{font-size:13px;fill:var(--ink)}
.panel,.legend{font-size:14px;fill:var(--ink)}.panel{font-weight:600}
.box{fill:var(--wash);stroke:var(--line)}.boxname{font-size:15px;font-weight:600;fill:var(--ink)}
.wire{stroke:var(--soft);stroke-width:1.5}.lab{max-width:800px}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:7px 9px;text-align:right;border-bottom:1px solid var(--line);vertical-align:top}
th:first-child,td:first-child{text-align:left}th{font-weight:600;color:var(--soft)}
td small{display:block;color:var(--soft);font-size:12px}.wide{overflow-x:auto}
.bar{width:160px;height:10px;margin:5px 0 0 auto;background:var(--band)}
.part0{fill:var(--ours)}.part1{fill:var(--theirs)}.part2{fill:var(--soft)}.part3{fill:var(--line)}
ul.checks{list-style:none;padding:0}ul.checks li{padding:4px 0}ul.checks b{display:inline-block;
width:56px}.yes{color:var(--good)}.no{color:var(--bad)}.lost{color:var(--bad);font-weight:600}
'''

NOT_PROTECTED = [
    ('A full link.', 'What fills the line before the edge is lost before the edge.'),
    ('A full receive ring.', 'A port whose ring overflows cannot tell friends from strangers; every'
     ' call is claimed only up to the rate at which the port itself loses nothing. On this veth '
     'and one processor shared with the senders that rate is far below a real port\'s.'),
    ('An exact spoof.', 'A packet with the address and port of a registered phone or of a peer '
     'looks like that phone or peer: it spends their share. Only the path (an ingress filter of '
     'the network) can tell.'),
    ('Strangers among strangers.', 'Someone who calls for the first time while a million made-up '
     'addresses ask too has the chance that the budget gives to each: about budget divided by '
     'flood. Retransmission, which these calls do without, helps such a caller.'),
    ('Slow attacks from true addresses.', 'Thousands of hosts at one request a second stay below '
     'each limit; they meet the strangers\' budget and nothing finer.'),
    ('What the upstream does.', 'Passwords, fraud and expensive destinations are judged there. The '
     'edge bounds how often strangers may ask.'),
    ('Media, TCP, TLS and WebSocket.', 'This demo is about SIP over UDP.'),
]


def percent(numbers):
    if not numbers or not numbers['started']:
        return '-'
    return '%.1f %%' % (100.0 * numbers['ok'] / numbers['started'])


def merged(calls, groups):
    return {key: sum(calls[group][key] for group in groups if group in calls)
            for key in ('started', 'ok')}


def page(result):
    parts = [header(result), '<h2>Good calls under attack</h2>', plot.figure(result),
             reading(result), table(result), checks(result), method(result), machine(result),
             limits()]
    return ('<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
            'content="width=device-width,initial-scale=1"><title>sipweir under attack</title>'
            '<style>%s</style></head><body><main>%s</main></body></html>\n' % (
                STYLE, ''.join(parts)))


def header(result):
    holds = result['verdict']['holds']
    ours = merged(result['calls'], ('peer', 'registered'))
    theirs = merged(result['control_calls'], ('peer', 'registered'))
    sent = sum(attack['sent'] for attack in result['attacks'])
    answers = ('{:,}'.format(sum(attack['packets_to_attacker'] for attack in result['attacks']))
               if result['machine']['isolated'] else '-')
    tiles = [('ours', percent(ours), 'of calls by peers and registered phones succeeded through '
              'sipweir (%d of %d)' % (ours['ok'], ours['started'])),
             ('theirs', percent(theirs), 'through Kamailio with pike and an ipban table (%d of %d)'
              % (theirs['ok'], theirs['started'])),
             ('', '{:,}'.format(sent), 'flood packets in %d attack%s of %d&nbsp;s' % (
                 len(result['attacks']), 's' if len(result['attacks']) != 1 else '',
                 result['machine']['seconds'])),
             ('', answers, 'packets sent back to where the flood claimed to come '
              'from: ' + ('answers to what was let through, none for a drop'
                         if result['machine']['isolated'] else 'on loopback nobody can see them'))]
    return ('<h1>sipweir under attack</h1><p class="lead">Real calls by sipp, real floods, one '
            'port, nothing retransmitted: a lost packet is a failed call.</p>'
            '<div class="verdict %s">%s</div><div class="tiles">%s</div>' % (
                'holds' if holds else 'fails',
                'The verdict holds.' if holds else 'The verdict does not hold.',
                ''.join('<div class="tile"><b class="%s">%s</b><span>%s</span></div>' % tile
                        for tile in tiles)))


def reading(result):
    setup = result['machine']
    mixed = ('half over IPv6, one INVITE in ten in IP fragments' if setup['isolated'] else
             'all over IPv4')
    return ('<p>Each band is one attack of %d s; calls begin a second before it, and those of that '
            'second last until after it. %d calls/s in three groups, %s. Both edges run the same '
            'route script with the same processor to themselves; Kamailio leaves out the guard and '
            'is started afresh for each attack, because its bans would outlive one.</p>%s' % (
                setup['seconds'], setup['calls_per_second'], mixed, newcomers(result)))


def newcomers(result):
    """Where the other edge did better; nothing where it did not."""
    control = {attack['name']: attack['calls']['newcomers'] for attack in result['control']}
    worse = [attack['name'] for attack in result['attacks']
             if attack['name'] in control and
             attack['calls']['newcomers']['ok'] < control[attack['name']]['ok']]
    if not worse:
        return ''
    return ('<p>Newcomers did better through Kamailio during %s. sipweir takes what strangers may '
            'cost from one budget before it looks at what they send: a flood that can be told from '
            'calls by a look then costs newcomers as much as one that cannot, and peers and '
            'registered phones nothing.</p>' % escape(', '.join(worse)))


def number(value):
    return '-' if value is None else '{:,}'.format(value)


def calls_cell(numbers):
    lost = numbers['started'] - numbers['ok']
    kind = ' class="lost"' if lost else ''
    return '<span%s>%d/%d</span>' % (kind, numbers['ok'], numbers['started'])


def delay(result):
    value = result['latency_ms']['p99']
    return '-' if value is None else '%.1f' % value


def table(result):
    control = {attack['name']: attack for attack in result['control']}
    rows = []
    for attack in result['attacks']:
        other = control.get(attack['name'])
        reasons = sorted(attack['dropped'].items(), key=lambda item: -item[1])[:3]
        listed = ', '.join('%s %s' % (escape(reason), plot.thousands(count))
                           for reason, count in reasons)
        cells = ['<b>%s</b><small>%s</small>' % (attack['name'], escape(attack['what'])),
                 '{:,}'.format(attack['sent']),
                 '%s%s' % (listed or '-', plot.bars(attack['dropped'], attack['sent'])),
                 number(attack['forwarded']), number(attack['packets_to_attacker'])]
        for group in ('peer', 'registered', 'newcomers'):
            mine = calls_cell(attack['calls'][group])
            theirs = calls_cell(other['calls'][group]) if other else '-'
            cells.append('%s<small>%s</small>' % (mine, theirs))
        cells.append('%s<small>%s</small>' % (delay(attack), delay(other) if other else '-'))
        rows.append('<tr>%s</tr>' % ''.join('<td>%s</td>' % cell for cell in cells))
    calm = result.get('calm')
    if calm:
        cells = ['<b>calm</b><small>the flood goes elsewhere</small>', '{:,}'.format(calm['sent']),
                 '-', '-', '-']
        cells += [calls_cell(calm['calls'][group]) for group in ('peer', 'registered', 'newcomers')]
        cells.append(delay(calm))
        rows.insert(0, '<tr>%s</tr>' % ''.join('<td>%s</td>' % cell for cell in cells))
    heads = ['attack', 'flood packets', 'dropped by sipweir, by reason', 'reached upstream',
             'sent to attacker', 'peer', 'registered', 'newcomers', 'p99 delay, ms']
    return ('<h2>Attack by attack</h2><p>Good calls of those begun, and post-dial delay of peers '
            'and registered phones; the small figure below is Kamailio\'s.</p>'
            '<div class="wide"><table><tr>%s</tr>%s</table></div>' % (
                ''.join('<th>%s</th>' % head for head in heads), ''.join(rows)))


def checks(result):
    words = {True: ('yes', 'holds'), False: ('no', 'fails'), None: ('', '-')}
    rows = ''.join('<li><b class="%s">%s</b>%s</li>' % (
        words[check['holds']] + (escape(check['text']),)) for check in result['verdict']['checks'])
    return '<h2>The verdict</h2><ul class="checks">%s</ul>' % rows


def method(result):
    if not result['machine']['isolated']:
        return ('<h2>How it is measured</h2><p>This machine refused network namespaces, so '
                'everything ran on loopback, each role on addresses of its own in 127.0.0.0/8. No '
                'source is spoofed, nothing is fragmented, IPv6 is left out, and nobody but the '
                'edge itself counted packets: what reaches the upstream, and that nothing is sent '
                'for a dropped packet, this run cannot show. As root, or where unprivileged user '
                'namespaces are allowed, the demo shows all of it.</p>')
    return ('<h2>How it is measured</h2>%s<p>Caller and attacker share the edge\'s one port. The '
            'edge\'s default route leads to the attacker, so a reply to a made-up address ends '
            'there and nftables counts it, not we. At the callee nftables counts the flood packets '
            'that got through and drops them, so that the upstream answers none: whatever the '
            'attacker sees is the edge\'s own doing. Before the run one deliberate reply is sent '
            'from the edge\'s port, and that check has to see it (%s). The calm delay is measured '
            'with the generator running at the same rate against a port of the bridge that drops '
            'everything, so that its share of the processor weighs on both sides. Strangers\' '
            'budget: %d requests/s, and one second of it at once after a rest. %s</p>' % (
                plot.topology(), {True: 'it did', False: 'it did not', None: 'not on loopback'}[
                    result.get('self_test')],
                result['budget'], reassembly(result)))


def reassembly(result):
    """Where IP fragments are put together in this run."""
    setting = ('it keeps half a datagram for one second instead of 30 (IPv6: 60) and up to 256 MiB of '
               'them, as docs/ports.md says; what it gives up is counted as "kernel reassembly"')
    if result['machine']['port'] == 'kernel sockets':
        return ('Fragments of both edges are put together by the kernel, in one memory for all '
                'sources: %s.' % setting)
    return ('Kamailio\'s fragments are put together by the kernel, in one memory for all sources: %s. '
            'The same goes for IPv4 before an af_packet port; IPv6 fragments are ours.' % setting)


def machine(result):
    setup = result['machine']
    rows = [('Processor', '%s, %d processors' % (setup['processor'], setup['cpus'])),
            ('Memory', '%d GiB' % setup['memory_gib']),
            ('System', 'Debian %s, kernel %s' % (setup['debian'], setup['kernel'])),
            ('Edge\'s port', setup['port']),
            ('Pinning', 'the edge on CPU 1; sipp, the upstream and the generator on CPU 0'),
            ('Versions', 'DPDK %s; Kamailio %s; sipp %s' % (
                setup['dpdk'], (setup['kamailio'] or 'none').replace('kamailio ', ''),
                setup['sipp'])),
            ('Hugepages free', str(setup['hugepages_free'])),
            ('Flood', '%s packets/s wanted' % '{:,}'.format(setup['flood_rate']))]
    return '<h2>The machine</h2><table>%s</table>' % ''.join(
        '<tr><td>%s</td><td style="text-align:left">%s</td></tr>' % (escape(a), escape(b))
        for a, b in rows)


def limits():
    return '<h2>What this does not protect</h2><ul>%s</ul>' % ''.join(
        '<li><b>%s</b> %s</li>' % (escape(a), escape(b)) for a, b in NOT_PROTECTED)
