const HEIGHT = 24;
/** Width of a bar and of the gap behind it. */
const BAR = 3;
const GAP = 1;

type Props = { values: number[]; label: string };

/** A few numbers in their order as small bars; `label` says what they mean to those who do not see them. */
export function Sparkline({ values, label }: Props) {
  const most = Math.max(...values, 1);
  const width = values.length * (BAR + GAP) - GAP;
  return (
    <svg role="img" aria-label={label} width={width} height={HEIGHT} viewBox={`0 0 ${String(width)} ${String(HEIGHT)}`} className="max-w-full">
      <title>{label}</title>
      {values.map((value, index) => {
        // A day without calls keeps a line, so that the row of days can be seen.
        const height = value === 0 ? 1 : Math.max((value / most) * HEIGHT, 3);
        return (
          <rect
            // Days do not change their places.
            key={index}
            x={index * (BAR + GAP)}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            rx={value === 0 ? 0 : 1}
            className={value === 0 ? 'fill-border' : 'fill-primary'}
          />
        );
      })}
    </svg>
  );
}
