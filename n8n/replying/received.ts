/** Finds the received text that an item is, or was made from: the node may stand far behind the trigger. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { InboundMessage } from '../../core/receiving/inbound';
import { isObject } from '../../core/values';
import { evaluateCode } from '../parameters/read';

/** What an answer needs of a received text, or of a missed call, as a trigger outputs it. */
export type Received = Pick<
	InboundMessage,
	'provider' | 'from' | 'to' | 'reference' | 'channel'
> & {
	/** False for a call. */
	readonly optOut: boolean;
};

/** `report`: it is a delivery report, which nobody wrote. */
export type Found = Received | 'report' | undefined;

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Reads an item of a trigger; `undefined` if it is none. */
function readReceived(json: unknown): Found {
	if (!isObject(json) || typeof json.provider !== 'string') return undefined;
	const { event, provider, from, to, reference, channel, optOut } = json;
	if (event === 'deliveryReport') return 'report';
	if (event !== 'messageReceived' && event !== 'callMissed') return undefined;
	return {
		provider,
		from: textIn(from) ?? '',
		to: textIn(to),
		reference: textIn(reference),
		...(channel === 'whatsapp' && { channel }),
		optOut: optOut === true,
	};
}

const TRIGGER = /\.sms(Webhook)?Trigger$/;

/** The expressions that give an earlier node's item, for the item at hand. */
function sourcesOf(ctx: IExecuteFunctions): string[] {
	const parents = ctx.getParentNodes(ctx.getNode().name);
	const isTrigger = ({ type }: { readonly type: string }) => TRIGGER.test(type);
	// An expression ends at the first two closing braces, also within a string.
	const nodeOf = ({ name }: { readonly name: string }) =>
		`$(${JSON.stringify(name).replaceAll('}', String.raw`\u007d`)})`;
	const triggers = parents.filter(isTrigger).map(nodeOf);
	const others = parents.filter((parent) => !isTrigger(parent)).map(nodeOf);
	return [
		...[...triggers, ...others].map((node) => `${node}.item.json`),
		// If only one text came in, every item is about it, even if n8n does not know where it came from.
		...triggers.map((node) => `${node}.all().length === 1 ? ${node}.first().json : undefined`),
	];
}

/**
 * Finds the received text of each item: the item itself, or one of an earlier node that n8n links it to,
 * first of our triggers.
 */
export function receivedFinder(ctx: IExecuteFunctions): (item: number) => Found {
	const items = ctx.getInputData();
	let sources: string[] | undefined;
	return (item) => {
		const own = readReceived(items[item]?.json);
		if (own) return own;
		sources ??= sourcesOf(ctx);
		for (const source of sources) {
			const found = readReceived(evaluateCode(ctx, source, item));
			if (!found) continue;
			// The next item probably comes from there, too.
			sources = [source, ...sources.filter((other) => other !== source)];
			return found;
		}
		return undefined;
	};
}
