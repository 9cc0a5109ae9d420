/** A duration in milliseconds, in seconds or in minutes and seconds. */
export function formatDuration(milliseconds: number, language: string): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return unit(seconds, 'second', language, seconds < 10 ? 1 : 0);
  const minutes = Math.floor(seconds / 60);
  return `${unit(minutes, 'minute', language, 0)} ${unit(seconds - minutes * 60, 'second', language, 0)}`;
}

function unit(value: number, name: 'second' | 'minute', language: string, digits: number): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
