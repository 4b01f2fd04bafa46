/** The ClickSend node for tests: its two ways to the account, and its operations. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec, type Outcome } from './engine.mts';
import { SETUPS } from './send.mts';

export const WAYS = SETUPS.filter(({ type }) => type.endsWith('clickSend')).map((setup) => ({
	...setup,
	authentication: setup.credentials[0] ?? '',
}));

export type Way = (typeof WAYS)[number];

/** A node with one operation, with this authentication. */
export const operationOf =
	(way: Way) =>
	(
		resource: string,
		operation: string,
		parameters: IDataObject = {},
		settings: NodeSpec['settings'] = {},
	): NodeSpec => ({
		type: way.type,
		credentials: way.credentials,
		settings,
		parameters: { authentication: way.authentication, resource, operation, ...parameters },
	});

/** An ID as in parameters and outputs: text. */
export const idOf = (value: unknown): string => String(value);

/** A resource locator's value, by ID. */
export const byId = (value: unknown): IDataObject => ({
	__rl: true,
	mode: 'id',
	value: idOf(value),
});

/** The items of the first output. */
export const rowsOf = ({ outputs }: Outcome): IDataObject[] =>
	(outputs[0] ?? []).map(({ json }) => json);

/** The beginning of a PNG, in base64. */
export const PNG = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
