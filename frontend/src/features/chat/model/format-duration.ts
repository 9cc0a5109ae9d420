type Unit = 'millisecond' | 'second' | 'minute';

/** From here on tenths of a second tell nothing. */
const WHOLE_SECONDS_FROM = 10;

/** A duration in milliseconds, in the unit that suits it; from a minute on in minutes and seconds. */
export function formatDuration(milliseconds: number, language: string): string {
  const unit = (value: number, name: Unit, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);

  if (milliseconds < 1) return `< ${unit(1, 'millisecond')}`;
  if (Math.round(milliseconds) < 1000) return unit(milliseconds, 'millisecond');
  const seconds = milliseconds / 1000;
  if (seconds < WHOLE_SECONDS_FROM) return unit(seconds, 'second', 1);
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  return `${unit(Math.floor(whole / 60), 'minute')} ${unit(whole % 60, 'second')}`;
}
