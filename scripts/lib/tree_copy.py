"""A copy of the tree to plant mutants and bugs in."""
import os
import shutil
import subprocess


def copy_tree(root, target):
    """Brings `target` up to date with what git knows of `root`, and touches nothing that is the same."""
    names = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    for name in names:
        copied, origin = os.path.join(target, name), os.path.join(root, name)
        if not os.path.isfile(origin):
            continue
        os.makedirs(os.path.dirname(copied), exist_ok=True)
        if not os.path.exists(copied) or open(copied, "rb").read() != open(origin, "rb").read():
            shutil.copy2(origin, copied)


def quiet(command, seconds, **more):
    """The finished command with its output; None when it took too long."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False,
                              text=True, errors="replace", **more)
    except subprocess.TimeoutExpired:
        return None
