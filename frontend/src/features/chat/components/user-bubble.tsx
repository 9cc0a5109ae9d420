import { AttachmentImage } from './attachment-image';
import { FileChip } from './file-chip';

/** What the user said. Their text is shown as it was typed. */
export function UserBubble({ text, images, files }: { text: string; images: string[]; files: string[] }) {
  return (
    <div className="ml-auto flex max-w-[85%] flex-col items-end gap-2">
      {images.length > 0 && (
        <div className="flex flex-wrap justify-end gap-2">
          {images.map((id) => (
            <AttachmentImage key={id} attachmentId={id} className="max-h-56 max-w-full rounded-xl border" />
          ))}
        </div>
      )}
      {files.length > 0 && (
        <ul className="flex max-w-full flex-wrap justify-end gap-2">
          {files.map((id) => (
            <FileChip key={id} attachmentId={id} />
          ))}
        </ul>
      )}
      {text !== '' && (
        <div className="bg-secondary text-secondary-foreground rounded-2xl rounded-br-md px-4 py-2.5 leading-relaxed break-words whitespace-pre-wrap">
          {text}
        </div>
      )}
    </div>
  );
}
