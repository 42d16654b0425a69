"""The plots of the report as inline SVG, drawn from the figures alone."""

from html import escape

WIDTH = 1080
LEFT, RIGHT = 56, 16
EDGES = (('attacks', 'sipweir', 'ours'), ('control', 'Kamailio 5.6.3', 'theirs'))


def share(curves, groups, window=1):
    """Good calls in percent for each `window` of seconds; None where no call began."""
    seconds = len(next(iter(curves.values()))['begun'])
    out = []
    for second in range(0, seconds, window):
        span = slice(second, second + window)
        begun = sum(sum(curves[group]['begun'][span]) for group in groups)
        good = sum(sum(curves[group]['good'][span]) for group in groups)
        out.append(None if begun == 0 else 100.0 * good / begun)
    return out


def window_of(seconds, points):
    """How many seconds one point stands for, so that an attack has about that many points."""
    return max(1, round(seconds / points))


def spans(window):
    """The words for a point of that many seconds."""
    return 'each second' if window == 1 else 'each span of %d s' % window


def path(points):
    """An SVG path through the points; a None breaks the line."""
    words, pen = [], 'M'
    for point in points:
        if point is None:
            pen = 'M'
            continue
        words.append('%s%.1f %.1f' % (pen, point[0], point[1]))
        pen = 'L'
    return ''.join(words)


def text(x, y, label, kind='tick', anchor='middle', extra=''):
    return '<text x="%.1f" y="%.1f" class="%s" text-anchor="%s"%s>%s</text>' % (
        x, y, kind, anchor, extra, escape(label))


class Panel:
    """A rectangle with a percent axis."""

    def __init__(self, top, height, title):
        self.top, self.height = top, height
        self.parts = [text(LEFT, top - 12, title, 'panel', 'start')]
        for percent in (0, 25, 50, 75, 100):
            y = self.y(percent)
            self.parts.append('<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" class="grid"/>' % (
                LEFT, WIDTH - RIGHT, y, y))
            self.parts.append(text(LEFT - 8, y + 4, '%d %%' % percent, anchor='end'))

    def y(self, percent):
        return self.top + self.height * (1 - percent / 100.0)

    def line(self, points, kind):
        drawn = [None if p is None else (p[0], self.y(p[1])) for p in points]
        self.parts.append('<path d="%s" class="curve %s"/>' % (path(drawn), kind))


def over_time(result, top):
    """Good calls over time through all attacks: protected groups above, newcomers below."""
    names = [attack['name'] for attack in result['attacks']]
    if not names:
        return '', top
    band = (WIDTH - LEFT - RIGHT) / len(names)
    longest = max(len(attack['curve']['peer']['begun']) for attack in result['attacks'])
    fine, coarse = window_of(longest, 20), window_of(longest, 10)
    upper = Panel(top + 30, 200, 'Good calls of peers and registered phones that began in %s'
                  % spans(fine))
    lower = Panel(top + 300, 90, 'Good calls of newcomers in %s: strangers who share one '
                  'budget with the flood' % spans(coarse))
    parts = []
    for index, attack in enumerate(result['attacks']):
        x = LEFT + band * index
        seconds = len(attack['curve']['peer']['begun'])
        begin = x + band * 1.0 / seconds
        end = x + band * (1.0 + attack['seconds']) / seconds
        for panel in (upper, lower):
            parts.append('<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="band"/>' % (
                begin, panel.top, min(end, x + band - 1) - begin, panel.height))
        parts.append(text(x + band / 2, upper.top + upper.height + 18, attack['name'], 'name'))
        parts.append(text(x + band / 2, upper.top + upper.height + 33,
                          '%s/s' % thousands(attack['sent'] / attack['seconds'])))
    for key, _, kind in EDGES:
        for panel, groups, window in ((upper, ('peer', 'registered'), fine),
                                      (lower, ('newcomers',), coarse)):
            points = []
            for index, attack in enumerate(result[key][:len(names)]):
                left = LEFT + band * index
                seconds = len(attack['curve']['peer']['begun'])
                for n, value in enumerate(share(attack['curve'], groups, window)):
                    middle = (n * window + min(seconds, (n + 1) * window)) / 2
                    points.append(None if value is None else
                                  (left + band * middle / seconds, value))
                points.append(None)
            panel.line(points, kind)
    return ''.join(parts + upper.parts + lower.parts), top + 400


