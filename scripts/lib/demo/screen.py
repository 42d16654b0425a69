"""What the terminal shows: a line for each second, then the verdict."""

import sys


def say(text):
    print(text, flush=True)


def line(row):
    groups = '  '.join('%s %d/%d' % (name[:4], good, begun)
                       for name, (begun, good) in row['groups'].items())
    dropped = sorted(row['dropped'].items(), key=lambda item: -item[1])[:3]
    drops = ' '.join('%s %d' % item for item in dropped) or '-'
    delay = '-' if row['p99'] is None else '%.1f ms' % row['p99']
    bound = '' if row['limit'] == '-' else '  limit: ' + row['limit']
    account = '' if row['received'] is None else '  account %+d' % row['difference']
    say('  %2d s  good/begun %s  flood %d/s  drops %s  p99 %s%s%s' % (
        row['second'], groups, row['flood'], drops, delay, account, bound))


def verdict(judged, seconds):
    colour = sys.stdout.isatty()
    say('')
    for check in judged['checks']:
        mark, hue = {True: ('ok  ', 32), False: ('FAIL', 31), None: ('-   ', 33)}[check['holds']]
        if colour:
            mark = '\033[%dm%s\033[0m' % (hue, mark)
        say('%s  %s' % (mark, check['text']))
    say('%s after %d s; build/demo/report.html shows it all' % (
        'The verdict holds' if judged['holds'] else 'The verdict does not hold', seconds))
