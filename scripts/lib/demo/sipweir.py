"""The edge under test: sipweir on a DPDK af_packet port, or with kernel sockets."""

import json
import os
import shutil
import subprocess
import tempfile
import time

import kamailio
import lab


class Sipweir:
    """One sipweir that lives through all attacks."""

    name = 'sipweir'

    def __init__(self, network, work, build, cfg, address_file, sockets):
        self.network, self.work, self.build = network, work, build
        self.cfg, self.address_file, self.sockets = cfg, address_file, sockets
        self.process = None
        self.runtime = tempfile.mkdtemp(prefix='weir-')  # a socket's path must be short
        self.log = os.path.join(work, 'sipweir.log')

    def _words(self):
        words = [os.path.join(self.build, 'sipweir'), '-DD', '-E', '-f', self.cfg, '-Y', self.runtime]
        words += kamailio.defines(self.network, self.address_file)
        if not self.sockets:
            words += ['--modparam=dpdk:port:s:%s' % self._port()]
        return words

    def _port(self):
        return 'net_af_packet0 iface=%s twin=sw0 addr=%s/24,%s/48 gw=%s,%s' % (
            lab.device_of('edge'), self.network.edge4, self.network.edge6, lab.ATTACKER4,
            lab.ATTACKER6)

    def start(self):
        with open(self.log, 'wb') as out:
            self.process = subprocess.Popen(self.network.edge_words() + self._words(),
                                            stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT)
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise lab.LabError('sipweir did not start:\n' + self.tail())
            if self.ask('stats') is not None:
                return
            time.sleep(0.1)
        raise lab.LabError('sipweir does not answer sipweirctl:\n' + self.tail())

    def tail(self):
        with open(self.log, encoding='utf-8', errors='replace') as file:
            return ''.join('  ' + line for line in file.readlines()[-15:])

    def ask(self, command):
        """What `sipweirctl --json COMMAND` says, or None."""
        done = subprocess.run(
            [os.path.join(self.build, 'sipweirctl'), '--socket',
             os.path.join(self.runtime, 'sipweir.sock'), '--json', command],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=10, check=False)
        if done.returncode != 0:
            return None
        return json.loads(done.stdout)

    def sample(self):
        """The account of all lcores at one moment."""
        stats, drops = self.ask('stats'), self.ask('drops')
        if stats is None or drops is None:
            raise lab.LabError('sipweir has gone:\n' + self.tail())
        sample = account(stats, drops)
        # Never ours to see. (What the receive buffers lost, it tells itself.)
        lone = kamailio.lost_in_kernel(self.process.pid)['kernel reassembly']
        if self.network.isolated and lone:
            sample['dropped']['kernel reassembly'] = lone
        return sample

    def stop(self):
        if self.process is None:
            shutil.rmtree(self.runtime, ignore_errors=True)
            return None
        self.process.terminate()
        try:
            code = self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process = None
        shutil.rmtree(self.runtime, ignore_errors=True)
        return code


def account(stats, drops):
    """One sample out of what the two commands say."""
    whole = stats['account']
    dropped = {row['reason']: row['count'] for row in drops if row['count']}
    if whole.get('lost'):
        dropped['port'] = whole['lost']
    return {'received': whole['received'], 'forwarded': whole['forwarded'],
            'answered': whole['answered'], 'dropped': dropped, 'difference': whole['difference']}
