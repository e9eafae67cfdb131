/** One note of a visit. */
export interface Note {
  readonly id: string;
  readonly text: string;
}

/** Notes one by one, as a database cursor or a file gives them; only those that are being worked on are in memory. */
export async function* readNotes(count: number): AsyncGenerator<Note> {
  for (let number = 1; number <= count; number++) {
    yield {
      id: `visit-${number}`,
      text: `Visit ${number}. Blood pressure ${120 + (number % 60)}/${70 + (number % 40)}, pulse ${60 + (number % 50)}.`,
    };
  }
}
