/** What the output says about the delivery of accepted messages, after Wait for Delivery. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Delivery } from '../../core/outcome';
import { shielded } from '../errors';
import type { Line } from './summary';

/** The `delivery` of an item. */
export const deliveryJson = ({ errorText, ...delivery }: Delivery): IDataObject => ({
	...delivery,
	errorText: errorText === null ? null : shielded(errorText),
});

const statusIn = ({ json }: Line): unknown =>
	(json.delivery as IDataObject | null | undefined)?.status;

/** Gives every item the column, and says how many accepted messages were not delivered. */
export function completeDelivery(ctx: IExecuteFunctions, lines: readonly Line[]): void {
	for (const { json } of lines) json.delivery ??= null;
	const accepted = lines.filter(({ json }) => json.outcome === 'accepted');
	const failed = accepted.filter((line) => statusIn(line) === 'failed').length;
	if (failed === 0) return;
	ctx.addExecutionHints({
		message: `${failed} of ${accepted.length} accepted messages ${failed === 1 ? 'was' : 'were'} not delivered: see "delivery" in the output. With If Not Delivered set to Try the Next Provider, the next provider sends the text.`,
		location: 'outputPane',
		type: 'warning',
	});
}
