import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { FormError } from '@/components/form-error';
import { SubmitButton } from '@/components/submit-button';
import { Button } from '@/components/ui/button';
import { DialogFooter } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { showServerErrors } from '@/lib/form-errors';
import { toast } from '@/lib/toast';
import { usePutPrice } from '../api/prices';
import { priceSchema, priceValues, toPrice, type ModelPrice, type PriceValues } from '../model/prices';

const FIELDS = ['input', 'output', 'cache_read', 'cache_write'] as const;

type Props = { connectionId: string; of: ModelPrice; onDone: () => void };

/** Sets what a model costs at a connection. */
export function PriceForm({ connectionId, of, onDone }: Props) {
  const { t } = useTranslation('gateway');
  const put = usePutPrice();
  const form = useForm<PriceValues>({ resolver: zodResolver(priceSchema), defaultValues: priceValues(of.price) });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    try {
      await put.mutateAsync({ connection_id: connectionId, model: of.model, price: toPrice(values) });
      toast(t('common:saved'));
      onDone();
    } catch (thrown) {
      showServerErrors(form, thrown);
    }
  });
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-5">
      <FormError message={errors.root?.message} />
      <div className="grid grid-cols-2 items-start gap-3">
        {FIELDS.map((field) => {
          const message = errors[field]?.message;
          return (
            <TextField
              key={field}
              label={t(`price_of_${field}`)}
              inputMode="decimal"
              autoComplete="off"
              placeholder={of.list?.[field] ?? (field === 'input' || field === 'output' ? '0.00' : t('like_input'))}
              error={message && t(message)}
              {...form.register(field)}
            />
          );
        })}
      </div>
      <DialogFooter>
        <Button variant="outline" onClick={onDone}>
          {t('common:cancel')}
        </Button>
        <SubmitButton pending={form.formState.isSubmitting}>{t('common:save')}</SubmitButton>
      </DialogFooter>
    </form>
  );
}
