import { readFileSync } from 'node:fs';

/** The memory limit of the container's control group (version 2, then 1) in MiB, if it is below 1 TiB. */
export function readContainerLimitMb(): number | undefined {
  for (const path of ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']) {
    try {
      const bytes = Number(readFileSync(path, 'utf8'));
      if (bytes > 0 && bytes < 2 ** 40) return Math.floor(bytes / 2 ** 20);
    } catch {
      // This control group does not exist: use the next one, or the default.
    }
  }
  return undefined;
}
