import { AttachmentImage } from './attachment-image';

/** What the user said. Their text is shown as it was typed. */
export function UserBubble({ text, images }: { text: string; images: string[] }) {
  return (
    <div className="ml-auto flex max-w-[85%] flex-col items-end gap-2">
      {images.length > 0 && (
        <div className="flex flex-wrap justify-end gap-2">
          {images.map((id) => (
            <AttachmentImage key={id} attachmentId={id} className="max-h-56 max-w-full rounded-xl border" />
          ))}
        </div>
      )}
      {text !== '' && (
        <div className="bg-secondary text-secondary-foreground rounded-2xl rounded-br-md px-4 py-2.5 leading-relaxed break-words whitespace-pre-wrap">
          {text}
        </div>
      )}
    </div>
  );
}
