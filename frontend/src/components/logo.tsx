type Props = { className?: string };

/** The mark: a cloak with its clasp. */
export function Logo({ className }: Props) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={className}>
      <rect width="64" height="64" rx="15" fill="#1f6b61" />
      <path d="M32 12c-11 0-17 8-17 19v21c7-3 12-9 14-17l3-11 3 11c2 8 7 14 14 17V31c0-11-6-19-17-19Z" fill="#fbf6ea" />
      <circle cx="32" cy="23.5" r="4.5" fill="#e0a458" />
    </svg>
  );
}
