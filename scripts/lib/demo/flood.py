"""Runs the bounded generator and reads what it says each second."""

import json
import subprocess
import threading

import lab

ATTACKS = ['one_source', 'spoofed', 'scanner', 'garbage', 'register', 'reply', 'foreign_port',
           'forged_dialog', 'fragments']
# What no edge is promised to stand without a loss, or does not see at all: for scripts/flood-lab.
HARDER = ['spoofed_trusted', 'syn', 'kdmq']

WHAT = {
    'one_source': 'one address sends INVITEs as fast as it can',
    'spoofed': 'INVITEs, each from another made-up address',
    'scanner': 'scanners by their User-Agent, from 4,096 addresses',
    'garbage': 'random bytes, SIP cut short, SIP with flipped bytes',
    'register': 'REGISTERs with wrong credentials from made-up addresses',
    'reply': 'replies to requests that never were',
    'foreign_port': "INVITEs from our callers' addresses, but other ports",
    'forged_dialog': 'BYE and re-INVITE of dialogs that never were, with our Route',
    'spoofed_trusted': 'INVITEs from the very addresses and ports of our phones and peer',
    'syn': 'TCP SYNs from made-up addresses',
    'kdmq': "a cluster's notifications from made-up addresses",
    'fragments': 'first IP fragments whose rest never comes, and rests alone',
}


class Flood:
    """One run of the generator; in a calm one nothing of it reaches the edge."""

    def __init__(self, network, binary, attack, rate, seconds, listed, calm):
        args = network.flood_words(binary, calm) + [
            '--attack', attack, '--port', str(lab.EDGE_PORT), '--rate', str(rate), '--seconds',
            str(seconds), '--count', str(rate * seconds), '--listed', listed]
        self.attack, self.rate, self.seconds = attack, rate, seconds
        self.lines = []
        self.total = None
        self.changed = threading.Condition()
        self.process = subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            item = json.loads(line)
            with self.changed:
                if item.get('done'):
                    self.total = item
                else:
                    self.lines.append(item)
                self.changed.notify_all()

    def wait_line(self, second):
        """Waits until the generator has told of that second, or is late beyond reason."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.lines) >= second or self.total is not None, 3)

    def per_second(self):
        return [line['sent'] for line in self.lines]

    def finish(self):
        """Waits until it ends by itself; returns what it sent in all."""
        try:
            self.process.wait(self.seconds + 5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reader.join(5)
        if self.process.returncode != 0 or self.total is None:
            raise lab.LabError('the generator failed: ' + self.process.stderr.read().strip())
        return self.total

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
