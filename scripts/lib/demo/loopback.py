"""Where namespaces are refused: the demo on loopback, with less to see.

No address is spoofed, nothing is fragmented and nothing outside of the edge counts packets, so the
verdict leaves out what only the namespaces can show.
"""

import lab


class Loopback:
    """Stands in for lab.Lab on 127.0.0.0/8."""

    isolated = False
    tag = 'loopback'

    def __init__(self):
        self.edge4, self.edge6 = '127.0.0.10', ''
        self.callee4, self.callee6 = '127.0.0.20', ''
        self.peer4, self.peer6 = ['127.0.0.11'], []
        self.registered4 = ['127.0.1.%d' % n for n in range(1, 65)]
        self.registered6 = []

    def newcomers(self, attack):
        return ['127.0.2.%d' % (1 + attack * lab.NEWCOMERS % 240 + n)
                for n in range(lab.NEWCOMERS)], []

    def caller_words(self):
        return lab.pinned('calls')

    def callee_words(self):
        return lab.pinned('calls')

    def edge_words(self):
        return lab.pinned('edge')

    def flood_words(self, binary, calm):
        target = '127.0.0.99' if calm else self.edge4
        return lab.pinned('flood') + [binary, '--loopback', '--target', target]

    def build(self):
        """Nothing to build: loopback is there."""

    def address_edge(self):
        """Loopback has its addresses."""

    def unaddress_edge(self):
        """A DPDK port is not used here."""

    def close(self):
        """Nothing to remove."""
