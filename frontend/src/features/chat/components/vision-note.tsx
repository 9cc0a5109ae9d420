import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useModel } from '../api/list-models';
import { useAnsweringModel } from '../model/use-answering-model';

/** Says that the model that answers does not see pictures, while some are attached. */
export function VisionNote({ conversationId, shown }: { conversationId: string | null; shown: boolean }) {
  const { t } = useTranslation('chat');
  const model = useModel(useAnsweringModel(conversationId));
  if (!shown || model === undefined || model.capabilities.vision) return null;
  return (
    <p className="text-warning flex items-center gap-1.5 px-4 pt-2 text-xs">
      <EyeOff className="size-3.5" aria-hidden />
      {t('no_vision', { model: model.name })}
    </p>
  );
}
