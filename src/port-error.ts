/** A port that could not be opened, with a message for the operator. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * Explains why a port could not be opened if a setting is the cause; returns any other error unchanged.
 *
 * @param setting name of the port's setting, `PORT` or `METRICS_PORT`.
 */
export function toPortError(error: unknown, setting: string, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new PortError(`${setting} ${port} is in use on ${host}: stop the other program or set another ${setting}`);
  }
  if (code === 'EACCES')
    return new PortError(`${setting} ${port} needs more rights than this user has: use a port above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new PortError(`HOST ${host} is not an address of this machine`);
  return error;
}
