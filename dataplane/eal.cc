// EAL, started painlessly: no privilege, no hugepages and no NIC are needed for kernel sockets.
#include <getopt.h>
#include <sched.h>
#include <sys/mman.h>

#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_lcore.h>

#include <fstream>

#include "dataplane/plane.h"

namespace weir::dataplane {
namespace {

constexpr unsigned kSocketMemoryMb = 64;
constexpr unsigned kDeviceMemoryMb = 512;

bool has_argument(const std::vector<std::string>& arguments, std::string_view name) {
  for (const std::string& a : arguments) {
    if (a == name || a.starts_with(std::string(name) + "=")) return true;
  }
  return false;
}

std::vector<unsigned> allowed_cpus() {
  std::vector<unsigned> cpus;
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return {0};
  for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &set)) cpus.push_back(cpu);
  }
  return cpus;
}

std::string cpu_list(const std::vector<unsigned>& cpus) {
  std::string text = "(";
  for (const unsigned cpu : cpus) {
    if (text.size() > 1) text += ',';
    text += std::to_string(cpu);
  }
  return text + ")";
}

// lcore 0 is control, 1..workers poll. With devices each worker has its own CPU, the last ones, as
// long as one is left for control; otherwise all share what the process may use.
std::string lcores_argument(unsigned workers, bool pinned) {
  std::vector<unsigned> cpus = allowed_cpus();
  std::string text;
  if (pinned && workers < cpus.size()) {
    for (unsigned w = workers; w > 0; --w) {
      text += "," + std::to_string(w) + "@" + std::to_string(cpus.back());
      cpus.pop_back();
    }
    return "0@" + cpu_list(cpus) + text;
  }
  const std::string all = cpu_list(cpus);
  for (unsigned w = 0; w <= workers; ++w) {
    text += (w == 0 ? "" : ",") + std::to_string(w) + "@" + all;
  }
  return text;
}

std::uint64_t free_hugepage_mb() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  std::uint64_t value = 0;
  std::uint64_t pages = 0;
  std::uint64_t size_kb = 0;
  std::string rest;
  while (file >> name >> value) {
    if (name == "HugePages_Free:") pages = value;
    if (name == "Hugepagesize:") size_kb = value;
    std::getline(file, rest);
  }
  return pages * size_kb / 1024;
}

void add_memory(const EalSettings& settings, std::vector<std::string>& arguments) {
  unsigned megabytes = settings.memory_mb;
  if (megabytes == 0) megabytes = !settings.devices.empty() ? kDeviceMemoryMb : kSocketMemoryMb;
  if (!settings.devices.empty() && free_hugepage_mb() >= megabytes) {
    arguments.insert(arguments.end(), {"--in-memory"});
    return;
  }
  arguments.insert(arguments.end(),
                   {"--no-huge", "--no-shconf", "--iova-mode=va", "-m", std::to_string(megabytes)});
}

// getopt remembers a place inside the last argument it has seen, and EAL's parser would go on from
// there: it would read options that nobody gave.
void forget_getopt() {
  static char name[] = "sipweir";
  char* const nothing[] = {name, nullptr};
  optind = 0;
  getopt(1, nothing, "");
}

// The driver would say no more than "Resource temporarily unavailable".
Problem check_locked_memory(const PortSpec& spec) {
  const std::size_t bytes = spec.locked_bytes();
  if (bytes == 0) return {};
  void* const room = mmap(nullptr, bytes, PROT_NONE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_LOCKED, -1, 0);
  if (room != MAP_FAILED) {
    munmap(room, bytes);
    return {};
  }
  return "dpdk port " + spec.device + ": its rings are " + std::to_string(bytes >> 20) +
         " MiB of memory that must not be swapped, and less may be locked: raise the limit "
         "(`ulimit "
         "-l`, LimitMEMLOCK= of a unit), or give it smaller rings, as in "
         "args=blocksz=65536,framesz=8192,framecnt=128";
}

}  // namespace

Problem start_eal(const EalSettings& settings) {
  std::vector<std::string> arguments = {settings.program, "--no-telemetry", "--log-level=error"};
  const auto& own = settings.arguments;
  if (!has_argument(own, "-l") && !has_argument(own, "-c") && !has_argument(own, "--lcores")) {
    arguments.push_back("--lcores=" + lcores_argument(settings.workers, !settings.devices.empty()));
  }
  const bool memory_said = has_argument(own, "--no-huge") || has_argument(own, "--in-memory") ||
                           has_argument(own, "-m") || has_argument(own, "--huge-dir") ||
                           has_argument(own, "--socket-mem") || has_argument(own, "--file-prefix");
  if (!memory_said) add_memory(settings, arguments);
  bool pci = false;
  for (const std::string& text : settings.devices) {
    std::string problem;
    const std::optional<PortSpec> spec = parse_port_spec(text, problem);
    if (!spec) return problem;
    const std::string vdev = vdev_argument(*spec, own, problem);
    if (!problem.empty()) return problem;
    if (!vdev.empty()) {
      if (problem = check_locked_memory(*spec); !problem.empty()) return problem;
      arguments.push_back(vdev);
    }
    pci = pci || spec->driver().empty();
  }
  const bool devices_said = has_argument(own, "-a") || has_argument(own, "--allow") ||
                            has_argument(own, "-b") || has_argument(own, "--block");
  if (!pci && !devices_said && !has_argument(own, "--no-pci")) arguments.emplace_back("--no-pci");
  arguments.insert(arguments.end(), own.begin(), own.end());

  // EAL reorders the array and keeps pointers into it, so the strings live as long as the process.
  static std::vector<std::string> kept;
  kept = std::move(arguments);
  static std::vector<char*> argv;
  argv.clear();
  for (std::string& argument : kept) argv.push_back(argument.data());
  argv.push_back(nullptr);
  forget_getopt();
  if (rte_eal_init(static_cast<int>(kept.size()), argv.data()) < 0) {
    std::string text = "DPDK's environment does not start (" +
                       std::string(rte_strerror(rte_errno)) + "), called as:";
    for (const std::string& argument : kept) text += " " + argument;
    return text + "; look at the arguments after --, and add --log-level=debug there to see more";
  }
  if (rte_lcore_count() < 2) {
    return "no lcore is left for packets: name at least two with --lcores, the first is control's";
  }
  return {};
}

void stop_eal() { rte_eal_cleanup(); }

Frequency frequency() { return {rte_get_tsc_hz()}; }

}  // namespace weir::dataplane
