/** The GoTone SMS node for tests, over both paths of its API. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec } from './engine.mts';
import { accounts, type Suite } from './suite.mts';

export const GOTONE = 'n8n-nodes-sms-suite.goToneSms';

export const API_PATHS = ['v3', 'http'] as const;

/** Data that the sandbox has at the start. */
export const GROUP = '6065ecdc9184a';
export const ADA = '606732aec8705';
export const WELCOME = '606812e63f78b';

/** Makes the tests of a block use this API path. */
export function reachedOn(suite: Suite, apiPath: (typeof API_PATHS)[number]): void {
	const use = async (path: string) =>
		await suite.engine.credentials.add('goToneSmsApi', {
			...accounts(suite.sandbox.url).goToneSmsApi,
			apiPath: path,
		});
	beforeAll(async () => await use(apiPath));
	afterAll(async () => await use('v3'));
}

/** A node with one operation. */
export const goTone = (
	resource: string,
	operation: string,
	parameters: IDataObject = {},
	settings: NodeSpec['settings'] = {},
): NodeSpec => ({
	type: GOTONE,
	credentials: ['goToneSmsApi'],
	settings,
	parameters: { resource, operation, ...parameters },
});
