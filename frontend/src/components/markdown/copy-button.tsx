import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from './copy-text';

const SHOWN_MS = 1500;

/** Copies a text and says so for a moment. */
export function CopyButton({ text, className }: { text: () => string; className: string }) {
  const { t } = useTranslation('chat');
  const [copied, setCopied] = useState(false);
  const label = copied ? t('copied') : t('copy');
  const copy = async () => {
    setCopied(await copyText(text()));
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" className={className} onClick={() => void copy()} aria-label={label} title={label}>
      {copied ? <Check className="size-4" aria-hidden /> : <Copy className="size-4" aria-hidden />}
    </button>
  );
}
