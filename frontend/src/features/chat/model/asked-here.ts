const asked = new Set<string>();

/** Notes that a run was started on this page: its question goes to the top of the view. */
export function markAsked(runId: string): void {
  asked.add(runId);
}

/** Whether the run was started on this page. */
export function wasAskedHere(runId: string): boolean {
  return asked.has(runId);
}
