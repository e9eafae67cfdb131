import type { Sample } from "./growth.js";

/** One line of a panel. */
export interface Line {
  readonly label: string;
  readonly samples: readonly Sample[];
}

/** One quantity over time, in one or two lines that share a scale. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly [Line] | readonly [Line, Line];
}

/** What a plot shows. */
export interface Plot {
  readonly title: string;
  /** What somebody who cannot see it should know. */
  readonly description: string;
  readonly panels: readonly Panel[];
}

const width = 860;
const panelHeight = 150;
const left = 64;
const right = width - 118;
const top = 56;
/** Of the drawing area within a panel. */
const inner = { top: 30, bottom: 120 };

const style = `
    text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #57606a; }
    .title { font-size: 16px; font-weight: 600; fill: #1f2328; }
    .name { font-weight: 600; fill: #1f2328; }
    .page { fill: #ffffff; }
    .grid { stroke: #d8dee4; }
    .line { fill: none; stroke-width: 1.5; stroke-linejoin: round; }
    .l0 { stroke: #0757b8; } .t0 { fill: #0757b8; }
    .l1 { stroke: #b04a00; } .t1 { fill: #b04a00; }
    @media (prefers-color-scheme: dark) {
      text { fill: #9da7b3; }
      .title, .name { fill: #e6edf3; }
      .page { fill: #0d1117; }
      .grid { stroke: #30363d; }
      .l0 { stroke: #6cb2ff; } .t0 { fill: #6cb2ff; }
      .l1 { stroke: #ffa657; } .t1 { fill: #ffa657; }
    }`;

/**
 * Draws panels below each other as an SVG that follows the reader's dark or light scheme. Beside each line stands the median
 * of its values. The same samples give the same text.
 */
export function drawPlot({ title, description, panels }: Plot): string {
  const height = top + panels.length * panelHeight + 20;
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ samples }) => samples));
  const end = Math.max(1, ...all.map(({ at }) => at));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">`,
    `  <title id="title">${escapeText(title)}</title>`,
    `  <desc id="desc">${escapeText(description)}</desc>`,
    `  <style>${style}\n  </style>`,
    `  <rect class="page" width="${width}" height="${height}" rx="6"/>`,
    `  <text class="title" x="20" y="32">${escapeText(title)}</text>`,
    `  <text x="${right + 8}" y="32">medians</text>`,
    ...panels.flatMap((panel, index) => drawPanel(panel, top + index * panelHeight, end)),
    ...drawTimes(end, top + panels.length * panelHeight),
    "</svg>",
    "",
  ].join("\n");
}

function drawPanel({ title, lines }: Panel, y: number, end: number): readonly string[] {
  const values = lines.flatMap(({ samples }) => samples.map(({ value }) => value));
  const ticks = ticksTo(Math.max(1, ...values));
  const most = ticks.at(-1) ?? 1;
  const placeOf = (value: number): number => y + inner.bottom - (value / most) * (inner.bottom - inner.top);
  const ends = lines.map(({ samples }) => placeOf(medianOf(samples)));
  return [
    `  <text class="name" x="20" y="${y + 16}">${escapeText(title)}</text>`,
    ...ticks.flatMap((tick) => [
      `  <line class="grid" x1="${left}" x2="${right}" y1="${round(placeOf(tick))}" y2="${round(placeOf(tick))}"/>`,
      `  <text x="${left - 8}" y="${round(placeOf(tick) + 4)}" text-anchor="end">${figure(tick)}</text>`,
    ]),
    ...lines.flatMap(({ label, samples }, index) => {
      const points = samples.map(({ at, value }) => `${round(placeX(at, end))},${round(placeOf(value))}`);
      const labelY = round(labelPlace(ends, index) + 4);
      return [
        `  <polyline class="line l${index}" points="${points.join(" ")}"/>`,
        `  <text class="t${index}" x="${right + 8}" y="${labelY}">${escapeText(label)} ${figure(medianOf(samples))}</text>`,
      ];
    }),
  ];
}

/** Two labels that would lie on each other are moved apart. */
function labelPlace(ends: readonly number[], index: number): number {
  const own = ends[index] ?? 0;
  const other = ends[1 - index];
  if (other === undefined || Math.abs(own - other) >= 15) return own;
  const middle = (own + other) / 2;
  const isAbove = own < other || (own === other && index === 1);
  return middle + (isAbove ? -8 : 8);
}

function drawTimes(end: number, y: number): readonly string[] {
  const inMinutes = end > 180;
  const last = inMinutes ? end / 60 : end;
  const ticks = ticksTo(last, 6).filter((tick) => tick <= last);
  return ticks.map((tick) => {
    const x = round(placeX(inMinutes ? tick * 60 : tick, end));
    return `  <text x="${x}" y="${y}" text-anchor="middle">${figure(tick)} ${inMinutes ? "min" : "s"}</text>`;
  });
}

function placeX(at: number, end: number): number {
  return left + (at / end) * (right - left);
}

/** Round numbers from 0 to the first that is not below the largest value. */
export function ticksTo(largest: number, most = 4): readonly number[] {
  const rough = largest / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

function medianOf(samples: readonly Sample[]): number {
  const sorted = samples.map(({ value }) => value).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function figure(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

function round(value: number): string {
  return String(Number(value.toFixed(1)));
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
