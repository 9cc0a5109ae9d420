import { memo } from 'react';
import { Markdown } from '@/components/markdown/markdown';
import type { LivePart } from '../model/turn-reducer';
import { AttachmentImage } from './attachment-image';
import { Reasoning } from './reasoning';
import { ToolCallCard } from './tool-call-card';

/** One part of an answer. Only the part that grows is drawn again. */
export const AnswerPart = memo(function AnswerPart({ live, writing }: { live: LivePart; writing: boolean }) {
  const { part } = live;
  switch (part.type) {
    case 'text':
      return <Markdown text={part.text} writing={writing} />;
    case 'reasoning':
      return <Reasoning text={part.text} live={live} thinking={writing} />;
    case 'tool_call':
      return <ToolCallCard call={part} live={live} writing={writing} />;
    case 'image':
      return <AttachmentImage attachmentId={part.attachment_id} className="max-h-[32rem] max-w-full rounded-xl border" />;
    case 'file':
      return null;
    case 'refusal':
      return <p className="text-muted-foreground border-l-2 pl-4 italic">{part.text}</p>;
  }
});
