"""What server and worker keep in memory."""

import subprocess
from collections.abc import Sequence

import psutil


def resident(processes: Sequence["subprocess.Popen[bytes]"]) -> dict[str, float]:
    """Of these processes and all below them: resident memory as the kernel counts it for each, and without counting
    shared pages twice, in MB.
    """
    family = [psutil.Process(process.pid) for process in processes]
    family += [child for process in family for child in process.children(recursive=True)]
    return {
        "processes": len(family),
        "resident_mb": round(sum(process.memory_info().rss for process in family) / 1e6, 1),
        "proportional_mb": round(sum(process.memory_full_info().pss for process in family) / 1e6, 1),
    }
