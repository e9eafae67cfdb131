import type { Note } from "./queue.js";

const complaints = ["mild headache since yesterday", "ankles slightly swollen", "slept badly", "no complaints"];
const habits = ["takes the medicine as prescribed", "ran out of amlodipine four days ago", "eats well, walks daily"];

/** Writes notes of home visits. Invented; they resemble nobody. The same number is the same note. */
export function writeNotes(count: number): readonly Note[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `visit-${index}`,
    text: `Blood pressure ${120 + (index % 50)}/${75 + (index % 30)}, pulse ${60 + (index % 35)}. ${[
      complaints[index % complaints.length],
      habits[index % habits.length],
    ].join(", ")}.`,
  }));
}
