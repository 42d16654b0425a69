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


def defines(network, address_file, port=lab.EDGE_PORT):
    """What both edges are told by -A."""
    words = ['-A', 'UPSTREAM="sip:%s:%d"' % (network.callee4, lab.UPSTREAM_PORT)]
    if network.callee6:
        words += ['-A', 'UPSTREAM6="sip:[%s]:%d"' % (network.callee6, lab.UPSTREAM_PORT)]
    words += ['-A', 'ADDRESS_FILE="%s"' % address_file]
    words += ['-l', 'udp:%s:%d' % (network.edge4, port)]
    if network.edge6:
        words += ['-l', 'udp:[%s]:%d' % (network.edge6, port)]
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


def lost_in_kernel(pid):
    """What the kernel of the process's network namespace has lost so far, by reason: datagrams that
    receive buffers had no room for, and fragments that made no datagram."""
    lost = {'receive buffer full': 0, 'kernel reassembly': 0}
    wanted = {'Udp:RcvbufErrors': 'receive buffer full', 'Udp6RcvbufErrors': 'receive buffer full',
              'Ip:ReasmFails': 'kernel reassembly', 'Ip6ReasmFails': 'kernel reassembly'}
    with open('/proc/%d/net/snmp' % pid, encoding='ascii') as file:
        rows = [line.split() for line in file]
    for names, values in zip(rows[::2], rows[1::2]):
        for name, value in zip(names[1:], values[1:]):
            if names[0] + name in wanted:
                lost[wanted[names[0] + name]] += int(value)
    with open('/proc/%d/net/snmp6' % pid, encoding='ascii') as file:
        for name, value in (line.split() for line in file):
            if name in wanted:
                lost[wanted[name]] += int(value)
    return lost


class Kamailio:
    """A fresh Kamailio for each attack: its bans would outlive one."""

    name = 'Kamailio'

    def __init__(self, network, work, cfg, address_file, port=lab.EDGE_PORT):
        self.network, self.work, self.cfg = network, work, cfg
        self.address_file, self.port = address_file, port
        self.process = None
        self.before = {}

    def start(self):
        folder = os.path.join(self.work, 'kamailio')
        os.makedirs(folder, exist_ok=True)
        args = self.network.edge_words() + [
            'kamailio', '-DD', '-E', '-f', self.cfg, '-A', 'WITHOUT_GUARD', '-Y', folder, '-m',
            '128'] + defines(self.network, self.address_file, self.port)
        with open(os.path.join(self.work, 'kamailio.log'), 'ab') as out:
            self.process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT)
        if not wait_bound(self.process, self.port, 10):
            raise lab.LabError('Kamailio did not start; see %s/kamailio.log' % self.work)
        self.before = lost_in_kernel(self.process.pid)

    def sample(self):
        """Of itself it shows nothing: what the kernel lost on the way to its sockets."""
        lost = lost_in_kernel(self.process.pid)
        return {'received': None, 'forwarded': None,
                'dropped': {reason: count - self.before[reason] for reason, count in lost.items()},
                'answered': None, 'difference': 0}

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