def over_rate(result, top):
    """Good calls over the flood's rate, from the sweep."""
    if not result['sweep']:
        return '', top
    import math
    panel = Panel(top + 30, 180, 'Good calls of peers and registered phones over the flood\'s rate '
                  '(spoofed sources)')
    rates = sorted({point['rate'] for point in result['sweep']})
    low, high = math.log10(rates[0]), math.log10(rates[-1])
    room = WIDTH - LEFT - RIGHT - 60

    def x(rate):
        return LEFT + 30 + room * (math.log10(rate) - low) / max(0.001, high - low)

    for rate in rates:
        panel.parts.append(text(x(rate), panel.top + panel.height + 18, thousands(rate) + '/s'))
    for name, kind in (('sipweir', 'ours'), ('Kamailio', 'theirs')):
        points = [(x(max(rates[0], point['sent'])), 100 * point['share'])
                  for point in sorted(result['sweep'], key=lambda p: p['sent'])
                  if point['edge'] == name]
        panel.line(points, kind)
        panel.parts += ['<circle cx="%.1f" cy="%.1f" r="3.5" class="dot %s"/>' % (
            px, panel.y(percent), kind) for px, percent in points]
    return ''.join(panel.parts), top + 250


def thousands(number):
    """20000 as "20k", 5100 as "5.1k", 950 as "950"."""
    if number >= 10000:
        return '%.0fk' % (number / 1000)
    if number >= 1000:
        return ('%.1f' % (number / 1000)).removesuffix('.0') + 'k'
    return '%.0f' % number


def figure(result):
    """The one plot of the report."""
    time_part, bottom = over_time(result, 34)
    rate_part, bottom = over_rate(result, bottom + 14) if result['sweep'] else ('', bottom)
    legend, at = [], LEFT
    for _, label, kind in EDGES:
        legend.append('<line x1="%d" x2="%d" y1="18" y2="18" class="curve %s"/>' % (
            at, at + 30, kind))
        legend.append(text(at + 38, 22, label, 'legend', 'start'))
        at += 190
    legend.append('<rect x="%d" y="11" width="30" height="14" class="band"/>' % at)
    legend.append(text(at + 38, 22, 'flood under way', 'legend', 'start'))
    return ('<svg viewBox="0 0 %d %d" role="img" aria-label="Good calls under attack, sipweir and '
            'Kamailio">%s%s%s</svg>' % (WIDTH, bottom + 12, ''.join(legend), time_part, rate_part))


def bars(dropped, sent):
    """One bar of what became of a flood, the largest reasons first."""
    if not sent:
        return ''
    x, parts = 0.0, []
    for index, (_, count) in enumerate(sorted(dropped.items(), key=lambda item: -item[1])[:4]):
        width = min(160.0 * count / sent, 160 - x)
        parts.append('<rect x="%.1f" width="%.1f" height="10" class="part%d"/>' % (x, width, index))
        x += width
    return '<svg viewBox="0 0 160 10" class="bar" aria-hidden="true">%s</svg>' % ''.join(parts)


def topology():
    """The lab as a picture."""
    def box(x, y, title, line):
        return ('<rect x="%d" y="%d" width="226" height="52" rx="6" class="box"/>' % (x, y) +
                text(x + 113, y + 22, title, 'boxname') + text(x + 113, y + 40, line))

    def wire(x1, y1, x2, y2):
        return '<line x1="%d" y1="%d" x2="%d" y2="%d" class="wire"/>' % (x1, y1, x2, y2)

    return ('<svg viewBox="0 0 800 200" class="lab" role="img" aria-label="The namespaces">' +
            wire(240, 46, 400, 100) + wire(240, 154, 400, 100) + wire(400, 100, 560, 46) +
            wire(400, 100, 560, 154) +
            box(14, 20, 'caller', 'sipp: three groups, IPv4 and IPv6') +
            box(14, 128, 'attacker', 'flood; the edge\'s default route') +
            box(287, 74, 'bridge', 'in a namespace without addresses') +
            box(560, 20, 'edge', 'one port; sipweir or Kamailio') +
            box(560, 128, 'callee', 'sipp: registrar, answers calls') + '</svg>')
