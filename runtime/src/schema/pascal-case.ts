/**
 * Turns any text into a type's name: `patient-summary` → `PatientSummary`. Letters of all scripts are kept, in one form
 * where Unicode has two for what looks the same.
 */
export function pascalCase(text: string): string {
  return (
    text
      .normalize("NFC")
      // Of the letters beyond the first 65,536 only this block of Chinese ones is old enough for every compiler to know.
      .replaceAll(/[\u{10000}-\u{1ffff}\u{2a6de}-\u{10ffff}]/gu, " ")
      .split(/[^\p{L}\p{M}\p{N}]+/u)
      .filter((word) => word !== "")
      .map((word) => {
        const [first = ""] = word;
        // A name such as `NPSScore` or `customerID` keeps its capitals; SHOUTING is only kept when it is the whole name.
        return first.toUpperCase() + word.slice(first.length);
      })
      .join("")
  );
}
