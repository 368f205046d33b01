import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/**
 * Waits for the end of its input, which comes when the owner closes it or dies. Then removes the owner's lease and, if
 * no living process holds another one, stops the server. A shell of 1 MB, because it must outlive a `kill -9` of the
 * owner. Not `pg_ctl stop`: it refuses root, and only root may see whether root's processes live.
 *
 * $1 the owner's lease, $2 the folder of leases, $3 the cluster
 */
const script = `
read -r _
rm -f "$1"
for other in "$2"/*; do
  [ -e "$other" ] || continue
  owner=\${other##*/}; owner=\${owner%%.*}
  if kill -0 "$owner" 2>/dev/null || [ -d "/proc/$owner" ]; then exit 0; fi
  rm -f "$other"
done
[ -s "$3/postmaster.pid" ] || sleep 0.3
[ -s "$3/postmaster.pid" ] || exit 0
pid=$(head -n 1 "$3/postmaster.pid")
name=$(cat "/proc/$pid/comm" 2>/dev/null || ps -o comm= -p "$pid" 2>/dev/null)
case "$name" in *postgres*) ;; *) exit 0 ;; esac
kill -INT "$pid" 2>/dev/null
tries=0
while kill -0 "$pid" 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -eq 200 ] && kill -QUIT "$pid" 2>/dev/null
  [ "$tries" -gt 300 ] && exit 1
  sleep 0.05
done
`;

/** Keeps the server running for one process. */
export type Lease = {
  /** Resolves once the server is stopped, or at once if others still use it. */
  release(): Promise<void>;
};

/**
 * Keeps the server of a cluster running for this process until it releases the lease or dies.
 *
 * The watchdog runs in its own process group: Ctrl-C in a terminal goes to the whole group, and a server that stopped
 * at that moment could not take the last records.
 */
export async function takeLease(leasesFolder: string, clusterFolder: string): Promise<Lease> {
  await mkdir(leasesFolder, { recursive: true });
  const file = join(leasesFolder, `${process.pid}.${randomUUID()}`);
  await writeFile(file, '');
  const watchdog = spawn('sh', ['-c', script, 'postgres-watchdog', file, leasesFolder, clusterFolder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(watchdog, 'exit');
  ended.catch(() => {});
  // Neither the child nor its pipe may keep this process alive.
  watchdog.unref();
  (watchdog.stdin as unknown as Socket).unref();
  watchdog.stdin.on('error', () => {});

  return {
    async release() {
      watchdog.ref();
      watchdog.stdin.end();
      await ended;
      await rm(file, { force: true });
    },
  };
}
