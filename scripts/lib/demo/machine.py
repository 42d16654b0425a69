"""The machine that the figures come from, without its name."""

import mmap
import os
import platform
import subprocess

import kamailio

MAP_LOCKED = 0x2000  # of Linux, and newer than this Python's mmap


def may_lock(size):
    """Whether a process of ours may keep that much memory from being swapped."""
    try:
        mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_LOCKED).close()
    except OSError:
        return False
    return True


def describe(options):
    return {
        'processor': processor(), 'cpus': os.cpu_count(), 'memory_gib': memory(),
        'kernel': platform.release().split('-')[0], 'debian': debian(),
        'hugepages_free': hugepages(), 'dpdk': package('libdpdk-dev'),
        'kamailio': kamailio.version(), 'sipp': package('sip-tester'),
        'port': 'kernel sockets' if options.sockets else 'DPDK af_packet on a veth',
        'flood_rate': options.rate, 'seconds': options.seconds, 'calls_per_second': options.calls,
    }


def read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def processor():
    for line in read('/proc/cpuinfo').split('\n'):
        if line.startswith('model name'):
            return line.split(':', 1)[1].strip()
    return 'unknown'


def field(text, name):
    for line in text.split('\n'):
        if line.startswith(name):
            return int(line.split()[1])
    return 0


def memory():
    return round(field(read('/proc/meminfo'), 'MemTotal') / 1048576)


def hugepages():
    return field(read('/proc/meminfo'), 'HugePages_Free')


def debian():
    return read('/etc/debian_version').strip() or 'unknown'


def package(name):
    done = subprocess.run(['dpkg-query', '-W', '-f=${Version}', name], capture_output=True,
                          text=True, check=False)
    return done.stdout.strip() or 'unknown'
