/** What a kind of jobs is called; one without a translation shows as the server names it. */
export function kindName(kind: string, t: (key: string, values: { defaultValue: string }) => string): string {
  return t(`kind_${kind}`, { defaultValue: kind });
}
