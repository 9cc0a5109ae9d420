import { useId, type ComponentProps } from 'react';
import { Input } from '@/components/ui/input';

type Props = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'list'> & {
  /** What is proposed; any other name may be typed. */
  names: string[];
  value: string;
  onChange: (value: string) => void;
};

/** The name of a model or an alias. */
export function ModelInput({ names, value, onChange, ...control }: Props) {
  const list = useId();
  return (
    <>
      <Input
        {...control}
        list={list}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
