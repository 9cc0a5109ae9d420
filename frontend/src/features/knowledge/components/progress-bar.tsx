type Props = { /** What is going on. */ label: string; percent: number };

/** How far something is. */
export function ProgressBar({ label, percent }: Props) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="bg-secondary h-1.5 overflow-hidden rounded-full"
    >
      <div className="bg-primary h-full rounded-full transition-[width] duration-300" style={{ width: `${String(percent)}%` }} />
    </div>
  );
}
