/** A fitted power law y = factor * x^exponent. */
export interface PowerFit {
  exponent: number;
  factor: number;
}

/**
 * Fits y = factor * x^exponent by least squares of log y over log x.
 *
 * @param points at least two different x; all values above 0
 */
export function fitPower(points: readonly (readonly [x: number, y: number])[]): PowerFit {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const exponent = covariance / variance;
  return { exponent, factor: Math.exp(meanY - exponent * meanX) };
}
