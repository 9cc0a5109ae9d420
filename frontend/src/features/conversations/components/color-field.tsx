/** Chooses a colour. It is saved when the chooser is left, not with every shade on the way. */
export function ColorField({ label, value, onChange }: { label: string; value: string; onChange: (color: string) => void }) {
  return (
    <input
      key={value}
      type="color"
      aria-label={label}
      title={label}
      defaultValue={value}
      onBlur={(event) => event.target.value !== value && onChange(event.target.value)}
      className="size-9 shrink-0 cursor-pointer rounded-lg border bg-transparent p-1 pointer-coarse:size-11"
    />
  );
}
