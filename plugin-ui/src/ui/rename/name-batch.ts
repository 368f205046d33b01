import type { LayerEvent } from '../../../../src/schemas/rename.ts';
import type { LayersForRenamingMessage, Settings } from '../../messages.ts';
import { newId } from '../new-id.ts';
import type { LayerToSend } from '../service/layer-to-send.ts';
import { buildRenameBody, type RenameFields } from '../service/request-body.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { type RetryOptions, withRetries } from '../service/with-retries.ts';

export interface NameBatchOptions {
  readonly client: ServiceClient;
  readonly fields: RenameFields;
  readonly signal: AbortSignal;
  /** Whether the layer has no answer yet: only such are sent again. */
  readonly isWaiting: (id: string) => boolean;
  readonly onLayer: (event: LayerEvent) => void;
  readonly onWait: RetryOptions['onWait'];
}

/**
 * Has one request's layers named, and tries again where that is likely to help. All tries carry one key, so that names
 * made before a connection dropped are not paid for twice.
 *
 * @throws ServiceError where no try succeeded, or the signal's reason
 */
export async function nameBatch(batch: readonly LayerToSend[], options: NameBatchOptions): Promise<void> {
  const { client, fields, signal, isWaiting, onLayer, onWait } = options;
  const idempotencyKey = newId();
  const unsettled = (): LayerToSend[] => batch.filter(({ layer }) => isWaiting(layer.id));
  await withRetries(
    async () => {
      const body = await buildRenameBody(fields, unsettled());
      signal.throwIfAborted();
      await client.rename(body, {
        signal,
        idempotencyKey,
        onEvent: (event) => {
          if (event.type === 'layer') onLayer(event);
        },
      });
    },
    { signal, onWait, worthwhile: () => unsettled().length > 0 },
  );
}

/** What a request says besides its layers. What is empty is left out: the service takes no empty texts for absent ones. */
export function renameFields(
  { userEmail, userId, frameName }: Pick<LayersForRenamingMessage, 'userEmail' | 'userId' | 'frameName'>,
  { namingStyle, namingRules }: Settings,
): RenameFields {
  const rules = namingRules.trim();
  return {
    userEmail,
    namingStyle,
    ...(userId === '' ? {} : { userId }),
    ...(frameName === '' ? {} : { frameName }),
    ...(rules === '' ? {} : { namingRules: rules }),
  };
}
