# The Debian packages that building, testing and the demo need, and how they get installed.
# Sourced by the scripts; every package is justified in docs/dependencies.md.
# shellcheck shell=bash

# Debian's users do not have these in their PATH; ip, nft, ethtool and kamailio are there.
export PATH=$PATH:/usr/sbin:/sbin

weir_build_packages=(
  build-essential g++ meson ninja-build pkg-config ccache git ca-certificates python3-minimal
  libdpdk-dev libhyperscan-dev libpcre2-dev libssl-dev libfmt-dev libcli11-dev
  nlohmann-json3-dev libjemalloc-dev libnl-3-dev libnl-route-3-dev
  libmaxminddb-dev
  libgtest-dev libgmock-dev libbenchmark-dev libosip2-dev libsofia-sip-ua-dev libre-dev
)
weir_test_packages=(
  clang-14 libclang-rt-14-dev llvm-14 clang-format-14 gcovr
  kamailio sip-tester sipsak nftables iproute2 procps util-linux ethtool python3 dpdk-dev
)
weir_demo_packages=(
  kamailio kamailio-extra-modules sip-tester sipsak nftables iproute2 procps util-linux ethtool python3
)

# Prints the names among the arguments that dpkg does not know as installed.
missing_packages() {
  local name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || echo "$name"
  done
}

# Installs what is missing of the packages named; quick and without the network when nothing is.
# Its output goes to the log file in $1. Fails with one line that says what to do.
install_packages() {
  local log=$1
  shift
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -eq 0 ] && return 0
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "error: these Debian packages are missing: ${missing[*]}" >&2
      echo "       install them as root: apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    root=(sudo)
  fi
  echo "installing ${#missing[@]} Debian packages (log: ${log#"$PWD"/})"
  # A package that starts a daemon when installed (kamailio) must not do so here.
  local policy=/usr/sbin/policy-rc.d made_policy=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null
    "${root[@]}" chmod 755 "$policy"
    made_policy=1
  fi
  local status=0
  {
    "${root[@]}" apt-get update -qq &&
      "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "${missing[@]}"
  } >>"$log" 2>&1 </dev/null || status=$?
  [ -n "$made_policy" ] && "${root[@]}" rm -f "$policy"
  if [ "$status" -ne 0 ]; then
    echo "error: apt-get could not install: ${missing[*]}" >&2
    tail -n 5 "$log" | sed 's/^/       /' >&2
    echo "       the whole output is in ${log#"$PWD"/}; mend the cause and run this again" >&2
    return 1
  fi
}
