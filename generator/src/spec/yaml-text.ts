/** A text as it stands in a YAML list, in quotes where it needs them. */
export function yamlText(text: string): string {
  return /^[A-Za-z][\w-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
