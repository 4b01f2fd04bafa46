/** Inbound messages as both triggers give them out (design §5). */
import type { IDataObject } from 'n8n-workflow';
import type { InboundMessage } from '../core/inbound';

/** @param isSimple without the provider's own row */
export function messageItem(message: InboundMessage, isSimple: boolean): IDataObject {
	const { raw, ...told } = message;
	return {
		event: 'messageReceived',
		...told,
		...(!isSimple && { raw: raw as IDataObject }),
	};
}
