/** A port that could not be opened, in words for whoever set it. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/**
 * Why a port could not be opened, where a setting is to blame; any other error as it came.
 *
 * @param setting the port's, `PORT` or `METRICS_PORT`.
 */
export function toPortError(error: unknown, setting: string, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new PortError(`${setting} ${port} is in use on ${host}: end what listens there, or set another ${setting}`);
  }
  if (code === 'EACCES') return new PortError(`${setting} ${port} may not be opened by this user: set one above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new PortError(`HOST ${host} is no address of this machine`);
  return error;
}
