import { MessageSquare } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
  CommandShortcut,
} from '@/components/ui/command';
import { useConversationCommands } from '@/features/conversations/model/use-conversation-commands';
import { useCommands } from './use-commands';

/** The palette's field and list. `onDone` closes it. */
export function PaletteContent({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const commands = useCommands().filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()));
  const conversations = useConversationCommands(query);
  const choose = (run: () => void) => () => {
    onDone();
    run();
  };

  return (
    // The server has already chosen the conversations; filtering them again would hide matches in messages.
    <Command shouldFilter={false} label={t('palette')} loop>
      <CommandInput autoFocus value={query} onValueChange={setQuery} placeholder={t('palette_placeholder')} className="pr-12" />
      <CommandList>
        <CommandEmpty>{t('nothing_found')}</CommandEmpty>
        {commands.length > 0 && (
          <CommandGroup heading={t('commands')}>
            {commands.map(({ id, label, icon: Icon, shortcut, run }) => (
              <CommandItem key={id} value={id} onSelect={choose(run)}>
                <Icon className="text-muted-foreground" aria-hidden />
                {label}
                {shortcut !== undefined && <CommandShortcut>{shortcut}</CommandShortcut>}
              </CommandItem>
            ))}
          </CommandGroup>
        )}
        {conversations.length > 0 && (
          <CommandGroup heading={t('conversations')}>
            {conversations.map(({ id, label, hint, run }) => (
              <CommandItem key={id} value={id} onSelect={choose(run)}>
                <MessageSquare className="text-muted-foreground" aria-hidden />
                <span className="min-w-0">
                  <span className="block truncate">{label}</span>
                  {hint !== undefined && <span className="text-muted-foreground block truncate text-xs">{hint}</span>}
                </span>
              </CommandItem>
            ))}
          </CommandGroup>
        )}
      </CommandList>
    </Command>
  );
}
