import type { LayerEvent, NamingStyle } from '../../../../src/schemas/rename.ts';
import type { LayersForRenamingMessage } from '../../messages.ts';
import type { LayerToSend } from '../service/layer-to-send.ts';
import { buildRenameBody, type RenameFields } from '../service/request-body.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { type RetryOptions, withRetries } from '../service/with-retries.ts';
import { composeSheet } from './sheets/compose-sheet.ts';
import { toWire, type WireIds } from './to-wire.ts';

export interface NameBatchOptions {
  readonly client: ServiceClient;
  readonly fields: RenameFields;
  readonly ids: WireIds;
  readonly signal: AbortSignal;
  /** The same for all attempts, so that names made before a connection dropped are not paid for twice. */
  readonly idempotencyKey: string;
  /** Whether names that the service remembers are not wanted. */
  readonly isFresh: boolean;
  /** Whether the layer has no answer yet: only such are sent again. */
  readonly isWaiting: (id: string) => boolean;
  /** Called for each answer, with Figma's id of the layer. */
  readonly onLayer: (id: string, event: LayerEvent) => void;
  readonly onWait: RetryOptions['onWait'];
}

/**
 * Asks for the names of one request's layers, and again if that is likely to help.
 *
 * @throws ServiceError if no attempt succeeded, or the signal's reason
 */
export async function nameBatch(batch: readonly LayerToSend[], options: NameBatchOptions): Promise<void> {
  const { client, fields, ids, signal, idempotencyKey, isFresh, isWaiting, onLayer, onWait } = options;
  const unsettled = (): LayerToSend[] => batch.filter(({ layer }) => isWaiting(layer.id));
  await withRetries(
    async () => {
      const { layers, ...pictures } = await toWire(unsettled(), ids, composeSheet);
      const body = await buildRenameBody(fields, layers, pictures);
      signal.throwIfAborted();
      await client.rename(body, {
        signal,
        idempotencyKey,
        isFresh,
        onEvent: (event) => {
          const id = event.type === 'layer' ? ids.toFigma(event.id) : undefined;
          if (event.type === 'layer' && id !== undefined) onLayer(id, event);
        },
      });
    },
    { signal, onWait, worthwhile: () => unsettled().length > 0 },
  );
}

/** What a request says besides its layers. What is empty is left out. */
export function renameFields(
  { userEmail, userId, frameName }: Pick<LayersForRenamingMessage, 'userEmail' | 'userId' | 'frameName'>,
  namingStyle: NamingStyle,
  namingRules: string,
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
