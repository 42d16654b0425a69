"""What the flood lab found, as a table, a plot and a page of Markdown."""

import math

NAMES = {'kamailio': 'Kamailio 5.6, stock anti-flood', 'kamailio-nft': 'Kamailio behind nftables',
         'sipweir-kamailio': 'Kamailio behind sipweir', 'sipweir': 'sipweir alone'}
COLOURS = {'kamailio': '#b3261e', 'kamailio-nft': '#c77700', 'sipweir-kamailio': '#1b5e9b',
           'sipweir': '#0b7a4b'}
ACROSS, PANEL, HEIGHT, GAP, TOP = 4, 220, 130, 50, 64


def protected(row):
    """Good calls of those who were known before the flood, in percent."""
    return (row['peer'] + row['registered']) / 2


def cell(value, unit=''):
    return '-' if value is None else '%s%s' % (value, unit)


def table(rows):
    """A Markdown table, one line a trial."""
    lines = ['| attack | flood/s | edge | peer | registered | newcomers | p50 ms | p99 ms | sent to '
             'attacker | limit |', '|---|---|---|---|---|---|---|---|---|---|']
    for row in sorted(rows, key=lambda r: (order(rows, r['attack']), r['rate'])):
        lines.append('| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |' % (
            row['attack'], '{:,}'.format(row['sent_per_second']), NAMES[row['edge']],
            cell(row['peer'], ' %'), cell(row['registered'], ' %'), cell(row['newcomers'], ' %'),
            cell(row['p50_ms']), cell(row['p99_ms']), cell(row['packets_to_attacker']),
            row['limit']))
    return '\n'.join(lines)


def order(rows, attack):
    """Attacks stay in the order in which they were made."""
    names = list(dict.fromkeys(row['attack'] for row in rows))
    return names.index(attack)


def panel(rows, attack, left, top):
    """Good calls of peers and registered phones over the flood's rate, a line an edge."""
    mine = [row for row in rows if row['attack'] == attack]
    rates = [max(1, row['sent_per_second']) for row in mine]
    low, high = math.log10(min(rates)), math.log10(max(rates))

    def x(rate):
        return left + PANEL * (math.log10(max(1, rate)) - low) / max(0.001, high - low)

    def y(percent):
        return top + HEIGHT * (1 - percent / 100.0)

    parts = ['<text x="%d" y="%d" class="name">%s</text>' % (left, top - 10, attack)]
    for percent in (0, 50, 100):
        parts.append('<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" class="grid"/>' % (
            left, left + PANEL, y(percent), y(percent)))
        parts.append('<text x="%d" y="%.1f" class="tick" text-anchor="end">%d</text>' % (
            left - 5, y(percent) + 4, percent))
    for rate, anchor in ((min(rates), 'start'), (max(rates), 'end')):
        parts.append('<text x="%.1f" y="%d" class="tick" text-anchor="%s">%s/s</text>' % (
            x(rate), top + HEIGHT + 16, anchor, '{:,}'.format(rate)))
    for edge, colour in COLOURS.items():
        points = sorted((row['sent_per_second'], protected(row)) for row in mine
                        if row['edge'] == edge)
        if not points:
            continue
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (
            colour, ' '.join('%.1f,%.1f' % (x(rate), y(good)) for rate, good in points)))
        parts += ['<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (x(rate), y(good), colour)
                  for rate, good in points]
    return ''.join(parts)


