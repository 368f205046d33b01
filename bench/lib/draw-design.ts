/** An SVG of a frame and in it labels and boxes: `count` layers in all. */
export function drawDesign(count: number): string {
  const parts: string[] = [];
  const height = Math.max(960, Math.ceil(count / 25) * 48);
  for (let at = 0; at < count - 2; at += 1) {
    const x = (at % 25) * 56;
    const y = Math.floor(at / 25) * 48;
    const color = `hsl(${(at * 37) % 360} 60% ${30 + (at % 5) * 10}%)`;
    if (at % 4 === 0)
      parts.push(`<text id="Text ${at}" x="${x}" y="${y + 20}" font-size="14" fill="${color}">Item ${at}</text>`);
    else
      parts.push(
        `<rect id="Rectangle ${at}" x="${x}" y="${y}" width="${24 + (at % 7) * 4}" height="${16 + (at % 5) * 5}" rx="${at % 9}" fill="${color}"/>`,
      );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="${height}" viewBox="0 0 1400 ${height}"><g id="Frame 1"><rect id="Rectangle" width="1400" height="${height}" fill="white"/>${parts.join('')}</g></svg>`;
}
