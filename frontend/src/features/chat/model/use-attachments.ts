import { useTranslation } from 'react-i18next';
import { errorMessage } from '@/api/client';
import { uploadAttachment } from '../api/upload-attachment';
import { kindOf, refusalOf, type AttachmentEvent } from './attachments';
import { changeAttachments, useDraftAttachments } from './draft-attachments';

let count = 0;

/** The attachments of the draft, uploaded as soon as they are added. */
export function useAttachments(conversationId: string | null) {
  const { t } = useTranslation('chat');
  const attachments = useDraftAttachments(conversationId);
  const dispatch = (event: AttachmentEvent) => changeAttachments(conversationId, event);

  const upload = async (file: File) => {
    const key = `attachment-${String(count++)}`;
    const kind = kindOf(file);
    dispatch({ type: 'added', key, kind, name: file.name, preview: kind === 'image' ? URL.createObjectURL(file) : null });
    const refusal = refusalOf(file);
    if (refusal !== null) return dispatch({ type: 'failed', key, reason: t(refusal) });
    try {
      const { id } = await uploadAttachment(file, new AbortController().signal);
      dispatch({ type: 'uploaded', key, id });
    } catch (error) {
      dispatch({ type: 'failed', key, reason: errorMessage(error) });
    }
  };

  return {
    attachments,
    add: (files: Iterable<File>) => Array.from(files).forEach((file) => void upload(file)),
    remove: (key: string) => dispatch({ type: 'removed', key }),
    clear: () => dispatch({ type: 'sent' }),
  };
}
