import { describe, expect, it } from "vitest";
import { drawPlot, ticksTo } from "./plot.js";

const line = (label: string, ...values: readonly number[]) => ({
  label,
  samples: values.map((value, index) => ({ at: index * 60, value })),
});

describe("the plot", () => {
  const text = drawPlot({
    title: "A & B",
    description: "Both stay < 10.",
    panels: [
      { title: "Memory", lines: [line("heap", 1, 2, 3, 4, 5), line("resident", 10, 10, 10, 10, 10)] },
      { title: "Empty", lines: [line("none")] },
    ],
  });

  it("says in words what it shows, for those who do not see it", () => {
    expect(text).toContain('role="img" aria-labelledby="title desc"');
    expect(text).toContain('<title id="title">A &amp; B</title>');
    expect(text).toContain('<desc id="desc">Both stay &lt; 10.</desc>');
  });

  it("draws a point for each sample, none outside, on a scale from 0", () => {
    const points = [...text.matchAll(/points="([^"]*)"/g)].map(([, list = ""]) => list.split(" ").filter(Boolean));
    expect(points.map(({ length }) => length)).toEqual([5, 5, 0]);
    const places = points.flat().map((point) => point.split(",").map(Number));
    const [, , height = 0] = /viewBox="0 0 (\d+) (\d+)"/.exec(text)?.map(Number) ?? [];
    for (const [x = -1, y = -1] of places) {
      expect(x >= 0 && x <= 860).toBe(true);
      expect(y >= 0 && y <= height).toBe(true);
    }
    // A line that does not move is drawn level, one that rises goes up.
    expect(new Set(points[1]?.map((point) => point.split(",")[1])).size).toBe(1);
    const [first = 0, last = 0] = [points[0]?.[0], points[0]?.[4]].map((point) => Number(point?.split(",")[1]));
    expect(last).toBeLessThan(first);
  });

  it("follows a dark scheme, and names no other file", () => {
    expect(text).toContain("prefers-color-scheme: dark");
    expect(text).not.toMatch(/href|url\(|<script/);
  });

  it("has round ticks up to the largest value", () => {
    expect(ticksTo(271)).toEqual([0, 100, 200, 300]);
    expect(ticksTo(26)).toEqual([0, 10, 20, 30]);
    expect(ticksTo(0.9)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticksTo(60, 6)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  });
});
