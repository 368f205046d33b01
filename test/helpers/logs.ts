/** A logger that keeps its lines. */
export type KeptLog = {
  lines: { level: 'info' | 'warn' | 'error'; fields: Record<string, unknown>; message: string }[];
} & Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;

/** Makes a {@link KeptLog}. */
export function createKeptLog(): KeptLog {
  const lines: KeptLog['lines'] = [];
  const keep = (level: 'info' | 'warn' | 'error') => (fields: object, message: string) => {
    lines.push({ level, fields: fields as Record<string, unknown>, message });
  };
  return { lines, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
