"""The control experiment's edge: Kamailio with the same script, less the guard."""

import os
import subprocess
import time

import lab


def version():
    """Kamailio's version as it states it, or None."""
    try:
        done = subprocess.run(['kamailio', '-v'], capture_output=True, text=True, timeout=10,
                              check=False)
    except OSError:
        return None
    return done.stdout.split('\n')[0].replace('version: ', '').strip()


def defines(network, address_file):
    """What both edges are told by -A."""
    words = ['-A', 'UPSTREAM="sip:%s:%d"' % (network.callee4, lab.UPSTREAM_PORT)]
    if network.callee6:
        words += ['-A', 'UPSTREAM6="sip:[%s]:%d"' % (network.callee6, lab.UPSTREAM_PORT)]
    words += ['-A', 'ADDRESS_FILE="%s"' % address_file]
    words += ['-l', 'udp:%s:%d' % (network.edge4, lab.EDGE_PORT)]
    if network.edge6:
        words += ['-l', 'udp:[%s]:%d' % (network.edge6, lab.EDGE_PORT)]
    return words


def wait_bound(process, port, seconds):
    """Waits until the process's network namespace has a UDP socket on the port."""
    deadline = time.monotonic() + seconds
    wanted = ':%04X ' % port
    while time.monotonic() < deadline and process.poll() is None:
        with open('/proc/%d/net/udp' % process.pid, encoding='ascii') as file:
            if wanted in file.read():
                return True
        time.sleep(0.02)
    return False


class Kamailio:
    """A fresh Kamailio for each attack: its bans would outlive one."""

    name = 'Kamailio'

    def __init__(self, network, work, cfg, address_file):
        self.network, self.work, self.cfg = network, work, cfg
        self.address_file = address_file
        self.process = None
        self.before = 0

    def start(self):
        folder = os.path.join(self.work, 'kamailio')
        os.makedirs(folder, exist_ok=True)
        args = self.network.edge_words() + [
            'kamailio', '-DD', '-E', '-f', self.cfg, '-A', 'WITHOUT_GUARD', '-Y', folder, '-m',
            '128'] + defines(self.network, self.address_file)
        with open(os.path.join(self.work, 'kamailio.log'), 'ab') as out:
            self.process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT)
        if not wait_bound(self.process, lab.EDGE_PORT, 10):
            raise lab.LabError('Kamailio did not start; see %s/kamailio.log' % self.work)
        self.before = self._lost()

    def _lost(self):
        """Datagrams that its sockets' receive buffers had no room for."""
        lost = 0
        with open('/proc/%d/net/snmp' % self.process.pid, encoding='ascii') as file:
            rows = [line.split() for line in file if line.startswith('Udp:')]
        lost += int(rows[1][rows[0].index('RcvbufErrors')])
        with open('/proc/%d/net/snmp6' % self.process.pid, encoding='ascii') as file:
            for line in file:
                if line.startswith('Udp6RcvbufErrors'):
                    lost += int(line.split()[1])
        return lost

    def sample(self):
        """What it shows of itself: only what its sockets lost."""
        return {'received': None, 'dropped': {'receive buffer full': self._lost() - self.before},
                'forwarded': None, 'answered': None, 'difference': 0}

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
