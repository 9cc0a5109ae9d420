import { ImageIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** A picture that a text points at. One from elsewhere is a link: the page asks no other server for anything. */
export function MarkdownImage({ src, alt }: { src: string | undefined; alt: string | undefined }) {
  const { t } = useTranslation('chat');
  if (src?.startsWith('data:image/')) return <img src={src} alt={alt ?? ''} loading="lazy" />;
  return (
    <a href={src} target="_blank" rel="noopener noreferrer" title={t('image_elsewhere')}>
      <ImageIcon className="mr-1 inline size-4" aria-hidden />
      {alt || t('image')}
    </a>
  );
}
