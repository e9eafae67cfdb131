/** What the sample spec is asked about, in `init`'s example and where `try` has no input: notes that read like real ones. */
export const sampleNotes: string =
  "78-year-old, two days of fever and cough. BP 92/58, heart rate 118, SpO2 89 % on room air. Lives alone.";
