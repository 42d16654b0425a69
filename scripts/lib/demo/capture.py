"""--pcap: tcpdump on the bridge's port to the edge."""

import os
import subprocess

import lab


class Capture:
    """Records until stop(); raises LabError at once where tcpdump cannot."""

    def __init__(self, network, path):
        self.process = subprocess.Popen(
            network.inside('switch') + ['tcpdump', '-qni', 'p-edge', '-c', '1000000', '-w',
                                        os.path.abspath(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = []
        for line in self.process.stderr:
            if 'listening on' in line:
                return
            said.append(line.strip())
        self.stop()
        raise lab.LabError(refusal(path, said))

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()


def refusal(path, said):
    """What tcpdump's last words mean to who called the demo."""
    text = 'tcpdump cannot record into %s: %s' % (path, said[-1] if said else 'it said nothing')
    if any("Couldn't change" in line for line in said):
        text += ('\n  it gives its privileges away, which takes a true root: run this with sudo, or '
                 'without --pcap')
    return text