def plot(rows):
    """Small plots, one an attack, as an SVG that stands alone."""
    attacks = list(dict.fromkeys(row['attack'] for row in rows))
    lines = (len(attacks) + ACROSS - 1) // ACROSS
    width = 40 + ACROSS * (PANEL + GAP)
    height = TOP + lines * (HEIGHT + 66)
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif">'
             % (width, height),
             '<style>.name{font-size:14px;font-weight:bold}.tick{font-size:11px;fill:#555}'
             '.grid{stroke:#ddd}.key{font-size:13px}</style>',
             '<rect width="100%" height="100%" fill="white"/>']
    at = 40
    for edge, colour in COLOURS.items():
        if not any(row['edge'] == edge for row in rows):
            continue
        parts.append('<line x1="%d" x2="%d" y1="18" y2="18" stroke="%s" stroke-width="3"/>' % (
            at, at + 26, colour))
        parts.append('<text x="%d" y="22" class="key">%s</text>' % (at + 32, NAMES[edge]))
        at += 250
    for index, attack in enumerate(attacks):
        left = 40 + index % ACROSS * (PANEL + GAP)
        parts.append(panel(rows, attack, left, TOP + index // ACROSS * (HEIGHT + 66)))
    return ''.join(parts) + '</svg>\n'


def whole_up_to(rows, edge):
    """For each attack the highest rate up to which every protected call was good, and whether the
    generator ended there."""
    found = {}
    for attack in dict.fromkeys(row['attack'] for row in rows):
        mine = sorted((row for row in rows if row['edge'] == edge and row['attack'] == attack),
                      key=lambda row: row['sent_per_second'])
        best = None
        for row in mine:
            if protected(row) < 100:
                break
            best = row
        found[attack] = (best, bool(mine) and best is mine[-1])
    return found


def promise(rows):
    """A line an attack: up to where sipweir keeps every call of a peer and a registered phone."""
    lines = []
    for edge in ('sipweir', 'sipweir-kamailio'):
        if not any(row['edge'] == edge for row in rows):
            continue
        lines.append('%s kept every call of peers and registered phones:' % NAMES[edge])
        lines.append('')
        for attack, (best, whole) in whole_up_to(rows, edge).items():
            text = 'at no rate of the sweep' if best is None else 'up to {:,} packets a second'.format(
                best['sent_per_second'])
            ended = ', where the sweep ended' if whole else ''
            lines.append('* %s: %s%s' % (attack, text, ended))
        lines.append('')
    return '\n'.join(lines)


# What stands behind this line of the page is somebody's, and stays.
BY_HAND = '<!-- written by hand from here on -->'


def kept(written):
    """The part of the page that is written by hand, with its line; empty where there is none."""
    _, line, rest = written.partition(BY_HAND)
    return '\n' + line + rest if line else ''


def page(rows, options, machine):
    return '''# Performance

What good calls see of a flood. `scripts/flood-lab --docs` has written this page up to the figures of single parts at its end, which `scripts/bench` gives.

![Good calls of peers and registered phones, in percent, over the flood's rate](flood-lab.svg)

## What was measured

Four edges, one after the other, in the same network namespaces and on the same veth: caller, callee and attacker reach the edge through one bridge.
%d calls a second of real sipp (a peer, registered phones, newcomers; half over IPv6, one INVITE in ten in fragments, nothing retransmitted, so that
one lost packet is a failed call), %d s of each attack at each rate. Flood and calls come from one processor, the edge has the other.

* %s: `examples/edge.cfg` with pike and the ban table, started anew for each attack.
* %s: the same, and before it a limit per source of 40 packets a second (burst 80), peers excepted.
* %s: sipweir with `examples/edge.cfg` on %s, and Kamailio with the same script as its upstream on the same processor.
* %s: the same sipweir, its upstream the callee.

%s, %d processors, Linux %s, Debian %s, DPDK %s, %s. Absolute figures are this machine's.

"Limit" is what held the flood back: the generator, or the edge, whose buffers were full. "Sent to attacker" counts, outside of the edge, packets that it sent for
what it had dropped; of `syn` these are the kernel's own refusals. `spoofed_trusted` cannot be told from the phones themselves: they keep their share and no more.

%s
## Every trial

%s
''' % (options.calls, options.seconds, NAMES['kamailio'], NAMES['kamailio-nft'],
       NAMES['sipweir-kamailio'], machine['port'], NAMES['sipweir'], machine['processor'],
       machine['cpus'], machine['kernel'], machine['debian'], machine['dpdk'],
       machine['kamailio'], promise(rows), table(rows))
